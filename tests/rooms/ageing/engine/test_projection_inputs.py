"""What inputs of a projection are refused, and where the fault is said to be."""

from dataclasses import replace

import numpy as np
import pytest
from tests.rooms.ageing.engine.projecting import made_up

from hub.kit.errors import DataProblem


def changed(name: str, index: tuple[int, ...], value: float) -> dict[str, np.ndarray]:
    values = getattr(made_up(1, years=3, places=(2,)), name).copy()
    values[index] = value
    return {name: values}


@pytest.mark.parametrize(
    ("change", "code", "parameters"),
    [
        (
            changed("base", (1, 0, 17), np.nan),
            "projection_not_finite",
            {"parameter": "base", "where": "#2 / m / 17", "others": 0},
        ),
        (
            changed("migration", (0, 2, 1, 100), np.inf),
            "projection_not_finite",
            {"parameter": "migration", "where": "#1 / 2026 / f / 100", "others": 0},
        ),
        (
            changed("fertility", (0, 1, 5), -0.1),
            "projection_negative",
            {"parameter": "fertility", "where": "#1 / 2025 / 15", "found": -0.1},
        ),
        (
            changed("sex_ratio", (1, 2), -1.0),
            "projection_negative",
            {"parameter": "sex_ratio", "where": "#2 / 2026", "found": -1.0},
        ),
        (
            changed("mortality", (0, 0, 0, 0), 6.9),
            "mortality_out_of_range",
            {"where": "#1 / 2024 / m / 0", "found": 6.9, "high": 1.9},
        ),
        (
            changed("mortality", (1, 0, 1, 100), 0.0),
            "mortality_out_of_range",
            {"where": "#2 / 2024 / f / 100", "found": 0.0, "high": 1.9},
        ),
        (
            {"base": np.ones((2, 100))},
            "projection_shape_differs",
            {"parameter": "base", "found": (2, 100), "allowed": "(…, 2, 101)"},
        ),
        (
            {"fertility": np.ones(45)},
            "projection_shape_differs",
            {"parameter": "fertility", "found": (45,), "allowed": "(…, years, 45)"},
        ),
        (
            {"sex_ratio": np.ones((2, 4))},
            "projection_times_differ",
            {"parameter": "sex_ratio", "found": 4, "allowed": 3},
        ),
        (
            {"migration": np.ones((3, 3, 2, 101))},
            "projection_places_differ",
            {"parameter": "migration", "found": (3,), "allowed": (2,)},
        ),
        ({"mortality": np.ones((2, 0, 2, 101))}, "projection_without_years", {"parameter": "mortality"}),
        ({"first_year": 24}, "first_year_out_of_range", {"found": 24, "low": 1800, "high": 2300}),
    ],
)
def test_inputs_when_unusable_then_the_fault_and_its_place_are_named(change, code, parameters):
    with pytest.raises(DataProblem) as problem:
        replace(made_up(1, years=3, places=(2,)), **change)
    assert problem.value.code == code
    assert problem.value.parameters == parameters


def test_inputs_when_given_whole_numbers_then_held_as_floats():
    inputs = made_up(1, years=3, places=(2,))
    assert replace(inputs, base=inputs.base.astype(np.int64)).base.dtype == np.float64


def test_inputs_when_made_then_years_and_places_are_those_of_all_arrays():
    inputs = replace(made_up(1, years=3), base=made_up(2, places=(4, 1)).base, sex_ratio=np.ones((5, 3)))
    assert inputs.years == (2024, 2025, 2026)
    assert inputs.places == (4, 5)

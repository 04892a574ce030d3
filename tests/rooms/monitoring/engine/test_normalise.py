"""Normalisation: every scale worked by hand, ASEM, what a node may have of its own, scales kept between editions."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.rooms.monitoring.engine.test_asem import check_cells, folder, framework, steps

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.normalise import SCALES, frozen_scale, normalise, scale_columns
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.phrases import declarations, runs, scaling

__all__ = ["folder", "framework", "steps"]

DEVIATION = math.sqrt(28.75 / 3)
HUNDRED = {"low": 0.0, "high": 100.0}
# What each scale needs to work on a column called "a" of places P0, P1 ...
PARAMETERS: dict[str, dict[str, object]] = {
    "minmax": {},
    "zscore": {},
    "scaled": {},
    "distance-to-maximum": {},
    "distance-to-reference": {"reference": "P0"},
    "distance-to-target": {"targets": 5000.0},
    "fraction-of-maximum": {},
    "percentile-rank": {},
    "rank": {},
    "borda": {},
    "goalposts": {"goalposts": (-10, 10)},
}
COLUMNS = st.lists(st.integers(1, 500), min_size=3, max_size=30).filter(lambda column: column[0] > min(column))


def table_of(*columns: list[float]) -> Table:
    nodes = tuple("abcdefgh"[: len(columns)])
    return Table(tuple(f"P{at}" for at in range(len(columns[0]))), nodes, np.array(columns, float).T.copy())


def scaled(column: list[float], method: str, *, direction: int = 1, **parameters: object) -> list[float]:
    return list(normalise(table_of(column), [direction], method, parameters).table.values[:, 0].tolist())


def refusal(column: list[float], method: str, parameters: dict[str, object], direction: int = 1) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        normalise(table_of(column), [direction], method, parameters)
    return raised.value


def said(problem: DataProblem) -> str:
    phrase = {**declarations.PHRASES, **runs.PHRASES, **scaling.PHRASES}[problem.code]
    return f"{phrase.sentence} {phrase.cure}" % problem.parameters


# Every scale by hand


@pytest.mark.parametrize(
    ("method", "parameters", "expected"),
    [
        ("minmax", {}, [0, 100 / 7, 300 / 7, 100]),
        ("minmax", {"low": 1, "high": 8}, [1, 2, 4, 8]),
        ("zscore", {}, [(value - 3.75) / DEVIATION for value in (1, 2, 4, 8)]),
        ("zscore", {"mean": 10, "deviation": 2}, [10 + 2 * (value - 3.75) / DEVIATION for value in (1, 2, 4, 8)]),
        ("zscore", {"floor": 0}, [0, 0, 0.25 / DEVIATION, 4.25 / DEVIATION]),
        ("scaled", {"limits": [0, 200]}, [0.5, 1, 2, 4]),
        ("scaled", {"limits": [2, 6]}, [-25, 0, 50, 150]),
        ("rank", {}, [1, 2, 3, 4]),
        ("borda", {}, [0, 1, 2, 3]),
        ("percentile-rank", {}, [0, 1 / 3, 2 / 3, 1]),
        ("fraction-of-maximum", {}, [1 / 8, 1 / 4, 1 / 2, 1]),
        ("distance-to-maximum", {}, [0, 1 / 7, 3 / 7, 1]),
        # 1 - (4 - x) / (4 - 1), then 1 at the most
        ("distance-to-reference", {"reference": "P2"}, [0, 1 / 3, 1, 1]),
        # (x - 1) / (5 - 1), then 1 at the most
        ("distance-to-target", {"targets": {"a": 5}}, [0, 1 / 4, 3 / 4, 1]),
        ("goalposts", {"goalposts": {"a": [2, 6]}}, [0, 0, 50, 100]),
        ("goalposts", {"goalposts": [2, 6], "low": 1, "high": 9}, [1, 1, 5, 9]),
    ],
)
def test_normalise_gives_the_columns_worked_by_hand(
    method: str, parameters: dict[str, object], expected: list[float]
) -> None:
    assert scaled([1, 2, 4, 8], method, **parameters) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("method", "parameters", "expected"),
    [
        ("minmax", {}, [100, 600 / 7, 400 / 7, 0]),
        ("scaled", {"limits": [-8, 0]}, [87.5, 75, 50, 0]),
        ("rank", {}, [4, 3, 2, 1]),
        # x turned to -1, -2, -4, -8: 1 - (-2 - x) / (-2 + 8)
        ("distance-to-reference", {"reference": "P1"}, [1, 1, 2 / 3, 0]),
        # the target 2 turned to -2: (x + 8) / (-2 + 8)
        ("distance-to-target", {"targets": 2}, [1, 1, 2 / 3, 0]),
        ("goalposts", {"goalposts": {"a": [2, 6]}}, [100, 100, 50, 0]),
    ],
)
def test_normalise_when_less_is_better_then_turns_the_column_first(
    method: str, parameters: dict[str, object], expected: list[float]
) -> None:
    found = scaled([1, 2, 4, 8], method, direction=-1, **parameters)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("method", "expected"),
    [("rank", [2, 1, 2, 5, 4]), ("borda", [1, 0, 1, 4, 3]), ("percentile-rank", [1 / 4, 0, 1 / 4, 1, 3 / 4])],
)
def test_normalise_when_values_are_tied_then_they_share_the_lowest_rank(method: str, expected: list[float]) -> None:
    assert scaled([5, 1, 5, 9, 7, math.nan], method) == pytest.approx([*expected, math.nan], nan_ok=True)


def test_normalise_keeps_what_it_used_for_each_column() -> None:
    column = [1.0, 2, 4, 8]
    table = table_of(column, column, [math.nan] * 4)
    used = {
        method: normalise(table, [1, -1, 1], method, {"goalposts": [2, 6]} if method == "goalposts" else {}).columns
        for method in ("minmax", "zscore", "goalposts", "fraction-of-maximum", "rank")
    }
    assert used["minmax"]["a"] == {"minimum": 1, "maximum": 8, "direction": 1}
    assert used["minmax"]["b"] == {"minimum": -8, "maximum": -1, "direction": -1}
    assert used["zscore"]["b"] == {"mean": -3.75, "deviation": pytest.approx(DEVIATION), "direction": -1}
    assert used["goalposts"]["b"] == {"minimum": -6, "maximum": -2, "direction": -1}
    assert used["fraction-of-maximum"]["a"] == {"maximum": 8, "direction": 1}
    assert used["rank"]["a"] == {"places": 4, "direction": 1}
    assert all(one["c"] == {} for one in used.values())


def test_normalise_on_asem_gives_the_published_table_from_plain_arrays(
    folder: Path, framework: Framework, steps: dict[str, Step]
) -> None:
    table = steps["treated"].table
    directions = [framework.node(code).direction for code in table.nodes]
    values = scale_columns(table.values, "minmax", HUNDRED, directions=directions)
    check_cells(Table(table.places, table.nodes, values), folder / "expected" / "5_normalised.csv")


# Single nodes


def test_normalise_when_nodes_have_their_own_rules_then_follows_them() -> None:
    own = {
        "b": {"method": "goalposts", "goalposts": [2, 6]},
        "c": {"high": 7},
        "d": {"method": "distance-to-reference", "reference": "P2"},
        "e": {"method": "rank"},
        "gone": {"method": "rank"},
    }
    step = normalise(table_of(*[[1.0, 2, 4, 8]] * 5), [1, -1, 1, 1, -1], "minmax", {"high": 70.0, "nodes": own})
    expected = [[0, 10, 30, 70], [70, 70, 35, 0], [0, 1, 3, 7], [0, 1 / 3, 1, 1], [4, 3, 2, 1]]
    np.testing.assert_allclose(step.table.values.T, expected, rtol=1e-12)
    assert [step.columns[node].get("method") for node in "abcde"] == [
        None,
        "goalposts",
        "minmax",
        "distance-to-reference",
        "rank",
    ]


def test_normalise_when_a_table_of_parameters_is_given_then_each_node_takes_its_own() -> None:
    table = table_of([1.0, 2, 4, 8], [1.0, 2, 4, 8])
    step = normalise(table, [1, 1], "distance-to-target", {"targets": {"a": 8, "b": 3}})
    np.testing.assert_allclose(step.table.values.T, [[0, 1 / 7, 3 / 7, 1], [0, 1 / 2, 1, 1]], rtol=1e-12)
    step = normalise(table, [1, 1], "scaled", {"limits": {"a": [0, 8], "b": [0, 4]}})
    assert step.table.values[:, 1].tolist() == [25, 50, 100, 200]


@pytest.mark.parametrize(
    ("method", "parameters", "code"),
    [
        ("goalposts", {"goalposts": {}}, "goalposts_missing"),
        ("goalposts", {}, "goalposts_missing"),
        ("goalposts", {"goalposts": {"a": [6, 2]}}, "goalposts_inverted"),
        ("goalposts", {"goalposts": {"a": [6]}}, "pair_expected"),
        ("goalposts", {"goalposts": {"a": "26"}}, "pair_expected"),
        ("scaled", {"limits": {}}, "scale_limits_missing"),
        ("scaled", {"limits": [5, 5]}, "scale_limits_inverted"),
        ("distance-to-target", {"targets": {"b": 5}}, "target_missing"),
        ("distance-to-target", {"targets": 1}, "target_not_ahead"),
        ("distance-to-reference", {}, "reference_missing"),
        ("distance-to-reference", {"reference": "Q"}, "reference_unknown"),
        ("distance-to-reference", {"reference": "P4"}, "reference_without_value"),
        ("distance-to-reference", {"reference": "P0"}, "reference_is_worst"),
    ],
)
def test_normalise_when_a_node_lacks_what_its_scale_needs_then_names_it(
    method: str, parameters: dict[str, object], code: str
) -> None:
    problem = refusal([1, 2, 4, 8, math.nan], method, parameters)
    assert (problem.code, problem.parameters["node"]) == (code, "a")
    assert "a" in said(problem)


@pytest.mark.parametrize("method", ["minmax", "zscore", "percentile-rank", "distance-to-maximum"])
@pytest.mark.parametrize("column", [[3.0], [3.0, 3.0, math.nan], [0.1] * 7])
def test_normalise_when_all_places_have_one_value_then_names_the_node(method: str, column: list[float]) -> None:
    problem = refusal(column, method, {})
    assert (problem.code, problem.parameters) == ("indicator_constant", {"node": "a", "found": column[0]})


def test_normalise_when_the_greatest_value_is_zero_then_refuses_fractions() -> None:
    assert refusal([-1, 0], "fraction-of-maximum", {}).code == "maximum_zero"


def test_normalise_when_the_target_is_behind_then_says_it_in_the_unit_of_the_indicator() -> None:
    problem = refusal([1, 2, 8], "distance-to-target", {"targets": 9}, direction=-1)
    assert problem.parameters == {"node": "a", "found": 9.0, "worst": 8.0}


@pytest.mark.parametrize(
    ("method", "parameters", "code", "named"),
    [
        ("squash", {}, "method_unknown", "squash"),
        ("minmax", {"mean": 1}, "parameter_unknown", "mean"),
        ("minmax", {"low": "0"}, "parameter_not_number", "low"),
        ("minmax", {"low": 5, "high": 5}, "range_inverted", "5.0"),
        ("goalposts", {"goalposts": [2, 6], "low": 7, "high": 5}, "range_inverted", "7.0"),
        ("goalposts", {"goalposts": [2, math.inf]}, "parameter_not_number", "goalposts"),
        ("zscore", {"deviation": 0}, "deviation_not_positive", "0.0"),
        ("distance-to-target", {"targets": {"a": "five"}}, "parameter_not_number", "five"),
        ("minmax", {"nodes": {"a": {"method": "squash"}}}, "method_unknown", "normalise, nodes, a"),
        ("minmax", {"nodes": {"a": {"mean": 1}}}, "parameter_unknown", "normalise, nodes, a"),
        ("minmax", {"nodes": {"a": {"low": 200}}}, "range_inverted", "normalise, nodes, a"),
    ],
)
def test_normalise_when_a_parameter_is_wrong_then_says_what_and_where(
    method: str, parameters: dict[str, object], code: str, named: str
) -> None:
    problem = refusal([1, 2, 4, 8], method, parameters)
    assert problem.code == code
    assert named in said(problem)


# Scales kept between editions


def test_frozen_scale_when_values_leave_the_range_then_shows_it() -> None:
    first = normalise(table_of([1.0, 2, 4, 8]), [1], "minmax", HUNDRED)
    later = normalise(table_of([0.0, 1, 15, math.nan]), [1], "minmax", HUNDRED, frozen=frozen_scale(first))
    expected = [-100 / 7, 0, 200, math.nan]
    assert later.table.values[:, 0] == pytest.approx(expected, rel=1e-12, nan_ok=True)
    assert later.columns == first.columns


def test_frozen_scale_of_goalposts_cuts() -> None:
    first = normalise(table_of([1.0, 2, 4, 8]), [-1], "goalposts", {"goalposts": [2, 6]})
    later = normalise(table_of([0.0, 5, 15]), [-1], "goalposts", {"goalposts": [0, 1]}, frozen=frozen_scale(first))
    assert later.table.values[:, 0].tolist() == [100, 25, 0]


def test_frozen_scale_of_zscore_keeps_mean_and_deviation() -> None:
    first = normalise(table_of([1.0, 2, 4, 8]), [1], "zscore", {})
    later = normalise(table_of([3.75, 3.75]), [1], "zscore", {"mean": 100.0}, frozen=frozen_scale(first))
    assert later.table.values[:, 0].tolist() == [100, 100]


def test_frozen_scale_when_a_node_has_its_own_method_then_keeps_that() -> None:
    parameters = {"nodes": {"b": {"method": "zscore"}}}
    table = table_of([1.0, 2, 4, 8], [1.0, 2, 4, 8])
    first = normalise(table, [1, 1], "minmax", parameters)
    again = normalise(table, [1, 1], "minmax", parameters, frozen=frozen_scale(first))
    assert again.table.values.tobytes() == first.table.values.tobytes()
    assert frozen_scale(again) == frozen_scale(first)


@pytest.mark.parametrize("method", [method for method, scale in SCALES.items() if scale.frozen])
@given(column=COLUMNS)
def test_frozen_scale_on_the_same_edition_changes_nothing(method: str, column: list[float]) -> None:
    table = table_of(column, [math.nan] * len(column))
    first = normalise(table, [1, 1], method, PARAMETERS[method])
    again = normalise(table, [1, 1], method, PARAMETERS[method], frozen=frozen_scale(first))
    assert again.table.values.tobytes() == first.table.values.tobytes()


@pytest.mark.parametrize(
    ("frozen", "method", "code"),
    [
        ({}, "minmax", "frozen_node_missing"),
        ({"a": {"method": "zscore", "direction": 1, "mean": 1.0, "deviation": 1.0}}, "minmax", "frozen_scale_differs"),
        (
            {"a": {"method": "minmax", "direction": -1, "minimum": 0.0, "maximum": 1.0}},
            "minmax",
            "frozen_scale_differs",
        ),
        ({"a": {"method": "minmax", "direction": 1, "minimum": 0.0}}, "minmax", "frozen_value_missing"),
        ({"a": {"method": "rank", "direction": 1, "places": 4.0}}, "rank", "method_not_frozen"),
    ],
)
def test_frozen_scale_when_it_does_not_fit_then_names_the_node(
    frozen: dict[str, dict[str, float | str]], method: str, code: str
) -> None:
    with pytest.raises(DataProblem) as raised:
        normalise(table_of([1.0, 2]), [1], method, {}, frozen=frozen)
    assert (raised.value.code, raised.value.parameters["node"]) == (code, "a")
    assert "a" in said(raised.value)


def test_frozen_scale_when_an_indicator_is_constant_now_then_still_scales_it() -> None:
    first = normalise(table_of([1.0, 5]), [1], "minmax", HUNDRED)
    later = normalise(table_of([2.0, 2]), [1], "minmax", HUNDRED, frozen=frozen_scale(first))
    assert later.table.values[:, 0].tolist() == [25, 25]


# Invariants


@given(COLUMNS, st.integers(1, 400).map(lambda one: one / 16), st.integers(-100, 100))
def test_minmax_when_an_indicator_is_stretched_or_moved_then_stays(
    column: list[float], factor: float, shift: float
) -> None:
    moved = [value * factor + shift for value in column]
    assert scaled(moved, "minmax") == pytest.approx(scaled(column, "minmax"), rel=1e-11, abs=1e-11)


@given(COLUMNS, st.integers(-50, 50), st.integers(1, 50))
def test_zscore_has_the_mean_and_deviation_asked_for(column: list[float], mean: float, deviation: float) -> None:
    found = scaled(column, "zscore", mean=mean, deviation=deviation)
    assert np.mean(found) == pytest.approx(mean, abs=1e-10)
    assert np.std(found, ddof=1) == pytest.approx(deviation, rel=1e-10)


@pytest.mark.parametrize("method", list(SCALES))
@given(column=COLUMNS)
def test_normalise_keeps_the_order_of_places(method: str, column: list[float]) -> None:
    found = np.array(scaled(column, method, **PARAMETERS[method]))
    assert (np.diff(found[np.argsort(column)]) >= 0).all()


@pytest.mark.parametrize("method", list(SCALES))
@given(
    columns=st.lists(
        COLUMNS.map(lambda column: column[:3]).filter(lambda one: one[0] > min(one)), min_size=2, max_size=6
    ),
    order=st.randoms(),
)
def test_normalise_when_columns_change_places_then_each_stays_to_the_last_bit(method, columns, order) -> None:  # type: ignore[no-untyped-def]
    columns = [[*column, math.nan if at % 2 else 7] for at, column in enumerate(columns)]
    positions = list(range(len(columns)))
    order.shuffle(positions)
    plain = scale_columns(matrix(columns), method, PARAMETERS[method], places=("P0", "P1", "P2", "P3"))
    shuffled = scale_columns(
        matrix([columns[at] for at in positions]), method, PARAMETERS[method], places=("P0", "P1", "P2", "P3")
    )
    for new, old in enumerate(positions):
        alone = scale_columns(matrix([columns[old]]), method, PARAMETERS[method], places=("P0", "P1", "P2", "P3"))
        assert shuffled[:, new].tobytes() == plain[:, old].tobytes() == alone[:, 0].tobytes()


@pytest.mark.parametrize("method", [method for method in SCALES if method != "distance-to-reference"])
@given(column=COLUMNS, order=st.randoms())
def test_normalise_when_rows_change_places_then_values_stay(method, column, order) -> None:  # type: ignore[no-untyped-def]
    positions = list(range(len(column)))
    order.shuffle(positions)
    found = scaled([column[at] for at in positions], method, **PARAMETERS[method])
    expected = np.array(scaled(column, method, **PARAMETERS[method]))[positions]
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)


def matrix(columns: list[list[float]]) -> NDArray[np.float64]:
    return np.array(columns, float).T.copy()


@pytest.mark.parametrize("method", list(SCALES))
def test_normalise_never_changes_its_input(method: str) -> None:
    table = table_of([9.0, 2, 4, 8, math.nan], [3.0, 1, 2, 5, 9])
    before = table.values.tobytes()
    normalise(table, [1, 1], method, PARAMETERS[method])
    values = table.values.copy()
    scale_columns(values, method, PARAMETERS[method], places=table.places)
    assert table.values.tobytes() == values.tobytes() == before

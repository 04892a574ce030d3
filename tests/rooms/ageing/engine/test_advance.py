"""The core for many trajectories: the same people as the projection, and the same bytes from both kernels."""

import sys

import numpy as np
import pytest
from tests.rooms.ageing.engine.projecting import made_up

from hub.rooms.ageing.engine.life_table import survival_of
from hub.rooms.ageing.engine.project import kernels as core
from hub.rooms.ageing.engine.project.cohort import project

RATES = ("survival", "fertility", "sex_ratio", "migration")


def laid_out(count: int, kind: type = np.float64, leaving: float = 3.0) -> dict[str, np.ndarray]:
    """Arguments of `advance` for `count` made-up trajectories."""
    inputs = made_up(4, places=(count,), leaving=leaving)
    arrays = {
        "base": inputs.base,
        "survival": survival_of(inputs.mortality),
        "fertility": inputs.fertility,
        "sex_ratio": inputs.sex_ratio,
        "migration": inputs.migration,
    }
    return {name: np.ascontiguousarray(np.moveaxis(values, 0, -1), kind) for name, values in arrays.items()}


def compiled() -> core.Kernels:
    kernels = core.compiled_kernels()
    if kernels is None:
        pytest.skip("numba is not installed")
    return kernels


def test_advance_when_given_the_rates_of_a_projection_then_the_same_people():
    expected = np.moveaxis(project(made_up(4, places=(5,), leaving=3.0)).population, 0, -1)
    np.testing.assert_allclose(core.advance(**laid_out(5)), expected, rtol=1e-12, atol=1e-9)


def test_advance_when_in_single_precision_then_within_a_millionth_of_the_total():
    double, single = core.advance(**laid_out(5)), core.advance(**laid_out(5, np.float32))
    assert single.dtype == np.float32
    np.testing.assert_allclose(single.sum(axis=(1, 2), dtype=np.float64), double.sum(axis=(1, 2)), rtol=1e-6)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("shared", [(), ("base",), RATES, ("survival",), ("fertility", "migration")])
def test_advance_when_compiled_then_the_same_bytes_as_numpy(kind, shared):
    arguments = laid_out(7, kind)
    arguments |= {name: arguments[name][..., :1] for name in shared}
    loops = core.advance(**arguments, kernels=compiled())
    assert loops.tobytes() == core.advance(**arguments, kernels=core.IN_NUMPY).tobytes()


def test_advance_when_rates_are_shared_then_as_if_each_trajectory_had_its_copy():
    arguments = laid_out(4)
    shared = arguments | {name: arguments[name][..., :1] for name in RATES}
    copied = arguments | {name: np.repeat(arguments[name][..., :1], 4, axis=-1) for name in RATES}
    np.testing.assert_array_equal(core.advance(**shared), core.advance(**copied))


@pytest.mark.parametrize("kernels", [core.IN_NUMPY, None])
def test_advance_totals_when_asked_then_the_sums_of_everyone(kernels):
    arguments, chosen = laid_out(6), kernels or compiled()
    totals = core.advance_totals(**arguments, kernels=chosen)
    np.testing.assert_allclose(totals, core.advance(**arguments).sum(axis=2), rtol=1e-12)
    assert core.advance_totals(**laid_out(6, np.float32), kernels=chosen).dtype == np.float64


@pytest.mark.parametrize("kernels", [core.IN_NUMPY, None])
def test_advance_when_a_rate_is_missing_then_the_gap_is_not_hidden(kernels):
    arguments = laid_out(3)
    arguments["migration"][1, 0, 40, 2] = np.nan
    people = core.advance(**arguments, kernels=kernels or compiled())
    assert np.isnan(people[2, 0, 40, 2])
    assert not np.isnan(people[..., :2]).any()


def test_advance_when_done_then_arguments_are_unchanged():
    arguments = laid_out(3)
    before = {name: values.copy() for name, values in arguments.items()}
    core.advance(**arguments)
    for name, values in before.items():
        np.testing.assert_array_equal(arguments[name], values)


def test_kernels_for_when_there_is_little_to_do_then_nothing_is_compiled():
    assert core.kernels_for(core.WORTH_COMPILING - 1) is core.IN_NUMPY


def test_kernels_for_when_numba_is_absent_then_numpy_does_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    core.compiled_kernels.cache_clear()
    try:
        assert core.kernels_for(core.WORTH_COMPILING) is core.IN_NUMPY
    finally:
        core.compiled_kernels.cache_clear()

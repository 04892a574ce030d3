"""Sensitivity indices against hand-worked factorials, closed forms, and COINr's formulas on its own runs."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.monitoring.engine.test_asem import rows_of

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.sensitivity import (
    Factor,
    choices_of,
    closed_indices,
    enumerated_indices,
    grouped_indices,
    indices_mapping,
    sampled_indices,
    shapley_shares,
    sobol_design,
)

ROWS, COLUMNS = Factor("rows", 2), Factor("columns", 3)
# By hand: mean 5; row means 3 and 7, variance 4; column means 3, 3, 9, variance 8; squared deviations
# 25 + 4 + 1 + 1 + 4 + 49 = 84, variance 14; so 2 is left for the interaction.
SQUARE = np.array([[0.0], [3], [6], [6], [3], [12]])


def assert_exact(found: object, expected: object) -> None:
    np.testing.assert_allclose(np.array(found), np.array(expected), rtol=1e-12, atol=1e-12)


def test_enumerated_indices_when_worked_by_hand_then_the_same() -> None:
    found = enumerated_indices(SQUARE, [ROWS, COLUMNS], ["y"])
    assert_exact(found.mean, [5])
    assert_exact(found.variance, [14])
    assert_exact(found.first[:, 0], [4 / 14, 8 / 14])
    assert_exact(found.total[:, 0], [6 / 14, 10 / 14])
    assert found.shapley is not None
    assert_exact(found.shapley[:, 0], [5 / 14, 9 / 14])
    assert (found.bounds, found.runs, found.method, found.reasons) == (None, 6, "enumerated", {})


def test_enumerated_indices_when_alternatives_differ_in_probability_then_weighted() -> None:
    # y is 0 or 1 with probability 1/4 and 3/4: mean 3/4, variance 3/16; the other factor does nothing.
    factors = [Factor("coin", 2, (0.25, 0.75)), Factor("idle", 2, (0.1, 0.9))]
    found = enumerated_indices(np.array([[0.0], [0], [1], [1]]), factors, ["y"])
    assert_exact([found.mean[0], found.variance[0]], [0.75, 0.1875])
    assert_exact(found.first[:, 0], [1, 0])
    assert found.total[1, 0] == 0


def product_table(scales: list[float], levels: list[int]) -> np.ndarray:
    """Product of 1 + c z over factors, z evenly spaced with mean 0: Var E[y | x_S] = product of 1 + v over S, less 1."""
    y = np.ones(1)
    for scale, count in zip(scales, levels, strict=True):
        y = np.multiply.outer(y, 1 + scale * (np.arange(count) - (count - 1) / 2)).ravel()
    return y


def test_enumerated_indices_when_factors_multiply_then_the_closed_form() -> None:
    scales, levels = [0.5, 0.2, 0.01, 0.7], [5, 2, 100, 2]
    parts = [scale**2 * (count**2 - 1) / 12 for scale, count in zip(scales, levels, strict=True)]
    variance = math.prod(1 + part for part in parts) - 1
    factors = [Factor(code, count) for code, count in zip("abcd", levels, strict=True)]
    y = np.column_stack([product_table(scales, levels), 3 + 10 * product_table(scales, levels)])
    found = enumerated_indices(y, factors, ["y", "moved"])
    for column in range(2):
        assert_exact(found.first[:, column], [part / variance for part in parts])
        totals = [part / (1 + part) * (1 + variance) / variance for part in parts]
        assert_exact(found.total[:, column], totals)
    closed = closed_indices(y, factors, ["y", "moved"])
    for subset in range(16):
        share = (math.prod(1 + parts[own] for own in range(4) if subset >> own & 1) - 1) / variance
        assert_exact(closed[subset], share)


def test_enumerated_indices_when_factors_add_then_first_total_and_shapley_agree() -> None:
    y = np.add.outer(np.add.outer([0.0, 1.0], [0.0, 5.0, 1.0]), [2.0, 2.0, 9.0, 4.0]).reshape(-1, 1)
    parts = np.array([np.var([0, 1]), np.var([0, 5, 1]), np.var([2, 2, 9, 4])])
    found = enumerated_indices(y, [Factor("a", 2), Factor("b", 3), Factor("c", 4)], ["y"])
    for table in (found.first, found.total, found.shapley):
        assert table is not None
        assert_exact(table[:, 0], parts / parts.sum())


def test_enumerated_indices_when_nothing_varies_or_a_run_is_a_gap_then_gaps_with_reasons() -> None:
    gap = SQUARE.copy()
    gap[2] = np.nan
    y = np.hstack([SQUARE, np.full((6, 1), 7.1), gap, np.zeros((6, 1))])
    found = enumerated_indices(y, [ROWS, COLUMNS], ["moving", "still", "gap", "zero"])
    assert found.shapley is not None
    for table in (found.first, found.total, found.shapley):
        assert np.isnan(table).any(axis=0).tolist() == [False, True, True, True]
    assert {output: reason.code for output, reason in found.reasons.items()} == {
        "still": "output_constant",
        "gap": "output_incomplete",
        "zero": "output_constant",
    }
    assert (found.mean[1], found.variance[1]) == (7.1, 0)


def test_enumerated_indices_when_an_output_stands_alone_then_the_bytes_are_the_same() -> None:
    y = np.random.default_rng(5).normal(size=(2000, 3))
    factors = [Factor(code, count) for code, count in zip("abcd", (5, 2, 100, 2), strict=True)]
    together, alone = enumerated_indices(y, factors, ["x", "y", "z"]), enumerated_indices(y[:, 1:2], factors, ["y"])
    assert together.first[:, 1].tobytes() == alone.first[:, 0].tobytes()
    assert together.total[:, 1].tobytes() == alone.total[:, 0].tobytes()


@given(seed=st.integers(0, 2**32 - 1), levels=st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_enumerated_indices_whatever_y_then_shares_sum_to_one_and_lie_between(seed: int, levels: list[int]) -> None:
    generator = np.random.default_rng(seed)
    factors = [
        Factor(f"f{at}", count, tuple(generator.dirichlet(np.full(count, 5.0)).tolist()))
        for at, count in enumerate(levels)
    ]
    y = generator.integers(0, 20, (math.prod(levels), 3)).astype(float)
    found = enumerated_indices(y, factors, ["a", "b", "c"])
    varied = [column for column, output in enumerate(found.outputs) if output not in found.reasons]
    assert found.shapley is not None
    first, total, shapley = (table[:, varied] for table in (found.first, found.total, found.shapley))
    assert_exact(shapley.sum(axis=0), 1)
    assert (first <= shapley + 1e-12).all()
    assert (shapley <= total + 1e-12).all()
    assert (first.sum(axis=0) <= 1 + 1e-12).all()


@given(seed=st.integers(0, 2**32 - 1))
def test_enumerated_indices_when_y_is_shifted_and_stretched_then_unchanged(seed: int) -> None:
    y = np.random.default_rng(seed).normal(size=(24, 2))
    factors = [Factor("a", 2), Factor("b", 3), Factor("c", 4)]
    one, other = (enumerated_indices(table, factors, ["x", "y"]) for table in (y, 40 - 3 * y))
    np.testing.assert_allclose(one.first, other.first, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(one.total, other.total, rtol=1e-10, atol=1e-12)


@given(seed=st.integers(0, 2**32 - 1))
def test_grouped_indices_when_factors_are_independent_then_those_of_the_factorial(seed: int) -> None:
    generator = np.random.default_rng(seed)
    factors = [Factor("a", 2, (0.3, 0.7)), Factor("b", 3), Factor("c", 2, (0.5, 0.5))]
    y = generator.normal(size=(12, 2))
    levels = np.array(np.unravel_index(np.arange(12), (2, 3, 2))).T
    joint = np.multiply.outer(np.multiply.outer([0.3, 0.7], [1 / 3] * 3), [0.5, 0.5]).ravel()
    order = generator.permutation(12)
    grouped = grouped_indices(
        y[order], levels[order] * 10, factors=["a", "b", "c"], outputs=["x", "y"], probabilities=joint[order].tolist()
    )
    exact = enumerated_indices(y, factors, ["x", "y"])
    for name in ("first", "total", "shapley", "variance", "mean"):
        assert_exact(getattr(grouped, name), getattr(exact, name))


def test_grouped_indices_when_two_factors_depend_then_as_worked_by_hand() -> None:
    # P(0,0) = P(1,1) = 3/8, P(0,1) = P(1,0) = 1/8, and y is the first factor. Var y = 1/4. Given the second factor the
    # mean of y is 1/4 or 3/4: variance 1/16, a quarter of it. The first explains everything. So the first gets
    # (1 + (1 - 1/4)) / 2 = 7/8 and the second (1/4 + 0) / 2 = 1/8, although y does not look at it.
    levels = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    found = grouped_indices(
        levels[:, :1], levels, factors=["a", "b"], outputs=["y"], probabilities=[3 / 8, 1 / 8, 1 / 8, 3 / 8]
    )
    assert found.shapley is not None
    assert_exact(found.shapley[:, 0], [7 / 8, 1 / 8])
    assert_exact(found.first[:, 0], [1, 1 / 4])
    assert_exact(found.total[:, 0], [3 / 4, 0])


def test_grouped_indices_when_runs_repeat_then_they_count_as_often() -> None:
    # The same distribution as above, as eight runs that are all alike.
    levels = np.array([[0, 0]] * 3 + [[0, 1], [1, 0]] + [[1, 1]] * 3)
    found = grouped_indices(levels[:, :1], levels, factors=["a", "b"], outputs=["y"])
    assert found.shapley is not None
    assert_exact(found.shapley[:, 0], [7 / 8, 1 / 8])


@pytest.mark.parametrize("correlation", [-0.6, 0.0, 0.5, 0.9])
def test_grouped_indices_when_linear_and_gaussian_then_the_closed_form(correlation: float) -> None:
    # Iooss & Prieur (2019), y = b1 x1 + b2 x2 with unit variances: the first gets
    # b1^2 (1 - r^2 / 2) + r b1 b2 + b2^2 r^2 / 2, over the variance. On a fine grid out to 8 standard deviations sums
    # stand for integrals almost exactly.
    one, two = 1.0, 2.0
    grid = np.linspace(-8, 8, 121)
    x1, x2 = (axis.ravel() for axis in np.meshgrid(grid, grid, indexing="ij"))
    density = np.exp(-(x1**2 - 2 * correlation * x1 * x2 + x2**2) / (2 * (1 - correlation**2)))
    levels = np.array(np.unravel_index(np.arange(len(x1)), (121, 121))).T
    likely = density > 1e-300
    found = grouped_indices(
        (one * x1 + two * x2)[likely, None],
        levels[likely],
        factors=["a", "b"],
        outputs=["y"],
        probabilities=(density[likely] / density[likely].sum()).tolist(),
    )
    variance = one**2 + two**2 + 2 * correlation * one * two
    half = correlation**2 / 2
    first = one**2 * (1 - half) + correlation * one * two + two**2 * half
    assert found.shapley is not None
    np.testing.assert_allclose(found.variance, [variance], rtol=1e-8)
    np.testing.assert_allclose(found.shapley[:, 0], [first / variance, 1 - first / variance], rtol=1e-8)


def test_grouped_indices_when_the_same_choices_give_two_results_then_refused() -> None:
    levels = np.array([[0, 0], [0, 1], [0, 0]])
    with pytest.raises(DataProblem) as caught:
        grouped_indices(np.array([[1.0], [2], [3]]), levels, factors=["a", "b"], outputs=["y"])
    assert caught.value.code == "sensitivity_choices_ambiguous"
    assert (caught.value.parameters["other"], caught.value.parameters["run"]) == (1, 3)


def test_grouped_indices_when_an_output_is_a_gap_or_still_then_gaps_with_reasons() -> None:
    levels = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[1.0, 4, np.nan], [2, 4, np.nan], [3, 4, np.nan], [7, 4, np.nan]])
    found = grouped_indices(y, levels, factors=["a", "b"], outputs=["y", "still", "gap"])
    assert found.shapley is not None
    assert np.isnan(found.shapley).any(axis=0).tolist() == [False, True, True]
    assert [found.reasons[output].code for output in ("still", "gap")] == ["output_constant", "output_incomplete"]


def test_shapley_shares_when_a_factor_does_nothing_then_nothing() -> None:
    assert_exact(shapley_shares(np.array([[0.0], [1], [0], [1]]))[:, 0], [1, 0])


def ishigami(uniforms: np.ndarray) -> np.ndarray:
    """sin x1 + 7 sin^2 x2 + x3^4 sin x1 / 10 on [-pi, pi), lifted by 50 as an index would be."""
    x = 2 * np.pi * uniforms - np.pi
    return 50 + np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_exact() -> np.ndarray:
    """Si then STi, Ishigami & Homma (1990)."""
    first = (1 + np.pi**4 / 50) ** 2 / 2
    crossed = np.pi**8 * 8 / (225 * 100)
    variance = first + 49 / 8 + crossed
    return np.array([[first, 49 / 8, 0], [first + crossed, 49 / 8, crossed]]) / variance


G = np.array([0.0, 1, 4.5, 9, 99])


def g_function(uniforms: np.ndarray) -> np.ndarray:
    return np.prod((np.abs(4 * uniforms - 2) + G) / (1 + G), axis=1)


def g_exact() -> np.ndarray:
    """Si then STi, Saltelli & Sobol (1995)."""
    parts = 1 / (3 * (1 + G) ** 2)
    variance = np.prod(1 + parts) - 1
    return np.array([parts, parts / (1 + parts) * (1 + variance)]) / variance


CLOSED_FORMS = [(ishigami, ishigami_exact(), "abc"), (g_function, g_exact(), "abcde")]


@pytest.mark.parametrize(("model", "exact", "factors"), CLOSED_FORMS)
def test_sampled_indices_when_the_sample_is_large_then_near_the_closed_form(model, exact, factors) -> None:
    design = sobol_design(factors, rows=8192, seed=7)
    found = sampled_indices(model(design.uniforms)[:, None], factors, ["y"], seed=7, resamples=200)
    np.testing.assert_allclose([found.first[:, 0], found.total[:, 0]], exact, atol=0.01)


@pytest.mark.parametrize(("model", "exact", "factors"), CLOSED_FORMS)
def test_sampled_indices_when_drawn_again_and_again_then_the_intervals_hold_their_promise(
    model, exact, factors
) -> None:
    held = []
    for seed in range(40):
        design = sobol_design(factors, rows=256, seed=seed)
        found = sampled_indices(model(design.uniforms)[:, None], factors, ["y"], seed=seed, resamples=300)
        bounds = found.bounds
        assert bounds is not None
        low = np.array([bounds.first_low[:, 0], bounds.total_low[:, 0]])
        high = np.array([bounds.first_high[:, 0], bounds.total_high[:, 0]])
        held.append((low <= exact) & (exact <= high))
    assert np.mean(held) >= 0.9


def test_sampled_indices_when_many_outputs_then_each_as_if_alone_and_joined_in_its_resamples() -> None:
    design = sobol_design("abc", rows=128, seed=3)
    y = ishigami(design.uniforms)
    outputs = [f"y{at}" for at in range(70)]
    stretched = np.column_stack([y * (at + 1) for at in range(70)])
    found = sampled_indices(stretched, "abc", outputs, seed=3, resamples=200)
    alone = sampled_indices(y[:, None], "abc", ["y"], seed=3, resamples=200)
    assert found.bounds is not None
    assert alone.bounds is not None
    np.testing.assert_allclose(found.first, np.repeat(alone.first, 70, axis=1), rtol=1e-9, atol=1e-12)
    wide = np.repeat(alone.bounds.total_high, 70, axis=1)
    np.testing.assert_allclose(found.bounds.total_high, wide, rtol=1e-9)


def test_sampled_indices_when_an_output_hardly_moves_then_no_bounds_and_a_reason() -> None:
    design = sobol_design("ab", rows=64, seed=1)
    once = np.zeros(len(design.uniforms))
    once[3] = 1
    mixed_only = np.zeros(len(design.uniforms))
    mixed_only[-1] = 1
    gap = np.full(len(design.uniforms), np.nan)
    y = np.column_stack([design.uniforms[:, 0], once, mixed_only, gap])
    found = sampled_indices(y, "ab", ["moving", "once", "mixed", "gap"], seed=1)
    assert found.bounds is not None
    assert np.isnan(found.bounds.total_low).any(axis=0).tolist() == [False, True, True, True]
    assert np.isnan(found.total).any(axis=0).tolist() == [False, False, True, True]
    assert {output: reason.code for output, reason in found.reasons.items()} == {
        "once": "interval_unresolved",
        "mixed": "output_constant",
        "gap": "output_incomplete",
    }


def test_sobol_design_when_made_twice_then_the_same_and_columns_are_mixed() -> None:
    one, other = sobol_design("ab", rows=8, seed=5), sobol_design("ab", rows=8, seed=5)
    assert one.uniforms.tobytes() == other.uniforms.tobytes()
    a, b, first, second = one.uniforms.reshape(4, 8, 2)
    np.testing.assert_array_equal(first, np.column_stack([b[:, 0], a[:, 1]]))
    np.testing.assert_array_equal(second, np.column_stack([a[:, 0], b[:, 1]]))
    # Balanced: every eighth of the interval holds one point of each column.
    np.testing.assert_array_equal(np.sort(np.floor(a * 8), axis=0), np.repeat(np.arange(8.0)[:, None], 2, axis=1))


def test_choices_of_when_bins_are_equal_or_weighted_then_cut_at_their_ends() -> None:
    uniforms = np.array([0.0, 0.19, 0.2, 0.5, 0.79, 0.8, 0.999])
    assert choices_of(uniforms, Factor("winmax", 5)).tolist() == [0, 0, 1, 2, 3, 4, 4]
    assert choices_of(uniforms, Factor("mean", 2, (0.2, 0.8))).tolist() == [0, 0, 1, 1, 1, 1, 1]
    assert choices_of(uniforms, Factor("only", 1)).tolist() == [0] * 7


def test_sampled_indices_when_on_the_runs_of_coinr_then_its_formulas_are_read_right_and_ours_are_nearer() -> None:
    folder = Path(__file__).resolve().parents[5] / "shared" / "composite" / "asem" / "expected" / "uasa"
    if not folder.is_dir():
        pytest.skip("the ASEM reference is not beside the project")
    y = np.array([float(row["y"]) for row in rows_of(folder / "sa_N100_design_and_y.csv")])
    expected = rows_of(folder / "sa_N100_indices.csv")
    factors = [row["Variable"] for row in expected]
    a, b, mixed = y[:100], y[100:200], y[200:].reshape(4, 100)
    variance = np.var(y[:200], ddof=1)
    coinr = np.mean(b * (mixed - a), axis=1) / variance
    np.testing.assert_allclose(coinr, [float(row["Si"]) for row in expected], rtol=1e-9)
    found = sampled_indices(y[:, None], factors, ["mean absolute rank change"], seed=1)
    np.testing.assert_allclose(found.total[:, 0], [float(row["STi"]) for row in expected], rtol=1e-9)
    # Exact by enumeration, from the README beside the files; aggregation is the largest.
    exact = np.array([0.0321, 0.0688, 0.1520, 0.5301])
    errors, errors_coinr = np.abs(found.first[:, 0] - exact), np.abs(coinr - exact)
    assert errors[3] < errors_coinr[3] / 5
    assert np.sqrt(np.mean(errors**2)) < np.sqrt(np.mean(errors_coinr**2)) / 2
    assert found.bounds is not None
    assert found.bounds.first_low[3, 0] <= exact[3] <= found.bounds.first_high[3, 0]


def test_indices_mapping_when_there_are_gaps_then_plain_json_with_reasons() -> None:
    found = enumerated_indices(np.hstack([SQUARE, np.ones((6, 1))]), [ROWS, COLUMNS], ["y", "still"])
    text = json.dumps(indices_mapping(found), allow_nan=False)
    first, second = json.loads(text)["outputs"]
    assert first["factors"][0] == {
        "factor": "rows",
        "first": pytest.approx(4 / 14),
        "total": pytest.approx(6 / 14),
        "shapley": pytest.approx(5 / 14),
    }
    assert second["factors"][1] == {"factor": "columns", "first": None, "total": None, "shapley": None}
    assert (first["reason"], second["reason"]) == (None, {"code": "output_constant", "found": 1.0, "of": 6})


def test_indices_mapping_when_sampled_then_with_bounds() -> None:
    design = sobol_design("ab", rows=16, seed=1)
    found = indices_mapping(sampled_indices(design.uniforms[:, :1], "ab", ["y"], seed=1))
    assert (found["method"], found["runs"], found["coverage"], found["resamples"]) == ("sampled", 64, 0.9, 1000)
    assert set(found["outputs"][0]["factors"][0]) == {
        "factor",
        "first",
        "total",
        "first_low",
        "first_high",
        "total_low",
        "total_high",
    }


def factors_of(count: int) -> list[Factor]:
    return [Factor(f"f{at}", 2) for at in range(count)]


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: Factor("a", 0), "sensitivity_levels_too_few"),
        (lambda: Factor("a", 2, (1.0,)), "sensitivity_probabilities_count"),
        (lambda: Factor("a", 2, (1.0, 0.0)), "sensitivity_probability_not_positive"),
        (lambda: Factor("a", 2, (0.5, 0.6)), "sensitivity_probabilities_sum"),
        (lambda: enumerated_indices(SQUARE, [], ["y"]), "sensitivity_names_absent"),
        (lambda: enumerated_indices(SQUARE, [ROWS, ROWS], ["y"]), "sensitivity_name_repeated"),
        (lambda: enumerated_indices(SQUARE[:5], [ROWS, COLUMNS], ["y"]), "sensitivity_shape_wrong"),
        (lambda: enumerated_indices(SQUARE / [[0.0]], [ROWS, COLUMNS], ["y"]), "sensitivity_value_infinite"),
        (lambda: closed_indices(np.zeros((2048, 1)), factors_of(11), ["y"]), "sensitivity_factors_too_many"),
        (lambda: shapley_shares(np.zeros((6, 1))), "sensitivity_subsets_incomplete"),
        (lambda: sobol_design("ab", rows=100, seed=1), "sensitivity_rows_not_power"),
        (lambda: choices_of(np.array([0.5, 1.0]), ROWS), "sensitivity_uniform_outside"),
        (lambda: sampled_indices(SQUARE[:5], "ab", ["y"], seed=1), "sensitivity_shape_wrong"),
        (lambda: sampled_indices(SQUARE, "ab", ["y"], seed=1, resamples=1), "sensitivity_resamples_out_of_range"),
        (lambda: sampled_indices(SQUARE, "ab", ["y"], seed=1, coverage=90.0), "sensitivity_coverage_out_of_range"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.filterwarnings("ignore:invalid value")
def test_sensitivity_when_asked_wrongly_then_says_what(ask, code: str) -> None:
    with pytest.raises(DataProblem) as caught:
        ask()
    assert caught.value.code == code


def test_enumerated_indices_when_there_are_eleven_factors_then_all_but_shapley() -> None:
    y = np.random.default_rng(1).normal(size=(2048, 2))
    found = enumerated_indices(y, factors_of(11), ["x", "y"])
    assert found.shapley is None
    assert (found.first <= found.total).all()

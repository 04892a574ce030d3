"""Imputation: hand computations, COINr's published panel cases, and what must hold for every method."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute import (
    FILLS,
    PARAMETERS,
    Attempt,
    Background,
    History,
    fill_rows,
    impute,
    impute_in_turn,
    impute_multiple,
)
from hub.rooms.monitoring.engine.steps import Table

GAP = math.nan
GROUPS = ("x", "y", "x", "", "y", "x", "y", "y")
TURNS = {
    "mean": Attempt("mean"),
    "median": Attempt("median"),
    "group-mean": Attempt("group-mean", {"grouping": "g", "coverage": 0.0}),
    "group-median": Attempt("group-median", {"grouping": "g"}),
    "row-mean": Attempt("row-mean"),
    "row-median": Attempt("row-median", {"within": "feature"}),
    "panel-latest": Attempt("panel-latest"),
    "panel-linear": Attempt("panel-linear"),
    "panel-constant": Attempt("panel-constant", {"ends": "gap"}),
    "multiple": Attempt("multiple", {"seed": 7, "draws": 3, "iterations": 2}),
}
UNMOVED = [name for name in TURNS if name != "multiple"]


def table_of(*columns: Sequence[float] | NDArray[np.float64]) -> Table:
    values = np.array(columns, float).T
    return Table(tuple(f"P{at}" for at in range(len(values))), tuple("abcdefgh"[: len(columns)]), values)


def tables() -> st.SearchStrategy[Table]:
    """Tables of 1 to 8 places and 1 to 4 nodes, a third of the cells gaps."""
    number = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda value: round(value, 3))
    shape = st.tuples(st.integers(1, 8), st.integers(1, 4))
    values = arrays.arrays(np.float64, shape, elements=st.one_of(st.just(GAP), number, number), fill=st.nothing())
    return values.map(lambda found: table_of(*found.T))


def background_of(table: Table) -> Background:
    older = np.round(np.nan_to_num(table.values, nan=3.0) * 0.9, 3)
    older[:1] = np.nan
    newer = np.full(older.shape, 2.0)
    history = History((2018, 2020, 2023), table.places, table.nodes, np.stack([older, older + 1, newer]))
    return Background(
        groups={"g": GROUPS[: len(table.places)]},
        directions=(1, -1, 1, -1)[: len(table.nodes)],
        blocks={"feature": ("u", "v", "u", "v")[: len(table.nodes)]},
        history=history,
        edition=2020,
    )


def reordered(table: Table, rows: Sequence[int], columns: Sequence[int]) -> Table:
    places, nodes = [table.places[at] for at in rows], [table.nodes[at] for at in columns]
    return Table(tuple(places), tuple(nodes), table.values[np.ix_(rows, columns)])


@given(tables(), st.sampled_from(sorted(TURNS)))
@settings(deadline=None, max_examples=300)
def test_impute_in_turn_when_a_cell_was_observed_then_it_is_never_touched(table: Table, method: str) -> None:
    known = ~np.isnan(table.values)
    before = table.values.copy()
    imputation = impute_in_turn(table, [TURNS[method], Attempt("mean")], background_of(table))
    after = imputation.step.table.values
    assert np.array_equal(after[known], before[known])
    assert np.array_equal(table.values, before, equal_nan=True)
    found = {(cell.place, cell.node): cell.after for cell in imputation.step.cells}
    rows, columns = np.nonzero(~known & ~np.isnan(after))
    assert found == {
        (table.places[row], table.nodes[column]): after[row, column] for row, column in zip(rows, columns, strict=True)
    }
    empty = after[:, ~known.any(axis=0)]
    assert np.isnan(empty).all() or method.startswith("panel")
    if imputation.draws is not None:
        assert all(np.array_equal(draw[known], before[known]) for draw in imputation.draws)
        assert np.array_equal(np.isnan(imputation.draws[0]), np.isnan(after))


@given(tables(), st.sampled_from(UNMOVED), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=200)
def test_impute_in_turn_when_rows_and_columns_change_places_then_so_do_the_results(
    table: Table, method: str, chance: object
) -> None:
    rows, columns = list(range(len(table.places))), list(range(len(table.nodes)))
    chance.shuffle(rows)  # type: ignore[attr-defined]
    chance.shuffle(columns)  # type: ignore[attr-defined]
    own = background_of(table)
    other = Background(
        groups={"g": [own.groups["g"][at] for at in rows]},
        directions=[(own.directions or ())[at] for at in columns],
        blocks={"feature": [own.blocks["feature"][at] for at in columns]},
        history=own.history,
        edition=own.edition,
    )
    expected = reordered(impute_in_turn(table, [TURNS[method]], own).step.table, rows, columns)
    found = impute_in_turn(reordered(table, rows, columns), [TURNS[method]], other).step.table
    assert found.values == pytest.approx(expected.values, rel=1e-12, abs=1e-12 * 1e6, nan_ok=True)


@given(tables(), st.sampled_from(sorted(FILLS)), st.sampled_from([0.0, 0.5, 1.0]))
@settings(deadline=None, max_examples=200)
def test_impute_gives_the_bits_of_a_plain_loop_over_columns(table: Table, method: str, coverage: float) -> None:
    groups = GROUPS[: len(table.places)] if method.startswith("group") else ("all",) * len(table.places)
    expected = table.values.copy()
    for label in set(groups) - {""}:
        members = [at for at, group in enumerate(groups) if group == label]
        for column in range(len(table.nodes)):
            own = table.values[members, column]
            known = own[~np.isnan(own)]
            if known.size and known.size >= coverage * len(members):
                expected[members, column] = np.where(np.isnan(own), FILLS[method](known), own)
    found = impute(table, method, groups=groups, coverage=coverage).table.values
    assert np.array_equal(found, expected, equal_nan=True)


def test_impute_when_one_column_stands_alone_then_is_added_in_the_order_of_its_rows() -> None:
    column = [0.1 * at for at in range(1, 1000)]
    (cell,) = impute(table_of([GAP, *column]), "mean").cells
    total = 0.0
    for value in column:
        total += value
    assert cell.after == total / 999


def test_impute_when_the_groups_are_too_many_then_says_how_many_there_should_be() -> None:
    with pytest.raises(DataProblem) as raised:
        impute(table_of([1, GAP]), "group-mean", groups=["x"])
    assert (raised.value.code, raised.value.parameters["allowed"]) == ("imputation_length_differs", 2)


# P2: a is at 1 and c at 1/4 of their range, so b (less is better, 100 to 300) is at the mean 5/8: 300 - 5/8 * 200 = 175.
ROWS = table_of([0, 5, 10], [100, 300, GAP], [1, 5, 2])


def test_fill_rows_gives_the_value_worked_by_hand() -> None:
    assert fill_rows(ROWS, "row-mean", directions=[1, -1, 1])[2].tolist() == [10, 175, 2]


def test_fill_rows_when_looking_within_a_block_then_leaves_the_others_out() -> None:
    found = fill_rows(ROWS, "row-mean", directions=[1, -1, 1], blocks=["u", "u", "v"])
    assert found[2, 1] == 100
    alone = fill_rows(ROWS, "row-mean", directions=[1, -1, 1], blocks=["u", "v", "u"])
    assert np.isnan(alone[2, 1])


def test_fill_rows_by_the_median_gives_the_value_worked_by_hand() -> None:
    # Scaled values of P2: 1, 1/4, 0; their median 1/4 of the range 0 to 8.
    table = table_of([0, 5, 10], [0, 8, GAP], [1, 5, 2], [3, 2, 1])
    assert fill_rows(table, "row-median", directions=[1, 1, 1, 1])[2, 1] == 2


def test_fill_rows_when_a_column_is_constant_then_it_says_nothing_and_its_gap_gets_its_value() -> None:
    found = fill_rows(table_of([4, 4, GAP], [0, 10, 5], [0, GAP, 8]), "row-mean", directions=[1, 1, 1])
    assert found.tolist() == [[4, 0, 0], [4, 10, 8], [4, 5, 8]]


def test_fill_rows_when_a_direction_is_missing_then_names_the_node() -> None:
    with pytest.raises(DataProblem) as raised:
        fill_rows(ROWS, "row-mean", directions=[1, 0, 1])
    assert (raised.value.code, raised.value.parameters["node"]) == ("direction_unknown", "b")


def correlated(places: int, nodes: int, share: float, seed: int = 5) -> Table:
    chance = np.random.default_rng(seed)
    values = chance.normal(size=(places, 1)) + 0.5 * chance.normal(size=(places, nodes))
    values[chance.random((places, nodes)) < share] = GAP
    return Table(tuple(f"P{at}" for at in range(places)), tuple(f"N{at}" for at in range(nodes)), values)


def test_impute_multiple_when_the_seed_is_the_same_then_so_are_the_draws() -> None:
    table = correlated(40, 6, 0.1)
    first, more = impute_multiple(table, 3, draws=4), impute_multiple(table, 3, draws=6)
    assert np.array_equal(first.draws, impute_multiple(table, 3, draws=4).draws)
    assert np.array_equal(first.draws, more.draws[:4])
    assert not np.array_equal(first.draws, impute_multiple(table, 4, draws=4).draws)


def test_impute_multiple_gives_the_mean_and_deviation_of_its_draws_within_the_observed_range() -> None:
    table = correlated(40, 6, 0.1)
    found = impute_multiple(table, 3)
    gaps = np.isnan(table.values)
    assert found.draws.shape == (20, 40, 6)
    assert found.mean.values[gaps] == pytest.approx(found.draws[:, gaps].mean(axis=0))
    assert found.deviation[gaps] == pytest.approx(found.draws[:, gaps].std(axis=0, ddof=1))
    assert (found.deviation[gaps] > 0).all()
    assert not found.deviation[~gaps].any()
    assert (found.draws >= np.nanmin(table.values, axis=0)).all()
    assert (found.draws <= np.nanmax(table.values, axis=0)).all()


def test_impute_multiple_when_limits_are_given_then_stays_within_them() -> None:
    table = correlated(40, 6, 0.3)
    low, high = np.full(6, -0.01), np.full(6, 0.01)
    drawn = impute_multiple(table, 3, low=low, high=high).draws[:, np.isnan(table.values)]
    assert (drawn.min(), drawn.max()) == (-0.01, 0.01)


def test_impute_multiple_when_gaps_follow_another_column_then_the_mean_is_right_and_that_of_the_column_is_not() -> None:
    # y = x + noise and y is missing where x > 0.5: the observed mean of y is far too low, the regression knows why.
    chance = np.random.default_rng(11)
    x = chance.normal(size=600)
    y = x + 0.5 * chance.normal(size=600)
    table = table_of(x, np.where(x > 0.5, GAP, y))
    found = impute_multiple(table, 1, low=np.full(2, -9.0), high=np.full(2, 9.0))
    assert found.mean.column("b").mean() == pytest.approx(y.mean(), abs=0.1)
    assert np.nanmean(table.column("b")) < y.mean() - 0.3
    # Residual deviation 0.5, and little more for the coefficients.
    spread = found.deviation[np.isnan(table.values)]
    assert np.sqrt((spread**2).mean()) == pytest.approx(0.5, abs=0.1)


def test_impute_multiple_when_one_column_is_another_then_the_gap_is_nearly_certain() -> None:
    x = np.linspace(0, 10, 30)
    double = np.where(np.arange(30) == 17, GAP, 2 * x)
    found = impute_multiple(table_of(x, x, double), 1)
    assert found.mean.values[17, 2] == pytest.approx(2 * x[17], abs=0.05)
    assert found.deviation[17, 2] < 0.1


@pytest.mark.parametrize(
    ("places", "nodes", "share"), [(12, 40, 0.2), (51, 6, 0.7), (5, 3, 0.4), (30, 1, 0.3), (2, 2, 0.3)]
)
def test_impute_multiple_when_the_table_is_awkward_then_every_column_with_a_value_is_filled(
    places: int, nodes: int, share: float
) -> None:
    table = correlated(places, nodes, share)
    found = impute_multiple(table, 2, draws=3)
    empty = np.isnan(table.values).all(axis=0)
    assert np.array_equal(np.isnan(found.draws), np.broadcast_to(empty, found.draws.shape))


def test_impute_multiple_when_a_place_has_nothing_then_it_is_drawn_from_the_columns() -> None:
    values = np.array(correlated(200, 4, 0.0).values)
    values[0] = GAP
    table = Table(tuple(f"P{at}" for at in range(200)), tuple("abcd"), values)
    found = impute_multiple(table, 2, draws=200)
    assert found.mean.values[0] == pytest.approx(np.nanmean(values, axis=0), abs=0.3)
    assert found.deviation[0] == pytest.approx(np.nanstd(values, axis=0), rel=0.25)


def test_impute_multiple_when_a_column_has_one_value_or_none_then_gives_that_or_leaves_it_empty() -> None:
    table = table_of([1, 2, 3, 4], [GAP, 5, GAP, GAP], [GAP] * 4, [7, 7, GAP, 7])
    found = impute_multiple(table, 1, low=np.full(4, 0.0), high=np.full(4, 6.0))
    assert found.mean.values[:, [0, 1, 3]].tolist() == [[1, 5, 7], [2, 5, 7], [3, 5, 7], [4, 5, 7]]
    assert np.isnan(found.draws[:, :, 2]).all()
    assert np.isnan(found.deviation[:, 2]).all()


@pytest.mark.parametrize("parameters", [{"draws": 1}, {"iterations": 0}, {"predictors": -1}])
def test_impute_multiple_when_a_number_is_out_of_range_then_names_it(parameters: dict[str, int]) -> None:
    with pytest.raises(DataProblem) as raised:
        impute_multiple(ROWS, 1, **parameters)  # type: ignore[arg-type]
    assert raised.value.code == "imputation_count_out_of_range"
    assert {raised.value.parameters["parameter"]} == set(parameters)


def test_impute_in_turn_when_the_first_leaves_a_gap_then_the_next_fills_it_and_is_named() -> None:
    table = table_of([1, GAP, GAP, 9], [GAP, GAP, GAP, GAP])
    history = History((2019,), ("P1",), ("a",), np.array([[[4.0]]]))
    background = Background(groups={"region": ("x", "x", "x", "")}, history=history, edition=2020)
    attempts = [Attempt("panel-linear"), Attempt("group-mean", {"grouping": "region"}), Attempt("mean")]
    step = impute_in_turn(table, attempts, background).step
    # The group mean is that of 1 and of the 4 that was carried.
    assert [(cell.place, cell.after, cell.method) for cell in step.cells] == [
        ("P1", 4, "panel-linear"),
        ("P2", 2.5, "group-mean"),
    ]
    assert step.columns == {
        "a": {"gaps": 2, "left": 0, "panel-linear": 1, "group-mean": 1},
        "b": {"gaps": 4, "left": 4},
    }
    assert [one["method"] for one in step.parameters["otherwise"]] == ["group-mean", "mean"]


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (("moon", {}), "method_unknown"),
        (("mean", {"grouping": "g"}), "parameter_unknown"),
        (("group-mean", {}), "parameter_missing"),
        (("multiple", {}), "parameter_missing"),
        (("group-mean", {"grouping": "planet"}), "imputation_option_unknown"),
        (("row-mean", {}), "imputation_input_missing"),
        (("row-mean", {"within": "planet"}), "imputation_option_unknown"),
        (("panel-linear", {}), "imputation_input_missing"),
        (("multiple", {"seed": 1, "bounds": "none"}), "imputation_option_unknown"),
    ],
)
def test_impute_in_turn_when_an_attempt_cannot_be_made_then_says_why(
    attempt: tuple[str, dict[str, object]], code: str
) -> None:
    with pytest.raises(DataProblem) as raised:
        impute_in_turn(ROWS, [Attempt(*attempt)])
    assert raised.value.code == code


def test_impute_in_turn_knows_every_method_that_it_declares() -> None:
    assert {"none", *TURNS} == set(PARAMETERS)

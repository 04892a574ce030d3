"""How good imputation is: hold-out error, where the gaps are, and what if they were worse than imputed."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from tests.rooms.monitoring.engine.test_impute import correlated, reordered, table_of

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute import (
    Attempt,
    Background,
    History,
    break_even,
    delta_shift,
    hold_out,
    impute_in_turn,
    missingness,
)
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.phrases.imputing import PHRASES

GAP = math.nan


# One of three values is hidden: the zeros are taken for 6 and the 12 for 0, so every error is 6 or -12.
def test_hold_out_gives_the_errors_worked_by_hand() -> None:
    found = hold_out(table_of([0, 0, 12]), {"mean": [Attempt("mean")]}, 1, share=0.5, repeats=50)
    twelves = round((300 - 50 * found.bias[0, 0]) / 18)
    assert 0 < twelves < 50
    assert found.bias[0, 0] == pytest.approx((6 * (50 - twelves) - 12 * twelves) / 50)
    assert found.mae[0, 0] == pytest.approx((6 * (50 - twelves) + 12 * twelves) / 50)
    expected = math.sqrt((36 * (50 - twelves) + 144 * twelves) / 50) / math.sqrt(48)
    assert found.rmse[0, 0] == pytest.approx(expected)
    assert (found.overall_rmse[0], found.common_rmse[0]) == (pytest.approx(expected), pytest.approx(expected))
    assert (found.filled[0, 0], found.left[0, 0], found.common) == (50, 0, 50)


def test_hold_out_when_a_method_leaves_cells_then_counts_them_and_compares_the_others_on_common_cells() -> None:
    table = correlated(20, 3, 0.1)
    background = Background(groups={"g": ["x"] * 10 + [""] * 10})
    methods = {"mean": [Attempt("mean")], "group": [Attempt("group-mean", {"grouping": "g"})]}
    found = hold_out(table, methods, 1, background=background, share=0.3, repeats=5)
    assert (found.filled + found.left)[0].tolist() == (found.filled + found.left)[1].tolist()
    assert not found.left[0].any()
    assert found.left[1].all()
    assert found.common == found.filled[1].sum() < found.filled[0].sum()
    assert found.common_rmse[1] == pytest.approx(found.overall_rmse[1])


def test_hold_out_when_the_table_is_reordered_then_hides_the_same_cells() -> None:
    table = correlated(20, 3, 0.1)
    turned = reordered(table, list(range(19, -1, -1)), [2, 0, 1])
    methods = {"mean": [Attempt("mean")]}
    first, second = hold_out(table, methods, 1), hold_out(turned, methods, 1)
    assert second.rmse[:, [1, 2, 0]] == pytest.approx(first.rmse, rel=1e-12)


def test_hold_out_when_columns_go_together_then_multiple_beats_the_mean() -> None:
    methods = {"mean": [Attempt("mean")], "multiple": [Attempt("multiple", {"seed": 1})]}
    found = hold_out(correlated(60, 6, 0.05), methods, 1, repeats=3)
    # The shared part has deviation 1 and the own part 0.5: five other columns leave about 0.55 / 1.12 unexplained.
    assert found.common_rmse[0] == pytest.approx(1, abs=0.15)
    assert found.common_rmse[1] == pytest.approx(0.5, abs=0.15)


def test_hold_out_when_nothing_can_be_hidden_then_says_so() -> None:
    with pytest.raises(DataProblem) as raised:
        hold_out(table_of([1, 2]), {"mean": [Attempt("mean")]}, 1)
    assert raised.value.code == "hold_out_empty"


def test_missingness_when_low_scorers_report_less_then_finds_it() -> None:
    table = table_of([1, 1, 1, 1, GAP, GAP], [1, 1, 1, 1, 1, GAP], [2] * 6)
    scores = np.array([60.0, 50, 40, 30, 20, 10])
    found = missingness(table, scores=scores, groups=["x"] * 3 + ["y"] * 3)
    assert found.place_shares == pytest.approx([0, 0, 0, 0, 1 / 3, 2 / 3])
    assert found.node_shares == pytest.approx([1 / 3, 1 / 6, 0])
    # Ranks of the shares 2.5 2.5 2.5 2.5 5 6 against 6 5 4 3 2 1: sum of products -12.5, of squares 12.5 and 17.5.
    assert found.score is not None
    assert found.score.statistic == pytest.approx(-12.5 / math.sqrt(12.5 * 17.5))
    # Means 15 and 45 of the scores with and without a, population variance 875 / 3, shares 1/3 and 2/3.
    assert set(found.nodes) == {"a", "b"}
    assert found.nodes["a"].statistic == pytest.approx((15 - 45) / math.sqrt(875 / 3) * math.sqrt(2) / 3)


def test_missingness_between_groups_gives_the_test_worked_by_hand() -> None:
    table = table_of([1, 1, 1, GAP, GAP, GAP, GAP], [1, 1, 1, GAP, GAP, GAP, 1])
    found = missingness(table, groups=["x"] * 3 + ["y"] * 3 + [""]).group
    # Mean ranks 2 and 5: 12/42 * (3*4 + 3*25) - 21 = 27/7, over the correction for ties 1 - 48/210, is 5.
    assert found is not None
    assert found.statistic == pytest.approx(5)
    assert found.count == 6
    assert found.p == pytest.approx(stats.chi2.sf(5, 1))


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=60)
def test_missingness_agrees_with_scipy(seed: int) -> None:
    chance = np.random.default_rng(seed)
    table = correlated(25, 6, 0.3, seed=seed)
    scores, groups = np.round(chance.normal(size=25), 1), [str(one) for one in chance.integers(3, size=25)]
    found = missingness(table, scores=scores, groups=groups)
    gaps = np.isnan(table.values)
    score = stats.spearmanr(gaps.mean(axis=1), scores)
    kruskal = stats.kruskal(*(gaps.mean(axis=1)[np.array(groups) == group] for group in sorted(set(groups))))
    assert found.score is not None
    assert found.group is not None
    assert (found.score.statistic, found.score.p) == pytest.approx((score.statistic, score.pvalue), rel=1e-9, abs=1e-12)
    assert (found.group.statistic, found.group.p) == pytest.approx((kruskal.statistic, kruskal.pvalue), rel=1e-9)
    tested = [one for one in found.nodes.values() if one.p is not None]
    expected = stats.false_discovery_control([one.p for one in tested])
    assert [one.adjusted for one in tested] == pytest.approx(expected)
    for node, one in found.nodes.items():
        point = stats.pointbiserialr(gaps[:, table.nodes.index(node)], scores)
        assert (one.statistic, one.p) == pytest.approx((point.statistic, point.pvalue), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("places", "reason"), [(4, "association_too_few"), (8, "association_constant")])
def test_missingness_when_there_is_nothing_to_compare_then_says_why(places: int, reason: str) -> None:
    found = missingness(table_of([1.0] * places), scores=np.arange(float(places)), groups=["x", "y"] * (places // 2))
    assert found.score is not None
    assert found.group is not None
    assert (found.score.reason, found.score.p, found.group.reason) == (reason, None, reason)
    assert reason in PHRASES


# Observed 1, 2, 4, 8 (deviation root of 28.75/3); the gap is imputed with 5: rank 2, between 8 and 4.
DEVIATION = math.sqrt(28.75 / 3)


def imputed_step() -> Step:
    table = table_of([1, 2, 4, 8, GAP])
    return impute_in_turn(table, [Attempt("panel-latest")], background_five(table)).step


def background_five(table: Table) -> Background:
    return Background(history=History((2019,), table.places, table.nodes, np.full((1, 5, 1), 5.0)), edition=2020)


@pytest.mark.parametrize(("direction", "expected"), [(1, 5 - DEVIATION / 2), (-1, 5 + DEVIATION / 2)])
def test_delta_shift_moves_the_imputed_value_for_the_worse_and_no_other(direction: int, expected: float) -> None:
    found = delta_shift(imputed_step(), 0.5, [direction]).values[:, 0]
    assert found[:4].tolist() == [1, 2, 4, 8]
    assert found[4] == pytest.approx(expected)


def test_delta_shift_when_places_or_limits_are_given_then_keeps_to_them() -> None:
    step = imputed_step()
    assert delta_shift(step, 1, [1], places=("P0",)).values[4, 0] == 5
    assert delta_shift(step, 1, [1], nodes=("b",)).values[4, 0] == 5
    assert delta_shift(step, 1, [1], low=np.array([4.5])).values[4, 0] == 4.5
    assert delta_shift(step, -1, [1], high=np.array([GAP])).values[4, 0] == pytest.approx(5 + DEVIATION)


def ranks_of(table: Table) -> NDArray[np.int32]:
    return rank(table.values[:, 0])


def test_break_even_finds_the_shift_worked_by_hand() -> None:
    found = break_even(imputed_step(), "P4", [1], rank_of_place=ranks_of)
    # Below 4 the rank is 3, from 8 on it is 1.
    assert (found.rank, found.rank_worse, found.rank_better, found.cells) == (2, 3, 1, 1)
    assert found.worse == pytest.approx(1 / DEVIATION, abs=0.005)
    assert found.better == pytest.approx(3 / DEVIATION, abs=0.005)
    assert found.delta == found.worse


def test_break_even_when_more_places_are_asked_for_then_goes_further_or_finds_none() -> None:
    found = break_even(imputed_step(), "P4", [1], rank_of_place=ranks_of, moved=2)
    assert found.worse == pytest.approx(3 / DEVIATION, abs=0.005)
    assert (found.better, found.rank_better) == (None, None)


def test_break_even_when_a_place_has_no_imputed_cell_then_there_is_none() -> None:
    found = break_even(imputed_step(), "P0", [1], rank_of_place=ranks_of)
    assert (found.cells, found.worse, found.better, found.delta) == (0, None, None, None)


def test_break_even_when_the_place_is_unknown_then_names_it() -> None:
    with pytest.raises(DataProblem) as raised:
        break_even(imputed_step(), "P9", [1], rank_of_place=ranks_of)
    assert (raised.value.code, raised.value.parameters["place"]) == ("place_not_in_table", "P9")


def test_phrases_say_every_code_of_the_imputation() -> None:
    raised = {"imputation_empty", "hold_out_empty", "history_shape_differs", "edition_unknown", "span_out_of_range"}
    assert raised <= set(PHRASES)

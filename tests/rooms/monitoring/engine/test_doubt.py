"""Weights of each place's own: benefit of the doubt, and what a place can reach between bounds; worked by hand."""

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import aggregate
from hub.rooms.monitoring.engine.framework import Framework, Node, grow_framework
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.weigh import best_and_worst, weigh
from hub.rooms.monitoring.engine.weigh.doubt import benefit_of_the_doubt

GAP = math.nan


def problem_of(call: Callable[[], object]) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        call()
    return raised.value


def table_of(values: list[tuple[float, ...]], nodes: tuple[str, ...]) -> Table:
    return Table(tuple(f"P{at}" for at in range(len(values))), nodes, np.array(values, float))


def test_benefit_of_the_doubt_gives_the_scores_worked_by_hand() -> None:
    # A (1, 4), B (4, 1), C (2, 2), D (1, 1). Best: A and B span the frontier x + y = 5, so C has 4/5 with weights
    # 1/5 each and D 2/5. Worst: D is the worst there is, so w1 + w2 >= 1 binds: C has 2; A 1 with (1, 0), B with (0, 1).
    found = benefit_of_the_doubt(table_of([(1, 4), (4, 1), (2, 2), (1, 1)], ("a", "b")), "left", ("a", "b"))
    assert found.best_score == pytest.approx([1, 1, 0.8, 0.4])
    assert found.best[2] == pytest.approx([0.2, 0.2])
    assert found.best_shares[2] == pytest.approx([0.5, 0.5])
    assert found.worst_score == pytest.approx([1, 1, 2, 1])
    assert found.worst[0] == pytest.approx([1, 0])


def test_benefit_of_the_doubt_when_shares_are_bounded_then_is_as_worked_by_hand() -> None:
    # A wants all weight on b; it must draw 40 % from a: with shares 0.4 T and 0.6 T, B has 1.6 T + 0.15 T <= 1.
    table = table_of([(1, 4), (4, 1), (2, 2), (1, 1)], ("a", "b"))
    found = benefit_of_the_doubt(table, "left", ("a", "b"), low=0.4, high={"b": 0.6})
    assert found.best_score[0] == pytest.approx(4 / 7)
    assert found.best_shares[0] == pytest.approx([0.4, 0.6])
    assert found.best_score[2] == pytest.approx(0.8)


def test_benefit_of_the_doubt_when_a_place_has_a_gap_then_judges_it_over_the_rest() -> None:
    # In b, the complete places reach from 1 to 4: 2 is half of the best and twice the worst.
    table = table_of([(1, 4), (4, 1), (GAP, 2), (GAP, GAP)], ("a", "b"))
    found = benefit_of_the_doubt(table, "left", ("a", "b"), low=0.1, high=0.6)
    assert (found.best_score[2], found.worst_score[2]) == pytest.approx((0.5, 2))
    assert found.best[2] == pytest.approx([0, 0.25])
    assert np.isnan(found.best[3]).all()
    assert np.isnan(found.best_score[3])


def test_benefit_of_the_doubt_when_aggregated_then_gives_its_own_scores() -> None:
    names = {"en": ""}
    nodes = [Node("top", "", "index", names), *(Node(code, "top", "indicator", names, direction=1) for code in "abc")]
    framework = grow_framework(Framework("flat", "1", "working", names, tuple(nodes)))
    values = np.random.default_rng(5).uniform(1, 100, (30, 3))
    values[::7, 1] = np.nan
    table = table_of([tuple(row) for row in values], ("a", "b", "c"))
    found = benefit_of_the_doubt(table, "top", table.nodes, low=0.1, high=0.7)
    weights = weigh(framework, table.nodes, "equal")
    step = aggregate(table, framework, weights, method="arithmetic", thresholds={}, levels={}, own={"top": found.best})
    assert step.table.column("top") == pytest.approx(found.best_score, rel=1e-12)


@pytest.mark.parametrize(
    ("values", "said", "code"),
    [
        ([(1, 0), (1, 1)], {}, "not_positive"),
        ([(1, 2), (2, 1)], {"low": 0.6}, "share_bounds_impossible"),
        ([(1, 2), (2, 1)], {"high": 0.4}, "share_bounds_impossible"),
        ([(1, 2), (2, 1)], {"low": 0.5, "high": 0.4}, "share_bounds_inverted"),
        ([(1, 2), (2, 1)], {"low": {"c": 0.1}}, "child_unknown"),
        ([(1, 2), (2, 1)], {"low": -0.1}, "share_out_of_range"),
        ([(1, GAP), (GAP, 1)], {}, "places_too_few"),
    ],
)
def test_benefit_of_the_doubt_when_it_cannot_be_given_then_says_why(
    values: list[tuple[float, ...]], said: dict[str, Any], code: str
) -> None:
    table = table_of(values, ("a", "b"))
    assert problem_of(lambda: benefit_of_the_doubt(table, "left", ("a", "b"), **said)).code == code


def test_benefit_of_the_doubt_when_there_is_one_child_then_refuses() -> None:
    found = problem_of(lambda: benefit_of_the_doubt(table_of([(1,), (2,)], ("a",)), "left", ("a",)))
    assert (found.code, found.parameters["found"]) == ("children_out_of_range", 1)


@given(
    rows=st.lists(st.tuples(*[st.integers(1, 50)] * 3), min_size=2, max_size=8),
    order=st.randoms(use_true_random=False),
    bounds=st.sampled_from([(0.0, 1.0), (0.1, 0.6), (0.3, 0.4)]),
)
def test_benefit_of_the_doubt_keeps_its_promises(
    rows: list[tuple[float, ...]], order: object, bounds: tuple[float, float]
) -> None:
    children, (low, high) = ("a", "b", "c"), bounds
    table = table_of(rows, children)
    found = benefit_of_the_doubt(table, "left", children, low=low, high=high)
    assert (table.values @ found.best.T).max() <= 1 + 1e-9
    assert (table.values @ found.worst.T).min() >= 1 - 1e-9
    assert (found.best_score <= 1 + 1e-9).all()
    assert (found.worst_score >= 1 - 1e-9).all()
    for shares in (found.best_shares, found.worst_shares):
        assert shares.sum(axis=1) == pytest.approx(np.ones(len(rows)))
        assert shares.min() >= low - 1e-6
        assert shares.max() <= high + 1e-6
    moved = list(range(len(rows)))
    order.shuffle(moved)  # type: ignore[attr-defined]
    other = Table(tuple(str(at) for at in moved), ("c", "a", "b"), table.values[moved][:, [2, 0, 1]].copy())
    after = benefit_of_the_doubt(other, "left", ("c", "a", "b"), low=low, high=high)
    assert after.best_score == pytest.approx(found.best_score[moved], rel=1e-6)
    assert after.worst_score == pytest.approx(found.worst_score[moved], rel=1e-6)
    assert after.best == pytest.approx(found.best[moved][:, [2, 0, 1]], rel=1e-9, abs=1e-12)


def test_benefit_of_the_doubt_of_356_places_and_8_children_takes_less_than_3_seconds() -> None:
    children = tuple("abcdefgh")
    table = table_of([tuple(row) for row in np.random.default_rng(2).uniform(1, 100, (356, 8))], children)
    start = time.process_time()
    benefit_of_the_doubt(table, "top", children, low=0.05, high=0.4)
    assert time.process_time() - start < 3


# Reach


def test_best_and_worst_gives_what_is_worked_by_hand() -> None:
    # B (4, 4) is ahead of A (10, 0) only where w < 0.4 and of C (0, 10) only where w > 0.6: at best second. No other
    # place is ahead of it under all weights, so the bound cannot tell.
    found = best_and_worst(np.array([[10.0, 0], [4, 4], [0, 10], [GAP, 5]]), [0, 0], [1, 1])
    assert found.best[:3].tolist() == [[1, 0], [1, 0], [0, 1]]
    assert found.best_score[:3].tolist() == [10, 4, 10]
    assert found.worst_score[:3].tolist() == [0, 4, 0]
    assert found.best_rank.tolist() == [1, 2, 1, 0]
    assert found.worst_rank.tolist() == [3, 3, 3, 0]
    assert found.best_bound.tolist() == [1, 1, 1, 0]
    assert found.worst_bound.tolist() == [3, 3, 3, 0]
    assert np.isnan(found.best[3]).all()


def test_best_and_worst_when_weights_are_bounded_then_gives_the_rest_to_the_best_children() -> None:
    found = best_and_worst(np.array([[10.0, 5, 0], [1, 2, 9]]), [0.2, 0.2, 0.2], [0.5, 0.5, 0.5])
    assert found.best == pytest.approx(np.array([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]]))
    assert found.worst == pytest.approx(np.array([[0.2, 0.3, 0.5], [0.5, 0.3, 0.2]]))
    assert found.best_score[0] == pytest.approx(6.5)


@pytest.mark.parametrize(
    ("lows", "highs", "code"),
    [
        ([0.6, 0.6], [1, 1], "share_bounds_impossible"),
        ([0, 0], [0.4, 0.4], "share_bounds_impossible"),
        ([0.5, 0], [0.4, 1], "share_bounds_inverted"),
        ([0], [1], "share_bounds_length"),
    ],
)
def test_best_and_worst_when_bounds_cannot_be_kept_then_refuses(
    lows: list[float], highs: list[float], code: str
) -> None:
    assert problem_of(lambda: best_and_worst(np.ones((2, 2)), lows, highs)).code == code


@given(st.lists(st.tuples(*[st.integers(0, 20)] * 3), min_size=1, max_size=7))
def test_best_and_worst_ranks_lie_within_their_bounds(rows: list[tuple[int, ...]]) -> None:
    found = best_and_worst(np.array(rows, float), [0.1] * 3, [0.6] * 3, points=64)
    assert (found.best_bound <= found.best_rank).all()
    assert (found.best_rank <= found.worst_rank).all()
    assert (found.worst_rank <= found.worst_bound).all()
    for weights in (found.best, found.worst):
        assert weights.sum(axis=1) == pytest.approx(np.ones(len(rows)))
        assert weights.min() >= 0.1 - 1e-12
        assert weights.max() <= 0.6 + 1e-12
    assert (found.worst_score <= found.best_score + 1e-12).all()

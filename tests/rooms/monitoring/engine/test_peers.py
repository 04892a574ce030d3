"""Peers: groups, neighbours, size classes; ranks and the frontier among them, worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.peers import (
    Peers,
    frontier_distance,
    nearest,
    peers_by_group,
    quantile_bounds,
    ranks_among,
    size_classes,
)
from hub.rooms.monitoring.engine.rank import rank, rank_in_groups

GAP = math.nan


def sets_of(peers: Peers) -> list[list[int]]:
    return [members.tolist() for members in peers.sets]


def test_peers_by_group_are_all_of_the_group_and_none_without_one() -> None:
    assert sets_of(peers_by_group(["x", "y", "x", ""])) == [[0, 2], [1], [0, 2], []]


def test_nearest_when_variables_have_different_scales_then_counts_them_the_same() -> None:
    # Deviations: 1 and 1000 (values 0, 1, 2 and 0, 1000, 2000 in other orders): distances in deviations
    # 0-1: (1, 2), 0-2: (2, 1), 1-2: (1, 1).
    values = np.array([[0.0, 0.0], [1.0, 2000.0], [2.0, 1000.0]])
    # 0 ties between 1 and 2 (both 5), so it has both.
    assert sets_of(nearest(values, count=1)) == [[0, 1, 2], [1, 2], [1, 2]]


def test_nearest_when_a_variable_is_missing_then_uses_the_shared_ones_scaled_up() -> None:
    # Columns of deviation 1 (n - 1): 0, 1, 2 and a second one with a gap for place 2.
    # Squares over the shared variables: 0-1: (1 + s) / 2, 0-2: 4 / 1, 1-2: 1 / 1, where s = 2 (0, 2 have deviation root 2).
    values = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, GAP]])
    assert sets_of(nearest(values, count=1)) == [[0, 1], [1, 2], [1, 2]]


def test_nearest_when_nothing_is_shared_then_there_are_no_peers() -> None:
    values = np.array([[0.0, GAP], [1.0, GAP], [GAP, 3.0], [GAP, GAP], [GAP, 4.0]])
    assert sets_of(nearest(values, count=3)) == [[0, 1], [0, 1], [2, 4], [], [2, 4]]


def test_nearest_when_a_variable_does_not_vary_then_leaves_it_out() -> None:
    assert sets_of(nearest(np.array([[1.0, 7.0], [2.0, GAP], [9.0, 7.0]]), count=1)) == [[0, 1], [0, 1], [1, 2]]


@pytest.mark.parametrize(
    ("values", "count", "code"),
    [([[1.0], [1.0]], 1, "context_without_variation"), ([[1.0], [2.0]], 2, "peers_out_of_range")],
)
def test_nearest_when_it_cannot_be_found_then_says_why(values: list[list[float]], count: int, code: str) -> None:
    with pytest.raises(DataProblem) as raised:
        nearest(np.array(values), count=count)
    assert raised.value.code == code


@given(
    values=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=12).filter(
        lambda rows: len({row[0] for row in rows}) > 1
    ),
    order=st.randoms(use_true_random=False),
)
def test_nearest_when_rows_and_columns_move_then_peers_are_the_same(
    values: list[tuple[int, int, int]], order: object
) -> None:
    moved = list(range(len(values)))
    order.shuffle(moved)  # type: ignore[attr-defined]
    table = np.array(values, float)
    before = sets_of(nearest(table, count=2))
    after = sets_of(nearest(table[moved][:, [2, 0, 1]], count=2))
    assert [sorted(moved[at] for at in members) for members in after] == [before[at] for at in moved]


def test_ranks_among_are_within_each_place_s_own_set() -> None:
    peers = Peers(tuple(np.array(members, np.int32) for members in ([0, 1], [0, 1, 2, 3], [1, 2], [], [3, 4])))
    found = ranks_among(np.array([5.0, 7.0, 7.0, GAP, 1.0]), peers)
    assert found.rank.tolist() == [2, 1, 1, 0, 1]
    assert found.of.tolist() == [2, 3, 2, 0, 1]


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "x", "y"])), min_size=1, max_size=12))
def test_ranks_among_groups_are_the_ranks_in_groups(rows: list[tuple[int, str]]) -> None:
    scores, groups = np.array([row[0] for row in rows], float)[:, None], [row[1] for row in rows]
    assert ranks_among(scores, peers_by_group(groups)).rank.tolist() == rank_in_groups(scores, groups).tolist()


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_ranks_among_everybody_are_the_ranks(scores: list[int]) -> None:
    column = np.array(scores, float)
    assert ranks_among(column, peers_by_group(["all"] * len(scores))).rank.tolist() == rank(column).tolist()


def test_frontier_distance_names_the_best_and_is_nought_for_itself() -> None:
    found = frontier_distance(np.array([5.0, 9.0, 9.0, GAP, 3.0]), peers_by_group(["x", "x", "x", "x", ""]))
    assert found.distance[:3].tolist() == [4, 0, 0]
    assert np.isnan(found.distance[3:]).all()
    assert found.best.tolist() == [1, 1, 2, -1, -1]


def test_frontier_distance_when_the_places_are_others_then_refuses() -> None:
    with pytest.raises(DataProblem) as raised:
        frontier_distance(np.array([1.0]), peers_by_group(["x", "x"]))
    assert raised.value.code == "peers_of_other_places"


def test_size_classes_put_a_bound_into_the_class_above() -> None:
    found = size_classes(np.array([1.0, 10.0, 99.0, 100.0, GAP]), [10, 100])
    assert found.classes.tolist() == [1, 2, 2, 3, 0]
    assert found.groups == ("1", "2", "2", "3", "")


def test_quantile_bounds_share_places_out_evenly() -> None:
    # Type 7 on 1 .. 9: positions 8/3 and 16/3.
    values = np.array([9.0, 1, 2, 3, GAP, 4, 5, 6, 7, 8])
    bounds = quantile_bounds(values, 3)
    assert bounds == pytest.approx((1 + 8 / 3, 1 + 16 / 3))
    classes = size_classes(values, bounds).classes
    assert [int((classes == number).sum()) for number in (0, 1, 2, 3)] == [1, 3, 3, 3]


def test_quantile_bounds_when_many_places_are_equal_then_are_fewer() -> None:
    assert quantile_bounds(np.array([1.0, 5, 5, 5, 5, 9]), 4) == (5,)


@pytest.mark.parametrize("bounds", [[], [5, 5], [9, 1], [GAP]])
def test_size_classes_when_bounds_do_not_ascend_then_refuses(bounds: list[float]) -> None:
    with pytest.raises(DataProblem) as raised:
        size_classes(np.ones(2), bounds)
    assert raised.value.code == "bounds_not_ascending"


def test_quantile_bounds_when_there_are_more_classes_than_places_then_refuses() -> None:
    with pytest.raises(DataProblem) as raised:
        quantile_bounds(np.array([1.0, 2.0]), 3)
    assert raised.value.code == "classes_out_of_range"

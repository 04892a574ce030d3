"""Change between editions: effects add up, gaps stay gaps, and verdicts follow the rank bands."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.change import (
    EFFECTS,
    MEMBERSHIP,
    Change,
    RankBands,
    Stages,
    decompose,
    index_change_summary,
)
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.steps import Table

NAN = float("nan")


def scores(**rows: float | tuple[float, ...]) -> Table:
    """Place -> score of the index, or of the index and one area."""
    values = np.array([np.atleast_1d(row) for row in rows.values()], dtype=float)
    return Table(tuple(rows), ("index", "area")[: values.shape[1]], values)


# Worked by hand below: D left, E entered.
STAGES = Stages(
    before=scores(A=50, B=40, C=30, D=60),
    revised=scores(A=52, B=40, C=30, D=60),
    same_scale=scores(A=45, B=44, C=30, E=50),
    new_peers=scores(E=50, C=35, B=45, A=40),
    after=scores(A=42, B=41, C=36, E=41.5),
)


def column(table: np.ndarray) -> list[float]:
    return table[:, 0].tolist()


def test_decompose_when_worked_by_hand_then_the_same() -> None:
    change = decompose(STAGES)
    assert (change.places, change.nodes) == (("A", "B", "C"), ("index",))
    assert {name: column(effect) for name, effect in change.effects.items()} == {
        "revision": [2, 0, 0],
        "data": [-7, 4, 0],
        "peers": [-5, 1, 5],
        "method": [2, -4, 1],
    }
    assert column(change.total) == [-8, 1, 6]
    # Among A, B and C: 1 2 3, 1 2 3, 1 2 3, 2 1 3, 1 2 3. Printed: A goes from 2 (D before it) to 1, B from 3 to 3 (E
    # before it now), C from 4 to 4.
    assert {name: column(effect) for name, effect in change.rank_effects.items()} == {
        "revision": [0, 0, 0],
        "data": [0, 0, 0],
        "peers": [1, -1, 0],
        "method": [-1, 1, 0],
        "membership": [-1, 0, 0],
    }
    assert column(change.rank_total) == [-1, 0, 0]
    assert (change.unknown, change.gaps) == ({}, ())


def test_decompose_when_places_entered_or_left_then_listed_with_why() -> None:
    change = decompose(STAGES, {"D": Reason("place_retired", {"since": 2021})})
    assert [(one.place, one.reason.code) for one in change.left] == [("D", "place_retired")]
    assert [(one.place, one.reason.code) for one in change.entered] == [("E", "change_place_entered")]


def test_decompose_when_only_one_delivery_exists_then_revision_is_a_gap_and_the_rest_adds_up() -> None:
    change = decompose(replace(STAGES, revised=None))
    assert np.isnan(change.effects["revision"]).all()
    assert np.isnan(change.rank_effects["revision"]).all()
    assert column(change.effects["data"]) == [-5, 4, 0]
    assert change.unknown == {"revision": Reason("change_revision_unknown")}
    assert change.gaps == ()
    np.testing.assert_allclose(sum(change.effects[name] for name in EFFECTS[1:]), change.total, atol=1e-12)


def test_decompose_when_a_stage_has_no_score_then_both_its_effects_are_gaps_and_the_total_stays() -> None:
    change = decompose(replace(STAGES, same_scale=scores(A=45, B=NAN, C=30)))
    assert np.isnan(change.effects["data"][1, 0])
    assert np.isnan(change.effects["peers"][1, 0])
    assert (change.effects["method"][1, 0], change.total[1, 0]) == (-4, 1)
    assert [(one.place, one.node, one.reason.code) for one in change.gaps] == [("B", "index", "change_gap_same_scale")]
    # A and C are ranked without B, so nothing moves between them; the printed rank of A still goes from 2 to 1.
    assert {name: effect[0, 0] for name, effect in change.rank_effects.items()} == {
        "revision": 0,
        "data": 0,
        "peers": 0,
        "method": 0,
        "membership": -1,
    }
    assert np.isnan([effect[1, 0] for effect in change.rank_effects.values()]).all()


def test_decompose_when_nodes_differ_then_common_ones_are_split_and_the_others_listed() -> None:
    two = scores(A=(1, 2), B=(3, 4))
    other = Table(("A", "B"), ("new", "index"), np.array([[9.0, 5], [8, 6]]))
    change = decompose(Stages(two, two, two, two, other))
    assert (change.nodes, change.nodes_entered, change.nodes_left) == (("index",), ("new",), ("area",))
    assert column(change.effects["method"]) == [4, 3]


def tables(count: int) -> st.SearchStrategy[list[np.ndarray]]:
    """Score tables of 5 places and 2 nodes with gaps and ties."""
    cell = st.one_of(st.floats(-100, 100), st.integers(0, 3).map(float), st.just(NAN))
    table = st.lists(cell, min_size=10, max_size=10).map(lambda cells: np.array(cells).reshape(5, 2))
    return st.lists(table, min_size=count, max_size=count)


def stages_of(values: list[np.ndarray], orders: list[list[int]] | None = None) -> Stages:
    places = np.array(list("ABCDE"))
    made = []
    for at, table in enumerate(values):
        order = orders[at] if orders else list(range(5))
        made.append(Table(tuple(places[order].tolist()), ("index", "area"), table[order]))
    return Stages(*made)


def added(effects: dict[str, np.ndarray]) -> np.ndarray:
    return np.sum(list(effects.values()), axis=0)


@given(tables(5))
def test_decompose_whatever_the_scores_then_effects_add_up_to_the_totals(values: list[np.ndarray]) -> None:
    change = decompose(stages_of(values))
    followed = ~np.isnan(np.stack(values)).any(axis=0)
    np.testing.assert_array_equal(~np.isnan(added(dict(change.effects))), followed)
    np.testing.assert_allclose(added(dict(change.effects))[followed], change.total[followed], rtol=0, atol=1e-12)
    ranks = added(dict(change.rank_effects))
    np.testing.assert_array_equal(ranks[followed], change.rank_total[followed])
    np.testing.assert_array_equal(ranks[followed], np.round(ranks[followed]))
    assert len(change.gaps) == (~followed).sum()
    np.testing.assert_array_equal(change.total, values[4] - values[0])


@given(tables(1))
def test_decompose_when_nothing_changes_then_all_is_zero(values: list[np.ndarray]) -> None:
    change = decompose(stages_of(values * 5))
    known = ~np.isnan(values[0])
    for effect in (*change.effects.values(), *change.rank_effects.values(), change.total, change.rank_total):
        np.testing.assert_array_equal(effect[known], 0)
        assert np.isnan(effect[~known]).all()
    assert (change.entered, change.left) == ((), ())


@given(tables(5), st.lists(st.permutations(range(5)), min_size=5, max_size=5))
def test_decompose_when_rows_stand_in_another_order_then_the_same_for_each_place(
    values: list[np.ndarray], orders: list[list[int]]
) -> None:
    plain, turned = decompose(stages_of(values)), decompose(stages_of(values, orders))
    back = [turned.places.index(place) for place in plain.places]
    for name in EFFECTS:
        np.testing.assert_array_equal(turned.effects[name][back], plain.effects[name])
    for name in (*EFFECTS, MEMBERSHIP):
        np.testing.assert_array_equal(turned.rank_effects[name][back], plain.rank_effects[name])


def refused(stages: Stages) -> DataProblem:
    with pytest.raises(DataProblem) as caught:
        decompose(stages)
    return caught.value


@pytest.mark.parametrize(
    ("changed", "code", "parameters"),
    [
        ({"revised": scores(A=1, B=2)}, "change_place_missing", {"stage": "revised", "place": "C"}),
        (
            {"new_peers": Table(("A", "B", "C"), ("area",), np.zeros((3, 1)))},
            "change_node_missing",
            {"stage": "new_peers", "node": "index"},
        ),
        (
            {"same_scale": scores(A=1, B=float("inf"), C=1)},
            "change_score_infinite",
            {"stage": "same_scale", "place": "B", "node": "index", "found": float("inf")},
        ),
        (
            {"after": Table(("A", "B", "A"), ("index",), np.zeros((3, 1)))},
            "change_place_repeated",
            {"stage": "after", "place": "A"},
        ),
        (
            {"after": Table(("A",), ("index", "index"), np.zeros((1, 2)))},
            "change_node_repeated",
            {"stage": "after", "node": "index"},
        ),
        (
            {"after": Table(("A",), ("index",), np.zeros((1, 2)))},
            "change_shape_wrong",
            {"stage": "after", "found": (1, 2), "allowed": (1, 1)},
        ),
        ({"after": scores(X=1)}, "change_places_apart", {"found": 1, "earlier": 4}),
        (
            {"after": Table(("A",), ("area",), np.zeros((1, 1)))},
            "change_nodes_apart",
            {"found": 1, "earlier": 1},
        ),
    ],
)
def test_decompose_when_a_table_does_not_fit_then_names_stage_and_place_or_node(
    changed: dict[str, Table], code: str, parameters: dict[str, object]
) -> None:
    problem = refused(replace(STAGES, **changed))
    assert (problem.code, problem.parameters) == (code, parameters)


def bands(**rows: tuple[float, float]) -> RankBands:
    ends = np.array(list(rows.values()))
    return RankBands(tuple(rows), ends[:, 0].copy(), ends[:, 1].copy())


def test_index_change_summary_when_bands_part_touch_or_are_missing_then_says_so() -> None:
    earlier = bands(A=(5, 8), B=(1, 2), C=(3, 6), D=(NAN, NAN), left=(1, 9))
    later = bands(B=(3, 4), A=(1, 4), new=(1, 1), C=(6, 9), D=(1, 2))
    summary = index_change_summary(earlier, later)
    assert dict(zip(summary.places, summary.verdicts, strict=True)) == {
        "B": "clearly_down",
        "A": "clearly_up",
        "C": "within_noise",
        "D": "band_unknown",
    }
    assert summary.counts == {"clearly_up": 1, "clearly_down": 1, "within_noise": 1, "band_unknown": 1}


def test_index_change_summary_when_no_place_is_common_then_counts_nothing() -> None:
    summary = index_change_summary(bands(A=(1, 2)), bands(B=(1, 2)))
    assert summary.counts == {"clearly_up": 0, "clearly_down": 0, "within_noise": 0, "band_unknown": 0}


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: bands(A=(3, 2)), "change_band_inverted"),
        (lambda: RankBands(("A", "B"), np.ones(2), np.ones(3)), "change_band_shape"),
        (lambda: RankBands(("A", "A"), np.ones(2), np.ones(2)), "change_place_repeated"),
    ],
)
def test_rank_bands_when_they_do_not_fit_then_refused(make, code: str) -> None:
    with pytest.raises(DataProblem) as caught:
        make()
    assert caught.value.code == code


def test_change_arrays_cannot_be_written() -> None:
    change: Change = decompose(STAGES)
    with pytest.raises(ValueError, match="read-only"):
        change.effects["data"][0, 0] = 1

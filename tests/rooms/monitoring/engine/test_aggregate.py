"""Means, outranking and the tree; every expected value is worked out beside the test."""

import itertools
import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import METHODS, Rule, aggregate, copeland, mean, outranking_matrix
from hub.rooms.monitoring.engine.framework import Framework, Node, grow_framework
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.steps import Step, Table

GAP = math.nan
POSITIVE = st.floats(0.01, 1000)
ROWS = st.lists(st.tuples(POSITIVE, POSITIVE, POSITIVE), min_size=1, max_size=8)


def framework_of(order: tuple[str, ...] = ("a", "b", "c", "d")) -> Framework:
    """top > left (a, b), right (c, d), the indicators in the order that is asked for."""
    parents = {"a": "left", "b": "left", "c": "right", "d": "right"}
    nodes = [Node("top", "", "index", {"en": "Top"})]
    nodes += [Node(code, "top", "area", {"en": code}) for code in ("left", "right")]
    nodes += [Node(code, parents[code], "indicator", {"en": code}, direction=1) for code in order]
    return grow_framework(Framework("small", "1", "working", {"en": "Small"}, tuple(nodes)))


TREE = framework_of()
HALVES = {"top": 1.0, "left": 0.5, "right": 0.5, "a": 0.5, "b": 0.5, "c": 0.5, "d": 0.5}


def table_of(*rows: tuple[float, ...], nodes: tuple[str, ...] = ("a", "b", "c", "d")) -> Table:
    return Table(tuple(f"P{at}" for at in range(len(rows))), nodes, np.array(rows, float))


def scores_of(table: Table, method: str | Rule = "arithmetic", **said: dict[str, object]) -> Step:
    parameters: dict[str, dict[str, object]] = {"thresholds": {}, "levels": {}, **said}
    return aggregate(table, TREE, HALVES, method=method, **parameters)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("power", "expected"),
    # Values 1 and 4 with weights 1/4 and 3/4.
    [
        (1.0, 3.25),
        (0.0, 4**0.75),
        (-1.0, 1 / (0.25 + 0.75 / 4)),
        (2.0, math.sqrt(0.25 + 0.75 * 16)),
        (0.5, (0.25 + 0.75 * 2) ** 2),
        (-2.0, 1 / math.sqrt(0.25 + 0.75 / 16)),
        (1e-9, 4**0.75),
        (1000.0, 4 * 0.75**0.001),
        (-1000.0, 0.25**-0.001),
    ],
)
def test_mean_of_a_power_gives_the_value_worked_by_hand(power: float, expected: float) -> None:
    found = mean([np.array([1.0]), np.array([4.0])], [0.25, 0.75], "generalised", power)
    assert found[0] == pytest.approx(expected, rel=1e-8 if power == 1e-9 else 1e-12)


def test_mean_of_a_power_when_a_child_has_a_gap_then_rescales_the_others() -> None:
    columns = [np.array([GAP, GAP]), np.array([3.0, GAP]), np.array([4.0, GAP])]
    found = mean(columns, [0.5, 0.25, 0.25], "generalised", 2)
    assert found[0] == pytest.approx(math.sqrt(12.5))
    assert np.isnan(found[1])


def test_mean_of_a_power_when_a_value_is_zero_then_counts_it() -> None:
    columns = [np.array([0.0, 0.0]), np.array([4.0, 0.0])]
    assert mean(columns, [0.5, 0.5], "generalised", 2).tolist() == [pytest.approx(math.sqrt(8)), 0.0]
    assert np.isnan(mean(columns, [0.5, 0.5], "generalised", -1)).all()


def test_mean_when_only_children_without_weight_have_values_then_is_a_gap() -> None:
    found = mean([np.array([GAP, 2.0]), np.array([5.0, 5.0])], [1.0, 0.0], "arithmetic")
    assert np.isnan(found[0])
    assert found[1] == 2


@pytest.mark.parametrize(
    ("power", "code"),
    [(None, "power_missing"), (1e-12, "power_out_of_range"), (1001, "power_out_of_range"), (GAP, "power_out_of_range")],
)
def test_mean_when_the_power_cannot_be_used_then_says_so(power: float | None, code: str) -> None:
    with pytest.raises(DataProblem) as raised:
        mean([np.ones(1)], [1.0], "generalised", power)
    assert raised.value.code == code


@given(ROWS)
def test_means_are_in_their_order(rows: list[tuple[float, float, float]]) -> None:
    columns, weights = list(np.array(rows).T.copy()), [0.2, 0.5, 0.3]
    powers = [mean(columns, weights, "generalised", power) for power in (-20, -2, -1, -0.5, 0, 1e-6, 0.5, 1, 3, 50)]
    for lower, higher in itertools.pairwise(powers):
        assert (lower <= higher * (1 + 1e-9)).all()
    geometric = mean(columns, weights, "geometric")
    assert (geometric <= mean(columns, weights, "arithmetic") * (1 + 1e-12)).all()
    assert (mean(columns, weights, "harmonic") <= geometric * (1 + 1e-12)).all()


def test_outranking_matrix_gives_the_shares_worked_by_hand() -> None:
    # P0 is ahead of P1 in a (0.5), equal in b (0.3 / 2), behind in c (0.2).
    columns = [np.array([2.0, 1.0]), np.array([5.0, 5.0]), np.array([0.0, 3.0])]
    found = outranking_matrix(columns, [0.5, 0.3, 0.2])
    assert found == pytest.approx(np.array([[0, 0.65], [0.35, 0]]))


def test_outranking_matrix_when_a_child_has_a_gap_then_compares_over_the_others() -> None:
    columns = [np.array([2.0, 1.0, GAP]), np.array([1.0, GAP, GAP])]
    found = outranking_matrix(columns, [0.5, 0.5])
    assert found[:2, :2].tolist() == [[0, 1], [0, 0]]
    assert np.isnan(found[2, :2]).all()


def test_copeland_gives_wins_minus_losses() -> None:
    # A Condorcet cycle (each wins one and loses one) and a place that all others beat; the last has no value.
    columns = [np.array([3.0, 1, 2, 0, GAP]), np.array([2.0, 3, 1, 0, GAP]), np.array([1.0, 2, 3, 0, GAP])]
    found = copeland(columns, [1, 1, 1])
    assert found[:4].tolist() == [1, 1, 1, -3]
    assert np.isnan(found[4])


def test_copeland_when_weights_sum_to_a_half_but_for_rounding_then_is_a_draw() -> None:
    columns = [np.array([1.0, 0.0]), np.array([1.0, 0.0]), np.array([0.0, 1.0])]
    assert copeland(columns, [0.1, 0.2, 0.3]).tolist() == [0, 0]


def test_copeland_of_many_places_is_that_of_the_whole_matrix() -> None:
    generator = np.random.default_rng(7)
    columns = [np.where(generator.random(1500) < 0.1, np.nan, generator.random(1500)) for _ in range(3)]
    matrix = outranking_matrix(columns, [0.2, 0.3, 0.5])
    np.fill_diagonal(matrix, 0.5)
    expected = (matrix > 0.5).sum(axis=1) - (matrix < 0.5).sum(axis=1)
    known = ~np.isnan(columns).all(axis=0)
    assert copeland(columns, [0.2, 0.3, 0.5])[known].tolist() == expected[known].tolist()


def test_copeland_of_356_places_and_8_children_takes_less_than_a_twentieth_of_a_second() -> None:
    columns = list(np.random.default_rng(1).random((8, 356)))
    taken = []
    for _ in range(5):
        start = time.process_time()
        copeland(columns, [0.125] * 8)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.05


def test_aggregate_when_nodes_have_rules_of_their_own_then_uses_them() -> None:
    table = table_of((1, 4, 2, 8), (4, 4, GAP, 8))
    step = scores_of(
        table,
        levels={"area": "harmonic"},
        nodes={"left": {"method": "generalised", "power": 2}, "right": {"threshold": 0.6}},
    )
    assert step.table.column("left") == pytest.approx([math.sqrt(8.5), 4])
    assert step.table.column("right")[0] == pytest.approx(1 / (0.25 + 0.0625))
    assert np.isnan(step.table.column("right")[1])
    assert step.table.column("top") == pytest.approx([(math.sqrt(8.5) + 3.2) / 2, 4])
    assert step.columns["left"] == {"method": "generalised", "threshold": 0.0, "power": 2}
    assert step.columns["right"] == {"method": "harmonic", "threshold": 0.6}


def test_aggregate_when_the_common_rule_has_a_power_then_levels_and_nodes_take_it() -> None:
    step = scores_of(table_of((1, 4, 2, 8)), Rule("arithmetic", power=2), levels={"area": "generalised"})
    assert step.table.values[0, :3].tolist() == pytest.approx([(8.5**0.5 + 34**0.5) / 2, 8.5**0.5, 1])


def test_aggregate_when_a_node_is_by_copeland_then_thresholds_keep_places_out_of_the_comparison() -> None:
    step = scores_of(
        table_of((1, 1, 1, 1), (2, 2, 2, 2), (9, GAP, 3, 3)),
        nodes={"left": {"method": "copeland", "threshold": 1.0}},
    )
    assert step.table.column("left")[:2].tolist() == [-1, 1]
    assert np.isnan(step.table.column("left")[2])


def test_aggregate_when_places_have_shares_of_their_own_then_gaps_pass_theirs_on() -> None:
    own = np.array([[0.9, 0.1], [0.3, 0.7]])
    step = scores_of(table_of((1, 5, 1, 1), (GAP, 5, 1, 1)), own={"left": own})
    assert step.table.column("left") == pytest.approx([1.4, 5])


def test_aggregate_when_places_have_multipliers_of_their_own_then_the_score_is_their_product() -> None:
    own = np.array([[0.1, 0.2], [0.0, 0.125]])
    step = scores_of(table_of((1, 4, 1, 1), (GAP, 4, 1, 1)), own={"left": own})
    assert step.table.column("left") == pytest.approx([0.9, 0.5])


@pytest.mark.parametrize(
    ("method", "own", "code"),
    [
        ("arithmetic", [[0.5, 0.5, 0.0]], "own_weights_shape"),
        ("arithmetic", [[1.5, -0.5]], "own_weights_unusable"),
        ("geometric", [[0.1, 0.2]], "own_weights_without_mean"),
        ("copeland", [[0.5, 0.5]], "own_weights_without_mean"),
    ],
)
def test_aggregate_when_own_weights_cannot_be_used_then_names_the_node(
    method: str, own: list[list[float]], code: str
) -> None:
    with pytest.raises(DataProblem) as raised:
        scores_of(table_of((1, 4, 1, 1)), method, own={"left": np.array(own)})
    assert (raised.value.code, raised.value.parameters["node"]) == (code, "left")


@pytest.mark.parametrize(
    ("method", "said", "code"),
    [
        ("cubic", {}, "method_unknown"),
        ("generalised", {}, "power_missing"),
        ("arithmetic", {"nodes": {"nowhere": {}}}, "node_unknown"),
        ("arithmetic", {"nodes": {"a": {"method": "geometric"}}}, "node_not_aggregated"),
        ("arithmetic", {"nodes": {"left": {"mode": "geometric"}}}, "parameter_unknown"),
        ("arithmetic", {"nodes": {"left": {"threshold": 1.5}}}, "share_out_of_range"),
        ("arithmetic", {"nodes": {"left": {"method": "mean"}}}, "method_unknown"),
        ("arithmetic", {"nodes": {"left": {"method": "generalised"}}}, "power_missing"),
    ],
)
def test_aggregate_when_a_rule_cannot_be_used_then_says_so(
    method: str, said: dict[str, dict[str, object]], code: str
) -> None:
    with pytest.raises(DataProblem) as raised:
        scores_of(table_of((1, 4, 1, 1)), method, **said)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("rule", "values", "code"),
    [
        (Rule("geometric"), (1, 0, 1, 1), "not_positive"),
        (Rule("generalised", power=-2), (1, 0, 1, 1), "not_positive"),
        (Rule("generalised", power=2), (1, -1, 1, 1), "value_negative"),
    ],
)
def test_aggregate_when_a_value_has_no_mean_then_names_place_and_child(
    rule: Rule, values: tuple[float, ...], code: str
) -> None:
    with pytest.raises(DataProblem) as raised:
        scores_of(table_of((1, 1, 1, 1), values), rule)
    found = raised.value
    assert (found.code, found.parameters["place"], found.parameters["child"]) == (code, "P1", "b")


def test_aggregate_when_a_weight_has_no_column_then_names_the_node() -> None:
    with pytest.raises(DataProblem) as raised:
        scores_of(table_of((1, 2, 3), nodes=("a", "b", "c")))
    assert (raised.value.code, raised.value.parameters["node"]) == ("weighted_node_absent", "d")


@given(
    rows=st.lists(st.tuples(*[st.floats(0.5, 100)] * 4), min_size=2, max_size=7),
    method=st.sampled_from(METHODS),
    places=st.randoms(use_true_random=False),
)
def test_aggregate_when_rows_and_columns_move_then_scores_go_with_them(
    rows: list[tuple[float, ...]], method: str, places: object
) -> None:
    rule = Rule(method, power=0.5)
    table = table_of(*rows)
    before = scores_of(table, rule).table
    order = list(range(len(rows)))
    places.shuffle(order)  # type: ignore[attr-defined]
    moved = Table(
        tuple(table.places[at] for at in order), ("d", "b", "a", "c"), table.values[order][:, [3, 1, 0, 2]].copy()
    )
    tree = framework_of(("d", "c", "b", "a"))
    after = aggregate(moved, tree, HALVES, method=rule, thresholds={}, levels={}).table
    assert after.column("top") == pytest.approx(before.column("top")[order], rel=1e-12)


@given(st.lists(st.tuples(*[st.floats(-10, 100)] * 4), min_size=1, max_size=8))
def test_ranks_agree_with_aggregated_scores(rows: list[tuple[float, ...]]) -> None:
    top = scores_of(table_of(*rows)).table.column("top")
    ranks = rank(top)
    for one in range(len(rows)):
        for other in range(len(rows)):
            assert (top[one] > top[other]) == (ranks[one] < ranks[other])


def test_aggregate_when_gaps_are_few_then_complete_places_keep_their_bits() -> None:
    values = np.random.default_rng(3).random((40, 4))
    holed = values.copy()
    holed[::3, 1] = np.nan
    full, partly = scores_of(table_of(*values)).table, scores_of(table_of(*holed)).table
    complete = ~np.isnan(holed).any(axis=1)
    assert full.values[complete].tobytes() == partly.values[complete].tobytes()


def test_aggregate_of_10_000_places_and_100_indicators_takes_less_than_20_milliseconds() -> None:
    nodes = [Node("top", "", "index", {"en": ""})]
    nodes += [Node(f"p{at}", "top", "area", {"en": ""}) for at in range(10)]
    nodes += [Node(f"i{at}", f"p{at // 10}", "indicator", {"en": ""}, direction=1) for at in range(100)]
    tree = grow_framework(Framework("large", "1", "working", {"en": ""}, tuple(nodes)))
    weights = {node.code: 0.1 for node in nodes}
    values = np.random.default_rng(1).random((10_000, 100))
    values[values < 0.02] = np.nan
    table = Table(tuple(str(at) for at in range(10_000)), tuple(f"i{at}" for at in range(100)), values)
    taken = []
    for _ in range(5):
        start = time.process_time()
        aggregate(table, tree, weights, method="arithmetic", thresholds={}, levels={})
        taken.append(time.process_time() - start)
    assert min(taken) < 0.02

"""Weights against published examples, hand computations and COINr's results on ASEM."""

import csv
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import aggregate
from hub.rooms.monitoring.engine.framework import Framework, Node, grow_framework
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.weigh import (
    effective_weights,
    first_component,
    judge,
    siblings_of,
    weigh,
    weigh_as,
    weigh_by_budget,
    weigh_by_components,
    weigh_by_pairs,
)
from hub.rooms.monitoring.engine.weigh.balanced import weigh_by_balance
from hub.rooms.monitoring.engine.weigh.pairwise import read_judgements

GAP = math.nan


def framework_of(order: tuple[str, ...] = ("a", "b", "c", "d", "e")) -> Framework:
    """top > left (a, b, c), right (d, e); weights 1, 2, 5 and 1, 1, the indicators in the order that is asked for."""
    parents = {"a": "left", "b": "left", "c": "left", "d": "right", "e": "right"}
    weights = {"b": 2.0, "c": 5.0}
    nodes = [Node("top", "", "index", {"en": "Top"})]
    nodes += [Node(code, "top", "area", {"en": code}) for code in ("left", "right")]
    nodes += [
        Node(code, parents[code], "indicator", {"en": code}, direction=1, weight=weights.get(code, 1.0))
        for code in order
    ]
    return grow_framework(Framework("small", "1", "working", {"en": "Small"}, tuple(nodes)))


TREE = framework_of()
ALL = ("a", "b", "c", "d", "e")


def problem_of(call: Callable[[], object]) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        call()
    return raised.value


def table_of(values: list[tuple[float, ...]], nodes: tuple[str, ...] = ALL) -> Table:
    return Table(tuple(f"P{at}" for at in range(len(values))), nodes, np.array(values, float))


def assert_shares(framework: Framework, nodes: tuple[str, ...], weights: Mapping[str, float]) -> None:
    """Every node that is left has a weight, and siblings sum to one."""
    families = siblings_of(framework, nodes)
    assert set(weights) == {framework.root, *(code for codes in families.values() for code in codes)}
    for codes in families.values():
        assert math.fsum(weights[code] for code in codes) == pytest.approx(1, abs=1e-12)
        assert all(weights[code] >= 0 for code in codes)


# Shares


def test_weigh_when_a_child_is_gone_then_its_siblings_share_its_weight() -> None:
    left = ("a", "c", "d")
    assert weigh(TREE, left, "given") == {"top": 1, "left": 0.5, "right": 0.5, "a": 1 / 6, "c": 5 / 6, "d": 1}
    assert weigh(TREE, left, "equal") == {"top": 1, "left": 0.5, "right": 0.5, "a": 0.5, "c": 0.5, "d": 1}


def test_weigh_when_an_area_is_empty_then_it_has_no_weight() -> None:
    assert weigh(TREE, ("d",), "given") == {"top": 1, "right": 1, "d": 1}


def test_weigh_as_takes_zero_and_keeps_the_others_given() -> None:
    weights = weigh_as(TREE, ALL, {"left": 0, "a": 6})
    assert (weights["left"], weights["right"]) == (0, 1)
    assert [weights[code] for code in "abc"] == pytest.approx([6 / 13, 2 / 13, 5 / 13])


def test_weigh_as_when_weights_are_huge_or_tiny_then_shares_are_right() -> None:
    assert weigh_as(TREE, ALL, {"d": 1e308, "e": 1e308})["d"] == 0.5
    assert weigh_as(TREE, ALL, {"d": 5e-324, "e": 5e-324})["d"] == 0.5


@pytest.mark.parametrize(
    ("raw", "code", "node"),
    [
        ({"a": -1.0}, "weight_unusable", "a"),
        ({"a": math.inf}, "weight_unusable", "a"),
        ({"a": GAP}, "weight_unusable", "a"),
        ({"d": 0.0, "e": 0.0}, "weights_without_sum", "right"),
        ({"x": 1.0}, "node_unknown", "x"),
    ],
)
def test_weigh_as_when_weights_cannot_be_shared_out_then_names_the_node(
    raw: Mapping[str, float], code: str, node: str
) -> None:
    found = problem_of(lambda: weigh_as(TREE, ALL, raw))
    assert (found.code, found.parameters["node"]) == (code, node)


@given(
    raw=st.fixed_dictionaries({code: st.floats(0.001, 1e6) for code in (*ALL, "left", "right")}),
    left=st.sets(st.sampled_from(ALL), min_size=1),
)
def test_shares_sum_to_one_whatever_is_left(raw: Mapping[str, float], left: set[str]) -> None:
    nodes = tuple(code for code in ALL if code in left)
    weights = weigh_as(TREE, nodes, raw)
    assert_shares(TREE, nodes, weights)
    effective = effective_weights(TREE, weights)
    assert math.fsum(effective[code] for code in nodes) == pytest.approx(1, abs=1e-12)


# Budget allocation


def test_weigh_by_budget_gives_the_means_and_spreads_worked_by_hand() -> None:
    # Means 40, 30, 30; deviations of a: -10, 0, 10, so 10 points; of b: 0; of c: 10, 0, -10.
    found = weigh_by_budget(TREE, ALL, {"a": [30, 40, 50], "b": [30, 30, 30], "c": [40, 30, 20]})
    assert [found.weights[code] for code in ("a", "b", "c", "d")] == pytest.approx([0.4, 0.3, 0.3, 0.5])
    assert found.spreads == pytest.approx({"a": 0.1, "b": 0.0, "c": 0.1})
    assert found.shares["a"] == pytest.approx((0.3, 0.4, 0.5))
    assert_shares(TREE, ALL, found.weights)


def test_weigh_by_budget_when_a_child_is_gone_then_scales_the_others_up() -> None:
    found = weigh_by_budget(TREE, ("a", "b", "d"), {"a": [30], "b": [10], "c": [60]})
    assert (found.weights["a"], found.weights["b"]) == pytest.approx((0.75, 0.25))
    assert math.isnan(found.spreads["a"])


@pytest.mark.parametrize(
    ("points", "code", "node"),
    [
        ({"d": [50], "e": [49]}, "budget_not_spent", "right"),
        ({"d": [110], "e": [-10]}, "budget_points_unusable", "e"),
        ({"d": [math.inf], "e": [1]}, "budget_points_unusable", "d"),
        ({"d": [50, 50], "e": [50]}, "budget_experts_differ", "e"),
        ({"d": [], "e": []}, "budget_experts_differ", "d"),
        ({"a": [50], "b": [50]}, "budget_child_missing", "c"),
        ({"top": [100]}, "node_without_siblings", "top"),
        ({"z": [100]}, "node_unknown", "z"),
    ],
)
def test_weigh_by_budget_when_points_cannot_be_used_then_names_the_node(
    points: Mapping[str, list[float]], code: str, node: str
) -> None:
    found = problem_of(lambda: weigh_by_budget(TREE, ALL, points))
    assert (found.code, found.parameters["node"]) == (code, node)


def test_weigh_by_budget_when_an_expert_has_points_left_then_says_which_and_how_many() -> None:
    found = problem_of(lambda: weigh_by_budget(TREE, ALL, {"d": [50, 30], "e": [50, 60]}))
    assert (found.parameters["expert"], found.parameters["found"], found.parameters["allowed"]) == (2, 90, 100)


# Pairwise judgements

# Saaty (1990), How to make a decision, European Journal of Operational Research 48: buying a house.
HOUSE: dict[str, list[float]] = {
    "size": [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    "transport": [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    "neighbourhood": [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
    "age": [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
    "yard": [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
    "modern": [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
    "condition": [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
    "financing": [4, 7, 5, 8, 6, 6, 2, 1],
}
# Saaty (2008), Decision making with the analytic hierarchy process: consumption of drinks in the United States.
DRINKS: dict[str, list[float]] = {
    "coffee": [1, 9, 5, 2, 1, 1, 1 / 2],
    "wine": [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    "tea": [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    "beer": [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    "soda": [1, 9, 4, 2, 1, 2, 1 / 2],
    "milk": [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    "water": [2, 9, 9, 3, 2, 3, 1],
}


def test_judge_on_the_house_gives_the_published_priorities_and_ratio() -> None:
    found = judge("house", tuple(HOUSE), list(HOUSE.values()))
    expected = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert list(found.shares.values()) == pytest.approx(expected, abs=0.0006)
    assert found.eigenvalue == pytest.approx(9.669, abs=0.0006)
    assert found.index == pytest.approx(0.238, abs=0.0006)
    assert found.ratio == pytest.approx(0.169, abs=0.0006)


def test_judge_on_the_house_names_the_judgement_that_fits_least() -> None:
    found = judge("house", tuple(HOUSE), list(HOUSE.values()))
    assert (found.first, found.second, found.judged) == ("neighbourhood", "condition", 6)
    assert found.implied == pytest.approx(0.188 / 0.167, abs=0.01)


def test_judge_on_drinks_gives_the_published_priorities_and_ratio() -> None:
    found = judge("drinks", tuple(DRINKS), read_judgements("drinks", tuple(DRINKS), list(DRINKS.values())))
    expected = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert list(found.shares.values()) == pytest.approx(expected, abs=0.001)
    assert found.ratio == pytest.approx(0.022, abs=0.001)


def test_judge_by_row_means_gives_the_shares_worked_by_hand() -> None:
    # Cube roots of 1 x 2 x 4, 1/2 x 1 x 2, 1/4 x 1/2 x 1: 2, 1, 1/2; the matrix is consistent.
    matrix = [[1.0, 2.0, 4.0], [0.5, 1.0, 2.0], [0.25, 0.5, 1.0]]
    for vector in ("row-geometric-mean", "eigenvector"):
        found = judge("top", ("x", "y", "z"), matrix, vector=vector)
        assert list(found.shares.values()) == pytest.approx([4 / 7, 2 / 7, 1 / 7])
        assert (found.index, found.ratio) == pytest.approx((0, 0), abs=1e-12)


@pytest.mark.parametrize(
    "said",
    [
        [[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]],
        [[2, 4], [2]],
        [[2, 4], [2], []],
        {"a": {"b": 2, "c": 4}, "b": {"c": 2}},
        {"c": {"b": 0.5, "a": 0.25}, "a": {"b": 2}, "b": {"c": 2}},
    ],
)
def test_weigh_by_pairs_reads_full_half_and_named_judgements(said: Any) -> None:
    found = weigh_by_pairs(TREE, ALL, {"left": said})
    assert [found.weights[code] for code in ("a", "b", "c", "d")] == pytest.approx([4 / 7, 2 / 7, 1 / 7, 0.5])
    assert_shares(TREE, ALL, found.weights)


def test_weigh_by_pairs_when_a_child_is_gone_then_its_pairs_are_dropped() -> None:
    found = weigh_by_pairs(TREE, ("a", "c", "d"), {"left": [[9, 3], [9]]})
    assert (found.weights["a"], found.weights["c"]) == pytest.approx((0.75, 0.25))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([[1, 2], [0.5, 1]], "judgement_rows"),
        ({"a": {"b": 2, "c": 4}}, "judgements_incomplete"),
        ({"a": {"x": 2}}, "child_unknown"),
        ([[2, 12], [2]], "judgement_unusable"),
        ([[2, 0], [2]], "judgement_unusable"),
        ([[2, 4], ["two"]], "judgement_unusable"),
        ([[2, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]], "judgement_unusable"),
        ([[1, 2, 4], [2, 1, 2], [0.25, 0.5, 1]], "judgement_not_reciprocal"),
    ],
)
def test_weigh_by_pairs_when_judgements_cannot_be_used_then_names_the_node(said: Any, code: str) -> None:
    found = problem_of(lambda: weigh_by_pairs(TREE, ALL, {"left": said}))
    assert (found.code, found.parameters["node"]) == (code, "left")


def test_weigh_by_pairs_when_judgements_contradict_then_gives_ratio_and_culprit() -> None:
    # a > b > c, but c far above a: a circle.
    judgements = {"left": {"a": {"b": 3}, "b": {"c": 3}, "c": {"a": 5}}}
    found = problem_of(lambda: weigh_by_pairs(TREE, ALL, judgements))
    assert (found.code, found.parameters["first"], found.parameters["second"]) == ("judgements_inconsistent", "a", "c")
    assert found.parameters["found"] > 1
    accepted = weigh_by_pairs(TREE, ALL, judgements, limit=10)
    assert accepted.judgements["left"].ratio == pytest.approx(found.parameters["found"], abs=0.001)


@given(st.permutations(range(8)))
def test_judge_when_rows_and_columns_move_then_shares_go_with_them(order: list[int]) -> None:
    names, rows = tuple(HOUSE), list(HOUSE.values())
    moved = judge("house", [names[at] for at in order], [[rows[row][column] for column in order] for row in order])
    before = judge("house", names, rows)
    assert dict(moved.shares) == pytest.approx(dict(before.shares), rel=1e-12)
    assert moved.ratio == pytest.approx(before.ratio, rel=1e-9)


# Components


def test_first_component_of_two_children_is_worked_by_hand() -> None:
    # Correlation of (1, 2, 3) and (1, 3, 2) is 1/2: eigenvalues 3/2 and 1/2, loadings 1 / root 2.
    found = first_component("top", ("x", "y"), np.array([[1.0, 1], [2, 3], [3, 2], [GAP, 9]]))
    assert found.loadings == pytest.approx([0.5**0.5, 0.5**0.5])
    assert (found.explained, found.places) == (pytest.approx(0.75), 3)


RISING: list[tuple[float, ...]] = [(1, 1, 1, 2, 3), (2, 2, 3, 4, 2), (3, 4, 2, 6, 1), (4, 3, 4, 8, 0)]


def test_weigh_by_components_when_a_child_runs_against_the_others_then_names_it() -> None:
    found = problem_of(lambda: weigh_by_components(TREE, table_of(RISING)))
    assert (found.code, found.parameters["node"], found.parameters["parent"]) == ("loading_negative", "e", "right")
    assert found.parameters["found"] == pytest.approx(-(0.5**0.5))


def test_weigh_by_components_when_loadings_are_squared_then_signs_do_not_matter() -> None:
    found = weigh_by_components(TREE, table_of(RISING), squared=True)
    assert (found.weights["d"], found.weights["e"]) == pytest.approx((0.5, 0.5))
    assert found.explained["right"] == pytest.approx(1)
    assert_shares(TREE, ALL, found.weights)


@pytest.mark.parametrize(
    ("values", "code", "node"),
    [
        ([(1, 2, 3, 4, 5), (2, 1, 3, 4, 6)], "places_too_few", "top"),
        ([(1, 2, 3, 4, 5), (2, 3, 3, 5, 7), (4, 3, 3, 6, 9)], "child_constant", "c"),
        ([(1, 1, 1, 1, 1), (2, 2, 2, 1, 2), (3, 3, 4, 2, 1), (4, 5, 4, 2, 2)], "component_not_unique", "right"),
    ],
)
def test_weigh_by_components_when_there_is_no_component_then_names_the_node(
    values: list[tuple[float, ...]], code: str, node: str
) -> None:
    found = problem_of(lambda: weigh_by_components(TREE, table_of(values)))
    assert (found.code, found.parameters["node"]) == (code, node)


# Balance


def test_weigh_by_balance_of_two_children_alike_but_for_scale_is_worked_by_hand() -> None:
    # Uncorrelated children with deviations 1 and 3: they correlate alike with the index at weights 3/4 and 1/4.
    values = [(1, 1, 1, one, other) for one, other in ((1, 3), (1, -3), (-1, 3), (-1, -3))]
    table = table_of([(row[3], row[4]) for row in values], ("d", "e"))
    found = weigh_by_balance(TREE, table, level="indicator")
    assert (found.weights["d"], found.weights["e"]) == pytest.approx((0.75, 0.25), rel=1e-7)
    assert list(found.correlations.values()) == pytest.approx([0.5**0.5] * 2, rel=1e-7)


def test_weigh_by_balance_when_targets_are_given_then_correlations_are_in_proportion() -> None:
    table = table_of([(1, 3), (1, -3), (-1, 3), (-1, -3)], ("d", "e"))
    found = weigh_by_balance(TREE, table, level="indicator", targets={"d": 3, "e": 4})
    assert found.correlations["d"] / found.correlations["e"] == pytest.approx(0.75)
    assert found.targets == pytest.approx({"d": 3 / 7, "e": 4 / 7})


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"objective": "harmony"}, "method_unknown"),
        ({"level": "feature"}, "level_unknown"),
        ({"level": "indicator", "targets": {"d": 1}}, "importance_missing"),
        ({"level": "indicator", "targets": {"x": 1}}, "child_unknown"),
        ({"level": "indicator", "targets": {"d": -1, "e": 1}}, "weight_unusable"),
    ],
)
def test_weigh_by_balance_when_it_cannot_be_asked_then_says_why(said: dict[str, Any], code: str) -> None:
    table = table_of([(1, 3), (1, -3), (-1, 3), (-1, -3)], ("d", "e"))
    assert problem_of(lambda: weigh_by_balance(TREE, table, **said)).code == code


# ASEM

KINDS = {"1": "indicator", "2": "feature", "3": "area", "4": "index"}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def folder() -> Path:
    found = Path(__file__).resolve().parents[5] / "shared" / "composite" / "asem"
    if not found.is_dir():
        pytest.skip("the ASEM reference is not beside the project")
    return found


@pytest.fixture(scope="module")
def asem(folder: Path) -> Framework:
    nodes = [
        Node(
            row["iCode"],
            "" if row["Parent"] == "NA" else row["Parent"],
            KINDS[row["Level"]],
            {"en": row["iName"]},
            direction=1 if row["Level"] == "1" else 0,
            weight=float(row["Weight"]),
        )
        for row in rows_of(folder / "iMeta.csv")
        if row["Type"] in ("Indicator", "Aggregate")
    ]
    return grow_framework(Framework("asem", "1", "working", {"en": "ASEM"}, tuple(nodes)))


@pytest.fixture(scope="module")
def normalised(folder: Path) -> Table:
    rows = rows_of(folder / "expected" / "5_normalised.csv")
    nodes = tuple(name for name in rows[0] if name != "uCode")
    return Table(
        tuple(row["uCode"] for row in rows), nodes, np.array([[float(row[node]) for node in nodes] for row in rows])
    )


def test_weigh_on_asem_gives_the_published_effective_weights(folder: Path, asem: Framework) -> None:
    nodes = tuple(node.code for node in asem.indicators)
    effective = effective_weights(asem, weigh(asem, nodes, "given"))
    expected = {row["iCode"]: float(row["EffWeight"]) for row in rows_of(folder / "expected" / "effective_weights.csv")}
    assert effective == pytest.approx(expected, rel=1e-9)


def test_weigh_by_components_on_asem_has_the_published_loadings(
    folder: Path, asem: Framework, normalised: Table
) -> None:
    found = weigh_by_components(asem, normalised, squared=True)
    for level in (1, 2, 3):
        groups = json.loads((folder / "expected" / f"pca_level{level}.json").read_text())
        for parent, own in groups.items():
            loadings = np.array([found.loadings[code] for code in own["codes"]])
            published = np.array([row[0] for row in own["rotation"]])
            # Up to sign: ours have a positive sum.
            assert loadings == pytest.approx(published * np.sign(published.sum()), rel=1e-9, abs=1e-12), parent
            explained = own["sdev"][0] ** 2 / len(own["codes"])
            assert found.explained[parent] == pytest.approx(explained, rel=1e-9)
        for row in rows_of(folder / "expected" / f"pca_weights_level{level}.csv"):
            # Loadings are of unit length, so their squares are shares already.
            assert found.weights[row["iCode"]] == pytest.approx(float(row["Weight"]) ** 2, rel=1e-9)
    assert_shares(asem, normalised.nodes, found.weights)


def test_weigh_by_components_on_asem_refuses_the_negative_loading(asem: Framework, normalised: Table) -> None:
    # The first of the published negative ones from the top down.
    found = problem_of(lambda: weigh_by_components(asem, normalised))
    assert (found.code, found.parameters["node"], found.parameters["parent"]) == ("loading_negative", "TBTs", "Instit")
    assert found.parameters["found"] == pytest.approx(-0.44299323765818, rel=1e-9)


@pytest.mark.parametrize("objective", ["balance", "infomax"])
def test_weigh_by_balance_on_asem_is_not_worse_than_published(
    folder: Path, asem: Framework, normalised: Table, objective: str
) -> None:
    published = json.loads((folder / "expected" / f"optimised_weights_{objective}.json").read_text())
    found = weigh_by_balance(asem, normalised, level="area", objective=objective)
    assert found.objective <= published["objective"] + 1e-3
    if objective == "balance":
        for node in published["weights"]:
            assert found.weights[node["iCode"]] == pytest.approx(node["Weight"], rel=1e-9)
    assert_shares(asem, normalised.nodes, found.weights)
    # The correlations are those of the weights that are given back, recomputed here.
    step = aggregate(normalised, asem, found.weights, method="arithmetic", thresholds={}, levels={})
    index = step.table.column(asem.root)
    for code, correlation in found.correlations.items():
        assert np.corrcoef(step.table.column(code), index)[0, 1] == pytest.approx(correlation, rel=1e-12)


def test_weigh_by_balance_on_asem_features_beats_equal_weights(asem: Framework, normalised: Table) -> None:
    found = weigh_by_balance(asem, normalised, level="feature")
    equal = aggregate(
        normalised, asem, weigh(asem, normalised.nodes, "equal"), method="arithmetic", thresholds={}, levels={}
    ).table
    codes = list(found.correlations)
    correlations = np.array([np.corrcoef(equal.column(code), equal.column(asem.root))[0, 1] for code in codes])
    misses = 1 / len(codes) - correlations / correlations.sum()
    assert found.objective < math.log((misses**2).mean()) - 0.5
    assert_shares(asem, normalised.nodes, found.weights)

"""Statistics, components, strengths and leave-one-out: against COINr on ASEM, by hand, and what must always hold."""

import csv
import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.rooms.monitoring.published import FLAGS, STATISTICS

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import aggregate
from hub.rooms.monitoring.engine.aggregate.tree import rules_of
from hub.rooms.monitoring.engine.components import alpha, alphas, components, components_of
from hub.rooms.monitoring.engine.framework import Framework, Node, grow_framework
from hub.rooms.monitoring.engine.statistics import Statistics, availability_by_node, count_places, describe
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.strengths import standings, strengths_of, summary_of
from hub.rooms.monitoring.engine.without import elements_of, leave_out_each, leave_out_each_by

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "composite" / "asem"
EXPECTED = FOLDER / "expected"
KINDS = {"1": "indicator", "2": "feature", "3": "area", "4": "index"}
# COINr counted two values more than the table of inputs holds: numbers that differ after the 15th digit, which it cannot carry.
ASTRAY = "TolMin"


@pytest.fixture(autouse=True)
def _needs_reference(request: pytest.FixtureRequest) -> None:
    if "asem" in request.node.name and not FOLDER.is_dir():
        pytest.skip("the ASEM reference is not beside the project")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def json_of(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EXPECTED / name).read_text(encoding="utf-8"))
    return read


def number(text: str) -> float:
    return float(text) if text not in ("", "NA") else math.nan


@cache
def asem_framework() -> Framework:
    nodes, denominators = [], []
    for row in rows_of(FOLDER / "iMeta.csv"):
        if row["Type"] == "Denominator":
            denominators.append(Node(row["iCode"], "", "denominator", {"en": row["iName"]}))
        elif row["Type"] in ("Indicator", "Aggregate"):
            nodes.append(
                Node(
                    code=row["iCode"],
                    parent=row["Parent"] if row["Level"] != "4" else "",
                    kind=KINDS[row["Level"]],
                    names={"en": row["iName"]},
                    direction=int(row["Direction"]) if row["Level"] == "1" else 0,
                    denominator=row["Denominator"] if row["Denominator"] != "NA" else "",
                )
            )
    return grow_framework(Framework("asem", "1", "working", {"en": "ASEM"}, tuple(nodes), tuple(denominators)))


@cache
def asem_raw() -> Table:
    """Indicators and denominators as reported, places by code."""
    rows = sorted(rows_of(FOLDER / "iData.csv"), key=lambda row: row["uCode"])
    nodes = tuple(node.code for node in asem_framework().measured)
    values = np.array([[number(row[node]) for node in nodes] for row in rows])
    return Table(tuple(row["uCode"] for row in rows), nodes, values)


@cache
def asem_indicators() -> Table:
    return columns(asem_raw(), tuple(node.code for node in asem_framework().indicators))


@cache
def asem_imputed() -> Table:
    """Divided and filled: what was screened (which left nothing out)."""
    raw, values = asem_raw(), asem_indicators().values.copy()
    for at, node in enumerate(asem_framework().indicators):
        if node.denominator:
            values[:, at] /= raw.column(node.denominator)
    table = Table(raw.places, asem_indicators().nodes, values.copy())
    for row in rows_of(EXPECTED / "2_imputed_cells.csv"):
        values[table.places.index(row["uCode"]), table.nodes.index(row["iCode"])] = float(row["value"])
    return Table(raw.places, table.nodes, values)


@cache
def asem_normalised() -> Table:
    return read_table("5_normalised.csv")


@cache
def asem_scores() -> Table:
    """Normalised indicators and aggregates."""
    indicators, above = read_table("5_normalised.csv"), read_table("6_aggregated.csv")
    assert indicators.places == above.places
    return Table(above.places, (*indicators.nodes, *above.nodes), np.column_stack([indicators.values, above.values]))


@cache
def asem_weights() -> dict[str, float]:
    """All siblings weigh the same in the original weights."""
    assert {row["Weight"] for row in rows_of(EXPECTED / "weights_original.csv")} == {"1"}
    framework = asem_framework()
    shares = {node.code: 1 / len(framework.children(node.parent)) for node in framework.nodes if node.parent}
    return {framework.root: 1.0, **shares}


def read_table(name: str) -> Table:
    rows = sorted(rows_of(EXPECTED / name), key=lambda row: row["uCode"])
    nodes = tuple(code for code in rows[0] if code != "uCode")
    return Table(
        tuple(row["uCode"] for row in rows), nodes, np.array([[number(row[n]) for n in nodes] for row in rows])
    )


def columns(table: Table, nodes: tuple[str, ...]) -> Table:
    return Table(table.places, nodes, np.column_stack([table.column(node) for node in nodes]))


def table_of(**values: list[float]) -> Table:
    """One column for each keyword, places p0, p1, ..."""
    matrix = np.column_stack([np.array(column, float) for column in values.values()])
    return Table(tuple(f"p{row}" for row in range(len(matrix))), tuple(values), matrix)


def shuffled(table: Table, seed: int) -> Table:
    """The same table with its rows and columns in another order."""
    draws = np.random.default_rng(seed)
    rows, order = draws.permutation(len(table.places)), draws.permutation(len(table.nodes))
    values = table.values[np.ix_(rows, order)]
    return Table(tuple(table.places[row] for row in rows), tuple(table.nodes[at] for at in order), values.copy())


def tree(**groups: str) -> Framework:
    """index > one area for each keyword > indicators named by the letters of its text."""
    nodes = [Node("top", "", "index", {"en": "Top"})]
    for area, letters in groups.items():
        nodes.append(Node(area, "top", "area", {"en": area}))
        nodes.extend(Node(letter, area, "indicator", {"en": letter}, direction=1) for letter in letters)
    return grow_framework(Framework("tree", "1", "working", {"en": "Tree"}, tuple(nodes)))


def equal_weights(framework: Framework) -> dict[str, float]:
    shares = {node.code: 1 / len(framework.children(node.parent)) for node in framework.nodes if node.parent}
    return {framework.root: 1.0, **shares}


def check_statistics(found: Statistics, name: str) -> None:
    rows = rows_of(EXPECTED / name)
    assert sorted(row["iCode"] for row in rows) == sorted(found.nodes)
    for row in rows:
        at = found.nodes.index(row["iCode"])
        if row["iCode"] == ASTRAY:
            distinct = len({one[ASTRAY] for one in rows_of(FOLDER / "iData.csv")})
            assert int(row["N.Unique"]) == distinct + 2
            row |= {"N.Unique": str(distinct), "Frc.Unique": str(distinct / int(row["N.Avail"]))}
        for column, attribute in STATISTICS.items():
            expected = pytest.approx(number(row[column]), rel=1e-9, abs=1e-15)
            assert getattr(found, attribute)[at] == expected, (row["iCode"], column)
        for column, attribute in FLAGS.items():
            assert getattr(found, attribute)[at] == (row[column] != "ok"), (row["iCode"], column)


def test_describe_on_asem_gives_the_published_statistics_of_the_raw_columns() -> None:
    check_statistics(describe(asem_indicators()), "stats_Raw.csv")


def test_describe_on_asem_gives_the_published_statistics_of_the_screened_columns() -> None:
    check_statistics(describe(asem_imputed()), "stats_Screened.csv")


@pytest.mark.parametrize("name", ["availability_units.csv", "3_screening_summary.csv"])
def test_count_places_on_asem_gives_the_published_counts(name: str) -> None:
    table = asem_indicators() if name.startswith("availability") else asem_imputed()
    found = count_places(table, known=0.9)
    for row in rows_of(EXPECTED / name):
        at = found.places.index(row["uCode"])
        counts = (found.missing[at], found.zeros[at], found.missing_or_zero[at])
        assert counts == (int(row["N_missing"]), int(row["N_zero"]), int(row["N_miss_or_zero"]))
        assert found.known_share[at] == pytest.approx(float(row["Dat_Avail"]), rel=1e-9)
        assert found.non_zero_share[at] == pytest.approx(float(row["Non_Zero"]), rel=1e-9)
        if "LowData" in row:
            assert found.has_few_values[at] == (row["LowData"] == "TRUE")
            assert found.has_many_zeros[at] == (row["LowNonZero"] == "TRUE")


def test_availability_by_node_on_asem_gives_the_published_shares() -> None:
    found = availability_by_node(asem_indicators(), asem_framework())
    rows = rows_of(EXPECTED / "availability_units_by_group.csv")
    assert len(rows) == len(found.places)
    for row in rows:
        own = {code: found.cell(row["uCode"], code) for code in found.nodes}
        assert own == pytest.approx({code: float(text) for code, text in row.items() if code != "uCode"}, rel=1e-9)


def test_describe_of_a_small_column_gives_what_a_hand_gives() -> None:
    # 0 0 2 6 and a gap: mean 2, median 1; squares 4 4 0 16 = 24, sd sqrt(24/3); g1 = ((-8-8+0+64)/4)/(24/4)^1.5 = 12/14.69694,
    # G1 = g1 sqrt(4*3)/2 = 1.414214; g2 = ((16+16+0+256)/4)/36 - 3 = -1, G2 = (5*-1+6)*3/(2*1) = 1.5.
    found = describe(table_of(a=[0, 6, math.nan, 2, 0], b=[3, 3, 3, 3, 3], c=[math.nan] * 5))
    assert [found.mean[0], found.median[0], found.deviation[0]] == pytest.approx([2, 1, math.sqrt(8)])
    assert [found.skewness[0], found.kurtosis[0]] == pytest.approx([math.sqrt(2), 1.5])
    assert [found.known[0], found.non_zero[0], found.distinct[0], found.alike[0]] == [4, 2, 3, 2]
    assert [found.known_share[0], found.non_zero_share[0], found.alike_share[0]] == [0.8, 0.5, 0.5]
    assert (found.deviation[1], found.distinct[1], found.alike[1]) == (0.0, 1, 5)
    assert np.isnan(found.skewness[1])
    assert np.isnan([found.mean[2], found.median[2], found.non_zero_share[2]]).all()
    assert found.has_few_values.tolist() == [False, False, True]
    assert found.has_few_distinct.tolist() == [False, True, False]


def test_describe_without_places_is_refused() -> None:
    with pytest.raises(DataProblem, match="table_without_places"):
        describe(Table((), ("a",), np.zeros((0, 1))))


@given(
    arrays(np.float64, (7, 3), elements=st.sampled_from([math.nan, -3.0, 0.0, 0.5, 1.0, 8.0, 1e6])), st.integers(0, 99)
)
@settings(deadline=None)
def test_describe_whatever_the_order_of_rows_and_columns_is_the_same(values: np.ndarray, seed: int) -> None:
    table = Table(tuple("tuvwxyz"), ("a", "b", "c"), values)
    other = shuffled(table, seed)
    one, two = describe(table), describe(other)
    order = [other.nodes.index(code) for code in table.nodes]
    for name in (*STATISTICS.values(), *FLAGS.values()):
        assert getattr(two, name)[order] == pytest.approx(getattr(one, name), rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_components_on_asem_are_the_published_ones_up_to_sign(level: int) -> None:
    found = components(asem_scores(), asem_framework())
    expected = json_of(f"pca_level{level}.json")
    for parent, own in expected.items():
        mine = found[parent]
        rows = [mine.nodes.index(code) for code in own["codes"]]
        assert mine.deviations == pytest.approx(own["sdev"], rel=1e-9)
        turned, other = mine.rotation[rows], np.array(own["rotation"])
        signs = np.sign((turned * other).sum(axis=0))
        np.testing.assert_allclose(turned * signs, other, rtol=1e-9, atol=1e-9)
    assert len(expected) == sum(
        asem_framework().node(parent).level == 4 - 1 - level for parent in found
    )  # level 1 of COINr is the lowest, level 0 of ours the index


def test_components_on_asem_first_loadings_are_the_published_weights_up_to_sign() -> None:
    found = components(asem_scores(), asem_framework())
    own = {code: one.rotation[at, 0] for one in found.values() for at, code in enumerate(one.nodes)}
    for level in (1, 2, 3):
        rows = [row for row in rows_of(EXPECTED / f"pca_weights_level{level}.csv") if int(row["Level"]) == level]
        for row in rows:
            assert abs(own[row["iCode"]]) == pytest.approx(abs(float(row["Weight"])), rel=1e-9, abs=1e-9)


def test_alphas_on_asem_are_the_published_ones() -> None:
    expected = json_of("cronbach_alpha.json")
    found = alphas(asem_scores(), asem_framework())
    indicators = [node.code for node in asem_framework().indicators]
    own = {code: found[code] for code in expected if code != "All"}
    assert {"All": alpha(asem_scores(), indicators), **own} == pytest.approx(expected, rel=1e-9)


def test_components_of_two_opposite_columns_have_one_eigenvalue_of_two() -> None:
    found = components_of(table_of(a=[1, 2, 3, math.nan], b=[30, 20, 10, 5]), ("a", "b"))
    assert found.places == 3
    assert found.eigenvalues == pytest.approx([2, 0], abs=1e-12)
    assert (found.kaiser_count, found.first_share) == (1, pytest.approx(1))
    assert found.rotation[:, 0] == pytest.approx([math.sqrt(0.5), -math.sqrt(0.5)])


def test_components_of_unrelated_columns_have_no_eigenvalue_above_one() -> None:
    found = components_of(table_of(a=[1, 1, -1, -1], b=[1, -1, 1, -1]), ("a", "b"))
    assert (found.kaiser_count, found.first_share) == (0, pytest.approx(0.5))


@pytest.mark.parametrize("values", [[5, 5, 5], [1, math.nan, math.nan]])
def test_components_of_a_column_that_cannot_vary_are_gaps(values: list[float]) -> None:
    found = components_of(table_of(a=[1, 2, 4], b=values), ("a", "b"))
    assert np.isnan(found.rotation).all()
    assert math.isnan(found.first_share)
    assert found.kaiser_count == 0


def test_components_of_an_unknown_node_name_it() -> None:
    with pytest.raises(DataProblem) as caught:
        components_of(table_of(a=[1, 2]), ("a", "z"))
    assert (caught.value.code, caught.value.parameters["node"]) == ("node_not_in_table", "z")


def test_alpha_of_identical_columns_is_one() -> None:
    column = [3.0, 1.0, 4.0, 1.5]
    assert alpha(table_of(a=column, b=column, c=column), ("a", "b", "c")) == pytest.approx(1)


def test_alpha_by_hand_on_two_columns() -> None:
    # a 1 2 3, b 1 3 2: variances 1 and 1, covariance 1/2; alpha = 4 * (1/2) / (1 + 1 + 2 * 1/2) = 2/3.
    assert alpha(table_of(a=[1, 2, 3], b=[1, 3, 2]), ("a", "b")) == pytest.approx(2 / 3)
    assert math.isnan(alpha(table_of(a=[1, 2, 3]), ("a",)))
    assert math.isnan(alpha(table_of(a=[1, 1, 1], b=[2, 2, 2]), ("a", "b")))


@pytest.mark.parametrize("level", [1, 2, 3])
def test_leave_out_each_on_asem_gives_the_published_scores_ranks_and_changes(level: int) -> None:
    framework = asem_framework()
    rules = rules_of(framework, "arithmetic", thresholds={}, levels={})
    elements = elements_of(framework, asem_weights(), KINDS[str(level)])
    found = leave_out_each(asem_normalised(), framework, asem_weights(), elements=elements, rules=rules)
    expected = json_of(f"remove_level{level}_mean_abs_rank_change.json")
    assert {"Nominal": 0, **dict(zip(elements, found.rank_changes.tolist(), strict=True))} == pytest.approx(
        expected, rel=1e-9
    )
    for name, nominal, own in (("scores", found.nominal, found.scores), ("ranks", found.ranks, found.ranks_without)):
        for row in rows_of(EXPECTED / f"remove_level{level}_{name}.csv"):
            at = found.places.index(row["uCode"])
            assert nominal[at] == pytest.approx(float(row["Nominal"]), rel=1e-9)
            assert own[at].tolist() == pytest.approx([float(row[code]) for code in elements], rel=1e-9)


def small_round(method: str, gaps: bool) -> tuple[Table, Framework, dict[str, float]]:
    draws = np.random.default_rng(7)
    values = draws.uniform(1, 100, (12, 6))
    if gaps:
        values[draws.uniform(size=values.shape) < 0.2] = np.nan
    framework = tree(one="abc", two="de", three="f")
    weights = {**equal_weights(framework), "a": 0.5, "b": 0.3, "c": 0.2, "one": 0.2, "two": 0.3, "three": 0.5}
    return Table(tuple("abcdefghijkl"), tuple("abcdef"), values), framework, weights


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "copeland"])
def test_leave_out_each_gives_what_a_whole_pass_without_the_element_gives(method: str, gaps: bool) -> None:
    table, framework, weights = small_round(method, gaps)
    levels = {"area": method, "index": "arithmetic"}
    rules = rules_of(framework, "arithmetic", thresholds={}, levels=levels)
    elements = ("a", "e", "f", "one", "three")
    found = leave_out_each(table, framework, weights, elements=elements, rules=rules)
    out_with = {"f": ("f", "three"), "one": ("one", "a", "b", "c"), "three": ("three", "f")}
    for at, element in enumerate(elements):
        left = {code: weight for code, weight in weights.items() if code not in out_with.get(element, (element,))}
        whole = aggregate(table, framework, left, method="arithmetic", thresholds={}, levels=levels).table
        assert found.scores[:, at] == pytest.approx(whole.column("top"), rel=1e-12, nan_ok=True)


def test_leave_out_each_by_a_function_gives_the_same() -> None:
    table, framework, weights = small_round("geometric", gaps=True)
    rules = rules_of(framework, "geometric", thresholds={}, levels={})
    found = leave_out_each(table, framework, weights, elements=("a", "b"), rules=rules)

    def score(changed: Mapping[str, float]) -> np.ndarray:
        left = {code: weight for code, weight in changed.items() if weight > 0}
        return aggregate(table, framework, left, method="geometric", thresholds={}, levels={}).table.column("top")

    slow = leave_out_each_by(score, weights, table.places, elements=("a", "b"))
    assert slow.scores == pytest.approx(found.scores, rel=1e-12)
    assert slow.rank_changes.tolist() == found.rank_changes.tolist()


def test_leave_out_each_counts_only_what_is_left_against_the_threshold() -> None:
    # p1 has b and c but not a: 2 of 3 is under 0.7, 2 of 2 without a is not; without b it has 1 of 2.
    table = table_of(a=[1, math.nan], b=[2, 20], c=[3, 30])
    framework = tree(one="abc")
    rules = rules_of(framework, "arithmetic", thresholds={"area": 0.7}, levels={})
    found = leave_out_each(table, framework, equal_weights(framework), elements=("a", "b"), rules=rules)
    assert found.nominal.tolist() == pytest.approx([2, math.nan], nan_ok=True)
    assert found.scores.tolist() == [pytest.approx([2.5, 2]), pytest.approx([25, math.nan], nan_ok=True)]
    assert found.ranks_without.tolist() == [[2, 1], [1, 0]]
    assert found.rank_changes.tolist() == [1, 0]


def test_leave_out_each_of_all_that_there_is_leaves_no_score() -> None:
    framework = tree(one="a")
    rules = rules_of(framework, "arithmetic", thresholds={}, levels={})
    found = leave_out_each(table_of(a=[1, 2]), framework, equal_weights(framework), elements=("a",), rules=rules)
    assert np.isnan(found.scores).all()
    assert np.isnan(found.rank_changes).all()


@pytest.mark.parametrize("element", ["top", "b", "z"])
def test_leave_out_each_of_what_is_not_in_the_index_is_refused(element: str) -> None:
    framework = tree(one="ab", two="c")
    rules = rules_of(framework, "arithmetic", thresholds={}, levels={})
    weights = {**equal_weights(framework), "a": 1.0, "b": 0.0}
    with pytest.raises(DataProblem) as caught:
        leave_out_each(table_of(a=[1, 2], b=[1, 2], c=[2, 1]), framework, weights, elements=(element,), rules=rules)
    assert (caught.value.code, caught.value.parameters["node"]) == ("element_cannot_be_left_out", element)


def test_leave_out_each_names_the_element_without_which_a_mean_cannot_be_made() -> None:
    framework = tree(one="ab", two="c")
    rules = rules_of(framework, "arithmetic", thresholds={}, levels={"index": "geometric"})
    table = table_of(a=[1, 2], b=[3, 0], c=[2, 1])
    with pytest.raises(DataProblem) as caught:
        leave_out_each(table, framework, equal_weights(framework), elements=("b", "a"), rules=rules)
    found = caught.value.parameters
    assert caught.value.code == "unusable_without"
    assert (found["node"], found["child"], found["place"], found["element"]) == ("top", "one", "p1", "a")


def test_strengths_on_asem_are_the_published_ones() -> None:
    expected = json_of("strengths_weaknesses.json")
    found = strengths_of(asem_indicators(), asem_framework(), expected["unit"])
    for name in ("strengths", "weaknesses"):
        own = [(one.node, one.parent, one.rank, one.value) for one in getattr(found, name)]
        rows = [(row["Code"], row["Pillar"], row["Rank"], pytest.approx(row["Value"])) for row in expected[name]]
        assert sorted(own) == sorted(rows, key=lambda row: str(row[0])) if name == "weaknesses" else own == rows


def test_summary_on_asem_is_the_published_one() -> None:
    found = summary_of(asem_scores(), asem_framework(), "IND")
    rows = rows_of(EXPECTED / "unit_summary_IND.csv")
    assert [(one.node, one.rank) for one in found] == [(row["Code"], int(row["Rank"])) for row in rows]
    assert [one.score for one in found] == pytest.approx([float(row["Score"]) for row in rows], rel=1e-9)


def test_strengths_leave_out_where_a_place_ties_for_last() -> None:
    # In a p0 ties for last, in b it is last alone, in c it leads, in d it has no value.
    table = table_of(a=[0, 0, 1], b=[1, 2, 3], c=[9, 2, 3], d=[math.nan, 1, 2])
    found = strengths_of(table, tree(one="abcd"), "p0", most=2)
    assert [one.node for one in found.strengths] == ["c"]
    assert [one.node for one in found.weaknesses] == ["c", "b"]


def test_standings_take_the_direction_of_the_indicator() -> None:
    nodes = (
        Node("top", "", "index", {"en": "Top"}),
        Node("one", "top", "area", {"en": "One"}),
        Node("a", "one", "indicator", {"en": "A"}, direction=-1),
    )
    framework = grow_framework(Framework("t", "1", "working", {"en": "T"}, nodes))
    (found,) = standings(table_of(a=[5, 1, 3, 3]), framework, "p2")
    assert (found.rank, found.above, found.below, found.is_tied, found.is_last) == (2, 1, 1, True, False)


def test_standings_of_an_unknown_place_are_refused() -> None:
    with pytest.raises(DataProblem, match="place_not_in_table"):
        standings(table_of(a=[1, 2]), tree(one="a"), "nowhere")

"""The audit: on data made to fail each check in turn, importance by hand, and its plain form."""

import inspect
import json
import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.monitoring.engine.test_statistics import (
    EXPECTED,
    FOLDER,
    asem_framework,
    asem_imputed,
    asem_indicators,
    asem_scores,
    asem_weights,
    equal_weights,
    json_of,
    rows_of,
    shuffled,
    tree,
)

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine import audit as audit_module
from hub.rooms.monitoring.engine.aggregate import aggregate
from hub.rooms.monitoring.engine.audit import DIMENSIONS, audit
from hub.rooms.monitoring.engine.correlations import correlate
from hub.rooms.monitoring.engine.findings import Audit, Audited, AuditFinding, Limits, RankBands, as_mapping
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.importance import (
    correlation_ratio,
    importance_among_siblings,
    importance_for_index,
)
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.phrases.auditing import FINDINGS, PROBLEMS, VERDICTS

PLACES = 200


@pytest.fixture(autouse=True)
def _needs_reference(request: pytest.FixtureRequest) -> None:
    if "asem" in request.node.name and not FOLDER.is_dir():
        pytest.skip("the ASEM reference is not beside the project")


def draws(count: int) -> list[np.ndarray]:
    """Columns without any correlation at all, mean 0 and deviation 1: nothing here happens by chance."""
    noise = np.random.default_rng(5).normal(size=(PLACES, count + 1))
    noise[:, 0] = 1
    orthogonal, _ = np.linalg.qr(noise)
    return list(orthogonal[:, 1:].T * math.sqrt(PLACES - 1))


def sound_columns() -> dict[str, np.ndarray]:
    """Two areas of three indicators, each area one thing, the two of them related: what an audit likes to see."""
    common, first, second, *own = draws(9)
    areas = (1.4 * common + first, 1.4 * common + second)
    return {letter: areas[at // 3] + 0.7 * own[at] for at, letter in enumerate("abcdef")}


def subject_of(
    columns: dict[str, np.ndarray], framework: Framework | None = None, weights: dict[str, float] | None = None
) -> Audited:
    framework = framework or tree(one="abc", two="def")
    weights = weights or equal_weights(framework)
    values = np.column_stack(list(columns.values()))
    table = Table(tuple(f"p{row:03}" for row in range(len(values))), tuple(columns), values)
    scores = aggregate(table, framework, weights, method="arithmetic", thresholds={}, levels={}).table
    return Audited(framework, weights, table, table, scores)


def findings_of(subject: Audited, code: str) -> list[AuditFinding]:
    return [one for one in audit(subject).findings if one.code == code]


def where(findings: Sequence[AuditFinding]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(one.nodes, one.against) for one in findings]


def test_audit_of_a_sound_index_finds_nothing() -> None:
    found = audit(subject_of(sound_columns()))
    assert found.findings == ()
    words = {one.dimension: one.code.removeprefix(f"{one.dimension}_") for one in found.verdicts}
    assert words == {**dict.fromkeys(DIMENSIONS, "sound"), "robustness": "not_examined"}


def test_audit_names_indicators_and_places_with_few_values() -> None:
    subject = subject_of(sound_columns())
    raw = subject.raw.values.copy()
    raw[:80, 0] = np.nan
    raw[5, :3] = np.nan
    subject = replace(subject, raw=Table(subject.raw.places, subject.raw.nodes, raw))
    (indicator,) = findings_of(subject, "indicator_few_values")
    assert (indicator.nodes, indicator.found, indicator.limit) == (("a",), 0.6, 0.65)
    (place,) = findings_of(subject, "place_few_values")
    assert (place.place, place.found, place.severity) == ("p005", 0.5, "warning")
    coverage = audit(subject).coverage
    assert (coverage.by_indicator["a"], coverage.by_place["p005"]) == (0.4, 0.5)
    assert coverage.gaps == pytest.approx(82 / 1200)


def test_audit_names_outliers_that_are_left() -> None:
    subject = subject_of(sound_columns())
    treated = subject.treated.values.copy()
    treated[3, 1] = 60
    subject = replace(subject, treated=Table(subject.raw.places, subject.raw.nodes, treated))
    (found,) = findings_of(subject, "outliers_left")
    assert (found.nodes, found.limit) == (("b",), 2.0)
    assert found.found > 2


def test_audit_names_an_indicator_that_falls_as_its_parent_rises() -> None:
    columns = sound_columns()
    columns["c"] = -columns["c"] * 0.8
    subject = subject_of(columns)
    (found,) = findings_of(subject, "parent_negative")
    assert where([found]) == [(("c",), ("one",))]
    assert found.found == pytest.approx(np.corrcoef(columns["c"], subject.scores.column("one"))[0, 1])
    assert where(findings_of(subject, "loading_opposite")) == [(("c",), ("one",))]
    assert where(findings_of(subject, "siblings_negative")) == [(("a", "c"), ("one",)), (("b", "c"), ("one",))]
    assert ("alpha_low", ("one",)) in [(one.code, one.nodes) for one in audit(subject).findings]


def test_audit_names_an_indicator_that_has_nothing_to_do_with_its_parent() -> None:
    columns = sound_columns()
    columns["c"] = draws(10)[9] * 0.05
    subject = subject_of(columns)
    (found,) = findings_of(subject, "parent_unrelated")
    assert where([found]) == [(("c",), ("one",))]
    assert found.found > found.limit == 0.05
    assert where(findings_of(subject, "counts_less")) == [(("c",), ("one",))]
    assert where(findings_of(subject, "indicator_silent")) == [(("c",), ("top",))]


def test_audit_names_a_weak_link() -> None:
    columns = sound_columns()
    columns["c"] = draws(10)[9] * 0.8
    assert where(findings_of(subject_of(columns), "parent_weak")) == [(("c",), ("one",))]


def test_audit_names_an_indicator_that_belongs_elsewhere() -> None:
    columns = sound_columns()
    columns["a"], columns["d"] = columns["d"], columns["a"]
    found = findings_of(subject_of(columns), "better_elsewhere")
    assert where(found) == [(("a",), ("one", "two")), (("d",), ("two", "one"))]
    assert all(one.found > one.limit for one in found)


def test_audit_names_groups_that_are_not_one_thing() -> None:
    columns = dict(zip("abcdef", draws(6), strict=True))
    columns["b"] = columns["a"] + 0.9 * columns["b"]
    columns["e"] = columns["d"] + 0.9 * columns["e"]
    framework = tree(one="abde", two="cf")
    subject = subject_of(columns, framework)
    assert where(findings_of(subject, "alpha_low")) == [(("top",), ()), (("one",), ()), (("two",), ())]
    (several,) = findings_of(subject, "dimensions_several")
    assert (several.nodes, several.found) == (("one",), 2.0)
    (small,) = findings_of(subject, "first_component_small")
    assert small.nodes == ("one",)
    # Two pairs with r = 1/sqrt(1.81): eigenvalues 1 + r twice and 1 - r twice, so the first carries (1 + r)/4.
    assert small.found == pytest.approx((1 + 1 / math.sqrt(1.81)) / 4)


def test_audit_names_what_is_measured_twice() -> None:
    columns = sound_columns()
    noise = draws(12)[9:]
    columns["b"] = columns["a"] + 0.1 * noise[0]
    columns["e"] = columns["c"] + 0.1 * noise[1]
    subject = subject_of(columns)
    assert where(findings_of(subject, "siblings_redundant")) == [(("a", "b"), ())]
    assert where(findings_of(subject, "nodes_redundant")) == [(("c", "e"), ())]


def test_audit_names_nodes_that_count_for_more_or_less_than_they_should() -> None:
    columns = sound_columns()
    columns["a"] = columns["a"] * 30
    columns["b"], columns["c"] = draws(11)[9:]
    found = audit(subject_of(columns))
    more = [one for one in found.findings if one.code == "counts_more"]
    assert where(more) == [(("a",), ("one",))]
    assert more[0].found == next(one.ratio for one in found.importance if one.node == "a")
    less = {one.nodes: one.severity for one in found.findings if one.code == "counts_less"}
    assert less[("b",)] == less[("c",)] == "warning"


def test_audit_names_an_indicator_against_the_index() -> None:
    columns = sound_columns()
    columns["a"] = -columns["a"] * 0.2
    assert where(findings_of(subject_of(columns), "indicator_against_index")) == [(("a",), ("top",))]


def test_audit_names_a_part_that_gives_the_ranks_of_the_index() -> None:
    columns = sound_columns()
    framework = tree(one="abc", two="def")
    weights = {**equal_weights(framework), "one": 0.999, "two": 0.001}
    found = audit(subject_of(columns, framework, weights))
    (finding,) = [one for one in found.findings if one.code == "adds_little"]
    assert (finding.nodes, finding.limit) == (("one",), 0.2)
    shares = {one.node: one.share for one in found.added_value}
    index = rank(subject_of(columns, framework, weights).scores.column("top"))
    other = rank(subject_of(columns, framework, weights).scores.column("two"))
    assert shares["two"] == (abs(index - other) >= 10).mean()


def test_audit_of_few_places_does_not_examine_added_value() -> None:
    columns = {code: column[:25] for code, column in sound_columns().items()}
    verdicts = {one.dimension: one.code for one in audit(subject_of(columns)).verdicts}
    assert verdicts["added_value"] == "added_value_not_examined"


def test_audit_names_ranks_outside_their_band_and_wide_bands() -> None:
    subject = subject_of(sound_columns())
    ranks = rank(subject.scores.column("top")).astype(float)
    low, high = ranks - 3, ranks + 3
    low[0], high[0] = ranks[0] + 1, ranks[0] + 2
    high[1] = low[1] + 41
    low[2] = np.nan
    found = audit(replace(subject, bands=RankBands(low, high)))
    (outside, wide) = [one for one in found.findings if one.dimension == "robustness"]
    assert (outside.code, outside.place) == ("rank_outside_band", "p000")
    assert (outside.found, outside.limit) == (ranks[0], ranks[0] + 1)
    assert (wide.code, wide.place, wide.found, wide.limit) == ("rank_band_wide", "p001", 41.0, 40.0)
    assert found.robustness is not None
    assert found.robustness.inside_share == pytest.approx(198 / 199)
    assert (found.robustness.median_width, found.robustness.largest_width) == (6.0, 41.0)
    assert found.verdicts[-1].code == "robustness_sound"
    assert (found.verdicts[-1].examined, found.verdicts[-1].flagged) == (199, 2)


def test_audit_with_bands_of_other_places_is_refused() -> None:
    with pytest.raises(DataProblem, match="bands_do_not_fit"):
        audit(replace(subject_of(sound_columns()), bands=RankBands(np.ones(3), np.ones(3))))


def test_audit_without_the_index_is_refused() -> None:
    subject = subject_of(sound_columns())
    with pytest.raises(DataProblem, match="node_not_in_table"):
        audit(replace(subject, scores=subject.raw))


def test_audit_verdict_follows_the_share_that_has_a_finding() -> None:
    subject = subject_of(sound_columns())
    ranks = rank(subject.scores.column("top")).astype(float)
    codes = {}
    for wide in (20, 21, 66, 67):
        width = np.where(np.arange(PLACES) < wide, 50, 2)
        codes[wide] = audit(replace(subject, bands=RankBands(ranks - width, ranks + width))).verdicts[-1].code
    words = {wide: code.removeprefix("robustness_") for wide, code in codes.items()}
    assert words == {20: "sound", 21: "fair", 66: "fair", 67: "weak"}


def test_audit_with_gaps_and_a_column_of_one_value_goes_through() -> None:
    columns = sound_columns()
    columns["a"] = np.where(np.arange(PLACES) % 7 == 0, np.nan, columns["a"])
    columns["f"] = np.full(PLACES, 3.0)
    found = audit(subject_of(columns))
    (link,) = [one for one in found.links if one.node == "f"]
    assert math.isnan(link.coefficient)
    assert math.isnan(next(one for one in found.groups if one.parent == "two").first_share)
    assert [one.nodes for one in found.findings if "f" in one.nodes] == []


def test_audit_takes_limits() -> None:
    found = audit(subject_of(sound_columns()), Limits(alpha=0.999))
    assert {one.nodes for one in found.findings if one.code == "alpha_low"} == {("top",), ("one",), ("two",)}
    assert found.limits.alpha == 0.999


def test_importance_by_hand_on_two_unrelated_columns() -> None:
    # index = (a + b)/2 with variances 4 and 1: r squared 4/5 and 1/5 against weights of 1/2 each.
    a, b = draws(2)
    framework = tree(one="ab")
    subject = subject_of({"a": 2 * a, "b": b}, framework)
    found = importance_among_siblings(subject.scores, framework, subject.weights, correlate(subject.scores))
    assert [(one.node, one.target) for one in found] == [("a", "one"), ("b", "one")]
    assert [one.linear for one in found] == pytest.approx([0.8, 0.2])
    assert [one.share for one in found] == pytest.approx([0.8, 0.2])
    assert [one.ratio for one in found] == pytest.approx([1.6, 0.4])


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=25)
def test_importance_shares_sum_to_one(seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(30, 6))
    values[np.random.default_rng(seed + 1).uniform(size=values.shape) < 0.1] = np.nan
    subject = subject_of(dict(zip("abcdef", values.T, strict=True)))
    correlations = correlate(subject.scores)
    siblings = importance_among_siblings(subject.scores, subject.framework, subject.weights, correlations)
    for parent in ("top", "one", "two"):
        assert math.fsum(one.share for one in siblings if one.target == parent) == pytest.approx(1)
    index = importance_for_index(subject.scores, subject.framework, subject.weights, correlations)
    assert math.fsum(one.share for one in index) == pytest.approx(1)
    assert math.fsum(one.weight for one in index) == pytest.approx(1)


def test_correlation_ratio_sees_what_a_line_does_not() -> None:
    x = np.linspace(-1, 1, 201)
    assert np.corrcoef(x, x * x)[0, 1] ** 2 == pytest.approx(0, abs=1e-12)
    assert correlation_ratio(x, x * x) > 0.95
    assert correlation_ratio(x, 3 * x - 1) > 0.98


def test_correlation_ratio_by_hand_on_two_values() -> None:
    # Groups 0 0 1 1 1 2 (target of x = 0) and 5 5 5 6 6 6 (x = 1): the two groups are the bins; eta squared by sums of squares.
    x, y = np.repeat([0.0, 1.0], 6), np.array([0, 0, 1, 1, 1, 2, 5, 5, 5, 6, 6, 6], float)
    means = y[:6].mean(), y[6:].mean()
    between = 6 * sum((mean - y.mean()) ** 2 for mean in means)
    raw = between / ((y - y.mean()) ** 2).sum()
    assert correlation_ratio(x, y) == pytest.approx(1 - (1 - raw) * 11 / 10)


@pytest.mark.parametrize("values", [[1.0, 1, 1, 1, 1, 1], [1.0, 2, 3, math.nan, math.nan, 9]])
def test_correlation_ratio_of_too_little_is_a_gap(values: list[float]) -> None:
    assert math.isnan(correlation_ratio(np.array(values), np.arange(6.0)))


def test_as_mapping_is_plain_rounded_and_always_in_the_same_order() -> None:
    columns = sound_columns()
    columns["f"] = np.full(PLACES, 3.0)
    found = audit(subject_of(columns))
    plain = as_mapping(found)
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    link = next(one for one in plain["links"] if one["node"] == "f")
    assert link["coefficient"] is None
    assert link["other_coefficient"] is None
    assert plain["groups"][0]["alpha"] == float(f"{found.groups[0].alpha:.12g}")
    assert list(plain["coverage"]["by_indicator"]) == list("abcdef")
    assert json.dumps(plain) == json.dumps(as_mapping(audit(subject_of(columns))))


def test_audit_whatever_the_order_of_rows_and_columns_finds_the_same() -> None:
    columns = sound_columns()
    columns["c"], columns["e"] = -columns["c"], columns["d"] + 0.01 * columns["e"]
    subject = subject_of(columns)
    other = replace(
        subject,
        raw=shuffled(subject.raw, 1),
        treated=shuffled(subject.treated, 2),
        scores=shuffled(subject.scores, 3),
    )
    assert facts(audit(subject)) == facts(audit(other))


def facts(found: Audit) -> object:
    findings = {(one.code, one.severity, tuple(sorted(one.nodes)), one.against, one.place) for one in found.findings}
    numbers = {one.node: f"{one.coefficient:.9f} {one.other_coefficient:.9f}" for one in found.links}
    shares = {one.node: round(one.share, 9) for one in found.importance}
    return findings, numbers, shares, found.verdicts


def test_audit_codes_all_have_a_sentence() -> None:
    dimensions = {
        f"{dimension}_{word}" for dimension in DIMENSIONS for word in ("sound", "fair", "weak", "not_examined")
    }
    assert set(VERDICTS) == dimensions
    written = set(re.findall(r'AuditFinding\(\s*"(\w+)"', inspect.getsource(audit_module)))
    assert written | {"siblings_redundant", "nodes_redundant"} == set(FINDINGS)


def test_audit_phrases_name_only_what_their_codes_carry() -> None:
    carried = dict.fromkeys(("node", "against", "place", "found", "limit"), "x")
    raised = dict.fromkeys(("node", "place", "found", "allowed", "framework", "element", "child"), "x")
    for phrases, values in ((FINDINGS, carried), (VERDICTS, {}), (PROBLEMS, raised)):
        for phrase in phrases.values():
            assert "%" not in str(phrase.sentence) % values + str(phrase.cure) % values


def test_audit_on_asem_holds_the_published_alphas_and_correlations() -> None:
    subject = Audited(asem_framework(), asem_weights(), asem_indicators(), asem_imputed(), asem_scores())
    found = audit(subject)
    expected = json_of("cronbach_alpha.json")
    own = {one.parent: one.alpha for one in found.groups}
    assert {code: own[code] for code in expected if code != "All"} == pytest.approx(
        {code: value for code, value in expected.items() if code != "All"}, rel=1e-9
    )
    published = {
        (row["Var2"], row["Var1"]): float(row["Correlation"])
        for row in rows_of(EXPECTED / "corr_level1_level2_pearson.csv")
    }
    for link in found.links:
        if (link.node, link.parent) in published:
            assert link.coefficient == pytest.approx(published[(link.node, link.parent)], rel=1e-9, abs=1e-9)
            rivals = {code: value for (node, code), value in published.items() if node == link.node}
            assert link.other == max((code for code in rivals if code != link.parent), key=lambda code: rivals[code])
    # The reference has one indicator whose correlation with its own pillar is negative beyond chance (0.273 with 51 places).
    negative = [node for (node, parent), value in published.items() if value < -0.276 and parent == parent_of(node)]
    assert [one.nodes[0] for one in found.findings if one.code == "parent_negative"] == negative == ["TBTs"]


def parent_of(node: str) -> str:
    return asem_framework().node(node).parent

"""Audit: what a statistician of the JRC would ask of an index, answered with numbers and the limits they are held against."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.components import ROUNDING, alpha, children_in, components_of
from hub.rooms.monitoring.engine.correlations import Correlations, correlate, groups_at, low_pairs, pairs_within
from hub.rooms.monitoring.engine.findings import (
    DEFAULTS,
    AddedValue,
    Audit,
    Audited,
    AuditFinding,
    Coverage,
    Group,
    Limits,
    Link,
    Robustness,
    Severity,
    Verdict,
)
from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.engine.importance import Importance, importance_among_siblings, importance_for_index
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.statistics import Limits as Flags
from hub.rooms.monitoring.engine.statistics import count_places, describe
from hub.rooms.monitoring.engine.steps import Table

DIMENSIONS = ("coverage", "coherence", "redundancy", "balance", "added_value", "robustness")


def audit(subject: Audited, limits: Limits = DEFAULTS) -> Audit:
    """Ask the questions of a statistical audit and hold every answer against its limit.

    Gaps: correlations are pairwise complete, components use complete places; a number that cannot be told is NaN and gives no
    finding. Raises DataProblem("node_not_in_table") where the scores lack the index. Source: JRC-COIN statistical audits, such as
    those of the Global Innovation Index; Saisana, d'Hombres & Saltelli (2011); Paruolo, Saisana & Saltelli (2013).
    """
    if subject.framework.root not in subject.scores.nodes:
        raise DataProblem("node_not_in_table", node=subject.framework.root, found=len(subject.scores.nodes))
    correlations = correlate(subject.scores)
    links, groups = _links(subject, correlations), _groups(subject)
    importance = importance_among_siblings(subject.scores, subject.framework, subject.weights, correlations)
    for_index = importance_for_index(subject.scores, subject.framework, subject.weights, correlations)
    added = _added_value(subject, correlations, limits)
    findings = (
        *_coverage_findings(subject, limits),
        *_link_findings(links, limits),
        *_sibling_findings(subject, correlations, limits),
        *_group_findings(groups, limits),
        *_redundancy_findings(subject, correlations, limits),
        *_balance_findings(importance, limits),
        *_silence_findings(for_index, limits),
        *_added_value_findings(added, limits),
        *_robustness_findings(subject, limits),
    )
    return Audit(
        verdicts=_verdicts(subject, findings, added, limits),
        findings=findings,
        coverage=_coverage(subject.raw),
        links=links,
        groups=groups,
        importance=importance,
        index_importance=for_index,
        added_value=added,
        robustness=_robustness(subject, limits),
        limits=limits,
    )


def _coverage(raw: Table) -> Coverage:
    gaps = np.isnan(raw.values)
    by_indicator, by_place = gaps.mean(axis=0).tolist(), gaps.mean(axis=1).tolist()
    shares = dict(zip(raw.nodes, by_indicator, strict=True)), dict(zip(raw.places, by_place, strict=True))
    return Coverage(float(gaps.mean()), *shares)


def _coverage_findings(subject: Audited, limits: Limits) -> Iterator[AuditFinding]:
    reported = describe(subject.raw)
    for code, share in zip(reported.nodes, reported.known_share.tolist(), strict=True):
        if share < limits.known:
            yield AuditFinding("indicator_few_values", "coverage", "warning", share, limits.known, (code,))
    counts = count_places(subject.raw)
    for place, share in zip(counts.places, counts.known_share.tolist(), strict=True):
        if share < limits.known:
            yield AuditFinding("place_few_values", "coverage", "warning", share, limits.known, place=place)
    treated = describe(subject.treated, Flags(skewness=limits.skewness, kurtosis=limits.kurtosis))
    for at in np.flatnonzero(treated.has_outliers):
        skewness = float(treated.skewness[at])
        yield AuditFinding("outliers_left", "coverage", "warning", skewness, limits.skewness, (treated.nodes[at],))


def _scored(subject: Audited) -> tuple[Node, ...]:
    """Nodes below the index that have scores, in reading order."""
    present, root = set(subject.scores.nodes), subject.framework.root
    return tuple(node for node in subject.framework.nodes if node.code in present and node.code != root)


def _links(subject: Audited, correlations: Correlations) -> tuple[Link, ...]:
    scored = _scored(subject)
    aggregates = [node for node in scored if node.kind != "indicator"]
    return tuple(_link(node, subject.framework.node(node.parent), aggregates, correlations) for node in scored)


def _link(node: Node, parent: Node, aggregates: list[Node], correlations: Correlations) -> Link:
    rivals = {
        other.code: correlations.coefficient(node.code, other.code)
        for other in aggregates
        if other.level == parent.level and other.code not in (parent.code, node.code)
    }
    rivals = {code: value for code, value in rivals.items() if not math.isnan(value)}
    best = max(rivals, key=lambda code: rivals[code], default="")
    return Link(
        node.code,
        parent.code,
        correlations.coefficient(node.code, parent.code),
        correlations.p_value(node.code, parent.code),
        best,
        rivals.get(best, math.nan),
    )


def _link_findings(links: tuple[Link, ...], limits: Limits) -> Iterator[AuditFinding]:
    for link in links:
        where = ((link.node,), (link.parent,))
        if link.p_value > limits.significance:
            yield AuditFinding("parent_unrelated", "coherence", "note", link.p_value, limits.significance, *where)
        elif link.coefficient < 0:
            yield AuditFinding("parent_negative", "coherence", "warning", link.coefficient, 0.0, *where)
        elif link.coefficient < limits.weak:
            yield AuditFinding("parent_weak", "coherence", "note", link.coefficient, limits.weak, *where)
        if link.other_coefficient > link.coefficient + ROUNDING:
            against = (link.parent, link.other)
            found = (link.other_coefficient, link.coefficient)
            yield AuditFinding("better_elsewhere", "coherence", "note", *found, (link.node,), against)


def _sibling_findings(subject: Audited, correlations: Correlations, limits: Limits) -> Iterator[AuditFinding]:
    codes = [node.code for node in _scored(subject)]
    for pair in low_pairs(pairs_within(correlations, groups_at(subject.framework, codes)), 0.0):
        if pair.p_value <= limits.significance:
            nodes = (pair.first, pair.second)
            yield AuditFinding("siblings_negative", "coherence", "note", pair.coefficient, 0.0, nodes, (pair.group,))


def _groups(subject: Audited) -> tuple[Group, ...]:
    found = []
    for parent, nodes in children_in(subject.scores, subject.framework).items():
        own = components_of(subject.scores, nodes)
        first = own.rotation[:, 0].tolist() if own.rotation.shape[1] else [math.nan] * len(nodes)
        found.append(
            Group(
                parent,
                alpha(subject.scores, nodes),
                tuple(own.eigenvalues.tolist()),
                own.kaiser_count,
                own.first_share,
                dict(zip(nodes, first, strict=True)),
            )
        )
    return tuple(found)


def _group_findings(groups: tuple[Group, ...], limits: Limits) -> Iterator[AuditFinding]:
    for group in groups:
        about = (group.parent,)
        if group.alpha < limits.alpha:
            severity: Severity = "warning" if group.alpha < 0 else "note"
            yield AuditFinding("alpha_low", "coherence", severity, group.alpha, limits.alpha, about)
        if group.kaiser_count > 1:
            yield AuditFinding("dimensions_several", "coherence", "note", float(group.kaiser_count), 1.0, about)
        if group.first_share < limits.first_share - ROUNDING:
            found = (group.first_share, limits.first_share)
            yield AuditFinding("first_component_small", "coherence", "note", *found, about)
        for code, loading in group.loadings.items():
            if loading < -ROUNDING:
                yield AuditFinding("loading_opposite", "coherence", "warning", loading, 0.0, (code,), about)


def _redundancy_findings(subject: Audited, correlations: Correlations, limits: Limits) -> Iterator[AuditFinding]:
    by_code = subject.framework.by_code
    levels = {node.code: f"{node.level} {node.kind}" for node in _scored(subject)}
    for pair in pairs_within(correlations, levels):
        if pair.coefficient > limits.redundant:
            are_siblings = by_code[pair.first].parent == by_code[pair.second].parent
            code = "siblings_redundant" if are_siblings else "nodes_redundant"
            severity: Severity = "warning" if are_siblings else "note"
            nodes = (pair.first, pair.second)
            yield AuditFinding(code, "redundancy", severity, pair.coefficient, limits.redundant, nodes)


def _balance_findings(importance: tuple[Importance, ...], limits: Limits) -> Iterator[AuditFinding]:
    for one in importance:
        is_far = one.ratio > limits.more**2 or one.ratio < limits.less**2
        severity: Severity = "warning" if is_far else "note"
        where = ((one.node,), (one.target,))
        if one.ratio > limits.more:
            yield AuditFinding("counts_more", "balance", severity, one.ratio, limits.more, *where)
        if one.ratio < limits.less:
            yield AuditFinding("counts_less", "balance", severity, one.ratio, limits.less, *where)


def _silence_findings(for_index: tuple[Importance, ...], limits: Limits) -> Iterator[AuditFinding]:
    for one in for_index:
        where = ((one.node,), (one.target,))
        if one.p_value > limits.significance:
            yield AuditFinding("indicator_silent", "balance", "note", one.p_value, limits.significance, *where)
        elif one.coefficient < 0:
            yield AuditFinding("indicator_against_index", "balance", "warning", one.coefficient, 0.0, *where)


def _added_value(subject: Audited, correlations: Correlations, limits: Limits) -> tuple[AddedValue, ...]:
    """Aggregates below the index; empty where there are too few places to be so many ranks apart by more than chance."""
    index = rank(subject.scores.column(subject.framework.root))
    found = []
    for node in _scored(subject) if (index > 0).sum() >= 3 * limits.shift else ():
        if node.kind != "indicator":
            own = rank(subject.scores.column(node.code))
            both = (own > 0) & (index > 0)
            apart = np.abs(own[both] - index[both]) >= limits.shift
            share = float(apart.mean()) if both.any() else math.nan
            coefficient = correlations.coefficient(node.code, subject.framework.root)
            found.append(AddedValue(node.code, coefficient, share))
    return tuple(found)


def _added_value_findings(added: tuple[AddedValue, ...], limits: Limits) -> Iterator[AuditFinding]:
    for one in added:
        if one.share < limits.shift_share:
            yield AuditFinding("adds_little", "added_value", "note", one.share, limits.shift_share, (one.node,))


@dataclass(frozen=True, eq=False)
class _Banded:
    places: tuple[str, ...]
    ranks: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    widest: float


def _banded(subject: Audited, limits: Limits) -> _Banded | None:
    """The places that have both a rank and a band; None without bands."""
    if subject.bands is None:
        return None
    ranks = rank(subject.scores.column(subject.framework.root))
    low, high = np.asarray(subject.bands.low, np.float64), np.asarray(subject.bands.high, np.float64)
    if low.shape != ranks.shape or high.shape != ranks.shape:
        raise DataProblem("bands_do_not_fit", found=f"{low.shape}, {high.shape}", allowed=str(ranks.shape))
    keep = (ranks > 0) & ~np.isnan(low) & ~np.isnan(high)
    places = tuple(place for place, kept in zip(subject.scores.places, keep, strict=True) if kept)
    widest = limits.band_share * float((ranks > 0).sum())
    return _Banded(places, ranks[keep].astype(np.float64), low[keep], high[keep], widest)


def _robustness(subject: Audited, limits: Limits) -> Robustness | None:
    own = _banded(subject, limits)
    if own is None or not own.places:
        return None
    width, inside = own.high - own.low, (own.low <= own.ranks) & (own.ranks <= own.high)
    return Robustness(
        float(inside.mean()), float(np.median(width)), float(width.max()), float((width > own.widest).mean())
    )


def _robustness_findings(subject: Audited, limits: Limits) -> Iterator[AuditFinding]:
    own = _banded(subject, limits)
    if own is None:
        return
    for at, place in enumerate(own.places):
        low, high, found = float(own.low[at]), float(own.high[at]), float(own.ranks[at])
        if not low <= found <= high:
            edge = low if found < low else high
            yield AuditFinding("rank_outside_band", "robustness", "warning", found, edge, place=place)
        if high - low > own.widest:
            yield AuditFinding("rank_band_wide", "robustness", "note", high - low, own.widest, place=place)


def _verdicts(
    subject: Audited, findings: tuple[AuditFinding, ...], added: tuple[AddedValue, ...], limits: Limits
) -> tuple[Verdict, ...]:
    own = _banded(subject, limits)
    nodes = len(_scored(subject))
    examined = {
        "coverage": len(subject.raw.nodes) + len(subject.raw.places),
        "coherence": nodes + 1,
        "redundancy": nodes,
        "balance": nodes,
        "added_value": len(added),
        "robustness": len(own.places) if own else 0,
    }
    return tuple(_verdict(dimension, examined[dimension], findings, limits) for dimension in DIMENSIONS)


def _verdict(dimension: str, examined: int, findings: tuple[AuditFinding, ...], limits: Limits) -> Verdict:
    about = [finding for finding in findings if finding.dimension == dimension]
    flagged = len({code for finding in about for code in (*finding.nodes, *([finding.place] if finding.place else []))})
    share = flagged / examined if examined else math.nan
    word = "not_examined" if not examined else "sound" if share <= limits.sound else "fair"
    if share > limits.fair:
        word = "weak"
    return Verdict(dimension, f"{dimension}_{word}", examined, flagged)

"""Trace the figures of the statistical audit: back to the scores and ranks that they were worked out from."""

from collections.abc import Callable, Iterable, Mapping

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.auditing import ASPECTS, AuditFigures, figures_of
from hub.rooms.monitoring.engine.findings import AuditFinding
from hub.rooms.monitoring.engine.keys import ALL, Key
from hub.rooms.monitoring.engine.links import Link
from hub.rooms.monitoring.engine.run import Run

# What the number of a finding repeats, where that is printed elsewhere too.
_REPEATED: Mapping[str, str] = {
    "parent_negative": "correlation",
    "parent_weak": "correlation",
    "indicator_against_index": "index-correl",
    "counts_more": "importance-ratio",
    "counts_less": "importance-ratio",
    "alpha_low": "alpha",
    "dimensions_several": "components",
    "first_component_small": "component",
}


def audit_link(run: Run, key: Key) -> Link | None:
    """The way back of a figure of the audit; None where the key is of something else.

    Raises DataProblem: aspect_unknown where the node has no such figure, node_unknown.
    """
    if key.who != ALL or key.aspect not in ASPECTS:
        return None
    figures = figures_of(run)
    table = figures.tables[key.aspect]
    if key.what not in table:
        code = run.framework.node(key.what).code
        has = [aspect for aspect, others in figures.tables.items() if code in others]
        raise DataProblem("aspect_unknown", found=key.aspect, allowed=", ".join(has))
    return _link(figures, key.what, key.aspect, _CHILDREN[key.aspect](figures, key.what))


def _link(figures: AuditFigures, what: str, aspect: str, children: tuple[Link, ...] = ()) -> Link:
    code = f"link_audit_{aspect.replace('-', '_')}"
    key = figures.run.key(ALL, what, aspect)
    return Link(code, figures.figure(what, aspect), key, {"node": what}, None, children)


def _scores(figures: AuditFigures, *nodes: str) -> tuple[Link, ...]:
    """Scores of the places that have one for all of the nodes, place by place."""
    run, found = figures.run, []
    positions = [run.scores.nodes.index(node) for node in nodes]
    for place, values in zip(run.scores.places, run.scores.values[:, positions].tolist(), strict=True):
        if all(value == value for value in values):
            for node, value in zip(nodes, values, strict=True):
                found.append(Link("link_score", value, run.key(place, node, "score"), {"place": place, "node": node}))
    return tuple(found)


def _with_parent(figures: AuditFigures, node: str) -> tuple[Link, ...]:
    return _scores(figures, node, figures.run.framework.node(node).parent)


def _with_index(figures: AuditFigures, node: str) -> tuple[Link, ...]:
    return _scores(figures, node, figures.run.framework.root)


def _siblings(figures: AuditFigures, node: str) -> tuple[Link, ...]:
    """Correlations of all children of the node's parent: importance is shared out among them."""
    return _children(figures, figures.run.framework.node(node).parent)


def _children(figures: AuditFigures, parent: str) -> tuple[Link, ...]:
    own, known = figures.run.framework.children(parent), figures.tables["correlation"]
    return tuple(_link(figures, node.code, "correlation") for node in own if node.code in known)


def _ratio(figures: AuditFigures, node: str) -> tuple[Link, ...]:
    weight = Link("link_child", figures.run.weights[node], "", {"node": node, "weight": figures.run.weights[node]})
    return (_link(figures, node, "importance"), weight)


def _listed(figures: AuditFigures, what: str) -> tuple[Link, ...]:
    """The findings of a dimension or of a kind."""
    name = what.removeprefix("audit-")
    return _numbered(figures, lambda one: name in (one.dimension, one.code))


def _numbered(figures: AuditFigures, is_wanted: Callable[[AuditFinding], bool]) -> tuple[Link, ...]:
    numbered: Iterable[tuple[int, AuditFinding]] = enumerate(figures.audit.findings, start=1)
    return tuple(_link(figures, f"audit-{number}", "found") for number, one in numbered if is_wanted(one))


def _finding(figures: AuditFigures, what: str) -> tuple[Link, ...]:
    """The same number where it is printed elsewhere; the ends of the band where the finding is about a rank."""
    found = figures.audit.findings[int(what.removeprefix("audit-")) - 1]
    if found.dimension == "robustness":
        return _bands(figures, (found.place,))
    if found.code in _REPEATED:
        return (_link(figures, found.nodes[0], _REPEATED[found.code]),)
    return _scores(figures, *found.nodes) if found.nodes and found.dimension != "coverage" else ()


def _bands(figures: AuditFigures, places: Iterable[str]) -> tuple[Link, ...]:
    run, root = figures.run, figures.run.framework.root
    links = []
    for place in places:
        band = run.band(place, root)
        for aspect, value in (("rank-low", band.low), ("rank-high", band.high)) if band else ():
            parameters = {"node": root, "aspect": aspect, "replications": run.bands.replications if run.bands else 0}
            links.append(Link("link_rank_band", value, run.key(place, root, aspect), parameters))
    return tuple(links)


def _all_bands(figures: AuditFigures, what: str) -> tuple[Link, ...]:
    return _bands(figures, figures.run.scores.places)


def _nothing(figures: AuditFigures, what: str) -> tuple[Link, ...]:
    return ()


_CHILDREN: Mapping[str, Callable[[AuditFigures, str], tuple[Link, ...]]] = {
    "correlation": _with_parent,
    "index-correl": _with_index,
    "importance": _siblings,
    "importance-ratio": _ratio,
    "alpha": _children,
    "component": _children,
    "components": _children,
    "examined": _nothing,
    "flagged": _listed,
    "findings": _listed,
    "found": _finding,
    "limit": _nothing,
    "inside": _all_bands,
    "band-width": _all_bands,
    "wide": _all_bands,
}

"""Trace: from a printed figure back through the steps to the observation, its file and its row."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import INDEX
from hub.rooms.monitoring.engine.keys import ALL, Key, read_key
from hub.rooms.monitoring.engine.links import Link
from hub.rooms.monitoring.engine.moves import TABLES, TOTALS
from hub.rooms.monitoring.engine.observations import Observation
from hub.rooms.monitoring.engine.panel import gap_of, reason_not_selected
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.summaries import (
    STATISTICS,
    availability_of,
    count,
    member_values,
    statistic,
)
from hub.rooms.monitoring.engine.trace_audit import audit_link
from hub.rooms.monitoring.engine.trace_change import compared_link, moved_link

# The steps between an observation and a score, last first.
_BACKWARDS = ("normalised", "treated", "imputed", "screened", "denominated")


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure with its way back. `observations` are the rows at its end, in the order of the tree, each once."""

    key: str
    value: float | None
    root: Link
    observations: tuple[Observation, ...]


def trace(run: Run, text: str) -> Trace:
    """Follow a key back.

    Raises DataProblem: key_unreadable, key_of_other_run, place_unknown_in_run, node_unknown, group_unknown,
    aspect_unknown, figure_unknown.
    """
    key = read_key(text)
    if not run.id.startswith(key.run):
        raise DataProblem("key_of_other_run", found=key.run, allowed=run.id[:8])
    root = audit_link(run, key) or (_of_group(run, key) if key.who.startswith("@") else _of_place(run, key))
    return Trace(text, root.value, root, tuple(dict.fromkeys(_leaves(root))))


def value_of(run: Run, text: str) -> float | None:
    """The figure that a key stands for; None is a gap."""
    return trace(run, text).value


def _leaves(link: Link) -> list[Observation]:
    found = [link.observation] if link.code == "link_observation" and link.observation else []
    return [*found, *(leaf for child in link.children for leaf in _leaves(child))]


def _of_place(run: Run, key: Key) -> Link:
    place, node = key.who, key.what
    if place not in run.places.position:
        raise DataProblem("place_unknown_in_run", found=place, run=run.id)
    if key.what == "places" and key.aspect == "availability":
        return Link("link_availability", availability_of(run, place), str(key), {"of": len(run.framework.indicators)})
    kind = run.framework.node(node).kind
    measured = kind in ("indicator", "denominator")
    aspect = key.aspect or ("value" if measured else "score")
    if aspect in TABLES:
        return compared_link(run, place, node, aspect)
    if aspect == "tier":
        return _tier(run, place, node)
    if aspect == "rank" or aspect.startswith("rank-") or aspect == "top":
        return _rank(run, place, node, aspect)
    if aspect in ("value", "low", "high") and measured:
        return _reported(run, place, node, aspect)
    if aspect == "score":
        return _score(run, place, node)
    raise DataProblem("aspect_unknown", found=aspect, allowed="value, low, high, score, rank, top, tier, change")


def _of_group(run: Run, key: Key) -> Link:
    if run.editions and key.who == ALL and key.what in TOTALS and key.aspect in ("", "count"):
        return moved_link(run, run.editions, key)
    total = count(run, key.who, key.what)
    if total is not None and key.aspect in ("", "count"):
        inputs = {"files": ", ".join(one.name for one in run.inputs)} if key.who == ALL else {}
        return Link("link_total", total, str(key), {"what": key.what, **inputs})
    if key.aspect == "weight":
        return Link("link_weight", run.effective.get(key.what), str(key), {"node": key.what})
    node = run.framework.node(key.what)
    aspect = key.aspect or "median"
    if aspect not in (*STATISTICS, "count"):
        raise DataProblem("aspect_unknown", found=aspect, allowed=", ".join((*STATISTICS, "count", "weight")))
    members = member_values(run, key.who, node.code)
    measured = node.kind in ("indicator", "denominator")
    children = tuple(
        _reported(run, place, node.code, "value") if measured else _brief(run, place, node.code, value)
        for place, value in members
    )
    value = statistic(run, key.who, node.code, aspect)
    return Link("link_statistic", value, str(key), {"statistic": aspect, "members": len(members)}, None, children)


def _brief(run: Run, place: str, node: str, value: float) -> Link:
    return Link("link_score", value, run.key(place, node, "score"), {"place": place, "node": node})


def _rank(run: Run, place: str, node: str, aspect: str) -> Link:
    if node not in run.ranked:
        raise DataProblem("figure_unknown", found=f"{node}:{aspect}", allowed=", ".join(run.ranked))
    band, position = run.band(place, node), run.rank(place, node)
    values: dict[str, float | None] = {"rank": position}
    if band:
        values |= {"rank-median": band.median, "rank-low": band.low, "rank-high": band.high, "top": band.top}
    of = int((run.ranks[:, run.ranked.index(node)] > 0).sum())
    parameters: dict[str, Any] = {"node": node, "of": of, "aspect": aspect}
    if run.bands and band:
        parameters |= {"low": band.low, "high": band.high, "replications": run.bands.replications}
    code = "link_rank" if aspect == "rank" else "link_rank_band"
    return Link(code, values.get(aspect), run.key(place, node, aspect), parameters, None, (_score(run, place, node),))


def _tier(run: Run, place: str, node: str) -> Link:
    if run.bands is None or node != run.ranked[0]:
        raise DataProblem("figure_unknown", found=f"{node}:tier", allowed=f"{INDEX}:tier")
    rows = {code: row for row, code in enumerate(run.bands.places)}
    tier = int(run.bands.tiers[rows[place]]) or None if place in rows else None
    parameters = {"replications": run.bands.replications}
    return Link("link_tier", tier, run.key(place, node, "tier"), parameters, None, (_score(run, place, node),))


def _score(run: Run, place: str, node: str) -> Link:
    """Score of an area or the index from its children; of an indicator from its value."""
    reason = run.places.kept_out[run.places.position[place]]
    if reason is not None:
        return Link("link_kept_out", None, run.key(place, node, "score"), {"reason": reason})
    if run.framework.node(node).kind == "indicator":
        return _indicator_score(run, place, node)
    children = tuple(
        Link(
            "link_child",
            run.score(place, child.code),
            run.key(place, child.code, "score"),
            {"node": child.code, "weight": run.weights[child.code]},
            None,
            (_score(run, place, child.code),),
        )
        for child in run.framework.children(node)
        if child.code in run.weights
    )
    step = run.step("aggregated")
    of_level = step.parameters.get("levels", {}).get(run.framework.node(node).kind, step.method)
    method = step.columns.get(node, {}).get("method", of_level)
    with_value = sum(child.value is not None for child in children)
    parameters = {"node": node, "method": method, "with_value": with_value, "of": len(children)}
    return Link("link_score", run.score(place, node), run.key(place, node, "score"), parameters, None, children)


def _indicator_score(run: Run, place: str, node: str) -> Link:
    """The normalised value, and every earlier step that changed the cell, down to the observation."""
    if node in run.nodes_out:
        return Link("link_node_out", None, run.key(place, node, "score"), {"reason": run.nodes_out[node]})
    link = _reported(run, place, node, "value")
    for step in reversed([run.step(name) for name in _BACKWARDS if any(one.name == name for one in run.steps)]):
        value = step.table.cell(place, node)
        change = next((cell for cell in step.cells if cell.place == place and cell.node == node), None)
        used = dict(step.columns.get(node, {}))
        if step.name == "normalised":
            # What the step does to others says nothing about a node that is scaled by a method of its own.
            parameters = used if "method" in used else {"method": step.method, **step.parameters, **used}
            link = Link("link_normalised", value, run.key(place, node, "score"), parameters, None, (link,))
        elif change is not None:
            parameters = {"method": change.method, "before": change.before, **step.parameters, **used}
            link = Link(f"link_{step.name}", value, "", parameters, None, (link,))
    return link


def _reported(run: Run, place: str, node: str, aspect: str) -> Link:
    """The selected observation (or the reason for the gap), and the ones that were passed over."""
    positions = run.observations.positions(place, node)
    selected = -1
    if place in run.panel.places:
        selected = int(run.panel.cells[run.panel.places.index(place), run.panel.nodes.index(node)])
    passed = tuple(
        Link(
            "link_passed_over",
            _value(run, int(position)),
            "",
            {"reason": reason_not_selected(run.observations, int(position), selected, run.recipe.vintage)},
            run.observations.at(int(position)),
        )
        for position in positions[::-1]
        if position != selected
    )
    key = run.key(place, node, "" if aspect == "value" else aspect)
    if selected >= 0 and not np.isnan(run.observations.value[selected]):
        one = run.observations.at(selected)
        return Link("link_observation", getattr(one, aspect), key, {"aspect": aspect}, one, passed)
    kept_out = run.places.kept_out[run.places.position[place]]
    reason = gap_of(run.observations, place, node, run.recipe.vintage)
    parameters: dict[str, Any] = {"reason": kept_out if kept_out and place not in run.panel.places else reason}
    said = run.observations.at(selected) if selected >= 0 else None
    return Link("link_gap", None, key, parameters, said, passed)


def _value(run: Run, position: int) -> float | None:
    value = run.observations.value[position]
    return None if np.isnan(value) else float(value)

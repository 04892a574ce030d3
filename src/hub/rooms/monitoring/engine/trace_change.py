"""Traces of figures of two editions: back to both scores, and to what was known of every indicator at the time."""

from dataclasses import replace
from typing import Any

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.change import EFFECTS, STAGES
from hub.rooms.monitoring.engine.compared import Editions
from hub.rooms.monitoring.engine.keys import Key
from hub.rooms.monitoring.engine.links import Link
from hub.rooms.monitoring.engine.moves import EFFECT_ASPECTS, Moves
from hub.rooms.monitoring.engine.panel import gap_of
from hub.rooms.monitoring.engine.run import Run

# Aspects of the later of two editions; the others are of the earlier one.
LATER = ("score-later", "rank-later", "later-low", "later-high")
RANKS_THEN = {
    "then-low": "link_rank_band_low",
    "then-high": "link_rank_band_high",
    "later-low": "link_rank_band_low",
    "later-high": "link_rank_band_high",
}


def compared_link(run: Run, place: str, node: str, aspect: str) -> Link:
    """A figure of the earlier or the later edition, or of what lies between them."""
    editions = run.editions
    if editions is None or node not in {*editions.stages.before.nodes, *editions.stages.after.nodes}:
        raise DataProblem("figure_unknown", found=f"{node}:{aspect}", allowed=", ".join(run.ranked))
    value = Moves(editions).figure(place, node, aspect)
    if value is None:
        reason = Moves(editions).gap(place, node, aspect)
        return Link("link_gap", None, run.key(place, node, aspect), {"reason": reason})
    if aspect.startswith("change"):
        return _change(run, editions, place, node, aspect=aspect)
    at = int(aspect in LATER)
    if aspect.startswith("score-"):
        return _score_then(run, editions, place, node, at=at)
    scores, bands = (editions.stages.before, editions.stages.after)[at], editions.bands[at]
    parameters: dict[str, Any] = {"node": node, "day": (editions.earlier, editions.later)[at].isoformat()}
    parameters |= {"of": int((~np.isnan(scores.column(node))).sum()), "replications": bands.replications}
    code = RANKS_THEN.get(aspect, "link_rank_then")
    child = _score_then(run, editions, place, node, at=at)
    return Link(code, value, run.key(place, node, aspect), parameters, None, (child,))


def _change(run: Run, editions: Editions, place: str, node: str, *, aspect: str) -> Link:
    """A change or an effect leads to both scores; an effect says the two stages that it is the difference of."""
    effect = EFFECT_ASPECTS.get(aspect)
    parameters: dict[str, Any] = {"node": node, **_days(editions)}
    code = "link_change"
    if effect:
        tables = list(editions.stages.known.values())
        after = list(editions.stages.known).index(STAGES[EFFECTS.index(effect) + 1])
        parameters |= {"of": tables[after - 1].cell(place, node), "to": tables[after].cell(place, node)}
        code = f"link_change_{effect}"
    both = tuple(_score_then(run, editions, place, node, at=at) for at in (0, 1))
    value = Moves(editions).figure(place, node, aspect)
    return Link(code, value, run.key(place, node, aspect), parameters, None, both)


def _days(editions: Editions) -> dict[str, Any]:
    return {"earlier": editions.earlier.isoformat(), "later": editions.later.isoformat()}


def _score_then(run: Run, editions: Editions, place: str, node: str, *, at: int) -> Link:
    """The score in the earlier (0) or later (1) edition, down to what stood for each of its indicators."""
    aspect, day = ("score-earlier", "score-later")[at], (editions.earlier, editions.later)[at]
    children = tuple(_known_then(run, editions, place, one, at=at) for one in _indicators_under(run, node))
    parameters = {"node": node, "day": day.isoformat()}
    value = Moves(editions).figure(place, node, aspect)
    return Link("link_score_then", value, run.key(place, node, aspect), parameters, None, children)


def _indicators_under(run: Run, node: str) -> list[str]:
    """Indicators below a node, each followed by what it is divided by."""
    found = []
    for child in run.framework.children(node):
        if child.kind == "indicator":
            found += [child.code, child.denominator] if child.denominator else [child.code]
        else:
            found += _indicators_under(run, child.code)
    return found


def _known_then(run: Run, editions: Editions, place: str, node: str, *, at: int) -> Link:
    panel, day = editions.panels[at], (editions.earlier, editions.later)[at]
    parameters = {"node": node, "day": day.isoformat()}
    position = int(panel.cells[panel.places.index(place), panel.nodes.index(node)])
    one = run.observations.at(position) if position >= 0 else None
    if one and (value := one.value) is not None:
        row = Link("link_observation", value, "", {"aspect": "value"}, one)
        return Link("link_known_then", value, "", parameters, None, (row,))
    reason = gap_of(run.observations, place, node, replace(run.recipe.vintage, date=day))
    return Link("link_known_then", None, "", parameters, None, (Link("link_gap", None, "", {"reason": reason}),))


def moved_link(run: Run, editions: Editions, key: Key) -> Link:
    """How many places moved so, and which they are."""
    moves, root = Moves(editions), editions.stages.after.nodes[0]
    children = tuple(
        Link(
            "link_moved",
            moves.figure(place, root, "change"),
            run.key(place, root, "change"),
            {"place": run.places.name(place)},
        )
        for place in moves.places(key.what)
    )
    return Link(f"link_{key.what}", moves.total(key.what), str(key), _days(editions), None, children)

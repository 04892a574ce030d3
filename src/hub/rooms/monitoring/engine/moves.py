"""Figures of two editions by place and node: what the report prints and the package holds is looked up and traced here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hub.rooms.monitoring.engine.change import EFFECTS, NO_SCORE, VERDICTS
from hub.rooms.monitoring.engine.compared import Editions
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.uncertainty import Bands

EFFECT_ASPECTS = {f"change-{effect}": effect for effect in EFFECTS}


def _ranks(table: Table) -> Table:
    """Printed ranks of an edition; NaN where there is no score."""
    ranks = rank(table.values).astype(float)
    return Table(table.places, table.nodes, np.where(ranks == 0, np.nan, ranks))


def _ends(bands: Bands, side: str) -> Table:
    return Table(bands.places, bands.nodes, getattr(bands, side))


def _effect(editions: Editions, effect: str) -> Table:
    return Table(editions.change.places, editions.change.nodes, editions.change.effects[effect])


# Aspect of a key -> where its figures stand.
TABLES: Mapping[str, Callable[[Editions], Table]] = {
    "score-earlier": lambda editions: editions.stages.before,
    "score-later": lambda editions: editions.stages.after,
    "change": lambda editions: Table(editions.change.places, editions.change.nodes, editions.change.total),
    "change-revision": lambda editions: _effect(editions, "revision"),
    "change-data": lambda editions: _effect(editions, "data"),
    "change-peers": lambda editions: _effect(editions, "peers"),
    "change-method": lambda editions: _effect(editions, "method"),
    "rank-earlier": lambda editions: _ranks(editions.stages.before),
    "then-low": lambda editions: _ends(editions.bands[0], "low"),
    "then-high": lambda editions: _ends(editions.bands[0], "high"),
    "rank-later": lambda editions: _ranks(editions.stages.after),
    "later-low": lambda editions: _ends(editions.bands[1], "low"),
    "later-high": lambda editions: _ends(editions.bands[1], "high"),
}
TOTALS = (*VERDICTS, "places_compared", "places_entered", "places_left")


@dataclass(frozen=True, eq=False)
class Moves:
    """Look-ups in two editions; each table is made once, when it is first asked for."""

    editions: Editions

    @cached_property
    def _found(self) -> dict[str, tuple[Mapping[str, int], Mapping[str, int], list[list[float]]]]:
        return {}

    def figure(self, place: str, node: str, aspect: str) -> float | None:
        """A figure of `TABLES`; None is a gap, or a place or node that was in one of the editions only."""
        if aspect not in self._found:
            table = TABLES[aspect](self.editions)
            self._found[aspect] = (_positions(table.places), _positions(table.nodes), table.values.tolist())
        rows, columns, values = self._found[aspect]
        if place not in rows or node not in columns:
            return None
        value = values[rows[place]][columns[node]]
        return None if value != value else value

    @cached_property
    def verdicts(self) -> Mapping[str, str]:
        """Place -> verdict on its rank by the index, for the places of both editions."""
        summary = self.editions.summary
        return dict(zip(summary.places, summary.verdicts, strict=True))

    def places(self, verdict: str) -> tuple[str, ...]:
        """Places with this verdict, the best later rank first; ties in the order of their codes."""
        root = self.editions.stages.after.nodes[0]
        found = [
            (self.figure(place, root, "rank-later"), place) for place, own in self.verdicts.items() if own == verdict
        ]
        return tuple(place for _, place in sorted(found, key=lambda one: (one[0] or np.inf, one[1])))

    def total(self, what: str) -> float | None:
        """How many places have a verdict, are in both editions, came in or left; None where there is no such total."""
        change = self.editions.change
        counts = {
            **self.editions.summary.counts,
            "places_compared": len(change.places),
            "places_entered": len(change.entered),
            "places_left": len(change.left),
        }
        return float(counts[what]) if what in counts else None

    def gap(self, place: str, node: str, aspect: str) -> Reason:
        """Why a figure is not there."""
        change, effect = self.editions.change, EFFECT_ASPECTS.get(aspect, "")
        if effect in change.unknown:
            return change.unknown[effect]
        for passage in (*change.entered, *change.left):
            if passage.place == place:
                return passage.reason
        for cell in change.gaps:
            if (cell.place, cell.node) == (place, node):
                return cell.reason
        return NO_SCORE["before" if node in change.nodes_entered else "after"]


def _positions(codes: tuple[str, ...]) -> dict[str, int]:
    return {code: position for position, code in enumerate(codes)}

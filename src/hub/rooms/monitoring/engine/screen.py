"""Screen: leave out indicators and places about which too little is known."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.steps import Step, Table


@dataclass(frozen=True, eq=False)
class Screening:
    """The step, and why each place or indicator that it left out was left out."""

    step: Step
    places_out: Mapping[str, Reason]
    nodes_out: Mapping[str, Reason]


def availability(table: Table) -> NDArray[np.float64]:
    """(places,) share of indicators that have a value, 0 to 1."""
    return (~np.isnan(table.values)).sum(axis=1) / max(len(table.nodes), 1)


def screen(table: Table, places: float, indicators: float) -> Screening:
    """Keep indicators that at least this share of places has, then places that have at least this share of those.

    Both shares 0 to 1; 0 keeps everything. Raises DataProblem("nothing_left") where all places or indicators would go.
    Source: COINr `Screen` (byNA).
    """
    known = ~np.isnan(table.values)
    share = known.sum(axis=0) / max(len(table.places), 1)
    keep_nodes = share >= indicators
    nodes = tuple(node for node, keep in zip(table.nodes, keep_nodes, strict=True) if keep)
    kept = Table(table.places, nodes, table.values[:, keep_nodes])
    own = availability(kept)
    keep_places = own >= places
    if not nodes or not keep_places.any():
        raise DataProblem("nothing_left", step="screen", places=places, indicators=indicators)
    codes = tuple(place for place, keep in zip(table.places, keep_places, strict=True) if keep)
    after = Table(codes, nodes, kept.values[keep_places].copy())
    places_out = {
        place: Reason("place_too_few_values", _shares(own[row], places, known[row][keep_nodes].sum(), len(nodes)))
        for row, place in enumerate(table.places)
        if not keep_places[row]
    }
    nodes_out = {
        node: Reason("indicator_too_few_places", _shares(share[at], indicators, known[:, at].sum(), len(table.places)))
        for at, node in enumerate(table.nodes)
        if not keep_nodes[at]
    }
    columns: dict[str, dict[str, float | str]] = {
        node: {"availability": float(share[at])} for at, node in enumerate(table.nodes)
    }
    step = Step("screened", "availability", {"places": places, "indicators": indicators}, after, (), columns)
    return Screening(step, places_out, nodes_out)


def _shares(found: float, least: float, known: int, of: int) -> dict[str, float | int]:
    return {"found": float(found), "least": least, "known": int(known), "of": of}

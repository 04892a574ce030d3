"""Do the replications of a what-if in the background, telling how far they are."""

import time
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np

from hub.kit.errors import Problem
from hub.rooms.monitoring.actions.whatifs import claim_whatif, fail_whatif, finish_whatif, note_whatif
from hub.rooms.monitoring.engine.uncertainty import Bands
from hub.rooms.monitoring.engine.what_if import what_if
from hub.rooms.monitoring.engine.workbench import Bench, Choices, answer, weights_of
from hub.rooms.monitoring.files.traces import run_of
from hub.rooms.monitoring.files.workbench import workbench_of
from hub.rooms.monitoring.models import WhatIf
from hub.rooms.monitoring.phrases import say

# Seconds between two notes of progress.
PACE = 0.25


def run_whatif(whatif_id: int) -> None:
    """Do a what-if that is waiting or was interrupted; a second call while one is at work does nothing."""
    whatif = claim_whatif(whatif_id)
    if whatif is None:
        return
    try:
        result = _result(whatif)
    except Problem as problem:
        fail_whatif(whatif_id, say(problem))
        return
    except Exception:
        # The page of the what-if must say that it failed before the worker logs why.
        fail_whatif(whatif_id, traceback.format_exc(limit=-1).splitlines()[-1])
        raise
    finish_whatif(whatif_id, result)


def _result(whatif: WhatIf) -> dict[str, list[Any]]:
    bench = workbench_of(whatif.edition)
    nominal = answer(bench, Choices(whatif.multipliers, whatif.normalisation, whatif.aggregation))
    bands = what_if(
        run_of(whatif.edition),
        weights_of(bench, whatif.multipliers),
        replications=whatif.replications,
        seed=whatif.seed,
        progress=_noting(whatif.pk),
        normalisation=whatif.normalisation,
        aggregation=whatif.aggregation,
    )
    return _columns(bench, bands, nominal.rank.tolist())


def _columns(bench: Bench, bands: Bands, ranks: list[int]) -> dict[str, list[Any]]:
    rows = [bands.places.index(place) for place in bench.places]
    at = bands.nodes.index(bench.branches[0].code)
    tables = {"median": bands.median, "low": bands.low, "high": bands.high, "top": bands.top}
    columns = {
        name: [None if np.isnan(value) else value for value in table[rows, at].tolist()]
        for name, table in tables.items()
    }
    scored = [rank if columns["median"][row] is not None else 0 for row, rank in enumerate(ranks)]
    return {"places": list(bench.places), "rank": scored, "first": [bands.first], **columns}


def _noting(whatif_id: int) -> Callable[[float], None]:
    """Notes progress, but not more often than a reader can see."""
    last = 0.0

    def note(share: float) -> None:
        nonlocal last
        if time.monotonic() - last >= PACE:
            last = time.monotonic()
            note_whatif(whatif_id, share)

    return note

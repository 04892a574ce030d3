"""The published file of the workbench: all that a browser needs to weigh and rank an edition anew."""

import json
import math
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.workbench import DRAWS, Bench, bench_of
from hub.rooms.monitoring.files.traces import run_of
from hub.rooms.monitoring.models import Edition

FORMAT = 1
# An edition is never changed: a file of another format is made anew, not written over.
NAME = f"workbench-{FORMAT}.json"
# The published normalisation that a browser does for itself, to the last bit; the values of any other are in the file.
DONE_THERE = "minmax"


def workbench_text(run: Run) -> str:
    """The file as JSON; values in full, so that the browser's scores are the printed ones.

    Raises what `engine.workbench.bench_of` raises.
    """
    bench, normalised = bench_of(run), run.step("normalised")
    scale = {name: normalised.parameters[name] for name in ("low", "high") if normalised.method == DONE_THERE}
    written = {
        "format": FORMAT,
        "run": run.id,
        "places": [[code, run.places.name(code)] for code in bench.places],
        "printed": [_printed(run, code, bench.branches[0].code) for code in bench.places],
        "nodes": [
            {"code": one.code, "parent": one.parent, "kind": one.kind, "weight": one.weight}
            | ({} if one.kind == "indicator" else {"method": one.method, "threshold": one.threshold})
            for one in bench.branches
        ],
        "values": _columns(bench.values),
        **({"scale": scale} if _can_be_done_there(run, bench) else {"published": _columns(bench.published)}),
        "draws": {
            "number": DRAWS,
            "spreads": bench.spreads.tolist(),
            "scales": bench.scales,
            "means": bench.means,
            "strata": b64encode(bench.strata.tobytes()).decode(),
        },
    }
    return json.dumps(written, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _printed(run: Run, place: str, node: str) -> list[int] | None:
    """Rank in the report, and the band around it in whole ranks."""
    rank, band = run.rank(place, node), run.band(place, node)
    return [rank, math.floor(band.low), math.ceil(band.high)] if rank and band else None


def _can_be_done_there(run: Run, bench: Bench) -> bool:
    """Whether plain min-max of the values gives the published ones, bit by bit."""
    step = run.step("normalised")
    if step.method != DONE_THERE or not {"low", "high"} <= set(step.parameters):
        return False
    low, high = step.parameters["low"], step.parameters["high"]
    least, most = np.nanmin(bench.values, axis=0), np.nanmax(bench.values, axis=0)
    again = (bench.values - least) / (most - least) * (high - low) + low
    return np.array_equal(again, bench.published, equal_nan=True)


def _columns(values: NDArray[np.float64]) -> list[list[float | int | None]]:
    return [[_shortest(value) for value in column] for column in values.T.tolist()]


def _shortest(value: float) -> float | int | None:
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def write_workbench(run: Run, folder: Path) -> None:
    """Write the file beside the other files of an edition; one that cannot be re-weighed has none, and its page says why."""
    try:
        text = workbench_text(run)
    except DataProblem:
        return
    (folder / NAME).write_text(text, encoding="utf-8")


def workbench_file(edition: Edition, folder: Path) -> bytes:
    """The file as it lies beside the edition, or made now for an edition that was built before there was one."""
    kept = folder / NAME
    return kept.read_bytes() if kept.is_file() else _made_now(edition.pk, edition.run_id)


@lru_cache(maxsize=4)
def _made_now(pk: int, _run_id: str) -> bytes:
    return workbench_text(run_of(Edition.objects.get(pk=pk))).encode()


def workbench_of(edition: Edition) -> Bench:
    """The bench of an edition, kept for the next reader."""
    return _bench(edition.pk, edition.run_id)


@lru_cache(maxsize=4)
def _bench(pk: int, _run_id: str) -> Bench:
    return bench_of(run_of(Edition.objects.get(pk=pk)))


def seed_of_whatifs(run: Run) -> int:
    """Seed of the replications on the server: that of the edition, so that the same question has the same answer."""
    plan = run.recipe.plan("uncertainty")
    own = int(plan.parameters["seed"]) if plan else 0
    return seed_of(run.seed if run.seed is not None else own, "whatif")

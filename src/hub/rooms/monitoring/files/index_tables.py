"""The folder of an index: every step as a table, ranks, bands, replications, and the lock that repeats it."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from hub.commons.tables.inputs import Input
from hub.commons.tables.writing import csv_text, json_text, write_text
from hub.rooms.monitoring.engine.replay import Replay
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.uncertainty import Bands

LOCK = "recipe.lock.json"
FORMAT = 1
# What linear algebra and optimisers leave in the last places differs between machines.
DIGITS = 12


def significant(value: float) -> float:
    """Twelve digits; a gap stays one."""
    return float(f"{value:.{DIGITS}g}") + 0.0 if np.isfinite(value) else float("nan")


def plain(value: float) -> float | None:
    """The same for JSON, which has no gap."""
    found = significant(float(value))
    return None if np.isnan(found) else found


def yes(claim: object) -> str:
    """A truth value as text."""
    return "true" if claim else "false"


def write_steps(run: Run, folder: Path) -> None:
    """OUT/steps: the code of the place, then one column a node, for every step after the selection."""
    for step in run.steps[1:]:
        rows = ((place, *own) for place, own in zip(step.table.places, step.table.values.tolist(), strict=True))
        write_text(folder / "steps" / f"{step.name}.csv", csv_text(("place", *step.table.nodes), rows))


def write_ranks(run: Run, folder: Path) -> None:
    """ranks.csv and ranks_in_groups.csv; a place without a score has an empty cell."""
    places = run.scores.places
    rows: Iterable[tuple[Any, ...]] = (
        (place, *_known(own)) for place, own in zip(places, run.ranks.tolist(), strict=True)
    )
    write_text(folder / "ranks.csv", csv_text(("place", *run.ranked), rows))
    rows = (
        (place, grouping, run.places.group_of(place, grouping), *_known(own))
        for grouping, table in run.group_ranks.items()
        for place, own in zip(places, table.tolist(), strict=True)
    )
    write_text(folder / "ranks_in_groups.csv", csv_text(("place", "grouping", "group", *run.ranked), rows))


def _known(ranks: Sequence[int]) -> list[int | None]:
    return [rank or None for rank in ranks]


def write_bands(run: Run, bands: Bands, folder: Path) -> None:
    """uncertainty.csv: the index first, then every other ranked node; tiers are those of the index."""
    rows: list[tuple[Any, ...]] = []
    for column, node in enumerate(bands.nodes):
        nominal = _nominal(run, node, bands.places)
        tiers = _known(bands.tiers.tolist()) if column == 0 else [None] * len(bands.places)
        spread = (bands.mean, bands.median, bands.low, bands.high, bands.top)
        found = ([significant(one) for one in table[:, column].tolist()] for table in spread)
        rows += [(place, node, *own) for place, *own in zip(bands.places, nominal, *found, tiers, strict=True)]
    header = ("place", "node", "nominal", "mean", "median", "q5", "q95", "top", "tier")
    write_text(folder / "uncertainty.csv", csv_text(header, rows))


def write_replications(run: Run, replay: Replay, folder: Path) -> None:
    """OUT/replications: scores and ranks of the index, nominal and in every given replication."""
    header = ("place", "nominal", *(f"r_{number}" for number in range(1, len(replay.scores) + 1)))
    root = run.framework.root
    own_score = dict(zip(run.scores.places, run.scores.column(root).tolist(), strict=True))
    scores = (
        (place, own_score[place], *map(significant, own))
        for place, own in zip(replay.places, replay.scores.T.tolist(), strict=True)
    )
    write_text(folder / "replications" / "scores.csv", csv_text(header, scores))
    ranks = (
        (place, nominal, *_known(own))
        for place, nominal, own in zip(
            replay.places, _nominal(run, root, replay.places), replay.ranks.T.tolist(), strict=True
        )
    )
    write_text(folder / "replications" / "ranks.csv", csv_text(header, ranks))


def _nominal(run: Run, node: str, places: Sequence[str]) -> list[int | None]:
    """Ranks of the places in a node; None where there is none."""
    own = dict(zip(run.scores.places, run.ranks[:, run.ranked.index(node)].tolist(), strict=True))
    return [own[place] or None for place in places]


def write_lock(run: Run, folder: Path, others: Mapping[str, Input]) -> str:
    """recipe.lock.json, and its id: 12 hexadecimal digits over everything that the results depend on.

    others  role -> input besides the tables, e.g. the design. Versions of libraries are not here: the same comes out under others.
    """
    content = {
        "format": FORMAT,
        "date": run.recipe.date.isoformat(),
        "recipe": run.recipe.text,
        "framework": run.framework.text.splitlines(),
        "inputs": [
            *({"kind": one.kind, "name": one.name, "rows": one.rows, "sha256": one.sha256} for one in run.inputs),
            *({"kind": role, "name": one.name, "sha256": one.sha256} for role, one in sorted(others.items())),
        ],
        "seed": run.choices.seed if run.choices else run.seed,
        "replications": run.choices.replications if run.choices else 0,
    }
    code = sha256(json_text(content).encode()).hexdigest()[:12]
    write_text(folder / LOCK, json_text({**content, "id": code}))
    return code

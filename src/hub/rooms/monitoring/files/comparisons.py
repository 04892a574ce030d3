"""Two editions on disk: the scores at every stage between them, the bands of both, and what each place came to."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from hub.commons.tables.writing import csv_text, read_number, read_rows, write_text
from hub.rooms.monitoring.engine.change import Stages
from hub.rooms.monitoring.engine.compared import Editions, editions_of
from hub.rooms.monitoring.engine.moves import Moves
from hub.rooms.monitoring.engine.observations import Observations
from hub.rooms.monitoring.engine.panel import Panel, select
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.recipe import Vintage
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.files.bands import ahead_text, ranks_text, read_bands

FOLDER = "change"
EDITIONS = ("earlier", "later")
# Column of the table of the package -> aspect of the key of its figures.
COLUMNS: Mapping[str, str] = {
    "score_earlier": "score-earlier",
    "score_later": "score-later",
    "total": "change",
    "data": "change-data",
    "revision": "change-revision",
    "peers": "change-peers",
    "method": "change-method",
    "rank_earlier": "rank-earlier",
    "rank_earlier_5th_percentile": "then-low",
    "rank_earlier_95th_percentile": "then-high",
    "rank_later": "rank-later",
    "rank_later_5th_percentile": "later-low",
    "rank_later_95th_percentile": "later-high",
}


def write_editions(editions: Editions, folder: Path) -> None:
    """Write the stages, the bands of both editions and who came or left into `folder`/change."""
    for name, table in editions.stages.known.items():
        rows = ((place, *values) for place, values in zip(table.places, table.values.tolist(), strict=True))
        write_text(folder / FOLDER / f"{name}.csv", csv_text(("place", *table.nodes), rows))
    ends = (editions.stages.before, editions.stages.after)
    for name, bands, scores in zip(EDITIONS, editions.bands, ends, strict=True):
        write_text(folder / FOLDER / f"uncertainty_{name}.csv", ranks_text(bands, rank(scores.values)))
        write_text(folder / FOLDER / f"ahead_{name}.csv", ahead_text(bands))
    write_text(folder / FOLDER / "passages.csv", _passages(editions))


def _passages(editions: Editions) -> str:
    found = {"entered": editions.change.entered, "left": editions.change.left}
    rows = (
        (one.place, passage, one.reason.code, json.dumps(dict(one.reason.parameters), sort_keys=True, default=str))
        for passage, places in found.items()
        for one in places
    )
    return csv_text(("place", "passage", "reason", "parameters"), rows)


def lock_of_editions(editions: Editions | None) -> Mapping[str, Any] | None:
    """What the lock of a run says of its two editions; None where it compares none."""
    if editions is None:
        return None
    days = zip(EDITIONS, (editions.earlier, editions.later), editions.bands, strict=True)
    return {
        name: {"date": day.isoformat(), "replications": bands.replications, "first": bands.first}
        for name, day, bands in days
    }


def read_editions(
    lock: Mapping[str, Any],
    folder: Path,
    observations: Observations,
    *,
    panel: Panel,
    vintage: Vintage,
) -> Editions:
    """The two editions that were written; panels are selected anew, for the places and nodes of the run's own panel."""
    home = folder / FOLDER
    revised = _table(home / "revised.csv") if (home / "revised.csv").is_file() else None
    before, same_scale, new_peers, after = (
        _table(home / f"{name}.csv") for name in ("before", "same_scale", "new_peers", "after")
    )
    days = {name: date.fromisoformat(lock[name]["date"]) for name in EDITIONS}
    old, new = (
        read_bands(
            home / f"uncertainty_{name}.csv",
            home / f"ahead_{name}.csv",
            table.places,
            table.nodes,
            replications=lock[name]["replications"],
            first=lock[name]["first"],
        )
        for name, table in zip(EDITIONS, (before, after), strict=True)
    )
    earlier, later = (
        select(observations, panel.places, panel.nodes, replace(vintage, date=day)) for day in days.values()
    )
    return editions_of(
        days["earlier"],
        days["later"],
        Stages(before, revised, same_scale, new_peers, after),
        (old, new),
        panels=(earlier, later),
        reasons={
            row["place"]: Reason(row["reason"], json.loads(row["parameters"]))
            for row in read_rows(home / "passages.csv")
        },
    )


def _table(path: Path) -> Table:
    rows = read_rows(path)
    nodes = tuple(name for name in rows[0] if name != "place")
    values = np.array([[read_number(row[node]) for node in nodes] for row in rows])
    return Table(tuple(row["place"] for row in rows), nodes, values)


def changes_text(editions: Editions) -> str:
    """What each place came to, one row a place and node of both editions; a table of the package."""
    moves, change = Moves(editions), editions.change
    return csv_text(("place", "node", *COLUMNS, "verdict"), _changes(moves, change.places, change.nodes))


def _changes(moves: Moves, places: Iterable[str], nodes: tuple[str, ...]) -> Iterable[tuple[Any, ...]]:
    for place in places:
        for node in nodes:
            verdict = moves.verdicts[place] if node == nodes[0] else ""
            yield place, node, *(moves.figure(place, node, aspect) for aspect in COLUMNS.values()), verdict

"""Finished shards on disk, so that a run that was stopped goes on where it was."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import is_zipfile

import numpy as np

from hub.rooms.academy.engine.analytics.enrolments import Enrolments
from hub.rooms.academy.engine.analytics.spans import Spans
from hub.rooms.academy.engine.analytics.summary import Summary
from hub.rooms.academy.engine.analytics.tallies import Cell, Scores, Tally

TABLES = {"spans": Spans, "enrolments": Enrolments, "scores": Scores}


def path_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.npz"


def is_kept(folder: Path, name: str) -> bool:
    """Whether a file of that name is there and whole."""
    path = path_of(folder, name)
    return path.is_file() and is_zipfile(path)


def keep_summary(folder: Path, name: str, summary: Summary) -> None:
    _keep(folder, name, summary.cells, {one.name: getattr(summary, one.name) for one in fields(Summary)[1:]})


def read_summary(folder: Path, name: str) -> Summary:
    with np.load(path_of(folder, name)) as kept:
        return Summary(_cells(kept), **{one.name: kept[one.name] for one in fields(Summary)[1:]})


def keep_tally(folder: Path, name: str, tally: Tally) -> None:
    columns = {
        f"{table}_{one.name}": getattr(getattr(tally, table), one.name)
        for table, kind in TABLES.items()
        for one in fields(kind)
    }
    _keep(folder, name, tally.cells, {"events": tally.events, **columns})


def read_tally(folder: Path, name: str) -> Tally:
    with np.load(path_of(folder, name)) as kept:
        tables: dict[str, Any] = {
            table: kind(**{one.name: kept[f"{table}_{one.name}"] for one in fields(kind)})
            for table, kind in TABLES.items()
        }
        return Tally(_cells(kept), kept["events"], **tables)


def drop_others(folder: Path, names: Collection[str]) -> None:
    """Remove what is no longer needed: tallies hold keys of persons, and earlier exports are not counted again."""
    for path in folder.iterdir():
        if path.suffix != ".npz" or path.stem not in names:
            path.unlink()


def _keep(folder: Path, name: str, cells: tuple[Cell, ...], columns: Mapping[str, Any]) -> None:
    """Written beside and renamed: a file is whole or not there. Two that write the same write the same bytes."""
    path = path_of(folder, name)
    with NamedTemporaryFile(dir=folder, suffix=".draft", delete=False) as draft:
        np.savez(draft, cells=np.array(cells, dtype=np.str_).reshape(-1, 2), **columns)
    Path(draft.name).replace(path)


def _cells(kept: Mapping[str, Any]) -> tuple[Cell, ...]:
    return tuple((str(course), str(city)) for course, city in kept["cells"])

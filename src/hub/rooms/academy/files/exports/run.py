"""`hub xapi export`: everything that the store has and the folder has not, exactly once.

The manifest is the truth. A step writes new files beside the old ones and changes the manifest last, by one rename: whoever ends
the run at any moment leaves the state before the step or the one after it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from hub.kit.errors import DataProblem
from hub.rooms.academy.files.exports import tables
from hub.rooms.academy.files.exports.disk import Disk, alone_in
from hub.rooms.academy.files.exports.erasures import carry_out
from hub.rooms.academy.files.exports.manifest import (
    READER,
    ExportFile,
    Manifest,
    clean_up,
    read_manifest,
    write_manifest,
)
from hub.rooms.academy.files.exports.reader import READER_SQL
from hub.rooms.academy.queries import exports as store

Progress = Callable[[int, int], None]
# Statements that become one set of files.
CHUNK = 250_000


@dataclass(frozen=True, slots=True)
class Exported:
    """What a run has added, and what there is now.

    statements  added
    voided      exported before and voided since
    renewed     exported before and changed since, because a person was forgotten
    position    the last sequence in the folder, `files` of statements there
    """

    statements: int
    voided: int
    renewed: int
    position: int
    files: int


def export_statements(
    folder: Path, *, progress: Progress = lambda done, of: None, disk: Disk | None = None, chunk: int = CHUNK
) -> Exported:
    """Bring a folder up to date with the store; run again, it goes on where it stopped.

    Errors: export_folder_taken, export_running, export_manifest_unreadable, export_file_missing, export_ahead.
    """
    folder, disk = folder.resolve(), disk or Disk()
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in(folder), tables.open_tables() as connection:
        before = read_manifest(folder)
        upto = store.last_sequence()
        if before.position > upto:
            raise DataProblem("export_ahead", folder=str(folder), found=before.position, allowed=upto)
        clean_up(folder, before, disk)
        _write_reader(folder, disk)
        after, renewed = before, 0
        for end in (*range(before.position + chunk, upto, chunk), upto):
            erased = store.erased_since(after.erasures, after.position)
            after = _step(connection, folder, after, end, erased=erased, disk=disk)
            renewed += len(erased.sequences)
            progress(end - before.position, upto - before.position)
    voided = _rows(after.voided) - _rows(before.voided)
    return Exported(after.position - before.position, voided, renewed, after.position, len(after.files))


def _step(
    connection: duckdb.DuckDBPyConnection, folder: Path, before: Manifest, end: int, *,
    erased: store.Erased, disk: Disk,
) -> Manifest:  # fmt: skip
    """Statements up to `end`, and what has happened to those that are in the folder already."""
    codes = store.codes_by_city()
    files = carry_out(connection, folder, before, erased, codes=codes, disk=disk)
    replaced = [old for old, new in zip(before.files, files, strict=True) if old != new]
    _read_chunk(connection, before.position, end, codes)
    files = tables.write_chunk(connection, folder, files, disk) or [tables.write_empty(connection, folder, disk)]
    later = store.voided_later(before.position, end)
    voided = before.voided
    if voided is None or later:
        voided = tables.write_voided(connection, folder, disk, before=voided, added=later, position=end)
    after = Manifest(end, erased.number, tuple(files), voided)
    if after != before:
        write_manifest(folder, after, disk)
    # What a forgotten person is in goes at once; files that were only joined stay for those who read now, until the next run.
    for file in replaced:
        disk.remove(folder / file.path)
    return after


def _read_chunk(connection: duckdb.DuckDBPyConnection, after: int, upto: int, codes: Mapping[int, str]) -> None:
    voided = store.voided_between(after, upto)
    tables.stage(connection, store.rows_between(after, upto), codes, voided, table="chunk")


def _write_reader(folder: Path, disk: Disk) -> None:
    reader = folder / READER
    if not reader.exists() or reader.read_text("utf-8") != READER_SQL:
        disk.write(reader, READER_SQL)


def _rows(file: ExportFile | None) -> int:
    return file.rows if file else 0

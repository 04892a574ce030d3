"""Forgotten people in files that are there already: the files that hold statements of theirs are written anew."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import duckdb

from hub.rooms.academy.files.exports.disk import Disk
from hub.rooms.academy.files.exports.manifest import ExportFile, Manifest, described
from hub.rooms.academy.files.exports.tables import COLUMNS, parquet, quoted, stage, write
from hub.rooms.academy.queries.exports import Erased, rows_at, voided_between


def carry_out(
    connection: duckdb.DuckDBPyConnection, folder: Path, before: Manifest, erased: Erased, *,
    codes: Mapping[int, str], disk: Disk,
) -> list[ExportFile]:  # fmt: skip
    """The files with the statements as they read now; those that hold none of them stay as they are.

    A file that is written anew gets a name that says so: the old one counts until the manifest changes.
    """
    if not erased.sequences:
        return list(before.files)
    voided = voided_between(0, before.position) & erased.sequences
    connection.execute("TRUNCATE anew")
    stage(connection, rows_at(sorted(erased.sequences)), codes, voided, table="anew")
    affected = _affected(connection, folder, before.files)
    return [
        _written_anew(connection, folder, file, erased.number, disk) if file.path in affected else file
        for file in before.files
    ]


def _affected(connection: duckdb.DuckDBPyConnection, folder: Path, files: Sequence[ExportFile]) -> frozenset[str]:
    listed = ", ".join(quoted(str(folder / file.path)) for file in files)
    found = connection.execute(
        f"SELECT DISTINCT filename FROM read_parquet([{listed}], filename = true, hive_partitioning = false)"  # noqa: S608
        " WHERE sequence IN (SELECT sequence FROM anew)"
    ).fetchall()
    return frozenset(Path(name).relative_to(folder).as_posix() for (name,) in found)


def _written_anew(
    connection: duckdb.DuckDBPyConnection, folder: Path, file: ExportFile, number: int, disk: Disk
) -> ExportFile:
    """The same rows; a city keeps the code under which it was exported."""
    target = folder / PurePosixPath(file.path).parent / f"{file.first}-{file.last}.after-{number}.parquet"
    old, names = parquet(folder / file.path), ", ".join(COLUMNS)
    query = (
        f"SELECT {names} FROM {old} WHERE sequence NOT IN (SELECT sequence FROM anew)"  # noqa: S608 - names are ours
        f" UNION ALL SELECT {names} FROM (SELECT * REPLACE ({quoted(file.city)} AS city) FROM anew)"
        f" WHERE sequence IN (SELECT sequence FROM {old}) ORDER BY sequence"
    )
    write(connection, query, target, disk)
    return described(folder, target, city=file.city, first=file.first, last=file.last, rows=file.rows)

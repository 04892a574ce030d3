"""Rows as Parquet, by DuckDB. One chunk is in memory at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from hub.rooms.academy.files.exports.disk import Disk, unfinished
from hub.rooms.academy.files.exports.manifest import CITY, ExportFile, described
from hub.rooms.academy.queries.exports import Stored

NO_CITY = "none"
# A file of a city with fewer rows than this is joined to the next ones: many small files are slow to read.
SMALL = 50_000
MEMORY = "512MB"
# Rows that are handed to DuckDB at once.
BATCH = 10_000
COLUMNS = {
    "sequence": "BIGINT NOT NULL", "id": "VARCHAR NOT NULL", "stored": "TIMESTAMPTZ NOT NULL", "timestamp": "TIMESTAMPTZ",
    "actor": "BIGINT NOT NULL", "verb": "VARCHAR NOT NULL", "object": "VARCHAR NOT NULL", "registration": "VARCHAR",
    "course": "VARCHAR", "parent": "VARCHAR", "success": "BOOLEAN", "completion": "BOOLEAN", "scaled": "DOUBLE",
    "raw": "DOUBLE", "duration_seconds": "DOUBLE", "city": "VARCHAR NOT NULL", "credential": "BIGINT NOT NULL",
    "voided": "BOOLEAN NOT NULL",
}  # fmt: skip
_NUMBERS = {"BIGINT": np.int64, "TIMESTAMPTZ": np.int64, "DOUBLE": np.float64, "BOOLEAN": np.bool_}
_WRITTEN = "(FORMAT parquet, COMPRESSION zstd)"


def open_tables() -> duckdb.DuckDBPyConnection:
    """A database in memory with empty tables: `chunk` for the rows to come, `anew` for those that have changed."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute("SET TimeZone = 'UTC'")
    for table in ("chunk", "anew"):
        connection.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
    return connection


def stage(
    connection: duckdb.DuckDBPyConnection, rows: Iterator[Stored], codes: Mapping[int, str], voided: frozenset[int], *,
    table: str,
) -> None:  # fmt: skip
    """Add rows to a table."""
    chosen = ", ".join(f"make_timestamptz({name})" if "TIMESTAMPTZ" in kind else name for name, kind in COLUMNS.items())
    while cells := [_cells(stored, codes, voided) for stored in islice(rows, BATCH)]:
        columns = zip(COLUMNS.items(), zip(*cells, strict=True), strict=True)
        batch = {name: _array(column, kind) for (name, kind), column in columns}  # noqa: F841 - DuckDB reads it by name
        connection.execute(f"INSERT INTO {table} SELECT {chosen} FROM batch")  # noqa: S608 - names are ours


def write_chunk(
    connection: duckdb.DuckDBPyConnection, folder: Path, files: Sequence[ExportFile], disk: Disk
) -> list[ExportFile]:
    """Write the chunk, a file for each city, and empty it; returns the files that there are now."""
    kept = list(files)
    tails = {file.city: file for file in files}
    counts = "SELECT city, min(sequence), max(sequence), count(*) FROM chunk GROUP BY city ORDER BY city"
    for city, first, last, rows in connection.execute(counts).fetchall():
        # S608: values are quoted; DuckDB takes no parameters in the name of a file
        query = f"SELECT * FROM chunk WHERE city = {quoted(city)}"  # noqa: S608
        tail = tails.get(city)
        if tail and tail.rows < SMALL:
            query += f" UNION ALL SELECT * FROM {parquet(folder / tail.path)}"  # noqa: S608
            first, rows = (tail.first if tail.rows else first), rows + tail.rows
            kept.remove(tail)
        target = folder / f"{CITY}{city}" / f"{first}-{last}.parquet"
        write(connection, f"{query} ORDER BY sequence", target, disk)
        kept.append(described(folder, target, city=city, first=first, last=last, rows=rows))
    connection.execute("TRUNCATE chunk")
    return kept


def write_empty(connection: duckdb.DuckDBPyConnection, folder: Path, disk: Disk) -> ExportFile:
    """A file without rows: so that there is something to read before the first statement comes."""
    target = folder / f"{CITY}{NO_CITY}" / "0-0.parquet"
    write(connection, "SELECT * FROM chunk LIMIT 0", target, disk)
    return described(folder, target, city=NO_CITY, first=0, last=0, rows=0)


def write_voided(
    connection: duckdb.DuckDBPyConnection, folder: Path, disk: Disk, *,
    before: ExportFile | None, added: Iterable[int], position: int,
) -> ExportFile:  # fmt: skip
    """The side file of the statements that were voided after their export: those of before and those added."""
    connection.execute("CREATE OR REPLACE TABLE voided (sequence BIGINT NOT NULL)")
    if before:
        connection.execute(f"INSERT INTO voided FROM {parquet(folder / before.path)}")
    batch = {"sequence": np.array(sorted(added), dtype=np.int64)}  # noqa: F841
    connection.execute("INSERT INTO voided FROM batch")
    target = folder / "voided" / f"{position}.parquet"
    write(connection, "SELECT DISTINCT sequence FROM voided ORDER BY sequence", target, disk)
    rows = connection.execute("SELECT count(DISTINCT sequence) FROM voided").fetchall()[0][0]
    return described(folder, target, city="", first=0, last=position, rows=rows)


def write(connection: duckdb.DuckDBPyConnection, query: str, target: Path, disk: Disk) -> None:
    """The rows of a query as a Parquet file."""
    part = unfinished(target)
    connection.execute(f"COPY ({query}) TO {quoted(str(part))} {_WRITTEN}")
    disk.keep(part, target)


def parquet(path: Path) -> str:
    """A file as DuckDB reads it, the city from the file and not from its folder."""
    return f"read_parquet({quoted(str(path))}, hive_partitioning = false)"


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _cells(stored: Stored, codes: Mapping[int, str], voided: frozenset[int]) -> tuple[Any, ...]:
    """The cells of a row in the order of COLUMNS."""
    row = stored.row
    city = codes.get(stored.city, f"city-{stored.city}") if stored.city else NO_CITY
    return (
        stored.sequence, stored.id, stored.stored, row.timestamp, row.actor, row.verb, row.object, row.registration,
        row.course, row.parent, row.success, row.completion, row.scaled, row.raw, row.duration_seconds,
        city, stored.credential, stored.sequence in voided,
    )  # fmt: skip


def _array(cells: tuple[Any, ...], kind: str) -> Any:
    number = _NUMBERS.get(kind.split()[0])
    if number is None:
        return np.array(cells, dtype=object)
    if "NOT NULL" in kind:
        return np.array(cells, dtype=number)
    gaps = [cell is None for cell in cells]
    return np.ma.masked_array(np.array([0 if cell is None else cell for cell in cells], dtype=number), mask=gaps)

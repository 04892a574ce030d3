"""Exports of a few events, and what is true of them by plain Python."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from typing import Any

import duckdb

from hub.rooms.academy.files.exports.manifest import described

COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
MINUTE, DAY = 60_000_000, 86_400_000_000
# Cut points 10, 25, 50, 75 and 90 per cent among twentieths.
TWENTIETHS = (1, 4, 9, 14, 17)


@dataclass(frozen=True)
class Row:
    """A row of an export. `at`: microseconds since 1970, None where the timestamp could not be read."""

    at: int | None = 0
    actor: int = 1
    course: str | None = "https://hub.example/courses/1"
    registration: str | None = None
    verb: str = EXPERIENCED
    completion: bool | None = None
    scaled: float | None = None
    voided: bool = False
    stored: int = 0

    @property
    def moment(self) -> int:
        return self.stored if self.at is None else self.at

    @property
    def completes(self) -> bool:
        return self.verb == COMPLETED or self.completion is True


def registration(number: int) -> str:
    """A UUID; those of 0 to 9 differ in the first half, the others in the second."""
    return f"{number:08x}-0000-4000-8000-000000000000" if number < 10 else f"00000000-0000-4000-8000-{number:012x}"


def write_events(folder: Path, files: Mapping[str, Sequence[Sequence[Row]]], *, gone: Sequence[int] = ()) -> Path:
    """An export with the files of each city. Sequences run from 1 in the order given; `gone` were voided after their export."""
    listed, sequence = [], 0
    for city, rows_of_files in files.items():
        for rows in rows_of_files:
            first = sequence + 1
            cells = []
            for row in rows:
                sequence += 1
                cells.append((sequence, *astuple(row), city))
            path = folder / f"city={city}" / f"{first}-{sequence}.parquet"
            _write(path, cells)
            listed.append(described(folder, path, city=city, first=first, last=sequence, rows=len(rows)))
    side = folder / "voided" / f"{sequence}.parquet"
    side.parent.mkdir()
    duckdb.execute(f"COPY (SELECT unnest({list(gone)}::BIGINT[]) AS sequence) TO '{side}' (FORMAT parquet)")
    voided = described(folder, side, city="", first=0, last=sequence, rows=len(gone))
    told = {
        "layout": 1,
        "position": sequence,
        "erasures": 0,
        "files": [asdict(one) for one in listed],
        "voided": asdict(voided),
    }
    (folder / "manifest.json").write_text(json.dumps(told))
    return folder


def _write(path: Path, cells: Sequence[tuple[Any, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("""
            CREATE TABLE given (sequence BIGINT, moment BIGINT, actor BIGINT, course VARCHAR, registration VARCHAR, verb VARCHAR,
                completion BOOLEAN, scaled DOUBLE, voided BOOLEAN, stored BIGINT, city VARCHAR)
        """)
        if cells:
            connection.executemany(f"INSERT INTO given VALUES ({', '.join('?' * 11)})", cells)
        connection.execute(
            'COPY (SELECT * EXCLUDE (moment) REPLACE (make_timestamptz(stored) AS stored), make_timestamptz(moment) AS "timestamp" FROM given'
            f" ORDER BY sequence) TO '{path}' (FORMAT parquet)"
        )


def told_plainly(files: Mapping[str, Sequence[Sequence[Row]]], *, gone: Sequence[int] = ()) -> list[list[Any]]:
    """The rows of the table of courses, from every event looked at by itself."""
    cells, sequence = defaultdict(list), 0
    for city, rows_of_files in files.items():
        for row in (row for rows in rows_of_files for row in rows):
            sequence += 1
            if not row.voided and row.verb != VOIDED and sequence not in gone:
                cells[row.course or "", city].append(row)
    return [[*cell, *_row(rows)] for cell, rows in sorted(cells.items())]


def _row(rows: Sequence[Row]) -> list[Any]:
    lengths = [length for actor in {row.actor for row in rows} for length in session_lengths(rows, actor)]
    enrolments = {row.registration for row in rows if row.registration}
    waits = []
    for one in enrolments:
        done = [row.moment for row in rows if row.registration == one and row.completes]
        if done:
            waits.append(min(done) - min(row.moment for row in rows if row.registration == one))
    scores = [row.scaled for row in rows if row.scaled is not None]
    share = len(waits) / len(enrolments) if enrolments else None
    counts = [len(rows), len({row.actor for row in rows}), len(enrolments), len(waits), len(lengths), len(scores)]
    seconds, days = [length / 1_000_000 for length in lengths], [wait / DAY for wait in waits]
    return [*counts, share, *_cut_points(seconds), *_cut_points(days), *_cut_points(scores)]


def session_lengths(rows: Sequence[Row], actor: int) -> list[int]:
    """Of one person's events, in microseconds."""
    moments = sorted(row.moment for row in rows if row.actor == actor)
    breaks = [
        0,
        *(place for place, (one, other) in enumerate(pairwise(moments), 1) if other - one > 30 * MINUTE),
        len(moments),
    ]
    return [moments[end - 1] - moments[begin] for begin, end in pairwise(breaks)]


def _cut_points(numbers: Sequence[float]) -> list[float | None]:
    """By the standard library's inclusive method, which is R's type 7; it asks for two numbers."""
    if not numbers:
        return [None] * len(TWENTIETHS)
    points = quantiles([*numbers] if len(numbers) > 1 else [*numbers] * 2, n=20, method="inclusive")
    return [points[place] for place in TWENTIETHS]

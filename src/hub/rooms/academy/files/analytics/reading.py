"""From files of an export to a tally: DuckDB reads and reduces, the engine counts.

One thread and bounded memory for each call; the executor runs several at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np

from hub.rooms.academy.engine.analytics.enrolments import NEVER, Enrolments
from hub.rooms.academy.engine.analytics.plan import Shard
from hub.rooms.academy.engine.analytics.spans import Ints, spans_of
from hub.rooms.academy.engine.analytics.tallies import Cell, Scores, Tally, join

MEMORY = "256MB"
STATED = """
CREATE TEMP VIEW stated AS
SELECT * FROM read_parquet(getvariable('paths'), hive_partitioning = false, file_row_number = true)
WHERE file_row_number >= getvariable('first') AND file_row_number < getvariable('last') AND voided IS NOT TRUE
"""
ALL = "CREATE TEMP VIEW counted AS FROM stated"
NOT_VOIDED = """
CREATE TEMP VIEW counted AS
FROM stated WHERE sequence NOT IN (SELECT sequence FROM read_parquet(getvariable('voided')))
"""
# What says of another statement that it is void is no event of a learner.
EVENT = """
CREATE TEMP VIEW event AS
SELECT coalesce(course, '') AS course, city, actor, epoch_us(coalesce("timestamp", stored)) AS moment, registration, scaled,
    verb = 'http://adlnet.gov/expapi/verbs/completed' OR coalesce(completion, false) AS completes
FROM counted WHERE verb <> 'http://adlnet.gov/expapi/verbs/voided'
"""
NUMBERS = """
CREATE TEMP TABLE cell AS SELECT course, city, count(*) AS events FROM event GROUP BY ALL;
CREATE TYPE course_name AS ENUM (SELECT DISTINCT course FROM cell ORDER BY course);
CREATE TYPE city_name AS ENUM (SELECT DISTINCT city FROM cell ORDER BY city)
"""
CELLS = """
SELECT course, city, enum_code(course::course_name) AS course_number, enum_code(city::city_name) AS city_number, events
FROM cell ORDER BY course, city
"""
EVENTS = """
SELECT enum_code(course::course_name) AS course, enum_code(city::city_name) AS city, actor, moment FROM event
"""
SCORES = """
SELECT enum_code(course::course_name) AS course, enum_code(city::city_name) AS city, scaled
FROM event WHERE scaled IS NOT NULL
"""
ENROLMENTS = """
WITH enrolment AS (
    SELECT course, city, registration, min(moment) AS first, min(moment) FILTER (completes) AS completed
    FROM event WHERE registration IS NOT NULL GROUP BY ALL
), known AS (
    SELECT *, replace(registration::UUID::VARCHAR, '-', '') AS digits FROM enrolment
)
SELECT enum_code(course::course_name) AS course, enum_code(city::city_name) AS city,
    ('0x' || digits[:16])::UBIGINT AS high, ('0x' || digits[17:])::UBIGINT AS low, first, completed
FROM known
"""


class ShardUnreadable(Exception):
    """A file that cannot be read: (its path or that of the first of several, what was found). Sent between machines."""

    @property
    def file(self) -> str:
        return str(self.args[0])

    @property
    def found(self) -> str:
        return str(self.args[1])


@dataclass(frozen=True, slots=True)
class Numbering:
    """Cells in order with their events, and the codes that DuckDB's numbers of course and city make, in the same order.

    codes  (cell,)  number of the course x `cities` + number of the city, ascending, with gaps
    """

    cells: tuple[Cell, ...]
    events: Ints
    codes: Ints
    cities: int

    def codes_of(self, columns: Mapping[str, Any]) -> Ints:
        codes: Ints = columns["course"].astype(np.int64) * self.cities + columns["city"]
        return codes

    def cells_of(self, codes: Ints) -> Ints:
        return np.searchsorted(self.codes, codes)


def tally_of(shard: Shard, *, voided: str = "") -> Tally:
    """Read a shard and add it up. Raises ShardUnreadable.

    voided  path of the file with sequences that do not count; blank where there are none
    """
    return join([_read(reading, voided) for reading in _readings(shard)])


@dataclass(frozen=True, slots=True)
class Reading:
    """Files that are read at once, from the row `first` of each to before `last`."""

    paths: list[str]
    first: int
    last: int


def _readings(shard: Shard) -> Iterator[Reading]:
    """Whole files at once, and each of the others by itself."""
    whole = [one.source for one in shard.stretches if one.is_whole]
    if whole:
        yield Reading([source.path for source in whole], 0, max(source.rows for source in whole))
    for one in shard.stretches:
        if not one.is_whole:
            yield Reading([one.source.path], one.first, one.last)


def _read(reading: Reading, voided: str) -> Tally:
    with TemporaryDirectory() as spilled:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "memory_limit": MEMORY,
            "temp_directory": spilled,
        }
        with duckdb.connect(config=settings) as connection:
            try:
                _open(connection, reading, voided)
                return _tally(connection, reading.paths[0])
            except duckdb.Error as error:
                raise ShardUnreadable(reading.paths[0], str(error).partition("\n")[0]) from None


def _open(connection: duckdb.DuckDBPyConnection, reading: Reading, voided: str) -> None:
    connection.execute("SET VARIABLE paths = ?", [reading.paths])
    connection.execute("SET VARIABLE first = ?", [reading.first])
    connection.execute("SET VARIABLE last = ?", [reading.last])
    connection.execute("SET VARIABLE voided = ?", [voided])
    for statement in (STATED, NOT_VOIDED if voided else ALL, EVENT, NUMBERS):
        connection.execute(statement)


def _tally(connection: duckdb.DuckDBPyConnection, path: str) -> Tally:
    numbering = _numbering(connection)
    events = connection.execute(EVENTS).fetchnumpy()
    for name in ("actor", "moment"):
        if np.ma.is_masked(events[name]):
            raise ShardUnreadable(path, f"a row without {name}")
    # codes are made cells only where events have become fewer spans
    spans = spans_of(numbering.codes_of(events), events["actor"], events["moment"])
    spans = replace(spans, cell=numbering.cells_of(spans.cell))
    del events
    known, scored = (connection.execute(query).fetchnumpy() for query in (ENROLMENTS, SCORES))
    completed = np.ma.filled(known["completed"], NEVER)
    cells = numbering.cells_of(numbering.codes_of(known))
    enrolments = Enrolments(cells, known["high"], known["low"], known["first"], completed)
    scores = Scores(numbering.cells_of(numbering.codes_of(scored)), scored["scaled"])
    return Tally(numbering.cells, numbering.events, spans, enrolments, scores)


def _numbering(connection: duckdb.DuckDBPyConnection) -> Numbering:
    rows = connection.execute(CELLS).fetchall()
    cities = 1 + max((city for _, _, _, city, _ in rows), default=0)
    codes = np.array([course * cities + city for _, _, course, city, _ in rows], np.int64)
    events = np.array([count for *_, count in rows], np.int64)
    return Numbering(tuple((course, city) for course, city, *_ in rows), events, codes, cities)

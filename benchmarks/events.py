"""Learning records: an export of 20 million events to completion, sessions and percentiles of every course in every city.

Ours is the command as people run it, start and writing included: `hub xapi analyse`. The peer is DuckDB alone, one plain SQL query
with two threads over the same files of the same run. Both must write the same numbers. Seconds are wall, medians of the rounds, which
take turns; memory is the resident sum of the process tree, shared pages counted once for each process.
Usage: make bench-events, or python benchmarks/events.py --events 1000000 --rounds 1
"""

import argparse
import csv
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb
import numpy as np

from hub.rooms.academy.files.exports.disk import Disk
from hub.rooms.academy.files.exports.manifest import ExportFile, Manifest, described, write_manifest

CITIES, COURSES, WORKERS = 356, 40, 2
EVENTS_IN_FILE = 400_000
SECONDS, MEGABYTES = 10.0, 1024.0
MICROSECONDS, DAY = 1_000_000, 86_400 * 1_000_000
SHARED_KEYS = 2
VERBS = ("initialized", "experienced", "answered", "progressed", "completed")
ANSWERED, COMPLETED = 2, 4

# The columns of an export. Texts are made of numbers here: DuckDB is faster at it than Python.
COLUMNS = """
    sequence::BIGINT AS sequence,
    md5(sequence::VARCHAR)::UUID::VARCHAR AS id,
    make_timestamptz(stored) AS stored,
    make_timestamptz(moment) AS "timestamp",
    actor::BIGINT AS actor,
    'http://adlnet.gov/expapi/verbs/' || (getvariable('verbs'))[verb + 1] AS verb,
    'https://hub.example/courses/' || course || '/units/' || unit AS object,
    CASE WHEN enrolment >= 0 THEN md5('r' || enrolment)::UUID::VARCHAR END AS registration,
    CASE WHEN course >= 0 THEN 'https://hub.example/courses/' || course END AS course,
    NULL::VARCHAR AS parent,
    NULL::BOOLEAN AS success,
    CASE WHEN completes THEN true END AS completion,
    CASE WHEN NOT isnan(scaled) THEN scaled END AS scaled,
    NULL::DOUBLE AS raw,
    NULL::DOUBLE AS duration_seconds,
    getvariable('city') AS city,
    1::BIGINT AS credential,
    voided
"""

PEER = """
COPY (
WITH event AS (
    SELECT coalesce(course, '') AS course, city, actor, epoch_us(coalesce("timestamp", stored)) AS moment, registration, scaled,
        verb = 'http://adlnet.gov/expapi/verbs/completed' OR coalesce(completion, false) AS completes
    FROM read_parquet(getvariable('export') || '/city=*/*.parquet', hive_partitioning = false)
    WHERE NOT voided AND verb <> 'http://adlnet.gov/expapi/verbs/voided' AND sequence NOT IN (
        SELECT sequence FROM read_parquet(getvariable('export') || '/voided/*.parquet'))
), gapped AS (
    SELECT course, city, actor, moment, moment - lag(moment) OVER person AS gap
    FROM event WINDOW person AS (PARTITION BY course, city, actor ORDER BY moment)
), numbered AS (
    SELECT course, city, actor, moment, count(*) FILTER (gap > 1800000000) OVER (
        PARTITION BY course, city, actor ORDER BY moment ROWS UNBOUNDED PRECEDING) AS number
    FROM gapped
), session AS (
    SELECT course, city, actor, number, count(*) AS events, max(moment) - min(moment) AS length FROM numbered GROUP BY ALL
), sessions AS (
    SELECT course, city, sum(events) AS events, count(DISTINCT actor) AS people, count(*) AS sessions,
        quantile_cont(length / 1e6, [0.1, 0.25, 0.5, 0.75, 0.9]) AS seconds
    FROM session GROUP BY ALL
), enrolment AS (
    SELECT course, city, registration, min(moment) AS first, min(moment) FILTER (completes) AS completed
    FROM event WHERE registration IS NOT NULL GROUP BY ALL
), enrolments AS (
    SELECT course, city, count(*) AS enrolments, count(completed) AS completed,
        quantile_cont((completed - first) / 86400e6, [0.1, 0.25, 0.5, 0.75, 0.9]) AS days
    FROM enrolment GROUP BY ALL
), scores AS (
    SELECT course, city, count(*) AS scores, quantile_cont(scaled, [0.1, 0.25, 0.5, 0.75, 0.9]) AS scaled
    FROM event WHERE scaled IS NOT NULL GROUP BY ALL
)
SELECT course, city, events, people, coalesce(enrolments, 0), coalesce(completed, 0), sessions, coalesce(scores, 0),
    completed / enrolments, seconds[1], seconds[2], seconds[3], seconds[4], seconds[5],
    days[1], days[2], days[3], days[4], days[5], scaled[1], scaled[2], scaled[3], scaled[4], scaled[5]
FROM sessions LEFT JOIN enrolments USING (course, city) LEFT JOIN scores USING (course, city) ORDER BY course, city
) TO '{out}' (FORMAT csv)
"""


@dataclass(frozen=True)
class Run:
    """Seconds on the clock, CPU seconds and peak resident megabytes of a process tree."""

    wall: float
    cpu: float
    peak: float


def make_export(folder: Path, events: int, seed: int) -> None:
    """Write an export as `hub xapi export` would: cities of very uneven size, a manifest, some statements voided since."""
    folder.mkdir()
    weights = 1 / np.arange(1, CITIES + 1)
    sizes = np.floor(events * weights / weights.sum()).astype(int)
    sizes[0] += events - sizes.sum()
    files: list[ExportFile] = []
    last = events * CITIES
    with duckdb.connect(config={"threads": WORKERS}) as connection:
        connection.execute("SET VARIABLE verbs = ?", [list(VERBS)])
        for number, size in enumerate(sizes):
            files += write_city(connection, folder, number, columns_of(number, int(size), seed))
        gone = np.unique(np.random.default_rng(seed).integers(0, last, events // 5_000))
        connection.register("gone", {"sequence": gone})
        path = write(connection, "SELECT sequence FROM gone", folder / "voided" / f"{last}.parquet")
    voided = described(folder, path, city="", first=0, last=last, rows=len(gone))
    write_manifest(folder, Manifest(last, 0, tuple(files), voided), Disk())


def columns_of(city: int, size: int, seed: int) -> dict[str, np.ndarray]:
    """Events of one city in the order in which they were stored: about 50 an enrolment, some days apart, some minutes."""
    chance = np.random.default_rng([seed, city])
    people, enrolments = max(size // 100, 2), max(size // 50, 3)
    course = np.minimum(chance.exponential(12, enrolments).astype(int), COURSES - 1)
    person, began = chance.integers(0, people, enrolments), chance.integers(0, 600 * DAY, enrolments)
    enrolment = np.sort(chance.integers(0, enrolments, size))
    first = np.flatnonzero(np.diff(enrolment, prepend=-1))
    pauses = chance.exponential(1, size) * np.where(chance.random(size) < 0.15, 3 * DAY, 240 * MICROSECONDS)
    passed = np.cumsum(pauses.astype(np.int64) // 1000 * 1000)
    counts = np.diff(np.append(first, size))
    moment = 1_704_067_200 * MICROSECONDS + began[enrolment] + passed - np.repeat(passed[first], counts)
    verb = chance.integers(0, COMPLETED, size)
    last = first + counts - 1
    verb[last[chance.random(len(last)) < 0.55]] = COMPLETED
    late = np.where(chance.random(size) < 0.05, chance.exponential(2 * DAY, size), MICROSECONDS).astype(np.int64)
    scored = (verb == ANSWERED) & (chance.random(size) < 0.9)
    columns = {
        "actor": chance.integers(-(2**63), 2**63 - 1, people)[person[enrolment]],
        "moment": moment,
        "stored": moment + late,
        "verb": verb,
        "completes": verb == COMPLETED,
        "scaled": np.where(scored, np.round(chance.random(size), 2), np.nan),
        "enrolment": np.where(chance.random(size) < 0.95, enrolment * CITIES + city, -1),
        "course": np.where(chance.random(size) < 0.97, course[enrolment], -1),
        "unit": chance.integers(0, 30, size),
        "voided": chance.random(size) < 0.005,
    }
    order = np.argsort(columns["stored"], kind="stable")
    return {"sequence": np.arange(size) * CITIES + city, **{name: column[order] for name, column in columns.items()}}


def write_city(
    connection: duckdb.DuckDBPyConnection, folder: Path, number: int, columns: dict[str, np.ndarray]
) -> list[ExportFile]:
    code, sequence = f"C{number:03d}", columns["sequence"]
    connection.execute("SET VARIABLE city = ?", [code])
    files = []
    for begin in range(0, len(sequence), EVENTS_IN_FILE):
        part = {name: column[begin : begin + EVENTS_IN_FILE] for name, column in columns.items()}
        connection.register("stated", part)
        first, last = int(part["sequence"][0]), int(part["sequence"][-1])
        path = write(connection, f"SELECT {COLUMNS} FROM stated", folder / f"city={code}" / f"{first}-{last}.parquet")
        files.append(described(folder, path, city=code, first=first, last=last, rows=len(part["sequence"])))
    return files


def write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    return path


def tree(root: int) -> list[int]:
    """A process and all that it has started."""
    found = [root]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def resident(process: int) -> float:
    """Megabytes in memory; 0 if it has just ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2
    except (OSError, IndexError):
        return 0.0


def measured(command: list[str], environment: dict[str, str]) -> Run:
    """Run a command and look at its memory fifty times a second."""
    began, before = time.perf_counter(), os.times()
    started = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    peak = 0.0
    while started.poll() is None:
        peak = max(peak, sum(resident(one) for one in tree(started.pid)))
        time.sleep(0.02)
    wall, after = time.perf_counter() - began, os.times()
    if started.returncode:
        raise SystemExit(f"{command[:4]} ended with {started.returncode}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(wall, cpu, peak)


def run_peer(export: str, out: str) -> None:
    with duckdb.connect(config={"threads": WORKERS}) as connection:
        connection.execute("SET VARIABLE export = ?", [export])
        connection.execute(PEER.format(out=out))


def rows_of(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))[1:]


def check_same(ours: Path, peer: Path) -> int:
    """Every count equal, every quantile to the last digits that two ways of adding can differ in; returns the rows."""
    mine, theirs = rows_of(ours), rows_of(peer)
    assert len(mine) == len(theirs), (len(mine), len(theirs))
    for own, other in zip(mine, theirs, strict=True):
        assert own[:8] == other[:8], (own, other)
        for left, right in zip(own[8:], other[8:], strict=True):
            same = left == right or (left and right and isclose(float(left), float(right), rel_tol=1e-12))
            assert same, (own[:SHARED_KEYS], left, right)
    return len(mine)


def show(work: str, found: float, unit: str, bar: float, against: float) -> bool:
    missed = bool(bar) and found > bar
    print(
        f"{work:42} {found:9.4g} {unit:6} {f'{bar:g}' if bar else '-':>7} {against:9.4g} {found / against:7.2f}"
        f"{'  MISSED' if missed else ''}"
    )
    return missed


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--events", type=int, default=20_000_000)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument(
        "--peer", nargs=2, metavar=("EXPORT", "CSV"), help="only run the peer; the benchmark does it by itself"
    )
    given = words.parse_args()
    if given.peer:
        run_peer(*given.peer)
        return
    with TemporaryDirectory(prefix="hub-events-") as place:
        sys.exit(compare(Path(place), given))


def compare(place: Path, given: argparse.Namespace) -> int:
    print(f"{os.cpu_count()} cores, load of the machine before this: {os.getloadavg()[0]:.2f}")
    export, peer_out = place / "export", place / "peer.csv"
    began = time.perf_counter()
    make_export(export, given.events, given.seed)
    size = sum(path.stat().st_size for path in export.rglob("*.parquet")) / 1024**2
    print(f"{given.events:,} events of {CITIES} cities, {size:.0f} MB, made in {time.perf_counter() - began:.0f} s")
    environment = os.environ | {"HUB_HOME": str(place / "home"), "HUB_WORKERS": str(WORKERS), "HUB_CLUSTER": ""}
    ours, peers = [], []
    for turn in range(given.rounds):
        out = place / f"out-{turn}"
        command = ["-m", "hub.cli", "xapi", "analyse", str(export), "--out", str(out), "--quiet"]
        ours.append(measured([sys.executable, *command], environment))
        peers.append(measured([sys.executable, __file__, "--peer", str(export), str(peer_out)], environment))
        rows = check_same(out / "courses.csv", peer_out)
    print(f"{rows:,} courses in cities; counts equal, quantiles equal to 12 digits")
    print(
        f"{'hub xapi analyse, median of ' + str(given.rounds):42} {'measured':>9} {'unit':6} {'bar':>7} {'DuckDB':>9} {'ratio':>7}"
    )
    again = measured([sys.executable, *command], environment)
    missed = [
        show("wall on 2 cores", median(one.wall for one in ours), "s", SECONDS, median(one.wall for one in peers)),
        show("CPU", median(one.cpu for one in ours), "CPU s", 0.0, median(one.cpu for one in peers)),
        show(
            "peak memory of the process tree",
            max(one.peak for one in ours),
            "MB",
            MEGABYTES,
            max(one.peak for one in peers),
        ),
        show("run again, wall; against the first", again.wall, "s", 0.0, median(one.wall for one in ours)),
    ]
    return int(any(missed))


if __name__ == "__main__":
    main()

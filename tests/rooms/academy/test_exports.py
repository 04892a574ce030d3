"""The export of learning records to Parquet: what DuckDB reads, incremental, whole after any end."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import duckdb
import pytest
from tests.factories.academy import statement
from tests.factories.network import make_city

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.statement.keys import agent_key
from hub.rooms.academy.files.exports.disk import Disk, alone_in
from hub.rooms.academy.files.exports.run import export_statements
from hub.rooms.academy.models import Erasure, Statement, Voiding

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 24, 12, tzinfo=UTC)
COLUMNS = """
    sequence BIGINT, id VARCHAR, stored TIMESTAMP WITH TIME ZONE, timestamp TIMESTAMP WITH TIME ZONE, actor BIGINT, verb VARCHAR,
    object VARCHAR, registration VARCHAR, course VARCHAR, parent VARCHAR, success BOOLEAN, completion BOOLEAN, scaled DOUBLE,
    raw DOUBLE, duration_seconds DOUBLE, city VARCHAR, credential BIGINT, voided BOOLEAN
"""


def keep(number: int = 1, *, city: int = 0, **parts) -> list[Statement]:
    """Statements at the end of the store, a millisecond apart."""
    last = Statement.objects.count()
    rows = []
    for sequence in range(last + 1, last + number + 1):
        stored = START + timedelta(milliseconds=sequence)
        whole = statement(**({"id": str(UUID(int=sequence)), "timestamp": stored.isoformat()} | parts))
        rows.append(
            Statement(
                sequence=sequence, id=UUID(whole["id"]), stored=stored, credential=7, city=city, body=json.dumps(whole)
            )
        )
    return Statement.objects.bulk_create(rows)


def void(target: Statement) -> Statement:
    """A statement that makes another void."""
    verb = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    [voiding] = keep(1, verb=verb, object={"objectType": "StatementRef", "id": str(target.id)})
    Voiding.objects.create(statement=target.id, sequence=voiding.sequence)
    return voiding


def forget(*rows: Statement) -> None:
    """What an erasure leaves: other bodies, and a record of which."""
    for row in rows:
        body = json.loads(row.body) | {"actor": {"account": {"homePage": "https://hub.example", "name": "forgotten"}}}
        Statement.objects.filter(sequence=row.sequence).update(body=json.dumps(body))
    Erasure.objects.create(ground="asked", done_at=START, counts={}, sequences=[row.sequence for row in rows])


def reader(folder):
    """A connection of DuckDB in which statements.sql was run."""
    connection = duckdb.connect()
    connection.execute(f"SET file_search_path = '{folder}'")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute((folder / "statements.sql").read_text())
    return connection


def read(folder, columns="* REPLACE (epoch_us(stored) AS stored, epoch_us(timestamp) AS timestamp)"):
    return reader(folder).execute(f"SELECT {columns} FROM statements ORDER BY sequence").fetchall()


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.parquet*"))


def test_export_when_read_by_duckdb_then_it_has_the_agreed_columns(tmp_path):
    keep(2)
    export_statements(tmp_path)
    described = reader(tmp_path).execute("DESCRIBE statements").fetchall()
    assert [f"{name} {kind}" for name, kind, *_ in described] == [part.strip() for part in COLUMNS.split(",")]


def test_export_when_a_statement_says_everything_then_every_column_says_it(tmp_path):
    city = make_city(code="ie-cork")
    registration = "EC531277-B57B-4C15-8D91-D292C5B2B8F7"
    activities = {
        "grouping": [{"id": "https://h.example/c1"}, {"id": "https://h.example/c2"}],
        "parent": {"id": "https://h.example/p"},
    }
    [kept] = keep(
        city=city.pk, timestamp="2026-11-24T13:00:00.1234567+01:00",
        result={"success": True, "completion": False, "score": {"scaled": 0.25, "raw": 10}, "duration": "PT1M1.5S"},
        context={"registration": registration, "contextActivities": activities},
    )  # fmt: skip
    export_statements(tmp_path)
    actor = agent_key({"mbox": "mailto:ana@city.example"})
    microseconds = int(START.timestamp()) * 1_000_000
    assert read(tmp_path) == [
        (1, str(kept.id), microseconds + 1000, microseconds + 123456, actor, "http://adlnet.gov/expapi/verbs/completed",
         "https://hub.example/activities/unit-1", registration.lower(), "https://h.example/c1", "https://h.example/p",
         True, False, 0.25, 10.0, 61.5, "ie-cork", 7, False),
    ]  # fmt: skip


def test_export_when_a_statement_says_little_then_the_rest_is_missing_and_not_zero(tmp_path):
    keep(object={"objectType": "Agent", "mbox": "mailto:bo@city.example"}, result={"duration": "P1Y"})
    export_statements(tmp_path)
    chosen = "object, registration, course, parent, success, completion, scaled, raw, duration_seconds, city, voided"
    assert read(tmp_path, chosen) == [("", *[None] * 8, "none", False)]


def test_export_when_the_store_is_empty_then_the_view_is_empty_and_grows_later(tmp_path):
    export_statements(tmp_path)
    assert read(tmp_path) == []
    keep(1)
    export_statements(tmp_path)
    assert (read(tmp_path, "sequence"), files(tmp_path)) == (
        [(1,)],
        ["city=none/0-0.parquet", "city=none/1-1.parquet", "voided/0.parquet"],
    )


def test_export_when_cities_differ_then_each_has_its_folder_and_only_that_is_read(tmp_path):
    cork, numeric = make_city(code="ie-cork"), make_city(code="12")
    keep(2, city=cork.pk)
    keep(3, city=numeric.pk)
    keep(1)
    keep(1, city=cork.pk)
    export_statements(tmp_path)
    assert [path for path in files(tmp_path) if path.startswith("city")] == [
        "city=12/3-5.parquet", "city=ie-cork/1-7.parquet", "city=none/6-6.parquet",
    ]  # fmt: skip
    assert reader(tmp_path).execute("SELECT city, count(*) FROM statements GROUP BY 1 ORDER BY 1").fetchall() == [
        ("12", 3), ("ie-cork", 3), ("none", 1),
    ]  # fmt: skip
    told = reader(tmp_path).execute("EXPLAIN ANALYZE SELECT count(verb) FROM statements WHERE city = '12'").fetchall()
    assert "Scanning Files: 1/3" in told[0][1]


def test_export_when_nothing_is_new_then_nothing_is_written(tmp_path):
    keep(3)
    export_statements(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file() and path.name != "lock"}
    done = export_statements(tmp_path)
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file() and path.name != "lock"}
    assert (done.statements, after) == (0, before)


def test_manifest_when_written_then_it_names_files_with_their_rows_and_fingerprints(tmp_path):
    keep(3)
    export_statements(tmp_path)
    [file] = manifest(tmp_path)["files"]
    assert file == {
        "path": "city=none/1-3.parquet", "city": "none", "first": 1, "last": 3, "rows": 3,
        "sha256": sha256((tmp_path / file["path"]).read_bytes()).hexdigest(),
    }  # fmt: skip


def test_export_when_it_is_incremental_then_it_equals_one_in_one_go(tmp_path):
    city = make_city(code="ie-cork")
    pieces, whole = tmp_path / "pieces", tmp_path / "whole"
    for size in (3, 1, 7):
        kept = keep(size, city=city.pk if size == 7 else 0)
        export_statements(pieces, chunk=4)
        void(kept[0])
    export_statements(pieces)
    export_statements(whole)
    assert read(pieces) == read(whole)
    assert [row[0] for row in read(whole)] == list(range(1, 15))


def test_export_when_small_files_of_a_city_come_together_then_they_become_one(tmp_path):
    for _ in range(4):
        keep(2)
        export_statements(tmp_path)
    assert [file["path"] for file in manifest(tmp_path)["files"]] == ["city=none/1-8.parquet"]
    export_statements(tmp_path)
    assert files(tmp_path) == ["city=none/1-8.parquet", "voided/2.parquet"]


def test_export_when_a_statement_is_voided_later_then_only_the_side_file_says_so(tmp_path):
    kept = keep(3)
    export_statements(tmp_path)
    void(kept[1])
    done = export_statements(tmp_path)
    assert (done.statements, done.voided) == (1, 1)
    assert read(tmp_path, "sequence, voided") == [(1, False), (2, True), (3, False), (4, False)]


def test_export_when_a_statement_is_voided_before_it_comes_then_it_comes_void(tmp_path):
    Voiding.objects.create(statement=UUID(int=2), sequence=1)
    keep(1)
    export_statements(tmp_path)
    keep(1)
    export_statements(tmp_path)
    assert read(tmp_path, "sequence, voided") == [(1, False), (2, True)]


def test_export_when_a_person_is_forgotten_then_their_statements_read_otherwise_and_the_old_file_is_gone(tmp_path):
    cork, galway = make_city(code="ie-cork"), make_city(code="ie-galway")
    theirs, _ = keep(3, city=cork.pk), keep(2, city=galway.pk)
    void(theirs[2])
    export_statements(tmp_path)
    before = read(tmp_path)
    forget(theirs[0], theirs[2])
    done = export_statements(tmp_path)
    new = agent_key({"account": {"homePage": "https://hub.example", "name": "forgotten"}})
    assert (done.statements, done.renewed) == (0, 2)
    assert read(tmp_path) == [(*row[:4], new if row[0] in {1, 3} else row[4], *row[5:]) for row in before]
    assert files(tmp_path) == [
        f"city=ie-cork/1-3.after-{Erasure.objects.get().pk}.parquet", "city=ie-galway/4-5.parquet", "city=none/6-6.parquet",
        "voided/6.parquet",
    ]  # fmt: skip
    assert export_statements(tmp_path).renewed == 0


def test_export_when_people_are_forgotten_twice_and_later_ones_come_then_it_equals_one_in_one_go(tmp_path):
    pieces, whole = tmp_path / "pieces", tmp_path / "whole"
    first = keep(4)
    export_statements(pieces)
    forget(first[0])
    second = keep(4)
    export_statements(pieces, chunk=2)
    forget(first[0], second[1])
    forget(second[2])
    export_statements(pieces)
    export_statements(whole)
    assert read(pieces) == read(whole)


class Ended(Exception):
    """The run was killed."""


class KilledDisk(Disk):
    """Ends the run at the n-th change of the folder, before it is made or just after."""

    def __init__(self, number: int, *, after: bool):
        self.left, self.after = number, after

    def keep(self, part, target):
        self._at(lambda: super(KilledDisk, self).keep(part, target))

    def remove(self, path):
        self._at(lambda: super(KilledDisk, self).remove(path))

    def _at(self, change):
        self.left -= 1
        if self.left or self.after:
            change()
        if not self.left:
            raise Ended


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_export_when_killed_at_any_change_then_the_state_is_the_old_or_the_new_one(tmp_path, after):
    old = keep(3, city=make_city(code="ie-cork").pk)
    keep(1)
    killed, fresh = tmp_path / "killed", tmp_path / "fresh"
    export_statements(killed)
    keep(1)
    export_statements(killed)
    states = [read(killed)]
    keep(4)
    void(old[0])
    forget(old[1])
    export_statements(fresh)
    states.append(read(fresh))
    seen = [state for number in range(1, 7) for state in _killed_at(number, killed, states, after=after)]
    # the left-over file goes, the file of the city is written anew, that of the others, the side file, the manifest; the old file goes
    assert seen == ([0, 0, 0, 0, 0, 1] if not after else [0, 0, 0, 0, 1, 1])
    assert _killed_at(7, killed, states, after=after) == []


def _killed_at(number, source, states, *, after):
    """In which state a kill at the n-th change leaves a copy of a folder; nothing if the run has fewer changes."""
    folder = source.with_name(f"at-{number}")
    _copy(source, folder)
    try:
        export_statements(folder, disk=KilledDisk(number, after=after))
        return []
    except Ended:
        state = states.index(read(folder))
    export_statements(folder)
    assert read(folder) == states[1]
    export_statements(folder)
    told = manifest(folder)
    assert files(folder) == sorted(file["path"] for file in (*told["files"], told["voided"]))
    return [state]


def _copy(source, target):
    for path in source.rglob("*"):
        if path.is_file():
            (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            (target / path.relative_to(source)).write_bytes(path.read_bytes())


def test_export_when_it_is_the_first_and_killed_then_the_next_one_is_whole(tmp_path):
    keep(5)
    for number in range(1, 5):
        with pytest.raises(Ended):
            export_statements(tmp_path, disk=KilledDisk(1, after=number % 2 == 0))
    export_statements(tmp_path)
    assert [row[0] for row in read(tmp_path)] == [1, 2, 3, 4, 5]


def test_export_when_a_file_is_left_over_then_it_is_not_read_and_is_removed(tmp_path):
    keep(2)
    export_statements(tmp_path)
    stray = tmp_path / "city=none" / "3-9.parquet"
    stray.write_bytes((tmp_path / "city=none" / "1-2.parquet").read_bytes())
    (tmp_path / "city=none" / "10-11.parquet.part").write_bytes(b"PAR1")
    assert len(read(tmp_path)) == 2
    export_statements(tmp_path)
    assert files(tmp_path) == ["city=none/1-2.parquet", "voided/2.parquet"]


def test_export_when_the_folder_is_of_somebody_else_then_it_is_refused_and_stays(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(DataProblem) as refused:
        export_statements(tmp_path)
    assert (refused.value.code, refused.value.parameters["found"]) == ("export_folder_taken", "letter.txt")
    assert [path.name for path in tmp_path.iterdir() if path.name != "lock"] == ["letter.txt"]


def test_export_when_another_one_writes_then_it_is_refused(tmp_path):
    with alone_in(tmp_path), pytest.raises(DataProblem, match="export_running"):
        export_statements(tmp_path)


def test_export_when_a_named_file_is_gone_then_it_is_refused(tmp_path):
    keep(2)
    export_statements(tmp_path)
    (tmp_path / "city=none" / "1-2.parquet").unlink()
    with pytest.raises(DataProblem, match="export_file_missing"):
        export_statements(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"layout": 99}', '{"layout": 1, "position": 1}'])
def test_export_when_the_manifest_cannot_be_read_then_it_is_refused(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(DataProblem, match="export_manifest_unreadable"):
        export_statements(tmp_path)


def test_export_when_the_store_is_behind_it_then_it_is_refused(tmp_path):
    keep(3)
    export_statements(tmp_path)
    Statement.objects.filter(sequence=3).delete()
    with pytest.raises(DataProblem, match="export_ahead"):
        export_statements(tmp_path)


def test_export_when_it_goes_on_then_progress_is_told_in_statements(tmp_path):
    keep(10)
    told = []
    export_statements(tmp_path, chunk=4, progress=lambda done, of: told.append((done, of)))
    assert told == [(4, 10), (8, 10), (10, 10)]

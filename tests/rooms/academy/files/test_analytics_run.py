"""From the files of an export to the table of courses: against plain Python, whatever the shards and the workers."""

import csv
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.factories.academy_events import COMPLETED, DAY, MINUTE, VOIDED, Row, registration, told_plainly, write_events

from hub.commons.jobs.shards import open_executor
from hub.kit.errors import DataProblem
from hub.rooms.academy.files.analytics.run import KEPT, analyse_export
from hub.rooms.academy.files.analytics.tables import heading

analyse = partial(analyse_export, open_pool=lambda: nullcontext(None))
ROWS = st.builds(
    Row,
    at=st.none() | st.integers(-2, 40).map(lambda number: number * 10 * MINUTE),
    stored=st.integers(0, 40).map(lambda number: number * 10 * MINUTE),
    actor=st.sampled_from((-(2**63), 5, 2**63 - 1)),
    course=st.none() | st.sampled_from(("https://hub.example/é", "https://hub.example/Z")),
    registration=st.none() | st.integers(7, 12).map(registration),
    verb=st.sampled_from((COMPLETED, VOIDED, "http://adlnet.gov/expapi/verbs/experienced")),
    completion=st.none() | st.booleans(),
    scaled=st.none() | st.sampled_from((-1.0, 0.0, 0.35, 1.0)),
    voided=st.sampled_from((False, False, False, True)),
)
FILES = st.dictionaries(
    st.sampled_from(("none", "ABC", "DEF")), st.lists(st.lists(ROWS, max_size=8), min_size=1, max_size=3), min_size=1
).filter(lambda files: any(rows for city in files.values() for rows in city))
# Two cities of several files, one of them large, and a small one.
SOME = {
    "ABC": [[Row(at=day * DAY + minute * MINUTE, actor=actor, registration=registration(actor), completion=day == 3)
             for minute in range(0, 90, 15) for actor in range(4)] for day in range(4)],
    "DEF": [[Row(at=40 * MINUTE * number, course=None, scaled=number / 8) for number in range(9)]],
    "none": [[Row(actor=number, registration=registration(5), verb=COMPLETED) for number in range(3)]],
}  # fmt: skip


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file))
    assert found[0] == heading()
    return [[*row[:2], *(float(cell) if cell else None for cell in row[2:])] for row in found[1:]]


def approximately(rows):
    return [[*row[:2], *(None if cell is None else pytest.approx(cell, rel=1e-12) for cell in row[2:])] for row in rows]


def test_table_when_written_of_a_few_events_then_it_is_as_by_hand(tmp_path):
    one, two = registration(1), registration(2)
    rows = [
        Row(at=0, actor=7, registration=one),
        Row(at=10 * MINUTE, actor=7, registration=one, scaled=0.5),
        Row(at=2 * DAY, actor=7, registration=one, verb=COMPLETED, scaled=1.0),
        Row(at=3 * DAY, actor=7, registration=one, completion=True),
        Row(at=5, actor=8, registration=two, completion=False),
        Row(at=9, actor=9, registration=registration(3), verb=COMPLETED, voided=True),
        Row(at=9, actor=9, registration=registration(4), verb=COMPLETED),
    ]
    export = write_events(tmp_path / "export", {"ABC": [rows]}, gone=[7])
    analyse(export, tmp_path / "out")
    head = (tmp_path / "out" / "courses.csv").read_text().splitlines()[0]
    assert head == (
        "course,city,events,people,enrolments,completed,sessions,scores,completion_share,"
        "session_seconds_p10,session_seconds_p25,session_seconds_p50,session_seconds_p75,session_seconds_p90,"
        "completion_days_p10,completion_days_p25,completion_days_p50,completion_days_p75,completion_days_p90,"
        "scaled_p10,scaled_p25,scaled_p50,scaled_p75,scaled_p90"
    )
    # sessions of 600, 0, 0 and 0 seconds: the 90th of 100 lies 0.7 of the way from the third to the fourth
    seconds, days, scores = [0, 0, 0, 150, 420], [2] * 5, [0.55, 0.625, 0.75, 0.875, 0.95]
    line = ["https://hub.example/courses/1", "ABC", 5, 2, 2, 1, 4, 2, 0.5, *seconds, *days, *scores]
    assert table(tmp_path / "out" / "courses.csv") == approximately([line])


@examples(max_examples=25)
@given(FILES, st.integers(1, 9), st.data())
def test_table_when_events_and_shards_are_any_then_it_is_that_of_plain_python(tmp_path_factory, files, most, data):
    count = sum(len(rows) for city in files.values() for rows in city)
    gone = data.draw(st.lists(st.integers(1, count), max_size=2, unique=True))
    place = tmp_path_factory.mktemp("any")
    done = analyse(write_events(place / "export", files, gone=gone), place / "out", most=most)
    assert table(done.path) == approximately(told_plainly(files, gone=gone))


def test_table_when_made_by_one_worker_or_two_then_bytes_are_equal(tmp_path):
    export = write_events(tmp_path / "export", SOME)
    alone = analyse(export, tmp_path / "alone").path.read_bytes()
    for workers in (1, 2):
        out = tmp_path / f"out-{workers}"
        done = analyse_export(export, out, open_pool=partial(open_executor, workers=workers), most=10)
        assert done.path.read_bytes() == alone
    assert table(done.path) == approximately(told_plainly(SOME))


def test_table_when_made_on_a_cluster_then_bytes_are_equal(tmp_path, cluster):
    export = write_events(tmp_path / "export", SOME)
    done = analyse_export(export, tmp_path / "out", open_pool=partial(open_executor, cluster=cluster[0]), most=10)
    assert done.path.read_bytes() == analyse(export, tmp_path / "alone").path.read_bytes()


def test_run_when_one_is_stopped_then_the_next_goes_on_to_the_same_table(tmp_path):
    export, out, told = write_events(tmp_path / "export", SOME), tmp_path / "out", []
    [file] = (export / "city=DEF").iterdir()
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(DataProblem) as raised:
        analyse(export, out, most=10, progress=lambda done, of: told.append((done, of)))
    assert (raised.value.code, raised.value.parameters["file"]) == ("export_unreadable", str(file))
    file.write_bytes(content)
    done = analyse(export, out, most=10)
    # ABC: 96 events in 10 pieces, and one job that joins them; DEF 9 and none 3 are too many for one shard
    assert (done.jobs, done.found) == (13, told[-1][0])
    assert done.found == 10
    assert done.path.read_bytes() == analyse(export, tmp_path / "alone").path.read_bytes()


def test_run_when_the_export_is_the_same_then_nothing_is_read_again(tmp_path):
    export, out = write_events(tmp_path / "export", SOME), tmp_path / "out"
    first = analyse(export, out, most=10)
    kept = {path.name for path in (out / KEPT).iterdir()}
    # one summary for each city here, and no tally, which would hold keys of persons
    assert len(kept) == 3
    moved = export.rename(tmp_path / "moved")
    again = analyse_export(moved, out, open_pool=refuse, most=10)
    assert (first.found, again.found, again.jobs) == (0, 3, 3)
    assert {path.name for path in (out / KEPT).iterdir()} == kept


@contextmanager
def refuse():
    raise AssertionError("no pool is needed")
    yield


def test_run_when_a_city_has_more_events_then_only_its_shards_are_done(tmp_path):
    before = analyse(write_events(tmp_path / "one", SOME), tmp_path / "out", most=10)
    more = SOME | {"none": [*SOME["none"], [replace(SOME["none"][0][0], actor=9)]]}
    after = analyse(write_events(tmp_path / "two", more), tmp_path / "out", most=10)
    assert (before.jobs, after.found) == (13, 2)
    assert table(after.path) == approximately(told_plainly(more))


def test_run_when_a_kept_shard_is_damaged_then_it_is_done_again(tmp_path):
    export = write_events(tmp_path / "export", SOME)
    first = analyse(export, tmp_path / "out", most=10).path.read_bytes()
    kept = min((tmp_path / "out" / KEPT).iterdir())
    kept.write_bytes(kept.read_bytes()[:50])
    again = analyse(export, tmp_path / "out", most=10)
    assert again.found < again.jobs
    assert again.path.read_bytes() == first


@pytest.mark.parametrize("files", [{}, {"none": [[]]}], ids=["no files", "a file without rows"])
def test_run_when_there_are_no_events_then_it_is_refused(tmp_path, files):
    with pytest.raises(DataProblem) as raised:
        analyse(write_events(tmp_path, files), tmp_path / "out")
    assert raised.value.code == "export_absent"


def test_command_when_run_twice_then_it_says_what_was_there(tmp_path, capsys):
    export = write_events(tmp_path / "export", {"DEF": SOME["DEF"]})
    for said in ("", ", 1 of 1 shards done before"):
        call_command("xapi_analyse", str(export), "--out", str(tmp_path / "out"), "--quiet")
        line = capsys.readouterr().out
        assert line.startswith(f"{tmp_path / 'out' / 'courses.csv'}: 9 events, 1 courses in cities{said} (")


def test_command_when_the_folder_is_no_export_then_it_says_how_to_make_one(tmp_path):
    with pytest.raises(CommandError, match=r"holds no exported statements.*hub xapi export") as raised:
        call_command("xapi_analyse", str(tmp_path / "absent"), "--out", str(tmp_path / "out"), "--quiet")
    assert raised.value.returncode == 2

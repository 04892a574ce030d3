"""Tables of progress: they grow with the statements, are made again from them, and faults in them are found."""

import io
from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from tests.factories.academy_progress import COURSE, HUB, keep, learner, said, voiding

from hub.rooms.academy.actions.progress import project_all, project_new, rebuild
from hub.rooms.academy.engine.statement.keys import activity_key, agent_key
from hub.rooms.academy.models import (
    CityDay,
    EnrolmentState,
    Mention,
    PersonDay,
    Position,
    Statement,
    UnitState,
    Voiding,
)
from hub.rooms.academy.queries.progress import DayLine, city_days, enrolment_of, units_of
from hub.rooms.academy.queries.progress_rows import TABLES
from hub.rooms.academy.queries.verification.snapshot import snapshot
from hub.rooms.academy.queries.verification.whole import verify

pytestmark = pytest.mark.django_db
ONE, TWO = UUID(int=1), UUID(int=2)
DAY = date(2026, 3, 1)


def tables() -> dict[str, dict]:
    return {table.model.__name__: dict(table.rows(table.model._default_manager.all())) for table in TABLES}


def faults() -> dict[str, int]:
    return {name: checked.differing for name, checked in verify().items() if checked.differing}


def run(command: str, *words: str) -> str:
    out = io.StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def mixed_stream(seed: int) -> list[dict]:
    """Sixty statements of few people in few registrations on three days; every sixth takes back an earlier or a later one."""
    random = Random(seed)
    spoken = [
        said(
            random.choice(["ana", "ben", "chi"]),
            random.choice(["initialized", "completed", "passed", "failed", "terminated", "answered"]),
            random.choice(["unit-1", "unit-2", "course"]),
            registration=UUID(int=random.randint(1, 4)),
            timestamp=f"2026-03-0{random.randint(1, 3)}T12:00:00Z",
            result={"duration": f"PT{random.randint(1, 90)}S", "score": {"scaled": random.random()}},
        )
        for _ in range(50)
    ]
    for place in range(5, 60, 6):
        spoken.insert(
            place, voiding(random.choice([one for one in spoken if "registration" in one.get("context", {})]))
        )
    return spoken


def test_progress_when_a_learner_goes_through_a_course_then_the_tables_tell_it():
    keep(
        [
            said("ana", "initialized", registration=ONE, timestamp="2026-03-01T10:00:00Z"),
            said(
                "ana", "passed", registration=ONE, result={"score": {"scaled": 0.9}}, timestamp="2026-03-01T10:30:00Z"
            ),
            said("ana", "terminated", registration=ONE, result={"duration": "PT30M"}, timestamp="2026-03-01T10:31:00Z"),
            said("ana", "initialized", "unit-2", registration=ONE, timestamp="2026-03-02T09:00:00Z"),
        ],
        city=7,
    )
    assert project_new() == 4
    first, second = units_of(ONE)
    enrolment = enrolment_of(ONE)
    assert (first.state, first.success, first.best_scaled, first.centiseconds) == ("passed", True, 0.9, 180_000)
    assert first.completed_at == datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    assert (second.state, second.completed_at) == ("initialized", None)
    assert (enrolment.person, enrolment.city, enrolment.programme) == (agent_key(learner("ana")), 7, COURSE)
    assert (enrolment.units_started, enrolment.units_completed, enrolment.progress) == (2, 1, 0.5)
    assert list(CityDay.objects.order_by("day").values_list("day", "events", "people", "started", "completions")) == [
        (date(2026, 3, 1), 3, 1, 1, 0),
        (date(2026, 3, 2), 1, 1, 0, 0),
    ]


@pytest.mark.parametrize("limit", [1, 7, 1000])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_progress_when_taken_in_by_batches_then_it_is_what_a_rebuild_makes(seed, limit):
    stream = mixed_stream(seed)
    for first in range(0, len(stream), 20):
        keep(stream[first : first + 20], city=first // 40)
        project_all(limit)
    grown = tables()
    assert rebuild(13) == len(stream)
    assert tables() == grown
    assert faults() == {}


def test_progress_when_a_statement_is_voided_later_then_its_effect_is_gone():
    passed, begun = said("ana", "passed", registration=ONE), said("ana", "initialized", registration=ONE)
    keep([begun])
    project_new()
    before = tables()
    keep([passed])
    project_new()
    keep([voiding(passed)])
    project_new()
    assert tables() == before


def test_progress_when_its_only_statement_is_voided_then_no_row_is_left():
    only = said("ana", "passed", registration=ONE)
    keep([only])
    project_new()
    keep([voiding(only)])
    project_new()
    assert tables() == {"UnitState": {}, "EnrolmentState": {}, "PersonDay": {}, "CityDay": {}}


def test_progress_when_a_statement_is_voided_twice_then_it_is_taken_back_once():
    passed = said("ana", "passed", registration=ONE)
    keep([passed, said("ana", "passed", registration=ONE)])
    project_new()
    for _ in range(2):
        keep([voiding(passed)])
        project_new()
    assert list(PersonDay.objects.values_list("events", flat=True)) == [1]


def test_progress_when_a_statement_is_sent_again_then_it_counts_once():
    passed = said("ana", "passed", registration=ONE)
    keep([passed])
    project_new()
    keep([passed])
    assert (project_new(), list(PersonDay.objects.values_list("events", flat=True))) == (0, [1])


def test_progress_when_there_is_nothing_new_then_it_costs_two_look_ups(django_assert_max_num_queries):
    keep([said("ana", "passed")])
    project_new()
    with django_assert_max_num_queries(2):
        assert project_new() == 0


def test_progress_when_batches_grow_then_look_ups_do_not(django_assert_max_num_queries):
    keep([said(f"learner-{number}", "completed") for number in range(40)])
    with django_assert_max_num_queries(20):
        assert project_new() == 40


def test_progress_when_a_batch_fails_at_its_end_then_nothing_of_it_stays():
    keep([said("ana", "passed", registration=ONE), said("ben", "passed", registration=TWO)])
    project_new(1)
    before = tables()
    # a count that no column can hold: the days of cities are written last
    CityDay.objects.update(centiseconds=2**63 - 1)
    keep([said("ana", "passed", registration=ONE, result={"duration": "PT1S"})])
    with pytest.raises((DatabaseError, OverflowError)), transaction.atomic():
        project_new()
    CityDay.objects.update(centiseconds=0)
    assert (tables(), Position.objects.get().sequence) == (before, 1)


def test_active_people_when_one_comes_again_then_they_are_counted_once_a_day():
    keep([said("ana", "passed"), said("ana", "passed"), said("ben", "passed")])
    project_all(1)
    assert list(CityDay.objects.values_list("people", "events", "started")) == [(2, 3, 3)]


@pytest.mark.parametrize(
    ("plant", "table"),
    [
        (lambda: UnitState.objects.update(best_scaled=0.1), "academy_unitstate"),
        (lambda: EnrolmentState.objects.update(units_completed=9), "academy_enrolmentstate"),
        (lambda: PersonDay.objects.update(events=9), "academy_personday"),
        (lambda: CityDay.objects.all().delete(), "academy_cityday"),
        (lambda: Mention.objects.filter(sequence=1).delete(), "academy_mention"),
        (lambda: Mention.objects.create(key=1, sequence=1, origin=1), "academy_mention"),
        (lambda: Mention.objects.create(key=1, sequence=1, origin=2), "academy_mention"),
        (lambda: Voiding.objects.all().delete(), "academy_voiding"),
        (lambda: Voiding.objects.create(statement=ONE, sequence=1), "academy_voiding"),
        (lambda: Statement.objects.filter(sequence=2).update(target=ONE), "academy_statement"),
        (lambda: Statement.objects.filter(sequence=2).update(stored=datetime(2020, 1, 1, tzinfo=UTC)), "academy_statement"),
    ],
    ids=["score", "units", "person-day", "city-day", "mentions-gone", "mention-planted", "origin-planted", "voiding-gone",
         "voiding-planted", "target", "stored"],
)  # fmt: skip
def test_verify_when_a_difference_is_planted_then_it_is_found(plant, table):
    passed = said("ana", "passed", registration=ONE)
    keep([said("ana", "completed", registration=ONE), passed, voiding(passed)])
    project_all()
    assert faults() == {}
    plant()
    assert table in faults()
    with pytest.raises(CommandError) as failed:
        run("xapi_verify")
    assert failed.value.returncode == 1


def test_verify_when_a_sequence_is_missing_then_it_is_found():
    keep([said("ana", "passed"), said("ben", "passed"), said("chi", "passed")])
    Statement.objects.filter(sequence=2).delete()
    Mention.objects.filter(sequence=2).delete()
    assert faults() == {"academy_statement": 1}


def test_verify_when_statements_refer_to_one_another_then_the_chain_is_followed():
    first = said("ana", "passed", registration=ONE)
    second = said("ben", "commented", object={"objectType": "StatementRef", "id": first["id"]})
    third = said("chi", "commented", object={"objectType": "StatementRef", "id": second["id"]})
    keep([third])
    keep([second])
    keep([first])
    project_all()
    assert faults() == {}
    Mention.objects.filter(sequence=1, origin=3, key=agent_key(learner("ana"))).delete()
    assert faults() == {"academy_mention": 1}


def test_verify_when_statements_refer_to_one_another_in_a_circle_then_it_ends():
    def about(said_by: str, target: int, **parts: object) -> dict:
        return said(said_by, "commented", object={"objectType": "StatementRef", "id": str(UUID(int=target))}, **parts)

    keep([about("ana", 12, id=str(UUID(int=11))), about("ben", 11, id=str(UUID(int=12)))])
    keep([about("chi", 11, id=str(UUID(int=13))), about("dan", 14, id=str(UUID(int=14)))])
    assert faults() == {}


def test_verify_when_statements_are_not_taken_in_yet_then_the_tables_are_judged_as_far_as_they_go():
    keep([said("ana", "passed", registration=ONE)])
    project_all()
    keep([said("ana", "failed", "unit-2", registration=ONE)])
    assert faults() == {}


@pytest.mark.django_db(transaction=True)
def test_verify_when_run_by_itself_then_it_reads_one_moment_of_the_database():
    keep([said("ana", "passed", registration=ONE)])
    project_all()
    with snapshot():
        assert Statement.objects.count() == 1
    assert faults() == {}
    keep([said("ben", "passed", registration=TWO)])
    assert project_all() == 1


def test_commands_when_run_then_they_say_what_was_done():
    keep([said("ana", "passed", registration=ONE)])
    assert run("xapi_project") == "1 statements taken in.\n"
    assert run("xapi_project") == "0 statements taken in.\n"
    assert run("xapi_project", "--again", "--batch", "1") == "1 statements taken in.\n"
    assert run("xapi_verify").splitlines()[:2] == [
        "academy_statement  1 rows, 0 differences",
        f"academy_mention  {Mention.objects.count()} rows, 0 differences",
    ]


def test_city_days_when_few_were_active_then_their_counts_and_those_of_the_next_group_are_hidden():
    other = {"contextActivities": {"grouping": [{"id": "https://hub.example/programmes/two"}]}}
    third = {"contextActivities": {"grouping": [{"id": "https://hub.example/programmes/three"}]}}
    few = [said(f"few-{number}", "experienced", context=other) for number in range(2)]
    some = [said(f"some-{number}", "experienced", context=third) for number in range(6)]
    many = [said(f"many-{number}", "passed", registration=UUID(int=number + 1)) for number in range(8)]
    keep(few + some + many, city=7)
    keep([said("elsewhere", "passed")], city=8)
    project_all()
    assert city_days(7, first=DAY, last=DAY) == [
        DayLine(DAY, COURSE, 8, 8, 0, 8, 0),
        DayLine(DAY, "https://hub.example/programmes/three", None, None, None, None, None),
        DayLine(DAY, "https://hub.example/programmes/two", None, None, None, None, None),
        DayLine(DAY, None, 16, 16, 0, 8, 0),
    ]


def test_city_days_when_one_of_many_completed_then_that_count_alone_is_hidden():
    many = [said(f"many-{number}", "initialized", registration=UUID(int=number + 1)) for number in range(8)]
    keep([*many, said("many-0", "completed", "course", registration=UUID(int=1))], city=7)
    project_all()
    assert city_days(7, first=DAY, last=DAY) == [
        DayLine(DAY, COURSE, 8, 9, 0, 8, None),
        DayLine(DAY, None, 8, 9, 0, 8, None),
    ]


def test_city_days_when_a_group_acted_then_it_is_nobody_in_particular():
    keep([said("x", "completed", actor={"objectType": "Group", "member": [learner("ana")]})], city=7)
    project_all()
    assert (PersonDay.objects.get().person, city_days(7, first=DAY, last=DAY)[-1].people) == (0, 0)


def test_keys_when_rows_are_written_then_they_are_those_of_the_store():
    keep([said("ana", "passed", registration=ONE, authority=HUB)])
    project_all()
    assert UnitState.objects.get().unit_key == activity_key("https://hub.example/units/unit-1")
    assert PersonDay.objects.get().programme_key == activity_key(COURSE)

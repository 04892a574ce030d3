"""What is held on a person is handed out, and the commands of erasure."""

import io
import json
from hashlib import sha1
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from tests.factories.academy_progress import keep, learner, make_attachment, put_plainly, said
from tests.factories.people import make_person

from hub.rooms.academy.actions.progress import project_all
from hub.rooms.academy.engine.documents import Scope
from hub.rooms.academy.engine.statement.keys import activity_key, agent_key
from hub.rooms.academy.models import Erasure, Statement
from hub.rooms.academy.queries.people import agent_of, records_of, records_of_person

pytestmark = pytest.mark.django_db
ADDRESS = "ana@city.example"
ANA = learner("ana")
DIGEST = sha1(f"mailto:{ADDRESS}".encode()).hexdigest()
ACTIVITY = {"objectType": "Activity", "id": "https://hub.example/units/unit-1"}
GROUND = "Consent withdrawn, letter of 3 March 2026"


def test_records_when_asked_for_then_everything_held_on_the_person_is_there_and_nothing_of_others():
    own, own_part = make_attachment(b"essay of Ana")
    graded, graded_part = make_attachment(b"essay of Ben")
    described = ACTIVITY | {"definition": {"name": {"en": "Unit"}}}
    mine = said("ana", "passed", registration=UUID(int=1), attachments=[own], object=described)
    taught = said("ben", "passed", registration=UUID(int=2), context={"instructor": ANA}, attachments=[graded])
    keep([mine, taught, said("ben", "passed")], parts=[own_part, graded_part])
    project_all()
    put_plainly(
        "bookmark", b'{"page":3}', "application/json", Scope("state", 0, activity_key(ACTIVITY["id"]), agent_key(ANA))
    )
    held = records_of(ANA)
    assert [one["id"] for one in held["statements"]] == [mine["id"], taught["id"]]
    assert [one["content"] for one in held["attachments"]] == ["essay of Ana"]
    assert [(one["activity"], one["content"]) for one in held["documents"]] == [(ACTIVITY["id"], {"page": 3})]
    assert [len(held[kind]) for kind in ("enrolments", "units", "days")] == [1, 1, 1]


def test_records_when_a_person_looks_at_the_own_account_then_they_are_found_by_keys():
    person = make_person()
    mine = said("x", "passed", actor=agent_of(person), registration=UUID(int=1))
    keep([mine, said("ben", "passed")])
    project_all()
    rows = records_of_person(person)
    assert [list(row) for row in rows] == [["statement"], ["enrolments"], ["units"], ["days"]]
    assert rows[0]["statement"]["id"] == mine["id"]


def test_commands_when_a_person_is_forgotten_then_they_say_what_was_done():
    keep([said("ana", "passed")])
    out = io.StringIO()
    call_command("xapi_person", "--mbox", ADDRESS, stdout=out)
    assert len(json.loads(out.getvalue())["statements"]) == 1
    call_command("xapi_forget", "--mbox", ADDRESS, "--ground", GROUND, "--dry-run", stdout=out)
    assert (Erasure.objects.count(), out.getvalue().endswith("Nothing was changed.\n")) == (0, True)
    call_command("xapi_forget", "--agent", json.dumps(ANA), "--ground", GROUND, stdout=out)
    call_command("xapi_forget", "--mbox-sha1", DIGEST, "--ground", GROUND, stdout=out)
    call_command("xapi_forget", "--mbox", ADDRESS, "--ground", GROUND, stdout=out)
    assert "Forgotten before: erasure" in out.getvalue()
    assert ADDRESS not in Statement.objects.get().body


@pytest.mark.parametrize(
    "words",
    [[], ["--mbox", ADDRESS, "--openid", "https://x.example"], ["--agent", '{"mbox":"nobody"}'], ["--mbox", ADDRESS, "--by", "x@y.example"]],
    ids=["nobody", "two", "malformed", "unknown-decider"],
)  # fmt: skip
def test_commands_when_it_is_not_clear_who_is_meant_then_they_refuse(words):
    with pytest.raises(CommandError) as refused:
        call_command("xapi_forget", *words, "--ground", GROUND)
    assert refused.value.returncode == 2

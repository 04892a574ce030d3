"""A person is forgotten: no identifier is left in any table, statistics are as before, and a record shows that it was done."""

import json
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from tests.factories.academy import make_credential, statement
from tests.factories.academy_progress import ADL, HUB, keep, learner, make_attachment, put_plainly, said, voiding
from tests.factories.network import make_staff
from tests.factories.people import make_person

from hub.commons.people.actions import erase_account
from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.actions.erasure import forget, rehearse_forgetting
from hub.rooms.academy.actions.progress import project_all
from hub.rooms.academy.engine.documents import Scope
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.keys import activity_key, agent_key
from hub.rooms.academy.models import (
    Attachment,
    CityDay,
    Credential,
    Document,
    EnrolmentState,
    Erasure,
    Forward,
    ForwardFailure,
    PersonDay,
    Statement,
    UnitState,
)
from hub.rooms.academy.queries.erasure import earlier_erasures
from hub.rooms.academy.queries.people import agent_of
from hub.rooms.academy.queries.verification.whole import verify

pytestmark = pytest.mark.django_db
ADDRESS = "ana@city.example"
ANA, BEN = learner("ana"), learner("ben")
DIGEST = sha1(f"mailto:{ADDRESS}".encode()).hexdigest()
BY_DIGEST = {"mbox_sha1sum": DIGEST}
BY_ACCOUNT = {"objectType": "Agent", "name": "Ana", "account": {"homePage": "https://lms.example", "name": ADDRESS}}
ACTIVITY = {"objectType": "Activity", "id": "https://hub.example/units/unit-1"}
GROUND = "Consent withdrawn, letter of 3 March 2026"
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"


def group(*members: dict) -> dict:
    return {"objectType": "Group", "member": list(members)}


# Every place in which a statement can name a person.
PLACES: dict[str, dict[str, Any]] = {
    "actor": {"actor": ANA},
    "actor-in-a-group": {"actor": group(BEN, ANA)},
    "identified-group-as-actor": {"actor": {"objectType": "Group", "name": "Team", "account": BY_ACCOUNT["account"]}},
    "object": {"object": ANA},
    "object-in-a-group": {"object": group(ANA)},
    "authority": {"authority": ANA},
    "instructor": {"context": {"instructor": ANA}},
    "team": {"context": {"team": group(BEN, ANA)}},
    "context-agents": {"context": {"contextAgents": [{"objectType": "contextAgent", "agent": ANA}]}},
    "context-groups": {"context": {"contextGroups": [{"objectType": "contextGroup", "group": group(ANA)}]}},
    "sub-statement": {"object": {"objectType": "SubStatement", "actor": ANA, "verb": {"id": f"{ADL}passed"}, "object": ACTIVITY}},
    "sub-statement-object": {"object": {"objectType": "SubStatement", "actor": BEN, "verb": {"id": f"{ADL}passed"}, "object": ANA}},
    "digest": {"actor": BY_DIGEST},
    "digest-in-capitals": {"actor": {"mbox_sha1sum": DIGEST.upper()}},
    "domain-in-capitals": {"actor": {"mbox": "mailto:ana@CITY.example"}},
    "account": {"actor": BY_ACCOUNT},
    "answer": {"result": {"response": f"Write to {ADDRESS}."}},
    "extension": {"result": {"extensions": {"https://x.example/who": {"id": ADDRESS, "tutor": ANA}}}},
    "extension-key": {"context": {"extensions": {f"mailto:{ADDRESS}": 1}}},
    "definition": {"object": ACTIVITY | {"definition": {"description": {"en": f"By {ADDRESS}"}}}},
    "link": {"object": ACTIVITY | {"definition": {"moreInfo": "https://x.example/people/ana%40city.example"}}},
}  # fmt: skip


def everything_stored() -> str:
    """All rows of all tables of the room as text."""
    rows: list[Any] = []
    for model in apps.get_app_config("academy").get_models(include_auto_created=True):
        rows += [[model.__name__, *row] for row in model._default_manager.values_list()]
    return "\n".join(
        " ".join(
            bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value) for value in row
        )
        for row in rows
    )


def traces() -> list[str]:
    text = everything_stored().lower()
    keys = [
        str(agent_key(agent, kind)) for agent in (ANA, BY_DIGEST, BY_ACCOUNT) for kind in ("agent", "related-agent")
    ]
    return [trace for trace in (ADDRESS, "ana%40city.example", DIGEST, '"name":"ana"', *keys) if trace.lower() in text]


def differences() -> dict[str, int]:
    return {name: checked.differing for name, checked in verify().items() if checked.differing}


@pytest.mark.parametrize("place", PLACES)
def test_forgetting_when_a_statement_names_the_person_somewhere_then_no_trace_is_left(place):
    parts = {"actor": BEN, "object": ACTIVITY} | PLACES[place]
    keep([statement(**parts)], authority=parts.pop("authority", HUB))
    project_all()
    assert traces() != []
    erasure = forget(None, ANA, ground=GROUND)
    assert (traces(), differences()) == ([], {})
    assert (erasure.counts["statements"], erasure.counts["statements_left"]) == (1, 0)


def test_forgetting_when_the_person_vouches_for_a_credential_then_no_trace_is_left():
    make_credential(name=f"Key of {ADDRESS}", authority=ANA)
    assert traces()
    assert forget(None, ANA, ground=GROUND).counts["credentials"] == 2
    assert traces() == []
    assert Credential.objects.get().authority["account"]["homePage"].endswith("/erased")


def test_forgetting_when_somebody_has_a_longer_address_then_they_stay():
    others = ["mariana@city.example", "ana@city.example.org", "ana@city.examples"]
    keep([said("x", "passed", actor={"mbox": f"mailto:{other}"}) for other in others])
    before = list(Statement.objects.order_by("sequence").values_list("body", flat=True))
    assert forget(None, ANA, ground=GROUND).sequences == []
    assert list(Statement.objects.order_by("sequence").values_list("body", flat=True)) == before


def test_forgetting_when_done_then_statistics_are_as_before():
    one, two = UUID(int=1), UUID(int=2)
    taken_back = said("ana", "failed", registration=one)
    keep(
        [
            said("ana", "passed", registration=one),
            taken_back,
            said("ana", "completed", "course", registration=one),
            said("ana", "passed", actor=BY_DIGEST, registration=UUID(int=3)),
            said("ben", "passed", registration=two),
            voiding(taken_back),
        ],
        city=7,
    )
    project_all()

    def counted() -> list[Any]:
        hidden = ("id", "person")
        tables = (UnitState, EnrolmentState, CityDay, PersonDay)
        rows = [
            {name: value for name, value in row.items() if name not in hidden}
            for table in tables
            for row in table.objects.order_by("pk").values()
        ]
        return [*rows, PersonDay.objects.values("person").distinct().count()]

    before = counted()
    erasure = forget(None, ANA, ground=GROUND)
    assert (counted(), differences()) == (before, {})
    assert (erasure.counts["statements"], erasure.sequences) == (4, [1, 2, 3, 4])
    project_all()
    assert differences() == {}


def test_forgetting_when_done_then_one_pseudonym_stands_for_one_identity_everywhere():
    keep([said("ana", "passed"), said("ben", "passed", object=ANA), said("ana", "passed", actor=BY_DIGEST)])
    forget(None, ANA, ground=GROUND)
    first, second, third = (
        json.loads(body) for body in Statement.objects.order_by("sequence").values_list("body", flat=True)
    )
    assert first["actor"] == second["object"] == {"objectType": "Agent", "account": first["actor"]["account"]}
    assert first["actor"]["account"]["homePage"] == "http://127.0.0.1:8000/erased"
    assert UUID(first["actor"]["account"]["name"]) != UUID(third["actor"]["account"]["name"])


def test_forgetting_when_only_an_account_is_known_then_equal_texts_elsewhere_stay():
    account = {"account": {"homePage": "https://hub.example", "name": "42"}}
    other = {"account": {"homePage": "https://other.example", "name": "42"}}
    keep([said("x", "passed", actor=account, result={"response": "42"}), said("x", "passed", actor=other)])
    forget(None, account, ground="Article 17 of 2042")
    first, second = (json.loads(body) for body in Statement.objects.order_by("sequence").values_list("body", flat=True))
    assert (first["result"], first["actor"]["account"]["homePage"]) == (
        {"response": "42"},
        "http://127.0.0.1:8000/erased",
    )
    assert second["actor"] == other


def test_forgetting_when_attachments_are_the_persons_own_then_they_go_and_shared_ones_stay():
    own, own_part = make_attachment(b"essay of Ana")
    shared, shared_part = make_attachment(b"rules of the course")
    graded, graded_part = make_attachment(b"essay of Ben")
    keep(
        [
            said("ana", "passed", attachments=[own, shared]),
            said("ben", "passed", attachments=[shared]),
            said("ben", "passed", context={"instructor": ANA}, attachments=[graded]),
        ],
        parts=[own_part, shared_part, graded_part],
    )
    erasure = forget(None, ANA, ground=GROUND)
    first, _second, third = (
        json.loads(body) for body in Statement.objects.order_by("sequence").values_list("body", flat=True)
    )
    assert sorted(Attachment.objects.values_list("sha2", flat=True)) == sorted([shared["sha2"], graded["sha2"]])
    assert (first["attachments"], third["attachments"], erasure.counts["attachments"]) == ([shared], [graded], 1)
    assert list(first["context"]["extensions"].values()) == [{"signatures": 0, "attachments": 1}]
    assert differences() == {}


@pytest.mark.parametrize(
    "parts", [{"actor": ANA}, {"actor": BEN, "context": {"instructor": ANA}}], ids=["actor", "instructor"]
)
def test_forgetting_when_a_statement_is_signed_then_the_signature_goes_and_the_statement_says_so(parts):
    signature, part = make_attachment(f"token with {ADDRESS}".encode(), usageType=SIGNATURE)
    keep([said("x", "passed", attachments=[signature], **parts)], parts=[part])
    forget(None, ANA, ground=GROUND)
    body = json.loads(Statement.objects.get().body)
    assert (traces(), Attachment.objects.count(), "attachments" in body) == ([], 0, False)
    assert body["context"]["extensions"] == {
        "http://127.0.0.1:8000/xapi/extensions/attachments-removed": {"signatures": 1, "attachments": 0}
    }


def test_forgetting_when_documents_are_kept_then_the_persons_go_and_others_are_rewritten():
    unit = activity_key(ACTIVITY["id"])
    put_plainly("bookmark", b"page 3", "text/plain", Scope("state", 0, unit, agent_key(ANA)))
    put_plainly("likes", b"{}", "application/json", Scope("agent-profile", 0, 0, agent_key(BY_DIGEST)))
    tutors = put_plainly(
        "tutors", json.dumps({"tutor": ANA}).encode(), "application/json", Scope("activity-profile", 0, unit)
    )
    put_plainly("list", f"see {ADDRESS}".encode(), "text/plain", Scope("activity-profile", 0, unit))
    put_plainly("bookmark", b"page 4", "text/plain", Scope("state", 0, unit, agent_key(BEN)))
    counts = forget(None, ANA, ground=GROUND).counts
    assert (counts["documents"], counts["documents_rewritten"], counts["documents_left"]) == (2, 1, 1)
    rewritten = Document.objects.get(pk=tutors.pk)
    content = bytes(rewritten.content)
    assert json.loads(content)["tutor"]["account"]["homePage"] == "http://127.0.0.1:8000/erased"
    assert rewritten.etag == sha1(content).hexdigest()
    assert sorted(Document.objects.values_list("name", flat=True)) == ["bookmark", "list", "tutors"]


def test_forgetting_when_an_activity_is_named_by_the_address_then_it_stays_and_is_told():
    keep([said("ben", "passed", object={"id": f"https://x.example/people/{ADDRESS}"})])
    assert forget(None, ANA, ground=GROUND).counts["statements_left"] == 1
    assert differences() == {}


def test_forgetting_when_another_store_quoted_a_statement_then_its_answers_are_blanked():
    keep([said("ana", "passed"), said("ben", "passed")])
    forward = Forward.objects.create(name="Ministry", address="https://m.example", last_error=f"refused: {ADDRESS}")
    now = datetime(2026, 3, 1, tzinfo=UTC)
    for sequence, message in ((1, "refused: Ana"), (2, "refused: Ben"), (3, f"refused: {ADDRESS}")):
        ForwardFailure.objects.create(forward=forward, sequence=sequence, status=400, message=message, at=now)
    assert forget(None, ANA, ground=GROUND).counts["forwarding"] == 3
    assert list(ForwardFailure.objects.values_list("message", flat=True)) == ["", "refused: Ben", ""]
    assert traces() == []


def test_texts_when_an_address_has_signs_of_its_own_then_it_is_found_in_links_too():
    plus = {"mbox": "mailto:ana+course@city.example"}
    linked = {"moreInfo": "https://x.example/?who=ana%2Bcourse%40city.example"}
    keep([said("ben", "passed", object=ACTIVITY | {"definition": linked})])
    counts = forget(None, plus, ground=GROUND).counts
    assert (counts["statements"], counts["activities"], "ana%2Bcourse" in everything_stored()) == (1, 1, False)


def test_record_when_somebody_was_forgotten_then_it_shows_who_decided_what_when_and_why_and_not_who_it_was():
    staff = make_staff()
    keep([said("ana", "passed", registration=UUID(int=1))])
    project_all()
    erasure = forget(staff, ANA, ground=f"  {GROUND} ")
    kept = Erasure.objects.get()
    pseudonym = json.loads(Statement.objects.get().body)["actor"]
    (identity,) = kept.identities.all()
    assert (kept.pk, kept.decided_by, kept.ground, kept.sequences) == (erasure.pk, staff, GROUND, [1])
    assert (identity.pseudonym, identity.key) == (UUID(pseudonym["account"]["name"]), agent_key(pseudonym))
    assert kept.counts == {
        "statements": 1, "statements_left": 0, "attachments": 0, "mentions": 1, "progress": 2, "documents": 0, "documents_rewritten": 0,
        "documents_left": 0, "activities": 0, "credentials": 0, "forwarding": 0,
    }  # fmt: skip
    assert traces() == []


def test_record_when_the_same_person_is_asked_for_again_then_it_is_recognised():
    keep([said("ana", "passed"), said("ana", "passed", actor=BY_DIGEST)])
    erasure = forget(None, ANA, ground=GROUND)
    assert [earlier_erasures(agent) for agent in (ANA, BY_DIGEST, BEN)] == [[erasure], [erasure], []]


def test_record_when_the_secret_key_was_changed_then_the_former_one_still_tells(settings):
    erasure = forget(None, ANA, ground=GROUND)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    assert earlier_erasures(ANA) == []
    settings.SECRET_KEY_FALLBACKS = [before]
    assert earlier_erasures(ANA) == [erasure]


def test_forgetting_when_the_statement_is_sent_again_then_the_person_does_not_come_back():
    sent = said("ana", "passed")
    keep([sent])
    forget(None, ANA, ground=GROUND)
    with pytest.raises(Refused, match="statement_conflict"):
        keep([sent])
    assert traces() == []


def test_forgetting_when_rehearsed_then_everything_is_counted_and_nothing_changed():
    keep([said("ana", "passed")])
    before = everything_stored()
    assert rehearse_forgetting(None, ANA, ground=GROUND)["statements"] == 1
    assert everything_stored() == before


def test_forgetting_when_it_fails_half_way_then_nothing_is_changed(monkeypatch):
    keep([said("ana", "passed")])
    before = everything_stored()
    monkeypatch.setattr(Erasure.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        forget(None, ANA, ground=GROUND)
    assert everything_stored() == before


def test_forgetting_when_asked_by_the_person_then_it_is_done_and_by_a_stranger_not():
    person, stranger = make_person(), make_person()
    keep([said("x", "passed", actor=agent_of(person))])
    with pytest.raises(Problem, match="erasing_not_yours"):
        forget(stranger, agent_of(person), ground=GROUND)
    assert forget(person, agent_of(person), ground=GROUND).counts["statements"] == 1


@pytest.mark.parametrize(
    ("agent", "ground", "code"),
    [
        (ANA, " ", "erasure_ground_absent"),
        (ANA, f"Letter of {ADDRESS}", "erasure_ground_names_person"),
        ({"account": {"homePage": "https://x.example", "name": "ana-1990"}}, "Letter of ana-1990", "erasure_ground_names_person"),
        ({"objectType": "Group", "mbox": f"mailto:{ADDRESS}"}, GROUND, "erasure_of_nobody"),
        ({"account": {"homePage": "http://127.0.0.1:8000/erased", "name": "x"}}, GROUND, "erasure_of_nobody"),
    ],
    ids=["no-ground", "address-in-the-ground", "account-in-the-ground", "group", "pseudonym"],
)  # fmt: skip
def test_forgetting_when_it_cannot_be_done_then_it_says_why(agent, ground, code):
    with pytest.raises(DataProblem, match=code):
        forget(None, agent, ground=ground)


def test_hub_agent_when_it_vouches_then_forgetting_others_leaves_it():
    keep([said("ana", "passed")])
    forget(None, ANA, ground=GROUND)
    assert json.loads(Statement.objects.get().body)["authority"] == HUB


def test_forget_when_an_account_is_erased_then_its_records_lose_the_person_too():
    person = make_person()
    agent = agent_of(person)
    keep([said("ben", "passed"), statement(actor=agent)])
    erase_account(person, person)
    bodies = " ".join(Statement.objects.values_list("body", flat=True))
    assert (json.dumps(agent["account"]["name"]) in bodies, Erasure.objects.count(), Statement.objects.count()) == (
        False,
        1,
        2,
    )

"""Statements that come again: equal ones add nothing, different ones are a conflict, and neither changes anything."""

from copy import deepcopy

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.conftest import client_of
from tests.rooms.academy.xapi.resource_steps import activity, agent, found, group, keep, read

ID, REGISTRATION = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "1a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
EXTENSION = "https://hub.example/extension"
HEADER = {
    "usageType": "https://hub.example/usage/essay", "display": {"en": "Essay"}, "contentType": "text/plain",
    "length": 4, "sha2": "0" * 64, "fileUrl": "https://hub.example/essay.txt",
}  # fmt: skip


def full():
    """A statement with every property that a client may send."""
    return {
        "id": ID, "timestamp": "2026-03-01T12:30:00.500Z",
        "actor": group(agent("ana", name="Ana"), agent("ben"), mbox="mailto:class@city.example", name="Class"),
        "verb": {"id": "https://hub.example/verbs/read", "display": {"en": "read"}},
        "object": activity("unit", definition={"name": {"en": "Unit"}, "type": "https://hub.example/types/unit"}),
        "result": {
            "score": {"raw": 5, "min": 0, "max": 10}, "success": True, "completion": False, "response": "yes",
            "duration": "PT1H0M1.23S", "extensions": {EXTENSION: {"flag": True, "list": [1, 2]}},
        },
        "context": {
            "registration": REGISTRATION, "language": "en-GB", "platform": "Hub", "revision": "1",
            "instructor": agent("teacher"), "contextActivities": {"parent": [activity("course")]},
        },
        "attachments": [HEADER],
    }  # fmt: skip


def changed(path, value):
    """The full statement with one place changed; None takes the place away."""
    whole = deepcopy(full())
    *steps, last = path.split("/")
    place = whole
    for step in steps:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return whole


def send(lrs, method, one):
    return (
        lrs.put("statements", query={"statementId": ID}, json=one)
        if method == "PUT"
        else lrs.post("statements", json=one)
    )


EQUAL = {
    "nothing changed": full(),
    "order of keys": {name: full()[name] for name in reversed(full())},
    "verb's display": changed("verb/display", {"en": "has read", "fr": "a lu"}),
    "no display": changed("verb/display", None),
    "activity's definition": changed("object/definition", {"name": {"en": "Unit one"}}),
    "no definition": changed("object/definition", None),
    "definition of a context activity": changed(
        "context/contextActivities/parent", [activity("course", definition={"name": {"en": "C"}})]
    ),
    "one context activity, no array": changed("context/contextActivities/parent", activity("course")),
    "context activity without type": changed("context/contextActivities/parent", [{"id": activity("course")["id"]}]),
    "object without type": changed("object/objectType", None),
    "order of members": changed("actor/member", [agent("ben"), agent("ana", name="Ana")]),
    "zone of the timestamp": changed("timestamp", "2026-03-01T14:30:00.500+02:00"),
    "precision of the timestamp": changed("timestamp", "2026-03-01T12:30:00.5Z"),
    "no timestamp": changed("timestamp", None),
    "authority": full() | {"authority": agent("somebody")},
    "stored": full() | {"stored": "2013-05-18T05:32:34.804Z"},
    "version": full() | {"version": "1.0.0"},
    "case of the id": full() | {"id": ID.upper()},
    "case of the registration": changed("context/registration", REGISTRATION.upper()),
    "case of a mail domain": changed(
        "context/instructor", {"objectType": "Agent", "mbox": "mailto:teacher@CITY.example"}
    ),
    "instructor without type": changed("context/instructor", {"mbox": "mailto:teacher@city.example"}),
    "duration finer than a hundredth": changed("result/duration", "PT1H0M1.2345S"),
}


@pytest.mark.requirement(
    "1.0.3 Data 2.3.1", "2.0 4.1.6.1", must="differences that the store or time may make are no differences"
)
@pytest.mark.parametrize("again", EQUAL.values(), ids=EQUAL)
@pytest.mark.parametrize(("method", "status"), [("POST", 200), ("PUT", 204)])
def test_conflict_when_an_equal_statement_comes_again_then_it_is_accepted_and_adds_nothing(lrs, method, status, again):
    keep(lrs, full())
    before = read(lrs, ID)
    assert send(lrs, method, again).status == status
    assert (found(lrs), read(lrs, ID)) == ([ID], before)


DIFFERENT = {
    "actor": full() | {"actor": agent("ana")},
    "name of the actor": changed("actor/name", "Another class"),
    "members": changed("actor/member", [agent("ana", name="Ana")]),
    "name of a member": changed("actor/member", [agent("ana", name="Anna"), agent("ben")]),
    "verb": changed("verb/id", "https://hub.example/verbs/wrote"),
    "case of the verb": changed("verb/id", "https://hub.example/verbs/Read"),
    "object": changed("object/id", activity("other")["id"]),
    "no result": changed("result", None),
    "no context": changed("context", None),
    "no attachments": changed("attachments", None),
    "score": changed("result/score/raw", 6),
    "success": changed("result/success", False),
    "no completion": changed("result/completion", None),
    "case of the response": changed("result/response", "Yes"),
    "duration in other words": changed("result/duration", "PT60M1.23S"),
    "duration by a hundredth": changed("result/duration", "PT1H0M1.24S"),
    "extension by its type": changed("result/extensions", {EXTENSION: {"flag": 1, "list": [1, 2]}}),
    "extension as text": changed("result/extensions", {EXTENSION: {"flag": "true", "list": [1, 2]}}),
    "order in an extension": changed("result/extensions", {EXTENSION: {"flag": True, "list": [2, 1]}}),
    "registration": changed("context/registration", ID),
    "language": changed("context/language", "fr"),
    "platform": changed("context/platform", "hub"),
    "instructor": changed("context/instructor", agent("other")),
    "kind of a context activity": changed("context/contextActivities", {"grouping": [activity("course")]}),
    "one context activity more": changed("context/contextActivities/parent", [activity("course"), activity("more")]),
    "timestamp": changed("timestamp", "2026-03-01T12:30:01.500Z"),
    "hash of an attachment": full() | {"attachments": [HEADER | {"sha2": "1" * 64}]},
    "one attachment more": full() | {"attachments": [HEADER, HEADER | {"sha2": "1" * 64}]},
}


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.1", "2.0 4.1.6.1", should="another statement under a known id is answered with 409"
)
@pytest.mark.parametrize("again", DIFFERENT.values(), ids=DIFFERENT)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_conflict_when_a_different_statement_comes_then_409_and_nothing_changes(lrs, method, again):
    keep(lrs, full())
    before = read(lrs, ID)
    assert send(lrs, method, again).status == 409
    assert (found(lrs), read(lrs, ID)) == ([ID], before)


@pytest.mark.requirement("1.0.3 Data 2.3.1", "2.0 4.1.6.1", must="a statement equals itself as the store gives it out")
@pytest.mark.parametrize("shape", ["exact", "canonical"])
def test_conflict_when_a_statement_comes_back_as_it_was_read_then_it_is_equal(lrs, shape):
    keep(lrs, full())
    assert lrs.post("statements", json=read(lrs, ID, format=shape)).status == 200
    assert found(lrs) == [ID]


@pytest.mark.requirement(
    "1.0.3 Data 2.3.1", "2.0 4.1.6.1", must="differences that the store or time may make are no differences"
)
def test_conflict_when_a_substatement_is_described_otherwise_then_it_is_equal(lrs):
    inner = {
        "objectType": "SubStatement",
        "actor": agent("ana"),
        "verb": {"id": "https://hub.example/verbs/read"},
        "object": activity("a"),
    }
    one = statement(object=inner)
    again = one | {
        "object": inner | {"verb": inner["verb"] | {"display": {"en": "read"}}, "object": {"id": activity("a")["id"]}}
    }
    keep(lrs, one, again)
    assert found(lrs) == [one["id"]]
    other = one | {"object": inner | {"object": activity("b")}}
    assert lrs.post("statements", json=other).status == 409


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.2",
    "2.0 4.1.6.1",
    must="a known statement changes nothing, new ones beside it are kept",
)
def test_conflict_when_a_batch_mixes_known_and_new_then_only_the_new_are_added(lrs):
    known = [statement(), statement()]
    keep(lrs, *known)
    new = [statement(), statement()]
    batch = [new[0], known[1], new[1], known[0]]
    answer = lrs.post("statements", json=batch)
    assert (answer.status, answer.json()) == (200, [one["id"] for one in batch])
    assert found(lrs) == [one["id"] for one in [*known, *new][::-1]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.2", "2.0 4.1.6.1", must="a known statement adds nothing, however many come again"
)
def test_conflict_when_fifty_known_come_again_then_all_ids_are_answered_and_nothing_is_added(lrs):
    batch = [statement() for _ in range(50)]
    lrs.post("statements", json=batch)
    before = found(lrs, limit=0)
    answer = lrs.post("statements", json=batch)
    assert (answer.status, answer.json()) == (200, [one["id"] for one in batch])
    assert found(lrs, limit=0) == before


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="a request that is refused changes nothing")
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
def test_conflict_when_one_of_a_batch_conflicts_then_409_and_none_is_stored(lrs, place):
    keep(lrs, full())
    batch = [statement(), statement()]
    batch.insert(place, changed("result/score/raw", 6))
    assert lrs.post("statements", json=batch).status == 409
    assert found(lrs) == [ID]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.1", "2.0 4.1.6.1", must="a statement under a known id changes no other object either"
)
@pytest.mark.parametrize("place", ["result/success", "verb/display"], ids=["different", "equal"])
def test_conflict_when_it_describes_an_activity_otherwise_then_the_activity_stays(lrs, place):
    keep(lrs, full())
    query = {"activityId": activity("unit")["id"]}
    before = lrs.get("activities", query=query).json()
    again = changed(place, {"en": "x"} if place == "verb/display" else False)
    again["object"] = activity("unit", definition={"name": {"en": "Otherwise"}})
    send(lrs, "POST", again)
    assert lrs.get("activities", query=query).json() == before


@pytest.mark.requirement("1.0.3 Data 2.3.1", "2.0 4.1.6.1", must="who vouches for a statement is no difference")
def test_conflict_when_another_credential_sends_it_again_then_it_is_equal_and_the_authority_stays(lrs):
    one = statement()
    keep(lrs, one)
    before = read(lrs, one["id"])
    other = client_of(lrs.version)
    assert other.post("statements", json=one).status == 200
    assert read(lrs, one["id"]) == before


@pytest.mark.requirement("1.0.3 Data 2.3.1", "2.0 4.1.6.1", must="the version of the specification is no difference")
def test_conflict_when_it_comes_again_in_the_other_version_then_it_is_equal(lrs_103, lrs_200):
    first, second = statement(), statement()
    keep(lrs_103, first)
    keep(lrs_200, second)
    assert lrs_200.post("statements", json=first).status == 200
    assert lrs_103.post("statements", json=second).status == 200
    assert found(lrs_103) == [second["id"], first["id"]]


@pytest.mark.requirement("1.0.3 Communication 3.2", should="an error says what is wrong")
def test_conflict_when_refused_then_the_answer_names_the_statement(lrs):
    keep(lrs, full())
    assert ID.encode() in send(lrs, "POST", changed("result/success", False)).body

"""Two versions behind one address: which is spoken, what is refused, what every answer says."""

from uuid import uuid4

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.conftest import client_of
from tests.rooms.academy.xapi.http_steps import QUESTIONS, RESOURCES, is_kept

VERSION = "X-Experience-API-Version"
SAID = VERSION.lower()


def versioned(version: str | None) -> dict[str, str | None]:
    return {VERSION: version}


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", must="1.0 and every 1.0.x is accepted, and answered as the latest patch"
)
@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.9", "1.0.27"])
def test_version_when_it_is_of_the_1_0_family_then_the_answer_is_1_0_3(lrs_103, version):
    one = statement()

    stored = lrs_103.post("statements", json=one, headers=versioned(version))
    read = lrs_103.get("statements", query={"statementId": one["id"]}, headers=versioned(version))

    assert (stored.status, stored.headers[SAID]) == (200, "1.0.3")
    assert (read.status, read.headers[SAID]) == (200, "1.0.3")


@pytest.mark.requirement("2.0 4.1", must="2.0 counts as 2.0.0, and the answer says 2.0.0")
@pytest.mark.parametrize("version", ["2.0", "2.0.0", "2.0.1"])
def test_version_when_it_is_of_the_2_0_family_then_the_answer_is_2_0_0(lrs_200, version):
    one = statement()

    stored = lrs_200.post("statements", json=one, headers=versioned(version))
    read = lrs_200.get("statements", query={"statementId": one["id"]}, headers=versioned(version))

    assert (stored.status, stored.headers[SAID]) == (200, "2.0.0")
    assert (read.status, read.headers[SAID]) == (200, "2.0.0")


@pytest.mark.requirement(
    "1.0.3 Communication 3.3",
    "2.0 4.1",
    must="a version that is not spoken is refused with 400 and a short description",
)
@pytest.mark.parametrize(
    "version",
    ["", "0.8", "0.9", "0.95", "0.9.9", "1", "1.1", "1.1.0", "1.10", "2", "2.1", "2.1.0", "3.0", "BAD", "v2.0.0"],
)
def test_version_when_it_is_not_spoken_then_it_is_refused_and_nothing_is_stored(lrs, version):
    one = statement()

    refused = lrs.post("statements", json=one, headers=versioned(version))

    assert (refused.status, is_kept(lrs, one)) == (400, False)
    assert "1.0.3" in refused.body.decode()
    assert "2.0.0" in refused.body.decode()
    assert SAID in refused.headers


@pytest.mark.requirement("1.0.3 Communication 3.3", "2.0 4.1", must="a request without a version is refused")
@pytest.mark.parametrize("path", RESOURCES)
def test_version_when_it_is_missing_then_every_resource_refuses(lrs, path):
    refused = lrs.get(path, query=dict(QUESTIONS[path]), headers=versioned(None))

    assert refused.status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", "2.0 4.1", must="an answer to a request without a version names one, too"
)
def test_version_when_it_is_missing_then_the_answer_names_what_the_key_spoke_last(lrs):
    before = lrs.get("statements", headers=versioned(None))
    lrs.get("statements")
    after = lrs.get("statements", headers=versioned(None))
    other = "2.0.0" if lrs.version == "1.0.3" else "1.0.3"
    lrs.get("statements", headers=versioned(other))
    changed = lrs.get("statements", headers=versioned(None))

    assert [(one.status, one.headers[SAID]) for one in (before, after, changed)] == [
        (400, "0.95"), (400, lrs.version), (400, other),
    ]  # fmt: skip


@pytest.mark.requirement("1.0.3 Communication 3.3", "2.0 4.1", must="a request without a version changes nothing")
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_version_when_it_is_missing_then_nothing_is_stored(lrs, method):
    one = statement()
    query = {"statementId": one["id"]} if method == "PUT" else None

    refused = lrs.send(method, "statements", query=query, json=one, headers=versioned(None))

    assert (refused.status, is_kept(lrs, one)) == (400, False)


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", "2.0 4.1", must="a request without version and without key is told of the version"
)
def test_version_when_the_key_is_missing_too_then_it_is_400(lrs):
    assert lrs.get("statements", headers={VERSION: None, "Authorization": None}).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", "2.0 4.1", must="every answer carries the version that was asked for"
)
@pytest.mark.parametrize(
    ("status", "method", "path", "words"),
    [
        (200, "GET", "statements", {}),
        (204, "DELETE", "activities/state", {"query": dict(QUESTIONS["activities/state"])}),
        (400, "GET", "statements", {"query": {"foo": "bar"}}),
        (400, "POST", "statements", {"body": b"{", "headers": {"Content-Type": "application/json"}}),
        (401, "GET", "statements", {"headers": {"Authorization": "Basic Og=="}}),
        (404, "GET", "statements", {"query": {"statementId": str(uuid4())}}),
        (404, "GET", "nothing", {}),
        (405, "DELETE", "statements", {}),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_version_when_the_answer_is_of_any_kind_then_it_is_said(lrs, status, method, path, words):
    answer = lrs.send(method, path, **words)

    assert (answer.status, answer.headers[SAID]) == (status, lrs.version)


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", "2.0 4.1", must="conflicts and failed conditions carry the version, too"
)
def test_version_when_there_is_a_conflict_then_it_is_said(lrs):
    one, state = statement(), dict(QUESTIONS["activities/state"])
    lrs.post("statements", json=one)
    lrs.put("activities/state", query=state, json={"page": 1})

    conflict = lrs.post("statements", json=one | {"verb": {"id": "https://hub.example/verbs/other"}})
    failed = lrs.put("activities/state", query=state, json={"page": 2}, headers={"If-Match": '"another"'})

    assert [(one.status, one.headers[SAID]) for one in (conflict, failed)] == [(409, lrs.version), (412, lrs.version)]


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", "2.0 4.1", must="what is refused for want of a scope carries the version"
)
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_version_when_a_scope_is_missing_then_it_is_said(db, version):
    answer = client_of(version, scopes=["state"]).get("statements")

    assert (answer.status, answer.headers[SAID]) == (403, version)


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", must="a statement of a newer version is not turned into an older form"
)
def test_version_when_a_2_0_statement_is_read_by_1_0_3_then_it_is_as_it_came(lrs_200):
    agents = [{"objectType": "contextAgent", "agent": {"mbox": "mailto:ben@city.example"}}]
    one = statement(context={"contextAgents": agents})
    lrs_200.post("statements", json=one)

    newer = lrs_200.get("statements", query={"statementId": one["id"]})
    older = lrs_200.get("statements", query={"statementId": one["id"]}, headers=versioned("1.0.3"))

    assert (older.status, older.headers[SAID]) == (200, "1.0.3")
    assert older.json() == newer.json()
    assert (older.json()["context"], older.json()["version"]) == (one["context"], "2.0.0")


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", "2.0 4.1", must="a statement keeps the version it was accepted with"
)
def test_version_when_a_1_0_3_statement_is_read_by_2_0_then_it_keeps_its_version(lrs_103):
    one = statement(version="1.0.0")
    lrs_103.post("statements", json=one)

    read = lrs_103.get("statements", query={"statementId": one["id"]}, headers=versioned("2.0.0"))

    assert (read.headers[SAID], read.json()["version"]) == ("2.0.0", "1.0.0")


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", "2.0 4.1", must="each request is read by the rules of its own version"
)
def test_version_when_one_key_speaks_both_then_each_request_has_its_own_rules(lrs):
    agents = [{"objectType": "contextAgent", "agent": {"mbox": "mailto:ben@city.example"}}]
    one = statement(context={"contextAgents": agents})

    older = lrs.post("statements", json=one, headers=versioned("1.0.3"))
    newer = lrs.post("statements", json=one, headers=versioned("2.0.0"))

    assert (older.status, newer.status) == (400, 200)

"""Refusals: which status, what is said, and that nothing is left behind."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.conftest import client_of
from tests.rooms.academy.xapi.http_steps import ANA, DOCUMENTS, QUESTIONS, RESOURCES, fill, is_kept

from hub.rooms.academy.endpoints import limits

# Every parameter that the specification names, by resource and method.
PARAMETERS = {
    ("GET", "statements"): (
        "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities",
        "related_agents", "since", "until", "limit", "format", "attachments", "ascending",
    ),
    ("PUT", "statements"): ("statementId",),
    ("GET", "activities"): ("activityId",),
    ("GET", "activities/state"): ("activityId", "agent", "registration", "stateId", "since"),
    ("PUT", "activities/state"): ("activityId", "agent", "registration", "stateId"),
    ("DELETE", "activities/state"): ("activityId", "agent", "registration", "stateId"),
    ("GET", "activities/profile"): ("activityId", "profileId", "since"),
    ("PUT", "activities/profile"): ("activityId", "profileId"),
    ("GET", "agents"): ("agent",),
    ("GET", "agents/profile"): ("agent", "profileId", "since"),
    ("POST", "agents/profile"): ("agent", "profileId"),
}  # fmt: skip
ANYTHING = {
    "statementId": str(uuid4()), "voidedStatementId": str(uuid4()), "registration": str(uuid4()), "agent": ANA, "limit": "10",
    "since": "2012-06-01T19:09:13.245Z", "until": "2012-06-01T19:09:13.245Z", "format": "ids", "ascending": "true",
    "related_activities": "true", "related_agents": "true", "attachments": "true",
}  # fmt: skip
CASES = [(method, path, name) for (method, path), names in PARAMETERS.items() for name in names]


def good_query(method: str, path: str, one: dict) -> dict:
    if path == "statements":
        return {"statementId": one["id"]} if method == "PUT" else {}
    return dict(QUESTIONS[path])


# --- parameters -------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="a parameter that is right in all but case is refused"
)
@pytest.mark.parametrize("change", [str.upper, str.title], ids=["upper", "title"])
@pytest.mark.parametrize(("method", "path", "name"), CASES)
def test_parameter_when_it_is_in_another_case_then_it_is_refused_and_named(lrs, method, path, name, change):
    one = statement()
    query = good_query(method, path, one)
    query[change(name)] = query.pop(name, None) or ANYTHING.get(name, "https://hub.example/x")

    refused = lrs.send(method, path, query=query, json=one if method in {"PUT", "POST"} else None)

    assert (refused.status, is_kept(lrs, one)) == (400, False)
    assert name in refused.body.decode() or change(name) in refused.body.decode()


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="a parameter that the resource does not know is refused"
)
@pytest.mark.parametrize(("method", "path"), [*PARAMETERS, ("POST", "statements"), ("DELETE", "agents/profile")])
def test_parameter_when_it_is_unknown_then_it_is_refused_and_named(lrs, method, path):
    one = statement()
    query = good_query(method, path, one) | {"foo": "bar"}

    refused = lrs.send(method, path, query=query, json=one if method in {"PUT", "POST"} else None)

    assert (refused.status, is_kept(lrs, one)) == (400, False)
    assert "foo" in refused.body.decode()


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="a parameter of another resource is unknown in this one"
)
@pytest.mark.parametrize(
    ("path", "name"),
    [("statements", "stateId"), ("activities", "agent"), ("agents", "since"), ("activities/profile", "agent")],
)
def test_parameter_when_it_belongs_elsewhere_then_it_is_refused(lrs, path, name):
    assert lrs.get(path, query={**QUESTIONS[path], name: ANYTHING.get(name, "x")}).status == 400


@pytest.mark.parametrize("path", RESOURCES)
def test_parameter_when_it_is_given_twice_then_it_is_refused(lrs, path):
    name = "limit" if path == "statements" else next(iter(QUESTIONS[path]))
    value = str(QUESTIONS[path][name])

    assert lrs.get(path, query=urlencode([(name, value), (name, value)])).status == 400


# --- methods and paths ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="a method that a resource does not have is 405, whoever asks"
)
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("statements", "GET, HEAD, OPTIONS, POST, PUT"),
        ("activities", "GET, HEAD, OPTIONS"),
        ("agents", "GET, HEAD, OPTIONS"),
        ("activities/state", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
        ("activities/profile", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
        ("agents/profile", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
    ],
)
@pytest.mark.parametrize("authorization", ["good", None], ids=["key", "no key"])
def test_method_when_the_resource_does_not_have_it_then_it_is_405(lrs, path, allowed, authorization):
    headers = {} if authorization else {"Authorization": None}
    missing = {"PUT", "POST", "DELETE", "PATCH"} - set(allowed.split(", "))

    answers = [lrs.send(method, path, query=dict(QUESTIONS[path]), headers=headers) for method in sorted(missing)]

    assert [answer.status for answer in answers] == [405] * len(missing)
    assert {", ".join(sorted(answer.headers["allow"].split(", "))) for answer in answers} == {allowed}


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="what does not exist is 404")
@pytest.mark.parametrize(
    "path", ["nothing", "statements/more", "activities/nothing", "", "Statements", "statements/../about"]
)
def test_path_when_there_is_no_such_resource_then_it_is_404(lrs, path):
    assert lrs.get(path).status == 404


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="one document or statement that is not there is 404"
)
@pytest.mark.parametrize("path", ["statements", *DOCUMENTS])
def test_document_when_it_is_not_there_then_it_is_404_with_a_message(lrs, path):
    answer = lrs.get(path, query={"statementId": str(uuid4())} if path == "statements" else dict(QUESTIONS[path]))

    assert answer.status == 404
    assert len(answer.body) > 20


# --- all or nothing -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="a batch with one bad statement is refused whole")
@pytest.mark.parametrize("place", [0, 1, 49])
def test_batch_when_one_statement_is_wrong_then_none_is_stored_and_it_is_named(lrs, place):
    batch = [statement() for _ in range(50)]
    batch[place]["verb"]["id"] = "should fail"

    refused = lrs.post("statements", json=batch)

    assert (refused.status, [one["id"] for one in batch if is_kept(lrs, one)]) == (400, [])
    assert "verb.id" in refused.body.decode()


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="a batch that contradicts a stored statement is refused whole"
)
def test_batch_when_one_statement_is_held_with_other_content_then_none_is_stored(lrs):
    held, new = statement(), statement()
    lrs.post("statements", json=held)

    refused = lrs.post("statements", json=[new, held | {"verb": {"id": "https://hub.example/verbs/other"}}])

    assert (refused.status, is_kept(lrs, new)) == (409, False)


# --- what is said --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", should="a refusal explains itself, as JSON unless asked otherwise"
)
@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/plain", "text/plain"),
        ("text/html", "text/html"),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/plain;q=0.2, application/json;q=0.9", "application/json"),
        ("image/png", "application/json"),
    ],
)
def test_refusal_when_a_form_is_asked_for_then_it_comes_in_that(lrs, accept, kind):
    refused = lrs.get("statements", query={"foo": "bar"}, headers={"Accept": accept})

    assert (refused.status, refused.headers["content-type"].partition(";")[0]) == (400, kind)
    assert "foo" in refused.body.decode()


def test_refusal_when_it_repeats_what_was_sent_then_html_is_escaped(lrs):
    refused = lrs.get("statements", query={"<script>": "x"}, headers={"Accept": "text/html"})

    assert refused.status == 400
    assert b"<script>" not in refused.body


# --- limits ----------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="too many requests are 429")
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_rate_when_a_key_asks_too_often_then_it_is_429_and_told_when_to_come_back(db, version):
    limits._buckets.clear()  # a credential of another test may have had the same number
    lrs = client_of(version, requests_per_minute=2)

    answers = [lrs.get("statements") for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert 25 <= int(answers[2].headers["retry-after"]) <= 31
    assert answers[2].headers["x-experience-api-version"] == version


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="requests are accepted at any reasonable rate where none is set"
)
def test_rate_when_none_is_set_then_every_request_is_answered(lrs):
    fill(lrs)

    assert {lrs.get("about").status for _ in range(300)} == {200}
    assert {lrs.get("agents", query={"agent": ANA}).status for _ in range(300)} == {200}

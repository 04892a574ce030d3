"""Documents stay apart by city and by person, have a limit, and can do no harm in a browser."""

from dataclasses import replace

import pytest
from tests.factories.network import make_city
from tests.rooms.academy.conftest import client_of
from tests.rooms.academy.documents import ANA, BEN, NEW, RESOURCES, STATE, UNIT, all_of, one_of, store

from hub.rooms.academy.endpoints import documents as endpoints
from hub.rooms.academy.endpoints.agents import AGENTS
from hub.rooms.academy.endpoints.exchange import Request
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.rules import Caller

each_resource = pytest.mark.parametrize("resource", RESOURCES)


@each_resource
def test_documents_of_two_cities_then_neither_sees_the_other(db, resource):
    first, second = (client_of("2.0.0", city=make_city()) for _ in range(2))
    store(first, resource, json={"city": 1})
    store(second, resource, json={"city": 2})
    assert first.get(resource, query=one_of(resource)).json() == {"city": 1}
    second.delete(resource, query=one_of(resource))
    assert (
        first.get(resource, query=all_of(resource)).json(),
        second.get(resource, query=all_of(resource)).json(),
    ) == (
        ["bookmark"],
        [],
    )


@each_resource
def test_two_credentials_of_one_city_then_they_share_documents(db, resource):
    city = make_city()
    first, second = (client_of("1.0.3", city=city) for _ in range(2))
    store(first, resource, json={"page": 3})
    assert second.get(resource, query=one_of(resource)).json() == {"page": 3}


LEARNER = Caller(credential=0, authority={}, city=0, scopes=frozenset({"all"}), person=ANA)
ASKED = Request("GET", STATE, {}, {"content-type": "application/json"}, b"", "2.0.0", LEARNER)


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.2", must="what the credentials do not allow is refused with 403"
)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    ("table", "query", "code"),
    [
        (
            endpoints.STATE,
            {"activityId": UNIT, "agent": '{"mbox": "mailto:ben@city.example"}', "stateId": "bookmark"},
            "agent_not_yours",
        ),
        (
            endpoints.AGENT_PROFILE,
            {"agent": '{"mbox": "mailto:ben@city.example"}', "profileId": "bookmark"},
            "agent_not_yours",
        ),
        (endpoints.ACTIVITY_PROFILE, {"activityId": UNIT, "profileId": "bookmark"}, "document_of_all"),
    ],
    ids=["state", "agent-profile", "activity-profile"],
)
def test_learner_asks_for_documents_of_others_then_403(db, method, table, query, code):
    with pytest.raises(Refused) as refusal:
        table[method](replace(ASKED, method=method, query=query, body=b"{}"))
    assert (refusal.value.status, refusal.value.code) == (403, code)


@pytest.mark.requirement(
    "1.0.3 Communication 2.4", should="a request for a person beyond the credentials is refused with 403"
)
def test_learner_asks_for_another_person_then_403(db):
    with pytest.raises(Refused) as refusal:
        AGENTS["GET"](replace(ASKED, query={"agent": '{"mbox": "mailto:ben@city.example"}'}))
    assert (refusal.value.status, refusal.value.code) == (403, "agent_not_yours")


def test_learner_deletes_or_lists_states_of_others_then_403(db):
    query = {"activityId": UNIT, "agent": '{"account": {"homePage": "https://city.example", "name": "ben"}}'}
    for method in ("GET", "DELETE"):
        with pytest.raises(Refused) as refusal:
            endpoints.STATE[method](replace(ASKED, method=method, query=query))
        assert refusal.value.status == 403


OWN = {"activityId": UNIT, "agent": '{"mbox": "mailto:ana@city.example"}', "stateId": "bookmark"}


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_learner_changes_a_state_of_another_registration_then_403(db, method):
    registered = replace(LEARNER, registration="AAAAAAAA-1111-4111-8111-111111111111")
    query = OWN | {"registration": "22222222-2222-4222-8222-222222222222"}
    with pytest.raises(Refused) as refusal:
        endpoints.STATE[method](replace(ASKED, method=method, query=query, body=b"{}", caller=registered))
    assert (refusal.value.status, refusal.value.code) == (403, "registration_not_yours")


@pytest.mark.parametrize("more", [{}, {"registration": "aaaaaaaa-1111-4111-8111-111111111111"}], ids=["without", "own"])
def test_learner_changes_a_state_of_the_own_registration_or_of_none_then_it_is_kept(db, more):
    registered = replace(LEARNER, registration="AAAAAAAA-1111-4111-8111-111111111111")
    asked = replace(ASKED, method="PUT", query=OWN | more, body=b"{}", caller=registered)
    assert endpoints.STATE["PUT"](asked).status == 204


def test_learner_uses_own_documents_then_they_are_kept(db):
    query = OWN
    endpoints.STATE["PUT"](replace(ASKED, method="PUT", query=query, body=b'{"page":3}'))
    assert endpoints.STATE["GET"](replace(ASKED, query=query)).body == b'{"page":3}'


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.2", must="what is larger than the store takes is refused with 413"
)
@pytest.mark.parametrize("method", ["PUT", "POST"])
@each_resource
def test_document_over_the_limit_then_413_and_nothing_is_there(lrs, settings, method, resource):
    settings.HUB_XAPI_DOCUMENT_BYTES = 1000
    headers = (NEW if method == "PUT" else {}) | {"Content-Type": "text/plain"}
    at_most = lrs.send(method, resource, query=one_of(resource, "at-most"), body=b"x" * 1000, headers=headers)
    larger = lrs.send(method, resource, query=one_of(resource, "larger"), body=b"x" * 1001, headers=headers)
    assert (at_most.status, larger.status) == (204, 413)
    assert lrs.get(resource, query=all_of(resource)).json() == ["at-most"]


def test_merging_beyond_the_limit_then_413_and_the_document_stays(lrs, settings):
    settings.HUB_XAPI_DOCUMENT_BYTES = 1000
    store(lrs, STATE, json={"a": "x" * 600})
    assert lrs.post(STATE, query=one_of(STATE), json={"b": "x" * 600}).status == 413
    assert lrs.get(STATE, query=one_of(STATE)).json() == {"a": "x" * 600}


def test_document_of_two_megabytes_then_it_is_kept(lrs_200):
    store(lrs_200, STATE, body=b"\xff" * 2 * 1024 * 1024, kind="video/webm")
    assert lrs_200.get(STATE, query=one_of(STATE)).body == b"\xff" * 2 * 1024 * 1024


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "application/javascript"])
@each_resource
def test_stored_page_then_a_browser_cannot_run_it_here(lrs, resource, kind):
    store(lrs, resource, body=b"<script>alert(1)</script>", kind=kind)
    headers = lrs.get(resource, query=one_of(resource)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"


@each_resource
def test_document_then_a_browser_asks_for_it_each_time(lrs, resource):
    store(lrs, resource, json={})
    assert lrs.get(resource, query=one_of(resource)).headers["cache-control"] == "private, no-cache"
    assert lrs.get(resource, query=all_of(resource)).headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "kind",
    ["text", "/", "text/", "text/html\r\nX-Own: 1", "text/plain; x=\x00", "téxt/plain", "text/" + "x" * 200],
    ids=["no-subtype", "nothing", "half", "line-break", "nul", "accent", "too-long"],
)
@pytest.mark.parametrize("method", ["PUT", "POST"])
@each_resource
def test_content_type_that_is_none_then_400(lrs, method, resource, kind):
    headers = (NEW if method == "PUT" else {}) | {"Content-Type": kind}
    assert lrs.send(method, resource, query=one_of(resource), body=b"{}", headers=headers).status == 400


def test_agent_with_a_nul_in_its_name_then_it_is_found(lrs):
    agent = BEN | {"name": "Ben\x00"}
    store(lrs, STATE, json={"page": 3}, agent=agent)
    assert lrs.get(STATE, query=one_of(STATE, agent=BEN)).json() == {"page": 3}

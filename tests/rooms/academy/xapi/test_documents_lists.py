"""Lists of documents, and states that are deleted all at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.academy.documents import BEN, PROFILES, RESOURCES, STATE, all_of, date_back, one_of, store

from hub.rooms.academy.models import Document

each_resource = pytest.mark.parametrize("resource", RESOURCES)
REGISTRATION = "11111111-1111-4111-8111-111111111111"
ELSEWHERE = "https://hub.example/activities/unit-2"


@pytest.mark.requirement("1.0.3 Communication 2.3", "1.0.3 Communication 2.6", "1.0.3 Communication 2.7",
                         "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6", must="GET without a name lists the names")  # fmt: skip
@each_resource
def test_list_then_all_names_of_this_subject_and_no_other(lrs, resource):
    store(lrs, resource, json={}, name="second-in-the-alphabet")
    store(lrs, resource, json={}, name="a")
    other = {"agent": BEN} if "agent" in all_of(resource) else {"activityId": ELSEWHERE}
    store(lrs, resource, json={}, name="of-another", **other)
    answer = lrs.get(resource, query=all_of(resource))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == ["second-in-the-alphabet", "a"]


@pytest.mark.requirement("1.0.3 Communication 2.3", "2.0 4.1.6.2", must="a list with nothing in it is an empty array")
@each_resource
def test_list_of_nothing_then_an_empty_array(lrs, resource):
    answer = lrs.get(resource, query=all_of(resource))
    assert (answer.status, answer.json(), "last-modified" in answer.headers) == (200, [], False)


@pytest.mark.requirement("1.0.3 Communication 2.3", "1.0.3 Communication 2.6", "1.0.3 Communication 2.7",
                         "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6",
                         must="`since` leaves what was stored or changed after it, not at it")  # fmt: skip
@each_resource
def test_list_since_then_only_later_ones(lrs, resource):
    for second in (1, 2, 3):
        store(lrs, resource, json={}, name=f"of-second-{second}")
        date_back(f"of-second-{second}", f"2026-03-01T10:00:0{second}Z")
    listed = lrs.get(resource, query=all_of(resource, since="2026-03-01T11:00:02+01:00"))
    assert listed.json() == ["of-second-3"]


@pytest.mark.requirement("1.0.3 Communication 2.3", "2.0 4.1.6.2", must="a change counts for `since` as storing does")
@each_resource
def test_list_since_then_a_document_changed_later_is_in_it(lrs, resource):
    store(lrs, resource, json={"page": 3})
    date_back("bookmark", "2026-03-01T10:00:01Z")
    since = all_of(resource, since="2026-03-01T10:00:02Z")
    before = lrs.get(resource, query=since).json()
    lrs.post(resource, query=one_of(resource), json={"page": 4})
    assert (before, lrs.get(resource, query=since).json()) == ([], ["bookmark"])


@pytest.mark.requirement(
    "1.0.3 Communication 2.3", "2.0 4.1.6.2", must="a list with a registration is of that registration"
)
def test_list_with_and_without_registration_then_each_has_its_own(lrs):
    store(lrs, STATE, json={}, name="without")
    store(lrs, STATE, json={}, name="within", registration=REGISTRATION)
    assert lrs.get(STATE, query=all_of(STATE)).json() == ["without"]
    assert lrs.get(STATE, query=all_of(STATE, registration=REGISTRATION)).json() == ["within"]


@pytest.mark.requirement("1.0.3 Communication 2.3", "2.0 4.1.6.2",
                         must="DELETE without a name deletes all states of the activity, agent and registration")  # fmt: skip
def test_delete_of_many_then_all_of_this_subject_are_gone_and_no_other(lrs):
    for name in ("a", "b"):
        store(lrs, STATE, json={}, name=name)
    others = ({"agent": BEN}, {"activityId": ELSEWHERE}, {"registration": REGISTRATION})
    for other in others:
        store(lrs, STATE, json={}, name="kept", **other)
    for profiles in PROFILES:
        store(lrs, profiles, json={}, name="kept")
    deleted = lrs.delete(STATE, query=all_of(STATE))
    assert (deleted.status, deleted.body) == (204, b"")
    assert lrs.get(STATE, query=all_of(STATE)).json() == []
    assert [lrs.get(STATE, query=all_of(STATE, **other)).json() for other in others] == [["kept"]] * 3
    assert [lrs.get(profiles, query=all_of(profiles)).json() for profiles in PROFILES] == [["kept"]] * 2


@pytest.mark.requirement(
    "1.0.3 Communication 2.3", "2.0 4.1.6.2", must="DELETE of many with a registration keeps to it"
)
def test_delete_of_many_with_a_registration_then_states_without_one_stay(lrs):
    store(lrs, STATE, json={}, name="without")
    store(lrs, STATE, json={}, name="within", registration=REGISTRATION)
    lrs.delete(STATE, query=all_of(STATE, registration=REGISTRATION))
    assert lrs.get(STATE, query=all_of(STATE)).json() == ["without"]
    assert lrs.get(STATE, query=all_of(STATE, registration=REGISTRATION)).json() == []


def test_delete_of_many_where_there_are_none_then_204(lrs):
    assert lrs.delete(STATE, query=all_of(STATE)).status == 204


def test_delete_of_more_than_one_statement_of_sql_can_name_then_all_are_gone(lrs_200):
    store(lrs_200, STATE, json={})
    first = Document.objects.values("kind", "activity", "person", "scope", "content", "etag", "updated").get()
    Document.objects.bulk_create(Document(name=str(number), **first) for number in range(1100))
    assert lrs_200.delete(STATE, query=all_of(STATE)).status == 204
    assert Document.objects.count() == 0


def test_delete_of_many_with_the_tag_of_an_old_list_then_412_and_all_stay(lrs):
    store(lrs, STATE, json={}, name="a")
    tag = lrs.get(STATE, query=all_of(STATE)).headers["etag"]
    store(lrs, STATE, json={}, name="b")
    assert lrs.delete(STATE, query=all_of(STATE), headers={"If-Match": tag}).status == 412
    fresh = lrs.get(STATE, query=all_of(STATE))
    assert fresh.json() == ["a", "b"]
    assert lrs.delete(STATE, query=all_of(STATE), headers={"If-Match": fresh.headers["etag"]}).status == 204


@each_resource
def test_list_then_it_costs_the_same_queries_at_one_and_three(lrs, resource):
    counts = []
    for number in range(3):
        store(lrs, resource, json={}, name=str(number))
        with CaptureQueriesContext(connection) as queries:
            lrs.get(resource, query=all_of(resource))
        counts.append(len(queries))
    assert counts[0] == counts[2]

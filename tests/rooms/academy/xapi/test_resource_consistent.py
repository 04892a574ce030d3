"""How far the answers can be trusted in time: X-Experience-API-Consistent-Through and Last-Modified."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import keep, new_id, read, voiding

NAME = "x-experience-api-consistent-through"
ANSWERS = {
    "list": (200, lambda lrs, one: lrs.get("statements")),
    "list of nothing": (200, lambda lrs, one: lrs.get("statements", query={"verb": "https://hub.example/verbs/never"})),
    "list with attachments": (200, lambda lrs, one: lrs.get("statements", query={"attachments": "true"})),
    "single": (200, lambda lrs, one: lrs.get("statements", query={"statementId": one["id"]})),
    "head": (200, lambda lrs, one: lrs.head("statements")),
    "unknown": (404, lambda lrs, one: lrs.get("statements", query={"statementId": new_id()})),
    "not voided": (404, lambda lrs, one: lrs.get("statements", query={"voidedStatementId": one["id"]})),
    "wrong parameter": (400, lambda lrs, one: lrs.get("statements", query={"foo": "1"})),
    "wrong value": (400, lambda lrs, one: lrs.get("statements", query={"limit": "-1"})),
    "no version": (400, lambda lrs, one: lrs.get("statements", headers={"X-Experience-API-Version": None})),
    "no version, no credential": (
        400, lambda lrs, one: lrs.get("statements", headers={"X-Experience-API-Version": None, "Authorization": None}),
    ),
    "no credential": (401, lambda lrs, one: lrs.get("statements", headers={"Authorization": None})),
    "post": (200, lambda lrs, one: lrs.post("statements", json=statement())),
    "post again": (200, lambda lrs, one: lrs.post("statements", json=one)),
    "post wrong": (400, lambda lrs, one: lrs.post("statements", json={})),
    "conflict": (409, lambda lrs, one: lrs.post("statements", json=one | {"result": {"success": True}})),
    "put": (204, lambda lrs, one: lrs.put("statements", query={"statementId": (number := new_id())}, json=statement(id=number))),
    "put without id": (400, lambda lrs, one: lrs.put("statements", json=statement())),
    "delete": (405, lambda lrs, one: lrs.delete("statements")),
}  # fmt: skip


def moment(text):
    """A moment with its zone; ISO 8601 with both date and time."""
    assert "T" in text
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="every answer of the resource says up to when it is consistent"
)
@pytest.mark.parametrize(("status", "ask"), ANSWERS.values(), ids=ANSWERS)
def test_consistent_when_anything_is_answered_then_the_header_is_a_recent_moment(lrs, status, ask):
    one = statement()
    keep(lrs, one)
    answer = ask(lrs, one)
    assert answer.status == status
    assert abs(datetime.now(UTC) - moment(answer.headers[NAME])) < timedelta(seconds=60)


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="what was stored before the moment named can be read"
)
def test_consistent_when_a_post_returned_then_the_header_is_never_behind_it(lrs):
    for _ in range(5):
        one = statement()
        answer = lrs.post("statements", json=one)
        stored = moment(read(lrs, one["id"])["stored"])
        assert moment(answer.headers[NAME]) >= stored
        assert moment(lrs.get("statements").headers[NAME]) >= stored


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the moment named is not before what the answer holds"
)
def test_consistent_when_listed_then_no_statement_is_stored_after_the_moment_named(lrs):
    lrs.post("statements", json=[statement() for _ in range(20)])
    answer = lrs.get("statements")
    assert max(moment(one["stored"]) for one in answer.json()["statements"]) <= moment(answer.headers[NAME])


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the moment named never goes back")
def test_consistent_when_asked_again_then_the_moment_is_not_earlier(lrs):
    moments = [moment(lrs.get("statements").headers[NAME]) for _ in range(5)]
    assert moments == sorted(moments)


@pytest.mark.requirement("1.0.3 Data 2.4.8", "2.0 4.2.4.2", must="stored is the moment of storing")
def test_consistent_when_stored_then_between_sending_and_answer(lrs):
    before = datetime.now(UTC) - timedelta(seconds=1)
    one = statement()
    keep(lrs, one)
    assert before <= moment(read(lrs, one["id"])["stored"]) <= datetime.now(UTC) + timedelta(seconds=1)


@pytest.mark.requirement("2.0 4.1.6.1", must="Last-Modified of a statement is the second of its storing")
@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", should="Last-Modified of a statement is the second of its storing"
)
@pytest.mark.parametrize("query", [{}, {"format": "ids"}, {"attachments": "true"}], ids=["exact", "ids", "multipart"])
def test_last_modified_when_a_statement_is_read_then_it_is_the_second_of_storing(lrs, query):
    one = statement()
    keep(lrs, one)
    answer = lrs.get("statements", query={"statementId": one["id"]} | query)
    stored = moment(read(lrs, one["id"])["stored"])
    assert parsedate_to_datetime(answer.headers["last-modified"]) == stored.replace(microsecond=0)
    assert answer.headers["last-modified"].endswith(" GMT")


@pytest.mark.requirement("2.0 4.1.6.1", must="Last-Modified of a voided statement is the second of its own storing")
def test_last_modified_when_the_statement_is_voided_then_it_stays(lrs):
    one = statement()
    keep(lrs, one)
    before = lrs.get("statements", query={"statementId": one["id"]}).headers["last-modified"]
    keep(lrs, voiding(one))
    assert lrs.get("statements", query={"voidedStatementId": one["id"]}).headers["last-modified"] == before

"""Headers of answers that no other requirement names, and browsers on other sites."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import uuid4

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.http_steps import ANA, DOCUMENTS, QUESTIONS, RESOURCES, fill

ELSEWHERE = "https://course.example"


@pytest.mark.requirement(
    "1.0.3 Communication 1.2", "2.0 4.1.1", must="an answer with a body says its type and its length"
)
@pytest.mark.parametrize("path", [*RESOURCES, "about"])
def test_headers_when_there_is_a_body_then_type_and_length_are_said(lrs, path):
    fill(lrs)

    answer = lrs.get(path, query=dict(QUESTIONS.get(path, {})))

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-length"] == str(len(answer.body))


@pytest.mark.requirement("1.0.3 Communication 1.2", "2.0 4.1.1", must="an answer without a body has no type")
def test_headers_when_there_is_no_body_then_there_is_no_type(lrs):
    one = statement()

    answer = lrs.put("statements", query={"statementId": one["id"]}, json=one)

    assert (answer.status, answer.body) == (204, b"")
    assert "content-type" not in answer.headers


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="answers about statements say how far they are complete"
)
@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({}, {}),
        ({"statementId": str(uuid4())}, {}),
        ({"foo": "bar"}, {}),
        ({}, {"X-Experience-API-Version": None}),
        ({}, {"Authorization": "Basic Og=="}),
    ],
    ids=["200", "404", "400", "no version", "no key"],
)
def test_headers_when_statements_are_asked_for_then_consistent_through_is_now(lrs, query, headers):
    before = datetime.now(UTC)

    answer = lrs.get("statements", query=query, headers=headers)

    through = datetime.fromisoformat(answer.headers["x-experience-api-consistent-through"])
    assert before - timedelta(seconds=1) <= through <= datetime.now(UTC)


@pytest.mark.requirement("1.0.3 Communication 3.1", "2.0 4.1.4", must="a document comes with an ETag in quotes")
@pytest.mark.parametrize("path", DOCUMENTS)
def test_headers_when_a_document_is_read_then_etag_and_time_are_said(lrs, path):
    fill(lrs)

    answer = lrs.get(path, query=dict(QUESTIONS[path]))

    assert (answer.headers["etag"][0], answer.headers["etag"][-1], len(answer.headers["etag"])) == ('"', '"', 42)
    assert abs(parsedate_to_datetime(answer.headers["last-modified"]) - datetime.now(UTC)) < timedelta(minutes=1)


def test_headers_when_a_browser_on_another_site_asks_first_then_it_may(lrs):
    headers = {
        "Origin": ELSEWHERE, "Access-Control-Request-Method": "PUT", "Authorization": None, "X-Experience-API-Version": None,
        "Access-Control-Request-Headers": "authorization,content-type,if-match,if-none-match,x-experience-api-version",
    }  # fmt: skip

    answer = lrs.send("OPTIONS", "statements", headers=headers)

    allowed = answer.headers["access-control-allow-headers"].lower().replace(" ", "").split(",")
    assert answer.status in {200, 204}
    assert answer.headers["access-control-allow-origin"] in {"*", ELSEWHERE}
    assert set(headers["Access-Control-Request-Headers"].split(",")) <= set(allowed)
    assert "PUT" in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize(("query", "status"), [({"agent": ANA}, 200), ({"foo": "bar"}, 400)])
def test_headers_when_a_browser_on_another_site_asks_then_it_may_read_the_answer(lrs, query, status):
    answer = lrs.get("statements", query=query, headers={"Origin": ELSEWHERE})

    exposed = answer.headers["access-control-expose-headers"].lower().replace(" ", "").split(",")
    assert (answer.status, answer.headers["access-control-allow-origin"] in {"*", ELSEWHERE}) == (status, True)
    assert {"etag", "last-modified", "x-experience-api-version", "x-experience-api-consistent-through"} <= set(exposed)

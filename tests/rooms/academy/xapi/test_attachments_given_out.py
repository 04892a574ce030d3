"""Attachments given out again: with which answers, in which form, and what the store holds of them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.academy import statement
from tests.rooms.academy.xapi.attachment_steps import (
    CERTIFICATE,
    ESSAY,
    attachment,
    found,
    linked,
    read_bytes,
    read_parts,
    read_statements,
    sha256,
    with_attachments,
    with_bytes,
)

from hub.rooms.academy.actions.attachments import store_attachments
from hub.rooms.academy.engine.attachments import Part
from hub.rooms.academy.queries.attachments import attachments_of


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2",
    "2.0 4.1.3",
    must="attachments received are given out, whether they have an address or not",
)
def test_get_when_an_attachment_has_an_address_and_came_along_then_given_out(lrs):
    one = linked()
    assert lrs.post("statements", **with_bytes(one, ESSAY)).status == 200
    assert read_bytes(found(lrs, one)) == {sha256(ESSAY): ESSAY}


def test_get_when_a_hash_was_declared_in_capitals_then_its_part_says_it_so_too(lrs):
    sha2 = sha256(ESSAY).upper()
    one = statement(attachments=[attachment(ESSAY, sha2=sha2)])
    assert lrs.post("statements", **with_bytes(one, ESSAY)).status == 200
    assert read_bytes(found(lrs, one)) == {sha2: ESSAY}


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="without attachments=true the answer is JSON alone"
)
@pytest.mark.parametrize("query", [{}, {"attachments": "false"}], ids=["not asked", "false"])
def test_get_when_attachments_are_not_asked_for_then_json_alone(lrs, query):
    one = with_attachments(ESSAY)
    lrs.post("statements", **with_bytes(one, ESSAY))
    single = lrs.get("statements", query={"statementId": one["id"], **query})
    several = lrs.get("statements", query=query)
    assert [answer.headers["content-type"] for answer in (single, several)] == ["application/json"] * 2
    assert single.json()["attachments"] == several.json()["statements"][0]["attachments"] == one["attachments"]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="with attachments=true the answer is multipart"
)
def test_get_when_attachments_are_asked_for_and_there_are_none_then_multipart_all_the_same(lrs):
    one = statement()
    lrs.post("statements", json=one)
    for answer in (found(lrs, one), lrs.get("statements", query={"attachments": "true"})):
        kind, _, boundary = answer.headers["content-type"].partition("; boundary=")
        assert (answer.status, kind, boundary.isalnum()) == (200, "multipart/mixed", True)
        assert len(read_parts(answer)) == 1
    assert read_statements(found(lrs, one))["id"] == one["id"]


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="answers with attachments have the form of such requests"
)
def test_get_when_attachments_are_asked_for_then_json_first_and_every_part_labelled(lrs):
    one = with_attachments(ESSAY, CERTIFICATE)
    lrs.post("statements", **with_bytes(one, ESSAY, CERTIFICATE))
    first, *others = read_parts(lrs.get("statements", query={"attachments": "true"}))
    assert first["Content-Type"] == "application/json"
    assert [each["id"] for each in json.loads(first.get_payload(decode=True))["statements"]] == [one["id"]]
    assert [
        (each["Content-Type"], each["Content-Transfer-Encoding"], each["X-Experience-API-Hash"]) for each in others
    ] == [
        ("text/plain", "binary", sha256(ESSAY)),
        ("text/plain", "binary", sha256(CERTIFICATE)),
    ]


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="answers with attachments have the form of such requests"
)
def test_get_when_an_answer_is_sent_on_to_another_store_then_it_is_a_request(lrs):
    one = with_attachments(ESSAY)
    lrs.post("statements", **with_bytes(one, ESSAY))
    answer = found(lrs, one)
    again = lrs.post("statements", body=answer.body, headers={"Content-Type": answer.headers["content-type"]})
    assert (again.status, again.json()) == (200, [one["id"]])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.4", "2.0 4.1.6.1", must="a voided statement is given out with its attachments too"
)
def test_get_when_voided_then_its_attachments_are_still_given_out(lrs):
    one = with_attachments(ESSAY)
    lrs.post("statements", **with_bytes(one, ESSAY))
    lrs.post("statements", json=statement(
        verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object={"objectType": "StatementRef", "id": one["id"]}
    ))  # fmt: skip
    answer = lrs.get("statements", query={"voidedStatementId": one["id"], "attachments": "true"})
    assert read_bytes(answer) == {sha256(ESSAY): ESSAY}


@pytest.mark.requirement(
    "1.0.3 Data 2.5", "2.0 4.1.6.1", must="the address of more results goes on with the query that was asked"
)
def test_more_when_attachments_were_asked_for_then_the_next_page_has_them_too(lrs):
    for content in (ESSAY, CERTIFICATE):
        lrs.post("statements", **with_bytes(with_attachments(content), content))
    page = lrs.get("statements", query={"attachments": "true", "limit": "1"})
    following = lrs.get(read_statements(page)["more"].partition("/xapi/")[2])
    assert [read_bytes(page), read_bytes(following)] == [{sha256(CERTIFICATE): CERTIFICATE}, {sha256(ESSAY): ESSAY}]


@pytest.mark.requirement("1.0.3 Communication 1.1", must="HEAD answers as GET does, without a body")
def test_head_when_attachments_are_asked_for_then_the_type_of_get_and_no_body(lrs_103):
    one = with_attachments(ESSAY)
    lrs_103.post("statements", **with_bytes(one, ESSAY))
    query = {"statementId": one["id"], "attachments": "true"}
    head, got = lrs_103.head("statements", query=query), lrs_103.get("statements", query=query)
    assert (head.status, head.headers["content-type"], head.body) == (200, got.headers["content-type"], b"")


def test_store_when_some_are_held_then_they_stay_and_the_others_are_added(db):
    store_attachments([Part("text/plain", ESSAY, sha256(ESSAY))])
    store_attachments([Part("text/html", ESSAY, sha256(ESSAY)), Part("image/png", CERTIFICATE, sha256(CERTIFICATE))])
    assert attachments_of([sha256(CERTIFICATE), "00ff", sha256(ESSAY), sha256(ESSAY)]) == (
        Part("image/png", CERTIFICATE, sha256(CERTIFICATE)),
        Part("text/plain", ESSAY, sha256(ESSAY)),
    )


@pytest.mark.parametrize("number", [1, 3])
def test_kept_when_one_or_several_then_one_query_each_way(db, number):
    contents = [bytes([one]) for one in range(number)]
    with CaptureQueriesContext(connection) as stored:
        store_attachments([Part("text/plain", one, sha256(one)) for one in contents])
    with CaptureQueriesContext(connection) as read:
        kept = attachments_of(map(sha256, contents))
    inserts = [query for query in stored.captured_queries if query["sql"].startswith("INSERT")]
    assert (len(inserts), len(read.captured_queries), [one.content for one in kept]) == (1, 1, contents)


def test_kept_when_nothing_is_given_or_asked_then_the_database_is_left_alone(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        store_attachments(())
        assert attachments_of(()) == ()

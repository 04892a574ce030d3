"""Statements do not change: what was sent comes back, whatever happens later."""

import json

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import activity, agent, found, group, keep, read, reference, verb, voiding

EXTENSION = "https://hub.example/extension"
VALUES = {
    "small number": 0.1, "number": 12.5, "negative": -3, "whole": 9007199254740991, "tiny": 1e-7, "text": "Zürich 上海 القاهرة 😀",
    "quotes": 'a "b" \\ / \n \t', "separators": "\u2028\u2029\u007f", "empty text": "", "true": True, "false": False, "empty array": [],
    "empty object": {}, "nested": {"a": [{"b": [[1, "1", 1.5, None]]}]}, "null": None, "long text": "x" * 20_000, "key": {"": {" ": 1}},
}  # fmt: skip


@pytest.mark.requirement("1.0.3 Data 2.3.1", "2.0 4.1.6.1", must="a statement comes back as it was sent")
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_immutable_when_an_extension_holds_a_value_then_it_comes_back(lrs, value):
    one = statement(result={"extensions": {EXTENSION: value}})
    keep(lrs, one)
    assert json.dumps(read(lrs, one["id"])["result"]) == json.dumps(one["result"])


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.7", must="numbers keep at least the precision of 32 bits")
@pytest.mark.parametrize(
    "digits", ["0.6767676", "12.125", "45.45", "0.12123434", "-1", "1", "0", "0.000001", "99999999"]
)
def test_immutable_when_a_score_has_digits_then_they_are_kept(lrs, digits):
    body = json.dumps(statement(id=(number := "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"), result={"score": {"raw": 0}}))
    sent = body.replace('"raw": 0', f'"raw": {digits}').encode()
    assert lrs.post("statements", body=sent, headers={"Content-Type": "application/json"}).status == 200
    assert read(lrs, number)["result"] == {"score": {"raw": json.loads(digits)}}


@pytest.mark.requirement("1.0.3 Data 2.4.5", "2.0 4.2.2.4", must="a duration is kept as the text that was sent")
@pytest.mark.parametrize("text", ["PT1H", "PT60M", "P1Y2M3DT4H5M6S", "P3W", "PT0S", "PT1.5S"])
def test_immutable_when_a_duration_is_sent_then_its_text_is_kept(lrs, text):
    one = statement(result={"duration": text})
    keep(lrs, one)
    assert read(lrs, one["id"])["result"] == one["result"]


@pytest.mark.requirement("1.0.3 Data 2.3.1", "2.0 4.2.7", must="a timestamp keeps its moment")
@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        ("2026-03-01T12:30:00.123Z", "2026-03-01T12:30:00.123"), ("2026-03-01T14:30:00.123+02:00", "2026-03-01T12:30:00.123"),
        ("2026-02-28T20:00:00.999-05:30", "2026-03-01T01:30:00.999"), ("2026-03-01T12:30:00Z", "2026-03-01T12:30:00"),
        ("1999-12-31T23:59:59.999+00:00", "1999-12-31T23:59:59.999"),
    ],
)  # fmt: skip
def test_immutable_when_a_timestamp_has_a_zone_then_the_moment_is_kept_in_utc(lrs, sent, moment):
    one = statement(timestamp=sent)
    keep(lrs, one)
    kept = read(lrs, one["id"])["timestamp"]
    assert (kept[: len(moment)], kept[len(moment) :].strip(".0"), kept[-1]) == (moment, "Z", "Z")


@pytest.mark.requirement(
    "1.0.3 Data 2.4.6", "2.0 4.2.2.5", must="context activities come back as arrays, even a single one"
)
@pytest.mark.parametrize("kind", ["parent", "grouping", "category", "other"])
def test_immutable_when_a_context_activity_stands_alone_then_it_comes_back_in_an_array(lrs, kind):
    alone = {"contextActivities": {kind: activity("course")}}
    inner = {
        "objectType": "SubStatement",
        "actor": agent("ana"),
        "verb": verb("read"),
        "object": activity("a"),
        "context": alone,
    }
    one = statement(context=alone, object=inner)
    keep(lrs, one)
    kept = read(lrs, one["id"])
    expected = {"contextActivities": {kind: [activity("course")]}}
    assert (kept["context"], kept["object"]["context"]) == (expected, expected)


@pytest.mark.requirement(
    "1.0.3 Data 2.3.1", "2.0 4.1.6.1", must="the members of a group may change their order, nothing else"
)
def test_immutable_when_a_group_is_sent_then_its_members_come_back(lrs):
    members = [agent(name) for name in ("cam", "ana", "ben")]
    one = statement(actor=group(*members, name="Three"))
    keep(lrs, one)
    kept = read(lrs, one["id"])["actor"]
    assert sorted(kept.pop("member"), key=str) == sorted(members, key=str)
    assert kept == {"objectType": "Group", "name": "Three"}


@pytest.mark.requirement("1.0.3 Data 2.3.1", "2.0 4.1.6.1", must="nothing that comes later changes a statement")
def test_immutable_when_much_happens_later_then_the_statement_stays(lrs):
    unit = activity("unit", definition={"name": {"en": "Unit"}})
    one = statement(object=unit, context={"contextActivities": {"parent": [activity("course")]}})
    keep(lrs, one)
    before = lrs.get("statements", query={"statementId": one["id"]})
    later = activity(
        "unit", definition={"name": {"en": "Otherwise", "fr": "Autrement"}, "type": "https://hub.example/types/unit"}
    )
    keep(
        lrs,
        statement(object=later, actor=one["actor"] | {"name": "Other"}),
        reference(one),
        statement(verb=one["verb"] | {"display": {"fr": "a"}}),
    )
    lrs.post("statements", json=one | {"verb": verb("other")})
    lrs.put("statements", query={"statementId": one["id"]}, json=one)
    after = lrs.get("statements", query={"statementId": one["id"]})
    assert (after.json(), after.headers["last-modified"]) == (before.json(), before.headers["last-modified"])
    keep(lrs, voiding(one))
    assert lrs.get("statements", query={"voidedStatementId": one["id"]}).json() == before.json()


@pytest.mark.requirement("1.0.3 Communication 2.1", "2.0 4.1.6.1", must="statements cannot be deleted")
def test_immutable_when_deletion_is_asked_for_then_405_and_it_stays(lrs):
    one = statement()
    keep(lrs, one)
    assert lrs.delete("statements", query={"statementId": one["id"]}).status == 405
    assert lrs.delete("statements").status == 405
    assert found(lrs) == [one["id"]]


@pytest.mark.requirement("1.0.3 Data 2.3.1", "2.0 4.1.6.1", must="the same is read in either version")
def test_immutable_when_read_in_the_other_version_then_the_same(lrs_103, lrs_200):
    one, other = statement(), statement()
    keep(lrs_103, one)
    keep(lrs_200, other)
    for number in (one["id"], other["id"]):
        assert read(lrs_103, number) == read(lrs_200, number)

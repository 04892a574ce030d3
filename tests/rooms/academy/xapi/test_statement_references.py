"""Statements about statements: references to one that exists, and one held within another."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import (
    AGENTS,
    ANONYMOUS_GROUP,
    ATTACHMENT,
    CONTEXT,
    DEFINED_ACTIVITY,
    GONE,
    REFERENCE,
    RESULT,
    WITH_ACTIVITY,
    kept,
    nested_statement,
    placed,
    refused,
    rich_statement,
    sub_statement,
)

FORBIDDEN = {
    "id": "fd41c918-b88b-4b20-a0a5-a4c32391aaa0", "stored": "2013-05-18T05:32:34.804Z", "version": "1.0.0",
    "authority": {"objectType": "Agent"} | AGENTS["mbox"],
}  # fmt: skip


def referring(place, reference):
    """A statement with a reference at a place."""
    if place == "object":
        return statement(object=reference)
    return (
        statement(object=sub_statement(object=reference))
        if place == "object.object"
        else placed(rich_statement(), place, reference)
    )


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.3", "2.0 4.2.2.3", must="a reference has its type and the UUID of a statement"
)
@pytest.mark.parametrize("place", ["object", "object.object", "context.statement"])
@pytest.mark.parametrize(
    "reference",
    [
        REFERENCE | {"objectType": "statementref"}, REFERENCE | {"objectType": "Statement"}, {"id": REFERENCE["id"]},
        {"objectType": "StatementRef"}, REFERENCE | {"id": "should fail"}, REFERENCE | {"id": 7}, REFERENCE | {"id": {"key": "value"}},
        REFERENCE | {"mood": "happy"},
    ],
    ids=["case", "other type", "no type", "no id", "no UUID", "number", "object", "unknown key"],
)  # fmt: skip
def test_reference_when_malformed_then_refused(lrs, place, reference):
    assert refused(lrs, referring(place, reference), place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.3", "2.0 4.2.2.3", must="a reference need not lead to a statement held here")
@pytest.mark.parametrize("place", ["object", "object.object", "context.statement"])
def test_reference_when_it_leads_nowhere_then_kept(lrs, place):
    whole = referring(place, REFERENCE)
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.3", "2.0 4.2.2.3", must="a sub-statement is judged as a statement: its main parts are required"
)
@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_sub_statement_when_a_required_part_is_missing_then_refused(lrs, name):
    assert refused(lrs, placed(nested_statement(), f"object.{name}", GONE), f"object.{name}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.3", "2.0 4.2.2.3", must="a sub-statement says that it is one")
@pytest.mark.parametrize(
    "kind", ["substatement", "Substatement", "Statement", GONE], ids=lambda value: repr(value)[:14]
)
def test_sub_statement_when_it_does_not_say_so_then_refused(lrs, kind):
    assert refused(lrs, placed(nested_statement(), "object.objectType", kind), "object") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.3", "2.0 4.2.2.3", must="a sub-statement has no id, stored, version or authority"
)
@pytest.mark.parametrize("name", FORBIDDEN)
def test_sub_statement_when_it_has_what_only_statements_have_then_refused(lrs, name):
    assert refused(lrs, placed(nested_statement(), f"object.{name}", FORBIDDEN[name]), f"object.{name}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.3", "2.0 4.2.2.3", must="a sub-statement holds no further one")
def test_sub_statement_when_it_holds_another_then_refused(lrs):
    assert refused(lrs, statement(object=sub_statement(object=sub_statement())), "object.object") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.3", "2.0 4.2.2.3", must="a sub-statement may have all else that a statement has"
)
@pytest.mark.parametrize(
    "parts",
    [
        {"result": RESULT}, {"context": CONTEXT}, {"object": DEFINED_ACTIVITY, "context": WITH_ACTIVITY}, {"object": REFERENCE},
        {"object": {"objectType": "Agent"} | AGENTS["openid"]}, {"object": ANONYMOUS_GROUP}, {"actor": ANONYMOUS_GROUP},
        {"attachments": [ATTACHMENT]},
    ],
    ids=["result", "context", "revision and platform", "reference", "agent", "group", "group as actor", "attachment"],
)  # fmt: skip
def test_sub_statement_when_it_has_parts_of_a_statement_then_comes_back_with_them(lrs, parts):
    inside = placed(sub_statement(**parts), "timestamp", GONE)
    assert kept(lrs, statement(object=inside))["object"] == inside


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.3", "2.0 4.2.2.3", must="a sub-statement is judged as a statement in all its parts"
)
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("object.actor.mbox", "ana@city.example"), ("object.verb.id", "completed"), ("object.object.id", "unit-7"),
        ("object.object.definition.name", "Unit 7"), ("object.result.score.scaled", 1.01), ("object.result.duration", "PA1H0M0S"),
        ("object.context.registration", "ec531277"), ("object.context.language", "something"),
        ("object.context.contextActivities.parent", "block-1"), ("object.timestamp", "01/011/2015"),
        ("object.attachments[0].length", "27"), ("object.context.extensions", {"should fail": True}),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value),
)  # fmt: skip
def test_sub_statement_when_a_part_is_malformed_then_refused(lrs, path, value):
    assert refused(lrs, placed(nested_statement(), path, value), path) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.3",
    "2.0 4.2.2.3",
    must="a sub-statement is no event of its own: it is not given out as a statement",
)
def test_sub_statement_when_its_statement_is_kept_then_not_counted(lrs):
    whole = statement(object=sub_statement(verb={"id": "https://hub.example/verbs/planned"}))
    kept(lrs, whole)
    found = lrs.get("statements", query={"verb": "https://hub.example/verbs/planned"}).json()["statements"]
    assert found == []

"""How statements must be written: what is required, which types values have, how keys and values are spelt."""

import json

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import (
    CHOICE,
    GONE,
    kept,
    nested_statement,
    placed,
    refused,
    rich_statement,
)

JSON = {"Content-Type": "application/json"}
IRI_PLACES = (
    "verb.id", "object.id", "object.definition.type", "object.definition.moreInfo", "attachments[0].usageType",
    "attachments[0].fileUrl", "authority.account.homePage", "context.contextActivities.parent[0].id",
)  # fmt: skip
FORMATTED_PLACES = (
    *IRI_PLACES, "id", "actor.mbox", "context.registration", "context.statement.id", "context.language", "timestamp",
    "result.duration", "attachments[0].contentType", "attachments[0].sha2", "version", "actor.objectType",
    "object.objectType",
)  # fmt: skip


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a statement has an actor, a verb and an object")
@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_statement_when_a_required_part_is_missing_then_refused(lrs, name):
    assert refused(lrs, placed(statement(), name, GONE), name) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a statement is an object")
@pytest.mark.parametrize("body", ["a text", 7, True, None, [["nested"]], ["a text"], [None]], ids=repr)
def test_statement_when_no_object_then_refused(lrs, body):
    assert lrs.post("statements", body=json.dumps(body).encode(), headers=JSON).status == 400


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="properties may stand in any order")
def test_statement_when_written_in_another_order_then_kept(lrs):
    whole = rich_statement()
    assert kept(lrs, dict(reversed(whole.items())))["id"] == whole["id"]


@pytest.mark.requirement("1.0.3 Data 2.3.1", "2.0 4.2.4", must="what was sent comes back as it was sent")
@pytest.mark.parametrize("make", [rich_statement, nested_statement], ids=["activity", "sub-statement"])
def test_statement_when_read_then_same_as_sent(lrs, make):
    sent = make()
    returned = kept(lrs, sent)
    set_by_store = {"stored", "authority", "timestamp"}
    assert {name: value for name, value in returned.items() if name not in set_by_store} == {
        name: value for name, value in sent.items() if name not in set_by_store
    }
    assert returned.keys() == sent.keys() | {"stored"}


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="null is refused outside extensions")
@pytest.mark.parametrize(
    "path",
    [
        "id", "actor", "actor.name", "actor.mbox", "actor.objectType", "verb", "verb.id", "verb.display", "verb.display.en",
        "object", "object.id", "object.objectType", "object.definition", "object.definition.name",
        "object.definition.name.en", "object.definition.moreInfo", "object.definition.extensions", "result",
        "result.score", "result.score.raw", "result.success", "result.response", "result.duration", "result.extensions",
        "context", "context.registration", "context.instructor", "context.team", "context.team.member",
        "context.team.member[0]", "context.contextActivities", "context.contextActivities.parent",
        "context.contextActivities.parent[0]", "context.revision", "context.platform", "context.language",
        "context.statement", "timestamp", "authority", "version", "attachments", "attachments[0]",
        "attachments[0].description", "attachments[0].fileUrl",
    ],
)  # fmt: skip
def test_statement_when_a_property_is_null_then_refused(lrs, path):
    assert refused(lrs, placed(rich_statement(), path, None), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="null is refused in a statement within a statement too")
@pytest.mark.parametrize(
    "path", ["object.actor.name", "object.result.score", "object.context.registration", "object.timestamp"]
)
def test_sub_statement_when_a_property_is_null_then_refused(lrs, path):
    assert refused(lrs, placed(nested_statement(), path, None), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a text is no number, even one of digits")
@pytest.mark.parametrize(
    "path",
    ["result.score.scaled", "result.score.raw", "result.score.min", "result.score.max", "attachments[0].length"],
)
@pytest.mark.parametrize("text", ["1", "one hundred", ""], ids=repr)
def test_number_when_sent_as_text_then_refused(lrs, path, text):
    assert refused(lrs, placed(rich_statement(), path, text), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="true and false are neither texts nor numbers")
@pytest.mark.parametrize("path", ["result.success", "result.completion"])
@pytest.mark.parametrize("value", ["true", "false", "yes", 1, 0], ids=repr)
def test_truth_when_sent_as_something_else_then_refused(lrs, path, value):
    assert refused(lrs, placed(rich_statement(), path, value), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a value has the type that the specification gives it")
@pytest.mark.parametrize("path", ["result.score.raw", "result.score.scaled", "attachments[0].length"])
def test_number_when_sent_as_truth_then_refused(lrs, path):
    assert refused(lrs, placed(rich_statement(), path, True), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a value has the type that the specification gives it")
@pytest.mark.parametrize(
    "path",
    [
        "actor.name",
        "result.response",
        "context.revision",
        "context.platform",
        "authority.account.name",
        "version",
        "timestamp",
    ],
)
@pytest.mark.parametrize("value", [12345, {"key": "value"}, ["text"], True], ids=["number", "object", "list", "truth"])
def test_text_when_of_another_type_then_refused(lrs, path, value):
    assert refused(lrs, placed(rich_statement(), path, value), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a value has the type that the specification gives it")
@pytest.mark.parametrize(
    "path",
    [
        "actor", "verb", "object", "object.definition", "result", "result.score", "context", "context.instructor",
        "context.team", "context.contextActivities", "context.statement", "authority", "authority.account", "attachments[0]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", [12345, "text", ["text"]], ids=["number", "text", "list"])
def test_object_when_of_another_type_then_refused(lrs, path, value):
    assert refused(lrs, placed(rich_statement(), path, value), path) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.4", must="the empty text has no format and is refused where one is asked"
)
@pytest.mark.parametrize("path", FORMATTED_PLACES)
def test_formatted_text_when_empty_then_refused(lrs, path):
    assert refused(lrs, placed(rich_statement(), path, ""), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.7", must="an IRI or IRL has a scheme and no blanks")
@pytest.mark.parametrize("path", IRI_PLACES)
@pytest.mark.parametrize("text", ["should fail", "hub.example/unit", "/unit", "ab=c://hub.example", "abc", 7], ids=repr)
def test_iri_when_malformed_then_refused(lrs, path, text):
    assert refused(lrs, placed(rich_statement(), path, text), path) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 4.3", "2.0 4.2.7", must="an identifier may hold characters outside ASCII and need not resolve"
)
@pytest.mark.parametrize(
    "iri",
    [
        "http://example.com/فعل/خواندن",
        "urn:uuid:8f87ccde-bb56-4c2e-ab83-44982ef22df0",
        "tag:hub.example,2026:unit",
        "act:unit#7",
    ],
)
def test_iri_when_unusual_but_valid_then_kept(lrs, iri):
    assert kept(lrs, placed(rich_statement(), "object.id", iri))["object"]["id"] == iri


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.4", must="a key in another case than the specification's is refused"
)
@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("id", "iD"), ("actor", "Actor"), ("verb", "veRb"), ("object", "oBject"), ("result", "RESULT"), ("context", "conText"),
        ("timestamp", "timeStamp"), ("authority", "auTHORity"), ("version", "Version"), ("attachments", "attachmentS"),
        ("actor.mbox", "actor.Mbox"), ("actor.name", "actor.Name"), ("actor.objectType", "actor.objecttype"),
        ("authority.account.homePage", "authority.account.homepage"), ("verb.display", "verb.Display"),
        ("object.definition", "object.Definition"), ("object.definition.moreInfo", "object.definition.moreinfo"),
        ("result.score", "result.Score"), ("result.score.scaled", "result.score.Scaled"), ("result.success", "result.Success"),
        ("context.registration", "context.Registration"), ("context.contextActivities", "context.contextactivities"),
        ("context.contextActivities.parent", "context.contextActivities.Parent"),
        ("context.team.member", "context.team.Member"), ("attachments[0].fileUrl", "attachments[0].fileURL"),
        ("attachments[0].sha2", "attachments[0].SHA2"), ("timestamp", "STOred"),
    ],
)  # fmt: skip
def test_key_when_in_another_case_then_refused(lrs, path, wrong):
    whole = rich_statement()
    value = whole
    for step in path.replace("[0]", "").split("."):
        value = value[0][step] if isinstance(value, list) else value[step]
    assert refused(lrs, placed(whole, wrong, value), wrong) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a key that the specification does not know is refused")
@pytest.mark.parametrize(
    "path",
    [
        "mood", "actor.mood", "authority.account.mood", "verb.mood", "object.mood", "object.definition.mood", "result.mood",
        "result.score.mood", "context.mood", "context.contextActivities.mood", "context.statement.mood", "context.team.mood",
        "context.team.member[0].mood", "attachments[0].mood",
    ],
)  # fmt: skip
def test_key_when_unknown_then_refused(lrs, path):
    assert refused(lrs, placed(rich_statement(), path, "happy"), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a key that the specification does not know is refused")
@pytest.mark.parametrize("path", ["object.mood", "object.verb.mood", "object.result.mood", "object.context.mood"])
def test_key_when_unknown_within_a_sub_statement_then_refused(lrs, path):
    assert refused(lrs, placed(nested_statement(), path, "happy"), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a key that the specification does not know is refused")
def test_key_when_unknown_in_a_component_then_refused(lrs):
    path = "object.definition.choices[1].mood"
    assert refused(lrs, placed(rich_statement(object=CHOICE), path, "happy"), path) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.4", must="numbers keep at least the precision of 32-bit floating point"
)
@pytest.mark.parametrize(
    "score",
    [
        {"min": 0.12123434, "raw": 12.125, "max": 45.45}, {"scaled": 0.6767676}, {"scaled": -1.0}, {"raw": -100.6767676},
        {"raw": 3.4028234e38}, {"raw": 1.17549435e-38}, {"raw": 16777217}, {"raw": 9007199254740991}, {"raw": 0},
    ],
    ids=repr,
)  # fmt: skip
def test_number_when_read_then_as_precise_as_sent(lrs, score):
    assert kept(lrs, statement(result={"score": score}))["result"]["score"] == score


@pytest.mark.requirement("1.0.3 Data 2.2", should="values are told apart by case")
@pytest.mark.parametrize("query", ["https://hub.example/Unit", "https://hub.example/unit"])
def test_identifier_when_it_differs_by_case_then_another(lrs, query):
    for iri in ("https://hub.example/Unit", "https://hub.example/unit"):
        kept(lrs, placed(statement(), "object.id", iri))
    found = lrs.get("statements", query={"activity": query}).json()["statements"]
    assert [whole["object"]["id"] for whole in found] == [query]


@pytest.mark.requirement(
    "1.0.3 Data 3.1", "2.0 4.2.7", must="IRIs are compared as texts or after normalising their syntax, no other way"
)
def test_identifier_when_it_differs_beyond_syntax_then_another(lrs):
    kept(lrs, placed(statement(), "object.id", "http://hub.example"))
    other = {"activity": "http://hub.example:80/"}
    assert lrs.get("statements", query=other).json()["statements"] == []


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.4", must="an empty object is only the sender's fault: where all is optional it is kept"
)
@pytest.mark.parametrize("path", ["result", "context", "result.score", "object.definition", "result.extensions"])
def test_optional_object_when_empty_then_kept(lrs, path):
    whole = placed(rich_statement(), path, {})
    assert kept(lrs, whole)["id"] == whole["id"]

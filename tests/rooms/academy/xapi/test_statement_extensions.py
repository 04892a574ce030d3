"""Extensions: whatever a community wants to add, under IRIs of its own."""

import pytest
from tests.rooms.academy.samples import kept, nested_statement, placed, refused, rich_statement

KEY = "https://hub.example/extensions/colour"
PLACES = (
    "object.definition.extensions", "result.extensions", "context.extensions",
    "context.contextActivities.parent[0].definition.extensions",
)  # fmt: skip
NESTED_PLACES = ("object.object.definition.extensions", "object.result.extensions", "object.context.extensions")
VALUES = {
    "true": True, "number": 12345, "fraction": 0.1, "text": "valid", "null": None, "empty text": "", "empty object": {}, "empty list": [],
    "object": {"key": "valid", "": None, "id": "no IRI", "objectType": "agent"}, "list": [None, [], {}, "a", 1.5, False],
    "deep": {"a": {"b": {"c": {"d": {"e": [[[[{"f": None}]]]]}}}}}, "big number": 123456789012345678, "small number": 1e-300,
    "negative": -7, "wide text": "𝛑 ع 例 \u0000 \ufeff \u202e", "control": "\b\f\n\r\t\"\\/", "looks like a statement": rich_statement(),
}  # fmt: skip


def host(place):
    """A statement with extensions at a place."""
    whole = nested_statement() if place in NESTED_PLACES else rich_statement()
    if "parent" in place:
        return placed(whole, "context.contextActivities.parent[0].definition", {"extensions": {}})
    return whole


def found(whole, place):
    """What stands at a place of a statement."""
    inner = whole
    for step in place.replace("[0]", "").split("."):
        inner = inner[0][step] if isinstance(inner, list) else inner[step]
    return inner


everywhere = pytest.mark.parametrize("place", [*PLACES, *NESTED_PLACES])


@pytest.mark.requirement(
    "1.0.3 Data 4.1", "2.0 4.2.7", must="a statement is never refused for the values of its extensions"
)
@everywhere
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_extension_when_of_any_value_then_comes_back(lrs, place, value):
    returned = kept(lrs, placed(host(place), place, {KEY: value}))
    assert found(returned, place) == {KEY: value}


@pytest.mark.requirement("1.0.3 Data 4.1", "2.0 4.2.7", must="extensions may be empty")
@everywhere
def test_extensions_when_empty_then_kept(lrs, place):
    whole = placed(host(place), place, {})
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement("1.0.3 Data 4.1", "2.0 4.2.7", must="the keys of extensions are IRIs")
@everywhere
@pytest.mark.parametrize(
    "key", ["should fail", "id", "", "colour", "/colour", "ab=c://hub.example", "https://hub.example/a b"], ids=repr
)
def test_extension_when_its_key_is_no_iri_then_refused(lrs, place, key):
    assert refused(lrs, placed(host(place), place, {KEY: 1, key: True}), place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 4.1", "2.0 4.2.7", must="extensions are an object")
@everywhere
@pytest.mark.parametrize("value", ["should fail", 12345, [KEY], True, None], ids=repr)
def test_extensions_when_no_object_then_refused(lrs, place, value):
    assert refused(lrs, placed(host(place), place, value), place) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 4.1", "2.0 4.2.7", must="extensions stand in definitions, results and contexts, nowhere else"
)
@pytest.mark.parametrize(
    "place",
    [
        "extensions",
        "actor.extensions",
        "verb.extensions",
        "object.extensions",
        "result.score.extensions",
        "attachments[0].extensions",
    ],
)
def test_extensions_when_elsewhere_then_refused(lrs, place):
    assert refused(lrs, placed(rich_statement(), place, {KEY: 1}), place) == (400, True)

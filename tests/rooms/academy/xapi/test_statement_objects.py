"""Objects of statements by their type, and activities with their definitions."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import (
    ACTIVITY,
    AGENTS,
    ANONYMOUS_GROUP,
    DEFINED_ACTIVITY,
    GONE,
    IDENTIFIED_GROUP,
    REFERENCE,
    kept,
    nested_statement,
    placed,
    refused,
    rich_statement,
    sub_statement,
)

AGENT = {"objectType": "Agent"} | AGENTS["mbox"]
PLACES = ("object", "object.object", "context.contextActivities.parent[0]", "object.context.contextActivities.other[0]")
OBJECTS = {
    "activity": DEFINED_ACTIVITY, "activity by default": {"id": ACTIVITY["id"]}, "agent": AGENT, "anonymous group": ANONYMOUS_GROUP,
    "identified group": IDENTIFIED_GROUP, "reference": REFERENCE,
}  # fmt: skip


def hosting(place, activity):
    """A statement with an activity at a place."""
    whole = rich_statement() if place == "object" else nested_statement()
    return placed(whole, place, activity)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4", "2.0 4.2.2.3", must="an object is an activity, agent, group, sub-statement or reference"
)
@pytest.mark.parametrize("about", OBJECTS.values(), ids=OBJECTS)
def test_object_when_of_a_known_type_then_kept(lrs, about):
    assert kept(lrs, statement(object=about))["object"] == about


@pytest.mark.requirement("1.0.3 Data 2.4.4", "2.0 4.2.2.3", must="the type of an object is one of five, spelt so")
@pytest.mark.parametrize(
    ("about", "kind"),
    [
        (DEFINED_ACTIVITY, "activity"), (AGENT, "agent"), (ANONYMOUS_GROUP, "group"), (REFERENCE, "statementref"),
        (sub_statement(), "substatement"), (DEFINED_ACTIVITY, "Course"), (DEFINED_ACTIVITY, ""), (DEFINED_ACTIVITY, 7),
        (DEFINED_ACTIVITY, ["Activity"]), (DEFINED_ACTIVITY, {"key": "value"}), (AGENT, "Activity"), (REFERENCE, "Activity"),
        (DEFINED_ACTIVITY, "Agent"), (DEFINED_ACTIVITY, "StatementRef"), (IDENTIFIED_GROUP | {"member": []}, "Agent"),
    ],
    ids=lambda value: value["objectType"] if isinstance(value, dict) and "objectType" in value else repr(value),
)  # fmt: skip
@pytest.mark.parametrize("place", ["object", "object.object"])
def test_object_when_of_another_type_then_refused(lrs, place, about, kind):
    about = about | {"objectType": kind}
    whole = statement(object=about) if place == "object" else statement(object=sub_statement(object=about))
    assert refused(lrs, whole, place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.2", "2.0 4.2.2.3", must="an agent or a group as object says what it is")
@pytest.mark.parametrize("about", [AGENT, ANONYMOUS_GROUP, IDENTIFIED_GROUP], ids=["agent", "anonymous", "identified"])
@pytest.mark.parametrize("place", ["object", "object.object"])
def test_agent_as_object_when_it_does_not_say_its_type_then_refused(lrs, place, about):
    about = {name: value for name, value in about.items() if name != "objectType"}
    whole = statement(object=about) if place == "object" else statement(object=sub_statement(object=about))
    assert refused(lrs, whole, place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="an activity has an id that is an IRI")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", [GONE, "ab=c://should.fail.com", "unit-7", "", 7], ids=lambda value: repr(value)[:22])
def test_activity_when_its_id_is_no_iri_then_refused(lrs, place, value):
    whole = hosting(place, DEFINED_ACTIVITY)
    assert refused(lrs, placed(whole, f"{place}.id", value), f"{place}.id") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="the type of an activity is Activity where it is said"
)
@pytest.mark.parametrize("place", PLACES[2:])
@pytest.mark.parametrize("kind", ["activity", "Agent", "StatementRef", 7], ids=repr)
def test_context_activity_when_of_another_type_then_refused(lrs, place, kind):
    assert refused(lrs, hosting(place, ACTIVITY | {"objectType": kind}), f"{place}.objectType") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="a definition is an object of known properties")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", ["should error", 12345, ["name"], True], ids=repr)
def test_definition_when_no_object_then_refused(lrs, place, value):
    assert refused(lrs, hosting(place, ACTIVITY | {"definition": value}), f"{place}.definition") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="names and descriptions of activities are language maps"
)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["name", "description"])
@pytest.mark.parametrize(
    "value", ["Unit 7", 12345, {}, {"something": "Unit 7"}, {"en": None}, {"en": {"key": "value"}}], ids=repr
)
def test_definition_when_a_text_is_no_language_map_then_refused(lrs, place, name, value):
    whole = hosting(place, ACTIVITY | {"definition": {name: value}})
    assert refused(lrs, whole, f"{place}.definition.{name}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="a type is an IRI and moreInfo an IRL")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["type", "moreInfo"])
@pytest.mark.parametrize("value", ["should error", "lesson", "", 7, {"key": "value"}], ids=repr)
def test_definition_when_a_link_is_no_iri_then_refused(lrs, place, name, value):
    whole = hosting(place, ACTIVITY | {"definition": {name: value}})
    assert refused(lrs, whole, f"{place}.definition.{name}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="one id is one activity, whoever uses it")
def test_activity_when_two_define_it_differently_then_both_statements_are_about_it(lrs):
    for name in ("Unit 7", "Unité 7"):
        kept(lrs, statement(object=ACTIVITY | {"definition": {"name": {"en": name}}}))
    found = lrs.get("statements", query={"activity": ACTIVITY["id"]}).json()["statements"]
    assert sorted(whole["object"]["definition"]["name"]["en"] for whole in found) == ["Unit 7", "Unité 7"]

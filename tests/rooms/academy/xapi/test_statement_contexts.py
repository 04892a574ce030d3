"""Contexts: what both versions know of them."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import (
    ACTIVITY,
    AGENTS,
    ANONYMOUS_GROUP,
    IDENTIFIED_GROUP,
    REFERENCE,
    kept,
    nested_statement,
    placed,
    refused,
    sub_statement,
)

KINDS = ("parent", "grouping", "category", "other")
PLACES = ("context", "object.context")
OTHER_OBJECTS = {
    "agent": {"objectType": "Agent"} | AGENTS["mbox"], "anonymous group": ANONYMOUS_GROUP, "identified group": IDENTIFIED_GROUP,
    "reference": REFERENCE,
}  # fmt: skip


def within(place, context, **parts):
    """A statement with a context, itself or in a sub-statement."""
    if place == "context":
        return statement(context=context, **parts)
    return statement(object=sub_statement(context=context, **parts))


at_both_places = pytest.mark.parametrize("place", PLACES)


@pytest.mark.requirement("1.0.3 Data 2.4.6", "2.0 4.2.2.5", must="every part of a context is optional")
@at_both_places
@pytest.mark.parametrize(
    "context",
    [
        {"registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7"}, {"instructor": AGENTS["mbox"]}, {"instructor": ANONYMOUS_GROUP},
        {"instructor": IDENTIFIED_GROUP}, {"team": ANONYMOUS_GROUP}, {"team": IDENTIFIED_GROUP}, {"revision": "2"}, {"platform": "Hub"},
        {"revision": "", "platform": ""}, {"language": "ar"}, {"statement": REFERENCE}, {"extensions": {}},
    ],
    ids=lambda context: " ".join(context) + f" {next(iter(context.values()))!s:.20}",
)  # fmt: skip
def test_context_when_it_has_one_part_then_comes_back(lrs, place, context):
    returned = kept(lrs, within(place, context))
    assert (returned if place == "context" else returned["object"])["context"] == context


@pytest.mark.requirement(
    "1.0.3 Data 2.4.6", "2.0 4.2.2.5", must="an instructor is an agent or a group, a team is a group"
)
@at_both_places
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("instructor", {"key": "should fail"}), ("instructor", "should fail"), ("instructor", [AGENTS["mbox"]]), ("instructor", {}),
        ("instructor", ACTIVITY), ("team", {"objectType": "Agent"} | AGENTS["mbox"]), ("team", AGENTS["mbox"]),
        ("team", {"key": "should fail"}), ("team", "should fail"), ("team", {}), ("team", {"member": ANONYMOUS_GROUP["member"]}),
        ("team", ANONYMOUS_GROUP | {"objectType": "group"}),
    ],
    ids=lambda value: repr(value)[:44],
)  # fmt: skip
def test_context_when_a_person_or_team_is_something_else_then_refused(lrs, place, name, value):
    assert refused(lrs, within(place, {name: value}), f"{place}.{name}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.6", "2.0 4.2.2.5", must="the parts of a context have their types")
@at_both_places
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("registration", "should fail"), ("registration", {"key": "should fail"}), ("revision", 12345), ("revision", {"key": "a"}),
        ("platform", 12345), ("platform", {"key": "a"}), ("language", 12345), ("language", {"key": "a"}), ("language", {"a12345": "b"}),
        ("language", "something"), ("statement", "should fail"), ("statement", REFERENCE["id"]), ("extensions", "should fail"),
        ("extensions", 12345), ("extensions", []), ("contextActivities", "should fail"), ("contextActivities", [ACTIVITY]),
    ],
    ids=lambda value: repr(value)[:44],
)  # fmt: skip
def test_context_when_a_part_has_another_type_then_refused(lrs, place, name, value):
    assert refused(lrs, within(place, {name: value}), f"{place}.{name}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.6", "2.0 4.2.2.5", must="revision and platform are of activities only")
@at_both_places
@pytest.mark.parametrize("name", ["revision", "platform"])
@pytest.mark.parametrize("about", OTHER_OBJECTS.values(), ids=OTHER_OBJECTS)
def test_revision_when_the_object_is_no_activity_then_refused(lrs, place, name, about):
    assert refused(lrs, within(place, {name: "2"}, object=about), f"{place}.{name}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.6", "2.0 4.2.2.5", must="revision and platform are of activities only")
@pytest.mark.parametrize("name", ["revision", "platform"])
def test_revision_when_the_object_is_a_sub_statement_then_refused(lrs, name):
    assert refused(lrs, statement(context={name: "2"}, object=sub_statement()), f"context.{name}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.6", "2.0 4.2.2.5", must="an object that does not say its type is an activity")
@at_both_places
@pytest.mark.parametrize("about", [ACTIVITY, {"id": ACTIVITY["id"]}], ids=["type said", "by default"])
def test_revision_when_the_object_is_an_activity_then_kept(lrs, place, about):
    whole = within(place, {"revision": "2", "platform": "Hub"}, object=about)
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement(
    "1.0.3 Data 2.4.6.2", "2.0 4.2.2.5", must="context activities are a list, or one, by four relations"
)
@at_both_places
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("many", [1, 2])
def test_context_activities_when_sent_as_a_list_then_come_back_so(lrs, place, kind, many):
    activities = [{"id": f"https://hub.example/activities/block-{number}"} for number in range(many)]
    returned = kept(lrs, within(place, {"contextActivities": {kind: activities}}))
    inside = returned if place == "context" else returned["object"]
    assert inside["context"]["contextActivities"] == {kind: activities}


@pytest.mark.requirement("1.0.3 Data 2.4.6.2", "2.0 4.2.2.5", must="one context activity comes back as a list of one")
@at_both_places
@pytest.mark.parametrize("kind", KINDS)
def test_context_activities_when_one_is_sent_alone_then_comes_back_in_a_list(lrs, place, kind):
    returned = kept(lrs, within(place, {"contextActivities": {kind: ACTIVITY}}))
    inside = returned if place == "context" else returned["object"]
    assert inside["context"]["contextActivities"] == {kind: [ACTIVITY]}


@pytest.mark.requirement("1.0.3 Data 2.4.6.2", "2.0 4.2.2.5", must="all four relations may be used together")
@at_both_places
def test_context_activities_when_all_are_used_then_kept(lrs, place):
    whole = within(place, {"contextActivities": {kind: [ACTIVITY] for kind in KINDS}})
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement(
    "1.0.3 Data 2.4.6.2", "2.0 4.2.2.5", must="there are four relations, spelt so, and their values are activities"
)
@at_both_places
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("invalid", [ACTIVITY]), ("Parent", [ACTIVITY]), ("parents", [ACTIVITY]), ("parent", "block-1"), ("parent", 7),
        ("parent", ["https://hub.example/activities/block-1"]), ("grouping", [ACTIVITY, {"key": "should fail"}]),
        ("other", [{"key": "should fail"}, ACTIVITY]), ("category", {"key": "should fail"}), ("category", {}), ("category", [{}]),
        ("category", [[ACTIVITY]]), ("other", [REFERENCE]), ("other", [{"objectType": "Agent"} | AGENTS["mbox"]]),
    ],
    ids=lambda value: repr(value)[:44],
)  # fmt: skip
def test_context_activities_when_malformed_then_refused(lrs, place, kind, value):
    whole = within(place, {"contextActivities": {kind: value}})
    assert refused(lrs, whole, f"{place}.contextActivities.{kind}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.6.1", "2.0 4.2.2.5", must="statements are found by their registration")
def test_registration_when_asked_for_then_only_its_statements(lrs):
    registrations = ("ec531277-b57b-4c15-8d91-d292c5b2b8f7", "ec531277-b57b-4c15-8d91-d292c5b2b8f8")
    ids = [kept(lrs, statement(context={"registration": registration}))["id"] for registration in registrations]
    kept(lrs, placed(nested_statement(), "context.registration", "00000000-0000-4000-8000-000000000000"))
    found = lrs.get("statements", query={"registration": registrations[1]}).json()["statements"]
    assert [whole["id"] for whole in found] == ids[1:]

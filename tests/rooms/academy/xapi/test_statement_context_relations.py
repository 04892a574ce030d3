"""Agents and groups that version 2.0 lets a context name in further relations."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import (
    ACTIVITY,
    AGENTS,
    ANONYMOUS_GROUP,
    GONE,
    IDENTIFIED_GROUP,
    RELATIONS,
    kept,
    placed,
    refused,
    sub_statement,
)

TYPES = ["https://hub.example/types/mentor", "https://hub.example/types/reader"]
PLACES = ("context", "object.context")
INNER = {"contextAgents": "agent", "contextGroups": "group"}


def within(place, context):
    """A statement with a context, itself or in a sub-statement."""
    if place == "context":
        return statement(context=context)
    return statement(object=sub_statement(context=context))


at_both_places = pytest.mark.parametrize("place", PLACES)
of_both_kinds = pytest.mark.parametrize("name", RELATIONS)


@pytest.mark.requirement("2.0 4.2.2.5", must="a context may name agents and groups with the types of their relation")
@at_both_places
@pytest.mark.parametrize(
    "context",
    [
        RELATIONS,
        *({"contextAgents": [{"objectType": "contextAgent", "agent": agent}]} for agent in AGENTS.values()),
        {"contextAgents": [{"objectType": "contextAgent", "agent": AGENTS["mbox"], "relevantTypes": TYPES}] * 2},
        {"contextGroups": [{"objectType": "contextGroup", "group": ANONYMOUS_GROUP, "relevantTypes": TYPES}]},
        {"contextGroups": [{"objectType": "contextGroup", "group": IDENTIFIED_GROUP | {"member": [AGENTS["mbox"]]}}]},
    ],
    ids=["both", *AGENTS, "two agents", "anonymous group", "group with members"],
)
def test_context_relation_when_well_formed_then_comes_back(lrs_200, place, context):
    returned = kept(lrs_200, within(place, context))
    assert (returned if place == "context" else returned["object"])["context"] == context


@pytest.mark.requirement("2.0 4.2.2.5", must="contextAgents and contextGroups are lists of objects")
@at_both_places
@of_both_kinds
@pytest.mark.parametrize("value", ["should fail", 7, {"key": "value"}, ["should fail"], [7], [[]], [None]], ids=repr)
def test_context_relation_when_no_list_of_objects_then_refused(lrs_200, place, name, value):
    assert refused(lrs_200, within(place, {name: value}), f"{place}.{name}") == (400, True)


@pytest.mark.requirement("2.0 4.2.2.5", must="each says that it is a contextAgent or contextGroup, spelt so")
@at_both_places
@of_both_kinds
@pytest.mark.parametrize(
    "kind",
    ["Should fail", "ContextAgent", "ContextGroup", "Agent", "Group", "", 7, GONE],
    ids=lambda kind: repr(kind)[:14],
)
def test_context_relation_when_of_another_type_then_refused(lrs_200, place, name, kind):
    whole = placed(within(place, RELATIONS), f"{place}.{name}[0].objectType", kind)
    assert refused(lrs_200, whole, f"{place}.{name}[0].objectType") == (400, True)


@pytest.mark.requirement("2.0 4.2.2.5", must="a contextAgent has an agent and a contextGroup a group")
@at_both_places
@of_both_kinds
@pytest.mark.parametrize(
    "value",
    [
        GONE,
        {"key": "Should fail"},
        {},
        "mailto:ana@city.example",
        ACTIVITY,
        AGENTS["mbox"] | AGENTS["openid"],
        [AGENTS["mbox"]],
    ],
    ids=lambda value: repr(value)[:20],
)
def test_context_relation_when_it_names_nobody_then_refused(lrs_200, place, name, value):
    path = f"{place}.{name}[0].{INNER[name]}"
    assert refused(lrs_200, placed(within(place, RELATIONS), path, value), path) == (400, True)


@pytest.mark.requirement("2.0 4.2.2.5", must="a contextAgent has no group, and a contextGroup no agent")
@at_both_places
@pytest.mark.parametrize(
    ("name", "value"),
    [("contextAgents", IDENTIFIED_GROUP), ("contextAgents", ANONYMOUS_GROUP), ("contextGroups", AGENTS["mbox"]),
     ("contextGroups", {"objectType": "Agent"} | AGENTS["mbox"]), ("contextGroups", {"objectType": "Group"})],
    ids=["identified group", "anonymous group", "agent", "agent that says so", "group of nobody"],
)  # fmt: skip
def test_context_relation_when_it_names_the_other_kind_then_refused(lrs_200, place, name, value):
    path = f"{place}.{name}[0].{INNER[name]}"
    assert refused(lrs_200, placed(within(place, RELATIONS), path, value), path) == (400, True)


@pytest.mark.requirement("2.0 4.2.2.5", must="relevant types are a list of at least one IRI")
@at_both_places
@of_both_kinds
@pytest.mark.parametrize("value", [[], ["abc"], [TYPES[0], "abc"], TYPES[0], [7], {"key": "value"}, [{}]], ids=repr)
def test_context_relation_when_its_types_are_no_iris_then_refused(lrs_200, place, name, value):
    path = f"{place}.{name}[0].relevantTypes"
    assert refused(lrs_200, placed(within(place, RELATIONS), path, value), path) == (400, True)


@pytest.mark.requirement("2.0 4.2.2.5", must="nothing else stands in a contextAgent or contextGroup")
@of_both_kinds
@pytest.mark.parametrize("key", ["member", "mood", "relevanttypes"])
def test_context_relation_when_it_has_another_key_then_refused(lrs_200, name, key):
    path = f"context.{name}[0].{key}"
    assert refused(lrs_200, placed(within("context", RELATIONS), path, [AGENTS["mbox"]]), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.6", must="what only 2.0 knows is an unknown key")
@at_both_places
@of_both_kinds
def test_context_relation_when_sent_as_an_earlier_version_then_refused(lrs_103, place, name):
    assert refused(lrs_103, within(place, {name: RELATIONS[name]}), f"{place}.{name}") == (400, True)

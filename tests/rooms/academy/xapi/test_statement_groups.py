"""Groups: identified ones and anonymous ones, wherever a group can stand."""

from itertools import combinations

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import (
    AGENTS,
    ANONYMOUS_GROUP,
    GONE,
    IDENTIFIED_GROUP,
    MEMBERS,
    kept,
    nested_statement,
    placed,
    refused,
    sub_statement,
)

GROUP = {"objectType": "Group"}
PAIRS = [
    pytest.param(GROUP | AGENTS[one] | AGENTS[other], id=f"{one} and {other}") for one, other in combinations(AGENTS, 2)
]
PLACES = (
    "actor", "context.instructor", "context.team", "object.actor", "object.object", "object.context.instructor",
    "object.context.team",
)  # fmt: skip
NESTED = nested_statement(object=sub_statement(object=ANONYMOUS_GROUP, context={"team": ANONYMOUS_GROUP}))
BAD_MEMBERS = {
    "an object": ANONYMOUS_GROUP, "a text": "mailto:ana@city.example", "a number": 7, "a text within": ["mailto:ana@city.example"],
    "an agent without identifier": [{"name": "Ana"}], "an agent with two": [AGENTS["mbox"] | AGENTS["openid"]],
    "an anonymous group": [ANONYMOUS_GROUP], "an identified group": [IDENTIFIED_GROUP], "null": [None], "an activity": [
        {"objectType": "Activity", "id": "https://hub.example/activities/unit-7"}],
}  # fmt: skip


@pytest.mark.requirement("1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="a group without an identifier lists its members")
@pytest.mark.parametrize("place", PLACES)
def test_group_when_anonymous_with_members_then_kept(lrs, place):
    whole = placed(NESTED, place, ANONYMOUS_GROUP)
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement("1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="a group without an identifier lists its members")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "group", [GROUP, GROUP | {"name": "Tutors"}, GROUP | {"member": []}], ids=["bare", "named", "none"]
)
def test_group_when_anonymous_without_members_then_refused(lrs, place, group):
    assert refused(lrs, placed(NESTED, place, group), f"{place}.member") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="an identified group need not list its members")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", AGENTS)
@pytest.mark.parametrize("members", [{}, {"member": MEMBERS}], ids=["no members", "members"])
def test_group_when_identified_then_kept(lrs, place, kind, members):
    whole = placed(NESTED, place, GROUP | AGENTS[kind] | members)
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement("1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="an identified group has exactly one identifier")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("group", PAIRS)
def test_group_when_it_has_two_identifiers_then_refused(lrs, place, group):
    assert refused(lrs, placed(NESTED, place, group), place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="members are a list of agents and no groups")
@pytest.mark.parametrize("place", ["actor", "context.team", "object.object"])
@pytest.mark.parametrize("kind", [{}, AGENTS["openid"]], ids=["anonymous", "identified"])
@pytest.mark.parametrize("members", BAD_MEMBERS.values(), ids=BAD_MEMBERS)
def test_group_when_members_are_no_agents_then_refused(lrs, place, kind, members):
    assert refused(lrs, placed(NESTED, place, GROUP | kind | {"member": members}), f"{place}.member") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="a group says that it is one")
@pytest.mark.parametrize(
    "kind", ["group", "GROUP", "Agent", 7, GONE], ids=["group", "GROUP", "Agent", "number", "none"]
)
def test_group_when_it_does_not_say_so_then_refused(lrs, kind):
    assert refused(lrs, placed(statement(actor=ANONYMOUS_GROUP), "actor.objectType", kind), "actor") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="the name of a group is a text")
@pytest.mark.parametrize("name", [7, {"en": "Tutors"}, ["Tutors"]], ids=repr)
def test_group_when_its_name_is_no_text_then_refused(lrs, name):
    assert refused(lrs, statement(actor=ANONYMOUS_GROUP | {"name": name}), "actor.name") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="no two anonymous groups are the same, even with equal members"
)
def test_group_when_anonymous_then_not_asked_for_by_its_members_as_a_whole(lrs):
    kept(lrs, statement(actor=ANONYMOUS_GROUP))
    answer = lrs.get("statements", query={"agent": ANONYMOUS_GROUP})
    assert answer.status == 400


@pytest.mark.requirement("1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="members come back, in whatever order")
def test_group_when_read_then_has_all_its_members(lrs):
    members = [{"mbox": f"mailto:member-{number}@city.example"} for number in range(40)]
    returned = kept(lrs, statement(actor=GROUP | {"member": members}))["actor"]["member"]
    assert sorted(member["mbox"] for member in returned) == sorted(member["mbox"] for member in members)

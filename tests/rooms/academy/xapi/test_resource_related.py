"""Filters made broad: related_activities and related_agents."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import activity, agent, found, group, keep, read, within

ANA, BEN = agent("ana"), agent("ben")
UNIT = activity("unit")
KINDS = ["parent", "grouping", "category", "other"]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="related_activities finds every kind of context activity"
)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [[activity("x"), UNIT], UNIT], ids=["array", "single"])
def test_related_when_the_activity_is_in_the_context_then_it_is_found(lrs, kind, shape):
    one = statement(context={"contextActivities": {kind: shape}})
    keep(lrs, one, statement(context={"contextActivities": {kind: [activity("x")]}}))
    assert (found(lrs, activity=UNIT["id"], related_activities="true"), found(lrs, activity=UNIT["id"])) == (
        [one["id"]],
        [],
    )


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="related_activities finds the object too")
def test_related_when_the_activity_is_the_object_then_it_is_found(lrs):
    one = statement(object=UNIT)
    keep(lrs, one)
    assert found(lrs, activity=UNIT["id"], related_activities="true") == [one["id"]]


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="related_activities looks into SubStatements")
@pytest.mark.parametrize("kind", ["object", *KINDS])
def test_related_when_the_activity_is_in_a_substatement_then_it_is_found(lrs, kind):
    one = within(object=UNIT) if kind == "object" else within(context={"contextActivities": {kind: [UNIT]}})
    keep(lrs, one, within())
    assert found(lrs, activity=UNIT["id"], related_activities="true") == [one["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3",
    "2.0 4.1.6.1",
    must="related_activities finds activities, not any text",
)
def test_related_when_the_text_is_no_activity_then_it_is_not_found(lrs):
    text = UNIT["id"]
    keep(
        lrs,
        statement(verb={"id": text}),
        statement(result={"extensions": {text: text}}),
        statement(object=activity("x", definition={"type": text, "moreInfo": text})),
        statement(actor={"account": {"homePage": text, "name": text}}),
    )
    assert found(lrs, activity=text, related_activities="true") == []


AGENTS = {
    "actor": statement(actor=ANA),
    "member of the actor": statement(actor=group(BEN, ANA)),
    "object": statement(actor=BEN, object=ANA),
    "member of the object": statement(actor=BEN, object=group(ANA)),
    "instructor": statement(actor=BEN, context={"instructor": ANA}),
    "member of the instructor": statement(
        actor=BEN, context={"instructor": group(ANA, mbox="mailto:staff@city.example")}
    ),
    "team": statement(actor=BEN, context={"team": group(ANA)}),
    "actor of a SubStatement": within(actor=ANA),
    "member in a SubStatement": within(actor=group(ANA)),
    "object of a SubStatement": within(object=ANA),
    "instructor of a SubStatement": within(context={"instructor": ANA}),
    "team of a SubStatement": within(context={"team": group(BEN, ANA)}),
}


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="related_agents finds an agent wherever a statement names it"
)
@pytest.mark.parametrize("one", AGENTS.values(), ids=AGENTS)
def test_related_when_the_agent_is_named_anywhere_then_it_is_found(lrs, one):
    keep(lrs, one, statement(actor=BEN), within())
    assert found(lrs, agent=ANA, related_agents="true") == [one["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="related_agents finds an identified group as it does an agent"
)
def test_related_when_the_team_is_asked_for_then_it_is_found(lrs):
    team = group(ANA, mbox="mailto:class@city.example")
    one = statement(actor=BEN, context={"team": team})
    keep(lrs, one, statement(actor=BEN, context={"team": group(ANA)}))
    assert found(lrs, agent=group(mbox="mailto:class@city.example"), related_agents="true") == [one["id"]]


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="related_agents looks at the authority")
def test_related_when_the_agent_is_the_authority_then_all_it_vouches_for_is_found(lrs):
    ids = keep(lrs, statement(), within())
    authority = read(lrs, ids[0])["authority"]
    assert (found(lrs, agent=authority, related_agents="true"), found(lrs, agent=authority)) == (ids[::-1], [])


TEAM = group(mbox="mailto:class@city.example")
NEWER = {
    "contextAgents": ({"contextAgents": [{"objectType": "contextAgent", "agent": ANA}]}, ANA),
    "contextGroups": ({"contextGroups": [{"objectType": "contextGroup", "group": TEAM}]}, TEAM),
    "member in contextGroups": ({"contextGroups": [{"objectType": "contextGroup", "group": group(ANA)}]}, ANA),
}


@pytest.mark.requirement("2.0 4.1.6.1", must="related_agents looks at contextAgents and contextGroups")
@pytest.mark.parametrize("inside", [False, True], ids=["statement", "SubStatement"])
@pytest.mark.parametrize(("context", "asked"), NEWER.values(), ids=NEWER)
def test_related_when_the_agent_is_in_the_newer_context_then_it_is_found(lrs_200, context, asked, inside):
    one = within(context=context) if inside else statement(actor=BEN, context=context)
    keep(lrs_200, one)
    assert (found(lrs_200, agent=asked, related_agents="true"), found(lrs_200, agent=asked)) == ([one["id"]], [])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="related_agents finds agents, not whatever holds their text"
)
def test_related_when_the_text_is_no_agent_then_it_is_not_found(lrs):
    keep(
        lrs,
        statement(actor=BEN | {"name": ANA["mbox"]}),
        statement(actor=BEN, result={"response": ANA["mbox"], "extensions": {"https://hub.example/e": ANA}}),
        statement(actor=BEN, object=activity("x", definition={"extensions": {"https://hub.example/e": ANA}})),
    )
    assert found(lrs, agent=ANA, related_agents="true") == []


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="each breadth belongs to its own filter")
def test_related_when_only_one_is_broad_then_the_other_stays_narrow(lrs):
    both = statement(
        actor=BEN, object=activity("x"), context={"instructor": ANA, "contextActivities": {"parent": [UNIT]}}
    )
    keep(lrs, both)
    narrow = {"agent": ANA, "activity": UNIT["id"]}
    assert found(lrs, related_agents="true", related_activities="true", **narrow) == [both["id"]]
    assert (found(lrs, related_agents="true", **narrow), found(lrs, related_activities="true", **narrow)) == ([], [])

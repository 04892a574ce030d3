"""Filters of the list: agent, verb, activity, registration, since, until, limit and ascending, alone and together."""

from datetime import datetime, timedelta, timezone

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import (
    activity,
    agent,
    flat,
    found,
    group,
    keep,
    listed,
    new_id,
    pages,
    read,
    reference,
    verb,
    within,
)

ANA = agent("ana")
IDENTIFIERS = {
    "mbox": {"mbox": "mailto:ana@city.example"},
    "mbox_sha1sum": {"mbox_sha1sum": "9a0f5b6f9d6a4c3b1e2d7c8f9a0b1c2d3e4f5a6b"},
    "openid": {"openid": "https://id.example/ana"},
    "account": {"account": {"homePage": "https://city.example", "name": "ana"}},
}


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="agent finds the statements of which it is actor or object"
)
@pytest.mark.parametrize("identifier", IDENTIFIERS.values(), ids=IDENTIFIERS)
def test_filter_when_agent_then_actor_and_object_are_found(lrs, identifier):
    acting = statement(actor=identifier | {"name": "Ana"})
    acted_on = statement(actor=agent("ben"), object=identifier | {"objectType": "Agent"})
    keep(lrs, acting, acted_on, statement(actor=agent("ben")))
    for asked in (identifier, identifier | {"objectType": "Agent", "name": "Another name"}):
        assert found(lrs, agent=asked) == [acted_on["id"], acting["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="agents are equal by one identifier of the same kind and value"
)
@pytest.mark.parametrize(
    "other",
    [
        {"mbox": "mailto:anna@city.example"}, {"mbox_sha1sum": "0" * 40}, {"openid": "https://id.example/ben"},
        {"account": {"homePage": "https://city.example", "name": "Ana"}},
        {"account": {"homePage": "https://town.example", "name": "ana"}},
        {"account": {"homePage": "https://city.examplea", "name": "na"}},
    ],
)  # fmt: skip
def test_filter_when_the_identifier_differs_then_nothing_is_found(lrs, other):
    keep(lrs, *(statement(actor=identifier) for identifier in IDENTIFIERS.values()))
    assert found(lrs, agent=other) == []


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="groups with a member that matches are found")
@pytest.mark.parametrize("identifier", [{}, {"mbox": "mailto:class@city.example"}], ids=["anonymous", "identified"])
@pytest.mark.parametrize("place", ["actor", "object"])
def test_filter_when_agent_is_a_member_then_the_group_is_found(lrs, identifier, place):
    of_ana = statement(**({"actor": agent("ben")} | {place: group(agent("cam"), ANA, **identifier)}))
    keep(lrs, of_ana, statement(**({"actor": agent("ben")} | {place: group(agent("cam"))})))
    assert found(lrs, agent=ANA) == [of_ana["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="an identified group is found by its identifier"
)
@pytest.mark.parametrize("members", [(), (ANA,)], ids=["without members", "with members"])
def test_filter_when_agent_is_an_identified_group_then_its_statements_are_found(lrs, members):
    whole = {"account": {"homePage": "https://city.example", "name": "class"}}
    of_group = statement(actor=group(*members, **whole))
    keep(lrs, of_group, statement(actor=ANA))
    assert found(lrs, agent=group(**whole)) == [of_group["id"]]


ELSEWHERE = {
    "instructor": statement(actor=agent("ben"), context={"instructor": ANA}),
    "team": statement(actor=agent("ben"), context={"team": group(ANA)}),
    "actor of a SubStatement": within(actor=ANA),
    "object of a SubStatement": within(object=ANA),
}


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="agent looks at actor and object only")
@pytest.mark.parametrize("query", [{}, {"related_agents": "false"}], ids=["by default", "related_agents=false"])
def test_filter_when_the_agent_stands_elsewhere_then_it_is_not_found(lrs, query):
    keep(lrs, *ELSEWHERE.values())
    assert found(lrs, agent=ANA, **query) == []
    assert found(lrs, agent=read(lrs, ELSEWHERE["team"]["id"])["authority"], **query) == []


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="verb finds the statements with exactly that verb"
)
def test_filter_when_verb_then_the_same_identifier_only(lrs):
    one = statement(verb=verb("read"))
    keep(lrs, one, statement(verb=verb("Read")), statement(verb=verb("read/")), within(verb=verb("read")))
    assert found(lrs, verb=verb("read")["id"]) == [one["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="verb finds the statements with exactly that verb"
)
@pytest.mark.parametrize(
    "text", ["https://hub.example/глаголы/прочёл", "https://hub.example/verbs?a=b&c=d+e%20f#g", "urn:verb:read"]
)
def test_filter_when_the_identifier_has_odd_characters_then_it_is_found(lrs, text):
    one = statement(verb={"id": text}, object={"id": text})
    keep(lrs, one)
    assert (found(lrs, verb=text), found(lrs, activity=text)) == ([one["id"]], [one["id"]])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="activity finds the statements whose object it is"
)
@pytest.mark.parametrize("query", [{}, {"related_activities": "false"}], ids=["by default", "related_activities=false"])
def test_filter_when_activity_then_the_object_only(lrs, query):
    one, untyped = statement(object=activity("a")), statement(object={"id": activity("a")["id"]})
    elsewhere = statement(object=activity("b"), context={"contextActivities": {"parent": [activity("a")]}})
    keep(lrs, one, untyped, elsewhere, within(object=activity("a")), statement(verb={"id": activity("a")["id"]}))
    assert found(lrs, activity=activity("a")["id"], **query) == [untyped["id"], one["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="registration finds the statements of that registration"
)
def test_filter_when_registration_then_that_one_only(lrs):
    number = new_id()
    one = statement(context={"registration": number})
    keep(lrs, one, statement(context={"registration": new_id()}), statement(), within(context={"registration": number}))
    assert (found(lrs, registration=number), found(lrs, registration=number.upper())) == ([one["id"]], [one["id"]])


@pytest.mark.requirement("1.0.3 Data 4.4", "2.0 4.2.7", must="UUIDs are the same in either case")
def test_filter_when_the_registration_was_sent_in_capitals_then_it_is_found_in_either_case(lrs):
    number = new_id()
    one = statement(context={"registration": number.upper()})
    keep(lrs, one)
    assert (found(lrs, registration=number), found(lrs, registration=number.upper())) == ([one["id"]], [one["id"]])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="since leaves out its moment of storing, until takes it in"
)
def test_filter_when_since_and_until_then_storing_after_the_one_and_up_to_the_other(lrs):
    a, b, c = keep(lrs, statement(), statement(), statement())
    first, second = read(lrs, a)["stored"], read(lrs, b)["stored"]
    assert found(lrs, since=first) == [c, b]
    assert found(lrs, until=second) == [b, a]
    assert found(lrs, since=first, until=second) == [b]
    assert found(lrs, since=second, until=first) == []


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="since and until are of storing, not of the event"
)
def test_filter_when_the_timestamp_is_old_then_since_still_finds_it(lrs):
    (old,) = keep(lrs, statement(timestamp="2001-01-01T00:00:00Z"))
    assert (found(lrs, since="2010-01-01T00:00:00Z"), found(lrs, until="2010-01-01T00:00:00Z")) == ([old], [])


@pytest.mark.requirement("1.0.3 Data 4.5", "2.0 4.2.7", must="moments are compared, whatever their zone")
@pytest.mark.parametrize("hours", [-11, 2, 5.5])
def test_filter_when_since_is_in_another_zone_then_the_same_moment_counts(lrs, hours):
    a, b = keep(lrs, statement(), statement())
    moved = datetime.fromisoformat(read(lrs, a)["stored"]).astimezone(timezone(timedelta(hours=hours))).isoformat()
    assert (found(lrs, since=moved), found(lrs, until=moved)) == ([b], [a])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="limit is the most that a page holds, 0 what the store allows"
)
@pytest.mark.parametrize(
    ("limit", "count"), [("1", 1), ("3", 3), ("5", 5), ("6", 5), ("0", 5), ("100000000", 5), ("0003", 3)]
)
def test_filter_when_limit_then_no_more_than_that(lrs, limit, count):
    ids = keep(lrs, *(statement() for _ in range(5)))
    assert found(lrs, limit=limit) == ids[::-1][:count]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3",
    "2.0 4.1.6.1",
    must="the list runs from the newest stored, ascending turns it",
)
def test_filter_when_ascending_then_the_order_turns(lrs):
    ids = keep(lrs, *(statement() for _ in range(3)))
    lrs.post("statements", json=[statement(), statement()])
    assert found(lrs)[2:] == ids[::-1]
    assert (found(lrs, ascending="true"), found(lrs, ascending="false")) == (found(lrs)[::-1], found(lrs))
    moments = [one["stored"] for one in listed(lrs, ascending="true")]
    assert moments == sorted(moments)


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a statement is found if it meets every filter"
)
def test_filter_when_several_then_all_of_them_are_met(lrs):
    number = new_id()
    parts = {"actor": ANA, "verb": verb("read"), "object": activity("a"), "context": {"registration": number}}
    one = statement(**parts)
    near = [
        statement(**parts | {"actor": agent("ben")}), statement(**parts | {"verb": verb("wrote")}),
        statement(**parts | {"object": activity("b")}), statement(**parts | {"context": None}),
    ]  # fmt: skip
    keep(lrs, one, *near)
    query = {"agent": ANA, "verb": verb("read")["id"], "activity": activity("a")["id"], "registration": number}
    assert found(lrs, **query) == [one["id"]]
    for left_out, missed in zip(query, near, strict=True):
        rest = {name: value for name, value in query.items() if name != left_out}
        assert found(lrs, **rest) == [missed["id"], one["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the filters hold together with times, limit, order and format"
)
def test_filter_when_everything_is_asked_for_then_the_one_that_fits(lrs):
    a, b, c, d = keep(lrs, *(statement(actor=ANA) for _ in range(4)))
    keep(lrs, statement(actor=agent("ben")), reference(new_id()))
    query = {
        "agent": ANA, "related_agents": "true", "activity": "https://hub.example/activities/unit-1", "related_activities": "true",
        "verb": "http://adlnet.gov/expapi/verbs/completed", "since": read(lrs, a)["stored"], "until": read(lrs, d)["stored"],
        "limit": 2, "ascending": "true", "format": "ids", "attachments": "false",
    }  # fmt: skip
    assert found(lrs, **query) == [b, c]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a statement is found once, however often it matches"
)
def test_filter_when_a_statement_matches_twice_then_it_is_listed_once(lrs):
    one = statement(
        actor=group(ANA, mbox="mailto:class@city.example"), object=ANA, context={"instructor": ANA, "team": group(ANA)}
    )
    keep(lrs, one)
    assert (found(lrs, agent=ANA), found(lrs, agent=ANA, related_agents="true")) == ([one["id"]], [one["id"]])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a statement is found if it meets every filter"
)
@pytest.mark.parametrize("order", ["true", "false"])
@pytest.mark.parametrize("limit", [1, 4, 50])
def test_filter_when_few_of_many_meet_two_filters_then_all_of_them_are_found(lrs, limit, order):
    """Each filter alone is met by hundreds, both by five, far apart; references to them count as they do."""
    five = [statement(actor=ANA, verb=verb("read")) for _ in range(5)]
    batch = []
    for one in five:
        others = [statement(actor=ANA, verb=verb("wrote")) for _ in range(60)] + [
            statement(actor=agent("ben"), verb=verb("read")) for _ in range(60)
        ]
        batch += [*others, one, reference(one)]
    lrs.post("statements", json=batch)
    wanted = {one["id"] for one in five} | {
        one["id"] for one in batch if one["object"].get("id") in {each["id"] for each in five}
    }
    expected = [one["id"] for one in batch if one["id"] in wanted]
    query = {"agent": ANA, "verb": verb("read")["id"], "limit": limit, "ascending": order}
    assert flat(pages(lrs, **query)) == (expected if order == "true" else expected[::-1])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="an identified group is found by its identifier"
)
def test_filter_when_the_group_asked_for_has_members_then_they_change_nothing(lrs):
    whole = group(mbox="mailto:class@city.example")
    of_group = statement(actor=whole)
    keep(lrs, of_group, statement(actor=ANA), statement(actor=group(ANA)))
    assert found(lrs, agent=whole | {"member": [ANA]}) == [of_group["id"]]

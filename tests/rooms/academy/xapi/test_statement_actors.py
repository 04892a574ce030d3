"""Agents: their one identifier, wherever an agent can stand."""

from itertools import combinations

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import (
    AGENTS,
    ANONYMOUS_GROUP,
    kept,
    nested_statement,
    placed,
    refused,
    rich_statement,
    sub_statement,
)

PAIRS = [pytest.param(AGENTS[one] | AGENTS[other], id=f"{one} and {other}") for one, other in combinations(AGENTS, 2)]
BAD_ADDRESSES = (
    "mailto:should.fail.com", "http://should.fail.com", "ana@city.example", "mailto:", "mailto:@city.example", "mailto:ana@",
    "mailto:ana ana@city.example", "mailto:ana@city.example\n", 7, {"key": "value"}, ["mailto:ana@city.example"],
)  # fmt: skip
BAD_HASHES = ("", "cd9b", "xd9b00a5611f94eaa7b1661edab976068e364975", f"{'a' * 41}", 7, {"key": "value"})
BAD_IDENTITIES = ("", "should fail", "openid.example/ana", "ab=c://should.fail.com", 7, {"key": "value"})
GOOD = AGENTS["account"]["account"]
BAD_ACCOUNTS = {
    "no home page": {"name": "ana"}, "no name": {"homePage": "https://city.example"}, "empty": {}, "a text": "ana", "a list": [GOOD],
    "home page no IRL": GOOD | {"homePage": "ab=c://should.fail.com"}, "home page without scheme": GOOD | {"homePage": "city.example"},
    "home page a number": GOOD | {"homePage": 7}, "name an object": GOOD | {"name": {"key": "value"}},
    "name a number": GOOD | {"name": 7}, "another key": GOOD | {"mood": "happy"},
}  # fmt: skip
PLACES = (
    "actor", "authority", "context.instructor", "context.team.member[0]", "object.actor", "object.object",
    "object.context.instructor", "object.context.team.member[1]",
)  # fmt: skip
NESTED = nested_statement(object=sub_statement(object={"objectType": "Agent"} | AGENTS["mbox"], context={
    "instructor": AGENTS["openid"], "team": ANONYMOUS_GROUP}))  # fmt: skip


def agent(parts, place):
    """An agent as a place wants it: as an object it says what it is."""
    return {"objectType": "Agent"} | parts if place.endswith("object") else parts


@pytest.mark.requirement("1.0.3 Data 2.4.2.1", "2.0 4.2.2.1", must="an agent is known by any one of four identifiers")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", AGENTS)
def test_agent_when_it_has_one_identifier_then_kept(lrs, place, kind):
    whole = placed(NESTED, place, agent(AGENTS[kind], place))
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement("1.0.3 Data 2.4.2.1", "2.0 4.2.2.1", must="an agent without an identifier is refused")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("parts", [{}, {"name": "Ana"}, {"objectType": "Agent"}], ids=["empty", "name", "type"])
def test_agent_when_it_has_no_identifier_then_refused(lrs, place, parts):
    assert refused(lrs, placed(NESTED, place, agent(parts, place)), place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.1", "2.0 4.2.2.1", must="an agent has no more than one identifier")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("parts", PAIRS)
def test_agent_when_it_has_two_identifiers_then_refused(lrs, place, parts):
    assert refused(lrs, placed(NESTED, place, agent(parts, place)), place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.1", "2.0 4.2.2.1", must="an actor that does not say what it is is an agent")
def test_actor_when_it_does_not_say_its_type_then_an_agent(lrs):
    whole = statement(actor=AGENTS["mbox"])
    assert kept(lrs, whole)["actor"] == AGENTS["mbox"]
    assert lrs.get("statements", query={"agent": {"objectType": "Agent"} | AGENTS["mbox"]}).json()["statements"] != []


@pytest.mark.requirement("1.0.3 Data 2.4.2", "2.0 4.2.2.1", must="the type of an actor is Agent or Group, spelt so")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "kind", ["agent", "AGENT", "group", "Person", "Activity", 123, {"key": "value"}, '"objectType": "Agent"'], ids=repr
)
def test_actor_when_of_another_type_then_refused(lrs, place, kind):
    assert refused(lrs, placed(NESTED, place, AGENTS["mbox"] | {"objectType": kind}), f"{place}.") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.1", "2.0 4.2.2.1", must="the name of an agent is a text")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", [123, {"key": "value"}, ["Ana"]], ids=repr)
def test_agent_when_its_name_is_no_text_then_refused(lrs, place, name):
    assert refused(lrs, placed(NESTED, place, agent(AGENTS["mbox"] | {"name": name}, place)), f"{place}.name") == (
        400,
        True,
    )


@pytest.mark.requirement("1.0.3 Data 2.4.2.3", "2.0 4.2.2.1", must="an mbox is mailto: and an address")
@pytest.mark.parametrize("place", PLACES[:4])
@pytest.mark.parametrize("value", BAD_ADDRESSES, ids=repr)
def test_mbox_when_malformed_then_refused(lrs, place, value):
    assert refused(lrs, placed(NESTED, place, {"mbox": value}), f"{place}.mbox") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.3", "2.0 4.2.2.1", must="an mbox is mailto: and an address")
@pytest.mark.parametrize(
    "address",
    [
        "ana@city.example",
        "ana.maria+unit7@sub.city.example",
        "o'brien@city.example",
        "用户@例子.example",
        "a@b",
        "ana_1%x@city.example",
    ],
)
def test_mbox_when_an_address_then_kept(lrs, address):
    assert kept(lrs, statement(actor={"mbox": f"mailto:{address}"}))["actor"]["mbox"] == f"mailto:{address}"


@pytest.mark.requirement("1.0.3 Data 2.4.2.3", "2.0 4.2.2.1", must="an mbox_sha1sum is a SHA-1 in hexadecimal digits")
@pytest.mark.parametrize("place", PLACES[:4])
@pytest.mark.parametrize("value", BAD_HASHES, ids=repr)
def test_mbox_sha1sum_when_malformed_then_refused(lrs, place, value):
    assert refused(lrs, placed(NESTED, place, {"mbox_sha1sum": value}), f"{place}.mbox_sha1sum") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.3", "2.0 4.2.2.1", must="an openid is a URI")
@pytest.mark.parametrize("place", PLACES[:4])
@pytest.mark.parametrize("value", BAD_IDENTITIES, ids=repr)
def test_openid_when_malformed_then_refused(lrs, place, value):
    assert refused(lrs, placed(NESTED, place, {"openid": value}), f"{place}.openid") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.4", "2.0 4.2.2.1", must="an account has the IRL of a home page and a name")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("account", BAD_ACCOUNTS.values(), ids=BAD_ACCOUNTS)
def test_account_when_malformed_then_refused(lrs, place, account):
    assert refused(lrs, placed(NESTED, place, agent({"account": account}, place)), f"{place}.account") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.1", "2.0 4.2.2.1", must="an agent has no members")
@pytest.mark.parametrize("kind", [{}, {"objectType": "Agent"}], ids=["no type", "agent"])
def test_agent_when_it_has_members_then_refused(lrs, kind):
    whole = rich_statement(actor=AGENTS["mbox"] | kind | {"member": [AGENTS["openid"]]})
    assert refused(lrs, whole, "actor.member") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.2.3", "2.0 4.2.2.1", should="the domain of an address is found in either case")
def test_mbox_when_asked_with_its_domain_in_another_case_then_found(lrs):
    kept(lrs, statement(actor={"mbox": "mailto:Ana@City.Example"}))
    found = [
        len(lrs.get("statements", query={"agent": {"mbox": mbox}}).json()["statements"])
        for mbox in ("mailto:Ana@city.example", "mailto:ana@city.example")
    ]
    assert found == [1, 0]

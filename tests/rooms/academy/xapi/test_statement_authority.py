"""Authority: who vouches for a statement."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import (
    AGENTS,
    ANONYMOUS_GROUP,
    GONE,
    IDENTIFIED_GROUP,
    MEMBERS,
    kept,
    placed,
    refused,
    rich_statement,
)

GROUP = {"objectType": "Group"}
APPLICATION = {"account": {"homePage": "https://city.example/xapi/OAuth/Token", "name": "oauth_consumer_x75db"}}
TWO_LEGGED = GROUP | {"member": [APPLICATION, {"mbox": "mailto:ben@city.example"}]}


@pytest.mark.requirement(
    "1.0.3 Data 2.4.9", "2.0 4.2.4.2", must="every stored statement has an authority: the one of the credential"
)
def test_authority_when_not_sent_then_that_of_the_credential(lrs):
    returned = kept(lrs, placed(rich_statement(), "authority", GONE))["authority"]
    assert (returned["objectType"], returned["account"]["homePage"]) == ("Agent", "https://hub.example")


@pytest.mark.requirement(
    "1.0.3 Data 2.4.9", "2.0 4.2.4.2", should="an authority that was sent gives way to the credential's"
)
@pytest.mark.parametrize("sent", [*AGENTS.values(), TWO_LEGGED], ids=[*AGENTS, "group of two"])
def test_authority_when_sent_then_that_of_the_credential_stands(lrs, sent):
    without = kept(lrs, placed(rich_statement(), "authority", GONE))["authority"]
    assert kept(lrs, rich_statement(authority=sent))["authority"] == without


@pytest.mark.requirement(
    "1.0.3 Data 2.4.9", "2.0 4.2.4.2", must="an authority is an agent, or an anonymous group of two"
)
@pytest.mark.parametrize(
    "sent",
    [
        GROUP, GROUP | {"member": []}, GROUP | {"member": MEMBERS[:1]}, GROUP | {"member": [APPLICATION, *MEMBERS]}, IDENTIFIED_GROUP,
        *(TWO_LEGGED | agent for agent in AGENTS.values()), *(GROUP | agent for agent in AGENTS.values()),
        TWO_LEGGED | {"objectType": "group"}, {"objectType": "agent"} | AGENTS["mbox"], {"member": MEMBERS}, {}, {"name": "Ben"},
    ],
    ids=[
        "no members", "none", "one", "three", "identified", *(f"two and {name}" for name in AGENTS), *(f"only {name}" for name in AGENTS),
        "group in lower case", "agent in lower case", "members without type", "empty", "name",
    ],
)  # fmt: skip
def test_authority_when_neither_agent_nor_group_of_two_then_refused(lrs, sent):
    assert refused(lrs, rich_statement(authority=sent), "authority") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.9", "2.0 4.2.4.2", must="an authority is an agent, or an anonymous group of two"
)
@pytest.mark.parametrize(
    "member",
    [ANONYMOUS_GROUP, {"name": "Ben"}, AGENTS["mbox"] | AGENTS["openid"], "mailto:ben@city.example"],
    ids=["group", "nobody", "two identifiers", "text"],
)
def test_authority_when_a_member_is_no_agent_then_refused(lrs, member):
    assert refused(lrs, rich_statement(authority=GROUP | {"member": [APPLICATION, member]}), "authority.member[1]") == (
        400,
        True,
    )


@pytest.mark.requirement("1.0.3 Data 2.4.9", "2.0 4.2.4.2", must="who vouches is found among the related agents")
def test_authority_when_asked_for_as_related_agent_then_found(lrs):
    returned = kept(lrs, statement())
    query = {"agent": returned["authority"], "related_agents": "true"}
    assert [whole["id"] for whole in lrs.get("statements", query=query).json()["statements"]] == [returned["id"]]

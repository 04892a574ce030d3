"""The agents resource: a person, made of what is known of one agent."""

import pytest
from tests.rooms.academy.documents import ANA

ACCOUNT = {"homePage": "https://city.example", "name": "ana"}
AGENTS = {
    "mbox": {"mbox": "mailto:ana@city.example"},
    "mbox_sha1sum": {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
    "openid": {"openid": "https://ana.example/"},
    "account": {"account": ACCOUNT},
}


@pytest.mark.requirement(
    "1.0.3 Communication 2.4", "2.0 4.1.6.3", must="GET answers 200 with a Person whose properties are lists"
)
@pytest.mark.requirement("1.0.3 Communication 2.4", "2.0 4.1.6.3",
                         must="an agent that the store has never met is still answered, with what the request says")  # fmt: skip
@pytest.mark.parametrize("identifier", AGENTS)
def test_get_then_a_person_with_lists(lrs, identifier):
    answer = lrs.get("agents", query={"agent": AGENTS[identifier] | {"name": "Ana", "objectType": "Agent"}})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == {"objectType": "Person", "name": ["Ana"], identifier: [AGENTS[identifier][identifier]]}


@pytest.mark.requirement("1.0.3 Communication 2.4", should="a person has no other properties than those of the table")
def test_get_of_an_agent_without_name_then_the_person_has_none(lrs):
    answer = lrs.get("agents", query={"agent": AGENTS["account"]})
    assert answer.json() == {"objectType": "Person", "account": [ACCOUNT]}


@pytest.mark.requirement("1.0.3 Communication 2.4", "2.0 4.1.6.3", must="`agent` is there")
def test_get_without_agent_then_400(lrs):
    answer = lrs.get("agents")
    assert (answer.status, b"agent" in answer.body) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Communication 2.4", "2.0 4.1.6.3", must="`agent` is one agent with one identifier, no group"
)
@pytest.mark.parametrize(
    "agent",
    [
        "true", "1", "not JSON", "[]", "{}", {"name": "Rick James", "objectType": "Agent"}, {"account": {"name": "ana"}},
        AGENTS["mbox"] | AGENTS["openid"], {"mbox": ["mailto:ana@city.example"]}, {"objectType": "Person", "name": ["Ana"]},
        {"objectType": "Group", "mbox": "mailto:class@city.example"}, ANA | {"member": []}, ANA | {"age": 41},
    ],
    ids=[
        "boolean", "number", "text", "list", "empty", "name-only", "half-account", "two-identifiers", "list-of-addresses",
        "person", "group", "members", "unknown-property",
    ],
)  # fmt: skip
def test_get_with_agent_malformed_then_400(lrs, agent):
    assert lrs.get("agents", query={"agent": agent}).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.2", must="parameters that are unknown in their place are refused"
)
@pytest.mark.parametrize("more", [{"foo": "bar"}, {"activityId": "https://hub.example/unit"}, {"Agent": "{}"}])
def test_get_with_more_parameters_then_400(lrs, more):
    assert lrs.get("agents", query={"agent": ANA} | more).status == 400


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.2", must="agents can only be read: other methods are 405")
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_change_of_agents_then_405(lrs, method):
    assert lrs.send(method, "agents", query={"agent": ANA}).status == 405


@pytest.mark.requirement("1.0.3 Communication 1.1", "2.0 4.1.1", must="HEAD answers as GET does, without the person")
def test_head_then_no_body(lrs):
    answer = lrs.head("agents", query={"agent": ANA})
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.requirement("1.0.3 Communication 1.4", must="texts are in UTF-8")
def test_name_in_any_script_then_it_comes_back_in_utf_8(lrs):
    answer = lrs.get("agents", query={"agent": AGENTS["mbox"] | {"name": "آنا 安娜"}})
    assert "آنا 安娜".encode() in answer.body

"""What a request for documents must and must not say."""

import pytest
from tests.rooms.academy.documents import (
    ACTIVITY_PROFILE,
    AGENT_PROFILE,
    ANA,
    NAME,
    NEW,
    OF,
    RESOURCES,
    STATE,
    all_of,
    one_of,
    store,
)

METHODS = ("GET", "PUT", "POST", "DELETE")
BODY = {"PUT": {"page": 3}, "POST": {"page": 3}}
REGISTRATION = "11111111-1111-4111-8111-111111111111"


def ask(lrs, method, resource, query):
    """A request that would be right but for its parameters."""
    headers = NEW if method == "PUT" else {}
    return lrs.send(method, resource, query=query, json=BODY.get(method), headers=headers)


@pytest.mark.requirement("1.0.3 Communication 2.3", "1.0.3 Communication 2.6", "1.0.3 Communication 2.7",
                         "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6", must="every required parameter is there")  # fmt: skip
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("resource", "missing"), [(resource, name) for resource in RESOURCES for name in OF[resource]])
def test_subject_missing_then_400_names_it(lrs, method, resource, missing):
    answer = ask(lrs, method, resource, one_of(resource, **{missing: None}))
    assert (answer.status, missing.encode() in answer.body) == (400, True)


@pytest.mark.requirement("1.0.3 Communication 2.3", "1.0.3 Communication 2.6", "1.0.3 Communication 2.7",
                         "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6", must="PUT and POST name the document")  # fmt: skip
@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("resource", RESOURCES)
def test_name_missing_then_400_names_it(lrs, method, resource):
    answer = ask(lrs, method, resource, all_of(resource))
    assert (answer.status, NAME[resource].encode() in answer.body) == (400, True)


@pytest.mark.requirement("1.0.3 Communication 2.6", "1.0.3 Communication 2.7", "2.0 4.1.6.5", "2.0 4.1.6.6",
                         must="profiles are deleted one by one, by their name")  # fmt: skip
@pytest.mark.parametrize("resource", [ACTIVITY_PROFILE, AGENT_PROFILE])
def test_delete_of_profiles_without_name_then_400_and_all_stay(lrs, resource):
    store(lrs, resource, json={})
    assert lrs.delete(resource, query=all_of(resource)).status == 400
    assert lrs.get(resource, query=all_of(resource)).json() == ["bookmark"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("resource", RESOURCES)
def test_name_empty_then_400_so_that_nothing_else_is_meant(lrs, method, resource):
    assert ask(lrs, method, resource, one_of(resource, "")).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.2", must="parameters that are unknown in their place are refused"
)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "more",
    [{"foo": "bar"}, {"limit": "3"}, {"statementId": REGISTRATION}, {"verb": "https://verb.example"}],
    ids=["unknown", "of-statements", "id-of-statement", "verb"],
)
@pytest.mark.parametrize("resource", RESOURCES)
def test_unknown_parameter_then_400(lrs, method, resource, more):
    assert ask(lrs, method, resource, one_of(resource, **more)).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.2", must="a parameter of another resource is unknown in this one"
)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("resource", "more"),
    [
        (ACTIVITY_PROFILE, {"agent": ANA}),
        (AGENT_PROFILE, {"activityId": "https://hub.example/unit"}),
        (ACTIVITY_PROFILE, {"registration": REGISTRATION}),
        (AGENT_PROFILE, {"registration": REGISTRATION}),
        (STATE, {"profileId": "bookmark"}),
        (ACTIVITY_PROFILE, {"stateId": "bookmark"}),
    ],
    ids=[
        "agent",
        "activity",
        "registration-of-activity",
        "registration-of-agent",
        "profile-of-state",
        "state-of-profile",
    ],
)
def test_parameter_of_another_resource_then_400(lrs, method, resource, more):
    assert ask(lrs, method, resource, one_of(resource, **more)).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.2", must="a parameter in another spelling of its case is refused"
)
@pytest.mark.parametrize(
    ("resource", "name"), [(resource, name) for resource in RESOURCES for name in (*OF[resource], NAME[resource])]
)
def test_parameter_in_other_case_then_400(lrs, resource, name):
    query = {name.upper() if known == name else known: value for known, value in one_of(resource).items()}
    assert lrs.get(resource, query=query).status == 400


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.6.2", must="`since` belongs to lists alone")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("resource", RESOURCES)
def test_since_beside_a_name_then_400(lrs, method, resource):
    assert ask(lrs, method, resource, one_of(resource, since="2026-01-01T00:00:00Z")).status == 400


@pytest.mark.requirement("1.0.3 Communication 2.3", "2.0 4.1.6.2", must="DELETE of many states knows no `since`")
def test_delete_of_many_with_since_then_400_and_all_stay(lrs):
    store(lrs, STATE, json={})
    assert lrs.delete(STATE, query=all_of(STATE, since="2026-01-01T00:00:00Z")).status == 400
    assert lrs.get(STATE, query=all_of(STATE)).json() == ["bookmark"]


@pytest.mark.requirement("1.0.3 Communication 2.3", "1.0.3 Communication 2.6", "2.0 4.1.6.2", "2.0 4.1.6.5",
                         must="`agent` is the JSON of one agent with one identifier")  # fmt: skip
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("resource", [STATE, AGENT_PROFILE])
@pytest.mark.parametrize(
    "agent",
    [
        "true", "1", "not JSON", "[]", '"mailto:ana@city.example"', "{}", '{"key": "value"}', '{"name": "Ana"}',
        '{"mbox": "ana@city.example"}', '{"mbox": "mailto:ana@city.example", "openid": "https://ana.example"}',
        '{"objectType": "agent", "mbox": "mailto:ana@city.example"}', '{"account": {"name": "ana"}}',
        '{"objectType" "": "Agent"}', '{"mbox": "mailto:ana@city.example"',
    ],
    ids=[
        "boolean", "number", "text", "list", "json-text", "empty", "unknown-key", "name-only", "no-scheme", "two-identifiers",
        "other-case", "half-account", "broken", "cut-off",
    ],
)  # fmt: skip
def test_agent_malformed_then_400(lrs, method, resource, agent):
    assert ask(lrs, method, resource, one_of(resource, agent=agent)).status == 400


GROUP = {"objectType": "Group", "mbox": "mailto:class@city.example"}


@pytest.mark.requirement(
    "1.0.3 Communication 2.3", "1.0.3 Communication 2.6", must="documents are of an agent, not of a group"
)
@pytest.mark.parametrize("resource", [STATE, AGENT_PROFILE])
def test_documents_of_a_group_in_103_then_400(lrs_103, resource):
    assert ask(lrs_103, "PUT", resource, one_of(resource, agent=GROUP)).status == 400


@pytest.mark.requirement("2.0 4.1.6.2", "2.0 4.1.6.5", must="documents may be of a group that has an identifier")
@pytest.mark.parametrize("resource", [STATE, AGENT_PROFILE])
def test_documents_of_a_group_in_200_then_they_are_kept(lrs_200, resource):
    store(lrs_200, resource, json={"page": 3}, agent=GROUP)
    assert lrs_200.get(resource, query=one_of(resource, agent=GROUP)).json() == {"page": 3}


@pytest.mark.parametrize("resource", [STATE, AGENT_PROFILE])
def test_documents_of_a_group_without_identifier_then_400(lrs_200, resource):
    anonymous = {"objectType": "Group", "member": [ANA]}
    assert ask(lrs_200, "PUT", resource, one_of(resource, agent=anonymous)).status == 400


@pytest.mark.requirement("1.0.3 Communication 2.3", "1.0.3 Communication 2.7", "2.0 4.1.6.2", "2.0 4.1.6.6",
                         must="`activityId` is an IRI")  # fmt: skip
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("resource", [STATE, ACTIVITY_PROFILE])
@pytest.mark.parametrize("iri", ["true", "1", "no scheme", '{"key": "value"}', "ab=c://x"])
def test_activity_malformed_then_400(lrs, method, resource, iri):
    assert ask(lrs, method, resource, one_of(resource, activityId=iri)).status == 400


@pytest.mark.requirement("1.0.3 Communication 2.3", "2.0 4.1.6.2", must="`registration` is a UUID")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("registration", ["true", "1", "not UUID", REGISTRATION[:-1], "{" + REGISTRATION + "}"])
def test_registration_malformed_then_400(lrs, method, registration):
    assert ask(lrs, method, STATE, one_of(STATE, registration=registration)).status == 400


@pytest.mark.requirement("1.0.3 Communication 2.3", "1.0.3 Communication 2.6", "1.0.3 Communication 2.7",
                         "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6", must="`since` is a timestamp")  # fmt: skip
@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("since", ["true", "1", "not a timestamp", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00-00:00"])
def test_since_malformed_then_400(lrs, resource, since):
    assert lrs.get(resource, query=all_of(resource, since=since)).status == 400


@pytest.mark.parametrize("name", ["a\x00b", "x" * 501], ids=["nul", "too-long"])
@pytest.mark.parametrize("resource", RESOURCES)
def test_name_that_cannot_be_kept_then_400(lrs, resource, name):
    assert ask(lrs, "PUT", resource, one_of(resource, name)).status == 400


@pytest.mark.parametrize("name", ["x" * 500, "𝒳" * 500, "1", "true", "ünï/cödé?&=+ %41", "\n"],
                         ids=["longest", "longest-in-bytes", "digit", "word", "marks", "newline"])  # fmt: skip
@pytest.mark.parametrize("resource", RESOURCES)
def test_name_of_any_letters_then_it_is_kept_as_it_is(lrs, resource, name):
    store(lrs, resource, json={"page": 3}, name=name)
    assert lrs.get(resource, query=one_of(resource, name)).json() == {"page": 3}
    assert lrs.get(resource, query=all_of(resource)).json() == [name]

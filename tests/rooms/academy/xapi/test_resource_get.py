"""GET statements: single statements, the list, and what is refused."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import agent, keep, listed, new_id, read, voiding

AGENT = agent("ana")


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="statementId gives that one statement, completed"
)
def test_get_when_statement_id_then_the_statement_itself(lrs):
    one = statement()
    keep(lrs, one)
    answer = lrs.get("statements", query={"statementId": one["id"]})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json().keys() == one.keys() | {"stored", "timestamp", "authority", "version"}
    assert {name: answer.json()[name] for name in one} == one


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="what is not held is answered with 404")
@pytest.mark.parametrize("name", ["statementId", "voidedStatementId"])
def test_get_when_the_id_is_unknown_then_404(lrs, name):
    assert lrs.get("statements", query={name: new_id()}).status == 404


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.4", "2.0 4.1.6.1", must="a voided statement is given by voidedStatementId only"
)
def test_get_when_voided_then_only_voided_statement_id_gives_it(lrs):
    one = statement()
    keep(lrs, one, voiding(one))
    assert lrs.get("statements", query={"statementId": one["id"]}).status == 404
    answer = lrs.get("statements", query={"voidedStatementId": one["id"]})
    assert (answer.status, answer.json()["id"]) == (200, one["id"])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="voidedStatementId gives voided statements only"
)
def test_get_when_not_voided_then_voided_statement_id_is_404(lrs):
    one, other = statement(), statement()
    keep(lrs, one, other, voiding(other, id=(void := new_id())))
    assert [lrs.get("statements", query={"voidedStatementId": number}).status for number in (one["id"], void)] == [
        404,
        404,
    ]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="statementId and voidedStatementId exclude each other"
)
def test_get_when_both_ids_then_400(lrs):
    one, other = statement(), statement()
    keep(lrs, one, other, voiding(other))
    assert lrs.get("statements", query={"statementId": one["id"], "voidedStatementId": other["id"]}).status == 400


OTHERS = {
    "agent": AGENT, "verb": "http://adlnet.gov/expapi/verbs/completed", "activity": "https://hub.example/activities/unit-1",
    "registration": "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "related_activities": "true", "related_agents": "false",
    "since": "2012-06-01T19:09:13.245Z", "until": "2012-06-01T19:09:13.245Z", "limit": "1", "ascending": "true",
}  # fmt: skip


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a single statement takes format and attachments only"
)
@pytest.mark.parametrize("name", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize("other", OTHERS)
def test_get_when_an_id_comes_with_a_filter_then_400(lrs, name, other):
    one = statement()
    keep(lrs, one, *([voiding(one)] if name == "voidedStatementId" else []))
    assert lrs.get("statements", query={name: one["id"], other: OTHERS[other]}).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a single statement takes format and attachments only"
)
@pytest.mark.parametrize("name", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize(
    "other", [{"format": "ids"}, {"attachments": "false"}, {"attachments": "true", "format": "canonical"}]
)
def test_get_when_an_id_comes_with_format_or_attachments_then_200(lrs, name, other):
    one = statement()
    keep(lrs, one, *([voiding(one)] if name == "voidedStatementId" else []))
    assert lrs.get("statements", query={name: one["id"]} | other).status == 200


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="parameters that the resource does not know are refused"
)
@pytest.mark.parametrize(
    "name", ["foo", "StatementId", "Verb", "LIMIT", "relatedAgents", "related_Activities", "cursor", "method"]
)
def test_get_when_a_parameter_is_unknown_then_400(lrs, name):
    assert lrs.get("statements", query={name: "1"}).status == 400


WRONG = [
    ("statementId", ""), ("statementId", "1"), ("statementId", "true"), ("voidedStatementId", "1"),
    ("agent", ""), ("agent", "ana"), ("agent", "{"), ("agent", "[]"), ("agent", "{}"), ("agent", '{"name": "Ana"}'), ("agent", "null"),
    ("agent", '{"mbox": "ana@city.example"}'), ("agent", '{"mbox": "mailto:a@b.example", "openid": "https://a.example/"}'),
    ("agent", '{"objectType": "Person", "mbox": "mailto:a@b.example"}'),
    ("agent", '{"objectType": "Group", "member": [{"mbox": "mailto:a@b.example"}]}'), ("agent", '{"account": {"name": "a"}}'),
    ("verb", ""), ("verb", "completed"), ("activity", ""), ("activity", "unit 1"),
    ("registration", ""), ("registration", "1"), ("registration", "0a1b2c3d4e5f4a6b8c7d9e0f1a2b3c4d"),
    ("related_activities", "True"), ("related_activities", "1"), ("related_agents", ""), ("related_agents", "yes"),
    ("since", ""), ("since", "yesterday"), ("since", "2012-06-01T19:09:13.245-00:00"), ("until", "2012-13-01T00:00:00Z"), ("until", "1"),
    ("limit", ""), ("limit", "-1"), ("limit", "1.5"), ("limit", "many"), ("limit", "1e2"),
    ("format", ""), ("format", "IDs"), ("format", "full"), ("attachments", "TRUE"), ("attachments", "0"), ("ascending", "yes"),
]  # fmt: skip


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.1", must="the values of parameters are checked as those of statements are"
)
@pytest.mark.parametrize(("name", "value"), WRONG, ids=[f"{name}={value}" for name, value in WRONG])
def test_get_when_a_value_is_wrong_then_400(lrs, name, value):
    assert lrs.get("statements", query={name: value}).status == 400


@pytest.mark.requirement("1.0.3 Communication 3.2", should="an error says what is wrong")
def test_get_when_a_value_is_wrong_then_the_answer_names_the_parameter(lrs):
    assert b"registration" in lrs.get("statements", query={"registration": "1"}).body


@pytest.mark.requirement(
    "1.0.3 Data 2.5", "2.0 4.1.6.1", must="without an id the answer is a list and the link to more of it"
)
def test_get_when_no_id_then_a_statement_result(lrs):
    keep(lrs, statement(), statement())
    answer = lrs.get("statements")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json().keys() == {"statements", "more"}
    assert len(answer.json()["statements"]) == 2


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="nothing found is 200 with an empty list")
@pytest.mark.parametrize(
    "query", [{"verb": "https://hub.example/verbs/never"}, {"until": "2012-06-01T19:09:13.245Z"}, {"agent": AGENT}]
)
def test_get_when_nothing_is_found_then_an_empty_list(lrs, query):
    keep(lrs, statement(actor=agent("else")))
    answer = lrs.get("statements", query=query)
    assert (answer.status, answer.json()) == (200, {"statements": [], "more": ""})


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the breadth of a filter that is not there changes nothing"
)
@pytest.mark.parametrize("name", ["related_activities", "related_agents"])
@pytest.mark.parametrize("value", ["true", "false"])
def test_get_when_related_comes_alone_then_all_are_listed(lrs, name, value):
    one = statement()
    keep(lrs, one)
    assert [kept["id"] for kept in listed(lrs, **{name: value})] == [one["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the list and the single answer give the same statement"
)
def test_get_when_listed_then_the_same_as_when_single(lrs):
    one = statement(result={"success": True, "score": {"scaled": 0.25}})
    keep(lrs, one)
    assert listed(lrs) == [read(lrs, one["id"])]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="attachments=true is answered as multipart, statements first"
)
@pytest.mark.parametrize("single", [True, False], ids=["single", "list"])
def test_get_when_attachments_are_asked_for_then_multipart_even_without_any(lrs, single):
    one = statement()
    keep(lrs, one)
    answer = lrs.get("statements", query={"attachments": "true"} | ({"statementId": one["id"]} if single else {}))
    kind, _, boundary = answer.headers["content-type"].partition("; boundary=")
    assert (answer.status, kind) == (200, "multipart/mixed")
    parts = answer.body.split(b"--" + boundary.encode())
    assert (len(parts), parts[2].strip()) == (3, b"--")
    head, _, content = parts[1].partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head.lower()
    assert one["id"].encode() in content


@pytest.mark.requirement("1.0.3 Communication 2.1.2", "2.0 4.1.6.1", must="what was acknowledged can be read at once")
def test_get_when_just_posted_then_it_is_there(lrs):
    for _ in range(5):
        one = statement()
        keep(lrs, one)
        assert listed(lrs, limit=1)[0]["id"] == one["id"]

"""Statements with anything anywhere: each is kept whole or refused whole, and never a fault of the store."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.academy.samples import nested_statement, placed, rich_statement

PATHS = (
    "actor", "actor.name", "actor.mbox", "verb", "verb.id", "verb.display", "object", "object.objectType", "object.id", "object.definition",
    "object.definition.name", "object.definition.extensions", "object.definition.interactionType", "object.definition.choices",
    "object.definition.correctResponsesPattern", "result", "result.score", "result.score.raw", "result.duration", "result.response",
    "result.extensions", "context", "context.registration", "context.team", "context.team.member", "context.contextActivities",
    "context.contextActivities.parent", "context.contextAgents", "context.contextGroups", "context.language", "context.statement",
    "context.extensions", "timestamp", "stored", "authority", "version", "attachments", "attachments[0].length",
    "attachments[0].contentType", "attachments[0].sha2", "mood",
)  # fmt: skip
WORDS = (
    "objectType", "id", "mbox", "member", "account", "name", "homePage", "definition", "en", "parent", "raw", "https://hub.example/a",
    "Agent", "Group", "Activity", "SubStatement", "StatementRef", "mailto:ana@city.example",
    "8f87ccde-bb56-4c2e-ab83-44982ef22df0", "choice", "PT1S",
)  # fmt: skip
TEXTS = st.text(st.characters(), max_size=20) | st.sampled_from(WORDS)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
often = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.6.1", must="a statement is kept whole or refused whole")
@often
@given(path=st.sampled_from(PATHS), value=ANYTHING)
def test_statement_when_a_part_is_anything_then_kept_or_refused(lrs, path, value):
    whole = placed(rich_statement(), path, value)
    status = lrs.post("statements", json=whole).status
    assert (status, lrs.get("statements", query={"statementId": whole["id"]}).status) in {(200, 200), (400, 404)}


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.6.1", must="a statement is kept whole or refused whole")
@often
@given(
    path=st.sampled_from(
        [path for path in PATHS if path.partition(".")[0] not in {"stored", "authority", "version", "mood"}]
    ),
    value=ANYTHING,
)
def test_sub_statement_when_a_part_is_anything_then_kept_or_refused(lrs, path, value):
    whole = placed(
        nested_statement(), f"object.{path}" if path != "object.objectType" else "object.object.objectType", value
    )
    status = lrs.post("statements", json=whole).status
    assert (status, lrs.get("statements", query={"statementId": whole["id"]}).status) in {(200, 200), (400, 404)}


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.6.1", must="what is no statement is answered with 400")
@often
@given(value=ANYTHING)
def test_body_when_any_json_then_answered(lrs, value):
    body = json.dumps(value).encode()
    answer = lrs.post("statements", body=body, headers={"Content-Type": "application/json"})
    assert (answer.status, value) == (400, value) or (answer.status, value) == (200, [])


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.6.1", must="what is no statement is answered with 400")
@often
@given(at=st.integers(0, 2000), change=st.binary(max_size=3), gone=st.integers(0, 3))
def test_body_when_a_few_bytes_are_changed_then_kept_or_refused(lrs, at, change, gone):
    body = json.dumps(rich_statement()).encode()
    at %= len(body)
    changed = body[:at] + change + body[at + gone :]
    answer = lrs.post("statements", body=changed, headers={"Content-Type": "application/json"})
    assert answer.status in {200, 400}

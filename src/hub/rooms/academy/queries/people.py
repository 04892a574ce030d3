"""What the room holds about a person, for the right of access."""

import base64
from collections.abc import Collection, Mapping
from typing import Any

import orjson

from hub.commons.people.models import Person
from hub.rooms.academy.engine.attachments import hashes_of
from hub.rooms.academy.engine.documents import is_json
from hub.rooms.academy.engine.erasure import is_about, pattern_of, target_of
from hub.rooms.academy.engine.statement.keys import key_of
from hub.rooms.academy.engine.statement.mentions import RELATED_AGENT
from hub.rooms.academy.models import (
    Activity,
    Attachment,
    Document,
    EnrolmentState,
    Mention,
    PersonDay,
    Statement,
    UnitState,
)
from hub.rooms.academy.queries.credentials import agent_named
from hub.rooms.academy.queries.erasure import bodies_of, statements_naming


def agent_of(person: Person) -> dict[str, Any]:
    """The agent that stands for a person of this site: an account with the number of the person."""
    return agent_named(str(person.pk))


def records_of(agent: Mapping[str, Any]) -> dict[str, Any]:
    """Everything held on a person, as JSON can carry it; every statement is looked at, so it takes seconds."""
    target = target_of(agent)
    found = statements_naming(target)
    identities = sorted(found.identities | set(target.identities))
    statements = [statement for _sequence, statement in bodies_of(found.sequences)]
    keys = [key_of("agent", identity) for identity in identities]
    pattern = pattern_of(target)
    own = [statement for statement in statements if is_about(statement, target, pattern)]
    return {
        "agent": dict(agent),
        "statements": statements,
        "attachments": _attachments({sha2.lower() for statement in own for sha2 in hashes_of(statement)}),
        **_beside(keys),
    }


def records_of_person(person: Person) -> list[dict[str, Any]]:
    """What is held on a person under the own account, one row each; found by keys alone, so it is quick."""
    identity = target_of(agent_of(person)).identities[0]
    keys = [key_of("agent", identity), key_of(RELATED_AGENT, identity)]
    sequences = Mention.objects.filter(key__in=keys).values("origin")
    rows = Statement.objects.filter(sequence__in=sequences).order_by("sequence")
    statements = [{"statement": orjson.loads(body)} for body in rows.values_list("body", flat=True)]
    return statements + [{kind: row} for kind, held in _beside([key_of("agent", identity)]).items() for row in held]


def _beside(keys: Collection[int]) -> dict[str, list[dict[str, Any]]]:
    """What is kept of people beside statements, by the keys of their agents."""
    enrolments = EnrolmentState.objects.filter(person__in=keys).order_by("first_at")
    units = UnitState.objects.filter(registration__in=enrolments.values("registration")).order_by("first_at")
    days = PersonDay.objects.filter(person__in=keys).order_by("day")
    documents = Document.objects.filter(person__in=keys).order_by("pk")
    return {
        "documents": _documents(list(documents)),
        "enrolments": [dict(row) for row in enrolments.values()],
        "units": [dict(row) for row in units.values()],
        "days": [dict(row) for row in days.values()],
    }


def _documents(rows: list[Document]) -> list[dict[str, Any]]:
    activities = dict(Activity.objects.filter(key__in={row.activity for row in rows}).values_list("key", "iri"))
    return [
        {
            "kind": row.kind,
            "name": row.name,
            "activity": activities.get(row.activity, ""),
            "registration": row.registration,
            "updated": row.updated,
            "content_type": row.content_type,
            "content": _content(bytes(row.content), row.content_type),
        }
        for row in rows
    ]


def _attachments(hashes: set[str]) -> list[dict[str, Any]]:
    rows = Attachment.objects.filter(sha2__in=hashes).order_by("sha2")
    return [
        {"sha2": row.sha2, "content_type": row.content_type, "content": _content(bytes(row.content), row.content_type)}
        for row in rows
    ]


def _content(content: bytes, content_type: str) -> Any:
    """JSON and text as they are, other bytes in Base64."""
    if is_json(content_type):
        return orjson.loads(content)
    if content_type.lower().startswith("text/"):
        return content.decode("utf-8", "replace")
    return base64.b64encode(content).decode()

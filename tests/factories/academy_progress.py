"""Learners' statements in the store, for tests of what follows from them."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from hub.rooms.academy.actions.documents import put_document
from hub.rooms.academy.actions.statements import store_statements
from hub.rooms.academy.engine.attachments import Part
from hub.rooms.academy.engine.documents import Conditions, Scope
from hub.rooms.academy.models import Document, Statement
from hub.rooms.academy.rules import Caller
from tests.factories.academy import statement

COURSE = "https://hub.example/programmes/one"
ADL = "http://adlnet.gov/expapi/verbs/"
HUB = {"objectType": "Agent", "account": {"homePage": "https://hub.example", "name": "system"}}


def learner(name: str) -> dict[str, Any]:
    return {"objectType": "Agent", "name": name.title(), "mbox": f"mailto:{name}@city.example"}


def said(
    name: str, verb: str, unit: str = "unit-1", *, registration: UUID | None = None, **parts: Any
) -> dict[str, Any]:
    """A statement of a learner about a unit of the course; `registration` is drawn where none is given."""
    context = {
        "registration": str(registration or uuid4()),
        "contextActivities": {"grouping": [{"objectType": "Activity", "id": COURSE}]},
    }
    about = {"objectType": "Activity", "id": COURSE if unit == "course" else f"https://hub.example/units/{unit}"}
    whole = {
        "actor": learner(name), "verb": {"id": f"{ADL}{verb}"}, "object": about, "context": context,
        "timestamp": "2026-03-01T12:00:00Z",
    }  # fmt: skip
    return statement(**(whole | parts))


def voiding(taken_back: dict[str, Any]) -> dict[str, Any]:
    reference = {"objectType": "StatementRef", "id": taken_back["id"]}
    return statement(actor=HUB, verb={"id": f"{ADL}voided"}, object=reference)


def keep(
    statements: Sequence[dict[str, Any]], *, city: int = 0, authority: Mapping[str, Any] = HUB, **fields: Any
) -> list[Statement]:
    """Store statements as a system of a city would; returns their rows."""
    caller = Caller(1, authority, city, frozenset({"all"}))
    stored = store_statements(caller, statements, version="1.0.3", **fields)
    return list(Statement.objects.filter(id__in=stored.ids).order_by("sequence"))


def make_attachment(content: bytes, **parts: Any) -> tuple[dict[str, Any], Part]:
    """An attachment as a statement describes it, and its bytes."""
    digest = sha256(content).hexdigest()
    described = {
        "usageType": "https://x.example/certificate", "display": {"en": "Certificate"}, "contentType": "text/plain",
        "length": len(content), "sha2": digest,
    }  # fmt: skip
    return described | parts, Part("text/plain", content, digest)


def put_plainly(name: str, content: bytes, content_type: str, scope: Scope) -> Document:
    """Keep a document, whatever there was."""
    return put_document(scope, name, content, content_type, conditions=Conditions(), version="2.0.0")

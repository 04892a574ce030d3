"""Changes of states and profiles: each is one transaction that first locks the document it looks at.

There is no history beside the documents: a state is a scratch pad, and what a learner deletes is gone.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.documents import (
    JSON,
    Conditions,
    Scope,
    check_conditions,
    check_replacing,
    etag_of,
    is_json,
    list_of_names,
    merge_documents,
    object_of,
)
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.parse import parse_json
from hub.rooms.academy.models import Document

T = TypeVar("T")
LARGEST_BYTES = 2 * 1024 * 1024
ATTEMPTS = 3
# How many documents one DELETE of SQL names: SQLite takes 32,766 parameters, and some builds 999.
BATCH = 500


def put_document(
    scope: Scope, name: str, content: bytes, content_type: str, *, conditions: Conditions, version: str
) -> Document:
    """Store a document as it is, in the place of the one that is there."""
    check_size(content)
    if is_json(content_type):
        parse_json(content)

    def attempt() -> Document:
        held = _locked(scope, name)
        check_replacing(conditions, held.etag if held else None, kind=scope.kind, version=version)
        return _kept(held or _new(scope, name), content, content_type)

    return _carry_out(attempt)


def post_document(scope: Scope, name: str, content: bytes, content_type: str, *, conditions: Conditions) -> Document:
    """Store a document, or merge it with the one that is there: both must be JSON objects then."""
    check_size(content)
    if is_json(content_type):
        object_of(content)

    def attempt() -> Document:
        held = _locked(scope, name)
        check_conditions(conditions, held.etag if held else None)
        if held is None:
            return _kept(_new(scope, name), content, content_type)
        for kind in (held.content_type, content_type):
            if not is_json(kind):
                raise DataProblem("document_not_json", found=kind, allowed=JSON)
        return _kept(held, check_size(merge_documents(bytes(held.content), content)), JSON)

    return _carry_out(attempt)


def delete_document(scope: Scope, name: str, *, conditions: Conditions) -> None:
    """Delete a document; that there is none is no fault."""
    with transaction.atomic():
        held = _locked(scope, name)
        check_conditions(conditions, held.etag if held else None)
        if held is not None:
            held.delete()


def delete_documents(scope: Scope, *, conditions: Conditions) -> None:
    """Delete all documents of a scope, locked in the order in which they were made; the conditions are of their list."""
    with transaction.atomic():
        rows = Document.objects.select_for_update().filter(scope=scope.key).order_by("id")
        held = dict(rows.values_list("id", "name"))
        check_conditions(conditions, etag_of(list_of_names(tuple(held.values()))))
        ids = list(held)
        for start in range(0, len(ids), BATCH):
            Document.objects.filter(id__in=ids[start : start + BATCH]).defer("content").delete()


def check_size(content: bytes) -> bytes:
    """The content, where it is not too large to be kept."""
    largest = getattr(settings, "HUB_XAPI_DOCUMENT_BYTES", LARGEST_BYTES)
    if len(content) > largest:
        raise Refused(413, "document_too_large", found=len(content), allowed=largest)
    return content


def _carry_out(attempt: Callable[[], T]) -> T:
    """Run a change in a transaction; once more where somebody else was the first to make the document meanwhile."""
    for _ in range(ATTEMPTS):
        with suppress(IntegrityError), transaction.atomic():
            return attempt()
    raise Refused(409, "document_contested")


def _locked(scope: Scope, name: str) -> Document | None:
    """The document, nobody else's to change until the transaction ends (SQLite: nothing is); its bytes only when asked for."""
    return Document.objects.select_for_update().defer("content").filter(scope=scope.key, name=name).first()


def _new(scope: Scope, name: str) -> Document:
    return Document(
        kind=scope.kind, city=scope.city, activity=scope.activity, person=scope.person,
        registration=scope.registration, scope=scope.key, name=name,
    )  # fmt: skip


def _kept(document: Document, content: bytes, content_type: str) -> Document:
    document.content, document.content_type = content, content_type
    document.etag, document.updated = etag_of(content), timezone.now()
    document.save()
    return document

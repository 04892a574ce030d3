"""Reads of states and profiles."""

from dataclasses import dataclass
from datetime import datetime

from hub.rooms.academy.engine.documents import Scope
from hub.rooms.academy.models import Document


@dataclass(frozen=True, slots=True)
class Listing:
    """Names of documents in the order in which they were made, and when one of them last changed."""

    names: tuple[str, ...]
    updated: datetime | None


def document_of(scope: Scope, name: str) -> Document | None:
    """The document of a name, with its bytes."""
    return Document.objects.filter(scope=scope.key, name=name).first()


def listing_of(scope: Scope, *, since: datetime | None = None) -> Listing:
    """Documents of a scope; those that were stored or changed after `since`, where it is given."""
    rows = Document.objects.filter(scope=scope.key).order_by("id")
    if since is not None:
        rows = rows.filter(updated__gt=since)
    found = list(rows.values_list("name", "updated"))
    return Listing(tuple(name for name, _ in found), max((updated for _, updated in found), default=None))

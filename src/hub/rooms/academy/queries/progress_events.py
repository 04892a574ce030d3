"""Statements as the events that progress is made of."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import F, QuerySet

from hub.rooms.academy.engine.progress.events import Event, event_of
from hub.rooms.academy.engine.progress.folding import standing
from hub.rooms.academy.engine.statement.keys import key_of
from hub.rooms.academy.models import Mention, Statement, Voiding

COLUMNS = ("sequence", "city", "stored", "body")
# Bodies that are in memory at once; one may be large.
BODIES = 200


def events_after(position: int, limit: int) -> list[Event]:
    """The events of the next statements, in the order of the store."""
    rows = Statement.objects.filter(sequence__gt=position).order_by("sequence")[:limit]
    return list(_events(rows))


def voided_among(ids: Collection[UUID], *, upto: int) -> set[UUID]:
    """Which of these statements a statement up to a sequence takes back."""
    said = Voiding.objects.filter(statement__in=ids, sequence__lte=upto)
    return set(said.values_list("statement", flat=True))


def counted_before(ids: Collection[UUID], *, position: int) -> list[Event]:
    """The events of those of these statements that stood when the store ended at a position."""
    if not ids:
        return []
    rows = Statement.objects.filter(id__in=ids, sequence__lte=position)
    return list(standing(_events(rows), voided_among(ids, upto=position)))


def histories_of(registrations: Collection[UUID], *, upto: int) -> Iterator[Event]:
    """Everything that stands and was said in some registrations, up to a sequence."""
    for registration in sorted(registrations):
        sequences = Mention.objects.filter(
            key=key_of("registration", str(registration)), sequence=F("origin"), sequence__lte=upto
        ).values("sequence")
        rows = Statement.objects.filter(sequence__in=sequences)
        voided = Voiding.objects.filter(sequence__lte=upto, statement__in=rows.values("id"))
        yield from standing(_events(rows), set(voided.values_list("statement", flat=True)))


def _events(rows: QuerySet[Statement]) -> Iterator[Event]:
    for row in rows.values_list(*COLUMNS).iterator(BODIES):
        yield event_in(*row)


def event_in(sequence: int, city: int, stored: datetime, body: str) -> Event:
    """The event of one row."""
    statement: dict[str, Any] = orjson.loads(body)
    return event_of(statement, sequence=sequence, city=city, stored=stored)

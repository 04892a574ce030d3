"""Keeping outlooks, and showing them to everybody or not."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from hub.commons.people.models import Person
from hub.rooms.ageing.actions.deliveries import check_sender
from hub.rooms.ageing.models import Outlook, Place

KEPT_A_PLACE = 20


@dataclass(frozen=True)
class Made:
    """An outlook as it was computed; fields as in the table."""

    code: str
    method: str
    base_date: date
    first_year: int
    last_year: int
    seed: int
    trajectories: int
    options: dict[str, Any]
    made_from: list[dict[str, Any]]
    assumed: list[dict[str, Any]]
    headline: dict[str, Any]
    results: bytes
    version: str


@transaction.atomic
def keep_outlook(actor: Person | None, place: Place, made: Made) -> Outlook:
    """Keep an outlook; one of the same code stays as it is. The oldest that were never shown to others are forgotten."""
    check_sender(actor, place)
    Place.objects.select_for_update().get(pk=place.pk)
    known = place.outlooks.filter(code=made.code).first()
    if known is not None:
        return known
    outlook = Outlook.objects.create(place=place, made_by=actor, **made.__dict__)
    for old in place.outlooks.filter(is_public=False)[KEPT_A_PLACE:]:
        old.delete()
    return outlook


@transaction.atomic
def publish_outlook(actor: Person | None, outlook: Outlook, *, shown: bool) -> Outlook:
    """Show an outlook to everybody, and no other of the same place; or to nobody but those who answer for the place."""
    check_sender(actor, outlook.place)
    if shown and outlook.place.outlooks.filter(is_public=True).exclude(pk=outlook.pk).exists():
        outlook.place.outlooks.update(is_public=False)
    outlook.is_public = shown
    outlook.save(update_fields=["is_public"])
    return outlook

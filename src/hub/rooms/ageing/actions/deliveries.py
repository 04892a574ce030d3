"""Keeping what a place sent: all of a file or nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from hub.commons.people.models import Person
from hub.kit.errors import Problem
from hub.rooms.ageing.models import Delivery, DeliveryKind, Place


@dataclass(frozen=True)
class Accepted:
    """A file that was read: its bytes and what was understood."""

    kind: str
    name: str
    content: bytes
    sha256: str
    options: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)


def check_sender(actor: Person | None, place: Place) -> None:
    """Only hub staff and those who answer for a place send figures for it; `actor` None is the console."""
    if actor is not None and not actor.has_perm("ageing.send_figures", place):
        raise Problem("figures_not_yours", place=place.name)


def store_all(actor: Person | None, place: Place, accepted: Sequence[Accepted]) -> list[Delivery]:
    """Keep several files of a place, all or none; what was written for some is taken away where one cannot be kept."""
    written: list[FieldFile] = []
    try:
        with transaction.atomic():
            return [_store(actor, place, one, written) for one in accepted]
    except BaseException:
        for file in written:
            file.storage.delete(str(file.name))
        raise


def store_delivery(actor: Person | None, place: Place, accepted: Accepted) -> Delivery:
    """Keep a file; `place` is saved if it is new. The same file said to be the same changes nothing.

    Files of births and deaths and of learning places take the place of the ones before; a population table stands beside
    those of other dates and takes the place of one of the same dates. Nothing is deleted.
    """
    return store_all(actor, place, [accepted])[0]


@transaction.atomic
def set_aside(actor: Person, delivery: Delivery) -> None:
    """Put a file out of use; it stays where it is, and outlooks made from it stay what they are."""
    check_sender(actor, delivery.place)
    delivery.is_current = False
    delivery.save(update_fields=["is_current"])


def kept_place(place: Place) -> Place:
    """The row of a place, made where a city has sent nothing before."""
    if place.pk is not None:
        return place
    kept, _new = Place.objects.get_or_create(
        code=place.code,
        defaults={
            "name": place.name,
            "country_id": place.country_id,
            "city_id": place.city_id,
            "is_synthetic": place.is_synthetic,
        },
    )
    return kept


def _store(actor: Person | None, place: Place, accepted: Accepted, written: list[FieldFile]) -> Delivery:
    """Keep one file, and note in `written` what was put into the private folder."""
    check_sender(actor, place)
    place = kept_place(place)
    Place.objects.select_for_update().get(pk=place.pk)
    current = list(place.deliveries.filter(kind=accepted.kind, is_current=True))
    for one in current:
        if one.sha256 == accepted.sha256 and one.options == accepted.options:
            return one
    for one in current:
        if accepted.kind != DeliveryKind.POPULATION or one.facts.get("dates") == accepted.facts.get("dates"):
            one.is_current = False
            one.save(update_fields=["is_current"])
    delivery = Delivery(
        place=place,
        kind=accepted.kind,
        name=accepted.name[:200],
        sha256=accepted.sha256,
        options=accepted.options,
        facts=accepted.facts,
        findings=accepted.findings,
        sent_by=actor,
    )
    delivery.file.save(accepted.sha256[:16], ContentFile(accepted.content), save=False)
    written.append(delivery.file)
    delivery.save()
    return delivery

"""What the room holds about a person."""

from typing import Any

from hub.commons.people.models import Person
from hub.rooms.ageing.models import Delivery, Outlook, Place, Reading


def contacts_of(person: Person) -> list[dict[str, Any]]:
    """The places for which a person answers."""
    return [dict(row) for row in Place.objects.filter(contacts=person).values("code", "name").order_by("code")]


def deliveries_of(person: Person) -> list[dict[str, Any]]:
    """The files that a person sent."""
    columns = ("place__code", "kind", "name", "sha256", "sent_at")
    return [dict(row) for row in Delivery.objects.filter(sent_by=person).values(*columns).order_by("pk")]


def outlooks_of(person: Person) -> list[dict[str, Any]]:
    """The outlooks that a person made."""
    columns = ("place__code", "code", "made_at")
    return [dict(row) for row in Outlook.objects.filter(made_by=person).values(*columns).order_by("pk")]


def readings_of(person: Person) -> list[dict[str, Any]]:
    """What a person entered about the readiness of a place."""
    columns = ("place__code", "framework", "indicator", "definition", "subgroup", "value", "entered_at")
    return [dict(row) for row in Reading.objects.filter(entered_by=person).values(*columns).order_by("pk")]

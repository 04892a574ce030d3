"""What the room holds about a person."""

from typing import Any

from hub.commons.people.models import Person
from hub.rooms.monitoring.models import Answer, Intake, RoundPlace


def contacts_of(person: Person) -> list[dict[str, Any]]:
    """The places for which a person answers."""
    rows = RoundPlace.objects.filter(contacts=person).values("round__code", "code", "name").order_by("round", "code")
    return [dict(row) for row in rows]


def intakes_of(person: Person) -> list[dict[str, Any]]:
    """The files that a person sent in."""
    rows = Intake.objects.filter(sent_by=person).values("round__code", "name", "sha256", "sent_at").order_by("pk")
    return [dict(row) for row in rows]


def answers_of(person: Person) -> list[dict[str, Any]]:
    """What a person answered to questions about figures."""
    columns = ("intake__round__code", "code", "place", "indicator", "period", "found", "verdict", "comment", "time")
    return [dict(row) for row in Answer.objects.filter(person=person).values(*columns).order_by("pk")]

"""Opening a round and saying who answers in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from hub.commons.history.actions import save_as
from hub.commons.people.models import Person
from hub.kit.errors import Problem
from hub.rooms.monitoring.models import Round, RoundPlace
from hub.rooms.monitoring.rules import is_staff


@dataclass(frozen=True)
class NewPlace:
    """A place that a round is to ask; `columns` are further cells of the place table (groups)."""

    code: str
    name: str
    columns: Mapping[str, str] = field(default_factory=dict)
    city_id: int | None = None


@dataclass(frozen=True)
class NewRound:
    """What a round is: recipe and framework as they were written."""

    code: str
    titles: Mapping[str, str]
    recipe: str
    framework: str
    opens_on: date
    closes_on: date
    is_synthetic: bool = False


@transaction.atomic
def open_round(actor: Person | None, new: NewRound, places: Iterable[NewPlace]) -> Round:
    """Open a round with its places. `actor` is None for a command at the console."""
    if actor is not None and not is_staff(actor):
        raise Problem("round_not_allowed")
    if Round.objects.filter(code=new.code).exists():
        raise Problem("round_exists", found=new.code)
    round = Round(**{**new.__dict__, "titles": dict(new.titles)})
    save_as(actor, round, "monitoring.open_round")
    RoundPlace.objects.bulk_create(
        RoundPlace(round=round, code=place.code, name=place.name, columns=dict(place.columns), city_id=place.city_id)
        for place in places
    )
    return round


@transaction.atomic
def name_contact(actor: Person | None, place: RoundPlace, contact: Person) -> None:
    """Name a person who answers for a place in its round."""
    if actor is not None and not is_staff(actor):
        raise Problem("contact_not_allowed")
    place.contacts.add(contact)

"""Writing down how ready a place is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from hub.commons.history.actions import delete_as, save_as
from hub.commons.people.models import Person
from hub.rooms.ageing.actions.deliveries import check_sender, kept_place
from hub.rooms.ageing.models import Place, Reading

KEYS = ("framework", "indicator", "definition", "subgroup")


@dataclass(frozen=True)
class Told:
    """What is said of an indicator: a value, or that it is not measured; nothing at all where `is_measured` is None."""

    framework: str
    indicator: str
    definition: str = ""
    subgroup: str = ""
    value: float | None = None
    share_of_people: float | None = None
    year: int | None = None
    source: str = ""
    confidence: str = ""
    is_measured: bool | None = True


@transaction.atomic
def record_readings(actor: Person | None, place: Place, told: Iterable[Told]) -> int:
    """Write down readings, all or none; what was there is kept in the history. Returns how many changed."""
    check_sender(actor, place)
    place = kept_place(place)
    known = {tuple(getattr(one, key) for key in KEYS): one for one in place.readings.all()}
    changed = 0
    for one in told:
        reading = known.get(tuple(getattr(one, key) for key in KEYS))
        if one.is_measured is None:
            if reading is not None:
                delete_as(actor, reading, "ageing.record_readings")
                changed += 1
            continue
        fields = {name: value for name, value in one.__dict__.items() if name not in KEYS}
        if reading is not None and all(getattr(reading, name) == value for name, value in fields.items()):
            continue
        reading = reading or Reading(place=place, **{key: getattr(one, key) for key in KEYS})
        for name, value in fields.items():
            setattr(reading, name, value)
        reading.entered_by = actor
        save_as(actor, reading, "ageing.record_readings")
        changed += 1
    return changed

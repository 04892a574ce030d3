"""Changes of what the register says about cities. The actor comes first; history is written with every change."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.commons.history.actions import delete_as, save_as
from hub.commons.people.models import Person
from hub.commons.sources.actions import keep_sources, page
from hub.commons.sources.models import Source
from hub.kit.errors import Problem
from hub.rooms.network.actions.permission import require
from hub.rooms.network.engine.folding import fold, script_of
from hub.rooms.network.models import City, CityAlias, CityName, CityValue, MembershipEvent
from hub.rooms.network.models.cities import UNITS

RANGES = {"latitude": (-90, 90), "longitude": (-180, 180), "population": (1, 60_000_000), "area": (0.01, 2_000_000)}


@dataclass(frozen=True, slots=True)
class PartDate:
    """A date as far as it is known: the first day of the month or year, and the precision."""

    day: date | None
    precision: str


UNKNOWN = PartDate(None, "unknown")


@transaction.atomic
def correct_city(actor: Person, city: City, *, reason: str) -> City:
    """Save a city whose fields were corrected. Its code stays."""
    require(actor, "network.correct_city", city)
    kept = City.objects.get(pk=city.pk)
    if city.code != kept.code:
        raise Problem("code_is_permanent", found=city.code, kept=kept.code)
    city.folded = fold(city.name)
    save_as(actor, city, "correct_city", note=reason)
    if city.name != kept.name:
        _keep_name(actor, city, city.name, language="", source=city.source)
    return city


@transaction.atomic
def add_name(actor: Person, city: City, *, text: str, language: str, source: str) -> CityName:
    """Add a name; its script is read off its letters."""
    require(actor, "network.add_name", city)
    text = " ".join(text.split())
    script = script_of(text)
    if city.names.filter(text=text, script=script, language=language).exists():
        raise Problem("name_is_there", found=text, city=city.name)
    return _keep_name(actor, city, text, language=language, source=_source(source))


def _keep_name(actor: Person, city: City, text: str, *, language: str, source: Source | None) -> CityName:
    script = script_of(text)
    name = city.names.filter(text=text, script=script, language=language).first()
    if name is None:
        name = CityName(city=city, text=text, folded=fold(text), script=script, language=language, source=source)
        save_as(actor, name, "add_name")
    return name


@transaction.atomic
def add_value(
    actor: Person, city: City, *, property: str, number: float, as_of: PartDate, source: str, note: str = ""
) -> CityValue:
    """Add a figure; the one that it replaces, of the same source and date, is marked as not valid."""
    require(actor, "network.add_value", city)
    low, high = RANGES[property]
    if not low <= number <= high:
        raise Problem("value_out_of_range", property=property, found=f"{number:g}", low=f"{low:,}", high=f"{high:,}")
    _refuse_future(as_of)
    stated = _source(source)
    for old in city.values.filter(property=property, source=stated, as_of=as_of.day, is_valid=True):
        old.is_valid = False
        save_as(actor, old, "add_value", note="replaced")
    value = CityValue(
        city=city, property=property, number=number, unit=UNITS[property], as_of=as_of.day, precision=as_of.precision,
        source=stated, note=note,
    )  # fmt: skip
    save_as(actor, value, "add_value")
    return value


@transaction.atomic
def strike_value(actor: Person, value: CityValue, *, reason: str) -> CityValue:
    """Mark a figure as wrong. It stays in the history; the newest valid one becomes the current one."""
    require(actor, "network.correct_city", value.city)
    value.is_valid = False
    save_as(actor, value, "strike_value", note=reason)
    return value


@transaction.atomic
def record_event(
    actor: Person, city: City, *, kind: str, when: PartDate, source: str, note: str = ""
) -> MembershipEvent:
    """Record what happened to a membership."""
    require(actor, "network.record_event", city)
    _refuse_future(when)
    if city.events.filter(kind=kind, date=when.day, is_valid=True).exists():
        raise Problem("event_is_there", city=city.name)
    event = MembershipEvent(
        city=city, kind=kind, date=when.day, precision=when.precision, source=_source(source), note=note
    )
    save_as(actor, event, "record_event")
    return event


@transaction.atomic
def strike_event(actor: Person, event: MembershipEvent, *, reason: str) -> MembershipEvent:
    """Mark an event as wrong. It counts no more and stays in the history."""
    require(actor, "network.record_event", event.city)
    event.is_valid = False
    save_as(actor, event, "strike_event", note=reason)
    return event


@transaction.atomic
def merge_duplicate(actor: Person, duplicate: City, *, into: City, reason: str) -> City:
    """Merge a city that is in the register twice. The old code stays as an address that leads to the one that stays."""
    require(actor, "network.merge_duplicate", duplicate)
    if duplicate.pk == into.pk:
        raise Problem("merge_into_itself", found=into.code)
    if duplicate.country_id != into.country_id:
        raise Problem("merge_across_countries", found=duplicate.country_id, allowed=into.country_id)
    for related in ("names", "values", "events", "cluster_memberships", "awards", "roles"):
        for row in getattr(duplicate, related).all():
            _move(actor, row, into)
    duplicate.invitations.update(city=into)
    CityAlias.objects.filter(city=duplicate).update(city=into)
    code = duplicate.code
    delete_as(actor, duplicate, "merge_duplicate", note=reason)
    CityAlias.objects.create(code=code, city=into)
    return into


def _move(actor: Person, row: CityName | CityValue | MembershipEvent, into: City) -> None:
    """Give a row to another city; one that the other has already goes with its city."""
    row.city = into
    try:
        with transaction.atomic():
            save_as(actor, row, "merge_duplicate")
    except IntegrityError:
        delete_as(actor, row, "merge_duplicate", note="double")


def _refuse_future(when: PartDate) -> None:
    today = timezone.now().date()
    if when.day and when.day > today:
        raise Problem("date_in_future", found=when.day.isoformat(), allowed=today.isoformat())


def _source(named: str) -> Source:
    """The source of a code, or a new one for an address."""
    kept = Source.objects.filter(code=named).first()
    if kept:
        return kept
    told = page(named, accessed=timezone.now().date())
    return keep_sources([told])[told.code]

"""`hub ageing demonstrate`: a synthetic city sends its tables as a real one would, and its outlook is shown."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_noop

from hub.commons.people.models import Person
from hub.rooms.ageing.actions.outlooks import publish_outlook
from hub.rooms.ageing.actions.places import open_synthetic
from hub.rooms.ageing.actions.readings import Told, record_readings
from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.engine.demonstration import BETWEEN, STARTS, SyntheticCity, synthetic_city
from hub.rooms.ageing.engine.outlook.known import country_of
from hub.rooms.ageing.files.national.store import read_national
from hub.rooms.ageing.files.outlooks import make_outlook, national_folder
from hub.rooms.ageing.files.receive import Sent, receive_tables
from hub.rooms.ageing.models import DeliveryKind

CODE, NAME, COUNTRY, SEED = "syn-alderhaven", "SYN-Alderhaven", "IRL", 20261124
COUNTED = (2012, 2022)
DAY = "04-03"
YEARS_AHEAD = 40
SOURCE = gettext_noop("synthetic, made by a seeded generator")
AGE_FRIENDLY, ACTIVE = "age-friendly-cities", "active-ageing-index"


class Command(BaseCommand):
    help = "Make the synthetic city and its outlook. What is there already stays as it is."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--contact", default="", help="e-mail address of a person who answers for it")

    def handle(self, *_: Any, contact: str = "", **__: Any) -> None:
        figures = read_national(national_folder(), COUNTRY)
        if figures is None:
            self.stdout.write("No figures of countries are kept, so there is no synthetic city.")
            return
        person = Person.objects.filter(email=contact).first() if contact else None
        if contact and person is None:
            self.stderr.write(f"Nobody here has the e-mail address {contact}: the synthetic city has no contact.")
        place = open_synthetic(CODE, NAME, COUNTRY, contact=person)
        if place.outlooks.exists():
            return
        city = synthetic_city(country_of(figures), seed=SEED)
        receive_tables(None, place, list(_tables(city)))
        record_readings(None, place, READINGS)
        publish_outlook(None, make_outlook(None, place, years=YEARS_AHEAD, official={}), shown=True)


def _tables(city: SyntheticCity) -> Iterable[Sent]:
    for year, people in zip(COUNTED, (city.earlier, city.people), strict=True):
        yield Sent(DeliveryKind.POPULATION, f"census-{year}.csv", _people_table(city, people, year), source=SOURCE)
    first = COUNTED[1] - BETWEEN
    vital = zip(range(first, first + len(city.births)), city.births, city.deaths, strict=True)
    yield Sent(
        DeliveryKind.VITAL,
        "births-and-deaths.csv",
        _csv(("year", "births", "deaths"), [(year, int(born), int(died)) for year, born, died in vital]),
        source=SOURCE,
    )
    offered = [
        (name, mode, int(places))
        for name, row in zip(city.names, city.offered, strict=True)
        for mode, places in zip(MODES, row, strict=True)
    ]
    yield Sent(
        DeliveryKind.PROVISION, "learning-places.csv", _csv(("district", "mode", "places"), offered), source=SOURCE
    )


def _people_table(city: SyntheticCity, people: Any, year: int) -> bytes:
    """One row for each district, sex and age group, as statistical offices give them."""
    names = [f"{start}-{start + 4}" if start < STARTS[-1] else f"{start}+" for start in STARTS]
    rows = [
        (f"{year}-{DAY}", district, sex, age, int(persons))
        for district, of_district in zip(city.names, people, strict=True)
        for sex, of_sex in zip(("male", "female"), of_district, strict=True)
        for age, persons in zip(names, of_sex, strict=True)
    ]
    return _csv(("date", "district", "sex", "age", "persons"), rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _reading(indicator: str, definition: str, value: float | None, confidence: str = "medium") -> Told:
    measured = value is not None
    return Told(
        AGE_FRIENDLY, indicator, definition, value=value, year=2024 if measured else None,
        source=SOURCE if measured else "", confidence=confidence if measured else "", is_measured=measured,
    )  # fmt: skip


def _active(indicator: str, value: float) -> Told:
    return Told(ACTIVE, indicator, value=value, year=2024, source=SOURCE, confidence="medium")


READINGS = (
    _reading("walkability", "perception", 61.0),
    _reading("walkability", "objective", 44.0, "high"),
    _reading("public_spaces", "perception", 70.0),
    _reading("public_spaces", "objective", None),
    _reading("vehicles", "objective", 88.0, "high"),
    _reading("stops", "objective", 73.0, "high"),
    _reading("affordable_housing", "perception", 48.0, "low"),
    _reading("cultural_activity", "perception", 35.0),
    _reading("lifelong_learning", "perception", 22.0),
    _reading("lifelong_learning", "objective", 9.5),
    _reading("volunteering", "perception", 27.0),
    _reading("information", "perception", 54.0, "low"),
    _reading("health_and_social_services", "perception", None),
    _active("employment_55_59", 71.0),
    _active("employment_60_64", 52.0),
    _active("employment_65_69", 19.0),
    _active("voluntary_activities", 14.0),
    _active("lifelong_learning", 9.5),
    _active("use_of_ict", 68.0),
    _active("remaining_life_expectancy", 56.0),
)

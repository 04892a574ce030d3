"""The network as of a date: events out of the tables, standings out of the engine."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from hub.commons.places.models import Country, UnescoRegion
from hub.kit.years import Period, add_months
from hub.rooms.network.engine.cycle import Event, Standing, Totals, order_events, standing_on, total, totals_by
from hub.rooms.network.engine.folding import fold
from hub.rooms.network.engine.reconciliation import Announced, Reconciliation, growth, reconcile
from hub.rooms.network.models import (
    AnnouncedTotal,
    City,
    CityName,
    CityValue,
    ClusterMembership,
    MembershipEvent,
    Precision,
)
from hub.rooms.network.queries.kept import keep

FIRST_YEAR = 2015
PARTS = (
    ("undated",),
    ("possible",),
    ("not_named", "named_beyond"),
    ("lapses_unrecorded", "lapses_beyond"),
    ("counted_differently",),
)

Histories = dict[int, tuple[Event, ...]]


def today() -> date:
    """The day by which "today" is meant on every page."""
    return timezone.now().date()


def stamp() -> str:
    """A mark that changes with every change of the register: the last entry of each of its histories. One query."""
    models = (City, CityName, CityValue, MembershipEvent, ClusterMembership, AnnouncedTotal)
    tables = [connection.ops.quote_name(model.history.model._meta.db_table) for model in models]  # type: ignore[attr-defined]
    columns = ("history_id", "history_date")
    last = ", ".join(f"(SELECT MAX({column}) FROM {table})" for table in tables for column in columns)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {last}")
        row = cursor.fetchone()
    return sha256(repr(row).encode()).hexdigest()[:20]


@lru_cache(maxsize=4096)
def period_of(day: date | None, precision: str) -> Period | None:
    """The days that a stored date and precision stand for."""
    if day is None:
        return None
    if precision == Precision.DAY:
        return Period(day, day, day.isoformat())
    months = 1 if precision == Precision.MONTH else 12
    return Period(day, add_months(day, months) - timedelta(days=1), f"{day:%Y-%m}" if months == 1 else f"{day:%Y}")


def histories(*, mark: str | None = None) -> Histories:
    """The ordered events of every city. Two queries at most; none of them for a register that has not changed."""
    return keep(("histories", mark or stamp()), _read_histories)


def _read_histories() -> Histories:
    events: dict[int, list[Event]] = {pk: [] for pk in City.objects.values_list("pk", flat=True)}
    rows = MembershipEvent.objects.filter(is_valid=True).order_by("pk")
    for city, kind, day, precision, read in rows.values_list(
        "city_id", "kind", "date", "precision", "source__accessed"
    ):
        events[city].append(Event(kind, period_of(day, precision), read if day is None else None))
    return {city: order_events(told) for city, told in events.items()}


def standings_on(day: date, *, mark: str | None = None) -> dict[int, Standing]:
    """Where every city stands on a day."""
    mark = mark or stamp()

    def work_out() -> dict[int, Standing]:
        return {city: standing_on(day, ordered) for city, ordered in histories(mark=mark).items()}

    return keep(("standings", mark, day), work_out)


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """The totals of one region or country; `places` are all that are in the register, past and present."""

    code: str
    name: str
    places: int
    totals: Totals


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """The network at the end of a year, or today."""

    day: date
    members: int
    undated: int
    possible: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """An announced total and the row of its reconciliation."""

    total: AnnouncedTotal
    row: Reconciliation

    @property
    def parts(self) -> tuple[int, ...]:
        """The parts of the difference in the order of the table: dates, inexact dates, names, leavers, counting."""
        counts = {reason.code: reason.count for reason in self.row.reasons}
        return tuple(sum(counts.get(code, 0) for code in codes) for codes in PARTS)


@dataclass(frozen=True, slots=True)
class Network:
    """The network as of a date."""

    day: date
    places: int
    totals: Totals
    regions: tuple[GroupTotals, ...]
    countries: tuple[GroupTotals, ...]


def country_names(mark: str) -> dict[str, str]:
    """Names of all countries by code, in the reader's language."""
    return keep(("country names", mark, get_language()), lambda: {one.iso3: one.name for one in Country.objects.all()})


@dataclass(frozen=True, slots=True)
class CityBrief:
    """The least that is known of every city."""

    code: str
    name: str
    region: str
    country: str


def all_cities(mark: str) -> dict[int, CityBrief]:
    """Every city by primary key, in alphabetical order."""

    def read() -> dict[int, CityBrief]:
        rows = City.objects.order_by("folded", "code").values_list("pk", "code", "name", "region", "country_id")
        return {pk: CityBrief(*row) for pk, *row in rows}

    return keep(("cities", mark), read)


def network_on(day: date, *, mark: str | None = None) -> Network:
    """Who was a member on a day, counted by region and country. Four queries at most, one while nothing changes."""
    mark = mark or stamp()
    return keep(("network", mark, day, get_language()), lambda: _network_on(day, mark))


def _network_on(day: date, mark: str) -> Network:
    standings = standings_on(day, mark=mark)
    places = {pk: (city.region, city.country) for pk, city in all_cities(mark).items()}
    known = {city: standing for city, standing in standings.items() if city in places}
    regions = {city: places[city][0] for city in known}
    countries = {city: places[city][1] for city in known}
    names = {iso3: name for iso3, name in country_names(mark).items() if iso3 in set(countries.values())}
    labels = {region.value: str(region.label) for region in UnescoRegion}
    by_region = _groups(labels, totals_by(known, regions, countries), Counter(regions.values()))
    by_country = _groups(names, totals_by(known, countries, countries), Counter(countries.values()))
    return Network(
        day=day,
        places=len(known),
        totals=total(known, countries),
        regions=tuple(sorted(by_region, key=lambda group: group.code)),
        countries=tuple(sorted(by_country, key=lambda group: fold(group.name))),
    )


def _groups(names: dict[str, str], totals: dict[str, Totals], places: Counter[str]) -> list[GroupTotals]:
    return [GroupTotals(code, names[code], places[code], counted) for code, counted in totals.items()]


def comparisons(*, mark: str | None = None) -> list[Comparison]:
    """Every announced total beside what the register holds for its day, oldest first."""
    told = {row.code: row for row in AnnouncedTotal.objects.select_related("source")}
    announced = [
        Announced(row.code, period, row.cities, row.joined)
        for row in told.values()
        if (period := period_of(row.date, row.precision))
    ]
    mark = mark or stamp()
    rows = keep(("comparisons", mark), lambda: reconcile(announced, list(histories(mark=mark).values())))
    return [Comparison(told[row.code], row) for row in rows]


def growth_until(day: date, *, mark: str | None = None) -> list[GrowthPoint]:
    """The size of the network at the end of each year, and on the day itself."""
    mark = mark or stamp()

    def work_out() -> list[GrowthPoint]:
        days = [date(year, 12, 31) for year in range(FIRST_YEAR, day.year)] + [day]
        counts = growth(days, list(histories(mark=mark).values()))
        return [GrowthPoint(when, *row) for when, row in zip(days, counts, strict=True)]

    return keep(("growth", mark, day), work_out)

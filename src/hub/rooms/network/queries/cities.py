"""Finding cities: filters, order, pages and rows, at the same number of queries for one city and for fifty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from hub.commons.places.maps import Box, Position
from hub.commons.places.models import Country
from hub.kit.years import Period
from hub.rooms.network.engine.cycle import Standing
from hub.rooms.network.engine.folding import fold
from hub.rooms.network.models import City, CityAlias, CityName, CityValue, ClusterMembership, Property
from hub.rooms.network.queries.kept import keep
from hub.rooms.network.queries.names import local_name, name_for
from hub.rooms.network.queries.standing import all_cities, period_of, stamp, standings_on, today

SHOWN = (Property.LATITUDE, Property.LONGITUDE, Property.POPULATION)
COUNTRY_NAMES = ("name_en", "name_fr", "name_es", "name_ar", "name_zh_hans", "name_ru")


@dataclass(frozen=True, slots=True)
class CityFilters:
    """What to show; a blank shows everything.

    standing  members (on `day`, also those whose day of joining is unknown), former, or blank for all
    """

    region: str = ""
    country: str = ""
    kind: str = ""
    cluster: str = ""
    year: int | None = None
    standing: str = ""
    text: str = ""
    within: Box | None = None


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city as lists show it. `local` is its name in its own script, where that is not `name`."""

    pk: int
    code: str
    name: str
    local: str
    local_language: str
    kind: str
    kind_label: str
    country_code: str
    country: str
    region: str
    region_label: str
    standing: Standing
    position: Position | None
    population: float | None
    population_date: Period | None
    url: str


def matching(filters: CityFilters, *, mark: str | None = None) -> list[int]:
    """Primary keys of the cities that pass the filters, in alphabetical order. Five queries at most."""
    mark = mark or stamp()
    if filters == CityFilters():
        return list(all_cities(mark))
    cities = list(_narrowed(filters).order_by("folded", "code").values_list("pk", flat=True))
    if filters.standing or filters.year:
        standings = standings_on(today(), mark=mark)
        cities = [pk for pk in cities if _passes(standings[pk], filters)]
    if filters.within:
        places = positions(mark=mark)
        cities = [pk for pk in cities if pk in places and filters.within.holds(places[pk])]
    return cities


def _narrowed(filters: CityFilters) -> QuerySet[City]:
    cities = City.objects.all()
    exact = {"region": filters.region, "country_id": filters.country.upper(), "kind": filters.kind}
    cities = cities.filter(**{name: value for name, value in exact.items() if value})
    if filters.cluster:
        inside = ClusterMembership.objects.filter(
            city=OuterRef("pk"), cluster__code=filters.cluster, valid_until__isnull=True
        )
        cities = cities.filter(Exists(inside))
    if filters.text:
        cities = cities.filter(_named(filters.text))
    return cities


def _named(text: str) -> Q:
    """Cities that have a name with all these words, in any script, and cities of countries that have."""
    words = fold(text).split()
    if not words:
        return Q(pk__in=())
    names = CityName.objects.filter(*[Q(folded__contains=word) for word in words], city=OuterRef("pk"))
    return Q(Exists(names)) | Q(country__in=_countries_named(words)) | Q(code=text.strip().lower())


def _countries_named(words: Sequence[str]) -> list[str]:
    kept = keep(("countries", Country.objects.count()), _folded_countries)
    return [iso3 for iso3, names in kept if any(all(word in name for word in words) for name in names)]


def _folded_countries() -> list[tuple[str, list[str]]]:
    return [
        (iso3, [fold(name) for name in names]) for iso3, *names in Country.objects.values_list("iso3", *COUNTRY_NAMES)
    ]


def _passes(standing: Standing, filters: CityFilters) -> bool:
    if filters.year and (standing.joined is None or standing.joined.start.year != filters.year):
        return False
    if filters.standing == "members":
        return bool(standing.count)
    return not filters.standing or not standing.count


def positions(*, mark: str | None = None) -> dict[int, Position]:
    """Where each city lies, where that is known: the newest valid values."""

    def read() -> dict[int, Position]:
        numbers = current_numbers(Property.LATITUDE, Property.LONGITUDE)
        latitude, longitude = numbers[Property.LATITUDE], numbers[Property.LONGITUDE]
        return {pk: Position(latitude[pk], longitude[pk]) for pk in latitude if pk in longitude}

    return keep(("positions", mark or stamp()), read)


def current_numbers(*properties: str) -> dict[str, dict[int, float]]:
    """The current number of each property for every city that has one. One query."""
    rows = CityValue.objects.filter(property__in=properties, is_valid=True)
    # Undated first, then by date: the last one to be written into the dictionary is the current one.
    columns = ("city_id", "as_of", "pk", "property", "number")
    ordered = sorted(rows.values_list(*columns), key=lambda row: (row[1] or date.min, row[2]))
    current: dict[str, dict[int, float]] = {name: {} for name in properties}
    for city, _day, _pk, name, number in ordered:
        current[name][city] = number
    return current


def rows_of(cities: Iterable[int], *, mark: str | None = None) -> list[CityRow]:
    """The rows of these cities, in the order in which they are given. Five queries at most."""
    wanted = list(cities)
    mark = mark or stamp()
    found = City.objects.select_related("country").in_bulk(wanted)
    names: dict[int, list[CityName]] = {pk: [] for pk in found}
    for name in CityName.objects.filter(city__in=wanted, is_current=True):
        names[name.city_id].append(name)
    values: dict[int, dict[str, CityValue]] = {pk: {} for pk in found}
    for value in CityValue.objects.filter(city__in=wanted, property__in=SHOWN, is_valid=True):
        values[value.city_id][value.property] = newest(values[value.city_id].get(value.property), value)
    standings = standings_on(today(), mark=mark)
    return [_row(found[pk], names[pk], standings[pk], values[pk]) for pk in wanted if pk in found]


def _row(city: City, names: list[CityName], standing: Standing, values: dict[str, CityValue]) -> CityRow:
    shown = name_for(city, names, get_language() or "en")
    local = local_name(city, names)
    other, language = (local.text, local.language) if local and local.text != shown else (city.name, "")
    latitude, longitude, population = (values.get(name) for name in SHOWN)
    return CityRow(
        pk=city.pk,
        code=city.code,
        name=shown,
        local=other if other != shown else "",
        local_language=language,
        kind=city.kind,
        kind_label=city.get_kind_display(),
        country_code=city.country_id,
        country=city.country.name,
        region=city.region,
        region_label=city.get_region_display(),
        standing=standing,
        position=Position(latitude.number, longitude.number) if latitude and longitude else None,
        population=population.number if population else None,
        population_date=period_of(population.as_of, population.precision) if population else None,
        url=reverse("network:city", args=(city.code,)),
    )


def newest(one: CityValue | None, other: CityValue) -> CityValue:
    """The current one of two values: a dated one before an undated one, then the later, then the one entered last."""
    if one is None:
        return other
    return max(one, other, key=lambda value: (value.as_of or date.min, value.pk))


def city_by_code(code: str) -> City | None:
    """The city of a code, or of a code that it had before it was merged."""
    if "\x00" in code:
        return None  # PostgreSQL refuses it in any text
    found = City.objects.select_related("country", "source").filter(code=code).first()
    if found:
        return found
    alias = CityAlias.objects.select_related("city__country", "city__source").filter(code=code).first()
    return alias.city if alias else None


def places_by_country() -> dict[str, int]:
    """Number of cities of the register by country (alpha-3). One query."""
    counted = City.objects.order_by("country_id").values_list("country_id").annotate(number=Count("pk"))
    return dict(counted)


def latest_joiners(*, most: int, mark: str | None = None) -> list[CityRow]:
    """The members that joined last, the latest first, then by name; rows without figures. Two queries for a round."""
    standings = standings_on(today(), mark=mark)
    dated = [(pk, standing.joined) for pk, standing in standings.items() if standing.count and standing.joined]
    days = {joined.start for _pk, joined in dated}
    # Whole rounds join on one day, so names decide within a day: only the latest days are looked up.
    latest: list[City] = []
    for day in sorted(days, reverse=True):
        same_day = [pk for pk, joined in dated if joined.start == day]
        latest += City.objects.select_related("country").filter(pk__in=same_day).order_by("folded", "code")[:most]
        if len(latest) >= most:
            break
    names: dict[int, list[CityName]] = {city.pk: [] for city in latest[:most]}
    for name in CityName.objects.filter(city__in=names, is_current=True):
        names[name.city_id].append(name)
    return [_row(city, names[city.pk], standings[city.pk], {}) for city in latest[:most]]


def primary_keys() -> dict[str, int]:
    """Primary keys by code, former codes included."""
    former = dict(CityAlias.objects.values_list("code", "city_id"))
    return former | dict(City.objects.values_list("code", "pk"))


def years_of_joining() -> list[int]:
    """The years in which somebody joined, newest first."""
    years = {standing.joined.start.year for standing in standings_on(today()).values() if standing.joined}
    return sorted(years, reverse=True)


def countries_with_cities() -> list[Country]:
    """The countries that have a city in the register, in the alphabetical order of the reader's language."""
    found = Country.objects.filter(pk__in=City.objects.values("country_id").order_by().distinct())
    return sorted(found, key=lambda country: fold(country.name))

"""What other rooms and the lobby may call. Plain values come out, no rows of tables."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language

from hub.commons.people.models import Person
from hub.commons.people.visitors import Visitor
from hub.commons.places.maps import Map
from hub.commons.places.models import Country
from hub.rooms.network import rules
from hub.rooms.network.actions import people as _people
from hub.rooms.network.models import City, RoleKind
from hub.rooms.network.phrases import say_period
from hub.rooms.network.queries import cities as _cities
from hub.rooms.network.queries import maps as _maps
from hub.rooms.network.queries import standing as _standing
from hub.rooms.network.queries.cities import CityFilters
from hub.rooms.network.queries.filters import FilterForm
from hub.rooms.network.queries.filters import filters_of as _filters_of
from hub.rooms.network.queries.kept import keep
from hub.rooms.network.rules import roles_of

__all__ = [
    "CityFilters",
    "CityLine",
    "CityOfCode",
    "NetworkTotals",
    "RegionCount",
    "cities_of_focal_point",
    "city_codes",
    "city_of_code",
    "filter_form",
    "filters_of",
    "find_cities",
    "grant_role",
    "is_focal_point_of",
    "is_hub_staff",
    "is_national_commission_of",
    "map_of",
    "member_countries",
    "no_filter",
    "recent_joiners",
    "regions_with_counts",
    "register_mark",
    "totals_of",
    "url_of_city",
]


@dataclass(frozen=True, slots=True)
class CityLine:
    """A city in one line: `joined` is a date for people, blank where it is not known."""

    code: str
    name: str
    country: str
    url: str
    joined: str


@dataclass(frozen=True, slots=True)
class NetworkTotals:
    """How many, on a day.

    places     in the register, past and present
    members    surely members; `undated` joined at an unknown date; `possible` by dates that are not exact
    countries  of all that are in the register
    """

    day: date
    places: int
    members: int
    undated: int
    possible: int
    countries: int


@dataclass(frozen=True, slots=True)
class RegionCount:
    """A UNESCO region with the number of its places in the register."""

    code: str
    name: str
    places: int


@dataclass(frozen=True, slots=True)
class CityOfCode:
    """A city as other rooms refer to it; `number` is its primary key, `country` that of its country (alpha-3)."""

    number: int
    code: str
    name: str
    country: str


def no_filter() -> CityFilters:
    """Filters that show everything."""
    return CityFilters()


def filter_form(asked: QueryDict) -> FilterForm:
    """The form of the filters, filled from the parameters of an address."""
    return FilterForm(asked)


def filters_of(form: FilterForm) -> CityFilters:
    """The filters that a form asks for."""
    return _filters_of(form)


def register_mark() -> str:
    """The state of the register: give it to several of the calls below, and it is asked for once. One query."""
    return _standing.stamp()


def map_of(filters: CityFilters, *, detail: str = "full", mark: str | None = None) -> Map:
    """The map of the cities that pass the filters, for `places/map.html`. `overview` groups sooner."""
    return _maps.map_of(filters, most_dots=_maps.DOTS[detail], mark=mark)


def totals_of(day: date | None = None, *, mark: str | None = None) -> NetworkTotals:
    """The size of the network on a day, today by default."""
    network = _standing.network_on(day or _standing.today(), mark=mark)
    totals = network.totals
    return NetworkTotals(
        day=network.day,
        places=network.places,
        members=totals.members,
        undated=totals.undated,
        possible=totals.possible,
        countries=totals.countries_most,
    )


def recent_joiners(*, most: int = 6, mark: str | None = None) -> list[CityLine]:
    """The cities that joined last, the latest first."""
    mark = mark or _standing.stamp()

    def read() -> list[CityLine]:
        return [_line(row) for row in _cities.latest_joiners(most=most, mark=mark)]

    return keep(("joiners", mark, most, _standing.today(), get_language()), read)


def find_cities(text: str, *, most: int = 30) -> list[CityLine]:
    """Cities by any of their names in any script, or by the name of their country."""
    return [_line(row) for row in _cities.rows_of(_cities.matching(CityFilters(text=text))[:most])]


def regions_with_counts(*, mark: str | None = None) -> list[RegionCount]:
    """The UNESCO regions with the number of their places."""
    groups = _standing.network_on(_standing.today(), mark=mark).regions
    return [RegionCount(group.code, group.name, group.places) for group in groups]


def city_of_code(code: str) -> CityOfCode | None:
    """The city of a code, also of one that it had before it was merged; None where there is none."""
    city = _cities.city_by_code(code)
    return CityOfCode(city.pk, city.code, city.name, city.country_id) if city else None


def member_countries() -> dict[str, int]:
    """How many cities of the register, past and present, each country has, by alpha-3 code. One query."""
    return _cities.places_by_country()


def city_codes() -> dict[str, int]:
    """Primary keys of all cities by code, former codes included."""
    return _cities.primary_keys()


def is_hub_staff(person: Visitor) -> bool:
    """Whether a person works for the Hub today."""
    return bool(person.is_authenticated and rules.is_hub_staff(person))


def is_national_commission_of(person: Person, country: str) -> bool:
    """Whether a person speaks for the national commission of a country (ISO 3166 alpha-3) today."""
    return bool(person.is_authenticated and rules.is_national_commission_of(person, country))


def is_focal_point_of(person: Person, city: City) -> bool:
    """Whether a person is a focal point of a city today."""
    return bool(person.is_authenticated and rules.is_focal_point_of(person, city))


def cities_of_focal_point(person: Person) -> frozenset[int]:
    """Primary keys of the cities that a person speaks for today."""
    held = (role for role in roles_of(person) if role.kind == RoleKind.FOCAL_POINT)
    return frozenset(role.city_id for role in held if role.city_id)


def grant_role(person: Person, kind: str, *, city: str = "", country: str = "") -> None:
    """Give a role without an invitation, by codes of city or country; only for commands at the console."""
    place = City.objects.get(code=city) if city else None
    nation = Country.objects.get(iso3=country) if country else None
    _people.grant_role(person, kind, city=place, country=nation)


def url_of_city(code: str) -> str:
    """The address of the page of a city."""
    return reverse("network:city", args=(code,))


def _line(row: _cities.CityRow) -> CityLine:
    return CityLine(row.code, row.name, row.country, row.url, say_period(row.standing.joined))

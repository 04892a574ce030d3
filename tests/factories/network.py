"""Cities, events and roles for tests, with everything that a valid one needs."""

from datetime import date
from itertools import count

from hub.commons.people.models import Person
from hub.commons.places.models import Country
from hub.commons.sources.models import Source
from hub.rooms.network.engine.folding import fold, script_of
from hub.rooms.network.models import City, CityName, CityValue, MembershipEvent, Role, RoleKind
from hub.rooms.network.models.cities import UNITS
from tests.factories.people import make_person

_numbers = count(1)


def make_country(iso3: str = "IRL", **fields: object) -> Country:
    """A country; the same one for the same code."""
    names = {f"name_{language}": f"{iso3} {language}" for language in ("en", "fr", "es", "ar", "zh_hans", "ru")}
    country, _is_new = Country.objects.get_or_create(iso3=iso3, defaults={"iso2": iso3[0] + iso3[2], **names} | fields)
    return country


def make_source(**fields: object) -> Source:
    number = next(_numbers)
    return Source.objects.create(**({"code": f"source-{number}", "title": f"Source {number}"} | fields))


def make_city(name: str = "", *, country: str = "IRL", **fields: object) -> City:
    """A city with its name in Latin script and no event."""
    number = next(_numbers)
    name = name or f"City {number}"
    defaults = {"code": f"{country.lower()}-{number}", "region": "europe-north-america", "kind": "city"}
    city = City.objects.create(name=name, folded=fold(name), country=make_country(country), **(defaults | fields))
    make_name(city, name)
    return city


def make_name(city: City, text: str, *, language: str = "", **fields: object) -> CityName:
    return CityName.objects.create(
        city=city, text=text, folded=fold(text), script=script_of(text), language=language, **fields
    )


def make_value(city: City, property: str = "population", number: float = 1000, **fields: object) -> CityValue:
    """A figure of today's date unless told otherwise; `as_of=None` makes an undated one."""
    day = fields.pop("as_of", date(2024, 1, 1))
    dated = {"as_of": day, "precision": fields.pop("precision", "day") if day else "unknown"}
    source = fields.pop("source", None) or make_source()
    return CityValue.objects.create(
        city=city, property=property, number=number, unit=UNITS[property], source=source, **dated, **fields
    )


def make_event(city: City, kind: str = "admitted", day: date | None = None, **fields: object) -> MembershipEvent:
    """An event on a day, or at an unknown date."""
    precision = fields.pop("precision", "day") if day else "unknown"
    return MembershipEvent.objects.create(city=city, kind=kind, date=day, precision=precision, **fields)


def make_member(name: str = "", *, day: date | None = date(2020, 9, 23), **fields: object) -> City:
    """A city that was admitted on a day, or at an unknown date, and has a position."""
    city = make_city(name, **fields)
    make_event(city, "admitted", day)
    source = make_source()
    make_value(city, "latitude", 50, source=source)
    make_value(city, "longitude", 8, source=source)
    return city


def make_role(person: Person | None = None, kind: str = RoleKind.HUB_STAFF, **fields: object) -> Role:
    """A role that is held since 2020."""
    return Role.objects.create(
        **({"person": person or make_person(), "kind": kind, "valid_from": date(2020, 1, 1)} | fields)
    )


def make_staff(**fields: object) -> Person:
    """Somebody who works for the Hub."""
    person = make_person(**fields)
    make_role(person)
    return person


def make_focal_point(city: City, **fields: object) -> Person:
    """Somebody who speaks for a city."""
    person = make_person(**fields)
    make_role(person, RoleKind.FOCAL_POINT, city=city)
    return person

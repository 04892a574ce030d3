"""Makers of places, of outlooks that stand in for computed ones, and of what a place says of its readiness."""

from datetime import date
from itertools import count

from hub.commons.people.models import Person
from hub.rooms.ageing.models import Outlook, Place, Reading
from tests.factories.network import make_city, make_country
from tests.factories.people import make_person

_numbers = count(1)


def make_place(*, country: str = "IRL", is_synthetic: bool = True, **fields: object) -> Place:
    """A synthetic place, or that of a city of its own."""
    number = next(_numbers)
    if is_synthetic:
        names: dict[str, object] = {"code": f"place-{number}", "name": f"Place {number}", "city": None}
    else:
        city = make_city(country=country)
        names = {"code": city.code, "name": city.name, "city": city}
    return Place.objects.create(**(names | {"country": make_country(country), "is_synthetic": is_synthetic} | fields))


def make_contact(place: Place, **fields: object) -> Person:
    """Somebody who answers for a place."""
    person = make_person(**fields)
    place.contacts.add(person)
    return person


def make_outlook(place: Place, *, is_public: bool = True, **fields: object) -> Outlook:
    """An outlook without figures: enough where only its being there counts."""
    usual = {
        "code": f"outlook-{next(_numbers)}",
        "method": "city-rates",
        "base_date": date(2024, 1, 1),
        "first_year": 2024,
        "last_year": 2054,
        "seed": 1,
        "trajectories": 100,
        "results": b"",
        "version": "0",
    }
    return Outlook.objects.create(place=place, is_public=is_public, **(usual | fields))


def make_reading(place: Place, indicator: str, **fields: object) -> Reading:
    """A figure of the age-friendly indicators as older people see it; `value=None` makes one that is not measured."""
    usual = {
        "framework": "age-friendly-cities",
        "definition": "perception",
        "value": 61.5,
        "year": 2023,
        "source": "Survey of older people",
        "confidence": "high",
    }
    if "value" in fields and fields["value"] is None:
        usual |= {"is_measured": False, "year": None, "source": "", "confidence": ""}
    return Reading.objects.create(place=place, indicator=indicator, **(usual | fields))

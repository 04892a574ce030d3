"""What other rooms and the lobby may call."""

from hub.commons.people.models import Person
from hub.rooms.network import rules
from hub.rooms.network.models import RoleKind
from hub.rooms.network.queries.people import roles_of

__all__ = ["cities_of_focal_point", "is_hub_staff"]


def is_hub_staff(person: Person) -> bool:
    """Whether a person works for the Hub today."""
    return bool(person.is_authenticated and rules.is_hub_staff(person))


def cities_of_focal_point(person: Person) -> frozenset[int]:
    """Primary keys of the cities that a person speaks for today."""
    held = (role for role in roles_of(person) if role.kind == RoleKind.FOCAL_POINT)
    return frozenset(role.city_id for role in held if role.city_id)

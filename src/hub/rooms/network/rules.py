"""Who may do what with the register."""

from datetime import date

import rules
from django.db.models import Q, QuerySet
from django.utils import timezone

from hub.commons.people.models import Person
from hub.rooms.network.models import City, Invitation, Role, RoleKind


def roles_on(day: date) -> QuerySet[Role]:
    """The roles that are held on a day."""
    return Role.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


def roles_of(person: Person) -> list[Role]:
    """The roles that a person holds today. One query, and one only, while this person object lives."""
    if not person.is_authenticated:
        return []
    kept = getattr(person, "_network_roles", None)
    if kept is None:
        today = timezone.now().date()
        kept = list(roles_on(today).filter(person=person).select_related("country", "city"))
        person._network_roles = kept  # type: ignore[attr-defined]
    return kept


def forget_roles(person: Person) -> None:
    """Forget what `roles_of` has kept, after a role was changed."""
    person.__dict__.pop("_network_roles", None)


@rules.predicate
def is_hub_staff(person: Person) -> bool:
    """Whether a person works for the Hub today."""
    return bool(person.is_superuser) or any(role.kind == RoleKind.HUB_STAFF for role in roles_of(person))


@rules.predicate
def is_national_commission_of(person: Person, country: str | None) -> bool:
    """Whether a person speaks for the national commission of a country (ISO 3166 alpha-3) today."""
    held = (role for role in roles_of(person) if role.kind == RoleKind.NATIONAL_COMMISSION)
    return country is not None and any(role.country_id == country for role in held)


@rules.predicate
def is_focal_point_of(person: Person, city: City | None) -> bool:
    """Whether a person is a focal point of a city today."""
    held = (role for role in roles_of(person) if role.kind == RoleKind.FOCAL_POINT)
    return city is not None and any(role.city_id == city.pk for role in held)


@rules.predicate
def is_commission_of_city(person: Person, city: City | None) -> bool:
    return city is not None and is_national_commission_of(person, city.country_id)


@rules.predicate
def is_own_role(person: Person, role: Role | None) -> bool:
    return role is not None and person.is_authenticated and role.person_id == person.pk


@rules.predicate
def is_role_in_own_country(person: Person, role: Role | None) -> bool:
    return role is not None and role.city is not None and is_commission_of_city(person, role.city)


@rules.predicate
def offers_focal_point_nearby(person: Person, offer: Invitation | None) -> bool:
    """Whether an invitation is for a focal point of the person's own city, or of a city of their commission."""
    if offer is None or offer.kind != RoleKind.FOCAL_POINT or offer.city is None:
        return False
    return bool(is_focal_point_of(person, offer.city) or is_commission_of_city(person, offer.city))


rules.add_perm("network.correct_city", is_hub_staff)
rules.add_perm("network.add_name", is_hub_staff | is_focal_point_of)
rules.add_perm("network.add_value", is_hub_staff | is_focal_point_of)
rules.add_perm("network.record_event", is_hub_staff)
rules.add_perm("network.merge_duplicate", is_hub_staff)
rules.add_perm("network.read_contacts", is_hub_staff | is_focal_point_of | is_commission_of_city)
rules.add_perm("network.invite", is_hub_staff | offers_focal_point_nearby)
rules.add_perm("network.hand_over_role", is_hub_staff | is_own_role)
rules.add_perm("network.end_role", is_hub_staff | is_own_role | is_role_in_own_country)
rules.add_perm("network.read_roles", is_hub_staff | is_focal_point_of | is_commission_of_city)

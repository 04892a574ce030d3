"""Who holds which role, and who was invited."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from hub.commons.people.models import Person
from hub.rooms.network.models import City, Invitation, Role, RoleKind
from hub.rooms.network.rules import roles_on


def contacts_of(city: City) -> list[Role]:
    """Who speaks for a city today."""
    held = roles_on(timezone.now().date()).filter(city=city, kind=RoleKind.FOCAL_POINT)
    return list(held.select_related("person").order_by("valid_from", "id"))


def roles_in(city: City) -> list[Role]:
    """All roles in a city, held and past, newest first."""
    return list(Role.objects.filter(city=city).select_related("person", "handed_over_to__person"))


def roles_everywhere() -> list[Role]:
    """All roles that belong to no city, held and past, newest first."""
    return list(Role.objects.filter(city__isnull=True).select_related("person", "country", "handed_over_to__person"))


def open_invitations(*, city: City | None) -> list[Invitation]:
    """Invitations that can still be accepted: to a city, or (None) to a role that belongs to no city."""
    offers = Invitation.objects.filter(city=city, accepted__isnull=True, expires__gt=timezone.now())
    return list(offers.select_related("country", "invited_by"))


def holdings_of_network(person: Person) -> list[dict[str, Any]]:
    """What the room holds about a person, for the export of their account."""
    roles = Role.objects.filter(person=person).select_related("city", "country")
    offers = Invitation.objects.filter(Q(email__iexact=person.email) | Q(accepted_by=person) | Q(invited_by=person))
    return [
        *map(_role_row, roles),
        *(_invitation_row(offer, person) for offer in offers.select_related("city", "country")),
    ]


def _role_row(role: Role) -> dict[str, Any]:
    return {
        "what": "role",
        "role": role.kind,
        "title": role.title,
        "city": role.city.code if role.city else None,
        "country": role.country_id,
        "from": role.valid_from.isoformat(),
        "until": role.valid_until.isoformat() if role.valid_until else None,
    }


def _invitation_row(offer: Invitation, person: Person) -> dict[str, Any]:
    is_own = offer.invited_by_id != person.pk or offer.email.lower() == person.email.lower()
    return {
        "what": "invitation received" if is_own else "invitation sent",
        "role": offer.kind,
        "address": offer.email if is_own else "",
        "city": offer.city.code if offer.city else None,
        "country": offer.country_id,
        "sent": offer.created.isoformat(),
        "accepted": offer.accepted.isoformat() if offer.accepted else None,
    }

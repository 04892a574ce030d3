"""Who holds which role: invited, accepted, handed over, ended. Past roles stay with their dates."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.commons.history.actions import save_as
from hub.commons.people.models import Person
from hub.commons.people.visitors import Visitor
from hub.commons.places.models import Country
from hub.kit.errors import Problem
from hub.rooms.network.actions.permission import require
from hub.rooms.network.models import City, Invitation, Role, RoleKind
from hub.rooms.network.rules import forget_roles, roles_on

VALID_DAYS = 30


def invite(
    actor: Person,
    *,
    email: str,
    kind: str,
    address_of: Callable[[str], str],
    city: City | None = None,
    country: Country | None = None,
    title: str = "",
    language: str = "en",
) -> Invitation:
    """Offer a role by e-mail. `address_of` makes the link out of the token, which is kept nowhere else."""
    offer = Invitation(
        email=email.strip().lower(), kind=kind, city=city, country=country, title=title, language=language
    )
    return _send(actor, offer, "network.invite", offer, address_of=address_of)


def hand_over_role(
    actor: Person, role: Role, *, email: str, address_of: Callable[[str], str], language: str = "en"
) -> Invitation:
    """Offer a role that is held to the person who shall take it over; it ends when they accept."""
    if role.valid_until is not None:
        raise Problem("role_has_ended", until=role.valid_until.isoformat())
    offer = Invitation(
        email=email.strip().lower(), kind=role.kind, city=role.city, country=role.country, title=role.title,
        language=language, hands_over=role,
    )  # fmt: skip
    return _send(actor, offer, "network.hand_over_role", role, address_of=address_of)


@transaction.atomic
def _send(
    actor: Person, offer: Invitation, permission: str, thing: Invitation | Role, *, address_of: Callable[[str], str]
) -> Invitation:
    require(actor, permission, thing)
    _refuse_misplaced(offer)
    if roles_on(timezone.now().date()).filter(person__email__iexact=offer.email, **_place(offer)).exists():
        raise Problem("role_is_held", found=offer.email)
    token = token_urlsafe(32)
    offer.token_hash, offer.invited_by = _hash(token), actor
    offer.created = timezone.now()
    offer.expires = offer.created + timedelta(days=VALID_DAYS)
    forget_expired_invitations()
    # An older offer of the same role to the same address is void from now on.
    Invitation.objects.filter(email__iexact=offer.email, accepted__isnull=True, **_place(offer)).delete()
    offer.save()
    transaction.on_commit(lambda: _mail(offer, address_of(token)))
    return offer


def _refuse_misplaced(offer: Invitation) -> None:
    if offer.kind == RoleKind.NATIONAL_COMMISSION and offer.country is None:
        raise Problem("commission_without_country")
    if offer.kind == RoleKind.FOCAL_POINT and offer.city is None:
        raise Problem("focal_point_without_city")
    if offer.kind in {RoleKind.HUB_STAFF, RoleKind.EXPERT}:
        offer.city = offer.country = None


def _place(offer: Invitation | Role) -> dict[str, object]:
    return {"kind": offer.kind, "city": offer.city, "country": offer.country}


def _mail(offer: Invitation, link: str) -> None:
    with translation.override(offer.language):
        text = render_to_string("network/mail/invitation.txt", {"offer": offer, "link": link, "days": VALID_DAYS})
        send_mail(_("Your invitation to the Learning Cities Hub"), text, None, [offer.email])


def find_invitation(token: str) -> Invitation:
    """The invitation of a token, if it can still be accepted."""
    offer = Invitation.objects.select_related("city", "country", "hands_over").filter(token_hash=_hash(token)).first()
    if offer is None:
        raise Problem("invitation_unknown")
    if offer.accepted:
        raise Problem("invitation_used", on=offer.accepted.date().isoformat())
    if offer.expires <= timezone.now():
        raise Problem("invitation_expired", on=offer.expires.date().isoformat())
    return offer


@transaction.atomic
def accept_invitation(actor: Visitor, token: str) -> Role:
    """Take the role that was offered. The address stays in the account only; the invitation forgets it."""
    offer = find_invitation(token)
    if not actor.is_authenticated or offer.email.lower() != actor.email.lower():
        raise Problem("invitation_for_another", found=actor.email if actor.is_authenticated else "")
    today = timezone.now().date()
    role = roles_on(today).filter(person=actor, **_place(offer)).first()
    if role is None:
        role = Role(person=actor, title=offer.title, valid_from=today, **_place(offer))
        save_as(actor, role, "accept_invitation")
    if offer.hands_over and offer.hands_over.valid_until is None and offer.hands_over != role:
        _end(actor, offer.hands_over, today, "hand_over_role", successor=role)
    offer.accepted, offer.accepted_by, offer.email = timezone.now(), actor, ""
    offer.save()
    forget_roles(actor)
    return role


@transaction.atomic
def end_role(actor: Person, role: Role, *, reason: str, on: date | None = None) -> Role:
    """End a role. It stays on record with its dates."""
    require(actor, "network.end_role", role)
    if role.valid_until is not None:
        raise Problem("role_has_ended", until=role.valid_until.isoformat())
    if role.kind == RoleKind.HUB_STAFF and not _other_staff(role):
        raise Problem("last_of_staff")
    _end(actor, role, on or timezone.now().date(), "end_role", note=reason)
    return role


def _end(actor: Person, role: Role, on: date, action: str, *, successor: Role | None = None, note: str = "") -> None:
    role.valid_until = max(on, role.valid_from)
    role.handed_over_to = successor
    save_as(actor, role, action, note=note)
    if role.person:
        forget_roles(role.person)


def _other_staff(role: Role) -> bool:
    staff = roles_on(timezone.now().date()).filter(kind=RoleKind.HUB_STAFF, person__is_active=True)
    return staff.exclude(pk=role.pk).exists() or Person.objects.filter(is_superuser=True, is_active=True).exists()


@transaction.atomic
def withdraw_invitation(actor: Person, offer: Invitation) -> None:
    """Take an offer back; its address is forgotten with it."""
    require(actor, "network.invite", offer)
    offer.delete()


def forget_expired_invitations() -> int:
    """Delete the offers that nobody accepted in time, and with them the addresses. Returns how many."""
    return Invitation.objects.filter(accepted__isnull=True, expires__lte=timezone.now()).delete()[0]


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def grant_role(person: Person, kind: str, *, city: City | None = None, country: Country | None = None) -> Role:
    """Give a role without an invitation; only for commands at the console."""
    role = Role(person=person, kind=kind, city=city, country=country, valid_from=timezone.now().date())
    save_as(None, role, "network.grant_role")
    forget_roles(person)
    return role

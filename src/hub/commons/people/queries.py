"""What accounts hold, for the people they are about."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from hub.commons.people.models import Person


def account_of(person: Person) -> list[dict[str, Any]]:
    """The account itself."""
    return [
        {
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "language": person.language,
            "joined": person.date_joined,
            "last_sign_in": person.last_login,
        }
    ]


def addresses_of(person: Person) -> list[dict[str, Any]]:
    """E-mail addresses and whether they were confirmed."""
    return list(EmailAddress.objects.filter(user=person).order_by("email").values("email", "verified", "primary"))


def sessions_of(person: Person) -> list[dict[str, Any]]:
    """Where the person is signed in."""
    return list(
        UserSession.objects.filter(user=person)
        .order_by("created_at")
        .values("created_at", "ip", "user_agent", "last_seen_at")
    )

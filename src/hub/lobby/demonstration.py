"""Accounts for trying the Hub on this machine. Their passwords are public, so they are refused from anywhere else."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction

from hub.commons.people.models import Person
from hub.rooms.network import door as network


@dataclass(frozen=True, slots=True)
class Account:
    """One demonstration account; `role` is a code of the room `network`, blank for a learner."""

    email: str
    name: str
    role: str
    country: str = ""
    city: str = ""


ACCOUNTS = (
    Account("staff@demo.example", "Demonstration staff", "hub_staff"),
    Account("commission@demo.example", "Demonstration commission", "national_commission", country="IRL"),
    Account("city@demo.example", "Demonstration focal point", "focal_point", city="irl-cork"),
    Account("expert@demo.example", "Demonstration expert", "expert"),
    Account("learner@demo.example", "Demonstration learner", ""),
)
PASSWORD = "learning-cities"  # noqa: S105 (public on purpose; refused off loopback)


@transaction.atomic
def make_accounts() -> list[Person]:
    """Make the accounts that are not there yet and give them their roles."""
    people = []
    for account in ACCOUNTS:
        person = Person.objects.filter(email=account.email).first()
        if person is None:
            person = Person.objects.create_user(account.email, PASSWORD, first_name=account.name, is_demonstration=True)
            EmailAddress.objects.create(user=person, email=account.email, verified=True, primary=True)
            if account.role:
                network.grant_role(person, account.role, country=account.country, city=account.city)
        if account.role == "hub_staff" and not person.is_staff:
            person.is_staff = person.is_superuser = True
            person.save(update_fields=["is_staff", "is_superuser"])
        people.append(person)
    return people


def accounts_text() -> str:
    """What `make run` prints about them."""
    lines = ["Demonstration accounts (this machine only; password for all: " + PASSWORD + ")"]
    lines += [f"  {account.email:<28} {account.name}" for account in ACCOUNTS]
    return "\n".join(lines) + "\n"

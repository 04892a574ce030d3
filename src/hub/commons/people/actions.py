"""Changes that people make to their own account."""

from django.db import transaction

from hub.commons.people.holdings import erase_holdings
from hub.commons.people.models import Person
from hub.kit.errors import Problem


@transaction.atomic
def erase_account(actor: Person, person: Person) -> None:
    """Erase an account and the personal data held with it; what the person did stays, without the name."""
    if actor != person and not actor.is_superuser:
        raise Problem("erasure_not_allowed")
    if (
        person.is_superuser
        and not Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk).exists()
    ):
        raise Problem("last_administrator")
    erase_holdings(person)
    person.delete()

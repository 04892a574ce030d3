"""Places that belong to no city of the network."""

from django.db import transaction

from hub.commons.people.models import Person
from hub.rooms.ageing.models import Place


@transaction.atomic
def open_synthetic(code: str, name: str, country: str, *, contact: Person | None = None) -> Place:
    """A synthetic place, made if it is not there, with somebody who answers for it; only for commands at the console."""
    place, _new = Place.objects.get_or_create(
        code=code, defaults={"name": name, "country_id": country, "is_synthetic": True}
    )
    if contact is not None:
        place.contacts.add(contact)
    return place

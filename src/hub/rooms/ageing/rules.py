"""Who may do what with the figures of a place."""

import rules

from hub.commons.people.visitors import Visitor
from hub.rooms.ageing.models import Delivery, Outlook, Place
from hub.rooms.network import door as network


@rules.predicate
def is_staff(person: Visitor) -> bool:
    return network.is_hub_staff(person)


@rules.predicate
def answers_for(person: Visitor, place: Place | None) -> bool:
    """Whether a person answers for a place: named as its contact, or a focal point of the city."""
    if place is None or not person.is_authenticated:
        return False
    if place.city_id and place.city_id in network.cities_of_focal_point(person):
        return True
    return bool(place.pk) and place.contacts.filter(pk=person.pk).exists()


@rules.predicate
def is_commission_of_place(person: Visitor, place: Place | None) -> bool:
    if place is None or not person.is_authenticated:
        return False
    return network.is_national_commission_of(person, place.country_id)


@rules.predicate
def is_public(_person: Visitor, outlook: Outlook | None) -> bool:
    return outlook is not None and outlook.is_public


@rules.predicate
def may_see_place_of(person: Visitor, thing: Outlook | Delivery | None) -> bool:
    """Whether a person sees everything of the place that an outlook or a file belongs to."""
    return thing is not None and bool(person.has_perm("ageing.read_place", thing.place))


rules.add_perm("ageing.send_figures", is_staff | answers_for)
rules.add_perm("ageing.read_place", is_staff | answers_for | is_commission_of_place)
rules.add_perm("ageing.read_delivery", may_see_place_of)
rules.add_perm("ageing.read_outlook", is_public | may_see_place_of)

"""Who may do what with rounds, files and editions."""

import rules
from django.utils import timezone

from hub.commons.people.visitors import Visitor
from hub.rooms.monitoring.models import Edition, Intake, Round, RoundPlace, WhatIf
from hub.rooms.network import door as network


@rules.predicate
def is_staff(person: Visitor) -> bool:
    return network.is_hub_staff(person)


@rules.predicate
def answers_in_round(person: Visitor, round: Round | None) -> bool:
    """Whether a person answers for at least one place of the round."""
    return round is not None and bool(places_answered(person, round))


@rules.predicate
def is_open(_person: Visitor, round: Round | None) -> bool:
    """Whether the round takes figures today, its first and last day included."""
    return round is not None and round.opens_on <= timezone.localdate() <= round.closes_on


@rules.predicate
def sent_it(person: Visitor, intake: Intake | None) -> bool:
    return intake is not None and person.is_authenticated and intake.sent_by_id == person.pk


@rules.predicate
def is_published(_person: Visitor, edition: Edition | None) -> bool:
    return edition is not None and edition.state == "published"


@rules.predicate
def began_it(person: Visitor, whatif: WhatIf | None) -> bool:
    return whatif is not None and person.is_authenticated and whatif.person_id == person.pk


def places_answered(person: Visitor, round: Round) -> frozenset[str]:
    """Codes of the places for which a person may send figures: named as contact, or focal point of the city."""
    if not person.is_authenticated:
        return frozenset()
    named = RoundPlace.objects.filter(round=round, contacts=person).values_list("code", flat=True)
    cities = network.cities_of_focal_point(person)
    own = RoundPlace.objects.filter(round=round, city__in=cities).values_list("code", flat=True) if cities else ()
    return frozenset(named) | frozenset(own)


def may_answer(person: Visitor, round: Round, place: str) -> bool:
    """Whether a person may answer questions about a place; also after the round has closed, for no figure changes."""
    return bool(is_staff(person)) or place in places_answered(person, round)


@rules.predicate
def answers_for_it(person: Visitor, intake: Intake | None) -> bool:
    """Whether a person answers for every place that a delivery is about."""
    if intake is None or not person.is_authenticated:
        return False
    own = places_answered(person, intake.round)
    return bool(own) and not intake.observations.exclude(place__in=own).exists()


rules.add_perm("monitoring.send_observations", is_staff | (is_open & answers_in_round))
rules.add_perm("monitoring.read_intake", is_staff | sent_it | answers_for_it)
rules.add_perm("monitoring.build_edition", is_staff)
rules.add_perm("monitoring.publish_edition", is_staff)
rules.add_perm("monitoring.read_edition", is_published | is_staff)
rules.add_perm("monitoring.begin_whatif", rules.is_authenticated & (is_published | is_staff))
rules.add_perm("monitoring.read_whatif", began_it)

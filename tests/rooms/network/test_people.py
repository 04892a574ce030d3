from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories.network import make_city, make_country, make_focal_point, make_role, make_staff
from tests.factories.people import make_person

from hub.commons.people.holdings import holdings_of
from hub.commons.places.models import Country
from hub.kit.errors import Problem
from hub.rooms.network import door
from hub.rooms.network.actions import people
from hub.rooms.network.models import Invitation, Role, RoleKind
from hub.rooms.network.phrases import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Send an offer and return its token, as it stands in the message."""

    def send(call):
        tokens = []
        with django_capture_on_commit_callbacks(execute=True):
            call(lambda token: tokens.append(token) or f"https://hub.example/{token}")
        assert tokens[0] in mail.outbox[-1].body
        return tokens[0]

    return send


def problem_of(call):
    with pytest.raises(Problem) as caught:
        call()
    say(caught.value)
    return caught.value.code


def invite(actor, city, email, **rest):
    return lambda address_of: people.invite(
        actor, email=email, kind=RoleKind.FOCAL_POINT, city=city, address_of=address_of, **rest
    )


def test_invite_when_accepted_then_the_role_is_held_and_the_address_forgotten(sent):
    staff, city, person = make_staff(), make_city(), make_person(email="new@example.org")
    token = sent(invite(staff, city, "New@Example.org", title="Coordinator"))
    role = people.accept_invitation(person, token)
    assert (role.person, role.city, role.title, role.valid_until) == (person, city, "Coordinator", None)
    assert door.cities_of_focal_point(person) == {city.pk}
    assert Invitation.objects.get().email == ""


def test_invite_when_sent_then_only_a_hash_of_the_token_is_kept(sent):
    token = sent(invite(make_staff(), make_city(), "new@example.org"))
    assert token not in str(Invitation.objects.values().get())


def test_invite_when_language_is_arabic_then_the_message_is_in_it(sent):
    sent(invite(make_staff(), make_city(), "new@example.org", language="ar"))
    assert mail.outbox[0].to == ["new@example.org"]


def test_invite_when_sent_twice_then_only_the_newer_one_works(sent):
    staff, city, person = make_staff(), make_city(), make_person(email="new@example.org")
    first, second = (sent(invite(staff, city, person.email)) for _ in range(2))
    assert problem_of(lambda: people.accept_invitation(person, first)) == "invitation_unknown"
    assert people.accept_invitation(person, second).city == city


def test_accept_when_somebody_else_has_the_link_then_refused(sent):
    token = sent(invite(make_staff(), make_city(), "new@example.org"))
    assert problem_of(lambda: people.accept_invitation(make_person(), token)) == "invitation_for_another"
    assert Role.objects.filter(kind=RoleKind.FOCAL_POINT).count() == 0


def test_accept_when_expired_or_used_then_refused(sent):
    staff, city, person = make_staff(), make_city(), make_person()
    token = sent(invite(staff, city, person.email))
    Invitation.objects.update(created=timezone.now() - timedelta(days=40), expires=timezone.now() - timedelta(days=10))
    assert problem_of(lambda: people.accept_invitation(person, token)) == "invitation_expired"
    token = sent(invite(staff, city, person.email))
    people.accept_invitation(person, token)
    assert problem_of(lambda: people.accept_invitation(person, token)) == "invitation_used"


def test_invite_when_a_focal_point_invites_to_their_city_then_allowed_and_elsewhere_not(sent):
    city, other = make_city(), make_city()
    focal_point = make_focal_point(city)
    sent(invite(focal_point, city, "colleague@example.org"))
    assert problem_of(lambda: invite(focal_point, other, "x@example.org")(str)) == "not_allowed"
    staff_role = {"email": "x@example.org", "kind": RoleKind.HUB_STAFF, "address_of": str}
    assert problem_of(lambda: people.invite(focal_point, **staff_role)) == "not_allowed"


def test_invite_when_a_commission_invites_in_its_country_then_allowed_and_abroad_not(sent):
    commission = make_person()
    make_role(commission, RoleKind.NATIONAL_COMMISSION, country=make_country("IRL"))
    sent(invite(commission, make_city(country="IRL"), "a@example.org"))
    assert problem_of(lambda: invite(commission, make_city(country="KOR"), "a@example.org")(str)) == "not_allowed"


def test_invite_when_the_role_is_held_then_refused():
    city = make_city()
    holder = make_focal_point(city)
    assert problem_of(lambda: invite(make_staff(), city, holder.email)(str)) == "role_is_held"


def test_invite_when_a_commission_has_no_country_then_refused():
    rest = {"email": "a@example.org", "kind": RoleKind.NATIONAL_COMMISSION, "address_of": str}
    assert problem_of(lambda: people.invite(make_staff(), **rest)) == "commission_without_country"


def test_hand_over_when_accepted_then_one_role_ends_and_the_other_begins(sent):
    city = make_city()
    old, new = make_focal_point(city), make_person()
    role = Role.objects.get(person=old)
    token = sent(lambda address_of: people.hand_over_role(old, role, email=new.email, address_of=address_of))
    assert door.cities_of_focal_point(old) == {city.pk}
    successor = people.accept_invitation(new, token)
    role.refresh_from_db()
    assert (role.valid_until, role.handed_over_to) == (timezone.now().date(), successor)
    assert successor.handed_over_from == role
    assert [entry.history_type for entry in role.history.all()] == ["~", "+"]


def test_end_when_ended_then_rights_end_and_the_record_stays():
    city = make_city()
    person = make_focal_point(city)
    role = Role.objects.get(person=person)
    people.end_role(make_staff(), role, reason="moved on")
    fresh = type(person).objects.get(pk=person.pk)
    assert door.cities_of_focal_point(fresh) == frozenset()
    assert problem_of(lambda: people.end_role(make_staff(), role, reason="")) == "role_has_ended"


def test_end_when_it_is_the_last_of_staff_then_refused():
    staff = make_staff()
    assert problem_of(lambda: people.end_role(staff, Role.objects.get(person=staff), reason="")) == "last_of_staff"


def test_role_when_a_focal_point_has_no_city_then_the_database_refuses():
    for kind in (RoleKind.FOCAL_POINT, RoleKind.NATIONAL_COMMISSION):
        with pytest.raises(IntegrityError), transaction.atomic():
            Role.objects.create(person=make_person(), kind=kind, valid_from=date(2020, 1, 1))


def test_role_when_a_person_is_erased_then_the_role_stays_without_them():
    city = make_city()
    make_focal_point(city).delete()
    assert [(role.person, role.city) for role in Role.objects.all()] == [(None, city)]


def test_holdings_when_a_person_asks_then_roles_and_invitations_are_told(sent):
    city, person = make_city(), make_person()
    make_role(person, RoleKind.FOCAL_POINT, city=city, title="Mayor")
    sent(invite(make_staff(), make_city(), person.email))
    held = holdings_of(person)["network"]
    assert [(row["what"], row["city"] == city.code) for row in held] == [("role", True), ("invitation received", False)]


def test_forget_when_invitations_have_expired_then_their_addresses_go(sent):
    sent(invite(make_staff(), make_city(), "new@example.org"))
    Invitation.objects.update(created=timezone.now() - timedelta(days=40), expires=timezone.now() - timedelta(days=10))
    assert people.forget_expired_invitations() == 1


def test_history_when_roles_change_then_no_address_is_in_any_history_table():
    from hub.rooms.network.models import City, CityName, CityValue, MembershipEvent

    make_focal_point(make_city(), email="secret@example.org")
    kept = [model.history.values() for model in (Role, City, CityName, CityValue, MembershipEvent)]
    assert "secret@example.org" not in str([list(rows) for rows in kept])
    assert Country.objects.exists()

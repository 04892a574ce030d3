from re import search

import pytest
from django.core import mail
from django.urls import reverse
from tests.factories.network import make_city, make_focal_point, make_staff
from tests.factories.people import make_person

from hub.rooms.network.models import Invitation, Role

pytestmark = pytest.mark.django_db


def statuses_of(client, url, *people):
    statuses = []
    for person in people:
        client.force_login(person)
        statuses.append(client.get(url).status_code)
    return statuses


def test_invitation_when_accepted_on_the_pages_then_the_role_is_held(client, django_capture_on_commit_callbacks):
    city, person = make_city("Cork"), make_person(email="new@example.org")
    client.force_login(make_staff())
    with django_capture_on_commit_callbacks(execute=True):
        sent = {"email": "new@example.org", "title": "Coordinator", "language": "fr"}
        answer = client.post(reverse("network:invite_to_city", args=[city.code]), sent)
    assert answer.url == reverse("network:roles", args=[city.code])
    link = search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    client.logout()
    assert "Cork" in client.get(link).content.decode()
    assert client.post(link).status_code == 422
    client.force_login(person)
    assert client.post(link).url == reverse("network:city", args=[city.code])
    assert Role.objects.filter(person=person, city=city).exists()
    assert client.get(link).status_code == 422


def test_roles_when_a_focal_point_opens_them_then_people_are_shown(client):
    city = make_city()
    client.force_login(make_focal_point(city, first_name="Ada", last_name="Byron"))
    assert "Ada Byron" in client.get(reverse("network:roles", args=[city.code])).content.decode()


@pytest.mark.parametrize("name", ["hand_over_role", "end_role"])
def test_role_pages_when_opened_by_a_stranger_then_refused_and_by_the_holder_shown(client, name):
    holder = make_focal_point(make_city())
    url = reverse(f"network:{name}", args=[Role.objects.get(person=holder).pk])
    assert statuses_of(client, url, make_person(), holder) == [403, 200]


def test_end_role_when_sent_then_it_ends(client):
    role = Role.objects.get(person=make_focal_point(make_city()))
    client.force_login(make_staff())
    answer = client.post(reverse("network:end_role", args=[role.pk]), {"reason": "moved on"}, follow=True)
    role.refresh_from_db()
    assert (answer.status_code, role.valid_until is not None) == (200, True)


def test_invite_when_a_commission_has_no_country_then_the_form_says_so(client):
    client.force_login(make_staff())
    sent = {"email": "a@example.org", "kind": "national_commission", "language": "en"}
    answer = client.post(reverse("network:invite"), sent)
    assert (answer.status_code, Invitation.objects.count()) == (422, 0)
    assert "needs a country" in answer.content.decode()


def test_withdraw_when_staff_take_an_invitation_back_then_its_address_goes(client):
    staff = make_staff()
    client.force_login(staff)
    client.post(reverse("network:invite"), {"email": "a@example.org", "kind": "expert", "language": "en"})
    url = reverse("network:withdraw_invitation", args=[Invitation.objects.get().pk])
    client.force_login(make_person())
    refused = client.post(url).status_code
    client.force_login(staff)
    assert (refused, client.post(url).status_code, Invitation.objects.count()) == (403, 302, 0)


def test_all_roles_when_opened_then_staff_only(client):
    assert statuses_of(client, reverse("network:all_roles"), make_person(), make_staff()) == [403, 200]

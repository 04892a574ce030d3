"""My account: who sees it, what it exports, how it is erased."""

import json
import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from tests.factories.people import make_person

from hub.commons.people.models import Person


def test_account_when_nobody_is_signed_in_then_it_asks_to_sign_in(client, db):
    answer = client.get(reverse("people:account"))
    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={reverse('people:account')}")


def test_account_when_name_and_language_are_changed_then_they_are_kept(client, db):
    person = make_person()
    client.force_login(person)
    client.post(reverse("people:account"), {"first_name": "Ada", "last_name": "Obi", "language": "fr"})
    person.refresh_from_db()
    assert (person.first_name, person.last_name, person.language) == ("Ada", "Obi", "fr")


def test_account_when_language_is_unknown_then_the_form_says_so_and_nothing_changes(client, db):
    person = make_person(first_name="Ada-before")
    client.force_login(person)
    answer = client.post(reverse("people:account"), {"first_name": "Ada", "language": "xx"})
    person.refresh_from_db()
    assert (answer.status_code, person.first_name) == (422, "Ada-before")


def test_export_when_asked_then_it_holds_everything_under_the_name_of_its_holder(client, db):
    person = make_person(email="ada@example.org")
    client.force_login(person)
    exported = json.loads(client.get(reverse("people:export_account")).content)
    assert exported["account"][0]["email"] == "ada@example.org"
    assert {"account", "addresses", "sessions", "monitoring_intakes", "monitoring_places"} <= set(exported)


def test_erasure_when_the_address_is_typed_then_the_account_is_gone(client, db):
    person = make_person(email="ada@example.org")
    client.force_login(person)
    answer = client.post(reverse("people:erase"), {"email": "Ada@example.org"})
    assert (answer.status_code, Person.objects.filter(pk=person.pk).exists()) == (302, False)


def test_erasure_when_another_address_is_typed_then_nothing_happens(client, db):
    person = make_person(email="ada@example.org")
    client.force_login(person)
    answer = client.post(reverse("people:erase"), {"email": "eve@example.org"})
    assert (answer.status_code, Person.objects.filter(pk=person.pk).exists()) == (422, True)
    assert "eve@example.org" in answer.content.decode()


def test_erasure_when_it_would_leave_no_administrator_then_it_is_refused(client, db):
    person = make_person(email="root@example.org", is_superuser=True)
    client.force_login(person)
    assert client.post(reverse("people:erase"), {"email": "root@example.org"}).status_code == 422
    assert Person.objects.filter(pk=person.pk).exists()


def test_sign_up_when_done_then_a_code_is_sent_and_the_language_kept(client, db):
    client.post("/fr/account/signup/", {"email": "ada@example.org", "password1": "pommes-et-poires-7"})
    person = Person.objects.get(email="ada@example.org")
    assert (person.language, [message.to for message in mail.outbox]) == ("fr", [["ada@example.org"]])


def test_sign_in_without_a_password_when_the_code_is_typed_then_the_person_is_in(client, db):
    person = make_person(email="ada@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.post(reverse("account_request_login_code"), {"email": "ada@example.org"})
    code = re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", mail.outbox[0].body, re.MULTILINE).group()
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.get(reverse("people:account")).context["user"] == person


def test_demonstration_account_when_used_from_elsewhere_then_it_is_refused(client, db):
    client.force_login(make_person(is_demonstration=True))
    assert client.get(reverse("people:account"), REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1").status_code == 200
    assert client.get(reverse("people:account"), REMOTE_ADDR="203.0.113.7", HTTP_HOST="127.0.0.1").status_code == 403
    assert client.get(reverse("people:account")).status_code == 302


def test_demonstration_account_when_a_proxy_hides_the_caller_then_the_host_gives_it_away(client, db, settings):
    settings.ALLOWED_HOSTS = ["hub.example.org"]
    client.force_login(make_person(is_demonstration=True))
    assert (
        client.get(reverse("people:account"), REMOTE_ADDR="127.0.0.1", HTTP_HOST="hub.example.org").status_code == 403
    )

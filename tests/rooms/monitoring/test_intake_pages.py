"""Sending a table in: what is kept, what is refused, and what its sender reads."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.monitoring import csv_of, full_csv, make_round
from tests.factories.network import make_staff
from tests.factories.people import make_person

from hub.rooms.monitoring.actions.rounds import name_contact
from hub.rooms.monitoring.models import Intake, Observation


def send(client, asked, content, name="figures.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("monitoring:send_observations", args=[asked.code]), {"file": file})


def kept():
    return Intake.objects.count(), Observation.objects.count()


def test_sending_when_the_table_is_good_then_a_receipt_counts_it(client, db):
    asked = make_round()
    client.force_login(make_staff())
    answer = send(client, asked, full_csv())
    intake = Intake.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("monitoring:receipt", args=[intake.pk]))
    assert (intake.rows, intake.added, intake.revised, intake.unchanged, kept()) == (12, 12, 0, 0, (1, 12))
    assert client.get(answer.url).status_code == 200


def test_sending_when_the_same_file_comes_again_then_nothing_changes(client, db):
    asked = make_round()
    client.force_login(make_staff())
    send(client, asked, full_csv())
    send(client, asked, full_csv(), name="another-name.csv")
    assert kept() == (1, 12)


def test_sending_when_a_value_is_new_then_it_revises_and_the_old_one_stays(client, db):
    asked = make_round()
    client.force_login(make_staff())
    send(client, asked, csv_of("P1,A1,2024,10,,,,,", "P1,A2,2024,20,,,,,"))
    send(client, asked, csv_of("P1,A1,2024,11,,,,,", "P1,A2,2024,20,,,,,"))
    second = Intake.objects.latest("pk")
    assert (second.added, second.revised, second.unchanged) == (0, 1, 1)
    old, new = Observation.objects.filter(indicator="A1").order_by("pk")
    assert (old.value, old.replaced_by, new.value, new.replaced_by) == (10.0, new, 11.0, None)


def test_sending_when_not_available_is_the_answer_then_it_is_kept_as_one(client, db):
    asked = make_round()
    client.force_login(make_staff())
    send(client, asked, csv_of("P1,A1,2024,,,,not-available,,no survey was held"))
    one = Observation.objects.get()
    assert (one.value, one.status, one.note) == (None, "not-available", "no survey was held")


def test_sending_when_a_row_is_wrong_then_all_is_refused_with_row_column_and_cure(client, db):
    asked = make_round()
    client.force_login(make_staff())
    answer = send(client, asked, csv_of("P1,A1,2024,10,,,,,", "P1,A2,2024,120,,,,,"))
    page = answer.content.decode()
    assert (answer.status_code, kept()) == (422, (0, 0))
    assert all(word in page for word in ("figures.csv", ">3<", ">value<", "120"))


def test_sending_when_a_contact_speaks_for_one_place_then_others_are_refused(client, db):
    asked, person = make_round(), make_person()
    name_contact(None, asked.places.get(code="P1"), person)
    client.force_login(person)
    assert send(client, asked, csv_of("P1,A1,2024,10,,,,,")).status_code == 302
    answer = send(client, asked, csv_of("P1,A2,2024,10,,,,,", "P2,A1,2024,10,,,,,"))
    assert (answer.status_code, kept()) == (422, (1, 1))
    assert "P2" in answer.content.decode()


def test_sending_when_signed_in_without_a_place_then_it_is_forbidden(client, db):
    asked = make_round()
    client.force_login(make_person())
    assert (send(client, asked, full_csv()).status_code, kept()) == (403, (0, 0))


def test_sending_when_the_round_is_closed_then_only_staff_may(client, db):
    asked, person = make_round(closed_days=1), make_person()
    name_contact(None, asked.places.get(code="P1"), person)
    client.force_login(person)
    assert (send(client, asked, csv_of("P1,A1,2024,10,,,,,")).status_code, kept()) == (403, (0, 0))
    page = client.get(reverse("monitoring:round", args=[asked.code])).content.decode()
    assert "wait until it is open" in page
    client.force_login(make_staff(email="staff@example.org"))
    assert (send(client, asked, csv_of("P1,A1,2024,10,,,,,")).status_code, kept()) == (302, (1, 1))


def test_receipt_when_somebody_else_asks_then_it_is_forbidden(client, db):
    asked = make_round()
    client.force_login(make_staff())
    send(client, asked, full_csv())
    client.force_login(make_person(email="other@example.org"))
    assert client.get(reverse("monitoring:receipt", args=[Intake.objects.get().pk])).status_code == 403


def test_blank_form_when_filled_in_then_it_is_a_good_table(client, db):
    asked = make_round()
    client.force_login(make_staff())
    lines = client.get(reverse("monitoring:blank_form", args=[asked.code])).content.decode("utf-8-sig").splitlines()
    filled = [lines[0], *("P1" + line.replace(",,,,,,", ",50,,,,,", 1) for line in lines[1:])]
    assert send(client, asked, "\r\n".join(filled).encode()).status_code == 302
    assert list(Observation.objects.values_list("value", flat=True)) == [50.0] * 4


def test_round_page_when_it_has_more_places_then_it_costs_the_same(client, db, django_assert_max_num_queries):
    client.force_login(make_staff())
    asked = make_round(places=tuple(f"P{number}" for number in range(40)))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("monitoring:round", args=[asked.code])).status_code == 200


@pytest.mark.parametrize("address", ["monitoring:round", "monitoring:blank_form", "monitoring:send_observations"])
def test_round_when_there_is_none_then_it_is_404(client, db, address):
    client.force_login(make_staff())
    assert client.get(reverse(address, args=["none-such"])).status_code == 404

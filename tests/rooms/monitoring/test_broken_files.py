"""Broken files by page and by API: a 4xx with what was found, what is allowed and where, and a database as it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.monitoring import full_csv, make_round
from tests.factories.network import make_staff
from tests.rooms.monitoring.files.broken import Sample, broken_files

from hub.rooms.monitoring.models import Intake, Observation

BROKEN = {one.name: one for one in broken_files(Sample(place="P1", indicator="A1"))}


@pytest.fixture
def asked(db, client):
    """A round that holds one good file already, and a member of staff who is signed in."""
    made = make_round()
    client.force_login(make_staff())
    client.post(
        reverse("monitoring:send_observations", args=[made.code]), {"file": SimpleUploadedFile("good.csv", full_csv())}
    )
    return made


def state():
    return (
        list(Intake.objects.order_by("pk").values_list("pk", "sha256", "added")),
        list(Observation.objects.order_by("pk").values_list("pk", "value", "replaced_by")),
    )


def test_broken_files_when_counted_then_there_are_at_least_forty():
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_when_sent_by_page_then_it_is_refused_and_nothing_changes(client, asked, name):
    before = state()
    file = SimpleUploadedFile(name, BROKEN[name].content)
    answer = client.post(reverse("monitoring:send_observations", args=[asked.code]), {"file": file})
    assert (answer.status_code, state()) == (422, before)
    assert 'class="errors"' in answer.content.decode() or "<tbody><tr>" in answer.content.decode()


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_when_sent_by_api_then_it_is_refused_in_the_one_shape(client, asked, name):
    before = state()
    file = SimpleUploadedFile(name, BROKEN[name].content)
    answer = client.post(f"/api/v1/monitoring/rounds/{asked.code}/observations", {"file": file})
    assert (400 <= answer.status_code < 500, state()) == (True, before)
    error = answer.json()["error"]
    assert error["message"]
    assert all(finding["message"] and finding["code"] for finding in error["findings"])

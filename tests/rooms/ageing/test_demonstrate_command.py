"""`hub ageing demonstrate`: the synthetic city sends its tables as a real one would; safe to repeat."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.factories.ageing_country import keep_country
from tests.factories.network import make_country
from tests.factories.people import make_person

from hub.rooms.ageing.files import outlooks
from hub.rooms.ageing.files.outlooks import results_of
from hub.rooms.ageing.files.readiness import shipped_frameworks
from hub.rooms.ageing.management.commands.ageing_demonstrate import CODE, READINGS
from hub.rooms.ageing.models import Delivery, Outlook, Place, Reading
from hub.rooms.ageing.queries.places import current_deliveries, findings_of, public_outlooks
from hub.rooms.ageing.queries.readings import readiness_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, monkeypatch, tmp_path: Path) -> Path:
    settings.HUB_HOME = tmp_path
    # How many futures are drawn is no matter here.
    monkeypatch.setattr(outlooks, "TRAJECTORIES", 20)
    make_country("IRL")
    return tmp_path


def demonstrate(*options: str) -> tuple[str, str]:
    out, error = io.StringIO(), io.StringIO()
    call_command("ageing_demonstrate", *options, stdout=out, stderr=error)
    return out.getvalue().strip(), error.getvalue().strip()


def test_demonstrate_when_no_figures_are_kept_then_says_so_and_makes_nothing():
    assert demonstrate()[0] == "No figures of countries are kept, so there is no synthetic city."
    assert not Place.objects.exists()


def test_demonstrate_when_run_then_the_city_is_there_with_all_its_tables_and_an_outlook_for_everybody(home):
    keep_country(home)
    assert demonstrate() == ("", "")
    place = Place.objects.get()
    assert (place.code, place.is_synthetic, place.city_id) == (CODE, True, None)
    assert [one.kind for one in current_deliveries(place)] == ["population", "population", "vital", "provision"]
    outlook = public_outlooks()[0]
    assert outlook.place == place
    assert [one["code"] for one in outlook.assumed if one["part"] != "base"] == [
        "fertility_from_births",
        "mortality_from_deaths",
        "migration_from_residual",
        "interval_of_typical_country",
    ]
    assert len(results_of(outlook).districts) == 5
    assert Reading.objects.filter(place=place).count() == len(READINGS)


def test_demonstrate_when_its_tables_are_read_then_nothing_is_wrong_with_them(home):
    keep_country(home)
    demonstrate()
    found = {finding.severity for one in Delivery.objects.all() for finding in findings_of(one)}
    assert found <= {"note", "warning"}


def test_demonstrate_when_its_readings_are_looked_at_then_each_is_of_a_known_indicator(home):
    keep_country(home)
    demonstrate()
    known = readiness_of(Place.objects.get(), shipped_frameworks())
    measured = [one for entry in known.age_friendly.entries for one in entry.readings]
    assert len(measured) == sum(one.framework == "age-friendly-cities" for one in READINGS)
    assert known.active_ageing.known == sum(one.framework == "active-ageing-index" for one in READINGS)


def test_demonstrate_when_run_again_then_nothing_changes(home):
    keep_country(home)
    demonstrate()
    code = Outlook.objects.get().code
    demonstrate()
    assert [one.code for one in Outlook.objects.all()] == [code]
    assert Delivery.objects.count() == 4
    Outlook.objects.all().delete()
    demonstrate()
    assert [one.code for one in Outlook.objects.all()] == [code]
    assert Delivery.objects.count() == 4


def test_demonstrate_when_a_contact_is_named_then_answers_for_the_city(home):
    keep_country(home)
    person = make_person(email="planner@example.org")
    demonstrate("--contact", "planner@example.org")
    assert person.has_perm("ageing.send_figures", Place.objects.get())


def test_demonstrate_when_the_contact_is_not_known_then_says_so_and_goes_on(home):
    keep_country(home)
    assert "nobody@example.org" in demonstrate("--contact", "nobody@example.org")[1]
    assert list(Place.objects.get().contacts.all()) == []
    assert Outlook.objects.count() == 1

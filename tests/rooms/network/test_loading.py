from datetime import date
from time import process_time

import pytest
from django.core.management import call_command
from tests.factories.network import make_city, make_staff

from hub.rooms.network.actions.facts import merge_duplicate
from hub.rooms.network.actions.loading import TABLES, RegisterFacts, load_register
from hub.rooms.network.files.register import read_register
from hub.rooms.network.models import AnnouncedTotal, Award, City, CityName, CityValue, Cluster, MembershipEvent

pytestmark = pytest.mark.django_db


def numbers():
    return {name: (table.model.objects.count(), table.model.history.count()) for name, table in TABLES.items()}


def city_facts(**city):
    row = {"code": "irl-cork", "name": "Cork", "folded": "cork", "kind": "city", "kind_note": "", "country_id": "IRL"}
    row |= {"region": "europe-north-america", "source": None, "note": ""} | city
    event = {
        "city": "irl-cork",
        "kind": "admitted",
        "date": date(2016, 1, 1),
        "precision": "year",
        "source": None,
        "note": "",
    }
    make_city(country="IRL")
    return RegisterFacts(cities={"irl-cork": row}, events={"irl-cork|admitted|2016": event})


def skipped(loadings):
    return {key for loading in loadings for key in loading.skipped}


def test_load_when_run_on_the_shipped_register_then_everything_is_there_once():
    facts = read_register()
    started = process_time()
    load_register(facts)
    assert process_time() - started < 10
    assert {name: count for name, (count, _history) in numbers().items()} == {
        name: len(getattr(facts, name)) for name in TABLES
    }
    assert all(count == history for count, history in numbers().values())


def test_load_when_run_again_then_nothing_changes_and_no_history_is_written():
    load_register(read_register())
    before, started = numbers(), process_time()
    loadings = load_register(read_register())
    assert process_time() - started < 1
    assert numbers() == before
    assert all((row.added, row.renewed, row.dropped, row.skipped) == (0, 0, 0, ()) for row in loadings)


def test_load_when_the_command_runs_then_it_tells_what_was_added(capsys):
    call_command("network_load")
    assert f"cities: {City.objects.count()} added" in capsys.readouterr().out


def test_load_when_every_fact_is_loaded_then_it_has_a_source():
    load_register(read_register())
    without = {
        model.__name__: model.objects.filter(source=None).count() for model in (City, CityName, CityValue, Award)
    }
    assert without == {"City": 0, "CityName": 0, "CityValue": 0, "Award": 0}
    assert MembershipEvent.objects.filter(source=None).count() == 0
    assert AnnouncedTotal.objects.filter(source=None).count() == 0
    assert list(Cluster.objects.filter(source=None).values_list("code", flat=True)) == ["literacy"]


def test_load_when_a_file_changes_a_row_then_it_is_renewed():
    facts = city_facts()
    load_register(facts)
    facts.cities["irl-cork"]["note"] = "corrected in the file"
    loadings = load_register(facts)
    assert City.objects.get(code="irl-cork").note == "corrected in the file"
    assert [row.renewed for row in loadings if row.table == "cities"] == [1]


def test_load_when_staff_have_changed_a_row_then_it_is_left_and_told():
    facts = city_facts()
    load_register(facts)
    City.objects.filter(code="irl-cork").update(name="Cork City")
    facts.cities["irl-cork"]["note"] = "corrected in the file"
    loadings = load_register(facts)
    assert City.objects.get(code="irl-cork").name == "Cork City"
    assert skipped(loadings) == {"irl-cork"}


def test_load_when_staff_have_changed_the_date_of_an_event_then_no_second_one_appears():
    facts = city_facts()
    load_register(facts)
    MembershipEvent.objects.update(date=date(2016, 5, 1), precision="day")
    load_register(facts)
    assert [event.date for event in MembershipEvent.objects.all()] == [date(2016, 5, 1)]


def test_load_when_a_file_drops_a_row_then_it_goes_with_its_history():
    facts = city_facts()
    load_register(facts)
    facts.events.clear()
    loadings = load_register(facts)
    assert [row.dropped for row in loadings if row.table == "events"] == [1]
    assert [entry.history_type for entry in MembershipEvent.history.all()] == ["-", "+"]


def test_load_when_a_city_was_merged_then_it_does_not_come_back():
    facts = city_facts()
    load_register(facts)
    stays = make_city("Corcaigh")
    merge_duplicate(make_staff(), City.objects.get(code="irl-cork"), into=stays, reason="the same")
    loadings = load_register(facts)
    assert not City.objects.filter(code="irl-cork").exists()
    assert MembershipEvent.objects.get().city == stays
    assert "irl-cork" in skipped(loadings)

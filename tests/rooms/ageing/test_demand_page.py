"""The page of learning places: ranges first, what is offered beside what is asked for, and what nobody told."""

import csv
import io
import re
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.factories.ageing import make_contact, make_place
from tests.factories.ageing_outlooks import PARTS, STARTS, make_outlook_row, make_provision, make_results
from tests.factories.network import make_staff

from hub.rooms.ageing.engine.demand.learners import STARTING_RATES
from hub.rooms.ageing.engine.outlook import learning
from hub.rooms.ageing.files.demand import demand_of
from hub.rooms.ageing.forms.demand import DemandForm
from hub.rooms.ageing.phrases.demand import DEMAND_ASSUMPTIONS, PHRASES, say_demand_note

pytestmark = pytest.mark.django_db
RESULTS = make_results()
AS_ONE = make_results(districts=())
OFFERED = "old town,walk,900\nOLD TOWN,online,200\nHafen‑Sud,transit,300\n"


def page(client, place, query: str = "", *, language: str = "en", status: int = 200) -> str:
    response = client.get(f"/{language}/ageing/{place.code}/demand/{query}")
    assert response.status_code == status
    return response.content.decode()


def rows_of(client, place, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/en/ageing/{place.code}/demand/?format=csv{query}")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def figures(rows: list[dict[str, str]], item: str, **named: str) -> list[tuple[float, ...]]:
    """p10, p50, p90 of an item, by year; blank district and mode unless named."""
    wanted = {"district": "", "mode": "", "age_from": "", "item": item} | named
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items()) and row["year"]]
    return [tuple(float(row[level] or "nan") for level in ("p10", "p50", "p90")) for row in found]


def cleaned(**query: str) -> dict[str, object]:
    form = DemandForm(query, first_year=2024, last_year=2033)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def errors_of(**query: str) -> dict[str, list[str]]:
    form = DemandForm(query, first_year=2024, last_year=2033)
    assert not form.is_valid()
    return dict(form.errors)


def test_page_when_there_is_no_outlook_then_it_says_so_and_only_senders_are_led_to_the_start(client):
    place = make_place()
    assert f"/en/ageing/{place.code}/start/" not in page(client, place)
    client.force_login(make_contact(place))
    assert f'href="/en/ageing/{place.code}/start/"' in page(client, place)


def test_page_when_the_outlook_is_hidden_then_only_those_who_may_read_see_it(client):
    place = make_place()
    make_outlook_row(place, RESULTS, is_public=False)
    assert "Older people who learn" not in page(client, place)
    client.force_login(make_staff())
    assert "Older people who learn" in page(client, place)


def test_facts_when_shown_then_ranges_come_first_with_their_year_and_what_they_rest_on(client):
    place = make_place()
    outlook = make_outlook_row(place, RESULTS)
    make_provision(place, OFFERED)
    look = demand_of(place, outlook, cleaned())
    shown = page(client, place)
    low, _middle, high = (f"{round(one, -1):,.0f}" for one in look.totals["places"][-1])
    assert f"<dt>Places asked for, 2033</dt><dd><bdi>{low} to {high}</bdi>" in re.sub(r">\s+<", "><", shown)
    assert "Source: City register; rates of the country" in shown
    assert "Places offered: Adult education office, sent on" in shown
    assert "Synthetic demonstration data" in shown
    assert shown.count("An assumption to start from, not a statistic") > 2


def test_figures_when_nothing_is_entered_then_the_starting_rates_are_used_and_sum_over_districts(client):
    place = make_place()
    outlook = make_outlook_row(place, RESULTS)
    make_provision(place, OFFERED + "Hill,walk,0\n")
    look = demand_of(place, outlook, cleaned())
    assert look.learning.participation == pytest.approx([one.value for one in STARTING_RATES.values()])
    rows = rows_of(client, place)
    np.testing.assert_allclose(figures(rows, "places"), look.totals["places"], rtol=1e-12)
    np.testing.assert_allclose(figures(rows, "gap", district="Hill"), look.by_district.gap[:, 2], rtol=1e-12)
    medians = sum(np.array(figures(rows, "demand", district=name))[:, 1] for name in PARTS)
    # medians of districts do not sum exactly to that of the city; futures do, in the tests of the engine
    np.testing.assert_allclose(medians, look.totals["places"][:, 1], rtol=0.01)


def test_districts_when_spelt_in_another_way_then_they_are_matched_and_the_rest_is_named(client):
    place = make_place()
    outlook = make_outlook_row(place, RESULTS)
    make_provision(place, OFFERED + "Nowhere,walk,10\n")
    look = demand_of(place, outlook, cleaned())
    assert look.covered == (True, True, False)
    assert look.by_district.offered[:2].tolist() == [1100, 300]
    shown = page(client, place)
    assert "does not name these districts: Hill." in shown
    assert "Nowhere. Their 10 places are left out." in shown
    assert "2 of 3 districts." in shown
    assert [
        row["value"] for row in rows_of(client, place) if row["district"] == "Hill" and row["item"] == "offered"
    ] == [""] * 4


def test_page_when_nothing_is_offered_then_the_demand_is_shown_and_how_to_send_the_table(client):
    place = make_place()
    make_outlook_row(place, RESULTS)
    shown = page(client, place)
    assert "No table of learning places was sent" in shown
    assert "Places that lack" not in shown
    assert "/start/" not in shown
    client.force_login(make_contact(place))
    assert f'href="/en/ageing/{place.code}/start/"' in page(client, place)


def test_page_when_the_people_have_no_districts_then_the_city_is_taken_as_one():
    place = make_place()
    outlook = make_outlook_row(place, AS_ONE)
    make_provision(place, "North,walk,500\nSouth,walk,700\nTotal,walk,1200\n")
    look = demand_of(place, outlook, cleaned())
    assert look.districts == (place.name,)
    assert look.city.offered == 1200
    np.testing.assert_allclose(look.city.demand, look.totals["places"])
    assert look.notes[0].code == "districts_absent"


def test_offer_when_only_the_whole_city_is_told_then_the_city_has_a_balance_and_districts_none(client):
    place = make_place()
    outlook = make_outlook_row(place, RESULTS)
    make_provision(place, f"{place.name},walk,1500\n")
    look = demand_of(place, outlook, cleaned())
    assert (float(look.city.offered), look.covered) == (1500, (True, True, True))
    assert np.isnan(look.by_district.offered).all()
    assert "tells of the whole city only" in page(client, place)


def test_scenarios_when_chosen_then_more_people_learn_and_the_address_carries_them_to_the_brief(client):
    place = make_place()
    outlook = make_outlook_row(place, RESULTS)
    query = {"scenario": "target", "target_year": "2033"} | {f"target_{start}": "20" for start in (55, 65, 75, 85)}
    last = {
        name: demand_of(place, outlook, cleaned(**asked)).totals["learners"][-1, 1]
        for name, asked in {"constant": {}, "cohort": {"scenario": "cohort"}, "target": query}.items()
    }
    assert last["constant"] < last["cohort"] < last["target"]
    shown = page(client, place, "?scenario=cohort&learning_55=12.5")
    brief = re.search(r'href="(/en/ageing/[^"]*brief\.pdf[^"]*)"', shown)
    assert brief
    for part in ("scenario=cohort", "learning_55=12.5", f"outlook={outlook.code}"):
        assert part in brief[1]


def test_modes_when_given_then_they_are_made_whole():
    place = make_place()
    outlook = make_outlook_row(place, RESULTS)
    look = demand_of(place, outlook, cleaned(walk="50", transit="30.5", online="20"))
    assert look.modes == pytest.approx((50 / 100.5, 30.5 / 100.5, 20 / 100.5))


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"learning_55": "120"}, "learning_55", "It is 120. Allowed: 0 to 100."),
        ({"learning_55": "many"}, "learning_55", "“many” is no number."),
        ({"learning_55": ""}, "learning_55", "Nothing is written here. Write a number."),
        ({"group_size": "0"}, "group_size", "It is 0. Allowed: 1 to 500."),
        ({"scenario": "target"}, "target_65", "The scenario of a target needs it."),
        ({"target_year": "2024"}, "target_year", "It is 2024. Allowed: 2025 to 2033."),
        ({"target_year": "2030.5"}, "target_year", "It is 2030.5. Allowed: whole numbers."),
        ({"walk": "50", "online": "20"}, "walk", "add up to 70 per cent"),
        ({"scenario": "wish"}, "scenario", "wish"),
        ({"year": "2026"}, "year", "2026"),
    ],
)
def test_form_when_something_cannot_be_used_then_it_says_what_was_found_and_what_is_allowed(query, field, said):
    found = errors_of(**query)
    assert said in " ".join(found[field])


def test_page_when_the_form_is_faulty_then_it_is_refused_and_shows_no_figures(client):
    place = make_place()
    make_outlook_row(place, RESULTS)
    shown = page(client, place, "?learning_55=120", status=422)
    assert "Something in this form needs mending." in shown
    assert "Places asked for, 2033" not in shown


@pytest.mark.parametrize("language", ["fr", "ar", "zh-hans", "ru"])
def test_page_when_in_another_language_then_it_is_drawn(client, language):
    place = make_place()
    make_outlook_row(place, RESULTS)
    make_provision(place, OFFERED)
    assert "<svg" in page(client, place, language=language)


def test_page_when_there_are_many_districts_then_it_stays_small_quick_and_asks_little(
    client, django_assert_max_num_queries
):
    names = tuple(f"District number {number}" for number in range(60))
    counts = np.random.default_rng(1).uniform(10, 900, (60, len(STARTS)))
    results = replace(make_results(years=30, trajectories=1000), districts=names, by_district=counts)
    place = make_place()
    make_outlook_row(place, results)
    make_provision(place, "".join(f"{name},{mode},40\n" for name in names for mode in ("walk", "transit", "online")))
    page(client, place)
    began = time.process_time()
    with django_assert_max_num_queries(12):
        shown = page(client, place)
    assert len(shown.encode()) <= 120_000
    assert time.process_time() - began <= 2.0
    client.force_login(make_contact(place))
    with django_assert_max_num_queries(12):
        page(client, place)
    assert "Only the districts in which most lacks are shown" in shown
    assert len({row["district"] for row in rows_of(client, place)}) == 61


def test_csv_when_read_twice_then_every_figure_is_the_same(client):
    place = make_place()
    make_outlook_row(place, RESULTS)
    assert rows_of(client, place) == rows_of(client, place)


def test_codes_when_raised_or_noted_then_each_has_a_sentence():
    folder = Path(learning.__file__).parents[2]
    files = ("engine/outlook/older.py", "engine/outlook/learning.py", "files/demand.py")
    source = "".join((folder / name).read_text() for name in files)
    raised, noted = re.findall(r'DataProblem\("(\w+)"', source), re.findall(r'Assumption\("\w+", "(\w+)"', source)
    assert set(raised) == {"demand_years_not_projected", "scenario_unknown", "target_missing"}
    assert [code for code in raised if code not in PHRASES] == []
    assert set(noted) == set(DEMAND_ASSUMPTIONS)


def test_notes_when_many_districts_are_named_then_the_rest_is_counted():
    names = tuple(f"D{number}" for number in range(15))
    told = say_demand_note("districts_not_told", {"names": names})
    assert "D0, D1, " in told
    assert "D11… (15)" in told
    assert "D12" not in told

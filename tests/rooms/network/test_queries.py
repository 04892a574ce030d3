from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.network import make_city, make_country, make_event, make_member, make_name, make_source, make_value

from hub.commons.places.maps import Box
from hub.rooms.network.models import Cluster, ClusterMembership
from hub.rooms.network.queries.cities import CityFilters, city_by_code, matching, rows_of
from hub.rooms.network.queries.maps import map_of
from hub.rooms.network.queries.standing import network_on

pytestmark = pytest.mark.django_db


def names(**filters):
    return [row.name for row in rows_of(matching(CityFilters(**filters)))]


def test_matching_when_no_filter_is_set_then_alphabetical_in_any_script():
    for name in ("Zadar", "Águeda", "Ålesund", "agrinio"):
        make_city(name)
    assert names() == ["agrinio", "Águeda", "Ålesund", "Zadar"]


def test_matching_when_text_is_in_another_script_or_without_accents_then_the_city_is_found():
    city = make_city("Água Nova")
    make_name(city, "서울", language="ko")
    make_name(city, "الرياض", language="ar")
    make_city("Elsewhere")
    assert [names(text=text) for text in ("agua", "ÁGUA nova", "서울", "الرياض", "nova água")] == [["Água Nova"]] * 5


def test_matching_when_text_is_a_country_then_its_cities_are_found():
    make_city("Cork", country="IRL")
    make_city("Osan", country="KOR")
    assert names(text="kor ru") == ["Osan"]


def test_matching_when_text_has_wildcards_then_they_mean_nothing():
    make_city("Cork")
    assert [names(text=text) for text in ("%", "_", "'; drop", "-")] == [[], [], [], []]


def test_matching_when_filters_are_set_then_only_those_cities_are_shown():
    cork = make_member("Cork", day=date(2016, 1, 1))
    make_member("Osan", country="KOR", region="asia-pacific", day=None)
    make_event(make_member("Gone", kind="district"), "withdrawn", date(2021, 1, 1))
    cluster = Cluster.objects.create(code="literacy", name="Literacy")
    ClusterMembership.objects.create(cluster=cluster, city=cork)
    assert names(region="asia-pacific") == ["Osan"]
    assert names(country="irl") == ["Cork", "Gone"]
    assert names(kind="district") == ["Gone"]
    assert names(cluster="literacy") == ["Cork"]
    assert names(year=2016) == ["Cork"]
    assert names(standing="members") == ["Cork", "Osan"]
    assert names(standing="former") == ["Gone"]


def test_matching_when_within_a_box_then_edges_belong_to_one_side():
    make_member("Here")
    boxes = (Box(8, 50, 9, 51), Box(7, 49, 8, 50), Box(-180, -90, 180, 90))
    assert [names(within=box) for box in boxes] == [["Here"], [], ["Here"]]


def test_rows_when_reader_has_a_name_in_their_language_then_it_comes_first(settings):
    from django.utils import translation

    city = make_city("Riyadh", country="SAU", region="arab-states")
    make_name(city, "الرياض", language="ar")
    with translation.override("ar"):
        arabic = rows_of([city.pk])[0]
    english = rows_of([city.pk])[0]
    assert (arabic.name, arabic.local) == ("الرياض", "Riyadh")
    assert (english.name, english.local, english.local_language) == ("Riyadh", "الرياض", "ar")


def test_rows_when_values_differ_then_the_newest_valid_one_is_current():
    city = make_city()
    make_value(city, number=100, as_of=None)
    make_value(city, number=300, as_of=date(2020, 1, 1))
    make_value(city, number=200, as_of=date(2019, 1, 1))
    make_value(city, number=900, as_of=date(2024, 1, 1), is_valid=False)
    assert rows_of([city.pk])[0].population == 300


def test_rows_when_there_are_three_then_they_cost_as_many_queries_as_one():
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_value(make_member())
        with CaptureQueriesContext(connection) as queries:
            rows_of(matching(CityFilters(standing="members")))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_city_by_code_when_code_is_unknown_then_none():
    assert city_by_code("nowhere") is None


def test_network_when_asked_for_a_day_then_counts_by_region_and_country():
    make_country("KOR")
    make_member(day=date(2016, 1, 1))
    make_member(day=None)
    make_member(country="KOR", region="asia-pacific", day=date(2022, 9, 2))
    before, after = network_on(date(2020, 1, 1)), network_on(date(2023, 1, 1))
    assert (before.places, before.totals.members, before.totals.undated, before.totals.countries) == (3, 1, 1, 1)
    assert [(group.code, group.totals.members) for group in after.regions] == [
        ("asia-pacific", 1),
        ("europe-north-america", 1),
    ]


def test_network_when_an_event_is_added_then_the_answer_changes_at_once():
    city = make_member()
    assert network_on(date(2024, 1, 1)).totals.members == 1
    make_event(city, "withdrawn", date(2023, 1, 1))
    assert network_on(date(2024, 1, 1)).totals.members == 0


def test_map_when_a_city_has_no_position_then_it_is_told():
    make_member("Here")
    make_city("Nowhere", source=make_source())
    drawn = map_of(CityFilters())
    assert ([dot.label for dot in drawn.dots], drawn.shown, drawn.missing) == (["Here, IRL en"], 1, 1)

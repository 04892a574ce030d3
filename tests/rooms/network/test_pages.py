import csv
import json
from datetime import date
from gzip import compress
from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.network import (
    make_city,
    make_country,
    make_focal_point,
    make_member,
    make_name,
    make_source,
    make_staff,
)
from tests.factories.people import make_person

from hub.rooms.network.actions.facts import merge_duplicate
from hub.rooms.network.models import City, CityValue, MembershipEvent
from hub.rooms.network.queries.cities import CityFilters
from hub.rooms.network.queries.maps import map_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def text_of(answer):
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def make_many(number):
    """So many members by bulk, spread over the world."""
    make_country("IRL")
    source = make_source()
    cities = City.objects.bulk_create(
        City(code=f"irl-many-{n}", name=f"City {n}", folded=f"city {n}", country_id="IRL", region="africa")
        for n in range(number)
    )
    MembershipEvent.objects.bulk_create(
        MembershipEvent(city=city, kind="admitted", date=date(2016, 1, 1), precision="day") for city in cities
    )
    places = ((city, (n * 37) % 120 - 50, (n * 73) % 340 - 170) for n, city in enumerate(cities))
    CityValue.objects.bulk_create(
        CityValue(city=city, property=name, number=degrees, unit="degree", source=source)
        for city, latitude, longitude in places
        for name, degrees in (("latitude", latitude), ("longitude", longitude))
    )


@pytest.mark.parametrize("name", ["cities", "as_of"])
def test_page_when_there_are_three_cities_then_it_costs_as_many_queries_as_with_one(client, name):
    make_member()
    client.get(reverse(f"network:{name}"))
    make_member()
    one = queries_of(client, reverse(f"network:{name}"))
    make_member()
    make_member()
    assert queries_of(client, reverse(f"network:{name}")) == one <= MOST_QUERIES


def test_city_when_shown_then_few_queries_whatever_it_holds(client):
    city = make_member()
    first = queries_of(client, reverse("network:city", args=[city.code]))
    for text in ("Corcaigh", "Корк", "كورك"):
        make_name(city, text, source=make_source())
    assert queries_of(client, reverse("network:city", args=[city.code])) <= first <= MOST_QUERIES


def test_city_when_facts_are_missing_then_gaps_say_why(client):
    city = make_city()
    page = text_of(client.get(reverse("network:city", args=[city.code])))
    assert [
        reason in page
        for reason in ("No source gives a figure for this unit.", "No source gives its position", "not a member")
    ] == [True] * 3


def test_city_when_its_code_was_merged_then_the_address_leads_on(client):
    double, stays = make_city(), make_city()
    code = double.code
    merge_duplicate(make_staff(), double, into=stays, reason="")
    answer = client.get(reverse("network:city", args=[code]))
    assert (answer.status_code, answer.url) == (301, reverse("network:city", args=[stays.code]))


def test_city_when_unknown_then_not_found(client):
    assert client.get(reverse("network:city", args=["nowhere"])).status_code == 404


def test_contacts_when_seen_by_the_public_then_hidden_and_by_staff_shown(client):
    city = make_city()
    focal_point = make_focal_point(city, email="focal@example.org")
    url = reverse("network:city", args=[city.code])
    seen = []
    for person in (None, make_person(), focal_point, make_staff()):
        if person:
            client.force_login(person)
        seen.append("focal@example.org" in text_of(client.get(url)))
    assert seen == [False, False, True, True]


@pytest.mark.parametrize("query", ["region=nowhere", "year=abc", "within=1,2", "kind=x&cluster=y"])
def test_list_when_filters_cannot_be_read_then_it_says_so(client, query):
    assert client.get(f"{reverse('network:cities')}?{query}").status_code == 422


@pytest.mark.parametrize("query", ["page=9999", "page=x", "q=%00", "q=%F0%9F%8C%8D", "q=" + "x" * 99])
def test_list_when_asked_oddly_then_it_answers(client, query):
    make_member()
    assert client.get(f"{reverse('network:cities')}?{query}").status_code in {200, 422}


def test_as_of_when_the_day_is_out_of_range_then_it_says_what_is_allowed(client):
    for day in ("1999-01-01", "2999-01-01", "x"):
        assert client.get(reverse("network:as_of"), {"date": day}).status_code == 422


def test_download_when_a_name_looks_like_a_formula_then_it_is_made_safe(client):
    make_member("=1+1")
    rows = list(csv.DictReader(text_of(client.get(reverse("network:download_csv"))).lstrip("\ufeff").splitlines()))
    assert [(row["name"], row["latitude"]) for row in rows] == [("'=1+1", "50.0")]


def test_download_when_json_then_it_carries_licence_and_every_city(client):
    make_member("Cork")
    make_member("Osan", day=None)
    told = json.loads(text_of(client.get(reverse("network:download_json"))))
    assert [(city["name"], city["standing"]) for city in told["cities"]] == [("Cork", "member"), ("Osan", "undated")]
    assert set(told) == {"title", "licence", "citation", "as_of", "columns", "cities"}


def test_download_when_nothing_matches_then_it_is_still_a_table(client):
    assert json.loads(text_of(client.get(reverse("network:download_json"), {"q": "zzz"})))["cities"] == []


@pytest.mark.parametrize(
    "name", ["correct_city", "add_name", "add_value", "record_event", "merge_duplicate", "history", "roles"]
)
def test_staff_pages_when_opened_by_others_then_refused_and_by_staff_shown(client, name):
    url = reverse(f"network:{name}", args=[make_city().code])
    statuses = [client.get(url).status_code]
    for person in (make_person(), make_staff()):
        client.force_login(person)
        statuses.append(client.get(url).status_code)
    assert statuses == [302, 403, 200]


def test_add_value_when_sent_by_staff_then_it_is_on_the_page(client):
    city = make_city()
    client.force_login(make_staff())
    sent = {"property": "population", "number": "4242", "as_of": "2024-05", "source": "https://example.org/census"}
    answer = client.post(reverse("network:add_value", args=[city.code]), sent, follow=True)
    assert "4,242" in text_of(answer)


@pytest.mark.parametrize(
    ("field", "value"), [("as_of", "May 2024"), ("as_of", "2024-13"), ("number", "1,5"), ("source", "somewhere")]
)
def test_add_value_when_something_is_wrong_then_the_form_says_so(client, field, value):
    city = make_city()
    client.force_login(make_staff())
    sent = {"property": "population", "number": "4242", "as_of": "2024", "source": "https://example.org"} | {
        field: value
    }
    assert client.post(reverse("network:add_value", args=[city.code]), sent).status_code == 422
    assert city.values.count() == 0


def test_pages_when_the_register_has_5000_cities_then_they_stay_smooth(client):
    make_many(5000)
    client.get(reverse("network:cities"))
    started = process_time()
    page = client.get(reverse("network:cities"), {"page": 50, "standing": "members"})
    assert (page.status_code, process_time() - started < 0.3) == (200, True)
    drawn = map_of(CityFilters())
    assert (drawn.is_grouped, drawn.shown, len(drawn.dots) <= 600) == (True, 5000, True)
    assert len(compress(client.get(reverse("lobby:map")).content)) < 100_000


def test_city_when_a_room_has_a_page_about_it_then_links_there(client):
    city = make_city()
    page = client.get(f"/en/cities/{city.code}/").content.decode()
    assert f'href="/en/ageing/{city.code}/"' in page

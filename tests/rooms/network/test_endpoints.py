from datetime import date

import pytest
from tests.factories.network import make_city, make_member, make_name

pytestmark = pytest.mark.django_db
API = "/api/v1/network"


def test_cities_when_asked_in_pages_then_all_are_told(client):
    for number in range(3):
        make_member(f"City {number}")
    pages = [client.get(f"{API}/cities", {"size": 2, "page": page}).json() for page in (1, 2)]
    assert [page["count"] for page in pages] == [3, 3]
    assert [city["name"] for page in pages for city in page["items"]] == ["City 0", "City 1", "City 2"]


def test_cities_when_a_parameter_is_wrong_then_one_error_shape(client):
    for query in ("region=x", "size=0", "country=IRLAND", "within=1", "year=1"):
        answer = client.get(f"{API}/cities?{query}")
        assert (answer.status_code, set(answer.json())) == (422, {"error"})


def test_city_when_asked_then_every_value_names_its_source(client):
    city = make_member("Cork", day=date(2016, 1, 1))
    make_name(city, "Корк", language="ru")
    told = client.get(f"{API}/cities/{city.code}").json()
    assert {value["source"] for value in told["values"]} == {source["code"] for source in told["sources"]}
    assert [event["date"] for event in told["events"]] == ["2016-01-01"]
    assert told["position"] == {"latitude": 50.0, "longitude": 8.0}


def test_city_when_unknown_then_404_in_the_error_shape(client):
    answer = client.get(f"{API}/cities/nowhere")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_as_of_when_asked_for_a_day_then_totals_and_reconciliation(client):
    make_member(day=date(2016, 1, 1))
    make_city()
    told = client.get(f"{API}/as-of", {"date": "2020-01-01"}).json()
    assert (told["totals"]["members"], told["places"], told["reconciliation"]) == (1, 2, [])
    assert client.get(f"{API}/totals", {"date": "2015-01-01"}).json()["totals"]["members"] == 0
    assert client.get(f"{API}/as-of", {"date": "x"}).status_code == 422


def test_answers_when_nothing_has_changed_then_304_and_after_a_change_200(client):
    make_member()
    etag = client.get(f"{API}/cities")["ETag"]
    assert client.get(f"{API}/cities", headers={"If-None-Match": etag}).status_code == 304
    make_member()
    assert client.get(f"{API}/cities", headers={"If-None-Match": etag}).status_code == 200


def test_countries_when_asked_then_only_those_with_cities(client):
    make_member(country="KOR")
    assert [country["code"] for country in client.get(f"{API}/countries").json()] == ["KOR"]

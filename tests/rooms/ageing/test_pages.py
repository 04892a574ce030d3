"""The journey of a planner, and what others see: from tables to an outlook, its pages, and who may do what."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.ageing import make_contact, make_place
from tests.factories.ageing_country import keep_country, made_up_figures
from tests.factories.people import make_person

from hub.rooms.ageing.engine.ages import grouped
from hub.rooms.ageing.models import Delivery, Outlook, Place

pytestmark = pytest.mark.django_db
STARTS = tuple(range(0, 86, 5))


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    """An installation of its own, with figures of one country."""
    settings.HUB_HOME = tmp_path
    keep_country(tmp_path)
    return tmp_path


def table(day: str = "2024-04-03", *, share: float = 0.03, district: str = "Centre") -> SimpleUploadedFile:
    """People of a city that is a part of the country."""
    people = grouped(made_up_figures().base * share, STARTS)
    rows = ["date;district;sex;age;persons"]
    for sex, of_sex in zip(("male", "female"), people, strict=True):
        for start, number in zip(STARTS, of_sex, strict=True):
            age = f"{start}-{start + 4}" if start < 85 else "85+"
            rows.append(f"{day};{district};{sex};{age};{number:.0f}")
    return SimpleUploadedFile(f"people-{day}.csv", "\n".join(rows).encode())


def vital() -> SimpleUploadedFile:
    return SimpleUploadedFile("events.csv", b"year,births,deaths\n2022,1700,1300\n2023,1650,1320\n")


@pytest.fixture
def place() -> Place:
    return make_place(name="Alder", code="alder")


@pytest.fixture
def planner(client, place):
    client.force_login(make_contact(place))
    return client


def send(client, **files: object):
    return client.post("/en/ageing/alder/send/", files)


@pytest.fixture
def projected(planner) -> Outlook:
    send(planner, population=table(), earlier=table("2014-04-03", share=0.028), vital=vital(), source="Census office")
    assert planner.post("/en/ageing/alder/project/", {"years": 20}).status_code == 302
    return Outlook.objects.get()


def test_start_when_opened_then_asks_for_tables(planner) -> None:
    answer = planner.get("/en/ageing/alder/start/")
    assert answer.status_code == 200
    assert "People by age and sex" in answer.content.decode()


def test_send_when_tables_are_sound_then_says_what_was_understood(planner) -> None:
    answer = send(planner, population=table(), vital=vital())
    assert answer.status_code == 302
    page = planner.get(answer.url).content.decode()
    assert "3 April 2024" in page
    assert "2022–2023" in page
    assert [one.kind for one in Delivery.objects.order_by("pk")] == ["population", "vital"]


def test_send_when_one_table_cannot_be_read_then_nothing_is_kept_and_the_cell_is_named(planner) -> None:
    broken = SimpleUploadedFile("places.csv", b"district,mode,places\nCentre,teleport,12\n")
    answer = send(planner, population=table(), provision=broken)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "places.csv, row 2" in page
    assert "walk, transit, online" in page
    assert not Delivery.objects.exists()


def test_send_when_no_file_is_chosen_then_asks_for_one(planner) -> None:
    answer = send(planner, source="nobody")
    assert answer.status_code == 422
    assert "Choose at least one file." in answer.content.decode()


def test_send_when_somebody_else_then_forbidden(client, place) -> None:
    client.force_login(make_person())
    assert send(client, population=table()).status_code == 403
    assert not Delivery.objects.exists()


def test_project_when_tables_are_there_then_the_page_shows_ranges(planner, projected) -> None:
    page = planner.get("/en/ageing/alder/").content.decode()
    assert "Four of five futures" in page
    assert "Census office" in page
    assert projected.code in page
    assert {one["code"] for one in projected.assumed} >= {
        "fertility_from_births",
        "mortality_from_deaths",
        "migration_from_residual",
        "interval_of_typical_country",
    }


def test_project_when_made_again_from_the_same_then_it_is_the_same_outlook(planner, projected) -> None:
    planner.post("/en/ageing/alder/project/", {"years": 20})
    assert list(Outlook.objects.values_list("code", flat=True)) == [projected.code]


def test_project_when_no_figures_of_the_country_are_kept_then_says_so(planner, home) -> None:
    for file in (home / "ageing" / "national").iterdir():
        file.unlink()
    send(planner, population=table())
    answer = planner.post("/en/ageing/alder/project/", {"years": 20})
    assert answer.status_code == 422
    assert "There are no figures of the country" in answer.content.decode()


def test_project_when_the_official_line_is_wrong_then_names_line_and_cure(planner) -> None:
    send(planner, population=table())
    answer = planner.post("/en/ageing/alder/project/", {"years": 20, "official": "2030 many"})
    assert answer.status_code == 422
    assert "Line 1 is “2030 many”" in answer.content.decode()


def test_project_when_the_years_are_too_many_then_refused_with_what_is_covered(planner) -> None:
    send(planner, population=table())
    answer = planner.post("/en/ageing/alder/project/", {"years": 60})
    assert answer.status_code == 422
    assert "the country’s rates cover 2025 to 2065" in answer.content.decode()


def test_project_when_an_official_total_is_given_then_it_is_kept_beside_the_projection(planner) -> None:
    send(planner, population=table())
    planner.post("/en/ageing/alder/project/", {"years": 20, "official": "2030 151000\n2040;149000"})
    page = planner.get("/en/ageing/alder/sources/").content.decode()
    assert "2030: 151000" in page.replace(",", "")
    assert "2040: 149000" in page.replace(",", "")


def test_place_when_not_public_then_strangers_see_the_country(client, projected) -> None:
    client.logout()
    page = client.get("/en/ageing/alder/").content.decode()
    assert "No projection of Alder itself is shown yet." in page
    assert projected.code not in page
    assert client.get(f"/en/ageing/alder/?outlook={projected.code}").status_code == 403
    assert client.get("/en/ageing/alder/sources/").status_code == 404


def test_place_when_published_then_everybody_sees_it_and_may_hide_it_again(client, planner, projected) -> None:
    planner.post("/en/ageing/alder/publish/", {"shown": "yes"})
    planner.logout()
    assert projected.code in client.get("/en/ageing/alder/").content.decode()
    assert "Alder" in client.get("/en/ageing/").content.decode()
    assert client.post("/en/ageing/alder/publish/", {"shown": "no"}).status_code == 302
    assert Outlook.objects.get().is_public


def test_place_when_unknown_then_not_found(client) -> None:
    assert client.get("/en/ageing/nowhere-at-all/").status_code == 404


def test_sources_when_a_key_is_followed_then_tells_the_figure_and_where_it_is_from(planner, projected) -> None:
    key = f"{projected.code}.alder.pct65:2035-low"
    page = planner.get("/en/ageing/alder/sources/", {"figure": key}).content.decode()
    assert key in page
    assert "100 P(65+) / P" in page
    assert "people-2024-04-03.csv" in page
    assert str(projected.seed) in page


def test_sources_when_the_key_is_of_another_outlook_then_shows_none(planner, projected) -> None:
    page = planner.get("/en/ageing/alder/sources/", {"figure": "deadbeef.alder.pct65:2035"}).content.decode()
    assert "<code>deadbeef" not in page


def test_scenarios_when_migration_halves_then_shows_differences(planner, projected) -> None:
    answer = planner.get("/en/ageing/alder/scenarios/", {"migration": "50"})
    assert answer.status_code == 200
    assert "Difference, 2035" in answer.content.decode()


def test_scenarios_when_nothing_differs_then_says_so(planner, projected) -> None:
    page = planner.get("/en/ageing/alder/scenarios/", {"migration": "100"}).content.decode()
    assert "Nothing is supposed that differs from the reference." in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"migration": "900"}, "less than or equal to 500"),
        ({"fertility": "reaches"}, "Write how many, for example 1.6."),
        ({"longer": "2", "by_year": "2400"}, "2044"),
        ({"migration": "half"}, "Enter a number."),
    ],
)
def test_scenarios_when_a_field_is_wrong_then_says_what_is_allowed(planner, projected, asked, said) -> None:
    answer = planner.get("/en/ageing/alder/scenarios/", asked)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_scenarios_when_there_is_no_outlook_then_leads_to_the_tables(planner) -> None:
    page = planner.get("/en/ageing/alder/scenarios/").content.decode()
    assert "/en/ageing/alder/start/" in page


def test_set_aside_when_asked_then_the_file_is_kept_but_not_used(planner) -> None:
    send(planner, population=table())
    one = Delivery.objects.get()
    planner.post(f"/en/ageing/alder/received/{one.pk}/set-aside/")
    one.refresh_from_db()
    assert not one.is_current
    assert "still missing" in planner.get("/en/ageing/alder/received/").content.decode()


def test_network_when_opened_then_counts_cities_by_the_age_of_their_country(client) -> None:
    make_place(is_synthetic=False, country="IRL")
    page = client.get("/en/ageing/").content.decode()
    assert "IRL en" in page
    assert "nobody is ranked" in page


@pytest.mark.parametrize(
    "path", ["", "alder/", "alder/scenarios/", "alder/demand/", "alder/readiness/", "alder/sources/"]
)
def test_pages_when_opened_then_at_most_twelve_queries(planner, projected, django_assert_max_num_queries, path) -> None:
    with django_assert_max_num_queries(12):
        assert planner.get(f"/en/ageing/{path}").status_code == 200


def test_place_when_two_counts_are_ten_years_apart_then_they_alone_are_carried_on_too(planner, projected) -> None:
    page = planner.get("/en/ageing/alder/").content.decode()
    assert "A second way: two counts alone" in page
    assert "2044" in page


def test_place_when_the_country_has_no_figures_then_two_counts_still_give_a_result(planner, home) -> None:
    for file in (home / "ageing" / "national").iterdir():
        file.unlink()
    send(planner, population=table(), earlier=table("2014-04-03", share=0.028))
    page = planner.get("/en/ageing/alder/").content.decode()
    assert "A second way: two counts alone" in page


def test_place_when_an_official_total_is_given_then_raw_and_raked_stand_beside_each_other(planner) -> None:
    send(planner, population=table())
    planner.post("/en/ageing/alder/project/", {"years": 20, "official": "2035 151000"})
    page = planner.get("/en/ageing/alder/").content.decode()
    assert "Beside the official projection" in page
    assert "151,000" in page


@pytest.mark.parametrize("path", ["", "scenarios/", "demand/"])
def test_pages_when_the_kept_results_are_damaged_then_say_so_and_do_not_fail(planner, projected, path) -> None:
    Outlook.objects.update(results=b"not an archive")
    answer = planner.get(f"/en/ageing/alder/{path}")
    assert answer.status_code == 200
    assert "The results that were kept cannot be read" in answer.content.decode()


def test_brief_when_the_kept_results_are_damaged_then_not_found(planner, projected) -> None:
    Outlook.objects.update(results=b"not an archive")
    assert planner.get("/en/ageing/alder/brief.pdf").status_code == 404


def test_place_when_there_is_no_outlook_then_the_pyramids_of_the_country_move(client, place) -> None:
    page = client.get("/en/ageing/alder/", {"year": "2040"}).content.decode()
    assert 'value="2040" selected' in page
    assert "United Nations, World Population Prospects 2024" in page


@pytest.mark.parametrize("year", ["²²", "99999999999999999999", "-1", "1990"])
def test_place_when_the_year_makes_no_sense_then_a_near_one_is_shown(client, place, year) -> None:
    assert client.get("/en/ageing/alder/", {"year": year}).status_code == 200

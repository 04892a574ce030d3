"""From files to an outlook that is kept: its code, what it was made from, who may see it, and files of all kinds together."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.factories.ageing import make_contact, make_outlook, make_place
from tests.factories.ageing_country import FIRST_YEAR, keep_country, made_up_figures
from tests.factories.network import make_focal_point, make_role, make_staff
from tests.factories.people import make_person
from tests.rooms.ageing.files.cities import FIVES, population, provision, vital

from hub.kit.errors import DataProblem, Problem
from hub.rooms.ageing.actions.outlooks import KEPT_A_PLACE, publish_outlook
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals
from hub.rooms.ageing.files import outlooks
from hub.rooms.ageing.files.outlooks import make_outlook as project_place
from hub.rooms.ageing.files.outlooks import results_of, tables_of
from hub.rooms.ageing.files.receive import Sent, receive_tables
from hub.rooms.ageing.files.wpp.intervals import Intervals, write_intervals
from hub.rooms.ageing.models import Outlook, Place
from hub.rooms.ageing.phrases import say
from hub.rooms.ageing.queries.places import (
    current_deliveries,
    latest_outlook,
    outlook_of,
    outlooks_of_place,
    public_outlooks,
)
from hub.rooms.network.models import RoleKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, monkeypatch, tmp_path: Path) -> Path:
    settings.HUB_HOME = tmp_path
    # How many futures are drawn is no matter here.
    monkeypatch.setattr(outlooks, "TRAJECTORIES", 20)
    keep_country(tmp_path)
    return tmp_path


@pytest.fixture
def place() -> Place:
    return make_place(code="alder", name="Alder")


def made(place: Place, *sent: Sent, years: int = 10, official: dict[int, float] | None = None) -> Outlook:
    receive_tables(None, place, sent)
    return project_place(None, place, years=years, official=official or {})


def refusal(place: Place, *sent: Sent, **asked: object) -> str:
    with pytest.raises(DataProblem) as refused:
        made(place, *sent, **asked)
    said = say(refused.value)
    assert "%(" not in said
    assert "no description yet" not in said
    return said


def assumed(outlook: Outlook) -> list[str]:
    return [one["code"] for one in outlook.assumed]


# --- the code


def test_make_outlook_when_made_again_from_the_same_then_is_the_same_bytes_and_code(place):
    one = made(place, population(), vital())
    two = project_place(None, place, years=10, official={})
    assert (one.pk, one.code) == (two.pk, two.code)
    elsewhere = made(make_place(code="birch"), population(), vital())
    assert elsewhere.seed != one.seed
    one.delete()
    again = project_place(None, place, years=10, official={})
    assert (bytes(again.results), again.code) == (bytes(one.results), one.code)


def test_make_outlook_when_the_same_files_were_kept_anew_then_has_the_same_code(place):
    one = made(place, population(), vital())
    before = one.code
    place.deliveries.all().delete()
    one.delete()
    assert made(place, population(), vital()).code == before


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ((population(share=0.031), vital()), {}),
        ((population(source="Register"), vital()), {}),
        ((population(name="other.csv"), vital()), {}),
        ((population("2024-04-04"), vital()), {}),
        ((population(),), {}),
        ((population(), vital("year,births,deaths\n2022,1700,1300\n2023,1650,1321\n")), {}),
        ((population(), vital(), provision()), {}),
        ((population(districts=("Centre",)), vital()), {}),
        ((population(), vital()), {"years": 11}),
        ((population(), vital()), {"official": {2030: 151000.0}}),
    ],
    ids=range(10),
)
def test_make_outlook_when_anything_differs_then_so_does_the_code(place, sent, asked):
    one = made(place, population("2024-04-03", name="people-.csv"), vital())
    place.deliveries.update(is_current=False)
    assert made(place, *sent, **asked).code != one.code


def test_make_outlook_when_counted_on_the_last_day_of_a_year_or_the_next_then_codes_differ_though_people_do_not(place):
    codes = []
    for day in ("2024-12-31", "2025-01-01"):
        place.deliveries.update(is_current=False)
        codes.append(made(place, population(day, name="people.csv")).code)
    assert codes[0] != codes[1]
    assert len({one.base_date for one in Outlook.objects.all()}) == 2


def test_make_outlook_when_made_then_says_what_it_was_made_from(place):
    outlook = made(place, population("2014-04-03"), population("2024-04-03"), vital(), official={2030: 150e3})
    assert [one["kind"] for one in outlook.made_from] == ["population", "population", "vital", "national"]
    assert outlook.made_from[0]["source"] == "Census office"
    assert (outlook.base_date, outlook.first_year, outlook.last_year) == (date(2024, 4, 3), 2025, 2035)
    assert outlook.options == {"official": {"2030": 150e3}}
    assert outlook.made_from[-1]["licence"] == "CC BY 3.0 IGO"
    assert outlook.headline["years"] == [2025]
    results = results_of(outlook)
    np.testing.assert_array_equal(results.official[[4, 5, 6]], [np.nan, 150e3, np.nan])
    assert results.summary.years == tuple(range(2025, 2035))


def test_make_outlook_when_thirty_years_are_projected_then_the_headline_has_ten_and_twenty(place):
    headline = made(place, population(), years=30).headline
    assert headline["years"] == [2025, 2035, 2045]
    assert len(headline["pct65"]) == 3
    assert headline["pct65"][0] == sorted(headline["pct65"][0])


# --- files of all kinds together


def test_tables_of_when_files_overlap_then_of_each_date_the_one_sent_last_counts(place):
    receive_tables(None, place, [population("2014-04-03", "2024-04-03", share=0.02)])
    receive_tables(None, place, [population("2024-04-03", districts=("Centre", "Hill"))])
    tables = tables_of(current_deliveries(place))
    assert [table.dates for table in tables.whole] == [(date(2014, 4, 3),), (date(2024, 4, 3),)]
    assert [round(table.persons.sum(), -4) for table in tables.whole] == [100_000, 150_000]
    assert tables.districts.districts == ("Centre", "Hill")


def test_tables_of_when_the_one_without_districts_is_sent_last_then_there_are_none(place):
    receive_tables(None, place, [population("2024-04-03", "2014-04-03", districts=("Centre", "Hill"))])
    receive_tables(None, place, [population("2024-04-03")])
    tables = tables_of(current_deliveries(place))
    assert [name for name in tables.districts.districts if name] == []
    assert tables.whole[0].persons.sum() == pytest.approx(150_000, rel=0.01)


@pytest.mark.parametrize("order", [1, -1])
def test_make_outlook_when_only_one_date_has_districts_then_whole_and_districts_agree(place, order):
    sent = [population("2014-04-03"), population("2024-04-03", districts=("Centre", "Hill", "Old Town"))][::order]
    outlook = made(place, *sent)
    results = results_of(outlook)
    assert results.districts == ("Centre", "Hill", "Old Town")
    assert results.by_district.sum() == pytest.approx(results.future.inputs.base.sum(), rel=0.02)
    assert "migration_from_residual" in assumed(outlook)


def test_make_outlook_when_the_sexes_differ_between_files_then_the_latest_decides_and_nothing_stops(place):
    outlook = made(place, population("2014-04-03", told=False), population("2024-04-03"))
    assert "sexes_as_in_country" not in assumed(outlook)
    assert "migration_from_residual" in assumed(outlook)
    other = made(place, population("2024-05-03", told=False))
    assert "sexes_as_in_country" in assumed(other)


def test_make_outlook_when_the_earlier_groups_are_wider_then_the_latest_keeps_its_own(place):
    outlook = made(place, population("2014-04-03", starts=(0, 15, 65)), population("2024-04-03", starts=range(101)))
    assert assumed(outlook)[:1] == ["base_brought_forward"]
    assert "single_ages_as_in_country" not in assumed(outlook)
    assert results_of(outlook).starts == tuple(range(101))


def test_make_outlook_when_groups_go_beyond_100_then_districts_have_them_together(place):
    usual = population("2024-04-03", starts=(*FIVES, 90, 95, 100), districts=("Centre", "Hill"))
    before = results_of(made(place, usual))
    rows = [f"2024-04-03,{district},{sex},105+,3" for district in ("Centre", "Hill") for sex in ("male", "female")]
    content = b"\n".join([usual.content.replace(b"100+", b"100-104"), *(row.encode() for row in rows)])
    found = results_of(made(place, Sent(usual.kind, "beyond.csv", content)))
    assert found.starts == (*FIVES, 90, 95, 100)
    np.testing.assert_array_equal(found.by_district[:, -1], before.by_district[:, -1] + 6)
    assert found.future.inputs.base[:, 100].sum() > before.future.inputs.base[:, 100].sum() + 6


def test_make_outlook_when_a_figure_is_missing_then_it_is_filled_and_all_is_projected(place):
    outlook = made(place, population("2024-04-03", gaps=("40-44",)))
    assert results_of(outlook).future.inputs.base.sum() == pytest.approx(150_000, rel=0.02)


# --- what stops a projection is said


def test_make_outlook_when_groups_are_too_wide_then_says_which_and_what_to_send(place):
    said = refusal(place, population("2024-04-03", starts=(0, 15, 65)))
    assert said == (
        "The age groups of 2024-04-03 are 0–14, 15–64, 65+: five-year groups cannot be made of them. Send five-year groups "
        "or single ages, the oldest group beginning at 60 or later. If the ages are not known so finely, send a table of "
        "another date and use this one no longer."
    )


def test_make_outlook_when_people_were_counted_long_ago_then_asks_for_newer_ones(place):
    assert refusal(place, population("1999-04-03")) == (
        "The latest people are of 1999-04-03. The country’s rates begin in 2025, and people can be brought forward over at "
        "most 20 years. Send a newer table; an estimate will do."
    )


def test_make_outlook_when_official_years_are_not_projected_then_names_them(place):
    assert refusal(place, population(), official={2019: 1.0, 2030: 2.0, 2035: 3.0}) == (
        "Official totals were given for 2019, 2035; the projection has the years 2025 to 2034. Give totals of these years "
        "only, or ask for more years ahead."
    )


def test_make_outlook_when_no_people_were_sent_then_asks_for_them(place):
    assert refusal(place, vital()).startswith("No table of people by age and sex is in use.")


def test_make_outlook_when_the_country_has_no_figures_then_says_so(place, home):
    (home / "ageing" / "national" / "IRL.npz").unlink()
    assert "There are no figures of the country" in refusal(place, population())


def test_make_outlook_when_nobody_lives_there_then_says_so(place):
    assert "nobody" in refusal(place, population("2024-04-03", share=0.0))


# --- very small places


@pytest.mark.parametrize("people", [900, 150, 101])
def test_make_outlook_when_the_place_is_very_small_then_keeps_what_json_knows(place, people):
    share = people / made_up_figures().base.sum()
    outlook = made(place, population(share=share, starts=(*range(0, 61, 5),)), years=30)
    outlook.refresh_from_db()
    values = [one for year in outlook.headline["oadr65_20_64"] for one in year]
    assert all(one is None or one >= 0 for one in values)


def test_make_outlook_when_only_old_people_live_there_then_ratios_are_left_out(place):
    rows = [f"2024-04-03,{sex},{age},{3 if age == '80-84' else 0}" for sex in ("male", "female")
            for age in [*(f"{start}-{start + 4}" for start in range(0, 85, 5)), "85+"]]  # fmt: skip
    content = "\n".join(["date,sex,age,persons", *rows]).encode()
    outlook = made(place, Sent("population", "home.csv", content), years=30)
    outlook.refresh_from_db()
    assert outlook.headline["oadr65_20_64"][0] == [None] * 5
    assert outlook.headline["pct65"][0] == [100.0] * 5


# --- the country's intervals


def test_make_outlook_when_intervals_begin_in_another_year_then_the_years_projected_count(place, home):
    figures = made_up_figures()
    inputs = Inputs(
        figures.base, figures.mortality, figures.fertility, figures.sex_ratio, figures.migration, FIRST_YEAR
    )
    marginals = generic_marginals(inputs)
    write_intervals(home / "ageing" / "national", Intervals("IRL", FIRST_YEAR - 1, marginals, marginals.migration))
    outlook = made(place, population("2024-04-03"))
    assert "interval_of_country" in assumed(outlook)
    future = results_of(outlook).future
    np.testing.assert_allclose(future.marginals.fertility, marginals.fertility[1:11] * future.fertility_ratio[:, None])


# --- keeping and showing


def test_keep_outlook_when_there_are_many_then_the_oldest_that_nobody_saw_are_forgotten(place):
    shown = make_outlook(place, code="shown")
    old = [make_outlook(place, code=f"old-{number}", is_public=False) for number in range(KEPT_A_PLACE)]
    new = made(place, population())
    kept = [one.code for one in outlooks_of_place(place)]
    assert kept == [new.code, *(one.code for one in old[:0:-1]), shown.code]


def test_publish_outlook_when_another_was_shown_then_only_the_new_one_is(place):
    old, new = make_outlook(place), make_outlook(place, is_public=False)
    publish_outlook(None, new, shown=True)
    assert [one.pk for one in public_outlooks()] == [new.pk]
    assert latest_outlook(place, everything=False).pk == new.pk
    publish_outlook(None, new, shown=False)
    assert list(public_outlooks()) == []
    assert latest_outlook(place, everything=False) is None
    assert latest_outlook(place, everything=True).pk == new.pk
    assert outlook_of(place, old.code).pk == old.pk


def test_publish_outlook_when_another_place_shows_one_then_it_stays(place):
    other = make_outlook(make_place())
    publish_outlook(None, make_outlook(place, is_public=False), shown=True)
    other.refresh_from_db()
    assert other.is_public


@pytest.mark.parametrize("who", ["stranger", "focal point elsewhere", "commission"])
def test_outlooks_when_somebody_does_not_answer_for_the_place_then_may_neither_make_nor_show_one(who):
    place, other = make_place(is_synthetic=False), make_place(is_synthetic=False)
    person = {
        "stranger": make_person,
        "focal point elsewhere": lambda: make_focal_point(other.city),
        "commission": lambda: make_role(kind=RoleKind.NATIONAL_COMMISSION, country=place.country).person,
    }[who]()
    receive_tables(None, place, [population()])
    with pytest.raises(Problem):
        project_place(person, place, years=5, official={})
    assert not Outlook.objects.exists()
    hidden = make_outlook(place, is_public=False)
    with pytest.raises(Problem):
        publish_outlook(person, hidden, shown=True)
    hidden.refresh_from_db()
    assert not hidden.is_public
    assert person.has_perm("ageing.read_outlook", hidden) == (who == "commission")
    assert person.has_perm("ageing.read_outlook", make_outlook(place))


@pytest.mark.parametrize("make", [make_staff, None])
def test_outlooks_when_somebody_answers_for_the_place_then_may_make_and_show_one(place, make):
    person = make() if make else make_contact(place)
    receive_tables(person, place, [population()])
    outlook = project_place(person, place, years=5, official={})
    assert publish_outlook(person, outlook, shown=True).made_by == person

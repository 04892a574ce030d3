"""A city's projection in one call: shares of its country, dates of all kinds, official totals, intervals, small places."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.rooms.ageing.engine.outlook.cities import (
    COUNTRY,
    DAY,
    FIRST,
    FIVES,
    SINGLE,
    asked_for,
    counts,
    known_of,
    part_of_country,
    table_of,
)

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.outlook.known import PublishedIntervals
from hub.rooms.ageing.engine.outlook.look import Look, look_ahead, summary_of
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals

CITY = part_of_country()


def codes(look: Look) -> list[str]:
    return [one.code for one in look.assumed]


def refusal(*arguments: object) -> DataProblem:
    with pytest.raises(DataProblem) as refused:
        look_ahead(*arguments)
    return refused.value


def intervals(first_year: int = FIRST) -> PublishedIntervals:
    """Of the country, for forty years: of fertility other than a typical one's, and higher each year so that a shift is seen."""
    inputs = Inputs(
        COUNTRY.population[0], COUNTRY.mortality, COUNTRY.fertility, COUNTRY.sex_ratio, COUNTRY.migration, FIRST
    )
    found = generic_marginals(inputs)
    middle = found.fertility[:, 2:3]
    fertility = middle + 2 * (found.fertility - middle) + np.arange(40)[:, None] / 1000
    return PublishedIntervals(first_year, replace(found, fertility=fertility))


def test_look_ahead_when_the_city_is_a_thousandth_of_the_country_then_has_the_countrys_shares():
    look = look_ahead(known_of(table_of(part_of_country(0.001) * 10)), asked_for(30))
    people = look.projection.population
    np.testing.assert_allclose(people * 100, COUNTRY.population[:31], rtol=1e-6, atol=1e-6)
    assert codes(look)[:3] == ["fertility_from_children", "mortality_of_country", "migration_of_country"]
    assert look.future.inputs.years == tuple(range(FIRST, FIRST + 30))


def test_look_ahead_when_five_year_groups_are_open_at_85_then_still_has_nearly_the_countrys_shares():
    look = look_ahead(known_of(table_of(CITY, FIVES)), asked_for(30))
    shares = look.projection.population / look.projection.population.sum(axis=(1, 2), keepdims=True)
    of_country = COUNTRY.population[:31] / COUNTRY.population[:31].sum(axis=(1, 2), keepdims=True)
    np.testing.assert_allclose(shares, of_country, atol=2e-5)


def test_look_ahead_when_run_then_the_middle_of_the_range_is_near_the_medium():
    look = look_ahead(known_of(), asked_for(20, trajectories=400))
    medium = look.projection.mid_year().sum(axis=(1, 2))
    np.testing.assert_allclose(look.summary.of("pop")[:, 2], medium, rtol=0.03)
    assert look.summary.years == look.projection.years


def test_look_ahead_when_the_seed_is_the_same_then_so_are_all_bytes_and_else_not():
    one, two, other = (look_ahead(known_of(), asked_for(5, seed=seed)).summary for seed in (3, 3, 4))
    assert one.values.tobytes() == two.values.tobytes()
    assert one.pyramids.tobytes() == two.pyramids.tobytes()
    assert one.values.tobytes() != other.values.tobytes()


def test_summary_of_when_the_future_is_kept_then_gives_the_same_again():
    look = look_ahead(known_of(), asked_for(5))
    np.testing.assert_array_equal(summary_of(look.future).values, look.summary.values)


@pytest.mark.parametrize(
    ("day", "first_year", "is_forward"),
    [
        (date(FIRST, 1, 1), FIRST, False),
        (date(FIRST - 1, 12, 31), FIRST, True),
        (date(FIRST - 1, 7, 1), FIRST, True),
        (date(FIRST - 20, 1, 1), FIRST, True),
        (date(FIRST + 3, 1, 1), FIRST + 3, False),
        (date(FIRST + 3, 5, 12), FIRST + 4, True),
    ],
)
def test_look_ahead_when_counted_on_any_day_then_starts_on_the_first_1_january_that_has_rates(
    day, first_year, is_forward
):
    look = look_ahead(known_of(table_of(CITY, day=day)), asked_for(5))
    assert look.future.inputs.first_year == first_year
    assert ("base_brought_forward" in codes(look)) == is_forward
    assert look.projection.population[0].sum() == pytest.approx(CITY.sum(), rel=0.25)


def test_look_ahead_when_counted_on_a_day_of_another_year_then_borrows_the_country_of_that_year():
    later = COUNTRY.population[30] * 0.03
    look = look_ahead(known_of(table_of(later, FIVES, day=date(FIRST + 30, 1, 1))), asked_for(5))
    np.testing.assert_allclose(look.future.inputs.base, later, rtol=2e-3)


def test_look_ahead_when_people_were_counted_too_long_ago_then_asks_for_newer_ones():
    found = refusal(known_of(table_of(CITY, day=date(FIRST - 25, 4, 3))), asked_for())
    assert found.code == "people_too_old"
    assert found.parameters == {"found": date(FIRST - 25, 4, 3), "year": FIRST, "allowed": 20}


@pytest.mark.parametrize(("day", "years"), [(DAY, 41), (date(FIRST + 35, 1, 1), 10), (date(FIRST + 60, 1, 1), 5)])
def test_look_ahead_when_years_go_beyond_the_countrys_rates_then_says_how_far_they_go(day, years):
    found = refusal(known_of(table_of(CITY, day=day)), asked_for(years))
    assert found.code == "years_not_covered"
    assert found.parameters["high"] == FIRST + 40


def test_look_ahead_when_the_groups_are_too_wide_then_refuses_with_the_date():
    found = refusal(known_of(table_of(CITY, (0, 15, 65))), asked_for())
    assert (found.code, found.parameters["date"]) == ("starts_unusable", DAY)


# --- earlier dates


def earlier_of(*days: date) -> str:
    """The first of two dates that moves were found between, of the country itself counted on these days."""
    tables = [table_of(CITY, day=day) for day in (*days, DAY)]
    assumed = look_ahead(known_of(*tables), asked_for(5)).assumed
    one = next(one for one in assumed if one.part == "migration")
    return str(one.parameters.get("first", one.code))


@pytest.mark.parametrize(
    ("days", "used"),
    [
        ([date(1991, 4, 3), date(2001, 4, 3), date(2011, 4, 3), date(2021, 4, 3)], "2011-04-03"),
        ([date(year, 1, 1) for year in range(2010, 2025)], "2015-01-01"),
        ([date(2008, 1, 1)], "2008-01-01"),
        ([date(2004, 12, 31)], "2004-12-31"),
        ([date(2004, 6, 1)], "2004-06-01"),
        ([date(2003, 6, 1)], "migration_of_country"),
        ([date(2024, 1, 1)], "2024-01-01"),
        ([date(2024, 7, 1)], "migration_of_country"),
        ([date(2024, 1, 2)], "migration_of_country"),
        ([], "migration_of_country"),
    ],
)
def test_look_ahead_when_there_are_earlier_dates_then_compares_with_the_one_nearest_to_ten_years_before(days, used):
    assert earlier_of(*days) == used


def test_look_ahead_when_the_earlier_table_cannot_be_used_then_still_projects():
    wide = table_of(CITY, (0, 15, 65), day=date(FIRST - 10, 1, 1))
    assert "migration_of_country" in codes(look_ahead(known_of(wide, table_of(CITY)), asked_for(5)))
    usable = table_of(CITY, FIVES, day=date(FIRST - 5, 1, 1))
    assert "migration_from_residual" in codes(look_ahead(known_of(wide, usable, table_of(CITY)), asked_for(5)))


def test_look_ahead_when_dates_differ_in_groups_and_sexes_then_the_latest_loses_nothing():
    rough = table_of(CITY, tuple(range(0, 76, 5)), day=date(FIRST - 10, 1, 1), told=False)
    look = look_ahead(known_of(rough, table_of(CITY, SINGLE)), asked_for(5))
    np.testing.assert_array_equal(look.future.inputs.base, CITY)
    assert not [one for one in look.assumed if one.part == "base"]
    assert "migration_from_residual" in codes(look)


# --- official totals


def test_look_ahead_when_official_totals_are_given_then_shows_raw_and_raked():
    total = CITY.sum() * 1.1
    official = look_ahead(known_of(), asked_for(10, official={FIRST + 5: total})).official
    assert official is not None
    assert official.raked[5].sum() == pytest.approx(total)
    assert official.is_official.tolist() == [year == 5 for year in range(10)]
    np.testing.assert_array_equal(official.raw, look_ahead(known_of(), asked_for(10)).projection.mid_year())


@pytest.mark.parametrize("years", [[FIRST - 6], [FIRST + 10], [FIRST - 6, FIRST + 5, FIRST + 10]])
def test_look_ahead_when_official_totals_are_of_other_years_then_names_these(years):
    found = refusal(known_of(), asked_for(10, official=dict.fromkeys(years, 1e5)))
    assert found.code == "official_years_not_projected"
    outside = ", ".join(str(year) for year in years if year != FIRST + 5)
    assert found.parameters == {"found": outside, "low": FIRST, "high": FIRST + 9}


def test_look_ahead_when_an_official_total_is_nobody_then_refused():
    assert refusal(known_of(), asked_for(official={FIRST: 0.0})).code == "official_total_out_of_range"


# --- intervals


@pytest.mark.parametrize(("published_from", "day"), [(FIRST - 2, DAY), (FIRST, DAY), (FIRST, date(FIRST + 4, 1, 1))])
def test_look_ahead_when_intervals_begin_in_another_year_then_are_taken_of_the_years_projected(published_from, day):
    known = known_of(table_of(CITY, day=day), vital=counts(births=1500.0))
    published = intervals(published_from)
    look = look_ahead(known, asked_for(6), published)
    assert "interval_of_country" in codes(look)
    begun = look.future.inputs.first_year - published_from
    ratio = look.future.fertility_ratio[:, None]
    np.testing.assert_allclose(
        look.future.marginals.fertility, published.marginals.fertility[begun : begun + 6] * ratio
    )
    # Length of life keeps the published widths about the city's own middle.
    own = look.future.marginals.expectancy
    np.testing.assert_allclose(
        np.diff(own, axis=-1), np.diff(published.marginals.expectancy[:, begun : begun + 6], axis=-1), atol=1e-9
    )


@pytest.mark.parametrize("published_from", [FIRST + 1, FIRST - 35])
def test_look_ahead_when_intervals_lack_a_year_then_takes_a_typical_countrys(published_from):
    look = look_ahead(known_of(), asked_for(6), intervals(published_from))
    assert "interval_of_typical_country" in codes(look)
    np.testing.assert_array_equal(look.summary.values, look_ahead(known_of(), asked_for(6)).summary.values)


def test_look_ahead_when_moves_have_a_range_then_it_is_four_times_a_typical_countrys():
    look = look_ahead(known_of(), asked_for(6), intervals())
    typical = generic_marginals(look.future.inputs, migration_times=4.0)
    np.testing.assert_array_equal(look.future.marginals.migration, typical.migration)


# --- small places


@pytest.mark.parametrize("people", [900, 12])
@pytest.mark.parametrize("starts", [SINGLE, FIVES])
def test_look_ahead_when_the_place_is_very_small_then_every_figure_is_a_number_or_a_gap_with_nobody_there(
    people, starts
):
    random = np.random.Generator(np.random.PCG64(people))
    village, before = (random.multinomial(people, (CITY / CITY.sum()).ravel()).reshape(2, -1) * 1.0 for _ in range(2))
    known = known_of(
        table_of(before, starts, day=date(FIRST - 10, 4, 3)),
        table_of(village, starts, day=date(FIRST - 1, 4, 3)),
        vital=counts(births=people / 100, deaths=people / 90),
    )
    look = look_ahead(known, asked_for(30, trajectories=40))
    assert codes(look)[-1] == "small_place_by_counts"
    assert np.isfinite(look.projection.population).all()
    assert np.isfinite(look.summary.of("pop")).all()
    assert np.isfinite(look.summary.pyramids).all()
    assert look.summary.of("pop").max() < 5 * people


def test_look_ahead_when_one_sex_is_missing_then_still_projects():
    cloister = np.zeros((2, 101))
    cloister[0, 40:80] = 5.0
    known = known_of(table_of(cloister / 2, day=date(FIRST - 5, 1, 1)), table_of(cloister))
    look = look_ahead(known, asked_for(10))
    assert np.isfinite(look.projection.population).all()
    assert look.future.fertility_ratio.tolist() == [1.0] * 10


def test_look_ahead_when_nobody_lives_there_then_says_so():
    assert refusal(known_of(table_of(CITY * 0)), asked_for()).code == "city_population_empty"

"""What an outlook starts from: the country for some years, published intervals by their own years, and counts with gaps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.factories.ageing_country import made_up_figures
from tests.rooms.ageing.engine.outlook.cities import COUNTRY, FIRST

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.outlook.known import (
    PublishedIntervals,
    country_between,
    country_of,
    mean_of_last,
)
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals


def inputs_of_country() -> Inputs:
    return Inputs(
        COUNTRY.population[0], COUNTRY.mortality, COUNTRY.fertility, COUNTRY.sex_ratio, COUNTRY.migration, FIRST
    )


def test_country_of_when_projected_then_starts_from_the_base_and_ends_where_the_projection_does():
    figures = made_up_figures()
    np.testing.assert_array_equal(COUNTRY.population[0], figures.base)
    np.testing.assert_array_equal(COUNTRY.population, project(inputs_of_country()).population)
    assert COUNTRY.years == 40


def test_country_of_when_more_leave_than_are_there_then_keeps_the_moves_that_took_effect():
    figures = made_up_figures()
    figures.migration[0, :, 50] = -1e9
    country = country_of(figures)
    assert country.population[1, :, 50].tolist() == [0, 0]
    assert (country.migration[0, :, 50] > -1e6).all()
    assert country.migration_rates[0, :, 50] == pytest.approx(-1)


@given(some.integers(0, 39), some.integers(1, 40))
def test_country_between_when_inside_then_every_array_begins_in_that_year(begun: int, years: int):
    if begun + years > 40:
        return
    part = country_between(COUNTRY, FIRST + begun, FIRST + begun + years)
    assert (part.first_year, part.years) == (FIRST + begun, years)
    for name in ("mortality", "fertility", "sex_ratio", "migration", "population"):
        np.testing.assert_array_equal(getattr(part, name)[0], getattr(COUNTRY, name)[begun])
    np.testing.assert_array_equal(part.population[-1], COUNTRY.population[begun + years])


@pytest.mark.parametrize("asked", [(FIRST - 1, FIRST + 5), (FIRST, FIRST + 41), (FIRST + 3, FIRST + 3)])
def test_country_between_when_outside_then_says_which_years_there_are(asked):
    with pytest.raises(DataProblem) as refused:
        country_between(COUNTRY, *asked)
    assert refused.value.code == "years_not_covered"
    assert refused.value.parameters == {"found": f"{asked[0]}–{asked[1]}", "low": FIRST, "high": FIRST + 40}


def test_intervals_when_they_begin_before_the_country_then_are_cut_by_their_own_years():
    marginals = generic_marginals(inputs_of_country())
    published = PublishedIntervals(FIRST - 2, marginals)
    part = published.between(FIRST, FIRST + 4)
    assert part is not None
    np.testing.assert_array_equal(part.fertility, marginals.fertility[2:7])
    np.testing.assert_array_equal(part.expectancy, marginals.expectancy[:, 2:7])
    np.testing.assert_array_equal(part.migration, marginals.migration[2:7])


@pytest.mark.parametrize(("first", "last"), [(FIRST - 1, FIRST + 3), (FIRST + 30, FIRST + 40)])
def test_intervals_when_a_year_is_not_published_then_none(first, last):
    assert PublishedIntervals(FIRST, generic_marginals(inputs_of_country())).between(first, last) is None


def test_intervals_when_the_very_last_year_is_asked_for_then_there():
    published = PublishedIntervals(FIRST, generic_marginals(inputs_of_country())).between(FIRST + 39, FIRST + 39)
    assert published is not None
    assert published.years == 1


@pytest.mark.parametrize(
    ("given_counts", "mean"),
    [
        ([1, 2, 3, 4, 5, 6, 7], 5.0),
        ([10, np.nan, 20], 15.0),
        ([np.nan, np.nan], None),
        ([], None),
    ],
)
def test_mean_of_last_when_years_have_gaps_then_takes_five_known_ones_at_most(given_counts, mean):
    assert mean_of_last(np.array(given_counts, float)) == mean

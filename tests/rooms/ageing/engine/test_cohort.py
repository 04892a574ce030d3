"""The projection by single ages: against the United Nations, by hand, and what always holds."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.ageing.engine.projecting import (
    COUNTRIES,
    YEARS,
    at_end,
    eight_countries,
    girls_of,
    made_up,
    published_groups,
    table,
)

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FEMALE, FERTILE_AGES, MALE, grouped
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.project.cohort import project, share_of_year, step
from hub.rooms.ageing.engine.project.inputs import Inputs

SEEDS = st.integers(0, 2**32 - 1)
# Lets some cells run empty, so that the floor at 0 is met.
LEAVING = st.sampled_from([0.0, 1.0, 30.0])


def quiet(years: int = 3) -> Inputs:
    """A place where nobody dies under 100, is born or moves: one person of each age and sex."""
    return Inputs(
        base=np.ones((2, 101)),
        mortality=np.concatenate([np.zeros((years, 2, 100)), np.full((years, 2, 1), 1e-9)], axis=-1),
        fertility=np.zeros((years, FERTILE_AGES)),
        sex_ratio=np.full(years, 1.05),
        migration=np.zeros((years, 2, 101)),
        first_year=2024,
    )


def test_project_when_given_the_reference_inputs_then_its_results_within_a_hundredth_of_a_person(shared):
    projection = project(eight_countries(shared))
    expected = table(shared, "ref_ccm_1x1.csv.gz", 3)
    for year in (2024, 2030, 2050, 2075, 2100):
        rows = np.array([[expected[place, str(year), sex] for sex in "mf"] for place in COUNTRIES])
        np.testing.assert_allclose(at_end(projection, year), rows, rtol=0, atol=0.01)


def test_project_when_compared_with_published_totals_then_within_a_quarter_per_cent(shared):
    projection = project(eight_countries(shared))
    published = table(shared, "un_totals.csv.gz", 2)
    for year in (2050, 2100):
        thousands = np.array([sum(published[place, str(year)][:2]) for place in COUNTRIES])
        errors = 100 * np.abs(at_end(projection, year).sum(axis=(1, 2)) / 1_000 / thousands - 1)
        assert np.median(errors) < 0.05
        assert errors.max() < 0.25


def test_project_when_compared_with_published_births_and_deaths_then_within_a_quarter_per_cent(shared):
    projection = project(eight_countries(shared))
    published = table(shared, "un_totals.csv.gz", 2)
    for year in (2050, 2100):
        index = YEARS.index(year)
        rows = np.array([published[place, str(year)] for place in COUNTRIES])
        assert np.abs(projection.births[:, index].sum(axis=-1) / 1_000 / rows[:, 2] - 1).max() < 0.0025
        assert np.abs(projection.deaths[:, index].sum(axis=(1, 2)) / 1_000 / rows[:, 3] - 1).max() < 0.0025


def test_project_when_compared_with_published_groups_then_the_median_is_within_a_quarter_per_cent(shared):
    groups = grouped(project(eight_countries(shared)).mid_year())
    for year in range(2030, 2101, 10):
        errors = 100 * np.abs(groups[:, YEARS.index(year)] / published_groups(shared, year) - 1)
        assert np.median(errors, axis=(1, 2)).max() < 0.25


def test_step_when_worked_by_hand_then_the_same():
    inputs = made_up(7, years=1, leaving=0.2)
    survival = life_table(inputs.mortality[0]).survival
    expected = np.zeros((2, 101))
    for sex in (MALE, FEMALE):
        for age in range(1, 100):
            expected[sex, age] = inputs.base[sex, age - 1] * survival[sex, age]
        expected[sex, 100] = (inputs.base[sex, 99] + inputs.base[sex, 100]) * survival[sex, 100]
    girls = girls_of(inputs, inputs.base, expected)
    expected[FEMALE, 0] = girls * survival[FEMALE, 0]
    expected[MALE, 0] = girls * inputs.sex_ratio[0] * survival[MALE, 0]
    expected = np.maximum(expected + inputs.migration[0], 0)
    after = step(inputs.base, survival, inputs.fertility[0], inputs.sex_ratio[0], migration=inputs.migration[0])
    np.testing.assert_allclose(after, expected, rtol=1e-13)


def test_project_when_stepped_by_hand_then_the_same_people():
    inputs = made_up(11, years=4, leaving=30.0)
    projection = project(inputs)
    people = inputs.base
    for year in range(4):
        survival = life_table(inputs.mortality[year]).survival
        people = step(
            people, survival, inputs.fertility[year], inputs.sex_ratio[year], migration=inputs.migration[year]
        )
        np.testing.assert_array_equal(projection.population[year + 1], people)


@given(SEEDS, LEAVING)
def test_project_when_any_then_people_are_conserved(seed, leaving):
    inputs = made_up(seed, leaving=leaving, places=(2,))
    projection = project(inputs)
    change = np.diff(projection.population.sum(axis=-1), axis=-2)
    causes = projection.births - projection.deaths.sum(axis=-1) + projection.migration.sum(axis=-1)
    np.testing.assert_allclose(change, causes, rtol=0, atol=1e-9 * inputs.base.sum())


@given(SEEDS, LEAVING)
def test_project_when_any_then_nothing_is_below_0_and_migration_is_cut_only_at_the_floor(seed, leaving):
    inputs = made_up(seed, leaving=leaving)
    projection = project(inputs)
    assert projection.population.min() >= 0
    assert projection.births.min() >= 0
    assert projection.deaths.min() >= 0
    remaining = projection.population[1:] > 0
    np.testing.assert_allclose(
        projection.migration[remaining], inputs.migration[remaining], rtol=0, atol=1e-9 * inputs.base.sum()
    )
    assert (projection.migration[~remaining] >= inputs.migration[~remaining]).all()


@given(SEEDS, LEAVING)
def test_project_when_base_and_migration_double_then_everything_doubles(seed, leaving):
    inputs = made_up(seed, leaving=leaving)
    once, twice = project(inputs), project(replace(inputs, base=2 * inputs.base, migration=2 * inputs.migration))
    for name in ("population", "births", "deaths", "migration"):
        np.testing.assert_array_equal(2 * getattr(once, name), getattr(twice, name))


@given(SEEDS, LEAVING)
def test_project_when_many_places_then_each_as_if_alone(seed, leaving):
    inputs = made_up(seed, places=(2, 3), years=3, leaving=leaving)
    together = project(inputs)
    for place in np.ndindex(2, 3):
        parts = (getattr(inputs, name)[place] for name in ("base", "mortality", "fertility", "sex_ratio", "migration"))
        alone = project(Inputs(*parts, first_year=2024))
        for name in ("population", "births", "deaths", "migration"):
            np.testing.assert_allclose(getattr(together, name)[place], getattr(alone, name), rtol=1e-12, atol=1e-9)


@given(SEEDS)
def test_project_when_places_change_their_order_then_results_do(seed):
    inputs = made_up(seed, places=(5,), years=3)
    order = np.random.default_rng(seed).permutation(5)
    turned = {field.name: getattr(inputs, field.name)[order] for field in fields(inputs) if field.name != "first_year"}
    np.testing.assert_array_equal(
        project(Inputs(**turned, first_year=2024)).population, project(inputs).population[order]
    )


@given(SEEDS)
def test_project_when_places_share_rates_then_as_if_each_had_its_copy(seed):
    shared_rates, bases = made_up(seed, years=3), made_up(seed + 1, places=(4,)).base
    projection = project(replace(shared_rates, base=bases))
    assert projection.population.shape == (4, 4, 2, 101)
    for place in range(4):
        alone = project(replace(shared_rates, base=bases[place]))
        np.testing.assert_allclose(projection.deaths[place], alone.deaths, rtol=1e-12, atol=1e-9)


def test_project_when_done_then_inputs_are_unchanged():
    inputs = made_up(3, leaving=30.0)
    before = {field.name: np.copy(getattr(inputs, field.name)) for field in fields(inputs)}
    project(inputs)
    for name, values in before.items():
        np.testing.assert_array_equal(getattr(inputs, name), values)


def test_project_when_nobody_dies_or_moves_then_each_age_moves_up_by_a_year():
    projection = project(replace(quiet(), base=np.tile(np.arange(101.0), (2, 1))))
    np.testing.assert_allclose(projection.population[3, :, 3:100], np.tile(np.arange(97.0), (2, 1)), rtol=1e-12)
    np.testing.assert_array_equal(projection.population[3, :, :3], 0)
    np.testing.assert_allclose(projection.population[3, :, 100], 97 + 98 + 99 + 100, rtol=1e-6)
    assert projection.deaths.sum() < 1e-4


def test_project_when_only_women_of_one_age_bear_children_then_births_follow_from_the_mean_of_women():
    inputs = quiet(years=1)
    fertility = np.zeros((1, FERTILE_AGES))
    fertility[0, 30 - 10] = 0.3
    base = inputs.base.copy()
    base[FEMALE, 29], base[FEMALE, 30] = 400, 200
    births = project(replace(inputs, base=base, fertility=fertility, sex_ratio=np.array([1.0]))).births
    # 200 women of 30 at the start and 400 at the end: 0.3 x 300 children, half of them girls.
    np.testing.assert_allclose(births, [[45, 45]], rtol=1e-12)


def test_project_when_mothers_arrive_then_they_bear_no_child_in_that_year():
    inputs = made_up(5, years=1)
    arriving = inputs.migration.copy()
    arriving[0, FEMALE, 20:40] += 10_000
    np.testing.assert_array_equal(project(replace(inputs, migration=arriving)).births, project(inputs).births)


def test_project_when_more_leave_than_are_there_then_nobody_remains_and_those_who_left_are_counted():
    inputs = quiet(years=1)
    leaving = inputs.migration.copy()
    leaving[0, MALE, 50] = -5
    projection = project(replace(inputs, migration=leaving))
    assert projection.population[1, MALE, 50] == 0
    assert projection.migration[0, MALE, 50] == -1


def test_deaths_when_rates_are_constant_then_half_of_a_cohort_die_before_their_birthday():
    inputs = quiet(years=1)
    rates = inputs.mortality.copy()
    rates[0, :, 60] = 0.1
    # q = 0.1 / 1.05; L(60) = 1 - q / 2. Of those of 60, (q / 2) / L die before their birthday, at 60; those who reach 60
    # had L(59) = 1 and lose 1 - L(60) = q / 2 at 60.
    dying = 0.1 / 1.05
    expected = dying / 2 / (1 - dying / 2) + dying / 2
    deaths = project(replace(inputs, mortality=rates)).deaths[0]
    np.testing.assert_allclose(deaths[:, 60], expected, rtol=1e-12)
    np.testing.assert_allclose(deaths[:, :60].sum() + deaths[:, 61:99].sum(), 0, atol=1e-12)


@given(SEEDS)
def test_deaths_when_the_population_is_stationary_then_those_of_the_life_table(seed):
    rates = made_up(seed, years=1).mortality
    lived = life_table(rates[0])
    inputs = replace(quiet(years=1), base=1_000 * lived.years, mortality=rates)
    deaths = project(inputs).deaths[0]
    # Without births of this year, deaths at 0 lack those of the newborn.
    newborn = 1_000 * (lived.living[:, 0] - lived.years[:, 0])
    np.testing.assert_allclose(deaths[:, 0] + newborn, 1_000 * lived.dying[:, 0], rtol=1e-9)
    np.testing.assert_allclose(deaths[:, 1:], 1_000 * (lived.living * lived.dying)[:, 1:], rtol=1e-9, atol=1e-9)


def test_on_when_a_day_is_named_then_the_ends_and_the_middle_of_the_year():
    projection = project(made_up(1))
    np.testing.assert_array_equal(projection.on(date(2024, 1, 1)), projection.population[0])
    np.testing.assert_array_equal(projection.on(date(2025, 12, 31)), projection.on(date(2026, 1, 1)))
    np.testing.assert_allclose(projection.on(date(2026, 7, 1)), projection.mid_year()[2], rtol=1e-15)
    np.testing.assert_array_equal(projection.on(date(2030, 1, 1)), projection.population[6])


def test_on_when_a_day_is_between_then_linear():
    projection = project(made_up(1))
    start, end = projection.population[:2]
    np.testing.assert_allclose(projection.on(date(2024, 1, 31)), start + 30 / 366 * (end - start), rtol=1e-12)


def test_share_of_year_when_any_day_then_the_part_that_has_passed():
    assert share_of_year(date(2023, 3, 15)) == 73 / 365
    assert share_of_year(date(2024, 3, 15)) == 74 / 366


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2030, 1, 2), date(2030, 12, 31)])
def test_on_when_the_day_is_outside_then_it_says_which_days_there_are(day):
    with pytest.raises(DataProblem) as problem:
        project(made_up(1)).on(day)
    assert problem.value.code == "day_not_projected"
    assert problem.value.parameters == {"found": day, "low": date(2024, 1, 1), "high": date(2029, 12, 31)}

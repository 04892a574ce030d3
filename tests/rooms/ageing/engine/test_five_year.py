"""The projection by five-year groups: against the United Nations, by hand, and what always holds."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.ageing.engine.projecting import COUNTRIES, SEXES, published_groups, table

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FEMALE, MALE
from hub.rooms.ageing.engine.project.five_year import (
    FiveYearInputs,
    abridged_survival,
    fertility_of,
    project_five_year,
    years_of_dying,
)

SEEDS = st.integers(0, 2**32 - 1)
LEAVING = st.sampled_from([0.0, 1.0, 30.0])
ARRIVALS = st.sampled_from(["even", "end"])
PERIODS = [f"{year}-{year + 5}" for year in range(2025, 2100, 5)]


def made_up(seed: int, places: tuple[int, ...] = (), leaving: float = 1.0, periods: int = 4) -> FiveYearInputs:
    draw = np.random.default_rng(seed)
    rates = np.minimum(2e-4 * np.exp(0.085 * np.array([0, 2, *range(7, 105, 5)])), 0.6)
    return FiveYearInputs(
        base=draw.uniform(0, 2_000, (*places, 2, 21)),
        mortality=rates * draw.uniform(0.5, 1.5, (*places, periods, 2, 22)),
        fertility=draw.uniform(0, 0.1, (*places, periods, 7)),
        sex_ratio=draw.uniform(1.0, 1.1, (*places, periods)),
        migration=leaving * draw.normal(0, 100, (*places, periods, 2, 21)),
        first_year=2025,
    )


def eight_countries(shared) -> FiveYearInputs:
    rows = table(shared, "un_5x5_inputs.csv.gz", 4)

    def of(item, sexes=SEXES, periods=PERIODS):
        return np.array(
            [[[rows[place, item, sex, period] for sex in sexes] for period in periods] for place in COUNTRIES]
        )

    return FiveYearInputs(
        base=of("base_midyear_2025", periods=[""])[:, 0],
        mortality=of("mx"),
        fertility=fertility_of(of("tfr", "f")[..., 0, 0], of("pasfr_15_49", "f")[:, :, 0]),
        sex_ratio=of("srb", "b")[..., 0, 0],
        migration=1_000 * of("mig_thousand"),
        first_year=2025,
    )


def errors_of(shared, arrival: str, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Errors in per cent of totals, and medians of those by age and sex: (country) each."""
    projection = project_five_year(eight_countries(shared), arrival)
    people, published = projection.population[:, projection.years.index(year)], published_groups(shared, year)
    totals = 100 * np.abs(people.sum(axis=(1, 2)) / published.sum(axis=(1, 2)) - 1)
    return totals, np.median(100 * np.abs(people / published - 1), axis=(1, 2))


# Reference, section 3, table of accuracy, line “5x5 legacy inputs, even”: median and 90th percentile of totals, median by
# age and sex.
@pytest.mark.parametrize(("year", "median", "most", "by_age"), [(2050, 0.11, 0.27, 0.26), (2100, 0.23, 0.65, 0.40)])
def test_project_five_year_when_compared_with_published_groups_then_as_near_as_the_reference(
    shared, year, median, most, by_age
):
    totals, ages = errors_of(shared, "even", year)
    assert np.median(totals) <= median
    assert totals.max() <= most
    assert np.median(ages) <= by_age


@pytest.mark.parametrize(("year", "median", "most"), [(2050, 0.15, 0.44), (2100, 0.27, 0.89)])
def test_project_five_year_when_all_migrants_come_at_the_end_then_as_near_as_the_reference(shared, year, median, most):
    totals, ages = errors_of(shared, "end", year)
    assert np.median(totals) <= median
    assert totals.max() <= most
    assert np.median(ages) > np.median(errors_of(shared, "even", year)[1])


def test_project_five_year_when_worked_by_hand_then_the_same():
    inputs = made_up(7, periods=1, leaving=0.02)
    survival = abridged_survival(inputs.mortality[0])
    start = inputs.base + inputs.migration[0] / 2
    expected = np.zeros((2, 21))
    for sex in (MALE, FEMALE):
        for group in range(1, 20):
            expected[sex, group] = start[sex, group - 1] * survival[sex, group]
        expected[sex, 20] = (start[sex, 19] + start[sex, 20]) * survival[sex, 20]
    children = 0.0
    for step, group in enumerate(range(3, 10)):
        children += 5 * inputs.fertility[0, step] * (start[FEMALE, group] + expected[FEMALE, group]) / 2
    girls = children / (1 + inputs.sex_ratio[0])
    expected[:, 0] = survival[:, 0] * [children - girls, girls]
    expected += inputs.migration[0] / 2
    assert start.min() > 0
    assert expected.min() > 0
    np.testing.assert_allclose(project_five_year(inputs).population[1], expected, rtol=1e-13)


@given(SEEDS, LEAVING, ARRIVALS)
def test_project_five_year_when_any_then_people_are_conserved(seed, leaving, arrival):
    inputs = made_up(seed, places=(2,), leaving=leaving)
    projection = project_five_year(inputs, arrival)
    change = np.diff(projection.population.sum(axis=-1), axis=-2)
    causes = projection.births - projection.deaths.sum(axis=-1) + projection.migration.sum(axis=-1)
    np.testing.assert_allclose(change, causes, rtol=0, atol=1e-9 * inputs.base.sum())
    assert projection.population.min() >= 0
    assert projection.deaths.min() >= 0


@given(SEEDS, LEAVING, ARRIVALS)
def test_project_five_year_when_base_and_migration_double_then_everything_doubles(seed, leaving, arrival):
    inputs = made_up(seed, leaving=leaving)
    twice = replace(inputs, base=2 * inputs.base, migration=2 * inputs.migration)
    for name in ("population", "births", "deaths", "migration"):
        np.testing.assert_array_equal(
            2 * getattr(project_five_year(inputs, arrival), name), getattr(project_five_year(twice, arrival), name)
        )


@given(SEEDS, ARRIVALS)
def test_project_five_year_when_many_places_then_each_as_if_alone_and_in_any_order(seed, arrival):
    inputs = made_up(seed, places=(3,))
    together = project_five_year(inputs, arrival)
    names = [field.name for field in fields(inputs) if field.name != "first_year"]
    turned = FiveYearInputs(**{name: getattr(inputs, name)[::-1] for name in names}, first_year=2025)
    np.testing.assert_array_equal(project_five_year(turned, arrival).population, together.population[::-1])
    for place in range(3):
        alone = FiveYearInputs(**{name: getattr(inputs, name)[place] for name in names}, first_year=2025)
        np.testing.assert_allclose(
            project_five_year(alone, arrival).deaths, together.deaths[place], rtol=1e-12, atol=1e-9
        )


def test_project_five_year_when_nobody_moves_then_both_ways_to_arrive_are_the_same():
    inputs = made_up(2, leaving=0.0)
    np.testing.assert_array_equal(
        project_five_year(inputs, "even").population, project_five_year(inputs, "end").population
    )


def test_abridged_survival_when_nobody_dies_under_100_then_all_survive():
    rates = np.zeros((2, 22))
    rates[:, -1] = 1e-9
    np.testing.assert_allclose(abridged_survival(rates), 1, rtol=1e-7)


def test_abridged_survival_when_a_group_dies_out_then_nobody_is_left_above():
    rates = np.full((2, 22), 0.01)
    rates[:, 10:] = 1.9
    survival = abridged_survival(rates)
    assert np.isfinite(survival).all()
    assert (survival[:, 12:] == 0).all()


def test_years_of_dying_when_infants_die_as_in_model_west_then_its_figures():
    # Preston et al. (2001), table 3.3: 1.651 - 2.816 x 0.05 and 1.522 - 1.518 x 0.05; from 0.107 on 1.352 and 1.361.
    rates = np.full((2, 2, 22), 0.05)
    rates[1, :, 0] = 0.2
    np.testing.assert_allclose(years_of_dying(rates)[:, :, 1], [[1.5102, 1.4461], [1.352, 1.361]], rtol=1e-12)


def test_years_of_dying_when_rates_rise_as_gompertz_then_as_greville_says():
    # m = 0.01 e^(0.1 x): the rise k is 0.1, so a = 2.5 - 25/12 (m - 0.1).
    starts = np.array([0, 1, *range(5, 101, 5)])
    rates = np.tile(0.00001 * np.exp(0.1 * starts), (2, 1))
    np.testing.assert_array_equal(years_of_dying(rates)[:, 2:4], 2.5)
    np.testing.assert_allclose(years_of_dying(rates)[:, 4], 2.5 - 25 / 12 * (rates[:, 4] - 0.1), rtol=1e-12)
    np.testing.assert_allclose(years_of_dying(rates)[:, 10], 2.5 - 25 / 12 * (rates[:, 10] - 0.1), rtol=1e-12)


def test_fertility_of_when_given_shares_then_births_over_the_span_add_up():
    rates = fertility_of(np.array([2.1]), np.array([[0.1, 0.2, 0.3, 0.2, 0.1, 0.06, 0.04]]))
    np.testing.assert_allclose(5 * rates.sum(axis=-1), [2.1], rtol=1e-15)


def test_five_year_inputs_when_a_rate_is_missing_then_its_period_is_named():
    inputs = made_up(1)
    rates = inputs.mortality.copy()
    rates[2, 1, 1] = np.nan
    with pytest.raises(DataProblem) as problem:
        replace(inputs, mortality=rates)
    assert problem.value.code == "projection_not_finite"
    assert problem.value.parameters == {"parameter": "mortality", "where": "2035-2040 / f / 1", "others": 0}

"""City rates on the city's own pyramid."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.ageing.engine.city.places import YEARS, country_of, country_published, inputs, migration_of, pyramid_of

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.city.expectancy import expectancy_at_birth, shift_expectancy
from hub.rooms.ageing.engine.city.rates import (
    city_rates,
    fertility_path,
    gap_path,
    inputs_of,
    migration_towards,
    shared_migration,
)
from hub.rooms.ageing.engine.project.cohort import project

COUNTRY = country_of(inputs())


@settings(max_examples=25)
@given(people=st.floats(-8000, 8000), ends=st.floats(-3000, 3000))
def test_city_without_differences_on_the_same_base_is_the_country(people: float, ends: float) -> None:
    migration = migration_of(people=people) + np.linspace(0, ends, YEARS)[:, None, None] / 202
    country = country_of(replace(inputs(), migration=migration))
    city = project(inputs_of(country.population[0], city_rates(country)))
    assert np.allclose(city.population, country.population, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("iso3", ["DEU", "KEN"])
def test_city_of_a_thousandth_in_everything_projects_a_thousandth(shared, iso3: str) -> None:
    country = country_published(shared, iso3)
    by_rates = inputs_of(country.population[0] / 1000, city_rates(country))
    by_shares = replace(by_rates, migration=shared_migration(country, gain_share=0.001, loss_share=0.001))
    for given_inputs in (by_rates, by_shares):
        assert np.allclose(project(given_inputs).population, country.population / 1000, rtol=1e-10, atol=1e-9)


def test_fertility_ratio_fades_by_the_persistence() -> None:
    path = fertility_path(0.8, 11)
    # ln 0.98445 = -0.0156722, and ten times that is the logarithm of 0.854942
    assert path[0] == 0.8
    assert path[10] == pytest.approx(1 - 0.2 * 0.854942, abs=1e-6)
    total = city_rates(COUNTRY, fertility_ratio=0.8).fertility.sum(axis=1)
    assert total[10] == pytest.approx(1.9 * path[10])


def test_gap_in_life_expectancy_is_met_in_every_year_and_fades() -> None:
    rates = city_rates(COUNTRY, expectancy_gap=(-2.0, 1.5))
    gaps = expectancy_at_birth(rates.mortality) - expectancy_at_birth(COUNTRY.mortality)
    left = 0.9898 ** np.arange(YEARS)
    assert np.allclose(gaps, np.outer(left, [-2.0, 1.5]), atol=1e-6)
    assert np.array_equal(gap_path((-2.0, 1.5), 1), [[-2.0, 1.5]])


def test_gap_of_nought_leaves_the_rates_to_the_last_bit() -> None:
    assert np.array_equal(city_rates(COUNTRY).mortality, COUNTRY.mortality)


@given(gap=st.floats(-20, 12), slopes=st.lists(st.floats(0.002, 0.05), min_size=202, max_size=202))
def test_shift_meets_any_gap_along_any_slope(gap: float, slopes: list[float]) -> None:
    rates = COUNTRY.mortality[:2]
    shifted = shift_expectancy(rates, np.full((2, 2), gap), np.reshape(slopes, (2, 101)))
    assert np.allclose(expectancy_at_birth(shifted) - expectancy_at_birth(rates), gap, atol=1e-5)
    assert (shifted >= rates).all() if gap < 0 else (shifted <= rates).all()


def test_shift_refuses_a_life_expectancy_that_nobody_has() -> None:
    with pytest.raises(DataProblem) as refused:
        shift_expectancy(COUNTRY.mortality, np.full((YEARS, 2), 40.0), np.ones((2, 101)))
    assert refused.value.code == "expectancy_out_of_range"


def test_migration_towards_the_country_keeps_part_of_the_difference_each_year() -> None:
    national, own = np.tile(np.linspace(0, 0.01, YEARS)[:, None, None], (1, 2, 101)), np.full((2, 101), 0.02)
    assert np.array_equal(migration_towards(own, national)[-1], own)
    assert np.allclose(migration_towards(own, national, persistence=0.5)[2], national[2] + 0.25 * 0.02)


def test_migrants_are_rates_times_the_survivors_of_the_year() -> None:
    given_inputs = inputs_of(pyramid_of(5e4), city_rates(COUNTRY, migration=np.full((YEARS, 2, 101), 0.01)))
    projected = project(given_inputs)
    survivors = projected.population[1:] - projected.migration
    assert np.allclose(projected.migration, 0.01 * survivors)


def test_shares_of_gains_and_losses_may_differ() -> None:
    migrants = shared_migration(COUNTRY, gain_share=0.1, loss_share=0.3)
    gains = COUNTRY.migration > 0
    assert np.allclose(migrants[gains], 0.1 * COUNTRY.migration[gains])
    assert np.allclose(migrants[~gains], 0.3 * COUNTRY.migration[~gains])


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (lambda: city_rates(COUNTRY, fertility_ratio=9.0), "fertility_ratio_out_of_range"),
        (lambda: city_rates(COUNTRY, expectancy_gap=(1.0,)), "city_shape_differs"),
        (lambda: city_rates(COUNTRY, migration=np.zeros((2, 101))), "projection_shape_differs"),
        (lambda: inputs_of(np.zeros((2, 101)), city_rates(COUNTRY)), "city_population_empty"),
        (lambda: inputs_of(np.full((2, 101), -1.0), city_rates(COUNTRY)), "city_people_negative"),
        (lambda: inputs_of(np.full((2, 101), np.nan), city_rates(COUNTRY)), "city_value_missing"),
        (lambda: shared_migration(COUNTRY, gain_share=1.2, loss_share=0.0), "city_share_out_of_range"),
        (lambda: replace(COUNTRY, population=COUNTRY.population[:-1]), "city_shape_differs"),
    ],
)
def test_rates_that_cannot_be_are_refused(attempt, code: str) -> None:
    with pytest.raises(DataProblem) as refused:
        attempt()
    assert refused.value.code == code

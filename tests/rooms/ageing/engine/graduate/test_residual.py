"""Net migration as what is left between two pyramids."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.rooms.ageing.engine.graduate.wpp import by_sex, totals

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import grouped
from hub.rooms.ageing.engine.graduate.residual import reach, residual_migration, survive, yearly_migration
from hub.rooms.ageing.engine.life_table import life_table, survival_of

YEARS = 5
SURVIVAL = np.full((YEARS, 2, 101), 0.9)
NO_BIRTHS = np.full((YEARS, 2), np.nan)
FLOWS = arrays(float, (2, 101), elements=st.floats(-1000, 1000))


def moved(first, survival, migration, births):
    """The pyramid after the years of survival."""
    people = first
    for alive, born in zip(survival, births, strict=True):
        people = survive(people, alive)
        people[:, 0] = born * alive[:, 0]
        people = people + migration
    return people


def test_residual_migration_when_nobody_moves_then_nothing_is_left():
    first, births = np.full((2, 101), 1000.0), np.full((YEARS, 2), 900.0)
    residual = residual_migration(first, moved(first, SURVIVAL, 0.0, births), SURVIVAL, births)
    np.testing.assert_allclose(residual.persons, 0, atol=1e-9)


def test_residual_migration_when_births_are_not_known_then_their_ages_are_gaps():
    first = np.full((2, 101), 1000.0)
    residual = residual_migration(first, first, SURVIVAL, NO_BIRTHS)
    assert np.isnan(residual.persons[:, :YEARS]).all()
    # Worked by hand: 1000 x 0.9^5 = 590.49 are expected at ages 5 to 99.
    np.testing.assert_allclose(residual.persons[:, YEARS:-1], 1000 - 590.49)


@given(FLOWS)
def test_residual_migration_when_a_flow_is_known_then_its_reach_is_what_is_left(migration):
    first, births = np.full((2, 101), 5000.0), np.full((YEARS, 2), 900.0)
    second = moved(first, SURVIVAL, migration, births)
    left = residual_migration(first, second, SURVIVAL, births).persons
    for sex in (0, 1):
        felt = reach(SURVIVAL[:, sex], np.ones(YEARS)) @ migration[sex]
        np.testing.assert_allclose(left[sex], felt, rtol=1e-9, atol=1e-6)


@given(arrays(float, (2, 21), elements=st.floats(-1000, 1000)))
def test_yearly_migration_when_it_is_walked_then_the_groups_of_the_residual_are_met(residual):
    yearly = yearly_migration(residual, SURVIVAL, np.ones((2, 101)))
    walked = moved(np.zeros((2, 101)), SURVIVAL, yearly, np.zeros((YEARS, 2)))
    np.testing.assert_allclose(grouped(walked), residual, rtol=1e-6, atol=1e-4)


@pytest.mark.parametrize("iso3", ["DEU", "MAR", "KEN"])
def test_yearly_migration_when_the_flow_is_published_then_ages_of_work_are_near(shared, iso3):
    """Five years of published migration hidden in two pyramids, and found again from five-year groups alone."""
    years = range(2050, 2055)
    mortality = np.stack([by_sex(shared, "mx_1x1", iso3, str(year)) for year in years])
    survival = survival_of(mortality)
    true = np.stack([by_sex(shared, "mig_1x1", iso3, str(year)) for year in years])
    people = first = by_sex(shared, "base_pop_2024_01_01", iso3)
    births = np.full((5, 2), totals(shared, iso3, 2050)["births"] * 500)
    for year in range(5):
        people = moved(people, survival[year : year + 1], true[year], births[year : year + 1])
    left = residual_migration(first, people, survival, births).persons
    yearly = yearly_migration(grouped(left), survival, life_table(mortality).years[2])
    assert np.abs(yearly - true.mean(axis=0))[:, 15:60].sum() < 0.1 * np.abs(true.mean(axis=0))[:, 15:60].sum()


@pytest.mark.parametrize(
    ("second", "births", "code"),
    [
        (np.ones((2, 100)), NO_BIRTHS, "residual_pyramids_differ"),
        (np.ones((2, 101)), np.ones((3, 2)), "births_of_years_differ"),
    ],
)
def test_residual_migration_when_shapes_differ_then_it_is_refused(second, births, code):
    with pytest.raises(DataProblem) as refused:
        residual_migration(np.ones((2, 101)), second, SURVIVAL, births)
    assert refused.value.code == code

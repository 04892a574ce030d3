"""A yearly path through published pyramids."""

import numpy as np
import pytest

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import grouped
from hub.rooms.ageing.engine.graduate.pyramids import path_through
from hub.rooms.ageing.engine.graduate.residual import survive
from hub.rooms.ageing.engine.life_table import survival_of

YEARS = 16


def made_up():
    """People, migration, rates and births of 16 years; the flow grows evenly and peaks at 25."""
    ages = np.arange(101)
    mortality = np.broadcast_to(1e-4 * np.exp(0.085 * ages) + 0.01 * np.exp(-2.0 * ages), (YEARS, 2, 101))
    survival = survival_of(mortality)
    births = np.full((YEARS, 2), [5100.0, 4900.0])
    profile = 60 * np.exp(-(((ages - 25) / 9.0) ** 2))
    migration = np.linspace(1, 2, YEARS)[:, None, None] * np.stack([profile, 0.7 * profile])
    people = np.empty((YEARS + 1, 2, 101))
    people[0] = np.cumprod(np.concatenate([np.full((2, 1), 5000.0), survival[0][:, 1:]], axis=1), axis=1)
    # All who are older than 100, not only those who have just turned it.
    people[0, :, -1] /= 1 - survival[0][:, -1]
    for year in range(YEARS):
        people[year + 1] = survive(people[year], survival[year])
        people[year + 1, :, 0] = births[year] * survival[year, :, 0]
        people[year + 1] += migration[year]
    middles = (people[:-1] + people[1:]) / 2
    return people, migration, mortality, births, grouped(middles[::5])


def test_path_through_when_it_is_walked_then_every_pyramid_is_met():
    _, _, mortality, births, pyramids = made_up()
    path = path_through(pyramids, mortality, births)
    middles = (path.people[:-1] + path.people[1:]) / 2
    np.testing.assert_allclose(grouped(middles[::5]), pyramids, rtol=1e-9)


def test_path_through_when_each_step_is_taken_then_people_are_conserved():
    _, _, mortality, births, pyramids = made_up()
    path = path_through(pyramids, mortality, births)
    survival = survival_of(mortality)
    for year in range(YEARS):
        stepped = survive(path.people[year], survival[year])
        stepped[:, 0] = births[year] * survival[year, :, 0]
        np.testing.assert_allclose(path.people[year + 1], stepped + path.migration[year], rtol=1e-12)


def test_path_through_when_the_truth_is_known_then_base_and_migration_are_near():
    people, migration, mortality, births, pyramids = made_up()
    path = path_through(pyramids, mortality, births)
    assert np.abs(path.people[0] / people[0] - 1)[:, :90].max() < 0.02
    assert np.abs(path.migration - migration).sum() < 0.05 * np.abs(migration).sum()


def test_path_through_when_inputs_are_used_then_they_are_left_as_they_were():
    _, _, mortality, births, pyramids = made_up()
    kept = pyramids.copy()
    path_through(pyramids, mortality, births)
    np.testing.assert_array_equal(pyramids, kept)


def test_path_through_when_years_are_too_few_then_it_is_refused():
    _, _, mortality, births, pyramids = made_up()
    with pytest.raises(DataProblem) as refused:
        path_through(pyramids, mortality[1:], births[1:])
    assert (refused.value.code, refused.value.parameters["allowed"]) == ("years_of_path_differ", 16)

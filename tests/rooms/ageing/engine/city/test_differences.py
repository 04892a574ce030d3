"""Scenario less reference, trajectory by trajectory."""

from dataclasses import replace

import numpy as np
import pytest
from tests.rooms.ageing.engine.city.places import YEARS, inputs

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.differences import Differences, compare, simulate_differences
from hub.rooms.ageing.engine.city.expectancy import expectancy_at_birth
from hub.rooms.ageing.engine.city.migration_model import MigrationSchedule, profile_of
from hub.rooms.ageing.engine.city.scenarios import DistrictBuilt, LivesLonger, MigrationTimes, Scenario
from hub.rooms.ageing.engine.trajectories.futures import FutureYear
from hub.rooms.ageing.engine.trajectories.marginals import Marginals
from hub.rooms.ageing.engine.trajectories.simulate import simulate

DISTRICT = Scenario("district", (DistrictBuilt(((2026, 3000.0),), profile_of(MigrationSchedule())),))
LONGER = Scenario("longer", (LivesLonger(2.0, 2033),))


def marginals() -> Marginals:
    """Intervals that open with the years, around the medium of `inputs`."""
    spread = np.array([-1.96, -1.28, 0.0, 1.28, 1.96])
    open_by = np.sqrt(np.arange(1, YEARS + 1))[:, None] * spread
    expectancy = expectancy_at_birth(inputs().mortality).T[..., None]
    migration = inputs().migration.sum(axis=(1, 2))[:, None]
    return Marginals(1.9 + 0.05 * open_by, expectancy + 0.3 * open_by, migration + 500 * open_by)


def differences(scenario: Scenario, trajectories: int = 60) -> Differences:
    return simulate_differences(scenario, inputs(), marginals(), seed=4, trajectories=trajectories)


def future(people: list[float], year: int = 2030) -> FutureYear:
    """A year in which everyone is 40, as many at its end as at its start."""
    pyramid = np.zeros((2, 101, len(people)))
    pyramid[:, 40] = np.array(people) / 2
    rest: Array = np.zeros(len(people))
    return FutureYear(year, pyramid, pyramid, rest, rest, rest, rest, np.zeros((2, len(people))))


def test_scenario_without_changes_differs_in_nothing() -> None:
    found = differences(Scenario("none", ()))
    assert not np.nan_to_num(found.values).any()
    assert not found.pyramids.any()
    assert not np.nan_to_num(found.share_above).any()


def test_quantiles_are_of_the_pairs_and_not_of_the_ends() -> None:
    reference, tried = [100.0, 200, 300, 400, 500], [101.0, 202, 303, 404, 490]
    found = compare([future(reference)], [future(tried)], probabilities=(0.0, 0.5, 1.0))
    assert np.allclose(found.of("pop"), [[-10, 2, 4]])
    assert np.allclose(found.percent[0, 0], [-2, 1, 1])
    assert found.share_above[0, 0] == 0.8
    assert np.allclose(found.pyramids[0, :, 8], [[-5, 1, 2]] * 2)


def test_items_of_nobody_have_no_percentage() -> None:
    found = compare([future([100.0, 100])], [future([110.0, 110])])
    of_item = dict(zip(found.items, found.percent[:, 0], strict=True))
    assert np.allclose(of_item["pop"], 10)
    assert np.isnan(of_item["pop65"]).all()
    assert np.allclose(found.of("pop65"), 0)
    # No one over 65: nobody for whom there would be so many of working age.
    assert np.isnan(found.of("psr20_64_65")).all()
    assert np.isnan(found.share_above[found.items.index("psr20_64_65")]).all()


def test_new_district_brings_the_same_people_in_every_trajectory() -> None:
    found = differences(DISTRICT)
    at_end = found.of("pop_dec31")
    # Deviations of migration are spread over ages as the medium's migrants, of whom the district has its own.
    assert np.allclose(at_end[:2], 0, atol=3)
    assert np.allclose(at_end[2], 3000, atol=3)
    assert np.allclose(found.of("pop")[2], 1500, atol=3)
    assert found.share_above[found.items.index("pop"), 2:].min() == 1


def test_range_of_the_pairs_is_far_narrower_than_that_of_the_two_simulations() -> None:
    found = differences(DISTRICT).of("pop")[-1]
    reference = simulate(inputs(), marginals(), seed=4, trajectories=60).of("pop")[-1]
    assert 0 < found[3] - found[1] < (reference[3] - reference[1]) / 20


def test_longer_lives_show_in_every_trajectory() -> None:
    gained = differences(LONGER).of("e0_f")
    assert np.allclose(gained[9:], 2.0, atol=0.02)


def test_halved_migration_takes_half_of_the_medium_from_every_trajectory() -> None:
    found = differences(Scenario("halves", (MigrationTimes(0.5, 2024),))).of("migration")
    assert np.allclose(found, -inputs().migration.sum(axis=(1, 2))[:, None] / 2)


def test_same_seed_gives_the_same_bytes() -> None:
    assert differences(LONGER).values.tobytes() == differences(LONGER).values.tobytes()


@pytest.mark.parametrize(
    ("reference", "scenario"),
    [
        ([future([1.0])], [future([1.0], 2031)]),
        ([future([1.0])], [future([1.0, 2.0])]),
        ([future([1.0])], []),
        ([], [future([1.0])]),
        ([], []),
    ],
)
def test_simulations_that_are_no_pairs_are_refused(reference: list[FutureYear], scenario: list[FutureYear]) -> None:
    with pytest.raises(DataProblem) as refused:
        compare(reference, scenario)
    assert refused.value.code == "scenario_not_paired"


def test_inputs_given_stay_as_they_were() -> None:
    medium = inputs()
    simulate_differences(LONGER, medium, marginals(), seed=4, trajectories=5)
    assert np.array_equal(replace(medium).mortality, inputs().mortality)

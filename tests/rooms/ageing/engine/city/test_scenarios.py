"""What-ifs: changed inputs."""

from dataclasses import replace

import numpy as np
import pytest
from tests.rooms.ageing.engine.city.places import YEARS, inputs

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.city.expectancy import expectancy_at_birth
from hub.rooms.ageing.engine.city.migration_model import MigrationSchedule, profile_of
from hub.rooms.ageing.engine.city.scenarios import (
    Change,
    DistrictBuilt,
    FertilityReaches,
    FertilityStays,
    LivesLonger,
    MigrationTimes,
    Scenario,
    apply,
    usual_scenarios,
)
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs

PROFILE = profile_of(MigrationSchedule())


def under(*changes: Change) -> Inputs:
    return apply(Scenario("tried", changes), inputs())


def falling() -> Inputs:
    """Total fertility that falls in a straight line from 1.9 to 1.61."""
    return replace(inputs(), fertility=inputs().fertility * (1 - 0.29 / 1.9 * np.arange(YEARS) / 29)[:, None])


def test_scenario_without_changes_is_the_reference() -> None:
    given_inputs = inputs()
    assert apply(Scenario("none", ()), given_inputs) is given_inputs


def test_migration_halves_from_its_year_on() -> None:
    migration = under(MigrationTimes(0.5, 2030)).migration
    assert np.array_equal(migration[:6], inputs().migration[:6])
    assert np.array_equal(migration[6:], inputs().migration[6:] / 2)


def test_fertility_stays_at_the_total_of_its_year() -> None:
    changed = apply(Scenario("stays", (FertilityStays(2034),)), falling()).fertility
    assert np.allclose(changed[:11], falling().fertility[:11])
    assert np.allclose(changed.sum(axis=1)[10:], 1.8)


def test_fertility_reaches_its_goal_in_a_straight_line_and_stays_there() -> None:
    totals = apply(Scenario("reaches", (FertilityReaches(2.1, 2034),)), falling()).fertility.sum(axis=1)
    assert np.allclose(totals[:11], np.linspace(1.9, 2.1, 11))
    assert np.allclose(totals[10:], 2.1)
    assert np.allclose(under(FertilityReaches(1.2, 2024)).fertility.sum(axis=1), 1.2)


def test_people_live_two_years_longer_by_the_year_named() -> None:
    gain = expectancy_at_birth(under(LivesLonger(2.0, 2033)).mortality) - expectancy_at_birth(inputs().mortality)
    assert np.allclose(gain[:10], np.linspace(0.2, 2.0, 10)[:, None], atol=1e-6)
    assert np.allclose(gain[10:], 2, atol=1e-6)


def test_each_of_many_places_lives_longer_by_its_own_improvement() -> None:
    given_inputs = inputs()
    both = replace(given_inputs, mortality=np.stack([given_inputs.mortality, given_inputs.mortality * 1.3]))
    changed = apply(Scenario("longer", (LivesLonger(1.0, 2024),)), both).mortality
    assert np.array_equal(changed[0], under(LivesLonger(1.0, 2024)).mortality)
    assert np.allclose(expectancy_at_birth(changed) - expectancy_at_birth(both.mortality), 1, atol=1e-6)


def test_district_adds_its_people_in_their_years() -> None:
    changed = under(DistrictBuilt(((2026, 3000.0), (2028, 1000.0)), PROFILE, share_from_outside=0.7))
    added = (changed.migration - inputs().migration).sum(axis=(1, 2))
    assert np.allclose(added[:6], [0, 0, 2100, 0, 700, 0])
    more = (project(changed).population - project(inputs()).population).sum(axis=(1, 2))
    assert np.allclose(more[:4], [0, 0, 0, 2100])
    assert more[-1] > 2500


def test_changes_are_made_in_their_order() -> None:
    district = DistrictBuilt(((2026, 3000.0),), PROFILE)
    first_half = under(MigrationTimes(0.5, 2024), district).migration.sum()
    assert first_half - under(district, MigrationTimes(0.5, 2024)).migration.sum() == pytest.approx(1500)


@pytest.mark.parametrize(
    "change",
    [
        MigrationTimes(0.5, 2024), FertilityStays(2030), FertilityReaches(1.5, 2030), LivesLonger(2.0, 2030),
        DistrictBuilt(((2025, 10.0),), PROFILE),
    ],
)  # fmt: skip
def test_inputs_given_stay_as_they_were(change: Change) -> None:
    given_inputs = inputs()
    change.changed(given_inputs)
    for name in ("base", "mortality", "fertility", "sex_ratio", "migration"):
        assert np.array_equal(getattr(given_inputs, name), getattr(inputs(), name))


def test_usual_scenarios_change_the_future_in_the_direction_of_their_names() -> None:
    reference = project(falling()).population[-1].sum()
    totals = {
        scenario.code: project(apply(scenario, falling())).population[-1].sum()
        for scenario in usual_scenarios(falling().years)
    }
    assert {code: bool(total > reference) for code, total in totals.items()} == {
        "migration_halves": False, "fertility_stays": True, "two_years_longer": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (MigrationTimes(0.5, 2060), "scenario_year_out_of_range"),
        (MigrationTimes(-1.0, 2030), "scenario_value_out_of_range"),
        (FertilityStays(2000), "scenario_year_out_of_range"),
        (FertilityReaches(11.0, 2030), "scenario_value_out_of_range"),
        (LivesLonger(16.0, 2030), "scenario_value_out_of_range"),
        (DistrictBuilt(((2030, 10.0),), PROFILE * 2), "arrivals_profile_not_one"),
        (DistrictBuilt(((2030, 10.0),), np.ones(101) / 101), "city_shape_differs"),
        (DistrictBuilt(((2030, -10.0),), PROFILE), "scenario_value_out_of_range"),
        (DistrictBuilt(((2030, 10.0),), PROFILE, share_from_outside=1.5), "scenario_value_out_of_range"),
    ],
)
def test_changes_that_cannot_be_made_are_refused(change: Change, code: str) -> None:
    with pytest.raises(DataProblem) as refused:
        change.changed(inputs())
    assert refused.value.code == code

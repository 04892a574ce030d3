"""A scenario beside its reference, with the same chance in both."""

import numpy as np
import pytest
from tests.rooms.ageing.engine.outlook.cities import FIRST, asked_for, known_of

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.city.scenarios import FertilityStays, LivesLonger, MigrationTimes, Scenario
from hub.rooms.ageing.engine.outlook.look import Future, look_ahead
from hub.rooms.ageing.engine.outlook.what_if import COMPARED, what_if
from hub.rooms.ageing.engine.trajectories.quantiles import ITEMS


@pytest.fixture(scope="module")
def future() -> Future:
    return look_ahead(known_of(), asked_for(15, trajectories=60)).future


def test_what_if_when_nothing_changes_then_no_trajectory_differs(future):
    found = what_if(future, Scenario("same", (MigrationTimes(1.0, FIRST),)))
    assert np.nanmax(np.abs(found.values)) == 0
    assert found.trajectories == 60
    assert found.years == future.inputs.years


def test_what_if_when_people_live_longer_then_more_are_old_in_every_trajectory(future):
    found = what_if(future, Scenario("longer", (LivesLonger(2.0, FIRST + 10),)))
    assert (found.of("pop65")[1:] > 0).all()
    assert found.share_above[found.items.index("pop80")][-1] == 1.0


def test_what_if_when_migration_ends_then_differs_from_the_reference_by_its_movers(future):
    found = what_if(future, Scenario("none", (MigrationTimes(0.0, FIRST),)))
    first = found.of("migration")[0]
    np.testing.assert_allclose(first, -future.inputs.migration[0].sum(), rtol=1e-6)


def test_what_if_when_the_seed_is_that_of_the_outlook_then_gives_the_same_each_time(future):
    scenario = Scenario("stays", (FertilityStays(FIRST),))
    assert what_if(future, scenario).values.tobytes() == what_if(future, scenario).values.tobytes()


def test_what_if_when_a_year_is_not_projected_then_refused(future):
    with pytest.raises(DataProblem) as refused:
        what_if(future, Scenario("late", (MigrationTimes(0.5, FIRST + 15),)))
    assert refused.value.code == "scenario_year_out_of_range"


def test_compared_when_shown_then_every_item_is_simulated():
    assert set(COMPARED) <= set(ITEMS)

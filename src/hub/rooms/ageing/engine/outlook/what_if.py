"""A scenario beside its reference: both simulated with the same numbers of chance, compared trajectory by trajectory."""

from hub.rooms.ageing.engine.city.differences import Differences, simulate_differences
from hub.rooms.ageing.engine.city.scenarios import Scenario
from hub.rooms.ageing.engine.outlook.look import Future

# What is shown of a scenario, in its order.
COMPARED = ("pop", "pop65", "pop80", "pct65", "oadr65_20_64")


def what_if(future: Future, scenario: Scenario) -> Differences:
    """Simulate a scenario and its reference with the same chance, and compare them.

    Raises the DataProblems of `city.scenarios.apply`.
    """
    return simulate_differences(
        scenario,
        future.inputs,
        future.marginals,
        seed=future.seed,
        trajectories=future.trajectories,
        city=future.terms,
    )

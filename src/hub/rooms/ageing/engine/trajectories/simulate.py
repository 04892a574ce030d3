"""Projections with their uncertainty: a medium and published intervals in, quantiles out."""

from collections.abc import Iterator

from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.city import CityTerms
from hub.rooms.ageing.engine.trajectories.drivers import drivers_of
from hub.rooms.ageing.engine.trajectories.futures import FutureYear, futures
from hub.rooms.ageing.engine.trajectories.marginals import Marginals
from hub.rooms.ageing.engine.trajectories.quantiles import Summary, summarise
from hub.rooms.ageing.engine.trajectories.ranks import MIGRATION_PHI

TRAJECTORIES = 1000


def simulate(
    medium: Inputs,
    marginals: Marginals,
    *,
    seed: int,
    trajectories: int = TRAJECTORIES,
    city: CityTerms | None = None,
    migration_phi: float = MIGRATION_PHI,
) -> Summary:
    """Quantiles of the futures of one place.

    medium         of one place, without leading axes
    marginals      of the same years; for a city its country's, net migration scaled to it
    seed           for many places `seed_of(seed, code)`, so that a place does not depend on the others
    city           the city's own drift on top; without it a city's intervals are too narrow
    migration_phi  how long a deviation of net migration lasts: `migration_phi_of` fits it to a country
    Places under 20,000 people at the start are carried in whole persons.
    Errors: intervals_years_differ, trajectories_out_of_range, persistence_out_of_range, expectancy_out_of_reach.
    """
    return summarise(
        trajectories_of(medium, marginals, seed=seed, trajectories=trajectories, city=city, migration_phi=migration_phi)
    )


def trajectories_of(
    medium: Inputs,
    marginals: Marginals,
    *,
    seed: int,
    trajectories: int = TRAJECTORIES,
    city: CityTerms | None = None,
    migration_phi: float = MIGRATION_PHI,
) -> Iterator[FutureYear]:
    """The years behind `simulate`, one at a time, for what needs whole trajectories (demand for places, say)."""
    drivers = drivers_of(
        medium, marginals, seed=seed, trajectories=trajectories, city=city, migration_phi=migration_phi
    )
    return futures(medium, drivers, seed=seed)

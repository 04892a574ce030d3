"""The yearly inputs of every trajectory, as deviations from the medium."""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.city import CityTerms, expectancy_gaps, fertility_scales
from hub.rooms.ageing.engine.trajectories.marginals import MEDIAN, Marginals, fertility_at, values_at
from hub.rooms.ageing.engine.trajectories.ranks import (
    EXPECTANCY_PHI,
    FERTILITY_PHI,
    MIGRATION_PHI,
    normal_numbers,
    ranks_of,
)


@dataclass(frozen=True, eq=False)
class Drivers:
    """What sets each trajectory apart from the medium; all 1, 0 and 0 is the medium itself.

    fertility  (year, trajectory)       what multiplies the medium's fertility at every age
    gain       (year, sex, trajectory)  years of life expectancy at birth more than the medium's
    migration  (year, trajectory)       net persons a year more than the medium's
    """

    fertility: Array
    gain: Array
    migration: Array

    @property
    def trajectories(self) -> int:
        return self.migration.shape[-1]


def drivers_of(
    medium: Inputs,
    marginals: Marginals,
    *,
    seed: int,
    trajectories: int,
    city: CityTerms | None = None,
    migration_phi: float = MIGRATION_PHI,
) -> Drivers:
    """Draw the inputs of all trajectories: three independent rank processes and, for a city, its own two.

    Only the deviations of `marginals` from their medians are used, so that a city may take its country's (with
    `generic.scaled_migration`). The same `seed` gives the same bytes, alone or among other places.
    Errors: trajectories_not_of_one_place, intervals_years_differ, trajectories_out_of_range, persistence_out_of_range.
    """
    if medium.places:
        raise DataProblem("trajectories_not_of_one_place", found=medium.places)
    years = len(medium.years)
    for found in (marginals.years, years if city is None else len(city.fertility_ratio)):
        if found != years:
            raise DataProblem("intervals_years_differ", found=found, allowed=years)
    if trajectories < 2:
        raise DataProblem("trajectories_out_of_range", found=trajectories, low=2)

    def ranks(name: str, phi: float) -> Array:
        return ranks_of(normal_numbers(seed, name, years, trajectories), phi)

    points = marginals.fertility
    median = np.broadcast_to(points[:, MEDIAN, None], (years, trajectories))
    drawn = fertility_at(points, ranks("fertility", FERTILITY_PHI))
    # Without children in the medium there is nothing to multiply.
    fertility = np.divide(drawn, median, out=np.ones_like(drawn), where=median > 0)
    standing = ranks("expectancy", EXPECTANCY_PHI)
    gain = np.stack([_deviations(of_sex, standing) for of_sex in marginals.expectancy], axis=1)
    migration = _deviations(marginals.migration, ranks("migration", migration_phi))
    if city is not None:
        fertility = fertility * fertility_scales(city, seed, trajectories)
        expectancy = life_table(medium.mortality).expectancy[..., 0]
        gain = gain + expectancy_gaps(expectancy, seed, trajectories)[:, None]
    return Drivers(fertility, gain, migration)


def _deviations(points: Array, ranks: Array) -> Array:
    return values_at(points, ranks) - points[:, MEDIAN, None]

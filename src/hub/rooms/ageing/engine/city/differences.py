"""A scenario less its reference, trajectory by trajectory.

Both are simulated with the same seed, so that one trajectory has the same luck in both and only the scenario sets them
apart. The range of a difference is the range of these pairs; the difference of two ranges would be far too wide, or too
narrow. In places under 20,000 people, which are carried in whole persons, chance enters each of the two runs anew as soon
as they part, and widens the range.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.scenarios import Scenario, apply
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.city import CityTerms
from hub.rooms.ageing.engine.trajectories.drivers import drivers_of
from hub.rooms.ageing.engine.trajectories.futures import FutureYear, futures
from hub.rooms.ageing.engine.trajectories.marginals import PROBABILITIES, Marginals
from hub.rooms.ageing.engine.trajectories.quantiles import ITEMS, grouped, items_of, quantiles_of
from hub.rooms.ageing.engine.trajectories.ranks import MIGRATION_PHI
from hub.rooms.ageing.engine.trajectories.simulate import TRAJECTORIES


@dataclass(frozen=True, eq=False)
class Differences:
    """Quantiles of scenario less reference over paired trajectories.

    years          calendar years
    probabilities  of the quantiles, ascending
    items          codes, those of a simulation's summary
    values         (item, year, quantile)        in the unit of the item
    percent        (item, year, quantile)        in per cent of the reference; NaN where a trajectory of that is 0
    share_above    (item, year)                  part of the trajectories in which the scenario has more than the reference
    pyramids       (year, sex, group, quantile)  persons on 1 July by five-year group
    A gap in one trajectory of an item is a gap of the year.
    """

    years: tuple[int, ...]
    probabilities: tuple[float, ...]
    items: tuple[str, ...]
    values: Array
    percent: Array
    share_above: Array
    pyramids: Array
    trajectories: int

    def of(self, item: str) -> Array:
        """(year, quantile) of one item."""
        found: Array = self.values[self.items.index(item)]
        return found


def simulate_differences(
    scenario: Scenario,
    medium: Inputs,
    marginals: Marginals,
    *,
    seed: int,
    trajectories: int = TRAJECTORIES,
    city: CityTerms | None = None,
    migration_phi: float = MIGRATION_PHI,
) -> Differences:
    """What a scenario changes, with its range: reference and scenario simulated year by year with the same seed.

    Arguments but the first as of `simulate`. Deviations from the medium are those of the reference in both: of fertility a
    ratio, of life expectancy years, of net migration persons. So a scenario that halves migration halves the medium's and
    leaves its deviations as wide as they were. A simulation spreads those over ages as its own medium's migrants, so the
    trajectories of a scenario with other migrants differ a little in that too. Raises the DataProblems of `apply`, of a
    simulation, and of `compare`.
    """
    drivers = drivers_of(
        medium, marginals, seed=seed, trajectories=trajectories, city=city, migration_phi=migration_phi
    )
    return compare(futures(medium, drivers, seed=seed), futures(apply(scenario, medium), drivers, seed=seed))


def compare(
    reference: Iterable[FutureYear], scenario: Iterable[FutureYear], *, probabilities: tuple[float, ...] = PROBABILITIES
) -> Differences:
    """Quantiles of the differences of trajectories that were drawn with the same seed; years are let go as they come.

    Raises DataProblem `scenario_not_paired` unless both have the same years and number of trajectories.
    """
    years, values, percent, above, pyramids = [], [], [], [], []
    before: tuple[Array, Array] | None = None
    for first, second in _paired(reference, scenario):
        before = before or (grouped(first.before), grouped(second.before))
        after = grouped(first.after), grouped(second.after)
        groups = [(start + end) / 2 for start, end in zip(before, after, strict=True)]
        base, tried = items_of(first, groups[0]), items_of(second, groups[1])
        difference = tried - base
        has_all = (base != 0).all(axis=-1, keepdims=True)
        relative = np.divide(100 * difference, base, out=np.full(base.shape, np.nan), where=has_all)
        years.append(first.year)
        values.append(quantiles_of(difference, probabilities))
        percent.append(quantiles_of(relative, probabilities))
        above.append(np.where(np.isnan(difference).any(axis=-1), np.nan, (difference > 0).mean(axis=-1)))
        pyramids.append(quantiles_of(groups[1] - groups[0], probabilities))
        before, count = after, base.shape[-1]
    if not years:
        raise DataProblem("scenario_not_paired", parameter="years", found=0, allowed=1)
    return Differences(
        years=tuple(years),
        probabilities=probabilities,
        items=ITEMS,
        values=np.stack(values, axis=1),
        percent=np.stack(percent, axis=1),
        share_above=np.stack(above, axis=1),
        pyramids=np.stack(pyramids),
        trajectories=count,
    )


def _paired(reference: Iterable[FutureYear], scenario: Iterable[FutureYear]) -> Iterable[tuple[FutureYear, FutureYear]]:
    other = iter(scenario)
    for first in reference:
        second = next(other, None)
        if second is None or second.year != first.year:
            found = None if second is None else second.year
            raise DataProblem("scenario_not_paired", parameter="year", found=found, allowed=first.year)
        if second.births.shape != first.births.shape:
            found, allowed = len(second.births), len(first.births)
            raise DataProblem("scenario_not_paired", parameter="trajectories", found=found, allowed=allowed)
        yield first, second
    late = next(other, None)
    if late is not None:
        raise DataProblem("scenario_not_paired", parameter="year", found=late.year, allowed=None)

"""What if: changes to the inputs of a projection, each a stated assumption, applied one after another.

A scenario says what would follow from its assumptions, not how likely they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.country import PYRAMID, check_shape
from hub.rooms.ageing.engine.city.expectancy import shift_expectancy
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.mortality import improvement_of

LARGEST_FACTOR: Final = 10.0
LARGEST_TOTAL_FERTILITY: Final = 10.0
MOST_YEARS_LONGER: Final = 15.0
PROFILE_TOLERANCE: Final = 1e-6
# How many years the usual scenario of longer lives takes to come about.
YEARS_TO_LIVE_LONGER: Final = 25


class Change(Protocol):
    """One assumption."""

    def changed(self, inputs: Inputs) -> Inputs:
        """The inputs under this assumption; those given stay as they are."""


@dataclass(frozen=True)
class MigrationTimes:
    """Net migration times `factor` (0 to 10) at every age, from `from_year` on. Half of a net loss is a smaller loss."""

    factor: float
    from_year: int

    def changed(self, inputs: Inputs) -> Inputs:
        _require_between("factor", self.factor, 0.0, LARGEST_FACTOR)
        first = _index_of(self.from_year, inputs)
        migration = inputs.migration.copy()
        migration[..., first:, :, :] *= self.factor
        return replace(inputs, migration=migration)


@dataclass(frozen=True)
class FertilityStays:
    """Total fertility as in `as_in_year` from then on; the ages of mothers move as in the reference."""

    as_in_year: int

    def changed(self, inputs: Inputs) -> Inputs:
        first = _index_of(self.as_in_year, inputs)
        total = inputs.fertility.sum(axis=-1)
        path = np.where(np.arange(len(inputs.years)) < first, total, total[..., first : first + 1])
        return replace(inputs, fertility=_with_total(inputs.fertility, path))


@dataclass(frozen=True)
class FertilityReaches:
    """Total fertility on a straight line from the first year's to `children` per woman in `by_year`, then that."""

    children: float
    by_year: int

    def changed(self, inputs: Inputs) -> Inputs:
        _require_between("children", self.children, 0.0, LARGEST_TOTAL_FERTILITY)
        goal = _index_of(self.by_year, inputs)
        start = inputs.fertility[..., :1, :].sum(axis=-1)
        done = np.minimum(np.arange(len(inputs.years)) / goal, 1.0) if goal else np.ones(len(inputs.years))
        return replace(inputs, fertility=_with_total(inputs.fertility, start + (self.children - start) * done))


@dataclass(frozen=True)
class LivesLonger:
    """Life expectancy at birth of both sexes `years` above the reference in `by_year` and after; phased in evenly.

    The first year already has its part. Below 0, lives are shorter. Rates move along the country's own improvement.
    """

    years: float
    by_year: int

    def changed(self, inputs: Inputs) -> Inputs:
        _require_between("years", self.years, -MOST_YEARS_LONGER, MOST_YEARS_LONGER)
        phase = _index_of(self.by_year, inputs) + 1
        gap = self.years * np.minimum(np.arange(1, len(inputs.years) + 1) / phase, 1.0)
        # One place or many: each has its own improvement.
        places = inputs.mortality.reshape(-1, *inputs.mortality.shape[-3:])
        shifted = [shift_expectancy(rates, gap[:, None], improvement_of(rates)) for rates in places]
        return replace(inputs, mortality=np.stack(shifted).reshape(inputs.mortality.shape))


@dataclass(frozen=True, eq=False)
class DistrictBuilt:
    """People who move into new homes, added to the net migration of their years.

    arrivals            (year, persons) of each year in which people move in
    profile             (sex, age) shares of those who move in, by the age at the end of the year; sums to 1
    share_from_outside  the part of them who did not live in the city before, 0 to 1: only they add to it
    """

    arrivals: tuple[tuple[int, float], ...]
    profile: Array
    share_from_outside: float = 1.0

    def changed(self, inputs: Inputs) -> Inputs:
        check_shape("profile", self.profile, PYRAMID)
        total = float(self.profile.sum())
        if (self.profile < 0).any() or abs(total - 1) > PROFILE_TOLERANCE:
            raise DataProblem("arrivals_profile_not_one", found=total, low=float(self.profile.min()))
        _require_between("share_from_outside", self.share_from_outside, 0.0, 1.0)
        migration = inputs.migration.copy()
        for year, persons in self.arrivals:
            _require_between("arrivals", persons, 0.0, np.inf)
            migration[..., _index_of(year, inputs), :, :] += persons * self.share_from_outside * self.profile
        return replace(inputs, migration=migration)


@dataclass(frozen=True)
class Scenario:
    """A named set of changes; `code` is the word by which it is known, its sentence is said elsewhere."""

    code: str
    changes: tuple[Change, ...]


def apply(scenario: Scenario, inputs: Inputs) -> Inputs:
    """The inputs under a scenario, its changes made in their order; without changes, the same inputs.

    Raises DataProblem `scenario_year_out_of_range`, `scenario_value_out_of_range`, `arrivals_profile_not_one`,
    `expectancy_out_of_range`, `city_shape_differs`, `city_value_missing`.
    """
    for change in scenario.changes:
        inputs = change.changed(inputs)
    return inputs


def usual_scenarios(years: Sequence[int]) -> tuple[Scenario, ...]:
    """What planners ask first, for the years of a projection: migration halves, fertility stays, two years longer by 25 years on."""
    by_year = min(years[0] + YEARS_TO_LIVE_LONGER, years[-1])
    return (
        Scenario("migration_halves", (MigrationTimes(0.5, years[0]),)),
        Scenario("fertility_stays", (FertilityStays(years[0]),)),
        Scenario("two_years_longer", (LivesLonger(2.0, by_year),)),
    )


def _index_of(year: int, inputs: Inputs) -> int:
    years = inputs.years
    if not years[0] <= year <= years[-1]:
        raise DataProblem("scenario_year_out_of_range", found=year, low=years[0], high=years[-1])
    return year - years[0]


def _require_between(parameter: str, found: float, low: float, high: float) -> None:
    if not low <= found <= high:
        raise DataProblem("scenario_value_out_of_range", parameter=parameter, found=found, low=low, high=high)


def _with_total(fertility: Array, path: Array) -> Array:
    """Fertility (..., year, 45) of the same ages of mothers with another total (..., year); none where there was none."""
    total = fertility.sum(axis=-1)
    factor = np.divide(path, total, out=np.zeros(np.broadcast_shapes(path.shape, total.shape)), where=total > 0)
    scaled: Array = fertility * factor[..., None]
    return scaled

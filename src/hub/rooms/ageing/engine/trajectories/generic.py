"""Intervals for a place without published ones, and intervals of a country carried over to one of its cities.

Half-widths of the 80 % interval by years from the start are medians over eight countries (Brazil, China, Germany, India,
Ireland, Japan, Kenya, Morocco) of United Nations, World Population Prospects 2024, CC BY 3.0 IGO; so is the ratio of the
95 % half-width to it. They say how unsure a typical country's inputs are, not this place's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.marginals import Marginals, points_of

HORIZONS = (0, 2, 6, 10, 16, 26, 36, 51, 76)
# Share of the total fertility rate.
FERTILITY = (0.107, 0.131, 0.171, 0.186, 0.205, 0.228, 0.239, 0.249, 0.261)
# Years of life at birth, male and female.
EXPECTANCY = (
    (0.77, 1.33, 1.98, 2.47, 3.05, 3.81, 4.33, 4.83, 5.35),
    (0.70, 1.20, 1.71, 2.08, 2.47, 2.98, 3.39, 3.96, 4.82),
)
# Net persons a year per 1,000 people. The eight range from 0.5 to 12.
MIGRATION = (0.88, 1.25, 1.50, 1.59, 1.66, 1.69, 1.66, 1.71, 1.80)
# 95 % half-width for 1 of the 80 % half-width; 1.53 for a normal distribution.
FERTILITY_TAIL, EXPECTANCY_TAIL, MIGRATION_TAIL = 1.6, 1.56, 1.7


def generic_marginals(medium: Inputs, *, migration_times: float = 1.0) -> Marginals:
    """Intervals of a typical country around the medium of one place.

    migration_times  how many times as wide as a country's the interval of net migration is per head; a city's moves within its
                     country are not in the medians: set it from its own record, 3 to 6 where there is none
    Gaps: none. After 76 years the widths stay as they are.
    Errors: migration_times_out_of_range.
    """
    if not 0 < migration_times <= 100:
        raise DataProblem("migration_times_out_of_range", found=migration_times, low=0, high=100)
    years = len(medium.years)
    middle = _medians(medium)
    people = project(medium).population[:years].sum(axis=(-2, -1))
    moving = _at(MIGRATION, years) * migration_times * people / 1000
    expectancy = np.stack([_at(of_sex, years) for of_sex in EXPECTANCY])
    return Marginals(
        fertility=_around(middle.fertility, _at(FERTILITY, years) * middle.fertility, FERTILITY_TAIL),
        expectancy=_around(middle.expectancy, expectancy, EXPECTANCY_TAIL),
        migration=_around(middle.migration, moving, MIGRATION_TAIL),
    )


def published_marginals(medium: Inputs, *, fertility: Array, expectancy: Array, migration: Array) -> Marginals:
    """Published ends of the intervals around the medium of the same edition, where medians are not published beside them.

    fertility, migration  (year, 4)       lower 95 %, lower 80 %, upper 80 %, upper 95 %: children per woman; net persons
    expectancy            (sex, year, 4)  years of life at birth
    Where the medium lies outside an interval (both are rounded apart, or rates were graduated), the nearer ends move to it.
    Errors: those of `Marginals`.
    """
    middle = _medians(medium)
    return Marginals(
        fertility=points_of(_around_medium(fertility, middle.fertility), middle.fertility),
        expectancy=points_of(_around_medium(expectancy, middle.expectancy), middle.expectancy),
        migration=points_of(_around_medium(migration, middle.migration), middle.migration),
    )


def _around_medium(ends: Array, median: Array) -> Array:
    """Ends (..., 4) of which the first two are not above the median (...) and the last two not below it."""
    lower = np.minimum(ends[..., :2], median[..., None])
    return np.concatenate([lower, np.maximum(ends[..., 2:], median[..., None])], axis=-1)


@dataclass(frozen=True, eq=False)
class _Medians:
    """Of a medium: fertility and migration (year,), expectancy (sex, year)."""

    fertility: Array
    expectancy: Array
    migration: Array


def _medians(medium: Inputs) -> _Medians:
    expectancy = np.moveaxis(life_table(medium.mortality).expectancy[..., 0], -1, 0)
    return _Medians(medium.fertility.sum(axis=-1), expectancy, medium.migration.sum(axis=(-2, -1)))


def scaled_migration(marginals: Marginals, share: Array) -> Marginals:
    """A country's intervals for a place that holds a `share` (year,) of its people, 0 to 1.

    Trap: moves within the country are most of a city's and not in here; `generic_marginals` may be the wider of the two.
    """
    return replace(marginals, migration=marginals.migration * share[:, None])


def _at(widths: Sequence[float], years: int) -> Array:
    """Half-widths (year,) between the horizons at which they were measured."""
    return np.interp(np.arange(years), HORIZONS, widths)


def _around(median: Array, half: Array, tail: float) -> Array:
    ends = np.stack([median - tail * half, median - half, median + half, median + tail * half], axis=-1)
    return points_of(ends, median)

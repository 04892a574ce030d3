"""Older people in every future of a place: what the demand for learning needs of the trajectories, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, SEXES, Array, grouped
from hub.rooms.ageing.engine.demand.learners import LEARNER_STARTS
from hub.rooms.ageing.engine.outlook.look import Future
from hub.rooms.ageing.engine.trajectories.simulate import trajectories_of

FIRST_AGE = LEARNER_STARTS[0]
# Courses are planned for no more years ahead than these, and looked at every so many years.
MOST_AHEAD, STEP = 30, 5


@dataclass(frozen=True, eq=False)
class OlderDraws:
    """People of 55 and over in every trajectory.

    years   calendar years, ascending
    people  (trajectory, year, sex, age)  persons on 1 July of single ages 0 to 100 and over; 0 below 55, where nobody looks
    """

    years: tuple[int, ...]
    people: NDArray[np.float32]


def years_between(first: int, last: int) -> tuple[int, ...]:
    """The first year, every fifth after it, and the last one, but none more than 30 years ahead."""
    last = min(last, first + MOST_AHEAD)
    return tuple(sorted({*range(first, last + 1, STEP), last}))


def older_people(future: Future, years: Sequence[int]) -> OlderDraws:
    """Older people on 1 July of some years, in the very trajectories that `look.summary_of` sums up.

    years  calendar years of the projection, ascending; the pass over them ends with the last one
    Same future, same bytes. Raises DataProblem `demand_years_not_projected`.
    """
    projected = future.inputs.years
    if not years or not set(years) <= set(projected):
        found = ", ".join(str(year) for year in years if year not in projected)
        raise DataProblem("demand_years_not_projected", found=found, low=projected[0], high=projected[-1])
    kept = np.zeros((future.trajectories, len(years), len(SEXES), AGES), np.float32)
    passed = trajectories_of(
        future.inputs, future.marginals, seed=future.seed, trajectories=future.trajectories, city=future.terms
    )
    for year in passed:
        if year.year in years:
            middle = (year.before[:, FIRST_AGE:] + year.after[:, FIRST_AGE:]) / 2
            kept[:, list(years).index(year.year), :, FIRST_AGE:] = np.moveaxis(middle, -1, 0)
        if year.year == years[-1]:
            break
    return OlderDraws(tuple(years), kept)


def learner_counts(counts: Array, starts: Sequence[int], people: Array) -> Array:
    """People of districts by the groups of older learners, out of a table of any groups.

    counts   (district, group)  persons, both sexes, in groups from age 0 that begin at `starts`
    people   (sex, age)  of the city, whose form stands in within a group, so that one open at 75 or 80 gives all groups above
    returns  (district, learner group)  by `LEARNER_STARTS`
    Gaps: stay gaps. Trap: within a group all districts are as old as the city.
    """
    single = people.sum(axis=0)
    group = np.maximum(np.searchsorted(starts, np.arange(AGES), side="right") - 1, 0)
    whole, width = np.bincount(group, single)[group], np.bincount(group)[group]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(whole > 0, single / whole, 1 / width)
    return grouped(counts[:, group] * share, (0, *LEARNER_STARTS))[:, 1:]

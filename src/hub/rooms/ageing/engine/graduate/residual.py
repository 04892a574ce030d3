"""Net migration as what is left between two pyramids once deaths and births are accounted for.

Source: the cohort-survival residual method, United Nations, Manual VI (1970), ch. 2; single ages by least curvature (see
`smooth`). A residual holds every error of counts, births and deaths as well as migration.
"""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, GROUP_STARTS, Array
from hub.rooms.ageing.engine.graduate.smooth import group_operator, smoothing

GROUPS = group_operator(GROUP_STARTS, AGES)


@dataclass(frozen=True)
class Residual:
    """Net migration between two dates, by sex and age at the later one.

    persons   (sex, age)  those at the later date less the expected; migrants who died in between are not in it
    expected  (sex, age)  survivors of the earlier pyramid and of the births
    """

    persons: Array
    expected: Array


def survive(people: Array, survival: Array) -> Array:
    """People one year on: (..., age) by share alive at the age reached (..., age); age 0 is left at 0."""
    later = np.zeros(np.broadcast_shapes(people.shape, survival.shape))
    later[..., 1:-1] = people[..., :-2]
    later[..., -1] = people[..., -2] + people[..., -1]
    aged: Array = later * survival
    return aged


def residual_migration(first: Array, second: Array, survival: Array, births: Array) -> Residual:
    """Net migration by sex and age between two pyramids as many years apart as there are years of survival.

    first, second  (sex, age)        persons on 1 January
    survival       (year, sex, age)  share alive a year later by the age reached; age 0: of the newborns of the year
    births         (year, sex)       live births of each year; nan where they are not known
    Gaps: children born since the first date have a nan residual where births of their year are nan.
    Raises `residual_pyramids_differ`, `births_of_years_differ`.
    """
    if first.shape != second.shape or first.shape != survival.shape[1:]:
        raise DataProblem("residual_pyramids_differ", found=[first.shape, second.shape], allowed=survival.shape[1:])
    if births.shape != survival.shape[:2]:
        raise DataProblem("births_of_years_differ", found=births.shape, allowed=survival.shape[:2])
    expected = first
    for alive, born in zip(survival, births, strict=True):
        expected = survive(expected, alive)
        expected[:, 0] = born * alive[:, 0]
    return Residual(persons=second - expected, expected=expected)


def reach(survival: Array, share: Array) -> Array:
    """How a yearly flow of one migrant at each age is felt later: (age at the end, age of the migrant).

    survival  (year, age)  share alive by the age reached
    share     (year,)      share of the yearly flow that moves in each of the years, at its end
    """
    felt = np.zeros((AGES, AGES))
    for alive, part in zip(survival, share, strict=True):
        felt = survive(felt.T, alive).T + part * np.eye(AGES)
    return felt


def yearly_migration(residual: Array, survival: Array, shape: Array) -> Array:
    """Yearly net migrants by single age that leave a known residual in five-year groups.

    residual  (sex, 21)        persons by age at the end, see `Residual` and `grouped`
    survival  (year, sex, age) share alive by the age reached, of the years between the pyramids
    shape     (sex, age)       above 0; the rates residual / shape bend least, e.g. L of a life table or a smooth population
    returns   (sex, age)       net migrants of each year by age at its end, the same in every year; those who die before the
              end are in it, so that the cohort-component step from the first pyramid arrives at the second
    """
    wanted = np.empty((len(residual), AGES))
    steady = np.ones(len(survival))
    for sex, persons in enumerate(residual):
        wanted[sex] = smoothing(GROUPS @ reach(survival[:, sex], steady), shape[sex]) @ persons
    return wanted

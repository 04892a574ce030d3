"""Net migration that two pyramids of the same place leave over when births and deaths are taken away.

The first pyramid is survived for n years; what is missing from the second is the residual of each cohort. A cohort is taken
to have gained or lost the same number of people at the end of each year, so that those who came early had time to die; the
rate at an age is all migrants who reached that age over all survivors who did. Source: Siegel & Hamilton (1952); United
Nations, Manual VI (1970). A residual holds every fault of both censuses and every change of boundary too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.linalg import solveh_banded

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, FERTILE_AGES, OPEN_AGE, SEXES, Array
from hub.rooms.ageing.engine.city.country import PYRAMID, check_people, check_shape
from hub.rooms.ageing.engine.life_table import survival_of
from hub.rooms.ageing.engine.project.cohort import survive

LONGEST_YEARS: Final = 20
# Strength of smoothing: swings shorter than about 11 years of age lose more than half of their height.
SMOOTHING: Final = 10.0
# People at which a city's own rates and the schedule weigh the same.
HALF_WEIGHT_PEOPLE: Final = 5000.0


@dataclass(frozen=True)
class ResidualMigration:
    """What migration must have been between two pyramids `n` years apart.

    expected   (sex, age)        persons at the second date had nobody moved after the first, children of migrants included
    residual   (sex, age)        persons of the second pyramid less `expected`: net migrants still alive
    migrants   (year, sex, age)  net migrants of each year by the age at its end
    survivors  (year, sex, age)  persons at risk of moving: those alive at the end of each year, before the year's moves
    people                       mean number of people of the two pyramids
    """

    expected: Array
    residual: Array
    migrants: Array
    survivors: Array
    people: float

    @property
    def rates(self) -> Array:
        """Net migrants a year per survivor by the age reached, (sex, age); 0 where nobody was of that age."""
        survivors = self.survivors.sum(axis=0)
        rates: Array = np.divide(self.migrants.sum(axis=0), survivors, out=np.zeros(PYRAMID), where=survivors > 0)
        return rates


def residual_migration(
    first: Array, second: Array, *, mortality: Array, fertility: Array, sex_ratio: Array
) -> ResidualMigration:
    """Residual net migration by sex and age.

    first, second  (sex, age)     persons at two dates n whole years apart, same boundaries
    mortality      (n, sex, age)  death rates of the years between, the city's if known, else the country's
    fertility      (n, 45)        births per woman-year, scaled so that the births are those registered where they are known
    sex_ratio      (n,)           boys per girl at birth
    Gaps: none allowed. Raises DataProblem `census_interval_out_of_range`, `city_shape_differs`, `city_value_missing`,
    `city_people_negative`, `city_population_empty`.
    """
    years = len(mortality)
    _require_rates(mortality, fertility, sex_ratio)
    for parameter, pyramid in (("first", first), ("second", second)):
        check_shape(parameter, pyramid, PYRAMID)
        check_people(parameter, pyramid)
    survival = survival_of(mortality)
    chances = _chances_to_the_end(survival)
    unmoved = _survivors_unmoved(first, survival)
    migrants = _moves_of_the_living(second, unmoved, chances)
    survivors, expected, people = np.empty_like(mortality), unmoved[-1].copy(), first
    for year in range(years):
        survived = survive(people, survival[year], fertility[year], sex_ratio[year]).people
        # How many this year's newborns are is known only here, when their mothers' moves are.
        age_at_end = years - 1 - year
        expected[:, age_at_end] = survived[:, 0] * chances[year, :, 0]
        ahead = np.arange(years - year)
        yearly = (second - expected)[:, age_at_end] / chances[year + ahead, :, ahead].sum(axis=0)
        migrants[year + ahead, :, ahead] = yearly
        survivors[year] = survived
        people = survived + migrants[year]
    return ResidualMigration(expected, second - expected, migrants, survivors, float(first.sum() + second.sum()) / 2)


def smoothed_rates(residual: ResidualMigration, *, strength: float = SMOOTHING) -> Array:
    """Residual rates smoothed over ages, the number of all migrants of each sex unchanged: (sex, age).

    Whittaker's smoother of second differences, weighted by the people at risk; `strength` 0 leaves the rates as they are.
    """
    weights = residual.survivors.sum(axis=0)
    return np.stack(
        [_whittaker(rates, weight, strength) for rates, weight in zip(residual.rates, weights, strict=True)]
    )


def shrunk_rates(rates: Array, people: float, *, schedule: Array) -> Array:
    """A city's rates drawn towards a schedule, the more the smaller it is: weight N / (N + 5000) for its own.

    rates, schedule  (sex, age)  net migrants a year per survivor; the schedule is the country's or a model's
    people           number of people of the city, N
    """
    check_shape("schedule", schedule, PYRAMID)
    own = people / (people + HALF_WEIGHT_PEOPLE)
    shrunk: Array = own * rates + (1 - own) * schedule
    return shrunk


def _require_rates(mortality: Array, fertility: Array, sex_ratio: Array) -> None:
    years = len(mortality)
    if not 1 <= years <= LONGEST_YEARS:
        raise DataProblem("census_interval_out_of_range", found=years, low=1, high=LONGEST_YEARS)
    check_shape("mortality", mortality, (years, *PYRAMID))
    check_shape("fertility", fertility, (years, FERTILE_AGES))
    check_shape("sex_ratio", sex_ratio, (years,))


def _chances_to_the_end(survival: Array) -> Array:
    """Chance of somebody of an age at the end of a year to be alive at the end of the last one: (year, sex, age)."""
    chances = np.ones_like(survival)
    for year in range(len(survival) - 2, -1, -1):
        reached = survival[year + 1] * chances[year + 1]
        chances[year, :, :-1] = reached[:, 1:]
        chances[year, :, -1] = reached[:, -1]
    return chances


def _survivors_unmoved(first: Array, survival: Array) -> Array:
    """People of the first pyramid still alive at the end of each year had nobody moved, without newborns."""
    childless, alive = np.zeros(FERTILE_AGES), []
    people = first
    for of_year in survival:
        people = survive(people, of_year, childless, np.array(1.0)).people
        alive.append(people)
    return np.stack(alive)


def _moves_of_the_living(second: Array, unmoved: Array, chances: Array) -> Array:
    """Net migrants of each year of those who were there at the first date, (year, sex, age): each cohort's the same each year.

    Those who reach the open age by the end are one cohort; their migrants are as old as they are.
    """
    years, migrants = len(unmoved), np.zeros_like(unmoved)
    residual, year = second - unmoved[-1], np.arange(len(unmoved))
    for final in range(years, OPEN_AGE):
        age = final - (years - 1) + year
        migrants[year, :, age] = residual[:, final] / chances[year, :, age].sum(axis=0)
    for sex in range(len(SEXES)):
        ages = np.arange(AGES) >= OPEN_AGE - (years - 1) + year[:, None]
        shares = np.where(ages, unmoved[:, sex], 0.0)
        # Where nobody is that old, those who come are of the youngest age that gets there.
        shares[~shares.any(axis=1), -1] = 1.0
        shares /= shares.sum(axis=1, keepdims=True)
        migrants[:, sex] += shares * (residual[sex, OPEN_AGE] / (shares * chances[:, sex]).sum())
    return migrants


def _whittaker(rates: Array, weights: Array, strength: float) -> Array:
    if strength == 0 or not weights.any():
        return rates
    penalty = strength * weights.mean()
    # Bands of D'D for second differences, the diagonal last, as solveh_banded takes them.
    bands = np.zeros((3, len(rates)))
    for start in range(len(rates) - 2):
        bands[2, start : start + 3] += (1.0, 4.0, 1.0)
        bands[1, start + 1 : start + 3] += (-2.0, -2.0)
        bands[0, start + 2] += 1.0
    bands *= penalty
    bands[2] += weights
    smooth: Array = solveh_banded(bands, weights * rates)
    return smooth

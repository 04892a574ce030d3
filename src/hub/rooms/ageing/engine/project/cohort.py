"""The cohort-component projection by single years of age and time, in the order of the United Nations' own program.

Source: United Nations, World Population Prospects 2024, methodology; Preston, Heuveline & Guillot (2001), ch. 6.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FEMALE, FERTILE, Array
from hub.rooms.ageing.engine.life_table import LifeTable, life_table
from hub.rooms.ageing.engine.project.inputs import Inputs

# The part of the year that has passed on days that have a name in demography; 31 December stands for the year's end.
NAMED_DAYS = {(1, 1): 0.0, (7, 1): 0.5, (12, 31): 1.0}


@dataclass(frozen=True)
class Projection:
    """People, and all that came, went, were born and died; years run from `first_year`.

    population  (..., year + 1, sex, age)  persons on 1 January; the last entry is the end of the last year
    births      (..., year, sex)           during the year
    deaths      (..., year, sex, age)      during the year, by age at death
    migration   (..., year, sex, age)      net persons as it took effect, by age at the end of the year
    For every sex and year: population of the next 1 January = population + births - deaths + migration.
    """

    first_year: int
    population: Array
    births: Array
    deaths: Array
    migration: Array

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years that were projected."""
        return tuple(range(self.first_year, self.first_year + self.births.shape[-2]))

    def mid_year(self) -> Array:
        """Persons in the middle of each year, the mean of its two ends: (..., year, sex, age)."""
        middle: Array = (self.population[..., :-1, :, :] + self.population[..., 1:, :, :]) / 2
        return middle

    def on(self, day: date) -> Array:
        """Persons on a day: (..., sex, age). 1 July is the middle of a year, 31 December its end; between, linear.

        Errors: day_not_projected.
        """
        years = self.years
        if not years[0] <= day.year <= years[-1] and day != date(years[-1] + 1, 1, 1):
            raise DataProblem("day_not_projected", found=day, low=date(years[0], 1, 1), high=date(years[-1], 12, 31))
        passed = share_of_year(day)
        index = day.year - years[0]
        start: Array = self.population[..., index, :, :]
        if not passed:
            return start.copy()
        people: Array = (1 - passed) * start + passed * self.population[..., index + 1, :, :]
        return people


@dataclass(frozen=True)
class Survived:
    """A population at the end of a year before anyone has moved, newborns included, and the births: (..., sex)."""

    people: Array
    births: Array


def project(inputs: Inputs) -> Projection:
    """Carry the base of `inputs` through all its years.

    Each year: survive; births from the mean of women at its start and of survivors; add migrants by their age at the end;
    where more leave than are there, none remain and the migration that took effect says so.
    """
    years = len(inputs.years)
    tail = (years, *inputs.base.shape[-2:])
    population = np.empty((*inputs.places, years + 1, *tail[1:]))
    deaths, migration = np.empty((*inputs.places, *tail)), np.empty((*inputs.places, *tail))
    births = np.empty((*inputs.places, years, tail[1]))
    population[..., 0, :, :] = inputs.base
    for year in range(years):
        before = population[..., year, :, :]
        table = life_table(inputs.mortality[..., year, :, :])
        survived = survive(before, table.survival, inputs.fertility[..., year, :], inputs.sex_ratio[..., year])
        after = moved(survived.people, inputs.migration[..., year, :, :])
        population[..., year + 1, :, :] = after
        births[..., year, :] = survived.births
        deaths[..., year, :, :] = deaths_by_age(before, survived, table)
        migration[..., year, :, :] = after - survived.people
    return Projection(inputs.first_year, population, births, deaths, migration)


def step(population: Array, survival: Array, fertility: Array, sex_ratio: Array, *, migration: Array) -> Array:
    """One year of the projection.

    population  (..., sex, age)  persons on 1 January
    survival    (..., sex, age)  share alive at the end of the year by the age then reached (`LifeTable.survival`)
    fertility   (..., 45)        births per woman-year at ages 10 to 54
    sex_ratio   (...)            boys born per girl
    migration   (..., sex, age)  net persons by the age at the end of the year
    returns     (..., sex, age)  persons on the next 1 January, never under 0
    """
    return moved(survive(population, survival, fertility, sex_ratio).people, migration)


def survive(population: Array, survival: Array, fertility: Array, sex_ratio: Array) -> Survived:
    """Age a population by a year and add its newborns; shapes as in `step`, nobody moves."""
    leading = np.broadcast_shapes(population.shape[:-2], survival.shape[:-2], fertility.shape[:-1], np.shape(sex_ratio))
    people = np.empty((*leading, *population.shape[-2:]))
    people[..., 1:] = population[..., :-1] * survival[..., 1:]
    # Survival of the open age holds for those of the last closed age and of the open one together.
    people[..., -1] = (population[..., -2] + population[..., -1]) * survival[..., -1]
    women = (population[..., FEMALE, FERTILE] + people[..., FEMALE, FERTILE]) / 2
    children = (fertility * women).sum(axis=-1)
    girls = children / (1 + sex_ratio)
    births = np.stack([children - girls, girls], axis=-1)
    people[..., 0] = births * survival[..., 0]
    return Survived(people, births)


def moved(people: Array, migration: Array) -> Array:
    """Add net migrants, all at once; nobody is left where more go than are there."""
    after: Array = np.maximum(people + migration, 0.0)
    return after


def deaths_by_age(population: Array, survived: Survived, table: LifeTable) -> Array:
    """Deaths of a year by age at death, those of each cohort split at its birthday as in the life table.

    population  (..., sex, age)  persons at the start of the year
    returns     (..., sex, age)  adds up to the births and the people of the start less the survivors
    Of those of the last closed age as many die before their birthday as the life table says, within the deaths of the
    pooled open group. Newborns all die at age 0.
    """
    lost = np.empty_like(survived.people)
    lost[..., 0] = survived.births - survived.people[..., 0]
    lost[..., 1:-1] = population[..., :-2] - survived.people[..., 1:-1]
    lost[..., -1] = population[..., -2] + population[..., -1] - survived.people[..., -1]
    share = 1 - table.living[..., 1:] / table.years[..., :-1]
    earlier = np.minimum(population[..., :-1] * share, lost[..., 1:])
    deaths = lost
    deaths[..., 1:] -= earlier
    deaths[..., :-1] += earlier
    return deaths


def share_of_year(day: date) -> float:
    """The part of its year that has passed on a day: 0 on 1 January, a half on 1 July, 1 on 31 December."""
    named = NAMED_DAYS.get((day.month, day.day))
    if named is not None:
        return named
    start = date(day.year, 1, 1)
    return (day - start).days / (date(day.year + 1, 1, 1) - start).days

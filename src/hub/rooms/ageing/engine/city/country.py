"""What is known of the country that a city lies in: its rates by year, and its population."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, FERTILE_FIRST, FERTILE_LAST, SEXES, Array
from hub.rooms.ageing.engine.project.checks import Part, arrays_of, require_first_year, times_in

PYRAMID: Final = (len(SEXES), AGES)
BY_AGE: Final = (SEXES, range(AGES))
RATES: Final = (
    Part("mortality", BY_AGE),
    Part("fertility", (range(FERTILE_FIRST, FERTILE_LAST + 1),)),
    Part("sex_ratio"),
    Part("migration", BY_AGE, is_signed=True),
)


@dataclass(frozen=True)
class Country:
    """A country's projection from 1 January of `first_year`.

    mortality   (year, sex, age)  deaths per person-year
    fertility   (year, 45)        births per woman-year, ages 10 to 54
    sex_ratio   (year,)           boys per girl at birth
    migration   (year, sex, age)  net persons, by age at the end of the year
    population  (year + 1, sex, age)  persons on each 1 January, one more than there are years
    Gaps: none allowed. Raises DataProblem `city_shape_differs`, `city_people_negative` and those of a projection's inputs.
    """

    first_year: int
    mortality: Array
    fertility: Array
    sex_ratio: Array
    migration: Array
    population: Array

    def __post_init__(self) -> None:
        check_rates(self, self.first_year)
        check_shape("population", self.population, (self.years + 1, *PYRAMID))
        check_people("population", self.population)

    @property
    def years(self) -> int:
        """How many years its rates cover."""
        return len(self.mortality)

    @property
    def migration_rates(self) -> Array:
        """Net migrants of each year per person who has survived to the age at its end, (year, sex, age); 0 where nobody has.

        The population of the following 1 January is those survivors and the migrants of the year.
        """
        survivors = self.population[1:] - self.migration
        rates: Array = np.divide(self.migration, survivors, out=np.zeros_like(survivors), where=survivors > 0)
        return rates


def check_rates(holder: object, first_year: int) -> None:
    """Refuse yearly rates of a place that no projection could use: `mortality`, `fertility`, `sex_ratio`, `migration`.

    Raises the DataProblems of a projection's inputs, and `city_shape_differs` where there are several places.
    """
    require_first_year(first_year)
    years = range(first_year, first_year + times_in(holder, RATES))
    arrays = arrays_of(holder, RATES, years)
    for part in RATES:
        check_shape(part.name, arrays[part.name], (len(years), *(len(labels) for labels in part.labels)))


def check_shape(parameter: str, found: Array, allowed: tuple[int, ...]) -> None:
    """Raise DataProblem `city_shape_differs` unless an array has the shape, or `city_value_missing` where it has gaps."""
    if found.shape != allowed:
        raise DataProblem("city_shape_differs", parameter=parameter, found=found.shape, allowed=allowed)
    gaps = int((~np.isfinite(found)).sum())
    if gaps:
        raise DataProblem("city_value_missing", parameter=parameter, found=gaps)


def check_people(parameter: str, found: Array) -> None:
    """Raise DataProblem where people are fewer than 0 (`city_people_negative`) or none at all (`city_population_empty`)."""
    if (found < 0).any():
        raise DataProblem("city_people_negative", parameter=parameter, found=float(found.min()))
    if not found.any():
        raise DataProblem("city_population_empty", parameter=parameter)

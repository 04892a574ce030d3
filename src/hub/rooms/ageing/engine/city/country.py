"""What is known of the country that a city lies in: its rates by year, and its population."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, FERTILE_AGES, SEXES, Array

PYRAMID: Final = (len(SEXES), AGES)


@dataclass(frozen=True)
class Country:
    """A country's projection, from 1 January of `first_year`, for as many years as `mortality` has.

    mortality   (year, sex, age)  deaths per person-year
    fertility   (year, 45)        births per woman-year, ages 10 to 54
    sex_ratio   (year,)           boys per girl at birth
    migration   (year, sex, age)  net persons, by age at the end of the year
    population  (year + 1, sex, age)  persons on each 1 January, one more than there are years
    Gaps: none allowed. Raises DataProblem `city_shape_differs`, `city_value_out_of_range`.
    """

    first_year: int
    mortality: Array
    fertility: Array
    sex_ratio: Array
    migration: Array
    population: Array

    def __post_init__(self) -> None:
        years = len(self.mortality)
        check_shape("mortality", self.mortality, (years, *PYRAMID))
        check_shape("fertility", self.fertility, (years, FERTILE_AGES))
        check_shape("sex_ratio", self.sex_ratio, (years,))
        check_shape("migration", self.migration, (years, *PYRAMID))
        check_shape("population", self.population, (years + 1, *PYRAMID))
        check_positive("mortality", self.mortality)

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


def check_shape(parameter: str, found: Array, allowed: tuple[int, ...]) -> None:
    """Raise DataProblem `city_shape_differs` unless an array has the shape, or `city_value_missing` where it has gaps."""
    if found.shape != allowed:
        raise DataProblem("city_shape_differs", parameter=parameter, found=found.shape, allowed=allowed)
    if not np.isfinite(found).all():
        raise DataProblem("city_value_missing", parameter=parameter, found=int((~np.isfinite(found)).sum()))


def check_positive(parameter: str, found: Array) -> None:
    """Raise DataProblem `city_value_out_of_range` unless every value is above 0."""
    if not (found > 0).all():
        raise DataProblem("city_value_out_of_range", parameter=parameter, found=float(found.min()), low=0)


def check_people(parameter: str, found: Array) -> None:
    """Raise DataProblem unless these are persons by (..., sex, age): no gaps, none below 0, somebody there."""
    check_shape(parameter, found, (*found.shape[:-2], *PYRAMID))
    if (found < 0).any():
        raise DataProblem("city_people_negative", parameter=parameter, found=float(found.min()))
    if not found.sum() > 0:
        raise DataProblem("city_population_empty", parameter=parameter)

"""What a projection of a city starts from: its own tables and its country's figures."""

from dataclasses import dataclass, replace

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.country import Country
from hub.rooms.ageing.engine.national import NationalFigures
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.tables import CityTable
from hub.rooms.ageing.engine.trajectories.marginals import Marginals


@dataclass(frozen=True)
class VitalCounts:
    """Registered births and deaths of a city.

    years   calendar years, ascending
    births  (year,)  live births; NaN is a gap
    deaths  (year,)  deaths; NaN is a gap
    """

    years: tuple[int, ...]
    births: Array
    deaths: Array


@dataclass(frozen=True)
class Known:
    """A city's people, of one or several dates, and what is known beside them.

    tables    one for each date, the earliest first; each of the city as one, in groups and sexes of its own, gaps filled and
              unknown ages spread
    country   its rates and population
    """

    tables: tuple[CityTable, ...]
    country: Country
    vital: VitalCounts | None = None


@dataclass(frozen=True, eq=False)
class PublishedIntervals:
    """Published intervals of a country for calendar years from `first_year` on, which need not be the first year of its rates."""

    first_year: int
    marginals: Marginals

    def between(self, first_year: int, last_year: int) -> Marginals | None:
        """Those of the years `first_year` to `last_year`, both included; None where some of them are not published."""
        begun, ended = first_year - self.first_year, last_year + 1 - self.first_year
        if begun < 0 or ended > self.marginals.years:
            return None
        return Marginals(
            fertility=self.marginals.fertility[begun:ended],
            expectancy=self.marginals.expectancy[:, begun:ended],
            migration=self.marginals.migration[begun:ended],
        )


def country_of(figures: NationalFigures) -> Country:
    """A country's figures with the population that they lead to."""
    inputs = Inputs(
        figures.base, figures.mortality, figures.fertility, figures.sex_ratio, figures.migration, figures.first_year
    )
    projected = project(inputs)
    return Country(
        first_year=figures.first_year,
        mortality=inputs.mortality,
        fertility=inputs.fertility,
        sex_ratio=inputs.sex_ratio,
        migration=projected.migration,
        population=projected.population,
    )


def country_between(country: Country, first_year: int, last_year: int) -> Country:
    """The country from 1 January of `first_year` to that of `last_year`.

    Raises DataProblem `years_not_covered`.
    """
    start, years = first_year - country.first_year, last_year - first_year
    if start < 0 or years < 1 or start + years > country.years:
        raise DataProblem(
            "years_not_covered",
            found=f"{first_year}–{last_year}",
            low=country.first_year,
            high=country.first_year + country.years,
        )
    kept = slice(start, start + years)
    return replace(
        country,
        first_year=first_year,
        mortality=country.mortality[kept],
        fertility=country.fertility[kept],
        sex_ratio=country.sex_ratio[kept],
        migration=country.migration[kept],
        population=country.population[start : start + years + 1],
    )


def mean_of_last(counts: Array, most: int = 5) -> float | None:
    """Mean of the last known years, at most five; None where none is known."""
    known = counts[np.isfinite(counts)]
    return float(known[-most:].mean()) if len(known) else None

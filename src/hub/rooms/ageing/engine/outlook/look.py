"""A city's projection with its range: base, rates, trajectories and what they are held against, in one call."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.consistency import Consistency, made_consistent
from hub.rooms.ageing.engine.city.rates import inputs_of
from hub.rooms.ageing.engine.city.start import brought_forward
from hub.rooms.ageing.engine.outlook.assumptions import Assumption
from hub.rooms.ageing.engine.outlook.base import pyramid_of
from hub.rooms.ageing.engine.outlook.fit import fit_city, rates_of
from hub.rooms.ageing.engine.outlook.known import Known, country_between
from hub.rooms.ageing.engine.project.cohort import Projection, project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.city import CityTerms
from hub.rooms.ageing.engine.trajectories.counts import SMALL_PLACE
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals
from hub.rooms.ageing.engine.trajectories.marginals import Marginals
from hub.rooms.ageing.engine.trajectories.quantiles import Summary
from hub.rooms.ageing.engine.trajectories.simulate import TRAJECTORIES, simulate

# Moves within a country are most of a city's and in no country's interval: so many times as wide per head.
MIGRATION_TIMES = 4.0
WHOLE_CITY = ""


@dataclass(frozen=True)
class Asked:
    """How far, held to what, with which numbers of chance.

    years         1 to 75 ahead of the first year
    official      calendar year -> official total on 1 July of that year; empty where there is none
    """

    years: int
    seed: int
    trajectories: int = TRAJECTORIES
    official: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Future:
    """Everything that a simulation of one place needs: kept with its results, so that scenarios start from the same."""

    inputs: Inputs
    marginals: Marginals
    fertility_ratio: Array
    seed: int
    trajectories: int

    @property
    def terms(self) -> CityTerms:
        return CityTerms(self.fertility_ratio)


@dataclass(frozen=True, eq=False)
class Look:
    """A city's projection.

    future      what it was simulated from
    summary     quantiles of people and indicators of each year
    projection  the medium way, by single ages
    official    the medium totals of 1 July beside official ones, raw and raked; None where there are none
    assumed     every assumption on the way
    """

    future: Future
    summary: Summary
    projection: Projection
    official: Consistency | None
    assumed: tuple[Assumption, ...]


def look_ahead(known: Known, asked: Asked, intervals: Marginals | None = None) -> Look:
    """Project a city by the rates of its country, fitted to it.

    intervals  of the country for the years of its figures; None takes those of a typical country
    Raises DataProblem `years_not_covered`, `persons_missing`, `starts_unusable`, and those of the packages called.
    """
    table, whole = known.table, _whole_of(known)
    country_people = known.country.population[0]
    latest = pyramid_of(table, date=len(table.dates) - 1, district=whole, country=country_people)
    day = table.dates[-1]
    first_year = max(known.country.first_year, day.year if (day.month, day.day) == (1, 1) else day.year + 1)
    country = country_between(known.country, first_year, first_year + asked.years)
    earlier = None
    if len(table.dates) > 1:
        first = pyramid_of(table, date=0, district=whole, country=country_people)
        earlier = (first.people, table.dates[0])
    fit = fit_city(latest.people, country, known.vital, earlier, day)
    rates = rates_of(fit, country)
    start = brought_forward(latest.people, day=day, year=first_year, rates=rates)
    inputs = inputs_of(start.base, rates)
    marginals, of_interval = _marginals(inputs, intervals, known, first_year)
    ratios = inputs.fertility.sum(axis=-1) / country.fertility.sum(axis=-1)
    future = Future(inputs, marginals, ratios, asked.seed, asked.trajectories)
    assumed = [*latest.assumed, *fit.assumed, of_interval]
    if start.base.sum() < SMALL_PLACE:
        assumed.append(Assumption("interval", "small_place_by_counts", {"people": round(float(start.base.sum()))}))
    if first_year != day.year or start.part_of_year:
        assumed.insert(0, Assumption("base", "base_brought_forward", {"day": day, "year": first_year}))
    projection = project(inputs)
    return Look(future, summary_of(future), projection, _official(projection, asked.official), tuple(assumed))


def summary_of(future: Future) -> Summary:
    """The quantiles of a place's futures."""
    return simulate(
        future.inputs, future.marginals, seed=future.seed, trajectories=future.trajectories, city=future.terms
    )


def _whole_of(known: Known) -> int:
    if WHOLE_CITY not in known.table.districts:
        raise DataProblem("whole_city_missing", found=", ".join(known.table.districts[:5]))
    return known.table.districts.index(WHOLE_CITY)


def _marginals(
    inputs: Inputs, intervals: Marginals | None, known: Known, first_year: int
) -> tuple[Marginals, Assumption]:
    """The country's published intervals moved to the city's medium, or those of a typical country.

    Net migration always takes the wider one of a typical country: a country's own holds no moves within it.
    """
    typical = generic_marginals(inputs, migration_times=MIGRATION_TIMES)
    told = {"times": MIGRATION_TIMES}
    if intervals is None:
        return typical, Assumption("interval", "interval_of_typical_country", told)
    years = len(inputs.years)
    begun = first_year - known.country.first_year
    kept = slice(begun, begun + years)
    of_country = country_between(known.country, first_year, first_year + years)
    ratio = inputs.fertility.sum(axis=-1) / of_country.fertility.sum(axis=-1)
    middle = typical.expectancy[..., 2:3]
    return (
        Marginals(
            fertility=intervals.fertility[kept] * ratio[:, None],
            expectancy=intervals.expectancy[:, kept] - intervals.expectancy[:, kept, 2:3] + middle,
            migration=typical.migration,
        ),
        Assumption("interval", "interval_of_country", told),
    )


def _official(projection: Projection, official: Mapping[int, float]) -> Consistency | None:
    """The medium of 1 July beside the official totals of years that are projected; None where there are none."""
    years = projection.years
    totals = np.array([official.get(year, np.nan) for year in years])
    if not np.isfinite(totals).any():
        return None
    return made_consistent(projection.mid_year(), totals)

"""A city's projection with its range: base, rates, trajectories and what they are held against, in one call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.consistency import Consistency, made_consistent
from hub.rooms.ageing.engine.city.country import Country
from hub.rooms.ageing.engine.city.rates import inputs_of
from hub.rooms.ageing.engine.city.residual import LONGEST_YEARS as RESIDUAL_YEARS
from hub.rooms.ageing.engine.city.start import LONGEST_YEARS, Start, brought_forward
from hub.rooms.ageing.engine.outlook.assumptions import Assumption
from hub.rooms.ageing.engine.outlook.base import MOST_TOLD, Pyramid, pyramid_of
from hub.rooms.ageing.engine.outlook.fit import fit_city, next_january, rates_of, years_between
from hub.rooms.ageing.engine.outlook.known import Known, PublishedIntervals, country_between
from hub.rooms.ageing.engine.project.cohort import Projection, project, share_of_year
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.city import CityTerms
from hub.rooms.ageing.engine.trajectories.counts import SMALL_PLACE
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals
from hub.rooms.ageing.engine.trajectories.marginals import MEDIAN, Marginals
from hub.rooms.ageing.engine.trajectories.quantiles import Summary
from hub.rooms.ageing.engine.trajectories.simulate import TRAJECTORIES, simulate

# Moves within a country are most of a city's and in no country's interval: so many times as wide per head.
MIGRATION_TIMES = 4.0
# Years between two dates whose difference tells of moves: most censuses are ten apart; in less than one (a hundredth for leap
# years), counts differ more than people do.
LEAST_SPAN, USUAL_SPAN = 0.99, 10.0


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


def look_ahead(known: Known, asked: Asked, intervals: PublishedIntervals | None = None) -> Look:
    """Project a city by the rates of its country, fitted to it.

    intervals  of the country; those of a typical country where there are none for the years asked for
    Raises DataProblem `years_not_covered`, `people_too_old`, `official_years_not_projected`, `persons_missing`,
    `starts_unusable`, and those of the packages called.
    """
    table = known.tables[-1]
    day = table.dates[0]
    first_year = max(known.country.first_year, next_january(day))
    if first_year - day.year > LONGEST_YEARS:
        raise DataProblem("people_too_old", found=day, year=first_year, allowed=LONGEST_YEARS)
    country = country_between(known.country, first_year, first_year + asked.years)
    _check_official(asked.official, first_year, asked.years)
    latest = pyramid_of(table, country=_country_on(known.country, day))
    fit = fit_city(latest.people, country, day=day, vital=known.vital, earlier=_earlier(known, day))
    rates = rates_of(fit, country)
    start = brought_forward(latest.people, day=day, year=first_year, rates=rates)
    inputs = inputs_of(start.base, rates)
    marginals, of_interval = _marginals(inputs, country, intervals)
    ratios = inputs.fertility.sum(axis=-1) / country.fertility.sum(axis=-1)
    future = Future(inputs, marginals, ratios, asked.seed, asked.trajectories)
    projection = project(inputs)
    return Look(
        future=future,
        summary=summary_of(future),
        projection=projection,
        official=_official(projection, asked.official),
        assumed=(*_of_base(latest, start, day), *fit.assumed, of_interval, *_of_small(start)),
    )


def summary_of(future: Future) -> Summary:
    """The quantiles of a place's futures."""
    return simulate(
        future.inputs, future.marginals, seed=future.seed, trajectories=future.trajectories, city=future.terms
    )


def _country_on(country: Country, day: date) -> Array:
    """The country's people (sex, age) on the 1 January nearest to a day that its figures have."""
    nearest = round(day.year + share_of_year(day)) - country.first_year
    people: Array = country.population[min(max(nearest, 0), country.years)]
    return people


def _earlier(known: Known, day: date) -> tuple[Array, date] | None:
    """The people of the earlier date nearest to ten years before `day`, and that date; None where none can be compared.

    A table that cannot be used is passed over: it is no reason to show nothing.
    """
    for table in sorted(known.tables[:-1], key=lambda one: abs(years_between(one.dates[0], day) - USUAL_SPAN)):
        then = table.dates[0]
        whole_years = next_january(day) - next_january(then)
        if years_between(then, day) < LEAST_SPAN or not 1 <= whole_years <= RESIDUAL_YEARS:
            continue
        try:
            return pyramid_of(table, country=_country_on(known.country, then)).people, then
        except DataProblem:
            continue
    return None


def _of_base(latest: Pyramid, start: Start, day: date) -> tuple[Assumption, ...]:
    """What was assumed of the people to start from."""
    if start.year == day.year and not start.part_of_year:
        return latest.assumed
    return Assumption("base", "base_brought_forward", {"day": day, "year": start.year}), *latest.assumed


def _of_small(start: Start) -> tuple[Assumption, ...]:
    people = float(start.base.sum())
    if people >= SMALL_PLACE:
        return ()
    return (Assumption("interval", "small_place_by_counts", {"people": round(people)}),)


def _marginals(inputs: Inputs, country: Country, intervals: PublishedIntervals | None) -> tuple[Marginals, Assumption]:
    """The country's published intervals moved to the city's medium, or those of a typical country.

    country  of the years of `inputs`
    Net migration always takes the wider one of a typical country: a country's own holds no moves within it.
    """
    typical = generic_marginals(inputs, migration_times=MIGRATION_TIMES)
    told = {"times": MIGRATION_TIMES}
    published = intervals.between(inputs.years[0], inputs.years[-1]) if intervals else None
    if published is None:
        return typical, Assumption("interval", "interval_of_typical_country", told)
    ratio = inputs.fertility.sum(axis=-1) / country.fertility.sum(axis=-1)
    middle = typical.expectancy[..., MEDIAN, None]
    return (
        Marginals(
            fertility=published.fertility * ratio[:, None],
            expectancy=published.expectancy - published.expectancy[..., MEDIAN, None] + middle,
            migration=typical.migration,
        ),
        Assumption("interval", "interval_of_country", told),
    )


def _check_official(official: Mapping[int, float], first_year: int, years: int) -> None:
    """Refuse official totals of years that are not projected: who gave them would look for them in vain."""
    outside = sorted(year for year in official if not first_year <= year < first_year + years)
    if outside:
        found = ", ".join(map(str, outside[:MOST_TOLD]))
        raise DataProblem("official_years_not_projected", found=found, low=first_year, high=first_year + years - 1)


def _official(projection: Projection, official: Mapping[int, float]) -> Consistency | None:
    """The medium of 1 July beside the official totals; None where there are none."""
    if not official:
        return None
    return made_consistent(projection.mid_year(), np.array([official.get(year, np.nan) for year in projection.years]))

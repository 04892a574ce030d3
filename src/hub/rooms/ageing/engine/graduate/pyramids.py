"""A yearly path of people by single age through published pyramids of five-year groups.

Everything but migration is given; migration is what is left: the smoothest by age that leads from each pyramid to the next.
"""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import make_interp_spline

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, Array, grouped
from hub.rooms.ageing.engine.graduate.residual import GROUPS, reach, survive
from hub.rooms.ageing.engine.graduate.smooth import smoothing
from hub.rooms.ageing.engine.life_table import LifeTable, life_table

WIDTH = 5
# The base and the first five years share the migration of the first year; each round leaves less than a tenth.
ROUNDS = 10
# First steps of five years, then what is left about straight lines between their middles.
PASSES = 2


@dataclass(frozen=True)
class Path:
    """People and net migration, year by year.

    people     (year + 1, sex, age)  persons on 1 January of the first year and after each year
    migration  (year, sex, age)      net migrants of each year, by age at its end
    """

    people: Array
    migration: Array


def path_through(pyramids: Array, mortality: Array, births: Array) -> Path:
    """The path whose mid-year populations are the published pyramids.

    pyramids   (pyramid, sex, 21)  persons on 1 July of the first year, five years later, and so on; two or more
    mortality  (year, sex, age)    deaths per person-year, from the year of the first pyramid to that of the last one
    births     (year, sex)         live births of the same years
    returns    migration whose rates by age bend least; the base on 1 January of the first year bends least about the life
               table. The population on 1 July is the mean of the two 1 January, as in World Population Prospects 2024
    Nobody is kept from falling below 0 where a group is nearly empty. Raises `years_of_path_differ`.
    """
    spans = len(pyramids) - 1
    if spans < 1 or len(mortality) != spans * WIDTH + 1 or len(births) != len(mortality):
        raise DataProblem("years_of_path_differ", found=[len(mortality), len(births)], allowed=spans * WIDTH + 1)
    tables = life_table(mortality)
    course = _Course(pyramids, tables.survival, births, [_span_fit(tables, span) for span in range(spans)])
    base_fit = _base_fit(tables.survival[0], tables.years[0])
    people = np.zeros((len(mortality) + 1, *mortality.shape[1:]))
    migration = np.zeros_like(mortality)
    for _ in range(PASSES):
        migration = _between_middles(migration)
        for _ in range(ROUNDS):
            course.walk(people, migration, years=range(1))
            people[0] += _fitted(base_fit, pyramids[0] - _mid_year_groups(people, 0))
            course.close(people, migration, span=0)
        for span in range(1, spans):
            course.close(people, migration, span=span)
        course.walk(people, migration, years=range(len(mortality)))
    return Path(people=people, migration=migration)


@dataclass(frozen=True)
class _Course:
    """What a path is made of besides migration; see `path_through` for the arrays.

    fits  for each span what to add to its yearly flow for a shortfall at its end: (sex, age, group)
    """

    pyramids: Array
    survival: Array
    births: Array
    fits: list[Array]

    def walk(self, people: Array, migration: Array, *, years: range) -> None:
        """Fill in the people after each of the years from those before it."""
        for year in years:
            people[year + 1] = survive(people[year], self.survival[year])
            people[year + 1, :, 0] = self.births[year] * self.survival[year, :, 0]
            people[year + 1] += migration[year]

    def close(self, people: Array, migration: Array, *, span: int) -> None:
        """Raise the migration of a span evenly so that the pyramid at its end is met; people and migration are filled in."""
        years = _years_of(span)
        self.walk(people, migration, years=years)
        short = self.pyramids[span + 1] - _mid_year_groups(people, years[-1])
        migration[years[0] : years[-1] + 1] += _fitted(self.fits[span], short)
        self.walk(people, migration, years=years)


def _years_of(span: int) -> range:
    """The calendar years whose migration leads to the pyramid at the end of a span; the first span has six."""
    return range(span * WIDTH + min(span, 1), (span + 1) * WIDTH + 1)


def _between_middles(migration: Array) -> Array:
    """Steps of five years turned into straight lines between their middles, level outside."""
    middles = np.arange(3, len(migration), WIDTH)
    if len(middles) < 2:
        return migration
    lines = make_interp_spline(middles, migration[middles], k=1)
    inside: Array = lines(np.clip(np.arange(len(migration)), middles[0], middles[-1]))
    return inside


def _mid_year_groups(people: Array, year: int) -> Array:
    return grouped((people[year] + people[year + 1]) / 2)


def _base_fit(survival: Array, shape: Array) -> Array:
    """What to add to the base for a shortfall in the groups of its mid-year: (sex, age, group)."""
    fits = np.empty((len(survival), AGES, len(GROUPS)))
    for sex, alive in enumerate(survival):
        step = survive(np.eye(AGES), alive).T
        fits[sex] = smoothing(GROUPS @ (np.eye(AGES) + step) / 2, shape[sex])
    return fits


def _span_fit(tables: LifeTable, span: int) -> Array:
    """What to add to a span's yearly flow for a shortfall in the groups of the pyramid at its end: (sex, age, group)."""
    years = _years_of(span)
    survival = tables.survival[years[0] : years[-1] + 1]
    steady = np.ones(len(survival))
    fits = np.empty((survival.shape[1], AGES, len(GROUPS)))
    for sex in range(len(fits)):
        before, after = reach(survival[:-1, sex], steady[1:]), reach(survival[:, sex], steady)
        fits[sex] = smoothing(GROUPS @ (before + after) / 2, tables.years[years[-1], sex])
    return fits


def _fitted(fit: Array, short: Array) -> Array:
    added: Array = np.einsum("xag,xg->xa", fit, short)
    return added

"""From published tables to what a projection needs: nothing graduated, migration as what is left."""

from dataclasses import dataclass

import numpy as np

from hub.rooms.ageing.engine.ages import GROUP_STARTS, Array, grouped
from hub.rooms.ageing.engine.life_table import survival_of
from hub.rooms.ageing.engine.national import NationalFigures
from hub.rooms.ageing.engine.project.cohort import moved, survive
from hub.rooms.ageing.files.wpp.reading import PERSONS, Tables

PER_HUNDRED = 100.0
GROUP = 5
# Births at 10-14 halve with every year that a mother is younger, those at 50-54 with every year that she is older.
HALVING = 0.5 ** np.arange(GROUP)
RISING, FALLING = (GROUP * shape / shape.sum() for shape in (HALVING[::-1], HALVING))
NOTES = (
    "published:derived",
    "base:published",
    "mortality:published",
    "births:published",
    "sex_ratio:published",
    "fertility_ages:published",
    "migration:derived",
)


@dataclass(frozen=True)
class Country:
    """Figures of a country, the births of each year that come with them, and whether its last migration is an estimate.

    population  (year + 1, sex, age)  persons on 1 January
    births      (year,)
    """

    figures: NationalFigures
    population: Array
    births: Array
    is_last_year_carried: bool


def country_of(tables: Tables, position: int) -> Country:
    """The figures of one country of complete tables.

    Rates are held at the precision of the store, and migration is the residual of the 1 January populations with these very
    rates: a projection arrives at every published population, whatever was rounded.
    """
    mortality, fertility, ratio = (_rounded(rates) for rates in _rates(tables, position))
    population = tables.population[position]
    survived = survive(population[:-1], survival_of(mortality), fertility, ratio)
    migration = population[1:] - survived.people
    carried = bool(np.isnan(migration[-1]).any())
    if carried:
        total = tables.indicators["TPopulation1Jan"][position, -1] * PERSONS
        migration[-1] = carried_migration(migration[-2], total - survived.people[-1].sum())
        population = np.concatenate([population[:-1], moved(survived.people[-1:], migration[-1:])])
    figures = NationalFigures(
        iso3=tables.countries[position],
        first_year=tables.years[0],
        base=population[0],
        mortality=mortality,
        fertility=fertility,
        sex_ratio=ratio,
        migration=migration,
        published_years=np.array(tables.years),
        published=grouped((population[:-1] + population[1:]) / 2, GROUP_STARTS),
        notes=(*NOTES, "migration_last_year:model") if carried else NOTES,
    )
    return Country(figures, population, survived.births.sum(axis=-1), carried)


def single_fertility(inner: Array, outer: Array) -> Array:
    """Birth rates at 10 to 54: (..., 45).

    inner  (..., 45)  by single age, used at 15 to 49
    outer  (..., 2)   of the groups 10-14 and 50-54
    """
    rates = inner.copy()
    rates[..., :GROUP] = outer[..., :1] * RISING
    rates[..., -GROUP:] = outer[..., 1:] * FALLING
    return rates


def carried_migration(before: Array, total: float) -> Array:
    """Net migrants by age of a year of which only the total is known: those of the year before, moved to that total.

    What is missing is shared out as migrants of either direction are: (sex, age).
    """
    moving = np.abs(before)
    shares = moving / moving.sum() if moving.sum() > 0 else np.full_like(moving, 1 / moving.size)
    carried: Array = before + (total - before.sum()) * shares
    return carried


def _rates(tables: Tables, position: int) -> tuple[Array, Array, Array]:
    """Mortality, fertility and boys per girl of a country."""
    fertility = single_fertility(tables.fertility[position], tables.outer[position])
    return tables.mortality[position], fertility, tables.indicators["SRB"][position, :-1] / PER_HUNDRED


def _rounded(rates: Array) -> Array:
    return rates.astype(np.float32).astype(np.float64)

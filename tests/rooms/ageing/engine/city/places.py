"""A country that nobody has measured, and pyramids to set beside it."""

import csv
import gzip
from pathlib import Path

import numpy as np

from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.country import Country
from hub.rooms.ageing.engine.city.rates import PlaceRates
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs

YEARS = 30
AGE = np.arange(101)
COUNTRIES = ("CHN", "DEU", "KEN", "BRA", "JPN", "IND", "IRL", "MAR")


def mortality_of(years: int = YEARS) -> Array:
    """Gompertz with young children's deaths on top, falling by 1.5 % a year: (year, sex, age)."""
    rates = 0.00004 * np.exp(0.095 * AGE) + 0.005 * np.exp(-1.2 * AGE)
    by_sex = np.minimum(np.stack([1.15 * rates, 0.85 * rates]), 0.7)
    return by_sex * np.exp(-0.015 * np.arange(years))[:, None, None]


def fertility_of(years: int = YEARS, total: float = 1.9) -> Array:
    shape = np.exp(-(((np.arange(10, 55) - 29) / 6.0) ** 2))
    return np.tile(total * shape / shape.sum(), (years, 1))


def pyramid_of(people: float = 1e6) -> Array:
    heights = np.stack(
        [np.where(AGE < 50, 1.0, np.exp(-0.045 * (AGE - 50.0))), np.where(AGE < 55, 1.0, 0.96 ** (AGE - 55.0))]
    )
    return people * heights / heights.sum()


def migration_of(years: int = YEARS, people: float = 2000.0) -> Array:
    shape = np.exp(-(((AGE - 24) / 9.0) ** 2)) - 0.15 * np.exp(-(((AGE - 62) / 5.0) ** 2))
    return np.tile(people * shape / shape.sum() / 2, (years, 2, 1))


def inputs() -> Inputs:
    return Inputs(pyramid_of(), mortality_of(), fertility_of(), np.full(YEARS, 1.05), migration_of(), 2024)


def country_of(given: Inputs) -> Country:
    projected = project(given)
    return Country(
        given.first_year, given.mortality, given.fertility, given.sex_ratio, projected.migration, projected.population
    )


def closed_rates(years: int = 3) -> PlaceRates:
    """Nobody moves, and each year is like the one before."""
    mortality = np.repeat(mortality_of(1), years, axis=0)
    return PlaceRates(2020, mortality, fertility_of(years), np.full(years, 1.05), np.zeros((years, 2, 101)))


def stationary(births: float = 1000.0) -> Array:
    """People of a life table into which as many boys as girls are born each year: (sex, age)."""
    table = life_table(mortality_of(1)[0])
    years = table.years.copy()
    years[:, -1] = table.years_above[:, -1]
    return births * years


def rows_of(file: Path) -> list[list[str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return list(csv.reader(lines))[1:]


def pyramids_published(shared: Path) -> dict[tuple[str, int], Array]:
    """Mid-year pyramids of the UN in 21 groups, by country and year: 2025, 2030, 2040 … 2100."""
    pyramids: dict[tuple[str, int], Array] = {}
    for iso3, year, sex, *people in rows_of(shared / "data" / "wpp2024" / "un_pop_5y_midyear.csv.gz"):
        pyramids.setdefault((iso3, int(year)), np.zeros((2, 21)))["mf".index(sex)] = people
    for iso3, item, sex, _, *cells in rows_of(shared / "data" / "wpp2024" / "un_5x5_inputs.csv.gz"):
        if item == "base_midyear_2025":
            pyramids.setdefault((iso3, 2025), np.zeros((2, 21)))["mf".index(sex)] = cells[:21]
    return pyramids


def country_published(shared: Path, iso3: str) -> Country:
    """A country from the UN's rates of single ages, projected by us."""
    folder = shared / "data" / "wpp2024"

    def numbers(name: str, skipped: int, *wanted: str) -> Array:
        rows = rows_of(folder / f"{name}.csv.gz")
        return np.array([row[skipped:] for row in rows if row[0] == iso3 and set(wanted) <= set(row[1:skipped])], float)

    def by_age(name: str) -> Array:
        return np.stack([numbers(name, 3, "m"), numbers(name, 3, "f")], axis=1)

    return country_of(
        Inputs(
            numbers("base_pop_2024_01_01", 2), by_age("mx_1x1"), numbers("asfr_1x1", 2), numbers("srb", 2)[:, 0],
            by_age("mig_1x1"), 2024,
        )
    )  # fmt: skip

"""A country's published figures, brought to single years and ages for the cohort-component projection.

Source of the figures: United Nations, World Population Prospects 2024, as far as a reader of files found them; how each part
was obtained is in `NationalFigures.notes`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FEMALE, FERTILE, MALE, Array
from hub.rooms.ageing.engine.graduate.births import yearly_births
from hub.rooms.ageing.engine.graduate.mortality import single_age_mortality
from hub.rooms.ageing.engine.graduate.pyramids import Path, path_through
from hub.rooms.ageing.engine.graduate.residual import survive
from hub.rooms.ageing.engine.graduate.schedule import model_fertility, typical_ages
from hub.rooms.ageing.engine.graduate.years import yearly_rates
from hub.rooms.ageing.engine.life_table import life_table, survival_of

FIRST_YEAR, LAST_YEAR = 2025, 2100
WIDTH = 5
# Rates of single years before this one would carry the excess deaths of 2020 into the years after it.
FIRST_RATES = 2030
LEAST_RATE = 1e-7


@dataclass(frozen=True)
class Published:
    """What a source gives for a country.

    iso3           ISO 3166 alpha-3 code
    years          (pyramid,)           years five apart, ascending, whose 1 July the pyramids show
    people         (pyramid, sex, 21)   persons at 0-4 … 95-99, 100+
    rate_years     (rate,)              calendar years of the rates, ascending
    mortality      (rate, sex, 22)      deaths per person-year at 0, 1-4, 5-9 … 100+
    birth_rates    (rate,)              live births per person of the mid-year population
    """

    iso3: str
    years: NDArray[Any]
    people: Array
    rate_years: NDArray[Any]
    mortality: Array
    birth_rates: Array


@dataclass(frozen=True)
class NationalFigures:
    """What a cohort-component projection of a country needs, for the calendar years first_year, first_year + 1, …

    iso3             ISO 3166 alpha-3 code
    first_year       the base is of 1 January of this year
    base             (sex, age)           persons
    mortality        (year, sex, age)     deaths per person-year
    fertility        (year, 45)           births per woman-year at ages 10 to 54
    sex_ratio        (year,)              boys per girl at birth
    migration        (year, sex, age)     net migrants of the year by age at its end
    published_years  (pyramid,)           years of the published pyramids from first_year on
    published        (pyramid, sex, 21)   published persons on 1 July
    notes            how each part was obtained, as codes `<part>:<how>`; how is one of
                     published   as in the source
                     graduated   brought from groups or every tenth year to single ages and years
                     derived     worked out from other published figures
                     model       from a declared model schedule; no figure of the country is behind the ages
    """

    iso3: str
    first_year: int
    base: Array
    mortality: Array
    fertility: Array
    sex_ratio: Array
    migration: Array
    published_years: NDArray[Any]
    published: Array
    notes: tuple[str, ...]


NOTES = (
    "published:published",
    "base:graduated",
    "mortality:graduated",
    "births:derived",
    "sex_ratio:derived",
    "fertility_ages:model",
    "migration:derived",
)


def national_figures(published: Published, income: str = "") -> NationalFigures:
    """Single years and ages that lead a projection through the published pyramids.

    Mortality is graduated by age and, from 2030 on, by year; 2025 to 2029 go on from 2030-2040, since the rates of 2020 hold
    the pandemic's deaths. Births follow children aged 0-4 and crude birth rates. Fertility by age is a model schedule at the
    level of these births. Migration is what is left.

    published  pyramids of 2020, 2025 … 2100 and rates of 2010, 2020 … 2100 at least; earlier ones are left aside
    income     income group of the World Bank, for the ages at childbearing; blank where there is none
    Raises `national_years_missing`.
    """
    _check(published)
    years = np.arange(FIRST_YEAR, LAST_YEAR + 1)
    recent = published.rate_years >= FIRST_YEAR - 3 * WIDTH
    single = single_age_mortality(np.maximum(published.mortality[recent], LEAST_RATE))
    middles = published.rate_years[recent] + 0.5
    later = published.rate_years[recent] >= FIRST_RATES
    mortality = yearly_rates(single[later], middles[later], years)
    shown = np.isin(published.years, np.arange(FIRST_YEAR, LAST_YEAR + 1, WIDTH))
    pyramids = published.people[shown]
    births = _births(published, single, middles)
    path = path_through(pyramids, mortality, births)
    ratio = births[:, MALE] / births[:, FEMALE]
    return NationalFigures(
        iso3=published.iso3,
        first_year=FIRST_YEAR,
        base=np.maximum(path.people[0], 0.0),
        mortality=mortality,
        fertility=_fertility(path, mortality, births.sum(axis=1), typical_ages(income, years)),
        sex_ratio=ratio,
        migration=path.migration,
        published_years=published.years[shown],
        published=pyramids,
        notes=NOTES,
    )


def _births(published: Published, single: Array, middles: Array) -> Array:
    """Live births by sex, (year, sex), of 2025 to 2100."""
    begun = FIRST_YEAR - WIDTH
    counted = published.years >= begun
    counts = published.years[counted]
    # The middle of the five years before 1 July is a 1 January, half a year before the middle of that calendar year.
    tables = life_table(yearly_rates(single, middles, counts - 3.0))
    known = published.rate_years >= begun
    totals = published.people[np.searchsorted(published.years, published.rate_years[known])].sum(axis=(1, 2))
    yearly = yearly_births(
        published.people[counted][:, :, 0],
        begun,
        tables.years[..., :WIDTH].sum(axis=-1),
        known=published.birth_rates[known] * totals,
        at=published.rate_years[known],
    )
    asked = yearly.years >= FIRST_YEAR
    girls = yearly.births[asked] / (1 + yearly.sex_ratio[asked])
    return np.stack([yearly.births[asked] - girls, girls], axis=-1)


def _fertility(path: Path, mortality: Array, births: Array, ages: tuple[Array, Array]) -> Array:
    """Birth rates on the model schedule that give the births: (year, 45)."""
    women = path.people[:-1, FEMALE]
    survivors = survive(women, survival_of(mortality)[:, FEMALE])
    exposed = (women + survivors)[:, FERTILE] / 2
    schedule = model_fertility(np.ones(len(births)), *ages)
    level = births / (schedule * exposed).sum(axis=-1)
    return schedule * level[:, None]


def _check(published: Published) -> None:
    pyramids = set(range(FIRST_YEAR - WIDTH, LAST_YEAR + 1, WIDTH))
    rates = set(range(FIRST_YEAR - 3 * WIDTH, LAST_YEAR + 1, 2 * WIDTH))
    missing = sorted(pyramids - set(published.years.tolist())) + sorted(rates - set(published.rate_years.tolist()))
    if missing:
        raise DataProblem("national_years_missing", place=published.iso3, found=[int(year) for year in missing])

"""City rates on the city's own pyramid: the country's rates, scaled by what is known of the city.

fertility   TFR_c(t) = alpha_t TFR(t),     alpha_t - 1 = rho (alpha_{t-1} - 1)
mortality   e0_c(t)  = e0(t) + g_t,        g_t = rho g_{t-1}; the rates are moved by `expectancy.shift_expectancy`
migration   rates by sex and age, kept or drawn towards the country's, times the city's own survivors of each year
Source: the subnational logic and yearly constants of bayesPop (Ševčíková, Raftery & Gerland, 2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import SEXES, Array
from hub.rooms.ageing.engine.city.country import PYRAMID, Country, check_people, check_rates, check_shape
from hub.rooms.ageing.engine.city.expectancy import shift_expectancy
from hub.rooms.ageing.engine.life_table import survival_of
from hub.rooms.ageing.engine.project.cohort import moved, survive
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.city import FERTILITY_PERSISTENCE, GAP_PERSISTENCE
from hub.rooms.ageing.engine.trajectories.mortality import improvement_of

# Ratios of total fertility beyond these are a fault in births or women, not a city.
LOWEST_RATIO: Final = 0.2
HIGHEST_RATIO: Final = 5.0


@dataclass(frozen=True)
class PlaceRates:
    """The rates of a place by year, from `first_year`.

    mortality  (year, sex, age)  deaths per person-year
    fertility  (year, 45)        births per woman-year, ages 10 to 54
    sex_ratio  (year,)           boys per girl at birth
    migration  (year, sex, age)  net migrants a year per survivor, by the age reached at the end of the year
    Gaps: none allowed. Raises DataProblem `city_shape_differs` and those of a projection's inputs.
    """

    first_year: int
    mortality: Array
    fertility: Array
    sex_ratio: Array
    migration: Array

    def __post_init__(self) -> None:
        check_rates(self, self.first_year)


def fertility_path(first: float, years: int, *, persistence: float = FERTILITY_PERSISTENCE) -> Array:
    """alpha of each year, (year,): `first` in the first one, then ever nearer to 1."""
    if not LOWEST_RATIO <= first <= HIGHEST_RATIO:
        raise DataProblem("fertility_ratio_out_of_range", found=first, low=LOWEST_RATIO, high=HIGHEST_RATIO)
    ratios: Array = 1 + (first - 1) * _left_over(persistence, years)
    return ratios


def gap_path(first: Sequence[float], years: int, *, persistence: float = GAP_PERSISTENCE) -> Array:
    """Gaps in years of life at birth, (year, sex): `first` (men, women) in the first year, then ever nearer to 0."""
    check_shape("expectancy_gap", np.asarray(first, float), (len(SEXES),))
    gaps: Array = _left_over(persistence, years)[:, None] * np.asarray(first, float)
    return gaps


def migration_towards(own: Array, country: Array, *, persistence: float = 1.0) -> Array:
    """Migration rates that keep, year for year, a part of what sets the city apart from its country.

    own          (sex, age)        the city's net rates in the first year
    country      (year, sex, age)  the country's
    persistence  1 (the default) keeps the city's rates as they are for all years; below 1 the difference fades
    """
    if persistence == 1.0:
        return np.broadcast_to(own, country.shape).copy()
    left = _left_over(persistence, len(country))[:, None, None]
    rates: Array = country + left * (own - country[0])
    return rates


def city_rates(
    country: Country,
    *,
    fertility_ratio: float = 1.0,
    expectancy_gap: Sequence[float] = (0.0, 0.0),
    migration: Array | None = None,
) -> PlaceRates:
    """The rates of a city for all years of its country.

    fertility_ratio  the city's total fertility over the country's in the first year, 0.2 to 5
    expectancy_gap   years of life at birth, men and women: the city's less the country's in the first year
    migration        (year, sex, age) net rates, from `migration_towards`; None takes the country's rates at each age, which
                     leave out all moves within the country
    Raises DataProblem `fertility_ratio_out_of_range`, `expectancy_out_of_range`, `city_shape_differs`.
    """
    ratios = fertility_path(fertility_ratio, country.years)
    gaps = gap_path(expectancy_gap, country.years)
    return PlaceRates(
        first_year=country.first_year,
        mortality=shift_expectancy(country.mortality, gaps, improvement_of(country.mortality)),
        fertility=country.fertility * ratios[:, None],
        sex_ratio=country.sex_ratio,
        migration=country.migration_rates if migration is None else migration,
    )


def shared_migration(country: Country, *, gain_share: float, loss_share: float) -> Array:
    """The country's net migrants, a share of whom come to the city or leave it: (year, sex, age) persons.

    gain_share  the city's share wherever the country gains people, 0 to 1
    loss_share  its share wherever the country loses people; by default cities take the same, their share of the population
    Moves within the country, most of a city's, are not in these figures.
    """
    for parameter, share in (("gain_share", gain_share), ("loss_share", loss_share)):
        if not 0 <= share <= 1:
            raise DataProblem("city_share_out_of_range", parameter=parameter, found=share, low=0, high=1)
    persons: Array = np.where(country.migration > 0, gain_share, loss_share) * country.migration
    return persons


def inputs_of(base: Array, rates: PlaceRates) -> Inputs:
    """What a projection needs, migration rates turned into persons along the city's own way.

    base     (sex, age)  persons on 1 January of the first year of the rates
    The migrants of a year are its rates times the survivors of that year, newborns included, before anyone has moved.
    Raises DataProblem `city_shape_differs`, `city_people_negative`, `city_population_empty`.
    """
    check_shape("base", base, PYRAMID)
    check_people("base", base)
    survival, people = survival_of(rates.mortality), base
    migrants = np.empty_like(rates.mortality)
    for year in range(len(migrants)):
        survived = survive(people, survival[year], rates.fertility[year], rates.sex_ratio[year])
        migrants[year] = rates.migration[year] * survived.people
        people = moved(survived.people, migrants[year])
    return Inputs(base, rates.mortality, rates.fertility, rates.sex_ratio, migrants, rates.first_year)


def _left_over(persistence: float, years: int) -> Array:
    if not 0 <= persistence <= 1:
        raise DataProblem("city_share_out_of_range", parameter="persistence", found=persistence, low=0, high=1)
    left: Array = persistence ** np.arange(years, dtype=float)
    return left

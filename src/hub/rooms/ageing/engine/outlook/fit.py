"""How a city differs from its country: births, deaths and moves, each from the best figures that there are."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from hub.rooms.ageing.engine.ages import FEMALE, FERTILE, Array, people_between
from hub.rooms.ageing.engine.city.country import Country
from hub.rooms.ageing.engine.city.expectancy import expectancy_at_birth
from hub.rooms.ageing.engine.city.rates import (
    HIGHEST_RATIO,
    LOWEST_RATIO,
    PlaceRates,
    city_rates,
    migration_towards,
)
from hub.rooms.ageing.engine.city.residual import residual_migration, shrunk_rates, smoothed_rates
from hub.rooms.ageing.engine.city.start import brought_forward
from hub.rooms.ageing.engine.outlook.assumptions import Assumption
from hub.rooms.ageing.engine.outlook.known import VitalCounts, mean_of_last
from hub.rooms.ageing.engine.project.checks import MORTALITY_LIMIT
from hub.rooms.ageing.engine.project.cohort import share_of_year

# Registered deaths at which a city's own mortality and the country's weigh the same.
HALF_WEIGHT_DEATHS = 100.0
# Beyond this factor deaths were counted for another place or period.
MOST_DEATHS_FACTOR = 3.0
# Fewer women of 15 to 49 tell nothing of a place's fertility, and fewer people nothing of its moves.
FEWEST_WOMEN, FEWEST_PEOPLE = 25, 100
# Net moves a year, for each person, beyond which the boundary moved and not people; new towns grow by 5 to 8 per cent.
MOST_YEARLY_MOVES = 0.10
# Years over which half of what sets a city's migration apart fades: moves of one decade are seldom those of the next.
MIGRATION_PERSISTENCE = 0.97


@dataclass(frozen=True)
class Fit:
    """What sets a city apart from its country in the first year.

    fertility_ratio  its total fertility over the country's
    expectancy_gap   (sex,)  years of life at birth, less the country's
    migration        (sex, age)  net rates, or None: the country's
    """

    fertility_ratio: float
    expectancy_gap: Array
    migration: Array | None
    assumed: tuple[Assumption, ...]


def fit_city(
    people: Array,
    country: Country,
    *,
    day: date,
    vital: VitalCounts | None = None,
    earlier: tuple[Array, date] | None = None,
) -> Fit:
    """Fit a country's rates to a city.

    people   (sex, age)  persons on `day`
    country  its first year stands for the years around `day`
    earlier  (sex, age) persons at an earlier date, 1 to 20 years before, and that date; None where there is one date only
    Raises the DataProblems of `residual_migration` and `brought_forward`.
    """
    ratio, of_births = _fertility(people, country, vital)
    gap, of_deaths = _mortality(people, country, vital)
    migration, of_moves = None, Assumption("migration", "migration_of_country")
    if earlier is not None:
        migration, of_moves = _migration(people, day, earlier, country, ratio=ratio, gap=gap)
    return Fit(ratio, gap, migration, (of_births, of_deaths, of_moves))


def rates_of(fit: Fit, country: Country) -> PlaceRates:
    """The rates of the city for all years of its country."""
    migration = None
    if fit.migration is not None:
        migration = migration_towards(fit.migration, country.migration_rates, persistence=MIGRATION_PERSISTENCE)
    return city_rates(
        country,
        fertility_ratio=fit.fertility_ratio,
        expectancy_gap=fit.expectancy_gap.tolist(),
        migration=migration,
    )


def _fertility(people: Array, country: Country, vital: VitalCounts | None) -> tuple[float, Assumption]:
    births = mean_of_last(vital.births) if vital else None
    if people_between(people, 15, 49)[FEMALE] < FEWEST_WOMEN:
        return 1.0, Assumption("fertility", "fertility_of_country", {"women": FEWEST_WOMEN})
    if births is not None and births > 0:
        expected = float((country.fertility[0] * people[FEMALE, FERTILE]).sum())
        found, code = births / expected, "fertility_from_births"
    else:
        found = _children_per_woman(people) / _children_per_woman(country.population[0])
        code = "fertility_from_children"
    ratio = float(np.clip(found, LOWEST_RATIO, HIGHEST_RATIO))
    return ratio, Assumption("fertility", code, {"ratio": round(ratio, 4)})


def _children_per_woman(people: Array) -> float:
    return float(people_between(people, 0, 4).sum() / people_between(people, 15, 49)[FEMALE])


def _mortality(people: Array, country: Country, vital: VitalCounts | None) -> tuple[Array, Assumption]:
    deaths = mean_of_last(vital.deaths) if vital else None
    if deaths is None or deaths <= 0:
        return np.zeros(2), Assumption("mortality", "mortality_of_country")
    rates = country.mortality[0]
    factor = float(np.clip(deaths / (rates * people).sum(), 1 / MOST_DEATHS_FACTOR, MOST_DEATHS_FACTOR))
    weight = deaths / (deaths + HALF_WEIGHT_DEATHS)
    kept = factor**weight
    gap = expectancy_at_birth(np.minimum(rates * kept, MORTALITY_LIMIT)) - expectancy_at_birth(rates)
    told = {"factor": round(factor, 4), "weight": round(weight, 3), "men": round(gap[0], 2), "women": round(gap[1], 2)}
    return gap, Assumption("mortality", "mortality_from_deaths", told)


def _migration(
    people: Array, day: date, earlier: tuple[Array, date], country: Country, *, ratio: float, gap: Array
) -> tuple[Array | None, Assumption]:
    """Residual migration between two dates, both brought to a 1 January by the country's rates."""
    first_people, first_day = earlier
    fewest = min(first_people.sum(), people.sum())
    if fewest < FEWEST_PEOPLE:
        return None, Assumption("migration", "migration_of_country_few", {"people": FEWEST_PEOPLE})
    own = city_rates(country, fertility_ratio=ratio, expectancy_gap=gap.tolist())
    first = brought_forward(first_people, day=first_day, year=next_january(first_day), rates=own)
    second = brought_forward(people, day=day, year=next_january(day), rates=own)
    years = second.year - first.year
    stand_in = np.zeros(years, np.intp)
    found = residual_migration(
        first.base,
        second.base,
        mortality=own.mortality[stand_in],
        fertility=own.fertility[stand_in],
        sex_ratio=own.sex_ratio[stand_in],
    )
    schedule = country.migration_rates[0]
    # The parts of years up to each 1 January have the country's moves: what sets the city apart took the time between the dates.
    times = years / years_between(first_day, day)
    rates = schedule + times * (smoothed_rates(found) - schedule)
    yearly = float((rates * found.survivors.mean(axis=0)).sum())
    told = {"first": first_day, "last": day, "years": years, "yearly": round(yearly)}
    if abs(yearly) > MOST_YEARLY_MOVES * found.people:
        return None, Assumption("migration", "migration_too_large", told)
    return shrunk_rates(rates, found.people, schedule=schedule), Assumption(
        "migration", "migration_from_residual", told
    )


def next_january(day: date) -> int:
    """The year whose 1 January is the first one not before a day."""
    return day.year if (day.month, day.day) == (1, 1) else day.year + 1


def years_between(first: date, last: date) -> float:
    """Years from one day to a later one."""
    return last.year + share_of_year(last) - first.year - share_of_year(first)

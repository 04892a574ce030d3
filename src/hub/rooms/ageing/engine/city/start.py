"""A census of any date brought to the 1 January from which a projection starts.

The rest of the census year is a part f of a year: of the people of each age a part 1 - f keeps its age and a part f has its
birthday. Both are aged on the life table with the deaths of an age spread over it as l(x + v) = l(x) - d(x) v^p, where
p = a / (1 - a) gives those who die the a years of that age that the table gives them; so a part of 1 is exactly one year of
the cohort-component projection, and a stationary population stays as it is for every part. Whole years follow as in it.
Births and migration of the part are f of a year's. Days are counted from the start of the census day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FEMALE, FERTILE, Array
from hub.rooms.ageing.engine.city.country import PYRAMID, check_people, check_shape
from hub.rooms.ageing.engine.city.rates import PlaceRates
from hub.rooms.ageing.engine.life_table import LifeTable, life_table
from hub.rooms.ageing.engine.project.cohort import moved, share_of_year

LONGEST_YEARS: Final = 20
# Two pyramids further apart than this hold different people at the same age; no straight line joins them.
LONGEST_SPAN_YEARS: Final = 2.0


@dataclass(frozen=True)
class Start:
    """A pyramid on 1 January, and how it came there.

    base            (sex, age)  persons on 1 January of `year`
    year            first year of the projection
    part_of_year    the part of the census year that had still to pass, 0 to 1
    whole_years     years after that one
    borrowed_years  calendar years before the first rates, for which those of the first year stood in
    """

    base: Array
    year: int
    part_of_year: float
    whole_years: int
    borrowed_years: tuple[int, ...]


def brought_forward(census: Array, *, day: date, year: int, rates: PlaceRates) -> Start:
    """Age a census to 1 January of a year.

    census  (sex, age)  persons at the start of `day`
    year    first year of the projection, at most 20 years after the census
    rates   of the place; years before their first one take the rates of that
    Gaps: none allowed. Raises DataProblem `start_before_census`, `start_too_late`, `rates_end_early`,
    `city_shape_differs`, `city_value_missing`, `city_people_negative`, `city_population_empty`.
    """
    check_shape("census", census, PYRAMID)
    check_people("census", census)
    part = 1 - share_of_year(day)
    _require_year(year, day, rates)
    passed = range(day.year, year)
    people = census
    for of_year in passed:
        at = max(of_year - rates.first_year, 0)
        people = aged_by_part(people, rates, at=at, part=part if of_year == day.year else 1.0)
    borrowed = tuple(of_year for of_year in passed if of_year < rates.first_year)
    return Start(people, year, part if passed else 0.0, max(len(passed) - 1, 0), borrowed)


def aged_by_part(people: Array, rates: PlaceRates, *, at: int, part: float) -> Array:
    """Carry a pyramid through a part of one year.

    people   (sex, age)  persons
    at       which year of the rates, from 0
    part     0 (nothing happens) to 1 (exactly a year of the projection)
    returns  (sex, age)  persons, newborns included, never under 0
    """
    table = life_table(rates.mortality[at])
    early, late = _lived_until(table, part), table.years - _lived_until(table, part)
    density = people[:, :-1] / table.years[:, :-1]
    after = np.zeros_like(people)
    after[:, :-1] = density * late[:, :-1]
    after[:, 1:-1] += density[:, :-1] * early[:, 1:-1]
    # The open age and those of the age before it who will be in it survive together.
    coming = table.years[:, -2] - _lived_until(table, 1 - part)[:, -2]
    above = table.years_above[:, -1]
    after[:, -1] = (people[:, -1] + density[:, -1] * coming) * above / (above + coming)
    women = (people[FEMALE, FERTILE] + after[FEMALE, FERTILE]) / 2
    yearly_births = float((rates.fertility[at] * women).sum())
    girls = yearly_births / (1 + rates.sex_ratio[at])
    after[:, 0] += np.array([yearly_births - girls, girls]) * early[:, 0]
    return moved(after, part * rates.migration[at] * after)


def between(first: Array, second: Array, *, days: tuple[date, date], day: date) -> Array:
    """A pyramid between two of the same place, on a straight line at each age: for estimates a year apart.

    first, second  (sex, age)  persons on `days`, at most 2 years apart
    day            a date from the first to the second
    From two mid-year estimates it gives for 1 January their mean. Raises DataProblem `pyramids_too_far_apart`,
    `day_not_between`, `city_shape_differs`, `city_value_missing`, `city_people_negative`, `city_population_empty`.
    """
    for parameter, pyramid in (("first", first), ("second", second)):
        check_shape(parameter, pyramid, PYRAMID)
        check_people(parameter, pyramid)
    begun, ended, at = (moment.year + share_of_year(moment) for moment in (*days, day))
    if not 0 < ended - begun <= LONGEST_SPAN_YEARS:
        raise DataProblem("pyramids_too_far_apart", found=ended - begun, high=LONGEST_SPAN_YEARS)
    if not begun <= at <= ended:
        raise DataProblem("day_not_between", found=day, low=days[0], high=days[1])
    weight = (at - begun) / (ended - begun)
    return (1 - weight) * first + weight * second


def _require_year(year: int, day: date, rates: PlaceRates) -> None:
    if year < day.year or (year == day.year and share_of_year(day) > 0):
        raise DataProblem("start_before_census", found=year, day=day, low=day.year + 1)
    if year - day.year > LONGEST_YEARS:
        raise DataProblem("start_too_late", found=year, day=day, high=day.year + LONGEST_YEARS)
    last = rates.first_year + len(rates.mortality) - 1
    if year - 1 > last:
        raise DataProblem("rates_end_early", found=last, allowed=year - 1)


def _lived_until(table: LifeTable, part: float) -> Array:
    """Person-years lived in the first part of each year of age, (sex, age), of the table's births."""
    deaths = table.living * table.dying
    lost = table.living - table.years
    # Late deaths weigh little: of d deaths, (1 - a) d years of the age are lost in all, and in its first part f so much
    # less, by the power 1 / (1 - a) = d / lost.
    power = np.divide(deaths, lost, out=np.ones_like(deaths), where=lost > 0)
    lived: Array = part * table.living - np.maximum(lost, 0.0) * part**power
    return lived

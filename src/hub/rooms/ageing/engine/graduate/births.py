"""Births of calendar years from children counted at five-year intervals.

Source: reverse survival, United Nations, Manual X (1983), ch. VIII, controlled to published crude birth rates.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FEMALE, MALE, Array
from hub.rooms.ageing.engine.graduate.smooth import smoothing

WIDTH = 5
# World Population Prospects 2024 has no ratio outside these; beyond them girls or boys moved (the Gulf), not the births.
SEX_RATIOS = (1.0, 1.2)


@dataclass(frozen=True)
class YearlyBirths:
    """Live births and boys per girl of calendar years; years and both arrays (year,)."""

    years: NDArray[Any]
    births: Array
    sex_ratio: Array


def yearly_births(children: Array, first: int, years_lived: Array, *, known: Array, at: NDArray[Any]) -> YearlyBirths:
    """Births of calendar years from children aged 0-4 at mid-years five years apart and births of single years.

    children     (count, sex)  persons aged 0-4 on 1 July of first, first + 5, …
    years_lived  (count, sex)  person-years lived from birth to the fifth birthday by one newborn of the five years before
    known, at    (known,)      published live births of the calendar years `at`, within the years covered
    returns      first - 5 to the year of the last count: reverse survival of the children, the smoothest years that meet the
                 five-year sums, times a factor in time that makes them equal the known births; so moves of small children do
                 not pass for births. Boys per girl are kept between 1.0 and 1.2
    Raises `known_births_outside`.
    """
    counts = len(children)
    years = np.arange(first - WIDTH, first + WIDTH * (counts - 1) + 1)
    if not np.isin(at, years).all():
        raise DataProblem(
            "known_births_outside", found=[int(year) for year in at], low=int(years[0]), high=int(years[-1])
        )
    born = children * WIDTH / years_lived
    # From 1 July to 1 July: half of the first and of the last calendar year.
    operator = np.zeros((counts, len(years)))
    for count in range(counts):
        begin = count * WIDTH
        operator[count, begin : begin + WIDTH + 1] = [0.5, 1, 1, 1, 1, 0.5]
    births = smoothing(operator, np.ones(len(years))) @ born.sum(axis=1)
    if len(at):
        ratio = known / births[np.searchsorted(years, at)]
        births = births * _through(np.asarray(at, float), ratio, years)
    centres = first + WIDTH * np.arange(counts) - WIDTH / 2
    boys_per_girl = np.clip(_through(centres, born[:, MALE] / born[:, FEMALE], years), *SEX_RATIOS)
    return YearlyBirths(years=years, births=births, sex_ratio=boys_per_girl)


def _through(at: NDArray[Any], values: Array, years: NDArray[Any]) -> Array:
    """Values of years on a monotone curve through known ones, level outside."""
    if len(at) == 1:
        return np.full(len(years), float(values[0]))
    inside = np.clip(np.asarray(years, float), at[0], at[-1])
    curve: Array = PchipInterpolator(at, values)(inside)
    return curve

"""Rates of single calendar years from rates of periods or of every tenth year.

Source: monotone cubic interpolation, Fritsch & Carlson (1980); the tie to published life expectancies follows a country's
own pattern of improvement, as Lee & Carter (1992) do.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.life_table import life_table

# A calendar year stands for its middle.
MIDDLE = 0.5
# Least yearly improvement of log rates by which life expectancy may be moved.
LEAST_IMPROVEMENT = 0.002
STEPS = 40
WIDEST_SHIFT_YEARS = 400.0


def yearly_rates(rates: Array, at: NDArray[Any], years: NDArray[Any]) -> Array:
    """Rates of calendar years from rates of moments: PCHIP of their logarithm.

    rates    (moment, ...)  all above 0, e.g. of five-year periods
    at       (moment,)      the middles of what they stand for, ascending: period mid-2025 to mid-2030 is 2028.0,
             calendar year 2030 is 2030.5
    years    (year,)        calendar years; each stands for its middle
    returns  (year, ...)    outside the first and last moment the logarithm goes on straight with the slope between the two
             nearest moments
    Raises `death_rates_not_positive`, `moments_not_ascending`.
    """
    if not (rates > 0).all():
        raise DataProblem("death_rates_not_positive", found=float(np.min(rates)))
    if len(at) != len(rates) or len(at) < 2 or not (np.diff(at) > 0).all():
        raise DataProblem("moments_not_ascending", found=[float(moment) for moment in at], allowed=len(rates))
    logs = np.log(rates)
    wanted = np.asarray(years, float) + MIDDLE
    between = PchipInterpolator(at, logs, axis=0)(np.clip(wanted, at[0], at[-1]))
    first = (logs[1] - logs[0]) / (at[1] - at[0])
    last = (logs[-1] - logs[-2]) / (at[-1] - at[-2])
    early = np.minimum(wanted - at[0], 0.0)
    late = np.maximum(wanted - at[-1], 0.0)
    grown: Array = np.exp(between + np.multiply.outer(early, first) + np.multiply.outer(late, last))
    return grown


def improvement(mortality: Array) -> Array:
    """The yearly fall of log death rates, averaged over the years: (year, sex, age) to (sex, age), at least 0.002."""
    fall: Array = (np.log(mortality[0]) - np.log(mortality[-1])) / max(len(mortality) - 1, 1)
    return np.maximum(fall, LEAST_IMPROVEMENT)


def tied_to_expectancy(mortality: Array, expectancy: Array, slope: Array) -> Array:
    """Death rates moved along a pattern of improvement until life expectancy at birth is the published one.

    mortality   (..., sex, age)  deaths per person-year
    expectancy  (..., sex)       years of life at birth to be met
    slope       (sex, age)       yearly fall of log rates, above 0; see `improvement`
    returns     (..., sex, age)  mortality x exp(-k slope), one k in years for each table
    Raises `expectancy_out_of_reach` where more than 400 years of improvement would be needed.
    """
    low = np.full(expectancy.shape, -WIDEST_SHIFT_YEARS)
    high = np.full(expectancy.shape, WIDEST_SHIFT_YEARS)
    if not (
        (_expectancy(mortality, slope, low) <= expectancy) & (_expectancy(mortality, slope, high) >= expectancy)
    ).all():
        raise DataProblem(
            "expectancy_out_of_reach",
            found=[float(np.min(expectancy)), float(np.max(expectancy))],
            allowed=WIDEST_SHIFT_YEARS,
        )
    for _ in range(STEPS):
        shift = (low + high) / 2
        short = _expectancy(mortality, slope, shift) < expectancy
        low, high = np.where(short, shift, low), np.where(short, high, shift)
    return _shifted(mortality, slope, (low + high) / 2)


def _shifted(mortality: Array, slope: Array, years: Array) -> Array:
    moved: Array = mortality * np.exp(-slope * years[..., None])
    return moved


def _expectancy(mortality: Array, slope: Array, years: Array) -> Array:
    remaining: Array = life_table(_shifted(mortality, slope, years)).expectancy[..., 0]
    return remaining

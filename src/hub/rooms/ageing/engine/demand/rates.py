"""Participation in learning over time: three ways in which it may go on from today's rates.

Rates and shares end in (sex, age, level): single ages 0 to 100 and over, `level` the education where it is known, else of
length 1. Results add a year before them, year 0 being that of the rates.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, OPEN_AGE, Array
from hub.rooms.ageing.engine.indicators.steps import by_single_age

FIRST_LEARNING_AGE = 55
_TOLERANCE = 1e-6


def rates_by_age(rates: Array, starts: Sequence[int]) -> Array:
    """Rates, or shares of education, of age groups at single ages, as the functions below take them.

    rates    (sex, group, level)
    starts   first age of each group, ascending; the last one is open
    returns  (sex, age, level); a gap (NaN) below the first group. Raises DataProblem("age_groups_unusable").
    """
    return np.moveaxis(by_single_age(np.moveaxis(rates, 1, -1), starts), -1, 1)


def constant_rates(rates: Array, years: int) -> Array:
    """Every age keeps today's rate.

    rates    (sex, age, level)  share of people who learn, 0 to 1
    returns  (year, sex, age, level)
    Raises DataProblem("participation_out_of_range"), ("participation_age_missing").
    """
    _first_known(rates)
    return np.broadcast_to(rates, (years, *rates.shape))


def cohort_rates(rates: Array, unhealthy: Array, years: int) -> Array:
    """Every cohort keeps its rate as it grows older, less those whom poor health keeps away.

    rates      (sex, age, level)  share of people who learn, 0 to 1; the younger the first known age, the better: who is
               younger than it today brings its rate along
    unhealthy  (sex, age)  share in poor health, 0 to 1
    returns    (year, sex, age, level)  rate(x - t) (1 - unhealthy(x)) / (1 - unhealthy(x - t)), at most 1
    Gaps: ages below the first known one stay gaps. Raises as `constant_rates`, and DataProblem("health_share_out_of_range").
    """
    first = _first_known(rates)
    known = unhealthy[:, first:]
    if not np.all((known >= 0) & (known <= 1)):
        faulty = known[~((known >= 0) & (known <= 1))]
        raise DataProblem("health_share_out_of_range", found=float(faulty[0]), low=0, high=1)
    origins = _origins(first, years)
    healthy = 1 - unhealthy
    before = healthy[:, origins].swapaxes(0, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = np.where(before > 0, healthy / before, 0.0)
    followed = np.minimum(rates[:, origins].swapaxes(0, 1) * kept[..., None], 1.0)
    followed[:, :, :first] = np.nan
    return followed


def target_rates(rates: Array, target: Array, years: int, *, reached: int) -> Array:
    """Rates go in a straight line from today's to those that the city wants, then stay.

    rates, target  (sex, age, level)  shares of people who learn, 0 to 1
    reached        years from today until the target is met, 1 or more
    returns        (year, sex, age, level). Raises as `constant_rates`, and DataProblem("target_year_too_early").
    """
    if reached < 1:
        raise DataProblem("target_year_too_early", found=reached, low=1)
    _first_known(rates)
    _first_known(target)
    way = np.minimum(np.arange(years) / reached, 1.0)[:, None, None, None]
    return rates + way * (target - rates)


def constant_education(shares: Array, years: int) -> Array:
    """Every age keeps today's levels of education: (sex, age, level) to (year, sex, age, level)."""
    _check_education(shares)
    return np.broadcast_to(shares, (years, *shares.shape))


def cohort_education(shares: Array, years: int) -> Array:
    """Every cohort takes its levels of education along: (sex, age, level) to (year, sex, age, level).

    shares  of each age over the levels, summing to 1 where known; start them well below 55 (30 does for 25 years): who
            is younger than the first known age today brings the shares of that age along
    Trap: people with more education live longer, so the shares of the oldest are a little too low.
    Gaps: ages below the first known one stay gaps. Raises DataProblem("education_shares_not_whole"),
    ("participation_age_missing").
    """
    first = _check_education(shares)
    followed = shares[:, _origins(first, years)].swapaxes(0, 1)
    followed[:, :, :first] = np.nan
    return followed


def _origins(first: int, years: int) -> NDArray[np.intp]:
    """(year, age): today's age of the people who will have an age in a year, not below the first known one."""
    return np.maximum(np.arange(AGES)[None, :] - np.arange(years)[:, None], first)


def _first_known(rates: Array) -> int:
    first = _first_age(rates)
    known = rates[:, first:]
    if not np.all((known >= 0) & (known <= 1)):
        faulty = known[~((known >= 0) & (known <= 1))]
        raise DataProblem("participation_out_of_range", found=float(faulty[0]), low=0, high=1)
    return first


def _check_education(shares: Array) -> int:
    first = _first_age(shares)
    sums = shares[:, first:].sum(axis=-1)
    worst = float(sums.flat[int(np.argmax(np.abs(sums - 1)))])
    if abs(worst - 1) > _TOLERANCE:
        raise DataProblem("education_shares_not_whole", found=worst)
    return first


def _first_age(figures: Array) -> int:
    if figures.ndim != 3 or figures.shape[1] != AGES:
        raise DataProblem("ages_expected", found=str(figures.shape), allowed=f"(2, {AGES}, …)")
    known: NDArray[np.bool_] = np.all(~np.isnan(figures), axis=(0, 2))
    first = int(np.argmax(known)) if known.any() else OPEN_AGE + 1
    if first > FIRST_LEARNING_AGE or not np.all(known[first:]):
        raise DataProblem("participation_age_missing", found=first, allowed=FIRST_LEARNING_AGE)
    return first

"""Ageing counted by the years of life that remain instead of the years lived.

Source: Sanderson & Scherbov (2005), Nature 435; (2010), Science 329.
"""

from collections.abc import Sequence

import numpy as np

from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.indicators.profile import SINGLE_AGES, AgeProfile, per_hundred
from hub.rooms.ageing.engine.life_table import age_with_remaining

YEARS_LEFT = 15.0
ADULT = 20


def threshold_age(expectancy: Array, starts: Sequence[int] = SINGLE_AGES) -> Array:
    """The exact age at which 15 years of life remain, linear within the age or group.

    expectancy  (..., group)  years that remain at the start of each age or group
    returns     (...)  years. Not 65 + max(0, e(65) - 15), a short cut that is often seen.
    """
    position = age_with_remaining(expectancy, YEARS_LEFT)
    return np.interp(position, np.arange(len(starts)), starts)


def prospective_dependency(profile: AgeProfile, threshold: Array) -> Array:
    """People above the threshold for every hundred from 20 to the threshold (POADR): (...).

    threshold  (...)  exact ages of `threshold_age`, of the same year and place
    Gaps: NaN where the threshold is 20 or less.
    """
    return per_hundred(profile.above(threshold), profile.between(ADULT, threshold))


def prospective_share(profile: AgeProfile, threshold: Array) -> Array:
    """People above the threshold, per cent of everybody: (...)."""
    return per_hundred(profile.above(threshold), profile.total)


def prospective_median_age(median: Array, expectancy: Array, standard: Array) -> Array:
    """The age in the standard year at which as many years remained as remain at the median age now.

    median      (...)  median age of each year
    expectancy  (..., age)  years that remain by single age in the same year
    standard    (age) or (..., age)  years that remain by single age in the standard year
    returns     (...)  years; in the standard year itself the median age. Source: Sanderson & Scherbov (2005).
    """
    age = np.clip(np.floor(median), 0, expectancy.shape[-1] - 2)
    whole = np.nan_to_num(age).astype(np.intp)[..., None]
    here = np.take_along_axis(expectancy, whole, axis=-1)[..., 0]
    there = np.take_along_axis(expectancy, whole + 1, axis=-1)[..., 0]
    remaining = here + (median - age) * (there - here)
    # Years beyond those that remain now: the age sought is where none are.
    found = age_with_remaining(standard - remaining[..., None], 0.0)
    return np.where(np.isnan(median), np.nan, found)

"""Birth rates by single year of age from five-year groups.

Source of the method: clamped cubic spline of cumulated fertility, as demographic practice has it (McNeil, Trussell & Turner
1977); measured against single ages of World Population Prospects 2024.
"""

import numpy as np
from scipy.interpolate import CubicSpline

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FERTILE_AGES, FERTILE_FIRST, FERTILE_LAST, Array

WIDTH = 5
# Groups 10-14 … 50-54, and 15-19 … 45-49.
ALL_GROUPS, MAIN_GROUPS = 9, 7


def single_age_fertility(shares: Array, totals: Array) -> Array:
    """Birth rates by age of mother from the shares of five-year groups in total fertility.

    shares   (..., group)  of groups 15-19 … 45-49 (7) or 10-14 … 50-54 (9), not negative; any scale, only proportions count
    totals   (...)         children per woman
    returns  (..., 45)     births per woman and year at ages 10 to 54; the sum over ages is the total, the sum over each group
             its share of it
    Gaps: none allowed. Raises `fertility_groups_differ`, `fertility_shares_unusable`.
    """
    groups = shares.shape[-1]
    if groups not in (MAIN_GROUPS, ALL_GROUPS):
        raise DataProblem("fertility_groups_differ", found=groups, allowed=[MAIN_GROUPS, ALL_GROUPS])
    sums = shares.sum(axis=-1, keepdims=True)
    if not ((shares >= 0).all() and (sums > 0).all()):
        raise DataProblem("fertility_shares_unusable", found=float(np.min(shares)))
    full = np.zeros((*shares.shape[:-1], ALL_GROUPS))
    margin = (ALL_GROUPS - groups) // 2
    full[..., margin : margin + groups] = shares / sums
    cumulated = np.concatenate([np.zeros((*full.shape[:-1], 1)), np.cumsum(full, axis=-1)], axis=-1)
    edges = np.arange(FERTILE_FIRST, FERTILE_LAST + 2, WIDTH)
    spline = CubicSpline(edges, cumulated, axis=-1, bc_type="clamped")
    single = np.maximum(np.diff(spline(np.arange(FERTILE_FIRST, FERTILE_LAST + 2)), axis=-1), 0.0)
    met = single.reshape(*full.shape, WIDTH).sum(axis=-1)
    # A group whose whole spline lies below 0 is spread evenly.
    ratio = np.divide(full, met, out=np.zeros_like(full), where=met > 0)
    even = np.where(met > 0, 0.0, full / WIDTH)
    rates = single * np.repeat(ratio, WIDTH, axis=-1) + np.repeat(even, WIDTH, axis=-1)
    return rates * totals[..., None]


def mean_age(fertility: Array) -> Array:
    """Mean age at childbearing of a schedule (..., 45), in years; each age stands for its middle."""
    ages = np.arange(FERTILE_AGES) + FERTILE_FIRST + 0.5
    mean: Array = (fertility * ages).sum(axis=-1) / fertility.sum(axis=-1)
    return mean


def spread_of_ages(fertility: Array) -> Array:
    """Standard deviation of the age at childbearing of a schedule (..., 45), in years."""
    ages = np.arange(FERTILE_AGES) + FERTILE_FIRST + 0.5
    away = (ages - mean_age(fertility)[..., None]) ** 2
    spread: Array = np.sqrt((fertility * away).sum(axis=-1) / fertility.sum(axis=-1))
    return spread

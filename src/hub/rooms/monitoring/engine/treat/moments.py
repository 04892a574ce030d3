"""Extremes, means and central moments of every column at once, with gaps left out."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

# A column this short has no bias-corrected kurtosis.
SHORTEST = 4
# Rows taken at a time: what is computed on the way stays in the cache. Part of the result's last bit, so it is fixed.
BLOCK = 256


@dataclass(frozen=True, eq=False)
class Extremes:
    """count (nodes,) values that are no gaps; least, most (nodes,) NaN where a column has none."""

    count: Values
    least: Values
    most: Values


@dataclass(frozen=True, eq=False)
class Moments:
    """Central moments of columns, each (nodes,).

    mean                   in the unit of the column; NaN without a value
    second, third, fourth  of (x - mean) / (max - min), so that neither unit nor size matters; 0 for a flat column
    """

    extremes: Extremes
    mean: Values
    second: Values
    third: Values
    fourth: Values

    @property
    def deviation(self) -> Values:
        """(nodes,) standard deviation with n - 1, in the unit of the column; NaN under two values."""
        count = self.extremes.count
        spread = self.extremes.most - self.extremes.least
        with np.errstate(invalid="ignore", divide="ignore"):
            deviation: Values = np.sqrt(self.second * count / (count - 1)) * spread
        return np.where(count > 1, deviation, np.nan)


@dataclass(frozen=True, eq=False)
class Shapes:
    """skewness (nodes,) G1 and kurtosis (nodes,) G2, bias-corrected; NaN where a column is too short or flat."""

    skewness: Values
    kurtosis: Values

    def passes(self, skew_limit: float, kurt_limit: float) -> NDArray[np.bool_]:
        """(nodes,) True where |skewness| < skew_limit or kurtosis < kurt_limit, or where one of them cannot be told."""
        unknown = np.isnan(self.skewness) | np.isnan(self.kurtosis)
        return unknown | (np.abs(self.skewness) < skew_limit) | (self.kurtosis < kurt_limit)


def extremes_of(values: Values) -> Extremes:
    """Number of values, minimum and maximum of every column of (places, nodes); NaN is a gap."""
    places, nodes = values.shape
    count = np.full(nodes, float(places))
    if not values.size:
        return Extremes(count, np.full(nodes, np.nan), np.full(nodes, np.nan))
    least, most = values.min(axis=0), values.max(axis=0)
    holed = np.flatnonzero(np.isnan(least))
    if holed.size:
        some = np.take(values, holed, axis=1)
        count[holed] = places - np.isnan(some).sum(axis=0)
        least[holed], most[holed] = np.fmin.reduce(some, axis=0), np.fmax.reduce(some, axis=0)
    return Extremes(count, least, most)


def column_sums(values: Values) -> Values:
    """Sums over places, row after row: the same bits on every machine and whatever columns stand beside it.

    numpy adds a single column in another order, hence the second one.
    """
    rows = np.ascontiguousarray(values)
    single = rows.shape[1] == 1
    total: Values = np.add.reduce(np.repeat(rows, 2, axis=1) if single else rows, axis=0)
    return total[:1] if single else total


def moments_of(values: Values, extremes: Extremes | None = None) -> Moments:
    """Mean and central moments 2 to 4 (divided by n) of every column of (places, nodes); NaN is a gap.

    The first estimate of the mean is mended by the mean of the distances to it, so that columns far from zero lose
    nothing. Powers are products, sums run row by row: no order of columns and no processor matters.
    """
    extremes = extremes or extremes_of(values)
    holed = bool((extremes.count < len(values)).any())
    count = np.maximum(extremes.count, 1.0)
    spread = extremes.most - extremes.least
    flat = ~(spread > 0)
    spread[flat] = 1.0
    first = column_sums(np.where(np.isnan(values), 0.0, values) if holed else values) / count
    # The mean of equal values may miss them by rounding, and large ones by much.
    first = np.where(flat, np.nan_to_num(extremes.least), first)
    sums = np.zeros((4, values.shape[1]))
    for start in range(0, len(values), BLOCK):
        apart = values[start : start + BLOCK] - first
        apart /= spread
        if holed:
            np.copyto(apart, 0.0, where=np.isnan(apart))
        squares = apart * apart
        sums[0] += column_sums(apart)
        sums[1] += column_sums(squares)
        apart *= squares
        sums[2] += column_sums(apart)
        squares *= squares
        sums[3] += column_sums(squares)
    return _central(sums / count, first, spread, extremes)


def _central(about: Values, first: Values, spread: Values, extremes: Extremes) -> Moments:
    """Moments about the mean from (4, nodes) moments about a first estimate of it."""
    off, second, third, fourth = about
    square = off * off
    flat = ~(extremes.most > extremes.least)
    central = np.array(
        [
            second - square,
            third - 3 * off * second + 2 * off * square,
            fourth - 4 * off * third + 6 * square * second - 3 * square * square,
        ]
    )
    central[:, flat] = 0.0
    mean = np.where(flat, extremes.least, first + off * spread)
    return Moments(extremes, mean, *central)


def shapes_of(moments: Moments) -> Shapes:
    """Skewness and kurtosis of columns. Source: Joanes & Gill (1998), G1 and G2."""
    n, second = moments.extremes.count, moments.second
    known = second > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        skew = moments.third / (second * np.sqrt(second)) * np.sqrt(n * (n - 1)) / (n - 2)
        kurt = ((n + 1) * (moments.fourth / (second * second) - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return Shapes(np.where(known & (n >= 3), skew, np.nan), np.where(known & (n >= SHORTEST), kurt, np.nan))


def skewness(values: Values) -> float:
    """G1 of one column without gaps; NaN under three values or where all are equal."""
    return float(_shapes_of_one(values).skewness[0])


def kurtosis(values: Values) -> float:
    """G2 of one column without gaps, excess; NaN under four values or where all are equal."""
    return float(_shapes_of_one(values).kurtosis[0])


def passes(values: Values, skew_limit: float, kurt_limit: float) -> bool:
    """True where the column needs no treatment; columns too short or too flat to tell pass."""
    skew, kurt = skewness(values), kurtosis(values)
    return math.isnan(skew) or math.isnan(kurt) or abs(skew) < skew_limit or kurt < kurt_limit


def _shapes_of_one(values: Values) -> Shapes:
    return shapes_of(moments_of(np.reshape(values, (-1, 1))))

"""Means of columns: a gap is left out and the weights of the others are scaled up to the same total."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem

MEANS = ("arithmetic", "geometric", "harmonic")
ALL_MEANS = (*MEANS, "generalised")
Column = NDArray[np.float64]
# The same for every place, or one for each place.
Weight = float | Column
# A generalised mean of a power nearer to zero than this cannot be told from the geometric one in double precision.
LEAST_POWER, MOST_POWER = 1e-9, 1000.0


def mean(columns: Sequence[Column], weights: Sequence[Weight], method: str, power: float | None = None) -> Column:
    """Weighted mean over columns (places,), in their order (a fixed order of addition).

    weights  one number a column, or (places,) where places have weights of their own
    power    only for `generalised`, (sum w x^p / sum w)^(1/p): 1 is arithmetic, 0 geometric, -1 harmonic
    returns  (places,); NaN where every column has a gap or the weights left come to zero, and, for the means that need
             it, where a value is not positive (harmonic, geometric, power <= 0) or negative (power > 0)
    Raises DataProblem: method_unknown, power_missing, power_out_of_range.
    """
    if method not in ALL_MEANS:
        raise DataProblem("method_unknown", step="aggregate", found=method, allowed=", ".join(ALL_MEANS))
    exponent = exponent_of(method, power)
    if exponent == 1:
        return _arithmetic(columns, weights)
    if exponent == 0:
        values = _through(columns, weights, math.log, math.exp)
    elif exponent == -1:
        values = 1 / _arithmetic([1 / np.where(column > 0, column, np.nan) for column in columns], weights)
    else:
        values = _generalised(columns, weights, exponent)
    for column in columns:
        values[is_unusable(column, exponent)] = np.nan
    return values


def exponent_of(method: str, power: float | None) -> float:
    """The power that a mean of this name takes."""
    if method != "generalised":
        return {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}[method]
    if power is None:
        raise DataProblem("power_missing", step="aggregate", method=method)
    if power != 0 and not LEAST_POWER <= abs(power) <= MOST_POWER:
        raise DataProblem("power_out_of_range", step="aggregate", found=power, low=LEAST_POWER, high=MOST_POWER)
    return power


def is_unusable(column: Column, exponent: float) -> NDArray[np.bool_]:
    """Where a value has no mean of this power: not positive, or, for powers above zero other than 1, negative."""
    if exponent == 1:
        return np.zeros(column.shape, np.bool_)
    return column < 0 if exponent > 0 else column <= 0


def _arithmetic(columns: Sequence[Column], weights: Sequence[Weight]) -> Column:
    total = columns[0] * weights[0]
    weight_sum = weights[0]
    for column, weight in zip(columns[1:], weights[1:], strict=True):
        total += column * weight
        weight_sum = weight_sum + weight
    gaps = np.isnan(total)
    with np.errstate(divide="ignore", invalid="ignore"):
        values: Column = total / weight_sum
    if gaps.any():
        own = [weight if isinstance(weight, float | int) else weight[gaps] for weight in weights]
        values[gaps] = _over_known([column[gaps] for column in columns], own)
    return values


def _over_known(columns: Sequence[Column], weights: Sequence[Weight]) -> Column:
    total, weight_sum = np.zeros(columns[0].shape), np.zeros(columns[0].shape)
    for column, weight in zip(columns, weights, strict=True):
        known = ~np.isnan(column)
        total += np.where(known, column * weight, 0.0)
        weight_sum += np.where(known, weight, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return total / weight_sum


def _through(
    columns: Sequence[Column],
    weights: Sequence[Weight],
    forward: Callable[[float], float],
    back: Callable[[float], float],
) -> Column:
    """math.log and its kind, not numpy's: the vector versions differ in the last bit between processors."""
    turned = [
        np.array([forward(value) if value > 0 else math.nan for value in column.tolist()], np.float64)
        for column in columns
    ]
    return np.array([back(value) for value in _arithmetic(turned, weights).tolist()], np.float64)


def _generalised(columns: Sequence[Column], weights: Sequence[Weight], power: float) -> Column:
    """Relative to the value that counts most, and as x^p - 1: no power overflows and none near zero loses digits."""
    outer = np.fmax.reduce(columns) if power > 0 else np.fmin.reduce(columns)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = [np.where(outer == 0, np.where(column == 0, 1.0, np.nan), column / outer) for column in columns]

    def forward(ratio: float) -> float:
        if ratio > 0:
            return math.expm1(power * math.log(ratio))
        return -1.0 if ratio == 0 and power > 0 else math.nan

    def back(value: float) -> float:
        return 0.0 if value <= -1 else math.exp(math.log1p(value) / power)

    turned = [np.array([forward(ratio) for ratio in column.tolist()], np.float64) for column in ratios]
    means = np.array([back(value) for value in _arithmetic(turned, weights).tolist()], np.float64)
    return outer * means

"""Middles and spreads that a few wrong values do not move."""

import numpy as np
from numpy.typing import NDArray

# Scaled to the standard deviation of a normal distribution.
MAD_SCALE = 1.4826


def robust_z(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(value - median) / (1.4826 MAD); all 0 where the MAD is 0.

    values   (n,) float64, n >= 1; gaps: none allowed
    returns  (n,) float64
    Source: Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers, with 1 / 1.4826 for their 0.6745.
    """
    centre, spread = float(np.median(values)), spread_of(values)
    return np.zeros(len(values)) if spread == 0 else (values - centre) / spread


def spread_of(values: NDArray[np.float64]) -> float:
    """1.4826 times the median absolute deviation from the median of (n,) values."""
    return MAD_SCALE * float(np.median(np.abs(values - np.median(values))))


def row_medians(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median of each row, gaps (NaN) left out; NaN where a row has nothing else.

    rows     (n, m) float64
    returns  (n,) float64
    """
    ranked = np.sort(rows, axis=1)
    count = np.count_nonzero(~np.isnan(rows), axis=1)
    lower, upper = (_taken(ranked, index) for index in ((count - 1) // 2, count // 2))
    middle: NDArray[np.float64] = (lower + upper) / 2
    return np.where(count > 0, middle, np.nan)


def medians_of_others(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each value the median of the other values of its row; NaN where there is no other, or no value.

    rows     (n, m) float64; gaps (NaN) are left out
    returns  (n, m) float64
    """
    order = np.argsort(rows, axis=1, kind="stable")
    ranked = np.take_along_axis(rows, order, axis=1)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.broadcast_to(np.arange(rows.shape[1]), rows.shape), axis=1)
    others = np.count_nonzero(~np.isnan(rows), axis=1)[:, None] - 1
    # Taking one value out moves those that stand behind it one place forward.
    ends = [index + (index >= rank) for index in ((others - 1) // 2, others // 2)]
    lower, upper = (np.take_along_axis(ranked, end.clip(0, rows.shape[1] - 1), axis=1) for end in ends)
    middle: NDArray[np.float64] = (lower + upper) / 2
    return np.where(np.isnan(rows) | (others < 1), np.nan, middle)


def fold(values: NDArray[np.float64], reference: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """How many times a positive value is larger or smaller than its reference: 1 or more, NaN where either is a gap."""
    ratio = values / reference
    folded: NDArray[np.float64] = np.maximum(ratio, 1 / ratio)
    return folded


def _taken(ranked: NDArray[np.float64], index: NDArray[np.intp]) -> NDArray[np.float64]:
    return np.take_along_axis(ranked, index.clip(0)[:, None], axis=1)[:, 0]

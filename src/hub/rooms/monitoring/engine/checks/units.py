"""The rule about units: values that fit when they are multiplied or divided by 10, 100 or 1000.

No logarithms: how far positive values lie from their middle is told as a fold (2 is twice or half), and the median fold
plays the part of the median absolute deviation. Its third power is about two robust deviations, its eighth more than five.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.checks.cells import Grid
from hub.rooms.monitoring.engine.checks.compared import FEWEST_CHANGES, FEWEST_PEERS
from hub.rooms.monitoring.engine.checks.expectations import Expectations
from hub.rooms.monitoring.engine.checks.findings import Hits
from hub.rooms.monitoring.engine.checks.robust import fold, medians_of_others

FACTORS = (10.0, 100.0, 1000.0)
# The least typical fold, so that a rounded value still fits; also where there are too few values to tell.
LEAST_FOLD = 1.1
# A median fold above this lets values differ by ten of themselves, so a factor says nothing.
MOST_FOLD = 1.46


@dataclass(frozen=True, eq=False)
class _Scale:
    """Values that look scaled.

    factor     (n,) 10, 100 or 1000; 0 where a value does not look scaled
    reference  (n,) the middle that the value would fit
    near       how many times a value may differ from the reference and still fit
    """

    factor: NDArray[np.float64]
    reference: NDArray[np.float64]
    near: float


def scaled(grid: Grid, expectations: Expectations) -> Iterator[Hits]:
    """Values that fit the place's own history, or the other places of the newest period, by a factor only.

    Codes: share_as_fraction (100 times too small, and under 1), value_scaled_down, value_scaled_up.
    """
    valued = ~np.isnan(grid.values)
    positions, values = grid.positions[valued], grid.values[valued]
    own = _against_history(grid)
    factor, reference, near = own.factor[valued], own.reference[valued], np.full(len(values), own.near)
    peers = _against_peers(grid.cells.value[grid.newest])
    where = np.searchsorted(np.sort(positions), grid.newest)
    at = np.argsort(positions)[where]
    free = factor[at] == 0
    factor[at[free]], reference[at[free]], near[at[free]] = peers.factor[free], peers.reference[free], peers.near
    yield from _hits(positions, values, factor, reference=reference, near=near)


def _against_history(grid: Grid) -> _Scale:
    values = np.where(grid.values > 0, grid.values, np.nan)
    reference = medians_of_others(values)
    folds = fold(values, reference)
    known = folds[~np.isnan(folds)]
    if len(known) >= FEWEST_CHANGES:
        factor, near = _factors(folds, max(float(np.median(known)), LEAST_FOLD), FACTORS)
    else:
        # With so few values a factor of ten may well be true.
        factor, near = _factors(folds, LEAST_FOLD, FACTORS[1:])
    # Of two values the later one is asked about; the peers may tell better.
    pair = (np.count_nonzero(~np.isnan(values), axis=1) == 2)[:, None]
    earlier = pair & (np.cumsum(~np.isnan(values), axis=1) == 1)
    factor[earlier] = 0
    return _Scale(factor, reference, near)


def _against_peers(values: NDArray[np.float64]) -> _Scale:
    positive = np.where(values > 0, values, np.nan)
    known = positive[~np.isnan(positive)]
    if len(known) < FEWEST_PEERS:
        return _Scale(np.zeros(len(values)), positive, 1)
    middle = float(np.median(known))
    folds = fold(positive, middle)
    factor, near = _factors(folds, max(float(np.median(fold(known, middle))), LEAST_FOLD), FACTORS)
    return _Scale(factor, np.full(len(values), middle), near)


def _factors(
    folds: NDArray[np.float64], typical: float, factors: tuple[float, ...]
) -> tuple[NDArray[np.float64], float]:
    """The factor that brings each value near its reference, where it is far from it now; and how near that is."""
    chosen = np.zeros(folds.shape)
    near = typical * typical * typical
    if typical > MOST_FOLD:
        return chosen, near
    far = near * near * typical * typical
    for factor in factors:
        chosen[(folds > far) & (fold(folds, factor) <= near)] = factor
    return chosen, near


def _hits(
    positions: NDArray[np.intp],
    values: NDArray[np.float64],
    factor: NDArray[np.float64],
    *,
    reference: NDArray[np.float64],
    near: NDArray[np.float64],
) -> Iterator[Hits]:
    smaller = (factor > 0) & (values < reference)
    fraction = smaller & (factor == 100) & (values <= 1)
    for code, chosen in (
        ("share_as_fraction", fraction),
        ("value_scaled_down", smaller & ~fraction),
        ("value_scaled_up", (factor > 0) & ~smaller),
    ):
        at = np.flatnonzero(chosen)
        if at.size:
            low, high = reference[at] / near[at], reference[at] * near[at]
            told = {"factor": factor[at].astype(np.int64), "median": reference[at]}
            yield Hits(code, positions[at], low, high, told=told)

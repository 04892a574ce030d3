"""Exact percentiles of many groups at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hub.rooms.academy.engine.analytics.spans import Ints

Floats = NDArray[np.float64]
Numbers = Ints | Floats


def quantiles(cell: Ints, numbers: Numbers, *, shares: Sequence[float], cells: int) -> Floats:
    """Quantiles of the numbers of each cell, by linear interpolation between order statistics.

    cell     (number,)       cell of each number, 0 to cells - 1, in any order
    numbers  (number,)       no NaN
    shares   (share,)        0 to 1
    returns  (cell, share)   NaN where a cell has no numbers
    Source: Hyndman & Fan (1996), definition 7: of n ordered numbers the one at 1 + (n - 1) p.
    """
    ordered = numbers[np.lexsort((numbers, cell))]
    counts = np.bincount(cell, minlength=cells)
    starts = np.cumsum(counts) - counts
    found = np.full((cells, len(shares)), np.nan)
    held = counts > 0
    for column, share in enumerate(shares):
        place = (counts[held] - 1) * share
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, counts[held] - 1)
        lower, upper = ordered[starts[held] + below].astype(float), ordered[starts[held] + above].astype(float)
        found[held, column] = lower + (upper - lower) * (place - below)
    return found

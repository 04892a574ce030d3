"""Ranks of many rows of scores: the score and the place in one whole number, so that sorting is all there is to do."""

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.uncertainty.kernels import IN_NUMPY, Kernels

# Scores nearer than this share of the spread of a set of rows are ties: rounding must not decide who is ahead.
RESOLUTION = 2.0**-36


def sorted_keys(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """(rows, places) whole numbers, each row ascending: the best score first, its place in the lowest bits.

    A place without a score (NaN) comes last, with the largest number of steps there is. At least one score is needed.
    """
    bits = bits_of(scores.shape[1])
    most, least = float(scores.max()), float(scores.min())
    gaps = np.isnan(scores) if np.isnan(most) else None
    if gaps is not None:
        most, least = float(np.nanmax(scores)), float(np.nanmin(scores))
    steps = np.subtract(most, scores)
    steps *= 1 / ((most - least or 1.0) * RESOLUTION)
    if gaps is not None:
        steps[gaps] = LAST
    keys = steps.astype(np.int64)
    keys <<= bits
    keys |= np.arange(scores.shape[1])
    keys.sort(axis=1)
    return keys


# More steps than any score can be away from the best.
LAST = float(1 << 38)


def bits_of(places: int) -> int:
    """Bits that hold the number of a place."""
    return max(int(places - 1).bit_length(), 1)


def ranks_of(scores: NDArray[np.float64], kernels: Kernels = IN_NUMPY) -> NDArray[np.int32]:
    """(rows, places) ranks, 1 the best, ties at their better place; 0 where there is no score."""
    return kernels.ranks(sorted_keys(scores), bits_of(scores.shape[1]), int(LAST))


def count_ranks(scores: NDArray[np.float64], counts: NDArray[np.int64], kernels: Kernels = IN_NUMPY) -> None:
    """Add one to `counts` (places, places) at [place, rank - 1] for every row; places without a score add nothing."""
    kernels.count(sorted_keys(scores), bits_of(scores.shape[1]), int(LAST), counts)

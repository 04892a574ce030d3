"""Outranking: places compared in pairs, child by child, so that no surplus in one child pays for a deficit in another."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.aggregate.means import Column

# Shares nearer to one half than this are a draw: sums of weights such as 0.1 + 0.2 miss 0.3 by less.
DRAW = 1e-12
# Pairs compared at a time: bounds the memory.
PAIRS = 1 << 20


def copeland(columns: Sequence[Column], weights: Sequence[float]) -> Column:
    """Number of places that a place outranks minus the number that outrank it.

    columns  (places,) one a child; a pair is compared over the children that both have
    weights  one number a child; any positive scale
    returns  (places,) whole numbers from -(n - 1) to n - 1, n being the places with a value; NaN without any
    A pair that shares no child counts for neither. Source: Copeland (1951); Munda & Nardo (2009);
    OECD/JRC Handbook (2008), step 6 (non-compensatory multi-criteria approach).
    """
    places = len(columns[0])
    scores = np.full(places, np.nan)
    rows = max(1, PAIRS // max(places, 1))
    for start in range(0, places, rows):
        shares = _shares(columns, weights, slice(start, start + rows))
        wins, losses = shares > 0.5 + DRAW, shares < 0.5 - DRAW
        scores[start : start + rows] = wins.sum(axis=1).astype(np.float64) - losses.sum(axis=1)
    known = ~np.isnan(np.column_stack(columns)).all(axis=1)
    return np.where(known, scores, np.nan)


def outranking_matrix(columns: Sequence[Column], weights: Sequence[float]) -> NDArray[np.float64]:
    """Share of the weight on which the place of the row is ahead of the place of the column.

    returns  (places, places), 0 to 1; equal values give half to each; 0 on the diagonal; NaN where a pair shares no child
    Source: COINr `outrankMatrix`, whose gaps count for the second place of a pair and here are left out.
    """
    matrix = _shares(columns, weights, slice(None))
    np.fill_diagonal(matrix, 0.0)
    return matrix


def _shares(columns: Sequence[Column], weights: Sequence[float], rows: slice) -> NDArray[np.float64]:
    shape = (len(columns[0][rows]), len(columns[0]))
    lead, shared = np.zeros(shape), np.zeros(shape)
    for column, weight in zip(columns, weights, strict=True):
        own = column[rows, None]
        ahead, behind = own > column, own < column
        lead += weight * (ahead.astype(np.float64) - behind)
        shared += weight * (~np.isnan(own) & ~np.isnan(column))
    with np.errstate(divide="ignore", invalid="ignore"):
        return 0.5 + lead / (2 * shared)

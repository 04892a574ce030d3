"""Rank: 1 is the highest score; ties share the better place (1, 2, 2, 4)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def rank(scores: NDArray[np.float64]) -> NDArray[np.int32]:
    """Rank each column, highest first.

    scores   (places, nodes) or (places,)
    returns  the same shape; 0 where there is no score: a place without one has no rank
    """
    if scores.ndim == 1:
        return rank(scores[:, None])[:, 0]
    ranks = np.zeros(scores.shape, np.int32)
    for column in range(scores.shape[1]):
        known = ~np.isnan(scores[:, column])
        turned = -scores[known, column]
        ranks[known, column] = np.searchsorted(np.sort(turned), turned, side="left") + 1
    return ranks


def rank_in_groups(scores: NDArray[np.float64], groups: Sequence[str]) -> NDArray[np.int32]:
    """Rank each column within the group of each place; 0 where a place has no score or no group (blank)."""
    labels = np.array(groups, dtype=object)
    ranks = np.zeros(scores.shape, np.int32)
    for label in sorted(set(groups)):
        if label:
            members = labels == label
            ranks[members] = rank(scores[members])
    return ranks


def rank_rows(scores: NDArray[np.float64]) -> NDArray[np.int32]:
    """Rank every row of (replications, places), highest first, ties at their better place; no gaps allowed."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=1)
    positions = np.broadcast_to(np.arange(scores.shape[1], dtype=np.int32), scores.shape)
    # A value equal to the one before it keeps that one's position.
    first = np.where(np.diff(ordered, axis=1, prepend=np.inf) != 0, positions, 0)
    ranks = np.empty(scores.shape, np.int32)
    np.put_along_axis(ranks, order, np.maximum.accumulate(first, axis=1) + 1, axis=1)
    return ranks

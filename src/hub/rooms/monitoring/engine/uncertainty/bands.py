"""What the replications say about each place: the band of its rank, its chances, and whom it cannot be told from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A place that is ahead in at least this share of replications is told apart from the other.
CLEARLY = 0.95
# Places compared at a time: bounds the memory.
_AT_ONCE = 64


@dataclass(frozen=True, eq=False)
class Bands:
    """What the ranks of each place came to over the replications, for the index and every node that is ranked.

    mean, median, low, high  (places, nodes) float64  mean, median, 5th and 95th percentile (type 7); NaN is no rank
    top     (places, nodes) float64  share of replications in which the place is among the first `first`
    ahead   (places, places) float64  of the first node: how likely the row's place is ahead of the column's; empty
            where there are too many places to compare each with each
    tiers   (places,) int32  of the first node: 1 is the best tier; 0 is no rank
    """

    places: tuple[str, ...]
    nodes: tuple[str, ...]
    mean: NDArray[np.float64]
    median: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    top: NDArray[np.float64]
    replications: int
    first: int
    ahead: NDArray[np.float64]
    tiers: NDArray[np.int32]

    def __post_init__(self) -> None:
        for column in (self.mean, self.median, self.low, self.high, self.top, self.ahead, self.tiers):
            column.setflags(write=False)


@dataclass(frozen=True, eq=False)
class Spread:
    """Of the ranks of every place, each (places,): NaN for a place that never had one."""

    mean: NDArray[np.float64]
    median: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    top: NDArray[np.float64]


def spread_of_counts(counts: NDArray[np.int64], first: int) -> Spread:
    """From (places, ranks) how often each place had each rank."""
    total = counts.sum(axis=1)
    below = counts.cumsum(axis=1)
    ranks = np.arange(1, counts.shape[1] + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (counts * ranks).sum(axis=1) / total
        top = counts[:, :first].sum(axis=1) / total
    median, low, high = (_quantile(below, total, share) for share in (0.5, 0.05, 0.95))
    return Spread(mean, median, low, high, top)


def _quantile(below: NDArray[np.int64], total: NDArray[np.int64], share: float) -> NDArray[np.float64]:
    """Type 7 quantile from cumulative counts."""
    position = (total - 1) * share
    floor = np.floor(position)
    least = (below <= floor[:, None]).sum(axis=1) + 1
    most = (below <= np.minimum(floor + 1, total - 1)[:, None]).sum(axis=1) + 1
    return np.where(total > 0, least + (most - least) * (position - floor), np.nan)


def spread_of_ranks(ranks: NDArray[np.uint16], first: int) -> Spread:
    """From (replications, places) ranks, 0 where there was none; some places at a time."""
    parts = [_spread_of_some(ranks[:, at : at + _AT_ONCE], first) for at in range(0, ranks.shape[1], _AT_ONCE)]
    return Spread(
        np.concatenate([part.mean for part in parts]),
        np.concatenate([part.median for part in parts]),
        np.concatenate([part.low for part in parts]),
        np.concatenate([part.high for part in parts]),
        np.concatenate([part.top for part in parts]),
    )


def _spread_of_some(ranks: NDArray[np.uint16], first: int) -> Spread:
    ordered = np.sort(np.ascontiguousarray(ranks.T), axis=1)
    without = (ordered == 0).sum(axis=1)
    total = ordered.shape[1] - without
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = ordered.sum(axis=1, dtype=np.int64) / total
        top = ((ordered > 0) & (ordered <= first)).sum(axis=1) / total
    quantiles = []
    for share in (0.5, 0.05, 0.95):
        position = np.maximum(total - 1, 0) * share
        floor = np.floor(position).astype(np.intp)
        last = ordered.shape[1] - 1
        least, most = (
            np.take_along_axis(ordered, np.minimum(without + at, last)[:, None], axis=1)[:, 0].astype(float)
            for at in (floor, floor + 1)
        )
        quantiles.append(np.where(total > 0, least + (most - least) * (position - floor), np.nan))
    median, low, high = quantiles
    return Spread(mean, median, low, high, top)


def ahead_of(ranks: NDArray[np.int16]) -> NDArray[np.float64]:
    """(places, places) share of replications in which the row's place has the better rank; ties count for nobody.

    ranks  (replications, places); 0 is no rank, and such a replication says nothing about the pair
    """
    turned = np.ascontiguousarray(ranks.T)
    known = turned > 0
    ahead = np.empty((len(turned), len(turned)))
    complete = bool(known.all())
    for at, own in enumerate(turned):
        before = own < turned
        if complete:
            ahead[at] = np.count_nonzero(before, axis=1) / ranks.shape[0]
            continue
        both = known[at] & known
        with np.errstate(divide="ignore", invalid="ignore"):
            ahead[at] = np.count_nonzero(before & both, axis=1) / np.count_nonzero(both, axis=1)
    return ahead


def tiers_of(spread: Spread, ahead: NDArray[np.float64]) -> NDArray[np.int32]:
    """Tiers that respect overlap: the best place opens the first tier; a new one opens at the first place that the
    opener of the tier is clearly ahead of (in at least 95 % of replications).

    Within a tier nobody is clearly behind its opener. (places,) int32; 0 where a place has no rank.
    """
    tiers = np.zeros(len(spread.median), np.int32)
    order = np.lexsort((np.arange(len(tiers)), spread.mean, spread.median))
    opener, tier = -1, 0
    for place in order:
        if np.isnan(spread.median[place]):
            continue
        if opener < 0 or ahead[opener, place] >= CLEARLY:
            opener, tier = place, tier + 1
        tiers[place] = tier
    return tiers

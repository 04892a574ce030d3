"""Peers: with whom a place can fairly be compared, its rank among them and how far it is from the best of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem

# Distances that differ by less, relatively, are a tie.
TIE = 1e-12
# Pairs of places worked on at a time: bounds the memory.
PAIRS = 1 << 22
Values = NDArray[np.float64]
Positions = NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True)
class Peers:
    """Who is compared with whom.

    sets  one for each place: positions of the place and its peers, ascending; empty where it has no peers to be found
    """

    sets: tuple[Positions, ...]

    def __post_init__(self) -> None:
        for members in self.sets:
            members.setflags(write=False)


@dataclass(frozen=True, eq=False, slots=True)
class PeerRanks:
    """Rank of each place among its peers and itself, and how many of these have a score; both int32, shape of the scores.

    0 where a place has no score or no set.
    """

    rank: Positions
    of: Positions

    def __post_init__(self) -> None:
        self.rank.setflags(write=False)
        self.of.setflags(write=False)


@dataclass(frozen=True, eq=False, slots=True)
class Frontier:
    """The best of each place's peers and itself.

    distance  (places,) float64  best score minus own, 0 for the best itself; NaN where a place has no score or no set
    best      (places,) int32    position of the best: the place itself where none is ahead, else the first of several;
                                 -1 where there is no distance
    """

    distance: Values
    best: Positions

    def __post_init__(self) -> None:
        self.distance.setflags(write=False)
        self.best.setflags(write=False)


@dataclass(frozen=True, eq=False, slots=True)
class SizeClasses:
    """Classes by size.

    classes  (places,) int32   1 for the smallest; class c holds bounds[c - 2] <= value < bounds[c - 1]; 0 is a gap
    bounds   (classes - 1,)    ascending
    """

    classes: Positions
    bounds: Values

    def __post_init__(self) -> None:
        self.classes.setflags(write=False)
        self.bounds.setflags(write=False)

    @property
    def groups(self) -> tuple[str, ...]:
        """A label for each place, as `peers_by_group` takes it; blank for a gap."""
        return tuple(str(number) if number else "" for number in self.classes.tolist())


def peers_by_group(groups: Sequence[str]) -> Peers:
    """Everybody in the same group, by region, income or size class; a place without a group (blank) has no peers."""
    members: dict[str, list[int]] = {}
    for position, group in enumerate(groups):
        members.setdefault(group, []).append(position)
    sets = {group: np.array(positions, np.int32) for group, positions in members.items()}
    sets[""] = np.empty(0, np.int32)
    return Peers(tuple(sets[group] for group in groups))


def nearest(values: Values, count: int = 10) -> Peers:
    """The places that are most alike in their context (size, income, age structure ...).

    values   (places, variables)  on any scale; each is divided by its standard deviation (n - 1)
    count    number of peers; those that tie with the last are peers too, so that no order of places decides
    Gaps: distance over the variables that both places have, scaled up by all / shared; places that share none are no
    peers, and a place without any has none. A variable that does not vary is left out.
    Raises DataProblem: peers_out_of_range, context_without_variation.
    """
    places = len(values)
    if not 1 <= count < places:
        raise DataProblem("peers_out_of_range", found=count, low=1, high=places - 1)
    columns = _standardised(values)
    sets: list[Positions] = []
    rows = max(1, PAIRS // places)
    for start in range(0, places, rows):
        distances = _distances(columns, slice(start, start + rows))
        limits = np.partition(distances, count - 1, axis=1)[:, count - 1]
        for row, limit in enumerate(limits.tolist()):
            near = np.isfinite(distances[row]) & (distances[row] <= limit * (1 + TIE))
            near[start + row] = near.any()
            sets.append(np.flatnonzero(near).astype(np.int32))
    return Peers(tuple(sets))


def ranks_among(scores: Values, peers: Peers) -> PeerRanks:
    """Rank within each place's own set, highest first, ties at the better place (1, 2, 2, 4).

    scores  (places,) or (places, nodes); NaN is no score
    """
    _check_length(scores, peers)
    rank, of = np.zeros(scores.shape, np.int32), np.zeros(scores.shape, np.int32)
    for position, members in enumerate(peers.sets):
        if len(members):
            own = scores[position]
            rank[position] = np.where(np.isnan(own), 0, 1 + (scores[members] > own).sum(axis=0))
            of[position] = np.where(np.isnan(own), 0, (~np.isnan(scores[members])).sum(axis=0))
    return PeerRanks(rank, of)


def frontier_distance(scores: Values, peers: Peers) -> Frontier:
    """How far each place is from the best of its set, and who that is.

    scores  (places,); NaN is no score
    """
    _check_length(scores, peers)
    distance, best = np.full(len(scores), np.nan), np.full(len(scores), -1, np.int32)
    for position, members in enumerate(peers.sets):
        own = scores[position]
        if len(members) and not np.isnan(own):
            first = members[np.nanargmax(scores[members])]
            ahead = scores[first] > own
            distance[position] = scores[first] - own
            best[position] = first if ahead else position
    return Frontier(distance, best)


def size_classes(values: Values, bounds: Sequence[float]) -> SizeClasses:
    """Class of each place by ascending bounds; a value on a bound belongs to the class above it.

    values  (places,); NaN is a gap and gets class 0
    Raises DataProblem("bounds_not_ascending").
    """
    limits = np.array(bounds, np.float64)
    if not limits.size or not np.isfinite(limits).all() or (np.diff(limits) <= 0).any():
        raise DataProblem("bounds_not_ascending", found=", ".join(f"{bound:g}" for bound in bounds) or "-")
    classes = np.searchsorted(limits, values, side="right") + 1
    return SizeClasses(np.where(np.isnan(values), 0, classes).astype(np.int32), limits)


def quantile_bounds(values: Values, count: int) -> tuple[float, ...]:
    """Bounds between `count` classes of equal numbers of places, as `size_classes` takes them; type 7, gaps left out.

    Bounds that coincide, where many places have one value, are given once: there are fewer classes then.
    Raises DataProblem: classes_out_of_range.
    """
    known = np.sort(values[~np.isnan(values)])
    if not 2 <= count <= len(known):
        raise DataProblem("classes_out_of_range", found=count, low=2, high=len(known))
    bounds = []
    for number in range(1, count):
        position = (len(known) - 1) * number / count
        below = math.floor(position)
        above = min(below + 1, len(known) - 1)
        bounds.append(float(known[below] + (known[above] - known[below]) * (position - below)))
    return tuple(dict.fromkeys(bounds))


def _standardised(values: Values) -> list[Values]:
    """Columns in standard deviations, those that vary. math.fsum: exact, so that no order of places can matter."""
    columns = []
    for column in values.T:
        known = column[~np.isnan(column)].tolist()
        if known and min(known) < max(known):
            mean = math.fsum(known) / len(known)
            deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in known) / (len(known) - 1))
            columns.append(column / deviation)
    if not columns:
        raise DataProblem("context_without_variation", found=values.shape[1])
    return columns


def _distances(columns: Sequence[Values], rows: slice) -> Values:
    """Mean squared difference over the shared variables: (rows, places); infinite to itself and where none is shared.

    In the order of the distance itself, of which it is the square over the number of variables.
    """
    shape = (len(columns[0][rows]), len(columns[0]))
    total, shared = np.zeros(shape), np.zeros(shape)
    for column in columns:
        squares = (column[rows, None] - column) ** 2
        known = ~np.isnan(squares)
        total += np.where(known, squares, 0.0)
        shared += known
    distances = np.divide(total, shared, out=np.full(shape, np.inf), where=shared > 0)
    own = np.arange(shape[0])
    distances[own, own + (rows.start or 0)] = np.inf
    return distances


def _check_length(scores: Values, peers: Peers) -> None:
    if len(scores) != len(peers.sets):
        raise DataProblem("peers_of_other_places", found=len(peers.sets), allowed=len(scores))

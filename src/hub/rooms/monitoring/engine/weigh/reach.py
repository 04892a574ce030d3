"""Reach: how good and how bad a place can look when weights move between bounds."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.rank import rank_rows

ROUNDING = 1e-9
# Scores that differ by less are a draw: under other weights that are mathematically the same they may swap.
DRAW = 1e-12
# Pairs of places, or scores, worked on at a time: bounds the memory.
CELLS = 1 << 20
Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Reach:
    """What each place can reach; a place with a gap takes no part: NaN, and 0 for ranks.

    best, worst              (places, children)  weights (sum 1) under which its score is highest, lowest: exact
    best_score, worst_score  (places,)           that score
    best_rank, worst_rank    (places,) int32     best and worst rank found by search: it can be reached
    best_bound, worst_bound  (places,) int32     no weights lead beyond it; where equal to the rank, that is exact
    """

    best: Matrix
    worst: Matrix
    best_score: Vector
    worst_score: Vector
    best_rank: NDArray[np.int32]
    worst_rank: NDArray[np.int32]
    best_bound: NDArray[np.int32]
    worst_bound: NDArray[np.int32]

    def __post_init__(self) -> None:
        for name in self.__slots__:
            getattr(self, name).setflags(write=False)


def best_and_worst(scores: Matrix, lows: Sequence[float], highs: Sequence[float], *, points: int = 2048) -> Reach:
    """Best and worst weights, scores and ranks of every place over all weights with lows <= w <= highs and sum 1.

    scores  (places, children)  the score of a place is the arithmetic mean under the weights
    points  how many extreme points and how many mixtures of them the search for ranks tries besides each place's own
            best and worst weights; a fixed sequence, no random numbers
    Bounds of ranks: 1 + the places that are ahead under all weights; the places that are not behind under all weights.
    Raises DataProblem: share_bounds_inverted, share_bounds_impossible, share_bounds_length.
    """
    least, most = _checked(scores, lows, highs)
    whole = np.asarray(~np.isnan(scores).any(axis=1), np.bool_)
    values = np.ascontiguousarray(scores[whole])
    best, worst = fill(values, least, most), fill(-values, least, most)
    ranks = _search(values, best, worst, least=least, most=most, points=points)
    bounds = _bounds(values, least, most)
    return Reach(
        _spread(best, whole),
        _spread(worst, whole),
        _spread((best * values).sum(axis=1), whole),
        _spread((worst * values).sum(axis=1), whole),
        _counted(ranks[:, 0], whole),
        _counted(ranks[:, 1], whole),
        _counted(bounds[:, 0], whole),
        _counted(bounds[:, 1], whole),
    )


def fill(directions: Matrix, least: Vector, most: Vector) -> Matrix:
    """Weights that bring most in each direction: (..., children) to the same shape.

    The linear programme over bounds and one sum is solved by giving what is left to the best children first.
    """
    order = np.argsort(-directions, axis=-1, kind="stable")
    room = (most - least)[order]
    before = np.cumsum(room, axis=-1) - room
    given = np.clip(1 - least.sum() - before, 0.0, room)
    weights = np.empty(directions.shape)
    np.put_along_axis(weights, order, least[order] + given, axis=-1)
    return weights


def _checked(scores: Matrix, lows: Sequence[float], highs: Sequence[float]) -> tuple[Vector, Vector]:
    least, most = np.array(lows, np.float64), np.array(highs, np.float64)
    if not least.shape == most.shape == scores.shape[1:]:
        raise DataProblem("share_bounds_length", found=f"{least.size}, {most.size}", allowed=scores.shape[1])
    for at, (low, high) in enumerate(zip(least, most, strict=True)):
        if not 0 <= low <= high <= 1:
            raise DataProblem("share_bounds_inverted", node=at + 1, low=float(low), high=float(high))
    if least.sum() > 1 + ROUNDING or most.sum() < 1 - ROUNDING:
        raise DataProblem("share_bounds_impossible", node="", low=float(least.sum()), high=float(most.sum()))
    return least, most


def _search(
    values: Matrix, best: Matrix, worst: Matrix, *, least: Vector, most: Vector, points: int
) -> NDArray[np.int32]:
    """Best and worst rank over the tried weights: (places, 2)."""
    count, children = values.shape
    sequence = _sequence(points, 2 * children)
    extremes = np.unique(np.vstack([best, worst, fill(sequence[:, :children] - 0.5, least, most)]), axis=0)
    tried = np.vstack([extremes, _mixtures(extremes, sequence), extremes.mean(axis=0)[None, :]])
    reached = np.full((count, 2), [count, 1], np.int32)
    for block in _blocks(len(tried), count):
        scores = np.zeros((len(tried[block]), count))
        for child in range(children):
            scores += tried[block, child, None] * values[:, child]
        # In whole steps: what differs by rounding only is a draw, as it is for the bounds.
        ranks = rank_rows(np.rint(scores / DRAW))
        reached[:, 0] = np.minimum(reached[:, 0], ranks.min(axis=0, initial=count))
        reached[:, 1] = np.maximum(reached[:, 1], ranks.max(axis=0, initial=1))
    return reached


def _mixtures(extremes: Matrix, sequence: Matrix) -> Matrix:
    """Averages of a few extreme points each, so that the inside and the faces are tried too."""
    children = extremes.shape[1]
    picked = (sequence[:, :children] * len(extremes)).astype(np.intp)
    logs = [[-math.log(1 - value) for value in row] for row in sequence[:, children:].tolist()]
    parts = np.array(logs).reshape(len(sequence), children)
    parts = parts / parts.sum(axis=1, keepdims=True)
    mixed: Matrix = (extremes[picked] * parts[:, :, None]).sum(axis=1)
    return mixed


def _sequence(points: int, dimensions: int) -> Matrix:
    """Additive recurrence of Roberts (2018), which fills the unit cube evenly: (points, dimensions), 0 < u < 1."""
    ratio = 2.0
    for _ in range(60):
        ratio = (1 + ratio) ** (1 / (dimensions + 1))
    steps = np.array([ratio ** -(at + 1) for at in range(dimensions)])
    return (0.5 + np.arange(1, points + 1)[:, None] * steps) % 1.0


def _bounds(values: Matrix, least: Vector, most: Vector) -> NDArray[np.int32]:
    """1 + places ahead under all weights, and places not behind under all weights with itself: (places, 2)."""
    bounds = np.empty((len(values), 2), np.int32)
    for block in _blocks(len(values), len(values) * values.shape[1]):
        # (rows, places, children): how far the other is ahead, child by child.
        ahead = values[None, :, :] - values[block, None, :]
        most_ahead = (fill(ahead, least, most) * ahead).sum(axis=2)
        least_ahead = (fill(-ahead, least, most) * ahead).sum(axis=2)
        bounds[block, 0] = 1 + (least_ahead > DRAW).sum(axis=1)
        bounds[block, 1] = 1 + (most_ahead > DRAW).sum(axis=1)
    return bounds


def _blocks(rows: int, cells_a_row: int) -> Iterator[slice]:
    size = max(1, CELLS // max(cells_a_row, 1))
    for start in range(0, rows, size):
        yield slice(start, start + size)


def _spread(found: NDArray[np.float64], whole: NDArray[np.bool_]) -> NDArray[np.float64]:
    spread = np.full((len(whole), *found.shape[1:]), np.nan)
    spread[whole] = found
    return spread


def _counted(found: NDArray[np.int32], whole: NDArray[np.bool_]) -> NDArray[np.int32]:
    counted = np.zeros(len(whole), np.int32)
    counted[whole] = found
    return counted

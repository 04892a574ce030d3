"""What if the gaps hide bad news: shift the imputed values, and see when a rank would move."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute.columns import Values, deviations_of
from hub.rooms.monitoring.engine.steps import Step, Table

RankOfPlace = Callable[[Table], NDArray[np.int32]]
# Distance between two shifts that are tried, and how exactly the turning point is found, in standard deviations.
GRID = 0.25
EXACT = 0.005


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How far a place's imputed values would have to be off for its rank to move.

    rank                      of the place with the imputed values as they are; 0 where it has none
    cells                     its imputed cells
    worse, better             smallest shift, in standard deviations, at which the rank moves; None within the span
    rank_worse, rank_better   the rank there
    """

    place: str
    rank: int
    cells: int
    worse: float | None
    better: float | None
    rank_worse: int | None = None
    rank_better: int | None = None

    @property
    def delta(self) -> float | None:
        """The smaller of both shifts, positive for the bad direction; None where neither moves the rank."""
        if self.worse is None or (self.better is not None and self.better < self.worse):
            return None if self.better is None else -self.better
        return self.worse


def delta_shift(
    step: Step,
    delta: float,
    directions: Sequence[int],
    *,
    places: Collection[str] | None = None,
    nodes: Collection[str] | None = None,
    low: Values | None = None,
    high: Values | None = None,
) -> Table:
    """The table of an imputation with its imputed values moved by `delta` standard deviations in the bad direction.

    step           `imputed`: its cells say which values are imputed
    delta          standard deviations (n - 1) of the column's observed values; negative is the good direction
    directions     +1 more is better, -1 less is better, for every node of the table
    places, nodes  only those; None: all
    low, high      (nodes,)  limits of the framework, beyond which nothing is moved; NaN or None is no limit

    Observed values and gaps stay as they are. Raises DataProblem: direction_unknown, imputation_length_differs.
    Source: van Buuren (2018), 9.2 (delta adjustment).
    """
    return _moved(step, _moves(step, directions, places, nodes), delta, low=low, high=high)


def _moves(
    step: Step, directions: Sequence[int], places: Collection[str] | None, nodes: Collection[str] | None
) -> Values:
    """(places, nodes): what one standard deviation for the worse adds to each imputed cell; NaN at all others."""
    table = step.table
    if len(directions) != len(table.nodes):
        raise DataProblem(
            "imputation_length_differs", parameter="directions", found=len(directions), allowed=len(table.nodes)
        )
    for node, direction in zip(table.nodes, directions, strict=True):
        if direction not in (1, -1):
            raise DataProblem("direction_unknown", node=node, found=direction)
    row = {place: at for at, place in enumerate(table.places)}
    column = {node: at for at, node in enumerate(table.nodes)}
    imputed = np.zeros(table.values.shape, bool)
    wanted = np.zeros(table.values.shape, bool)
    for cell in step.cells:
        if cell.before is None and cell.after is not None:
            imputed[row[cell.place], column[cell.node]] = True
            wanted[row[cell.place], column[cell.node]] = (places is None or cell.place in places) and (
                nodes is None or cell.node in nodes
            )
    deviations = deviations_of(np.where(imputed, np.nan, table.values))
    return np.where(wanted, -np.array(directions, float) * deviations, np.nan)


def _moved(step: Step, moves: Values, delta: float, *, low: Values | None, high: Values | None) -> Table:
    before = step.table.values
    after = before + delta * moves
    # A value that is outside its limits already is not brought back: that is not what a shift is for.
    least = np.fmin(before, np.full(moves.shape[1], -np.inf) if low is None else np.where(np.isnan(low), -np.inf, low))
    most = np.fmax(before, np.full(moves.shape[1], np.inf) if high is None else np.where(np.isnan(high), np.inf, high))
    after = np.minimum(np.maximum(after, least), most)
    return Table(step.table.places, step.table.nodes, np.where(np.isnan(moves), before, after))


def break_even(
    step: Step,
    place: str,
    directions: Sequence[int],
    *,
    rank_of_place: RankOfPlace,
    moved: int = 1,
    span: float = 3.0,
    low: Values | None = None,
    high: Values | None = None,
) -> BreakEven:
    """The smallest shift of a place's imputed values at which its rank moves by at least `moved` places.

    rank_of_place  table -> (places,) ranks, 0 for a place without one: everything that follows the imputation
    span           shifts are looked for up to so many standard deviations either way

    A grid of 0.25 finds the first shift at which the rank has moved, bisection narrows it to 0.005; a move that is
    undone within one cell of the grid is not seen. A place without rank or imputed cells has no break-even.
    Raises DataProblem: place_not_in_table, span_out_of_range, imputation_count_out_of_range, and as `delta_shift`.
    """
    if place not in step.table.places:
        raise DataProblem("place_not_in_table", place=place)
    if moved < 1:
        raise DataProblem(
            "imputation_count_out_of_range", parameter="moved", found=moved, low=1, high=len(step.table.places)
        )
    if not 0 < span <= 10:
        raise DataProblem("span_out_of_range", found=span, low=0, high=10)
    at = step.table.places.index(place)
    moves = _moves(step, directions, (place,), None)
    cells = int((~np.isnan(moves)).sum())
    rank = int(rank_of_place(step.table)[at])

    def rank_at(delta: float) -> int:
        return int(rank_of_place(_moved(step, moves, delta, low=low, high=high))[at])

    if not rank or not cells:
        return BreakEven(place, rank, cells, None, None)
    worse = _turning_point(rank_at, rank, moved=moved, span=span)
    better = _turning_point(lambda delta: rank_at(-delta), rank, moved=moved, span=span)
    return BreakEven(
        place,
        rank,
        cells,
        worse,
        better,
        None if worse is None else rank_at(worse),
        None if better is None else rank_at(-better),
    )


def _turning_point(rank_at: Callable[[float], int], rank: int, *, moved: int, span: float) -> float | None:
    low = 0.0
    while low < span:
        high = min(low + GRID, span)
        if abs(rank_at(high) - rank) >= moved:
            break
        low = high
    else:
        return None
    while high - low > EXACT:
        middle = (low + high) / 2
        if abs(rank_at(middle) - rank) >= moved:
            high = middle
        else:
            low = middle
    return high

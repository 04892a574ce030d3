"""Rules about single cells and what was said about them twice: range, whole numbers, period, duplicates."""

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.checks.cells import Grid
from hub.rooms.monitoring.engine.checks.expectations import Expectations
from hub.rooms.monitoring.engine.checks.findings import Hits, Told


def out_of_range(grid: Grid, expectations: Expectations) -> Iterator[Hits]:
    """Values below the lowest or above the highest that is possible, the furthest first."""
    low = -np.inf if grid.node.low is None else grid.node.low
    high = np.inf if grid.node.high is None else grid.node.high
    value = grid.cells.value[grid.members]
    beyond = np.maximum(low - value, value - high)
    wrong = _furthest(beyond, beyond > 0)
    if wrong.size:
        shown = " – ".join("∞" if np.isinf(end) else f"{end:g}" for end in (low, high))
        lows, highs = np.full(len(wrong), low), np.full(len(wrong), high)
        yield Hits("value_out_of_range", grid.members[wrong], lows, highs, allowed=shown)


def not_whole(grid: Grid, expectations: Expectations) -> Iterator[Hits]:
    """Values with decimals where the unit counts. The expected range is the two whole numbers around the value."""
    if grid.node.unit not in expectations.whole_units:
        return
    value = grid.cells.value[grid.members]
    wrong = np.flatnonzero(~np.isnan(value) & (value != np.floor(value)))
    if wrong.size:
        yield Hits("value_not_whole", grid.members[wrong], np.floor(value[wrong]), np.ceil(value[wrong]))


def outside_span(grid: Grid, expectations: Expectations) -> Iterator[Hits]:
    """Periods that lie in the future, or end before or after the days that the round asks about."""
    period = grid.cells.period[grid.members]
    starts, ends = grid.cells.starts[period], grid.cells.ends[period]
    future = starts > _day(expectations.not_after, date.max)
    early = ends < _day(expectations.first, date.min)
    late = (ends > _day(expectations.last, date.max)) & ~future
    limits = (expectations.not_after, expectations.first, expectations.last)
    for code, wrong, limit in zip(
        ("period_in_future", "period_too_early", "period_too_late"), (future, early, late), limits, strict=True
    ):
        if wrong.any():
            positions = grid.members[wrong]
            found = [grid.cells.periods[grid.cells.period[at]] for at in positions.tolist()]
            yield Hits(code, positions, found=found, allowed=limit.isoformat() if limit else "")


def said_twice(grid: Grid, expectations: Expectations) -> Iterator[Hits]:
    """A second statement about a place, indicator and span of days: the same again, or another value."""
    if not grid.again.size:
        return
    cells = grid.cells
    spans = cells.spans[cells.period[grid.again]]
    first = grid.positions[cells.place[grid.again], spans]
    same = _equal(cells.value[grid.again], cells.value[first])
    for code, chosen in (("cell_repeated", same), ("cell_contradicted", ~same)):
        if chosen.any():
            at = first[chosen]
            files = [cells.files[number] for number in cells.file[at].tolist()]
            told: Told = {"first": cells.row[at], "first_file": files, "before": cells.value[at]}
            yield Hits(code, grid.again[chosen], cells.value[at], cells.value[at], told=told)


def _day(day: date | None, otherwise: date) -> int:
    return (day or otherwise).toordinal()


def _furthest(beyond: NDArray[np.float64], chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Positions of the chosen, the largest first; equals in their order."""
    positions = np.flatnonzero(chosen)
    return positions[np.argsort(-beyond[positions], kind="stable")]


def _equal(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = (left == right) | (np.isnan(left) & np.isnan(right))
    return same

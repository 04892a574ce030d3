"""Cells as they stood in a file, and as columns of numbers; one indicator at a time as a grid of places and spans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.engine.observations import Observations


@dataclass(frozen=True, eq=False)
class CellTexts:
    """Four columns of n texts as they stood in a file; a blank value is a gap.

    row   (n,) int32  line of each in the file; None where they stand one below the other from line 2
    file  name of the file
    """

    place: Sequence[str]
    indicator: Sequence[str]
    period: Sequence[str]
    value: Sequence[str]
    row: NDArray[np.int32] | None = None
    file: str = ""


@dataclass(frozen=True, eq=False)
class Cells:
    """Columns of n cells. Coded columns hold positions in the tuple of that name.

    place, indicator, period, file  (n,) int32
    row                             (n,) int32     line of the file
    value                           (n,) float64   in the indicator's unit; NaN is a gap
    starts, ends                    (periods,) int32  ordinals of first and last day; 0 where the period is unreadable
    """

    places: tuple[str, ...]
    indicators: tuple[str, ...]
    periods: tuple[str, ...]
    files: tuple[str, ...]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    place: NDArray[np.int32]
    indicator: NDArray[np.int32]
    period: NDArray[np.int32]
    file: NDArray[np.int32]
    row: NDArray[np.int32]
    value: NDArray[np.float64]

    @cached_property
    def spans(self) -> NDArray[np.int64]:
        """(periods,) number of each period's span of days, oldest first: "2023" and "2023-01-01/P1Y" have the same."""
        days = self.ends.astype(np.int64) << 32 | self.starts
        return np.unique(days, return_inverse=True)[1].reshape(-1)

    @cached_property
    def span_ends(self) -> NDArray[np.int32]:
        """(spans,) last day of each span."""
        ends = np.zeros(int(self.spans.max(initial=-1)) + 1, np.int32)
        ends[self.spans] = self.ends
        return ends

    @cached_property
    def _by_indicator(self) -> NDArray[np.intp]:
        return np.argsort(self.indicator, kind="stable")

    def of(self, code: str) -> NDArray[np.intp]:
        """Positions of the cells of an indicator in the order of the columns, those with unreadable periods left out."""
        if code not in self.indicators:
            return np.empty(0, np.intp)
        number = self.indicators.index(code)
        first, after = np.searchsorted(self.indicator, (number, number + 1), sorter=self._by_indicator)
        own = self._by_indicator[first:after]
        return own[self.starts[self.period[own]] > 0]


@dataclass(frozen=True, eq=False)
class Changes:
    """Steps from one value of a place to its next one: row and column of the later one in the grid, and both values."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    before: NDArray[np.float64]
    after: NDArray[np.float64]

    @cached_property
    def size(self) -> NDArray[np.float64]:
        return self.after - self.before


@dataclass(frozen=True, eq=False)
class Grid:
    """One indicator as places x spans, oldest span first. Where a cell was stated twice, the first one stands.

    members    (m,)             positions of all its cells
    positions  (places, spans)  position of each cell; -1 where nothing was said
    values     (places, spans)  NaN is a gap
    again      (d,)             positions of later statements about a cell
    """

    node: Node
    cells: Cells
    members: NDArray[np.intp]
    positions: NDArray[np.intp]
    values: NDArray[np.float64]
    again: NDArray[np.intp]

    @cached_property
    def changes(self) -> Changes:
        """All steps from one value to the next, by place and then by time; gaps are stepped over."""
        rows, columns = np.nonzero(~np.isnan(self.values))
        values = self.values[rows, columns]
        later = np.flatnonzero(rows[1:] == rows[:-1]) + 1
        return Changes(rows[later], columns[later], values[later - 1], values[later])

    @cached_property
    def newest(self) -> NDArray[np.intp]:
        """Positions, in the order of the columns, of the values that end last."""
        valued = ~np.isnan(self.values)
        ends = self.cells.span_ends
        if not valued.any():
            return np.empty(0, np.intp)
        columns = ends == ends[valued.any(axis=0)].max()
        return np.sort(self.positions[:, columns][valued[:, columns]])


def grid_of(cells: Cells, node: Node) -> Grid:
    """The cells of one indicator as a grid."""
    members = cells.of(node.code)
    shape = (len(cells.places), len(cells.span_ends))
    flat = cells.place[members].astype(np.intp) * shape[1] + cells.spans[cells.period[members]]
    positions = np.full(shape[0] * shape[1], -1, np.intp)
    # Written backwards, so that the first statement of a cell is the one that stays.
    positions[flat[::-1]] = members[::-1]
    again = members[positions[flat] != members]
    values = (
        np.where(positions >= 0, cells.value[positions], np.nan) if members.size else np.full(len(positions), np.nan)
    )
    return Grid(node, cells, members, positions.reshape(shape), values.reshape(shape), again)


def grids_of(cells: Cells, indicators: tuple[Node, ...]) -> Iterator[Grid]:
    """A grid for each indicator that has cells, one after the other."""
    for node in indicators:
        if node.code in cells.indicators:
            yield grid_of(cells, node)


def cells_of(observations: Observations) -> Cells:
    """Observations as cells; nothing is copied."""
    names = ("places", "indicators", "periods", "files", "starts", "ends")
    columns = ("place", "indicator", "period", "file", "row", "value")
    return Cells(**{name: getattr(observations, name) for name in (*names, *columns)})

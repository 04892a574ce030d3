"""The cells that a treatment changed, made one by one when somebody asks: a large table has hundreds of thousands."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.steps import CellChange, Table


class TreatedCells(Sequence[CellChange]):
    """Cell changes by place, then node; equal to any sequence of the same changes.

    methods  node -> what was done to it; only these columns are compared
    """

    def __init__(self, before: Table, after: Table, methods: dict[str, str]) -> None:
        columns = np.array([at for at, node in enumerate(before.nodes) if node in methods], np.intp)
        old, new = np.take(before.values, columns, axis=1), np.take(after.values, columns, axis=1)
        rows, own = np.nonzero((old != new) & ~np.isnan(old))
        self._places, self._nodes, self._methods = before.places, before.nodes, methods
        self._rows, self._columns = rows, columns[own]
        self._before, self._after = old[rows, own], new[rows, own]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> CellChange: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[CellChange, ...]: ...

    def __getitem__(self, at: int | slice) -> CellChange | tuple[CellChange, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        node = self._nodes[self._columns[at]]
        before, after = float(self._before[at]), float(self._after[at])
        return CellChange(self._places[self._rows[at]], node, before, after, self._methods[node])

    def __iter__(self) -> Iterator[CellChange]:
        columns: tuple[NDArray[np.intp], ...] = (self._rows, self._columns)
        positions = zip(*(one.tolist() for one in columns), strict=True)
        values = zip(self._before.tolist(), self._after.tolist(), strict=True)
        for (row, column), (before, after) in zip(positions, values, strict=True):
            node = self._nodes[column]
            yield CellChange(self._places[row], node, before, after, self._methods[node])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(CellChange.__eq__, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

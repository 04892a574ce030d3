"""Which cells were filled, and by which method."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.steps import CellChange, Table


def filled_cells(
    before: Table, after: Table, methods: Sequence[str], used: NDArray[np.int8] | None = None
) -> tuple[CellChange, ...]:
    """Cells that were gaps and no longer are, by place then node.

    used  (places, nodes)  position in `methods` of the one that filled the cell; None where there is only one
    """
    rows, columns = np.nonzero(np.isnan(before.values) & ~np.isnan(after.values))
    values = after.values[rows, columns].tolist()
    which = [0] * len(rows) if used is None else used[rows, columns].tolist()
    return tuple(
        CellChange(before.places[row], before.nodes[column], None, value, methods[at])
        for row, column, value, at in zip(rows.tolist(), columns.tolist(), values, which, strict=True)
    )

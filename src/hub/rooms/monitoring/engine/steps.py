"""What a step leaves behind: its table, the cells that it changed, and what it used for each column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that a step set, changed or dropped; None is a gap."""

    place: str
    node: str
    before: float | None
    after: float | None
    method: str


@dataclass(frozen=True, eq=False)
class Table:
    """Places x nodes, (places, nodes) float64; NaN is a gap. Read only."""

    places: tuple[str, ...]
    nodes: tuple[str, ...]
    values: NDArray[np.float64]

    def __post_init__(self) -> None:
        self.values.setflags(write=False)

    def column(self, node: str) -> NDArray[np.float64]:
        return self.values[:, self.nodes.index(node)]

    def cell(self, place: str, node: str) -> float | None:
        """Value of a cell; None where it is a gap or the step no longer has the place or node."""
        if place not in self.places or node not in self.nodes:
            return None
        value = self.values[self.places.index(place), self.nodes.index(node)]
        return None if np.isnan(value) else float(value)


@dataclass(frozen=True, eq=False)
class Step:
    """One step that was done.

    name     selected, denominated, screened, imputed, treated, normalised, aggregated
    table    what came out of it
    columns  node -> what the step used or found for that column (minimum, mean, skewness, divisor ...)
    """

    name: str
    method: str
    parameters: Mapping[str, Any]
    table: Table
    cells: Sequence[CellChange] = ()
    columns: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)


def changes(before: Table, after: Table, method: str) -> tuple[CellChange, ...]:
    """Cells that differ between two tables of the same shape, by place then node."""
    old, new = before.values, after.values
    differs = ~((old == new) | (np.isnan(old) & np.isnan(new)))
    return tuple(
        CellChange(
            before.places[row], before.nodes[column], _number(old[row, column]), _number(new[row, column]), method
        )
        for row, column in np.argwhere(differs)
    )


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)

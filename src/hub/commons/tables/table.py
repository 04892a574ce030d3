"""A table of text cells with the line that each row stood on, whatever format it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TextTable:
    """header: names of the columns; columns: their cells as text, stripped of nothing; rows: line of each record.

    odd  (record, column) -> code of what a workbook said about a cell that text cannot: date_in_value_cell,
         cell_error, formula_cell, boolean_cell
    """

    file: str
    format: str
    header: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    odd: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> tuple[str, ...]:
        return self.columns[self.header.index(name)]

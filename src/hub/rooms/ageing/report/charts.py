"""What the charts of the room become: a block of a document, with its table.

Their plates are imported when a chart is made: Altair takes half a second to import, and the site starts without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.commons.documents.document import ChartBlock, Column, Row, Table
from hub.commons.ui.charts import Plate
from hub.rooms.ageing.engine.ages import FEMALE

Rows = Sequence[Mapping[str, Any]]
# Width of a drawing as wide as the page, so that they line up, and of one that stands beside another.
FULL_WIDTH, HALF_WIDTH = 618, 300
FAN_HEIGHT = 210
# Room for the ages between the sides of a pyramid, as a share of one side.
GUTTER = 0.14


def from_ages(axis: Sequence[float], value: float, sex: int) -> float:
    """Where a figure stands in a pyramid: men to the one side of the ages, women to the other."""
    distance = GUTTER * axis[-1] + value
    return distance if sex == FEMALE else -distance


def table_of(caption: str, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]) -> Table:
    """A table of written figures.

    columns  heading and share of the width; the first is the heading of the row
    """
    heads = tuple(Column(label, "number" if number else "text", share) for number, (label, share) in enumerate(columns))
    return Table(caption, heads, tuple(Row(tuple(row)) for row in rows))


def block_of(code: str, plate: Plate, rows: Rows, *, caption: str, alt: str, table: Table) -> ChartBlock:
    """The chart as a document shows it."""
    return ChartBlock(code, caption, alt, plate, tuple(rows), table)

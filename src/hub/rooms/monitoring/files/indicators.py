"""A table of indicators beside the observations: compared with the framework, never used in its place."""

from hub.commons.tables.faults import Faults
from hub.commons.tables.table import TextTable
from hub.rooms.monitoring.engine.framework import Framework

_DIRECTIONS = {"1": 1, "+1": 1, "-1": -1}


def compare_indicators(table: TextTable, framework: Framework, faults: Faults) -> None:
    """Warn where code or direction differ from the framework, which is what counts."""
    codes, directions = table.column("code"), table.column("direction")
    for row, code, direction in zip(table.rows, codes, directions, strict=True):
        node = framework.by_code.get(code)
        if node is None:
            faults.add("indicator_not_in_framework", severity="warning", found=code, row=row, column="code")
        elif node.kind == "indicator" and _DIRECTIONS.get(direction) != node.direction:
            faults.add(
                "direction_differs",
                severity="warning",
                found=direction,
                allowed=f"{node.direction:+d}",
                row=row,
                column="direction",
                indicator=code,
            )
    for node in framework.indicators:
        if node.code not in codes:
            faults.add("indicator_not_in_table", severity="warning", found=node.code, column="code")

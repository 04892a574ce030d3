"""Denominate: divide counts by the size of the place, so that large and small places can be compared."""

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.engine.steps import Step, Table, changes


def denominate(table: Table, indicators: tuple[Node, ...]) -> Step:
    """Divide each indicator that names a denominator by that column, times its factor; denominators leave the table.

    A gap in either gives a gap. Raises DataProblem("denominator_not_positive") naming the cell, and
    ("denominator_absent") where the table lacks the column. Source: OECD/JRC Handbook (2008), step 5; COINr Denominate.
    """
    nodes = tuple(node.code for node in indicators)
    values = np.column_stack([table.column(code) for code in nodes]) if nodes else np.empty((len(table.places), 0))
    before = Table(table.places, nodes, values.copy())
    columns: dict[str, dict[str, float | str]] = {}
    for position, node in enumerate(indicators):
        if not node.denominator:
            continue
        divisor = _divisor(table, node, values[:, position])
        values[:, position] = values[:, position] / divisor * node.factor
        columns[node.code] = {"denominator": node.denominator, "factor": node.factor}
    after = Table(table.places, nodes, values)
    return Step("denominated", "column", {}, after, changes(before, after, "divided"), columns)


def _divisor(table: Table, node: Node, numerator: np.ndarray) -> np.ndarray:
    if node.denominator not in table.nodes:
        raise DataProblem("denominator_absent", node=node.code, denominator=node.denominator)
    divisor = table.column(node.denominator)
    wrong = np.flatnonzero((divisor <= 0) & ~np.isnan(numerator))
    if wrong.size:
        raise DataProblem(
            "denominator_not_positive",
            node=node.code,
            denominator=node.denominator,
            place=table.places[wrong[0]],
            found=float(divisor[wrong[0]]),
        )
    return divisor

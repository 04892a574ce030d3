"""Aggregate: from indicators up to the index, level by level."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework, Node
from hub.rooms.monitoring.engine.steps import Step, Table

MEANS = ("arithmetic", "geometric", "harmonic")
Column = NDArray[np.float64]


def aggregate(
    table: Table,
    framework: Framework,
    weights: Mapping[str, float],
    *,
    method: str,
    thresholds: Mapping[str, float],
    levels: Mapping[str, str],
) -> Step:
    """Mean of the children that have a value, their weights scaled up to 1; the indicators stay in the table.

    method      arithmetic, geometric or harmonic; `levels` (feature, area, index) may name another one for a level
    thresholds  per level: the least share (0 to 1) of children with a value; under it the result is a gap
    Raises DataProblem("not_positive") naming place and node where a geometric or harmonic mean meets a value <= 0.
    Source: OECD/JRC Handbook (2008), step 6; COINr `Aggregate` with `dat_thresh`.
    """
    columns = {code: table.column(code) for code in table.nodes}
    for node in reversed(framework.nodes):
        if node.kind == "indicator" or node.code not in weights:
            continue
        children = [child.code for child in framework.children(node.code) if child.code in weights]
        columns[node.code] = _combine(
            table.places,
            {code: columns[code] for code in children},
            [weights[code] for code in children],
            node=node,
            method=levels.get(node.kind, method),
            threshold=thresholds.get(node.kind, 0.0),
        )
    nodes = tuple(node.code for node in framework.nodes if node.code in columns)
    values = np.column_stack([columns[code] for code in nodes])
    parameters: dict[str, Any] = {"thresholds": dict(thresholds), "levels": dict(levels)}
    return Step("aggregated", method, parameters, Table(table.places, nodes, values))


def _combine(
    places: Sequence[str],
    children: Mapping[str, Column],
    weights: Sequence[float],
    *,
    node: Node,
    method: str,
    threshold: float,
) -> Column:
    known = np.column_stack([~np.isnan(column) for column in children.values()])
    values = mean(list(children.values()), weights, method)
    if method != "arithmetic":
        _refuse_not_positive(places, children, node)
    enough = (known.sum(axis=1) >= 1) & (known.mean(axis=1) >= threshold)
    return np.where(enough, values, np.nan)


def mean(columns: Sequence[Column], weights: Sequence[float], method: str) -> Column:
    """Weighted mean over columns of one shape, in their order (a fixed order of addition); gaps are left out.

    NaN where every column has a gap, and for `geometric` and `harmonic` where a value is not positive.
    """
    if method not in MEANS:
        raise DataProblem("method_unknown", step="aggregate", found=method, allowed=", ".join(MEANS))
    total, weight_sum = np.zeros(columns[0].shape), np.zeros(columns[0].shape)
    for column, weight in zip(columns, weights, strict=True):
        known = ~np.isnan(column)
        total += np.where(known, _forward(column, method) * weight, 0.0)
        weight_sum += np.where(known, weight, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _back(total / weight_sum, method)


def _forward(column: Column, method: str) -> Column:
    """math.log and math.exp, not numpy's: the vector versions differ in the last bit between processors."""
    if method == "geometric":
        return np.array([math.log(value) if value > 0 else math.nan for value in column.tolist()])
    if method == "harmonic":
        return np.array([1 / value if value > 0 else math.nan for value in column.tolist()])
    return column


def _back(column: Column, method: str) -> Column:
    if method == "geometric":
        return np.array([math.exp(value) for value in column.tolist()])
    if method == "harmonic":
        return 1 / column
    return column


def _refuse_not_positive(places: Sequence[str], children: Mapping[str, Column], node: Node) -> None:
    for code, column in children.items():
        wrong = np.flatnonzero(column <= 0)
        if wrong.size:
            raise DataProblem(
                "not_positive", node=node.code, child=code, place=places[wrong[0]], found=float(column[wrong[0]])
            )

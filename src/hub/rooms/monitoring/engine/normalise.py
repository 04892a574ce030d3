"""Normalise: bring every indicator to one scale on which more is always better."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.steps import Step, Table

Column = NDArray[np.float64]
Scaled = tuple[Column, dict[str, float | str]]


def normalise(table: Table, directions: Sequence[int], method: str, parameters: Mapping[str, Any]) -> Step:
    """Scale each column by itself; directions (+1 or -1 per column) are applied first.

    Gaps stay gaps. Raises DataProblem: indicator_constant (nothing to scale by; names the node), goalposts_missing,
    goalposts_inverted. What was used (minimum, maximum, mean, deviation ...) is kept per column, in directed units.
    Source: OECD/JRC Handbook (2008), step 5; COINr `qNormalise`.
    """
    if method not in SCALES:
        raise DataProblem("method_unknown", step="normalise", found=method, allowed=", ".join(SCALES))
    values = table.values.copy()
    columns: dict[str, dict[str, float | str]] = {}
    for at, node in enumerate(table.nodes):
        known = ~np.isnan(values[:, at])
        if not known.any():
            columns[node] = {}
            continue
        own = {**parameters, "direction": directions[at]}
        values[known, at], columns[node] = SCALES[method](values[known, at] * directions[at], node, own)
        columns[node]["direction"] = directions[at]
    return Step("normalised", method, parameters, Table(table.places, table.nodes, values), (), columns)


def minmax(column: Column, node: str, parameters: Mapping[str, Any]) -> Scaled:
    """low + (x - min) / (max - min) (high - low)."""
    least, most = float(column.min()), float(column.max())
    _refuse_constant(node, least, most)
    low, high = parameters["low"], parameters["high"]
    return (column - least) / (most - least) * (high - low) + low, {"minimum": least, "maximum": most}


def zscore(column: Column, node: str, parameters: Mapping[str, Any]) -> Scaled:
    """(x - mean) / sd * deviation + mean, with the n - 1 standard deviation."""
    _refuse_constant(node, float(column.min()), float(column.max()))
    mean = math.fsum(column.tolist()) / len(column)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in column.tolist()) / (len(column) - 1))
    scaled = (column - mean) / deviation * parameters["deviation"] + parameters["mean"]
    return scaled, {"mean": mean, "deviation": deviation}


def goalposts(column: Column, node: str, parameters: Mapping[str, Any]) -> Scaled:
    """Share of the way from the low to the high goalpost, cut at both ends. Goalposts are in the indicator's unit."""
    if node not in parameters["goalposts"]:
        raise DataProblem("goalposts_missing", node=node)
    least, most = (float(post) for post in parameters["goalposts"][node])
    if least >= most:
        raise DataProblem("goalposts_inverted", node=node, low=least, high=most)
    if parameters["direction"] < 0:
        least, most = -most, -least
    low, high = parameters["low"], parameters["high"]
    share: Column = np.clip((column - least) / (most - least), 0, 1)
    scaled: Column = share * (high - low) + low
    return scaled, {"minimum": least, "maximum": most}


def rank(column: Column, node: str, parameters: Mapping[str, Any]) -> Scaled:
    """1 for the least, n for the most; ties get the lowest of their ranks."""
    ranks: Column = np.searchsorted(np.sort(column), column, side="left").astype(float) + 1
    return ranks, {"places": float(len(column))}


def percentile_rank(column: Column, node: str, parameters: Mapping[str, Any]) -> Scaled:
    """(rank - 1) / (n - 1), 0 to 1."""
    _refuse_constant(node, float(column.min()), float(column.max()))
    return np.searchsorted(np.sort(column), column, side="left") / (len(column) - 1), {"places": float(len(column))}


def borda(column: Column, node: str, parameters: Mapping[str, Any]) -> Scaled:
    """rank - 1."""
    return np.searchsorted(np.sort(column), column, side="left").astype(float), {"places": float(len(column))}


def fraction_of_maximum(column: Column, node: str, parameters: Mapping[str, Any]) -> Scaled:
    """x / max."""
    most = float(column.max())
    if most == 0:
        raise DataProblem("maximum_zero", node=node)
    return column / most, {"maximum": most}


def distance_to_maximum(column: Column, node: str, parameters: Mapping[str, Any]) -> Scaled:
    """1 - (max - x) / (max - min)."""
    least, most = float(column.min()), float(column.max())
    _refuse_constant(node, least, most)
    return 1 - (most - column) / (most - least), {"minimum": least, "maximum": most}


def _refuse_constant(node: str, least: float, most: float) -> None:
    if least == most:
        raise DataProblem("indicator_constant", node=node, found=least)


SCALES: Mapping[str, Callable[[Column, str, Mapping[str, Any]], Scaled]] = {
    "minmax": minmax,
    "zscore": zscore,
    "goalposts": goalposts,
    "rank": rank,
    "percentile-rank": percentile_rank,
    "borda": borda,
    "fraction-of-maximum": fraction_of_maximum,
    "distance-to-maximum": distance_to_maximum,
}

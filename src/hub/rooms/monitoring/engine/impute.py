"""Impute: fill gaps from the places that are most alike; what was observed is never touched."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.steps import Step, Table, changes

Fill = Callable[[NDArray[np.float64]], float]


def mean_of(values: NDArray[np.float64]) -> float:
    """Mean in the order of the rows: a fixed order of addition gives the same bits on every machine."""
    total = 0.0
    for value in values.tolist():
        total += value
    return total / len(values)


def median_of(values: NDArray[np.float64]) -> float:
    """Median; the mean of the middle two where their number is even."""
    ordered = np.sort(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return float((ordered[middle - 1] + ordered[middle]) / 2)


FILLS: dict[str, Fill] = {"mean": mean_of, "median": median_of, "group-mean": mean_of, "group-median": median_of}


def impute(table: Table, method: str, *, groups: Sequence[str] | None = None, coverage: float = 0.0) -> Step:
    """Fill each gap with the mean or median of its column, over all places or over the place's group.

    groups    group of every place of the table, in its order; needed by the group methods; blank belongs to none
    coverage  a group's gaps stay gaps where less than this share of the group (0 to 1) has a value: a nation that does
              not publish an indicator is not given the value of the few who do
    Source: COINr `Impute` (i_mean, i_median, i_mean_grp, i_median_grp).
    """
    if method != "none" and method not in FILLS:
        raise DataProblem("method_unknown", step="impute", found=method, allowed=", ".join(("none", *FILLS)))
    parameters = {"coverage": coverage} if groups is not None else {}
    if method == "none":
        return Step("imputed", method, {}, table)
    values = table.values.copy()
    for members in _sets(table, groups):
        for column in range(values.shape[1]):
            _fill(values, members, column, fill=FILLS[method], coverage=coverage)
    after = Table(table.places, table.nodes, values)
    return Step("imputed", method, parameters, after, changes(table, after, method))


def _sets(table: Table, groups: Sequence[str] | None) -> list[NDArray[np.intp]]:
    if groups is None:
        return [np.arange(len(table.places))]
    labels = np.array(groups, dtype=object)
    return [np.flatnonzero(labels == label) for label in sorted(set(groups)) if label]


def _fill(values: NDArray[np.float64], members: NDArray[np.intp], column: int, *, fill: Fill, coverage: float) -> None:
    own = values[members, column]
    gaps = np.isnan(own)
    known = own[~gaps]
    if not gaps.any() or not known.size or known.size < coverage * members.size:
        return
    values[members[gaps], column] = fill(known)

"""Fill from the same column: the mean or median of all places, or of the place's group."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute.cells import filled_cells
from hub.rooms.monitoring.engine.steps import Step, Table

Values = NDArray[np.float64]
Counts = NDArray[np.int64]
Fill = Callable[[Values], float]


def mean_of(values: Values) -> float:
    """Mean in the order of the rows: a fixed order of addition gives the same bits on every machine."""
    total = 0.0
    for value in values.tolist():
        total += value
    return total / len(values)


def median_of(values: Values) -> float:
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
    Gaps of a column or group without any value stay gaps. Raises DataProblem: method_unknown,
    imputation_length_differs. Source: COINr `Impute` (i_mean, i_median, i_mean_grp, i_median_grp).
    """
    parameters = {"coverage": coverage} if groups is not None else {}
    if method == "none":
        return Step("imputed", method, {}, table)
    after = Table(table.places, table.nodes, fill_columns(table, method, groups=groups, coverage=coverage))
    return Step("imputed", method, parameters, after, filled_cells(table, after, (method,)))


def fill_columns(table: Table, method: str, *, groups: Sequence[str] | None = None, coverage: float = 0.0) -> Values:
    """Values of the table with the gaps filled as in `impute`: (places, nodes), a new array."""
    if method not in FILLS:
        raise DataProblem("method_unknown", step="impute", found=method, allowed=", ".join(("none", *FILLS)))
    if groups is None:
        return _fill(table.values.copy(), table.values, None, method, coverage=coverage)
    if len(groups) != len(table.places):
        raise DataProblem("imputation_length_differs", parameter="groups", found=len(groups), allowed=len(table.places))
    values = table.values.copy()
    for members in _members(groups):
        _fill(values, values[members], members, method, coverage=coverage)
    return values


def _members(groups: Sequence[str]) -> list[NDArray[np.intp]]:
    """Positions of the places of each group, ascending; the blank group is left out."""
    labels = sorted(set(groups) - {""})
    number = {label: at for at, label in enumerate(labels)}
    codes = np.fromiter((number.get(group, -1) for group in groups), np.int64, len(groups))
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(labels) + 1), side="left")
    return [order[start:stop] for start, stop in pairwise(ends.tolist())]


def _fill(values: Values, own: Values, members: NDArray[np.intp] | None, method: str, *, coverage: float) -> Values:
    """Fill the gaps of `own`, the rows `members` of `values` (None: all of them), in `values` itself."""
    gaps = np.isnan(own)
    known = len(own) - gaps.sum(axis=0)
    wanted = (known > 0) & (known < len(own)) & (known >= coverage * len(own))
    if not wanted.any():
        return values
    fill = medians_of(own, known) if method.endswith("median") else means_of(own, gaps, known)
    rows, columns = np.nonzero(gaps & wanted)
    values[rows if members is None else members[rows], columns] = fill[columns]
    return values


def sums_of(values: Values) -> Values:
    """Sum of each column, added row by row: (rows, columns) -> (columns,). No gaps allowed.

    A single column would be added in pairs, in an order that depends on the processor, so it is accumulated instead.
    """
    if values.shape[1] == 1:
        total: Values = np.add.accumulate(values, axis=0)[-1]
        return total
    added: Values = np.add.reduce(np.ascontiguousarray(values), axis=0)
    return added


def means_of(values: Values, gaps: NDArray[np.bool_], known: Counts) -> Values:
    """Mean of each column over what is known: (rows, columns) -> (columns,); NaN where nothing is.

    gaps   (rows, columns)  where `values` has none
    known  (columns,)       number of values
    """
    sums = sums_of(np.where(gaps, 0.0, values))
    return np.where(known > 0, sums / np.maximum(known, 1), np.nan)


def medians_of(values: Values, known: Counts) -> Values:
    """Median of each column over what is known: (rows, columns) -> (columns,); NaN where nothing is."""
    # Gaps are sorted to the end of their column.
    ordered = np.sort(values, axis=0)
    columns = np.arange(values.shape[1])
    upper = ordered[np.minimum(known // 2, len(values) - 1), columns]
    lower = ordered[np.maximum(known // 2 - 1, 0), columns]
    return np.where(known % 2 == 1, upper, (lower + upper) / 2)


def deviations_of(values: Values) -> Values:
    """Standard deviation (n - 1) of each column over what is known; 0 where there are fewer than two values."""
    gaps = np.isnan(values)
    known = len(values) - gaps.sum(axis=0)
    means = means_of(values, gaps, known)
    squares = sums_of(np.where(gaps, 0.0, (values - means) ** 2))
    return np.where(known > 1, np.sqrt(squares / np.maximum(known - 1, 1)), 0.0)

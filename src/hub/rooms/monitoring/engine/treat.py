"""Treat: pull in outliers that would rule the scale, first by winsorising, then by a logarithm."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.steps import Step, Table, changes

# A column this short has no bias-corrected kurtosis.
SHORTEST = 4
# log_CT keeps the smallest value above zero by this share of the range (COINr).
LOG_OFFSET_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to a column, so that it can be done again to other draws of it.

    kind        none, winsorise, log
    low, high   bounds of the winsorised column; of the original column where kind is log
    """

    kind: str
    low: float
    high: float
    points: int
    skewness: float
    kurtosis: float

    def apply(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same treatment on other values of the column, any shape; values beyond its bounds are drawn to them."""
        if self.kind == "winsorise":
            return np.clip(values, self.low, self.high)
        if self.kind == "log":
            offset = LOG_OFFSET_SHARE * (self.high - self.low)
            return np.log(np.clip(values, self.low, self.high) - self.low + offset)
        return values


def skewness(values: NDArray[np.float64]) -> float:
    """G1, bias-corrected; NaN under three values or where all are equal. Source: Joanes & Gill (1998)."""
    n = len(values)
    if n < 3:
        return math.nan
    second, third, _ = _moments(values)
    if second == 0:
        return math.nan
    return third / second**1.5 * math.sqrt(n * (n - 1)) / (n - 2)


def kurtosis(values: NDArray[np.float64]) -> float:
    """G2, excess and bias-corrected; NaN under four values or where all are equal. Source: Joanes & Gill (1998)."""
    n = len(values)
    if n < SHORTEST:
        return math.nan
    second, _, fourth = _moments(values)
    if second == 0:
        return math.nan
    return ((n + 1) * (fourth / second**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


def _moments(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Central moments 2 to 4; fsum is exact, so that neither order nor machine matters."""
    listed = values.tolist()
    n = len(listed)
    mean = math.fsum(listed) / n
    apart = [value - mean for value in listed]
    squares = [one * one for one in apart]
    return (
        math.fsum(squares) / n,
        math.fsum(square * one for square, one in zip(squares, apart, strict=True)) / n,
        math.fsum(square * square for square in squares) / n,
    )


def treat(
    table: Table, *, skew_limit: float = 2.0, kurt_limit: float = 3.5, points: int = 5
) -> tuple[Step, Mapping[str, Treatment]]:
    """Winsorise step by step, then log_CT, each column that fails the test of skewness and kurtosis.

    A column passes where |skewness| < skew_limit or kurtosis < kurt_limit. Failing columns are winsorised one step at a
    time, at most `points` points; where that does not help, the original column gets log_CT: log(x - min + 0.01 range).
    Gaps stay gaps; columns with fewer than four values or one single value pass. Source: COINr qTreat, log_CT.
    """
    values = table.values.copy()
    treatments = {}
    for at, node in enumerate(table.nodes):
        known = ~np.isnan(values[:, at])
        treated, treatment = _treat_column(values[known, at], skew_limit, kurt_limit, points)
        values[known, at] = treated
        treatments[node] = treatment
    after = Table(table.places, table.nodes, values)
    kinds = {node: treatment.kind for node, treatment in treatments.items()}
    cells = tuple(
        type(change)(change.place, change.node, change.before, change.after, kinds[change.node])
        for change in changes(table, after, "")
    )
    columns: dict[str, dict[str, float | str]] = {
        node: {
            "kind": one.kind,
            "low": one.low,
            "high": one.high,
            "points": one.points,
            "skewness": one.skewness,
            "kurtosis": one.kurtosis,
        }
        for node, one in treatments.items()
    }
    parameters = {"skewness": skew_limit, "kurtosis": kurt_limit, "points": points}
    return Step("treated", "winsorise-log", parameters, after, cells, columns), treatments


def untreated(table: Table) -> tuple[Step, Mapping[str, Treatment]]:
    """The step that treats nothing, for recipes that say so."""
    none = Treatment("none", math.nan, math.nan, 0, math.nan, math.nan)
    return Step("treated", "none", {}, table), dict.fromkeys(table.nodes, none)


def passes(values: NDArray[np.float64], skew_limit: float, kurt_limit: float) -> bool:
    """True where the column needs no treatment; columns too short or too flat to tell pass."""
    skew, kurt = skewness(values), kurtosis(values)
    return math.isnan(skew) or math.isnan(kurt) or abs(skew) < skew_limit or kurt < kurt_limit


def _treat_column(
    values: NDArray[np.float64], skew_limit: float, kurt_limit: float, points: int
) -> tuple[NDArray[np.float64], Treatment]:
    skew, kurt = skewness(values), kurtosis(values)
    if passes(values, skew_limit, kurt_limit):
        return values, Treatment("none", math.nan, math.nan, 0, skew, kurt)
    low, high = float(values.min()), float(values.max())
    winsorised, count = _winsorise(values, skew_limit, kurt_limit, points)
    if passes(winsorised, skew_limit, kurt_limit):
        return winsorised, Treatment("winsorise", float(winsorised.min()), float(winsorised.max()), count, skew, kurt)
    offset = LOG_OFFSET_SHARE * (high - low)
    # math.log and not numpy's: the vector version differs in the last bit between processors.
    logs = np.array([math.log(value - low + offset) for value in values.tolist()])
    return logs, Treatment("log", low, high, 0, skew, kurt)


def _winsorise(
    values: NDArray[np.float64], skew_limit: float, kurt_limit: float, points: int
) -> tuple[NDArray[np.float64], int]:
    values = values.copy()
    top = bottom = 0
    # Two distinct values left: one more step would make the column one single value.
    while top + bottom < points and not passes(values, skew_limit, kurt_limit) and len(np.unique(values)) > 2:
        if skewness(values) >= 0:
            at_top = values == values.max()
            values[at_top] = values[~at_top].max()
            top = int(at_top.sum())
        else:
            at_bottom = values == values.min()
            values[at_bottom] = values[~at_bottom].min()
            bottom = int(at_bottom.sum())
    return values, top + bottom

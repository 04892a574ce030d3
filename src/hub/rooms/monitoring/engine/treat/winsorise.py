"""Winsorise: pull in outliers point by point, all failing columns at once, for several limits in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.treat.moments import Extremes, Shapes, Values, moments_of, shapes_of

# Where a column of `count` values stands: drawn to [low, high]; how many points stand at either bound because they were
# moved there; whether it passes now; stuck where no value lies between the bounds, so that one more step would leave a
# single value.
STATE = np.dtype(
    [
        ("count", float),
        ("low", float),
        ("high", float),
        ("top", int),
        ("bottom", int),
        ("skewness", float),
        ("passed", bool),
        ("stuck", bool),
    ]
)
States = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Limits:
    """A column passes where |skewness| < `skewness` or kurtosis < `kurtosis`."""

    skewness: float
    kurtosis: float


def untouched(extremes: Extremes, shapes: Shapes) -> States:
    """States (nodes,) of columns before the first step."""
    states = np.zeros(len(extremes.least), STATE)
    states["count"], states["low"], states["high"] = extremes.count, extremes.least, extremes.most
    states["skewness"] = shapes.skewness
    return states


def winsorise(values: Values, state: States, limits: Limits, points: Sequence[int]) -> tuple[States, ...]:
    """States (nodes,) that (places, nodes) columns come to from `state`, for each number of `points`.

    One step: with skewness >= 0 all points at the maximum take the next lower value, else those at the minimum the next
    higher one. A column stops when it passes, when at least `points` points were moved (tied points move together,
    so the last step may go beyond), or when it has two values left. The states of a smaller number are those of a
    larger one, stopped earlier. Gaps are left out. Source: COINr `winsorise`.
    """
    trail = [state]
    most = max(points, default=0)
    while (active := np.flatnonzero(~_ended(state, most))).size:
        some = values if active.size == len(state) else np.take(values, active, axis=1)
        state = state.copy()
        state[active] = _advance(state[active], some, limits)
        trail.append(state)
    states = np.array(trail)
    columns = np.arange(len(state))
    return tuple(states[_ended(states, limit).argmax(axis=0), columns] for limit in points)


def _ended(states: States, points: int) -> NDArray[np.bool_]:
    ended: NDArray[np.bool_] = states["passed"] | states["stuck"] | (states["top"] + states["bottom"] >= points)
    return ended


def _advance(state: States, values: Values, limits: Limits) -> States:
    """One more step of every column."""
    after = state.copy()
    upward = state["skewness"] >= 0
    for columns, sign, bound, moved in ((upward, 1.0, "high", "top"), (~upward, -1.0, "low", "bottom")):
        if columns.any():
            own = (values if columns.all() else np.take(values, np.flatnonzero(columns), axis=1)) * sign
            at_bound = own >= state[bound][columns] * sign
            after[bound][columns] = np.where(at_bound | np.isnan(own), -np.inf, own).max(axis=0) * sign
            after[moved][columns] = at_bound.sum(axis=0)
    stuck = after["low"] >= after["high"]
    after[stuck] = state[stuck]
    after["stuck"] = stuck
    extremes = Extremes(after["count"], after["low"], after["high"])
    shapes = shapes_of(moments_of(np.clip(values, after["low"], after["high"]), extremes))
    after["skewness"], after["passed"] = shapes.skewness, shapes.passes(limits.skewness, limits.kurtosis)
    return after

"""The eleven scales: what each learns from a column, and where it puts a value.

Every scale is given directed values. `learn` finds its constants, one of each kind for every column; `place` sets values on
the scale with these constants, in place, so that another edition can be set on the scale of an earlier one.
Source: OECD/JRC Handbook (2008), step 5; COINr `n_minmax` and its sisters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.normalise.batches import Batch, Constants
from hub.rooms.monitoring.engine.treat.moments import Values, moments_of


@dataclass(frozen=True, eq=False)
class Scale:
    """One method.

    learn      batch -> constants, each (nodes,); raises DataProblem naming the node where there is nothing to scale by
    place      values (places, nodes), constants, batch -> scaled values; writes over the values that it is given
    defaults   parameters as they stand in recipes; None where the recipe must say it
    optional   parameters that a recipe may leave out
    frozen     constants by which another edition is set on the same scale; none for ranks, which are ranks among the
               places at hand
    """

    learn: Callable[[Batch], Constants]
    place: Callable[[Values, Constants, Batch], Values]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    frozen: tuple[str, ...] = ("minimum", "maximum")


def minmax(values: Values, used: Constants, batch: Batch) -> Values:
    """low + (x - min) / (max - min) (high - low)."""
    values -= used["minimum"]
    values /= used["maximum"] - used["minimum"]
    return _stretch(values, batch)


def goalposts(values: Values, used: Constants, batch: Batch) -> Values:
    """As minmax between two goalposts, cut at both ends."""
    values -= used["minimum"]
    values /= used["maximum"] - used["minimum"]
    np.clip(values, 0, 1, out=values)
    return _stretch(values, batch)


def zscore(values: Values, used: Constants, batch: Batch) -> Values:
    """(x - mean) / sd * deviation + mean, with the n - 1 standard deviation; not below `floor` where one is given."""
    deviation = batch.number("deviation")
    if deviation <= 0:
        raise DataProblem("deviation_not_positive", step=batch.where, found=deviation)
    values -= used["mean"]
    values /= used["deviation"]
    values *= deviation
    values += batch.number("mean")
    if "floor" in batch.parameters:
        np.maximum(values, batch.number("floor"), out=values)
    return values


def scaled(values: Values, used: Constants, batch: Batch) -> Values:
    """(x - low) / (high - low) * 100 between two given limits, not cut."""
    values -= used["minimum"]
    values /= used["maximum"] - used["minimum"]
    values *= 100
    return values


def distance_to_maximum(values: Values, used: Constants, batch: Batch) -> Values:
    """1 - (max - x) / (max - min)."""
    np.subtract(used["maximum"], values, out=values)
    values /= used["maximum"] - used["minimum"]
    return np.subtract(1, values, out=values)


def distance_to_reference(values: Values, used: Constants, batch: Batch) -> Values:
    """1 - (reference - x) / (reference - min), 1 at the most."""
    return np.minimum(distance_to_maximum(values, used, batch), 1, out=values)


def distance_to_target(values: Values, used: Constants, batch: Batch) -> Values:
    """(x - min) / (target - min), 1 at the most."""
    values -= used["minimum"]
    values /= used["maximum"] - used["minimum"]
    return np.minimum(values, 1, out=values)


def fraction_of_maximum(values: Values, used: Constants, batch: Batch) -> Values:
    """x / max."""
    values /= used["maximum"]
    return values


def borda(values: Values, used: Constants, batch: Batch) -> Values:
    """rank - 1: the number of places with a smaller value."""
    for at in range(values.shape[1]):
        column = np.ascontiguousarray(values[:, at])
        order = column.argsort()
        ordered = column[order]
        # Where a run of equal values starts; the others of the run share its place.
        starts = np.arange(len(ordered))
        starts[1:][ordered[1:] == ordered[:-1]] = 0
        column[order] = np.where(np.isnan(ordered), np.nan, np.maximum.accumulate(starts))
        values[:, at] = column
    return values


def rank(values: Values, used: Constants, batch: Batch) -> Values:
    """1 for the least, n for the most; ties get the lowest of their ranks."""
    borda(values, used, batch)
    values += 1
    return values


def percentile_rank(values: Values, used: Constants, batch: Batch) -> Values:
    """(rank - 1) / (n - 1), 0 to 1."""
    borda(values, used, batch)
    values /= used["places"] - 1
    return values


def _stretch(values: Values, batch: Batch) -> Values:
    low, high = batch.number("low"), batch.number("high")
    if low >= high:
        raise DataProblem("range_inverted", step=batch.where, low=low, high=high)
    values *= high - low
    values += low
    return values


def _span(batch: Batch) -> Constants:
    batch.refuse_constant()
    return {"minimum": batch.extremes.least, "maximum": batch.extremes.most}


def _mean(batch: Batch) -> Constants:
    batch.refuse_constant()
    moments = moments_of(batch.values, batch.extremes)
    return {"mean": moments.mean, "deviation": moments.deviation}


def _posts(batch: Batch) -> Constants:
    """Goalposts are given in the indicator's unit; where less is better, the high one becomes the low one."""
    low, high = batch.pairs("goalposts", "goalposts_missing", "goalposts_inverted")
    less = batch.directions < 0
    return {"minimum": np.where(less, -high, low), "maximum": np.where(less, -low, high)}


def _limits(batch: Batch) -> Constants:
    low, high = batch.pairs("limits", "scale_limits_missing", "scale_limits_inverted")
    return {"minimum": low, "maximum": high}


def _greatest(batch: Batch) -> Constants:
    for at in np.flatnonzero(batch.extremes.most == 0)[:1]:
        raise DataProblem("maximum_zero", node=batch.nodes[at])
    return {"maximum": batch.extremes.most}


def _reference(batch: Batch) -> Constants:
    """The value of the reference place, as the maximum of the scale."""
    codes = batch.texts("reference", "reference_missing")
    position = {place: at for at, place in enumerate(batch.places)}
    values = np.empty(len(codes))
    for at, (node, code) in enumerate(zip(batch.nodes, codes, strict=True)):
        if code not in position:
            raise DataProblem("reference_unknown", node=node, found=code)
        values[at] = batch.values[position[code], at]
        if np.isnan(values[at]):
            raise DataProblem("reference_without_value", node=node, place=code)
        if values[at] <= batch.extremes.least[at]:
            raise DataProblem(
                "reference_is_worst", node=node, place=code, found=float(values[at] * batch.directions[at])
            )
    return {"minimum": batch.extremes.least, "maximum": values}


def _target(batch: Batch) -> Constants:
    """The target, in directed units, as the maximum of the scale. Targets are given in the indicator's unit."""
    targets = batch.numbers("targets", "target_missing") * batch.directions
    for at in np.flatnonzero(targets <= batch.extremes.least)[:1]:
        turn = batch.directions[at]
        worst, found = float(batch.extremes.least[at] * turn), float(targets[at] * turn)
        raise DataProblem("target_not_ahead", node=batch.nodes[at], found=found, worst=worst)
    return {"minimum": batch.extremes.least, "maximum": targets}


def _places(batch: Batch) -> Constants:
    return {"places": batch.extremes.count}


def _several_places(batch: Batch) -> Constants:
    batch.refuse_constant()
    return _places(batch)


_HUNDRED: Mapping[str, Any] = {"low": 0.0, "high": 100.0}
SCALES: Mapping[str, Scale] = {
    "minmax": Scale(_span, minmax, _HUNDRED),
    "zscore": Scale(_mean, zscore, {"mean": 0.0, "deviation": 1.0}, ("floor",), ("mean", "deviation")),
    "scaled": Scale(_limits, scaled, {"limits": (0.0, 100.0)}),
    "distance-to-maximum": Scale(_span, distance_to_maximum),
    "distance-to-reference": Scale(_reference, distance_to_reference, {"reference": None}),
    "distance-to-target": Scale(_target, distance_to_target, {"targets": None}),
    "fraction-of-maximum": Scale(_greatest, fraction_of_maximum, frozen=("maximum",)),
    "percentile-rank": Scale(_several_places, percentile_rank, frozen=()),
    "rank": Scale(_places, rank, frozen=()),
    "borda": Scale(_places, borda, frozen=()),
    "goalposts": Scale(_posts, goalposts, {"goalposts": None, **_HUNDRED}),
}

"""Describe: what an indicator's values look like, and how much of every place and node is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.treat.moments import moments_of, shapes_of

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a column is flagged; shares 0 to 1. The defaults are those of COINr `get_stats`."""

    skewness: float = 2.0
    kurtosis: float = 3.5
    known: float = 0.65
    non_zero: float = 0.5
    distinct: float = 0.5


DEFAULTS = Limits()


@dataclass(frozen=True, eq=False)
class Statistics:
    """One entry for each node, all arrays (nodes,).

    minimum ... kurtosis  of the known values, in the column's unit (skewness, kurtosis without); NaN where there are too few
    known                 places with a value; non_zero and distinct count among those
    alike                 places that share the most frequent value
    *_share               known over all places; the others over the known; NaN where nothing is known
    has_*                 a share under its limit; outliers where |skewness| and kurtosis both exceed theirs
    """

    nodes: tuple[str, ...]
    minimum: Floats
    maximum: Floats
    mean: Floats
    median: Floats
    deviation: Floats
    skewness: Floats
    kurtosis: Floats
    known: Counts
    non_zero: Counts
    distinct: Counts
    alike: Counts
    known_share: Floats
    non_zero_share: Floats
    distinct_share: Floats
    alike_share: Floats
    has_few_values: Flags
    has_many_zeros: Flags
    has_few_distinct: Flags
    has_outliers: Flags


@dataclass(frozen=True, eq=False)
class PlaceCounts:
    """How much is known about each place, all arrays (places,).

    known_share     indicators with a value over all indicators
    non_zero_share  values other than zero over the known ones; NaN where nothing is known
    has_*           a share under the limit that `count_places` was given
    """

    places: tuple[str, ...]
    missing: Counts
    zeros: Counts
    missing_or_zero: Counts
    known_share: Floats
    non_zero_share: Floats
    has_few_values: Flags
    has_many_zeros: Flags


@dataclass(frozen=True, eq=False)
class _Order:
    median: Floats
    distinct: Counts
    alike: Counts


def describe(table: Table, limits: Limits = DEFAULTS) -> Statistics:
    """Statistics of every column.

    Deviation with n-1; skewness G1 and kurtosis G2, both bias-corrected (Joanes & Gill 1998). Gaps are left out and counted.
    Raises DataProblem("table_without_places") where there is no row. Source: COINr `get_stats`.
    """
    values = np.ascontiguousarray(table.values)
    if not values.shape[0]:
        raise DataProblem("table_without_places", step="statistics")
    known = (~np.isnan(values)).sum(axis=0)
    non_zero = (~np.isnan(values) & (values != 0)).sum(axis=0)
    moments = moments_of(values)
    shapes, order = shapes_of(moments), _order(values, known)
    known_share = known / values.shape[0]
    shares = [_share(count, known) for count in (non_zero, order.distinct, order.alike)]
    return Statistics(
        nodes=table.nodes,
        minimum=moments.extremes.least,
        maximum=moments.extremes.most,
        mean=moments.mean,
        median=order.median,
        deviation=moments.deviation,
        skewness=shapes.skewness,
        kurtosis=shapes.kurtosis,
        known=known,
        non_zero=non_zero,
        distinct=order.distinct,
        alike=order.alike,
        known_share=known_share,
        non_zero_share=shares[0],
        distinct_share=shares[1],
        alike_share=shares[2],
        has_few_values=known_share < limits.known,
        has_many_zeros=shares[0] < limits.non_zero,
        has_few_distinct=shares[1] < limits.distinct,
        has_outliers=(np.abs(shapes.skewness) > limits.skewness) & (shapes.kurtosis > limits.kurtosis),
    )


def count_places(table: Table, *, known: float = 0.65, non_zero: float = 0.05) -> PlaceCounts:
    """Gaps and zeros of every place, and whether they are more than the limits allow (shares, 0 to 1).

    Source: COINr `get_data_avail`, `Screen`.
    """
    gaps = np.isnan(table.values)
    missing, zeros = gaps.sum(axis=1), (table.values == 0).sum(axis=1)
    present = len(table.nodes) - missing
    known_share = _share(present, np.full(len(table.places), len(table.nodes)))
    non_zero_share = _share(present - zeros, present)
    return PlaceCounts(
        places=table.places,
        missing=missing,
        zeros=zeros,
        missing_or_zero=missing + zeros,
        known_share=known_share,
        non_zero_share=non_zero_share,
        has_few_values=known_share < known,
        has_many_zeros=non_zero_share < non_zero,
    )


def availability_by_node(table: Table, framework: Framework) -> Table:
    """(places, aggregates) share of the indicators below each aggregate that have a value, 0 to 1.

    Aggregates in reading order; those without any indicator in the table are left out. Source: COINr `get_data_avail`.
    """
    positions = {code: at for at, code in enumerate(table.nodes)}
    below: dict[str, list[int]] = {}
    for node in reversed(framework.nodes):
        below[node.code] = [positions[node.code]] if node.code in positions and node.kind == "indicator" else []
        for child in framework.children(node.code):
            below[node.code].extend(below[child.code])
    known = ~np.isnan(table.values)
    nodes = tuple(node.code for node in framework.aggregates if below[node.code])
    if not nodes:
        raise DataProblem("table_without_indicators", framework=framework.code)
    shares = [known[:, below[code]].sum(axis=1) / len(below[code]) for code in nodes]
    return Table(table.places, nodes, np.column_stack(shares))


def _share(part: Counts, whole: Counts) -> Floats:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def _order(values: Floats, known: Counts) -> _Order:
    """What sorting tells; gaps sort to the end."""
    ordered = np.sort(values, axis=0)
    rows, columns = np.arange(values.shape[0])[:, None], np.arange(values.shape[1])
    starts = np.ones(values.shape, np.bool_)
    starts[1:] = ordered[1:] != ordered[:-1]
    within = rows < known
    # Length of the run of equal values that a row stands in, so far.
    run = rows - np.maximum.accumulate(np.where(starts, rows, 0), axis=0) + 1
    last = np.maximum(known - 1, 0)
    median = (ordered[last // 2, columns] + ordered[np.maximum(known, 1) // 2, columns]) / 2
    # An odd number of values has one in the middle, an even number two.
    median = np.where(known % 2 == 1, ordered[last // 2, columns], median)
    return _Order(
        median=median,
        distinct=(starts & within).sum(axis=0),
        alike=np.where(within, run, 0).max(axis=0, initial=0),
    )

"""Uncertainty: how far a rank moves when the choices and the data might as well have been a little different."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.rank import rank_rows
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.treat import Treatment

# Replications done at a time: bounds the memory, and, being fixed, gives the same draws however the work is shared out.
BLOCK = 125
# Half-width of a 95 % interval in standard deviations of the normal distribution.
HALF_WIDTH_95 = 1.959963984540054
# Scales on which every value is positive, so that the geometric mean exists.
MINMAX_LOW, MINMAX_HIGH = 1.0, 100.0
ZSCORE_MEAN, ZSCORE_DEVIATION, ZSCORE_FLOOR = 100.0, 15.0, 1.0


@dataclass(frozen=True, eq=False)
class Bands:
    """What the ranks of each place came to over the replications, for the index and every area.

    median, low, high  (places, nodes) float64  median, 5th and 95th percentile (type 7) of the ranks; NaN is no score
    top                (places, nodes) float64  share of replications in which the place is among the first `first`
    """

    places: tuple[str, ...]
    nodes: tuple[str, ...]
    median: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    top: NDArray[np.float64]
    replications: int
    first: int = 10

    def __post_init__(self) -> None:
        for column in (self.median, self.low, self.high, self.top):
            column.setflags(write=False)


@dataclass(frozen=True, eq=False)
class Uncertain:
    """What is varied.

    table       (places, indicators)  values after treatment; gaps stay gaps in every replication
    noise       (places, indicators)  standard deviation of the raw value, 0 where no interval was published
    raw         (places, indicators)  values before treatment
    scores      (places, nodes)       nominal scores: a node without one gets none in any replication
    """

    table: Table
    raw: Table
    noise: NDArray[np.float64]
    scores: Table
    directions: Sequence[int]
    treatments: Mapping[str, Treatment]


def deviations(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard deviations from 95 % intervals, any shape; 0 where an end is missing."""
    return np.nan_to_num((high - low) / (2 * HALF_WIDTH_95), nan=0.0)


def bands(uncertain: Uncertain, framework: Framework, weights: Mapping[str, float], plan: Mapping[str, Any]) -> Bands:
    """Monte Carlo over weights (uniform within +- a share, every level), normalisation, aggregation and data noise.

    plan  replications, seed, weights (share), normalisations, aggregations, noise (bool), top
    Noise is drawn on the raw value from its published interval and goes through the nominal treatment of its column.
    Source: OECD/JRC Handbook (2008), step 7; Saisana, Saltelli & Tarantola (2005).
    """
    _check(plan)
    nodes = (framework.root, *(area.code for area in framework.areas if area.code in weights))
    replications = plan["replications"]
    ranks = {node: np.empty((replications, _count(uncertain, node)), np.int16) for node in nodes}
    for block, start in enumerate(range(0, replications, BLOCK)):
        stop = min(start + BLOCK, replications)
        generator = np.random.Generator(np.random.PCG64(seed_of(plan["seed"], "uncertainty", str(block))))
        scores = _scores(uncertain, framework, weights, plan=plan, generator=generator, count=stop - start)
        for node in nodes:
            known = ~np.isnan(uncertain.scores.column(node))
            ranks[node][start:stop] = rank_rows(scores[node][:, known])
    return _summary(uncertain.scores, nodes, ranks, first=plan["top"])


def _check(plan: Mapping[str, Any]) -> None:
    if not 1 <= plan["replications"] <= 1_000_000:
        raise DataProblem("replications_out_of_range", found=plan["replications"], low=1, high=1_000_000)
    if not 0 <= plan["weights"] < 1:
        raise DataProblem("weight_change_out_of_range", found=plan["weights"], low=0, high=1)
    for name, allowed in (("normalisations", ("minmax", "zscore")), ("aggregations", ("arithmetic", "geometric"))):
        for found in plan[name] or ("",):
            if found not in allowed:
                raise DataProblem("method_unknown", step="uncertainty", found=found, allowed=", ".join(allowed))


def _count(uncertain: Uncertain, node: str) -> int:
    return int((~np.isnan(uncertain.scores.column(node))).sum())


def _scores(
    uncertain: Uncertain,
    framework: Framework,
    weights: Mapping[str, float],
    *,
    plan: Mapping[str, Any],
    generator: np.random.Generator,
    count: int,
) -> dict[str, NDArray[np.float64]]:
    """Scores of `count` replications: node -> (count, places)."""
    zscored = generator.integers(len(plan["normalisations"]), size=count)
    as_zscore = np.array([plan["normalisations"][pick] == "zscore" for pick in zscored])
    picks = generator.integers(len(plan["aggregations"]), size=count)
    geometric = np.array([plan["aggregations"][pick] == "geometric" for pick in picks])
    share = plan["weights"]
    drawn = {code: weights[code] * generator.uniform(1 - share, 1 + share, count) for code in weights}
    sums: dict[str, NDArray[np.float64]] = {}
    weight_sums: dict[str, NDArray[np.float64]] = {}
    means: dict[str, NDArray[np.float64]] = {}
    for node in reversed(framework.nodes):
        if node.code not in weights:
            continue
        if node.kind == "indicator":
            at = uncertain.table.nodes.index(node.code)
            values = _normalised(_draws(uncertain, at, plan["noise"], generator, count=count), as_zscore)
            known = ~np.isnan(uncertain.table.values[:, at])
        else:
            values = _mean(sums.pop(node.code), weight_sums.pop(node.code), geometric)
            known = ~np.isnan(uncertain.scores.column(node.code))
            means[node.code] = values
        if node.parent:
            _add(
                sums, weight_sums, node.parent, values=values, known=known, weight=drawn[node.code], geometric=geometric
            )
    return means


def _draws(
    uncertain: Uncertain, at: int, noise: bool, generator: np.random.Generator, *, count: int
) -> NDArray[np.float64]:
    """Directed values of one indicator: (count, places), gaps as NaN."""
    values = np.broadcast_to(uncertain.table.values[:, at], (count, len(uncertain.table.places)))
    deviation = uncertain.noise[:, at]
    if noise and (deviation > 0).any():
        values = values.copy()
        noisy = np.flatnonzero(deviation > 0)
        raw = uncertain.raw.values[noisy, at] + deviation[noisy] * generator.standard_normal((count, noisy.size))
        values[:, noisy] = uncertain.treatments[uncertain.table.nodes[at]].apply(raw)
    return values * uncertain.directions[at]


def _normalised(values: NDArray[np.float64], as_zscore: NDArray[np.bool_]) -> NDArray[np.float64]:
    known = ~np.isnan(values[0])
    own = values[:, known]
    out = np.full(values.shape, np.nan)
    if not known.any():
        return out
    least, most = own.min(axis=1, keepdims=True), own.max(axis=1, keepdims=True)
    scaled = (own - least) / (most - least) * (MINMAX_HIGH - MINMAX_LOW) + MINMAX_LOW
    if as_zscore.any():
        some = own[as_zscore]
        z = (some - some.mean(axis=1, keepdims=True)) / some.std(axis=1, ddof=1, keepdims=True)
        scaled[as_zscore] = np.maximum(z * ZSCORE_DEVIATION + ZSCORE_MEAN, ZSCORE_FLOOR)
    out[:, known] = scaled
    return out


def _add(
    sums: dict[str, NDArray[np.float64]],
    weight_sums: dict[str, NDArray[np.float64]],
    parent: str,
    *,
    values: NDArray[np.float64],
    known: NDArray[np.bool_],
    weight: NDArray[np.float64],
    geometric: NDArray[np.bool_],
) -> None:
    if parent not in sums:
        sums[parent], weight_sums[parent] = np.zeros(values.shape), np.zeros(values.shape)
    own = values[:, known]
    if geometric.any():
        own[geometric] = np.log(own[geometric])
    sums[parent][:, known] += own * weight[:, None]
    weight_sums[parent][:, known] += weight[:, None]


def _mean(
    total: NDArray[np.float64], weight_sum: NDArray[np.float64], geometric: NDArray[np.bool_]
) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        values = total / weight_sum
    values[geometric] = np.exp(values[geometric])
    return values


def _summary(scores: Table, nodes: tuple[str, ...], ranks: Mapping[str, NDArray[np.int16]], *, first: int) -> Bands:
    shape = (len(scores.places), len(nodes))
    median, low, high, top = (np.full(shape, np.nan) for _ in range(4))
    replications = len(ranks[nodes[0]])
    for column, node in enumerate(nodes):
        known = ~np.isnan(scores.column(node))
        ordered = np.sort(ranks[node], axis=0).astype(float)
        low[known, column], median[known, column], high[known, column] = (
            _quantile(ordered, share) for share in (0.05, 0.5, 0.95)
        )
        top[known, column] = (ranks[node] <= first).sum(axis=0) / replications
    return Bands(scores.places, nodes, median, low, high, top, replications, first)


def _quantile(ordered: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Type 7 quantile of each column of sorted values."""
    position = (len(ordered) - 1) * share
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    quantile: NDArray[np.float64] = ordered[below] + (ordered[above] - ordered[below]) * (position - below)
    return quantile

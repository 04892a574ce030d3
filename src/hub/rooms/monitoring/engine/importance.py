"""Importance: how much of what a score tells apart comes from each node, against the weight that it was given."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.correlations import Correlations, mid_ranks
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.weigh import effective_weights

MOST_BINS = 20


@dataclass(frozen=True, slots=True)
class Importance:
    """One node and the score that it takes part in: its parent, or the index.

    weight       its share among its siblings, or its effective share in the index, 0 to 1
    coefficient  correlation r with the score; p_value of no association
    linear       main effect by a line: r squared, the share of the score's variance that goes with the node, 0 to 1
    smooth       the same without a line: correlation ratio over bins
    share        linear over its sum in the group: all siblings, or all indicators; sums to 1
    ratio        share over weight; 1 where the node counts as much as it was meant to
    All NaN where they cannot be told.
    """

    node: str
    target: str
    weight: float
    coefficient: float
    p_value: float
    linear: float
    smooth: float
    share: float
    ratio: float


def importance_among_siblings(
    scores: Table, framework: Framework, weights: Mapping[str, float], correlations: Correlations
) -> tuple[Importance, ...]:
    """Importance of every node for its parent's score, in reading order of the parents; single children are left out.

    scores        normalised indicators and aggregates
    correlations  of all nodes with all nodes, pearson
    Source: Paruolo, Saisana & Saltelli (2013), Ratings and rankings: voodoo or science?, JRSS A 176(3).
    """
    found: list[Importance] = []
    for parent in framework.aggregates:
        nodes = [node.code for node in framework.children(parent.code) if _is_used(node.code, scores, weights)]
        if len(nodes) > 1 and parent.code in scores.nodes:
            shares = {code: weights[code] for code in nodes}
            found.extend(_importances(scores, parent.code, shares, correlations))
    return tuple(found)


def importance_for_index(
    scores: Table, framework: Framework, weights: Mapping[str, float], correlations: Correlations
) -> tuple[Importance, ...]:
    """Importance of every indicator for the index, against its effective weight."""
    effective = effective_weights(framework, weights)
    indicators = [node.code for node in framework.indicators if _is_used(node.code, scores, weights)]
    if framework.root not in scores.nodes:
        return ()
    return _importances(scores, framework.root, {code: effective[code] for code in indicators}, correlations)


def correlation_ratio(values: NDArray[np.float64], target: NDArray[np.float64]) -> float:
    """Share of the target's variance between groups of like values, 0 to 1: the main effect without assuming a line.

    Groups hold about the same number of places: the root of the number of places, at most 20; equal values stay together.
    Kelley's correction takes away what so many groups would explain by chance. Places with a gap in either are left out.
    NaN under five places or where either is the same everywhere. Source: Kelley (1935), PNAS 21(9).
    """
    known = ~np.isnan(values) & ~np.isnan(target)
    count = int(known.sum())
    if count < 5 or np.ptp(values[known]) == 0 or np.ptp(target[known]) == 0:
        return math.nan
    bins = min(MOST_BINS, math.isqrt(count))
    positions = mid_ranks(values[known][:, None])[:, 0] - 0.5
    _, groups = np.unique(np.floor(positions * bins / count), return_inverse=True)
    apart = target[known] - math.fsum(target[known].tolist()) / count
    sizes, sums = np.bincount(groups), np.bincount(groups, weights=apart)
    between, total = math.fsum((sums * sums / sizes).tolist()), math.fsum((apart * apart).tolist())
    if count <= len(sizes):
        return math.nan
    return max(0.0, 1 - (1 - between / total) * (count - 1) / (count - len(sizes)))


def _is_used(code: str, scores: Table, weights: Mapping[str, float]) -> bool:
    return code in scores.nodes and weights.get(code, 0) > 0


def _importances(
    scores: Table, target: str, weights: Mapping[str, float], correlations: Correlations
) -> tuple[Importance, ...]:
    coefficients = [correlations.coefficient(code, target) for code in weights]
    shares = _shares([one * one for one in coefficients])
    return tuple(
        Importance(
            node=code,
            target=target,
            weight=weights[code],
            coefficient=one,
            p_value=correlations.p_value(code, target),
            linear=one * one,
            smooth=correlation_ratio(scores.column(code), scores.column(target)),
            share=share,
            ratio=share / weights[code],
        )
        for code, one, share in zip(weights, coefficients, shares, strict=True)
    )


def _shares(effects: Sequence[float]) -> list[float]:
    total = math.fsum(effect for effect in effects if not math.isnan(effect))
    return [effect / total if total > 0 else math.nan for effect in effects]

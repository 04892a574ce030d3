"""Checks: what stands out against a place's own history and against the other places. They ask; they refuse nothing."""

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import Finding
from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.engine.observations import Observations

# Scaled to the standard deviation of a normal distribution.
MAD_SCALE = 1.4826
# Robust z at which a change or a value is worth a question: rare even in distributions with heavy tails.
JUMP_LIMIT = 8.0
PEER_LIMIT = 8.0
# Under this many, the median absolute deviation says little.
FEWEST_CHANGES = 30
FEWEST_PEERS = 20
# Only the most striking findings of an indicator are listed; the rest are counted.
LISTED = 5


def check_observations(observations: Observations, indicators: tuple[Node, ...]) -> tuple[Finding, ...]:
    """Warnings for each indicator: jumps between periods, and values far from the peers of the newest period."""
    findings: list[Finding] = []
    for node in indicators:
        if node.code not in observations.indicators:
            continue
        own = observations.indicator == observations.indicators.index(node.code)
        positions = np.flatnonzero(own & ~np.isnan(observations.value))
        findings += _jumps(observations, node, positions)
        findings += _outlying(observations, node, positions)
    return tuple(findings)


def robust_z(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(value - median) / (1.4826 MAD); all 0 where the MAD is 0."""
    centre = np.median(values)
    spread = MAD_SCALE * np.median(np.abs(values - centre))
    return np.zeros(len(values)) if spread == 0 else (values - centre) / spread


def _jumps(observations: Observations, node: Node, positions: NDArray[np.intp]) -> list[Finding]:
    """Changes from one period to the next that no other change of this indicator comes near."""
    place, end = observations.place[positions], observations.ends[observations.period[positions]]
    ordered = positions[np.lexsort((end, place))]
    place = observations.place[ordered]
    follows = np.flatnonzero(place[1:] == place[:-1]) + 1
    if len(follows) < FEWEST_CHANGES:
        return []
    change = observations.value[ordered[follows]] - observations.value[ordered[follows - 1]]
    score = np.abs(robust_z(change))
    striking = [at for at in np.argsort(-score, kind="stable") if score[at] > JUMP_LIMIT]
    found = [
        (
            int(ordered[follows[at]]),
            {"before": float(observations.value[ordered[follows[at] - 1]]), "z": float(score[at])},
        )
        for at in striking
    ]
    return _findings("value_jumps", observations, node, found)


def _outlying(observations: Observations, node: Node, positions: NDArray[np.intp]) -> list[Finding]:
    """Values of the newest period far from the median of all places in it."""
    if not positions.size:
        return []
    end = observations.ends[observations.period[positions]]
    newest = positions[end == end.max()]
    if len(newest) < FEWEST_PEERS:
        return []
    values = observations.value[newest]
    score = np.abs(robust_z(values))
    striking = [at for at in np.argsort(-score, kind="stable") if score[at] > PEER_LIMIT]
    found = [(int(newest[at]), {"median": float(np.median(values)), "z": float(score[at])}) for at in striking]
    return _findings("value_far_from_peers", observations, node, found)


def _findings(
    code: str, observations: Observations, node: Node, found: list[tuple[int, dict[str, float]]]
) -> list[Finding]:
    listed = []
    for number, (position, parameters) in enumerate(found[:LISTED], start=1):
        one = observations.at(position)
        listed.append(
            Finding(
                code,
                "warning",
                found=repr(one.value),
                file=one.file,
                row=one.row,
                column=node.code,
                others=max(len(found) - LISTED, 0) if number == LISTED else 0,
                parameters={"place": one.place, "indicator": one.indicator, "period": one.period, **parameters},
            )
        )
    return listed

"""Scales of an earlier edition, so that scores of another one can be compared with it."""

from collections.abc import Mapping

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.normalise.batches import Batch, Constants
from hub.rooms.monitoring.engine.normalise.scales import SCALES
from hub.rooms.monitoring.engine.steps import Step

Frozen = Mapping[str, Mapping[str, float | str]]


def frozen_scale(step: Step) -> Frozen:
    """node -> method, direction and constants (minimum, maximum, mean, deviation) that a normalised step used.

    The range onto which they are stretched (low and high, mean and deviation of the method) stays with the recipe.
    Nodes that had gaps only are left out.
    """
    return {node: {"method": step.method, **used} for node, used in step.columns.items() if used}


def thaw(frozen: Frozen, batch: Batch, method: str) -> Constants:
    """Constants (nodes,) of an earlier edition in place of those of the batch.

    Raises DataProblem: method_not_frozen (ranks are ranks among the places at hand), frozen_node_missing,
    frozen_scale_differs (it was normalised by another method, or turned the other way), frozen_value_missing.
    """
    names = SCALES[method].frozen
    if not names:
        allowed = ", ".join(name for name, scale in SCALES.items() if scale.frozen)
        raise DataProblem("method_not_frozen", step=batch.where, node=batch.nodes[0], found=method, allowed=allowed)
    for node, direction in zip(batch.nodes, batch.directions.tolist(), strict=True):
        _check_node(frozen, node, {"method": method, "direction": direction}, names)
    return {name: np.array([float(frozen[node][name]) for node in batch.nodes]) for name in names}


def _check_node(frozen: Frozen, node: str, wanted: Mapping[str, float | str], names: tuple[str, ...]) -> None:
    if node not in frozen:
        raise DataProblem("frozen_node_missing", node=node)
    for name, one in wanted.items():
        found = frozen[node].get(name)
        if found != one:
            raise DataProblem("frozen_scale_differs", node=node, parameter=name, found=found, allowed=one)
    for name in names:
        if name not in frozen[node]:
            raise DataProblem("frozen_value_missing", node=node, parameter=name)

"""Shares: weights that sum to one under every parent, over the nodes that are left."""

import math
from collections.abc import Mapping, Sequence

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework


def weigh(framework: Framework, nodes: Sequence[str], method: str) -> Mapping[str, float]:
    """Share of each node among its siblings, summing to 1 under every parent.

    nodes   indicators that are left after screening; an area without any left has no weight
    method  `equal`: siblings count the same; `given`: in proportion to the weights of the framework
    Source: OECD/JRC Handbook (2008), step 6.
    """
    if method not in ("equal", "given"):
        raise DataProblem("method_unknown", step="weigh", found=method, allowed="equal, given")
    if method == "given":
        return weigh_as(framework, nodes, {})
    return weigh_as(framework, nodes, {node.code: 1.0 for node in framework.nodes})


def weigh_as(framework: Framework, nodes: Sequence[str], raw: Mapping[str, float]) -> Mapping[str, float]:
    """Shares in proportion to `raw`; a node that it does not name keeps the weight of the framework.

    raw  node -> weight >= 0 on any scale that is common to siblings
    Raises DataProblem: node_unknown, weight_unusable (negative or not finite), weights_without_sum (all zero).
    """
    for code in raw:
        framework.node(code)
    weights = {framework.root: 1.0}
    for parent, children in siblings_of(framework, nodes).items():
        weights |= shares_of(parent, {code: raw.get(code, framework.node(code).weight) for code in children})
    return weights


def shares_of(parent: str, raw: Mapping[str, float]) -> Mapping[str, float]:
    """Weights of the children of one node, scaled to sum to 1."""
    for code, weight in raw.items():
        if not 0 <= weight < math.inf:
            raise DataProblem("weight_unusable", node=code, parent=parent, found=weight)
    largest = max(raw.values())
    if largest == 0:
        raise DataProblem("weights_without_sum", node=parent, found=", ".join(raw))
    # Sums of weights as large or as small as numbers go would overflow, or lose digits.
    scale = 1.0 if 1e-200 < largest < 1e200 else largest
    total = math.fsum(weight / scale for weight in raw.values())
    return {code: weight / scale / total for code, weight in raw.items()}


def siblings_of(framework: Framework, nodes: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Parent -> its children that are left, both in reading order."""
    alive = _alive(framework, nodes)
    children = {
        parent.code: tuple(child.code for child in framework.children(parent.code) if child.code in alive)
        for parent in framework.aggregates
    }
    return {parent: codes for parent, codes in children.items() if codes}


def effective_weights(framework: Framework, weights: Mapping[str, float]) -> Mapping[str, float]:
    """Share of each node in the whole index: the product of the shares on its way up."""
    effective = {framework.root: 1.0}
    for node in framework.nodes:
        if node.code in weights and node.code != framework.root:
            effective[node.code] = effective[node.parent] * weights[node.code]
    return effective


def _alive(framework: Framework, nodes: Sequence[str]) -> set[str]:
    """The indicators that are left, and every node above one of them."""
    alive: set[str] = set()
    for code in nodes:
        while code and code not in alive:
            alive.add(code)
            code = framework.node(code).parent
    return alive

"""Weigh: how much each node counts among its siblings."""

from collections.abc import Mapping

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework


def weigh(framework: Framework, nodes: tuple[str, ...], method: str) -> Mapping[str, float]:
    """Share of each node among its siblings, summing to 1 within every parent.

    nodes   indicators that are left after screening; an area without any left has no weight
    method  `equal`: siblings count the same; `given`: in proportion to the weights of the framework
    Source: OECD/JRC Handbook (2008), step 6.
    """
    if method not in ("equal", "given"):
        raise DataProblem("method_unknown", step="weigh", found=method, allowed="equal, given")
    alive = _alive(framework, nodes)
    weights = {framework.root: 1.0}
    for parent in framework.nodes:
        siblings = [node for node in framework.children(parent.code) if node.code in alive]
        raw = [node.weight if method == "given" else 1.0 for node in siblings]
        total = sum(raw)
        for node, weight in zip(siblings, raw, strict=True):
            weights[node.code] = weight / total
    return weights


def effective_weights(framework: Framework, weights: Mapping[str, float]) -> Mapping[str, float]:
    """Share of each node in the whole index: the product of the shares on its way up."""
    effective = {framework.root: 1.0}
    for node in framework.nodes:
        if node.code in weights and node.code != framework.root:
            effective[node.code] = effective[node.parent] * weights[node.code]
    return effective


def _alive(framework: Framework, nodes: tuple[str, ...]) -> set[str]:
    """The indicators that are left, and every node above one of them."""
    alive: set[str] = set()
    for code in nodes:
        while code and code not in alive:
            alive.add(code)
            code = framework.node(code).parent
    return alive

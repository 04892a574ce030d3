"""Budget allocation: experts share out points among the children of a node."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.weigh.shares import siblings_of, weigh_as

# Of the budget: what rounding in a spreadsheet may lose, not what an expert may forget.
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Budget:
    """Weights by budget allocation.

    weights  node -> share among its siblings: the mean over the experts
    shares   child -> share given by each expert; of children that are left, with the same scale as the weights
    spreads  child -> standard deviation (n - 1) of these shares; NaN with one expert
    """

    weights: Mapping[str, float]
    shares: Mapping[str, tuple[float, ...]]
    spreads: Mapping[str, float]


def weigh_by_budget(
    framework: Framework, nodes: Sequence[str], points: Mapping[str, Sequence[float]], *, budget: float = 100.0
) -> Budget:
    """Mean share of the points that experts gave to each child.

    points  child -> points of each expert, in one order of experts for all children of a node; all declared children of
            a node or none: where none is named, the weights of the framework stand
    budget  what the points of one expert for the children of one node sum to
    Children that are no longer left are dropped after the mean is taken; the others are scaled up.
    Raises DataProblem: node_unknown, node_without_siblings, budget_child_missing, budget_experts_differ,
    budget_points_unusable, budget_not_spent, budget_unusable, weights_without_sum.
    Source: OECD/JRC Handbook (2008), step 6 (budget allocation process).
    """
    if not 0 < budget < math.inf:
        raise DataProblem("budget_unusable", found=budget)
    parents = dict.fromkeys(framework.node(code).parent for code in points)
    means: dict[str, float] = {}
    for parent in parents:
        _check(framework, parent, points, budget)
        for child in framework.children(parent):
            given = points[child.code]
            means[child.code] = math.fsum(given) / len(given) / budget
    weights = weigh_as(framework, nodes, means)
    shares: dict[str, tuple[float, ...]] = {}
    for parent, children in siblings_of(framework, nodes).items():
        if parent in parents:
            scale = math.fsum(means[code] for code in children) * budget
            shares |= {code: tuple(given / scale for given in points[code]) for code in children}
    return Budget(weights, shares, {code: _spread(own) for code, own in shares.items()})


def _check(framework: Framework, parent: str, points: Mapping[str, Sequence[float]], budget: float) -> None:
    if not parent:
        raise DataProblem("node_without_siblings", node=framework.root)
    children = [child.code for child in framework.children(parent)]
    for code in children:
        if code not in points:
            raise DataProblem("budget_child_missing", node=code, parent=parent)
    experts = len(points[children[0]])
    for code in children:
        if len(points[code]) != experts or not experts:
            raise DataProblem(
                "budget_experts_differ", node=code, parent=parent, found=len(points[code]), allowed=max(experts, 1)
            )
        for at, given in enumerate(points[code]):
            if not isinstance(given, int | float) or not 0 <= given < math.inf:
                raise DataProblem("budget_points_unusable", node=code, parent=parent, expert=at + 1, found=given)
    for at in range(experts):
        spent = math.fsum(points[code][at] for code in children)
        if abs(spent - budget) > ROUNDING * budget:
            raise DataProblem("budget_not_spent", node=parent, expert=at + 1, found=spent, allowed=budget)


def _spread(shares: Sequence[float]) -> float:
    if len(shares) < 2:
        return math.nan
    mean = math.fsum(shares) / len(shares)
    return math.sqrt(math.fsum((share - mean) ** 2 for share in shares) / (len(shares) - 1))

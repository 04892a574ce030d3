"""Ranks of the nodes that a recipe ranks, and the uncertain choices under which they are seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.rank import rank, rank_in_groups
from hub.rooms.monitoring.engine.recipe import Plan, Recipe
from hub.rooms.monitoring.engine.stages import Stage, columns_of
from hub.rooms.monitoring.engine.uncertainty import Choices, read_choices


@dataclass(frozen=True, eq=False)
class Ranking:
    """Ranks of the index and of the levels that the recipe names.

    nodes  codes of the columns; ranks (places, nodes) int32, 0 is no rank
    """

    nodes: tuple[str, ...] = ()
    ranks: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    in_groups: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)


def choices_of(recipe: Recipe, seed: int | None = None) -> Choices:
    """The uncertain choices of a recipe, under its own seed or another."""
    plan = recipe.plan("uncertainty")
    said: Mapping[str, object] = plan.parameters if plan else {}
    return read_choices(said if seed is None else {**said, "seed": seed})


def ranking_of(stage: Stage, recipe: Recipe) -> Ranking:
    """Ranks overall and in groups; none where the recipe ranks nothing."""
    plan = recipe.plan("rank")
    if plan is None:
        return Ranking()
    levels = plan.parameters["levels"]
    framework = stage.ground.framework
    nodes = (
        framework.root,
        *(
            node.code
            for node in framework.aggregates
            if node.code in stage.weights and node.kind in levels and node.code != framework.root
        ),
    )
    scores = columns_of(stage.table, nodes).values
    return Ranking(nodes, _frozen(rank(scores)), _in_groups(stage, plan, scores))


def _in_groups(stage: Stage, plan: Plan, scores: NDArray[np.float64]) -> Mapping[str, NDArray[np.int32]]:
    found = {}
    for grouping in plan.parameters["groupings"]:
        groups = [stage.places.group_of(place, grouping) for place in stage.table.places]
        found[grouping] = _frozen(rank_in_groups(scores, groups))
    return found


def _frozen(ranks: NDArray[np.int32]) -> NDArray[np.int32]:
    ranks.setflags(write=False)
    return ranks

"""Weigh: how much each node counts among its siblings.

`balanced` and `doubt` are imported from their own modules: they need an optimiser, which takes most of a second to load.
"""

from hub.rooms.monitoring.engine.weigh.budget import Budget, weigh_by_budget
from hub.rooms.monitoring.engine.weigh.components import (
    Components,
    FirstComponent,
    first_component,
    weigh_by_components,
)
from hub.rooms.monitoring.engine.weigh.pairwise import (
    Judgement,
    Pairwise,
    judge,
    weigh_by_pairs,
)
from hub.rooms.monitoring.engine.weigh.reach import Reach, best_and_worst
from hub.rooms.monitoring.engine.weigh.shares import effective_weights, shares_of, siblings_of, weigh, weigh_as

__all__ = [
    "Budget",
    "Components",
    "FirstComponent",
    "Judgement",
    "Pairwise",
    "Reach",
    "best_and_worst",
    "effective_weights",
    "first_component",
    "judge",
    "shares_of",
    "siblings_of",
    "weigh",
    "weigh_as",
    "weigh_by_budget",
    "weigh_by_components",
    "weigh_by_pairs",
]

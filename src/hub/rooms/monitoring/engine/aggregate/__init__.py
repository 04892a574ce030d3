"""Aggregate: from indicators up to the index, level by level."""

from hub.rooms.monitoring.engine.aggregate.means import MEANS, mean
from hub.rooms.monitoring.engine.aggregate.outranking import copeland, outranking_matrix
from hub.rooms.monitoring.engine.aggregate.tree import METHODS, Rule, aggregate

__all__ = ["MEANS", "METHODS", "Rule", "aggregate", "copeland", "mean", "outranking_matrix"]

"""Strengths and weaknesses: where one place stands best and worst, and its scores at a glance."""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.steps import Table


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator of a place: `value` as the table has it, rank 1 the best in the indicator's direction.

    above, below  places that are better and worse; equal ones are neither
    places        places with a value
    """

    node: str
    parent: str
    value: float
    rank: int
    above: int
    below: int
    places: int

    @property
    def is_last(self) -> bool:
        """No place is worse."""
        return self.below == 0

    @property
    def is_tied(self) -> bool:
        return self.above + self.below + 1 < self.places


@dataclass(frozen=True, slots=True)
class Strengths:
    """Indicators of a place: `strengths` best first, `weaknesses` worst last."""

    place: str
    strengths: tuple[Standing, ...]
    weaknesses: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Score and rank of a place in one aggregate; None and 0 where it has none."""

    node: str
    score: float | None
    rank: int


def standings(table: Table, framework: Framework, place: str) -> tuple[Standing, ...]:
    """Where a place stands in every indicator that it has a value for, in the order of the columns.

    table  any step's; values are compared in the direction of the indicator, so reported values will do
    Raises DataProblem("place_not_in_table").
    """
    row = _row(table, place)
    found = []
    for code in table.nodes:
        node = framework.node(code)
        column = table.column(code)
        if node.kind != "indicator" or np.isnan(column[row]):
            continue
        turned = column * node.direction
        above, below = int((turned > turned[row]).sum()), int((turned < turned[row]).sum())
        known = int((~np.isnan(column)).sum())
        found.append(Standing(code, node.parent, float(column[row]), above + 1, above, below, known))
    return tuple(found)


def strengths_of(table: Table, framework: Framework, place: str, *, most: int = 5) -> Strengths:
    """The indicators with the best and the worst ranks of a place, at most `most` of each.

    Equal ranks: first the one with more places below (fewer places tied), then by code. Where a place ties for last, as half of
    all places may with a zero, that is neither a strength nor a weakness; alone in the last rank it is a weakness only.
    Gaps take no part. Source: COINr `get_str_weak`.
    """
    found = sorted(standings(table, framework, place), key=lambda one: (one.rank, -one.below, one.node))
    strengths = [one for one in found if not one.is_last]
    weaknesses = [one for one in found if not (one.is_last and one.is_tied)]
    return Strengths(place, tuple(strengths[:most]), tuple(weaknesses[-most:] if most else ()))


def summary_of(scores: Table, framework: Framework, place: str) -> tuple[ScoreLine, ...]:
    """Score and rank of a place in every aggregate of the table: the index first, then level by level.

    Source: COINr `get_unit_summary`.
    """
    row = _row(scores, place)
    aggregates = [node for node in framework.aggregates if node.code in scores.nodes]
    lines = []
    for node in sorted(aggregates, key=lambda one: one.level):
        column = scores.column(node.code)
        score = None if np.isnan(column[row]) else float(column[row])
        lines.append(ScoreLine(node.code, score, int(rank(column)[row])))
    return tuple(lines)


def _row(table: Table, place: str) -> int:
    if place not in table.places:
        raise DataProblem("place_not_in_table", place=place, found=len(table.places))
    return table.places.index(place)

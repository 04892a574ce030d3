"""What is published about the future of an input, year by year, and values of it at any rank.

The five published points of a year are the 2.5, 10, 50, 90 and 97.5 % quantiles. A value at rank z (a standard normal
number) lies on the straight lines through those points, drawn at z = -1.96, -1.28, 0, 1.28, 1.96 and continued outside:
X_t = Q_t(z). So z = 0 is the published median exactly, and the quantiles of many values are the published ones.
"""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array

PROBABILITIES = (0.025, 0.1, 0.5, 0.9, 0.975)
MEDIAN = PROBABILITIES.index(0.5)
# Standard normal ranks of the five probabilities.
RANKS = (-1.959964, -1.281552, 0.0, 1.281552, 1.959964)
# No value of fertility falls under this part of the lowest published point: the line outside could cross zero.
LEAST_FERTILITY = 0.5


@dataclass(frozen=True, eq=False)
class Marginals:
    """Published quantiles of a country's inputs, each ending in the five `PROBABILITIES`, ascending.

    fertility    (year, 5)       children per woman (total fertility rate)
    expectancy   (sex, year, 5)  years of life at birth
    migration    (year, 5)       net persons a year
    Gaps: none allowed. Source: United Nations, World Population Prospects 2024, probabilistic projections; the median
    is the medium variant.
    """

    fertility: Array
    expectancy: Array
    migration: Array

    def __post_init__(self) -> None:
        years = len(self.migration)
        shapes = {"fertility": (years, 5), "expectancy": (2, years, 5), "migration": (years, 5)}
        for name, allowed in shapes.items():
            points = getattr(self, name)
            if points.shape != allowed:
                raise DataProblem("intervals_shape_differs", item=name, found=points.shape, allowed=allowed)
            if not np.isfinite(points).all():
                raise DataProblem("intervals_missing", item=name, found=int((~np.isfinite(points)).sum()))
            falling = np.argwhere(np.diff(points, axis=-1) < 0)
            if len(falling):
                raise DataProblem("intervals_out_of_order", item=name, position=int(falling[0][-2]) + 1)

    @property
    def years(self) -> int:
        return len(self.migration)


def points_of(intervals: Array, median: Array) -> Array:
    """The five points of each year from published ends and the median between them.

    intervals  (..., year, 4)  lower 95 %, lower 80 %, upper 80 %, upper 95 %
    median     (..., year)
    returns    (..., year, 5)
    """
    return np.concatenate([intervals[..., :2], median[..., None], intervals[..., 2:]], axis=-1)


def values_at(points: Array, ranks: Array) -> Array:
    """Values at ranks, linear between the published points and beyond the outermost ones.

    points   (year, 5)           ascending
    ranks    (year, trajectory)  standard normal
    returns  (year, trajectory)  in the unit of `points`
    """
    slopes = np.diff(points, axis=-1) / np.diff(RANKS)
    values = points[:, MEDIAN, None] + slopes[:, 1:2] * np.minimum(ranks, 0) + slopes[:, 2:3] * np.maximum(ranks, 0)
    values += (slopes[:, :1] - slopes[:, 1:2]) * np.minimum(ranks - RANKS[1], 0)
    values += (slopes[:, 3:] - slopes[:, 2:3]) * np.maximum(ranks - RANKS[3], 0)
    return values


def fertility_at(points: Array, ranks: Array) -> Array:
    """As `values_at`, never under half of the lowest published point of the year."""
    return np.maximum(values_at(points, ranks), LEAST_FERTILITY * points[:, :1])

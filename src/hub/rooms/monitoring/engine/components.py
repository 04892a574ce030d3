"""Components: whether the nodes of a group measure one thing, by principal components and Cronbach's alpha."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.correlations import columns_of, covariances
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.steps import Table

# Two variables that are not related have two eigenvalues of exactly 1, which rounding must not push above it.
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components of the standardised columns of one group.

    places      number of places without any gap, which alone are used
    deviations  (components,) standard deviation of each component, largest first; eigenvalue = its square
    rotation    (nodes, components) loadings, each column of length 1; its sum is not negative
    Where fewer than two places are complete, or a column has one value, all are NaN (one component for each node).
    """

    nodes: tuple[str, ...]
    places: int
    deviations: NDArray[np.float64]
    rotation: NDArray[np.float64]

    @property
    def eigenvalues(self) -> NDArray[np.float64]:
        """(components,) variance of each component, in units of one standardised column."""
        return self.deviations * self.deviations

    @property
    def kaiser_count(self) -> int:
        """Number of components with an eigenvalue above 1. Source: Kaiser (1960)."""
        return int((self.eigenvalues > 1 + ROUNDING).sum())

    @property
    def first_share(self) -> float:
        """Share of all variance that the first component carries, 0 to 1; NaN where there are no components."""
        values = self.eigenvalues.tolist()
        return float(values[0] / math.fsum(values)) if values and not math.isnan(values[0]) else math.nan


def components_of(table: Table, nodes: Sequence[str]) -> Components:
    """Principal components of the columns, each with mean 0 and deviation 1 (n-1).

    Places with a gap in any of the columns are left out. Raises DataProblem("node_not_in_table").
    Source: OECD/JRC Handbook (2008), step 4; R `prcomp(scale. = TRUE)`, as COINr `get_PCA`.
    """
    values = columns_of(table, nodes)
    complete = values[~np.isnan(values).any(axis=1)]
    count, width = complete.shape
    if count < 2 or not width or (complete.max(axis=0) == complete.min(axis=0)).any():
        return Components(tuple(nodes), count, np.full(width, np.nan), np.full((width, width), np.nan))
    centred = complete - complete.mean(axis=0)
    standardised = centred / np.sqrt((centred * centred).sum(axis=0) / (count - 1))
    _, singular, rotation = np.linalg.svd(standardised, full_matrices=False)
    return Components(tuple(nodes), count, singular / math.sqrt(count - 1), _oriented(rotation.T))


def components(table: Table, framework: Framework) -> Mapping[str, Components]:
    """Components of the children of every aggregate that has at least two in the table, in reading order."""
    groups = children_in(table, framework)
    return {parent: components_of(table, nodes) for parent, nodes in groups.items()}


def children_in(table: Table, framework: Framework) -> Mapping[str, tuple[str, ...]]:
    """Aggregate -> its children that the table has, where there are at least two."""
    present = set(table.nodes)
    groups = {
        node.code: tuple(child.code for child in framework.children(node.code) if child.code in present)
        for node in framework.aggregates
    }
    return {parent: nodes for parent, nodes in groups.items() if len(nodes) > 1}


def alpha(table: Table, nodes: Sequence[str]) -> float:
    """Cronbach's alpha of the columns: k^2 times the mean covariance of two different ones, over the sum of all covariances.

    Covariances are pairwise complete. NaN under two columns, where a pair shares fewer than two places, and where
    nothing varies. Below 0 where the columns work against one another. Source: Cronbach (1951); COINr `get_cronbach`.
    """
    matrix = covariances(table, nodes)
    width = len(nodes)
    total = math.fsum(matrix.ravel().tolist())
    if width < 2 or math.isnan(total) or total == 0:
        return math.nan
    apart = total - math.fsum(np.diag(matrix).tolist())
    return width * width * (apart / (width * (width - 1))) / total


def alphas(table: Table, framework: Framework) -> Mapping[str, float]:
    """Alpha of the children of every aggregate that has at least two in the table, in reading order."""
    return {parent: alpha(table, nodes) for parent, nodes in children_in(table, framework).items()}


def _oriented(rotation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn every component so that its loadings sum to more than 0; where they cancel, so that the first one is positive."""
    total = rotation.sum(axis=0)
    size = np.abs(rotation)
    first = rotation[(size > ROUNDING).argmax(axis=0), np.arange(rotation.shape[1])]
    turned = np.where(np.abs(total) > ROUNDING, total, first) < 0
    return np.where(turned, -rotation, rotation)

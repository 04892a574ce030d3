"""Components: weights from what the children of a node have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import aggregate
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.weigh.shares import siblings_of, weigh, weigh_as

LEAST_PLACES = 3
# Loadings and eigenvalues that differ by less are the same but for rounding.
SAME = 1e-9


@dataclass(frozen=True, eq=False, slots=True)
class FirstComponent:
    """First principal component of the children of one node.

    loadings   (children,) float64  unit length; the sum is positive
    explained  share of the variance of all children, 0 to 1
    places     number of places with a value for every child
    """

    loadings: NDArray[np.float64]
    explained: float
    places: int

    def __post_init__(self) -> None:
        self.loadings.setflags(write=False)


@dataclass(frozen=True, slots=True)
class Components:
    """Weights by principal components.

    weights   node -> share among its siblings
    loadings  child -> loading on the first component; 1 for a child without siblings
    explained, places  parent -> share of variance, number of complete places
    """

    weights: Mapping[str, float]
    loadings: Mapping[str, float]
    explained: Mapping[str, float]
    places: Mapping[str, int]


def weigh_by_components(framework: Framework, table: Table, *, squared: bool = False) -> Components:
    """Weights in proportion to the loadings on the first component of the children of every node.

    table    normalised indicators; nodes above them are scored by arithmetic means with the weights of the framework
    squared  squares of the loadings instead: what the component explains of each child, whatever its sign
    Raises DataProblem: loading_negative, component_not_unique, places_too_few, child_constant.
    Source: OECD/JRC Handbook (2008), step 6, after Nicoletti, Scarpetta & Boylaud (2000); only the first component,
    not rotated.
    """
    indicators = tuple(code for code in table.nodes if framework.node(code).kind == "indicator")
    given = weigh(framework, indicators, "given")
    scores = aggregate(table, framework, given, method="arithmetic", thresholds={}, levels={}).table
    found = {
        parent: first_component(parent, children, np.column_stack([scores.column(code) for code in children]))
        for parent, children in siblings_of(framework, indicators).items()
    }
    loadings: dict[str, float] = {}
    for parent, children in siblings_of(framework, indicators).items():
        loadings |= dict(zip(children, found[parent].loadings.tolist(), strict=True))
        if not squared:
            _refuse_negative(parent, {code: loadings[code] for code in children})
    raw = {code: loading**2 if squared else loading for code, loading in loadings.items()}
    return Components(
        weigh_as(framework, indicators, raw),
        loadings,
        {parent: one.explained for parent, one in found.items()},
        {parent: one.places for parent, one in found.items()},
    )


def first_component(parent: str, children: Sequence[str], values: NDArray[np.float64]) -> FirstComponent:
    """First principal component of the correlation matrix.

    values  (places, children)  places with a gap are left out
    """
    complete = values[~np.isnan(values).any(axis=1)]
    if len(children) == 1:
        return FirstComponent(np.ones(1), 1.0, len(complete))
    if len(complete) < LEAST_PLACES:
        raise DataProblem("places_too_few", node=parent, found=len(complete), allowed=LEAST_PLACES)
    for code, column in zip(children, complete.T, strict=True):
        if column.min() == column.max():
            raise DataProblem("child_constant", node=code, parent=parent, found=float(column[0]))
    eigenvalues, vectors = np.linalg.eigh(np.corrcoef(complete, rowvar=False))
    if eigenvalues[-1] - eigenvalues[-2] < SAME:
        raise DataProblem("component_not_unique", node=parent, found=float(eigenvalues[-1]))
    return FirstComponent(_turned(vectors[:, -1]), float(eigenvalues[-1] / len(children)), len(complete))


def _turned(loadings: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum positive; where it is zero, the first loading."""
    total = loadings.sum()
    sign = loadings[0] if abs(total) < SAME else total
    return -loadings if sign < 0 else loadings.copy()


def _refuse_negative(parent: str, loadings: Mapping[str, float]) -> None:
    for code, loading in loadings.items():
        if loading < 0:
            raise DataProblem("loading_negative", node=code, parent=parent, found=loading)

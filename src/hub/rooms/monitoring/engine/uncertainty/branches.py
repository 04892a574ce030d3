"""The tree as arrays: which columns and nodes come together in which node."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.framework import Framework


@dataclass(frozen=True, eq=False)
class Branch:
    """One computed node.

    at         its position among `Branches.nodes`
    leaves     positions of its indicators among the columns of the matrices
    below      positions of its computed children among `Branches.nodes`
    children   positions of all children among `Branches.nodes`, indicators first
    threshold  least share of children with a value, 0 to 1
    """

    at: int
    leaves: NDArray[np.intp]
    below: tuple[int, ...]
    children: NDArray[np.intp]
    threshold: float


@dataclass(frozen=True, eq=False)
class Branches:
    """The nodes that have a weight; `order` goes from the bottom up and ends with the index.

    parents  (nodes,) position of each node's parent; -1 for the index
    kinds    (nodes,) indicator, feature, area, index
    columns  (indicators,) position of every column of the matrices among `nodes`
    """

    nodes: tuple[str, ...]
    kinds: tuple[str, ...]
    parents: NDArray[np.intp]
    columns: NDArray[np.intp]
    order: tuple[Branch, ...]

    @property
    def root(self) -> int:
        return self.order[-1].at

    def position(self, node: str) -> int:
        return self.nodes.index(node)


def branches_of(
    framework: Framework, weights: Mapping[str, float], indicators: tuple[str, ...], thresholds: Mapping[str, float]
) -> Branches:
    """Arrange the nodes that have a weight. `thresholds` by node code; a node that is not named has none."""
    nodes = tuple(node.code for node in framework.nodes if node.code in weights)
    position = {code: at for at, code in enumerate(nodes)}
    column = {code: at for at, code in enumerate(indicators)}
    order = []
    for code in reversed(nodes):
        if framework.node(code).kind == "indicator":
            continue
        children = [child.code for child in framework.children(code) if child.code in weights]
        leaves = [child for child in children if child in column]
        below = [child for child in children if child not in column]
        order.append(
            Branch(
                position[code],
                np.array([column[child] for child in leaves], np.intp),
                tuple(position[child] for child in below),
                np.array([position[child] for child in (*leaves, *below)], np.intp),
                thresholds.get(code, 0.0),
            )
        )
    parents = [position.get(framework.node(code).parent, -1) for code in nodes]
    kinds = tuple(framework.node(code).kind for code in nodes)
    columns = np.array([position[code] for code in indicators], np.intp)
    return Branches(nodes, kinds, np.array(parents, np.intp), columns, tuple(order))

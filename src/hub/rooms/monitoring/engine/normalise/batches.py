"""Columns that are scaled alike, and the parameters that they are scaled by."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.treat.moments import Extremes, Values

Constants = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Batch:
    """Columns of one method with the same parameters; each has a value at least.

    values      (places, nodes) multiplied by direction; NaN is a gap
    extremes    of these values
    directions  (nodes,) +1 or -1
    parameters  a parameter that differs by node is a table of nodes, otherwise it holds for all of them
    where       the step, and the node for what a node has of its own; for errors
    """

    places: Sequence[str]
    nodes: Sequence[str]
    values: Values
    extremes: Extremes
    directions: Values
    parameters: Mapping[str, Any]
    where: str = field(default="normalise")

    def refuse_constant(self) -> None:
        """DataProblem("indicator_constant") for the first column with one value for all places."""
        for at in np.flatnonzero(self.extremes.least == self.extremes.most)[:1]:
            raise DataProblem("indicator_constant", node=self.nodes[at], found=float(self.extremes.least[at]))

    def number(self, name: str) -> float:
        """A parameter that is one number for all columns; DataProblem("parameter_not_number")."""
        return self._checked(name, self.parameters[name])

    def numbers(self, name: str, missing: str) -> Values:
        """(nodes,) one number for each column; DataProblem with the code `missing` for a node without one."""
        return np.array([self._checked(name, found) for found in self._of_nodes(name, missing)])

    def pairs(self, name: str, missing: str, inverted: str) -> Values:
        """(2, nodes) low and high for each column, the low one below; DataProblem pair_expected or the codes given."""
        found = []
        for node, given in zip(self.nodes, self._of_nodes(name, missing), strict=True):
            if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 2:
                raise DataProblem("pair_expected", node=node, parameter=name, found=repr(given))
            low, high = (self._checked(name, one) for one in given)
            if low >= high:
                raise DataProblem(inverted, node=node, low=low, high=high)
            found.append((low, high))
        return np.array(found).T

    def texts(self, name: str, missing: str) -> tuple[str, ...]:
        """One text for each column."""
        return tuple(str(found) for found in self._of_nodes(name, missing))

    def _of_nodes(self, name: str, missing: str) -> list[Any]:
        given = self.parameters.get(name)
        found = [given.get(node) if isinstance(given, Mapping) else given for node in self.nodes]
        for node, one in zip(self.nodes, found, strict=True):
            if one is None or one == "":
                raise DataProblem(missing, node=node)
        return found

    def _checked(self, name: str, found: Any) -> float:
        if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
            raise DataProblem("parameter_not_number", step=self.where, parameter=name, found=repr(found))
        return float(found)

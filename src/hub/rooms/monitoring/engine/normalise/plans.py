"""Which columns are scaled by which method and parameters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.normalise.scales import SCALES


@dataclass(frozen=True, slots=True)
class Plan:
    """How some columns are scaled.

    where  the step, and the node where it is a node's own plan
    said   what is kept of the plan with each column: the method, where it is the node's own
    """

    method: str
    parameters: Mapping[str, Any]
    columns: NDArray[np.intp]
    where: str = "normalise"
    said: Mapping[str, str] = field(default_factory=dict)


def plans_of(
    nodes: Sequence[str], method: str, parameters: Mapping[str, Any], columns: NDArray[np.intp]
) -> Iterator[Plan]:
    """One plan for the columns that are scaled alike, one for each node that has something of its own.

    columns  those that have a value
    What a node does not say is as for the others where its method knows it. Nodes that are not in the table are
    passed over. Raises DataProblem: method_unknown, parameter_unknown.
    """
    common = {name: value for name, value in parameters.items() if name != "nodes"}
    complete = _complete(method, common, "normalise")
    own = {node: given for node, given in parameters.get("nodes", {}).items() if node in nodes}
    shared = np.array([at for at in columns if nodes[at] not in own], np.intp)
    if shared.size:
        yield Plan(method, complete, shared)
    for node, given in own.items():
        where = f"normalise, nodes, {node}"
        own_method = given.get("method", method)
        known = _names(own_method, where)
        inherited = {name: value for name, value in common.items() if name in known}
        said = {name: value for name, value in given.items() if name != "method"}
        at = nodes.index(node)
        if at in columns:
            merged = _complete(own_method, {**inherited, **said}, where)
            yield Plan(own_method, merged, np.array([at]), where, {"method": own_method})


def _names(method: str, where: str) -> tuple[str, ...]:
    if method not in SCALES:
        raise DataProblem("method_unknown", step=where, found=method, allowed=", ".join(SCALES))
    return (*SCALES[method].defaults, *SCALES[method].optional)


def _complete(method: str, given: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """Parameters with their defaults."""
    known = _names(method, where)
    for name in given:
        if name not in known:
            allowed = ", ".join(known) or "-"
            raise DataProblem("parameter_unknown", step=where, method=method, found=name, allowed=allowed)
    return {**SCALES[method].defaults, **given}

"""How a column is to be treated: methods, their parameters, and what single columns have of their own."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.kit.errors import DataProblem

FORMS = ("log-ct", "log-ct-orig", "log-ct-plus", "log-gii", "log-natural")
LIKELIHOOD = "likelihood"
_LIMITS: Mapping[str, Any] = {"skewness": 2.0, "kurtosis": 3.5}
# method -> its parameters with their defaults; as they stand in recipes
METHODS: Mapping[str, Mapping[str, Any]] = {
    "none": {},
    "winsorise-log": {**_LIMITS, "points": 5, "log": "log-ct", "of": "original"},
    "winsorise": {**_LIMITS, "points": 5},
    "log": {**_LIMITS, "log": "log-ct", "columns": "failing"},
    "box-cox": {**_LIMITS, "power": LIKELIHOOD, "shift": 0.0, "columns": "failing"},
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "log": (*FORMS, "none"),
    "of": ("original", "winsorised"),
    "columns": ("failing", "all"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done to a column that fails the test of skewness and kurtosis, or to every column.

    points   how many points may be winsorised; 0 winsorises none
    log      the logarithm for a column that still fails; none leaves it as it is
    of       whether the logarithm is taken of the original or of the winsorised column
    columns  failing: only those that fail the test; all: every column that is not flat
    power    of Box-Cox; likelihood finds the likeliest
    shift    added before Box-Cox, in the unit of the column
    """

    method: str
    skewness: float = 2.0
    kurtosis: float = 3.5
    points: int = 0
    log: str = "none"
    of: str = "original"
    columns: str = "failing"
    power: float | str = LIKELIHOOD
    shift: float = 0.0


def rule_of(method: str, parameters: Mapping[str, Any], where: str = "treat") -> Rule:
    """A checked rule; defaults are filled in.

    Raises DataProblem naming the step (and the node, for what a node has of its own): method_unknown,
    parameter_unknown, parameter_not_number, parameter_not_whole, choice_unknown.
    """
    if method not in METHODS:
        raise DataProblem("method_unknown", step=where, found=method, allowed=", ".join(METHODS))
    known = METHODS[method]
    for name, found in parameters.items():
        if name not in known:
            allowed = ", ".join(known) or "-"
            raise DataProblem("parameter_unknown", step=where, method=method, found=name, allowed=allowed)
        _check_parameter(name, found, where)
    return Rule(method, **{**known, **parameters})


def rules_of(nodes: Sequence[str], method: str, parameters: Mapping[str, Any]) -> tuple[Rule, ...]:
    """One rule for each node.

    parameters  those of the method, and `nodes`: node -> what it has of its own, its `method` among them. What a node
                does not say is as for the others where its method knows it. Nodes that are not in the table are passed over.
    """
    common = {name: value for name, value in parameters.items() if name != "nodes"}
    rule = rule_of(method, common)
    own = {
        node: _own_rule(node, method, common, given)
        for node, given in parameters.get("nodes", {}).items()
        if node in nodes
    }
    return tuple(own.get(node, rule) for node in nodes)


def with_points(rules: Sequence[Rule], points: int) -> tuple[Rule, ...]:
    """The rules with another number of points, but for those that winsorise nothing."""
    return tuple(replace(one, points=points) if "points" in METHODS[one.method] else one for one in rules)


def _own_rule(node: str, method: str, common: Mapping[str, Any], given: Mapping[str, Any]) -> Rule:
    where = f"treat, nodes, {node}"
    own_method = given.get("method", method)
    own = {name: value for name, value in given.items() if name != "method"}
    known = METHODS.get(own_method, {})
    shared = {name: value for name, value in common.items() if name in known}
    return rule_of(own_method, {**shared, **own}, where)


def _check_parameter(name: str, found: Any, where: str) -> None:
    if name in CHOICES:
        if found not in CHOICES[name]:
            raise DataProblem(
                "choice_unknown", step=where, parameter=name, found=repr(found), allowed=", ".join(CHOICES[name])
            )
        return
    if name == "power" and found == LIKELIHOOD:
        return
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise DataProblem("parameter_not_number", step=where, parameter=name, found=repr(found))
    if name == "points" and (found != int(found) or found < 0):
        raise DataProblem("parameter_not_whole", step=where, parameter=name, found=repr(found))

"""The tree: every node above the indicators from its children, from the bottom up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate.means import ALL_MEANS, Column, Weight, exponent_of, is_unusable, mean
from hub.rooms.monitoring.engine.aggregate.outranking import copeland
from hub.rooms.monitoring.engine.framework import Framework, Node
from hub.rooms.monitoring.engine.steps import Step, Table

METHODS = (*ALL_MEANS, "copeland")
NOTHING: Mapping[str, Any] = MappingProxyType({})
# Own weights that come to 1 within this are shares; others are multipliers, as benefit of the doubt gives them.
SHARES = 1e-9


@dataclass(frozen=True, slots=True)
class Rule:
    """How a node is made from its children.

    threshold  the least share (0 to 1) of children with a value; under it the result is a gap
    power      for `generalised` only
    """

    method: str
    threshold: float = 0.0
    power: float | None = None


def aggregate(
    table: Table,
    framework: Framework,
    weights: Mapping[str, float],
    *,
    method: str | Rule,
    thresholds: Mapping[str, float],
    levels: Mapping[str, str],
    nodes: Mapping[str, Mapping[str, Any]] = NOTHING,
    own: Mapping[str, NDArray[np.float64]] = NOTHING,
) -> Step:
    """Every node from its children that have a value; the indicators stay in the table.

    weights  node -> share among its siblings; a node without one is left out
    method   one of METHODS, or a Rule with its power; what `levels` and `nodes` do not say otherwise
    thresholds, levels  per kind (feature, area, index): least share of children with a value; another method
    nodes    per node: a table of `method`, `threshold`, `power`; goes before the level
    own      node -> (places, children) weights of each place's own, children as in the framework; the weights of gaps
             go to the other children, so that a place's total stays what it was
    Raises DataProblem: not_positive and value_negative (place and child), method_unknown, node_unknown, power_missing,
    power_out_of_range, parameter_unknown, share_out_of_range, node_not_aggregated, weighted_node_absent, own_weights_*.
    Source: OECD/JRC Handbook (2008), step 6; COINr `Aggregate` with `dat_thresh`.
    """
    rules = rules_of(framework, method, thresholds=thresholds, levels=levels, nodes=nodes)
    columns = {code: table.values[:, at] for at, code in enumerate(table.nodes)}
    for node in reversed(framework.aggregates):
        if node.code in weights:
            children = _children(framework, node, weights, columns)
            shares = [weights[code] for code in children]
            family = _Family(table.places, node, {code: columns[code] for code in children}, shares)
            columns[node.code] = _score(family, rules[node.code], own.get(node.code))
    parameters = {"thresholds": dict(thresholds), "levels": dict(levels), "nodes": {**nodes}}
    default = _default(method)
    if default.power is not None:
        parameters["power"] = default.power
    return Step("aggregated", default.method, parameters, _joined(table, framework, columns), (), _used(rules, weights))


def rules_of(
    framework: Framework,
    method: str | Rule,
    *,
    thresholds: Mapping[str, float],
    levels: Mapping[str, str],
    nodes: Mapping[str, Mapping[str, Any]] = NOTHING,
) -> Mapping[str, Rule]:
    """The rule of every node above the indicators: its own, else its level's, else the common one."""
    for code, said in nodes.items():
        _check_said(framework.node(code), said)
    default = _default(method)
    rules = {}
    for node in framework.aggregates:
        said = nodes.get(node.code, NOTHING)
        rule = Rule(
            said.get("method", levels.get(node.kind, default.method)),
            said.get("threshold", thresholds.get(node.kind, default.threshold)),
            said.get("power", default.power),
        )
        if rule.method not in METHODS:
            raise DataProblem("method_unknown", step="aggregate", found=rule.method, allowed=", ".join(METHODS))
        if rule.method != "copeland":
            exponent_of(rule.method, rule.power)
        rules[node.code] = rule
    return rules


def _default(method: str | Rule) -> Rule:
    return method if isinstance(method, Rule) else Rule(method)


def _check_said(node: Node, said: Mapping[str, Any]) -> None:
    if node.kind in ("indicator", "denominator"):
        raise DataProblem("node_not_aggregated", node=node.code, found=node.kind)
    known = ("method", "threshold", "power")
    for name in said:
        if name not in known:
            raise DataProblem(
                "parameter_unknown", step="aggregate", method=node.code, found=name, allowed=", ".join(known)
            )
    threshold = said.get("threshold", 0.0)
    if not isinstance(threshold, int | float) or not 0 <= threshold <= 1:
        parameter = f"nodes.{node.code}.threshold"
        raise DataProblem(
            "share_out_of_range", step="aggregate", parameter=parameter, found=repr(threshold), low=0, high=1
        )


def _children(
    framework: Framework, node: Node, weights: Mapping[str, float], columns: Mapping[str, Column]
) -> tuple[str, ...]:
    children = tuple(child.code for child in framework.children(node.code) if child.code in weights)
    for code in children:
        if code not in columns:
            raise DataProblem("weighted_node_absent", node=code, parent=node.code)
    if not children:
        raise DataProblem("weighted_node_absent", node=node.code, parent=node.parent)
    return children


@dataclass(frozen=True, eq=False, slots=True)
class _Family:
    """A node with the scores and the common weights of its children."""

    places: Sequence[str]
    node: Node
    children: Mapping[str, Column]
    weights: Sequence[float]


def _score(family: _Family, rule: Rule, own: NDArray[np.float64] | None) -> Column:
    columns = list(family.children.values())
    if rule.method == "copeland":
        if own is not None:
            raise DataProblem("own_weights_without_mean", node=family.node.code, found=rule.method)
        enough = _enough(columns, rule.threshold)
        return copeland([np.where(enough, column, np.nan) for column in columns], family.weights)
    exponent = exponent_of(rule.method, rule.power)
    _refuse_unusable(family, exponent)
    if own is None:
        values = mean(columns, family.weights, rule.method, rule.power)
    else:
        values = _own_mean(family, rule, own, exponent)
    if rule.threshold > 0:
        values = np.where(_enough(columns, rule.threshold), values, np.nan)
    return values


def _own_mean(family: _Family, rule: Rule, own: NDArray[np.float64], exponent: float) -> Column:
    shape = (len(family.places), len(family.children))
    code = family.node.code
    if own.shape != shape:
        raise DataProblem("own_weights_shape", node=code, found=own.shape, allowed=shape)
    wrong = np.argwhere((own < 0) | np.isinf(own))
    if wrong.size:
        row, column = wrong[0]
        child = list(family.children)[column]
        raise DataProblem(
            "own_weights_unusable", node=code, child=child, place=family.places[row], found=float(own[row, column])
        )
    weights: list[Weight] = [np.ascontiguousarray(own[:, at]) for at in range(own.shape[1])]
    total = np.zeros(shape[0])
    for weight in weights:
        total += weight
    multiplied = np.abs(total - 1) > SHARES
    if exponent != 1 and multiplied.any():
        raise DataProblem("own_weights_without_mean", node=code, found=rule.method)
    values = mean(list(family.children.values()), weights, rule.method, rule.power)
    return np.where(multiplied, values * total, values)


def _enough(columns: Sequence[Column], threshold: float) -> NDArray[np.bool_]:
    known = np.zeros(columns[0].shape, np.intp)
    for column in columns:
        known += ~np.isnan(column)
    enough: NDArray[np.bool_] = (known >= 1) & (known / len(columns) >= threshold)
    return enough


def _refuse_unusable(family: _Family, exponent: float) -> None:
    for code, column in family.children.items():
        wrong = np.flatnonzero(is_unusable(column, exponent))
        if wrong.size:
            place, found = family.places[wrong[0]], float(column[wrong[0]])
            if exponent > 0:
                raise DataProblem("value_negative", node=family.node.code, child=code, place=place, found=found)
            raise DataProblem("not_positive", node=family.node.code, child=code, place=place, found=found)


def _joined(table: Table, framework: Framework, columns: Mapping[str, Column]) -> Table:
    nodes = tuple(node.code for node in framework.nodes if node.code in columns)
    position = {code: at for at, code in enumerate(table.nodes)}
    # One pass over whole rows, then the few computed columns: much faster than to stack all columns.
    values = table.values.take([position.get(code, 0) for code in nodes], axis=1)
    for at, code in enumerate(nodes):
        if code not in position:
            values[:, at] = columns[code]
    return Table(table.places, nodes, values)


def _used(rules: Mapping[str, Rule], weights: Mapping[str, float]) -> Mapping[str, Mapping[str, float | str]]:
    used: dict[str, Mapping[str, float | str]] = {}
    for code, rule in rules.items():
        if code in weights:
            power: dict[str, float | str] = {} if rule.power is None else {"power": rule.power}
            used[code] = {"method": rule.method, "threshold": rule.threshold, **power}
    return used

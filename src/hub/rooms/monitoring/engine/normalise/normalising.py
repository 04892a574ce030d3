"""Normalise: bring every indicator to one scale on which more is always better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.normalise.batches import Batch
from hub.rooms.monitoring.engine.normalise.freezing import Frozen, thaw
from hub.rooms.monitoring.engine.normalise.plans import Plan, plans_of
from hub.rooms.monitoring.engine.normalise.scales import SCALES
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.engine.treat.moments import Extremes, Values, extremes_of


@dataclass(frozen=True, eq=False)
class _Turned:
    """values (places, nodes) multiplied by directions; ours to write over."""

    places: Sequence[str]
    nodes: Sequence[str]
    directions: Sequence[int]
    values: Values


@dataclass(frozen=True, eq=False)
class _Scaled:
    """values (places, nodes), and what was used for each node."""

    values: Values
    columns: Mapping[str, Mapping[str, float | str]]


def normalise(
    table: Table,
    directions: Sequence[int],
    method: str,
    parameters: Mapping[str, Any],
    *,
    frozen: Frozen | None = None,
) -> Step:
    """Scale each column by itself; directions (+1 or -1 per column) are applied first.

    parameters  those of the method; `nodes` gives single nodes another `method` or other parameters. A parameter that
                differs by node (goalposts, targets, reference, limits) may be a table of nodes.
    frozen      `frozen_scale` of an earlier edition: values are set on its scale and may lie outside its range
    Gaps stay gaps, columns of gaps are passed over. What was used (minimum, maximum, mean, deviation ...) is kept per
    column, in directed units. Raises DataProblem naming the node: indicator_constant, maximum_zero, goalposts_missing,
    goalposts_inverted, scale_limits_missing, scale_limits_inverted, target_missing, target_not_ahead, reference_missing,
    reference_unknown, reference_without_value, reference_is_worst, pair_expected, frozen_node_missing,
    frozen_scale_differs, method_not_frozen; naming the step: method_unknown, parameter_unknown, parameter_not_number,
    range_inverted, deviation_not_positive. Source: OECD/JRC Handbook (2008), step 5; COINr `qNormalise`.
    """
    turned = _Turned(table.places, table.nodes, directions, table.values * np.array(directions, float))
    scaled = _scale(turned, method, parameters, frozen)
    after = Table(table.places, table.nodes, scaled.values)
    return Step("normalised", method, parameters, after, (), scaled.columns)


def scale_columns(
    values: NDArray[np.float64],
    method: str,
    parameters: Mapping[str, Any],
    *,
    directions: Sequence[int] = (),
    nodes: Sequence[str] = (),
    places: Sequence[str] = (),
) -> NDArray[np.float64]:
    """Scaled values (places, nodes), as `normalise` gives them, for callers that make thousands of tables.

    directions  applied first; +1 for all where none are given
    nodes       codes for errors and for parameters by node; places for the method distance-to-reference
    """
    directions = tuple(directions) or (1,) * values.shape[1]
    codes = tuple(nodes) or tuple(str(at + 1) for at in range(values.shape[1]))
    turned = _Turned(places, codes, directions, values * np.array(directions, float))
    return _scale(turned, method, parameters).values


def _scale(turned: _Turned, method: str, parameters: Mapping[str, Any], frozen: Frozen | None = None) -> _Scaled:
    values, extremes = turned.values, extremes_of(turned.values)
    columns: dict[str, Mapping[str, float | str]] = {node: {} for node in turned.nodes}
    for plan in plans_of(turned.nodes, method, parameters, np.flatnonzero(extremes.count > 0)):
        batch = _batch(plan, turned, extremes)
        scale = SCALES[plan.method]
        used = scale.learn(batch) if frozen is None else thaw(frozen, batch, plan.method)
        scaled = scale.place(batch.values, used, batch)
        if scaled is not values:
            values[:, plan.columns] = scaled
        for at, node in enumerate(batch.nodes):
            own: dict[str, float | str] = {name: float(constants[at]) for name, constants in used.items()}
            columns[node] = {**own, **plan.said, "direction": turned.directions[plan.columns[at]]}
    return _Scaled(values, columns)


def _batch(plan: Plan, turned: _Turned, extremes: Extremes) -> Batch:
    """The columns of a plan; where it has all of them, no copy is made."""
    at = plan.columns
    whole = at.size == len(turned.nodes)
    return Batch(
        places=turned.places,
        nodes=[turned.nodes[one] for one in at],
        values=turned.values if whole else np.take(turned.values, at, axis=1),
        extremes=Extremes(extremes.count[at], extremes.least[at], extremes.most[at]),
        directions=np.array(turned.directions, float)[at],
        parameters=plan.parameters,
        where=plan.where,
    )

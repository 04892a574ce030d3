"""The columns of a table treated by their rules, for one or for several sets of rules at once."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.treat.logs import LOGARITHMS, refuse_not_positive, take_log
from hub.rooms.monitoring.engine.treat.moments import (
    Extremes,
    Shapes,
    Values,
    extremes_of,
    moments_of,
    shapes_of,
)
from hub.rooms.monitoring.engine.treat.power import box_cox, likeliest_power
from hub.rooms.monitoring.engine.treat.rules import LIKELIHOOD, Rule
from hub.rooms.monitoring.engine.treat.treatment import Treatment
from hub.rooms.monitoring.engine.treat.winsorise import Limits, States, untouched, winsorise


@dataclass(frozen=True, eq=False)
class Treated:
    """A treated table, and what was done to each of its columns."""

    table: Table
    treatments: Mapping[str, Treatment]


@dataclass(frozen=True, eq=False)
class _Found:
    """A table with what its columns look like before treatment."""

    table: Table
    extremes: Extremes
    shapes: Shapes

    def treatment(self, at: int, kind: str, state: Any) -> Treatment:
        """A treatment whose bounds and points are those of a state."""
        low, high = float(state["low"]), float(state["high"])
        skewness, kurtosis = float(self.shapes.skewness[at]), float(self.shapes.kurtosis[at])
        return Treatment(kind, low, high, _points(state), skewness, kurtosis)


@dataclass(frozen=True, eq=False)
class _Outcome:
    treatment: Treatment
    values: Values


def treat_columns(table: Table, rules: Sequence[Sequence[Rule]]) -> tuple[Treated, ...]:
    """One treated table for each set of rules; a set has one rule per node. Sets may differ in points only."""
    extremes = extremes_of(table.values)
    found = _Found(table, extremes, shapes_of(moments_of(table.values, extremes)))
    groups: dict[tuple[Rule, ...], list[int]] = {}
    for at, same in enumerate(zip(*rules, strict=True)):
        groups.setdefault(same, []).append(at)
    outcomes: list[dict[int, _Outcome]] = [{} for _ in rules]
    for group, columns in groups.items():
        for made, own in zip(outcomes, _group_outcomes(found, group, np.array(columns)), strict=True):
            made.update(own)
    passed = _passed(found)
    return tuple(_assemble(table, passed, made) for made in outcomes)


def _passed(found: _Found) -> tuple[Treatment, ...]:
    shapes = zip(found.shapes.skewness.tolist(), found.shapes.kurtosis.tolist(), strict=True)
    return tuple(Treatment("none", math.nan, math.nan, 0, skewness, kurtosis) for skewness, kurtosis in shapes)


def _assemble(table: Table, passed: Sequence[Treatment], outcomes: Mapping[int, _Outcome]) -> Treated:
    values, treatments = table.values.copy(order="C"), list(passed)
    for at, one in outcomes.items():
        values[:, at], treatments[at] = one.values, one.treatment
    treated = Table(table.places, table.nodes, values)
    return Treated(treated, dict(zip(table.nodes, treatments, strict=True)))


def _group_outcomes(
    found: _Found, group: tuple[Rule, ...], columns: NDArray[np.intp]
) -> tuple[dict[int, _Outcome], ...]:
    """For each set of rules what becomes of the columns that share their rules; untouched ones are left out."""
    rule = group[0]
    failing = columns[_to_treat(found, rule)[columns]]
    values = np.take(found.table.values, failing, axis=1)
    start = untouched(found.extremes, found.shapes)[failing]
    limits = Limits(rule.skewness, rule.kurtosis)
    # Most states do not change from one number of points to the next, and an original has one logarithm.
    made: dict[tuple[int, bytes], _Outcome] = {}
    outcomes: list[dict[int, _Outcome]] = []
    for states in winsorise(values, start, limits, [one.points for one in group]):
        own: dict[int, _Outcome] = {}
        states = np.where(_from_original(rule, states), start, states)
        for at, column, state in zip(failing.tolist(), values.T, states, strict=True):
            if rule.method != "box-cox" and rule.log == "none" and not _points(state):
                continue
            key = (at, state.tobytes())
            if key not in made:
                made[key] = _outcome(found, rule, at, column=column, state=state)
            own[at] = made[key]
        outcomes.append(own)
    return tuple(outcomes)


def _to_treat(found: _Found, rule: Rule) -> NDArray[np.bool_]:
    if rule.method == "none":
        return np.zeros(len(found.table.nodes), bool)
    if rule.columns == "all":
        return found.extremes.most > found.extremes.least
    return ~found.shapes.passes(rule.skewness, rule.kurtosis)


def _from_original(rule: Rule, states: States) -> NDArray[np.bool_]:
    """Columns whose logarithm is taken of what they were before winsorising."""
    failed: NDArray[np.bool_] = ~states["passed"]
    return failed & (rule.log != "none" and rule.of == "original")


def _points(state: Any) -> int:
    return int(state["top"] + state["bottom"])


def _outcome(found: _Found, rule: Rule, at: int, *, column: Values, state: Any) -> _Outcome:
    """What becomes of one column (places,): drawn to the bounds of a state, then transformed if it still fails."""
    drawn = np.clip(column, state["low"], state["high"])
    if rule.method == "box-cox":
        return _powered(found, rule, at, column=drawn, state=state)
    if state["passed"] or rule.log == "none":
        return _Outcome(found.treatment(at, "winsorise", state), drawn)
    node = found.table.nodes[at]
    logarithm = LOGARITHMS[rule.log](node, float(state["low"]), float(state["high"]), float(state["skewness"]))
    logs = take_log(found.table, node, drawn, logarithm)
    return _Outcome(replace(found.treatment(at, "log", state), logarithm=logarithm), logs)


def _powered(found: _Found, rule: Rule, at: int, *, column: Values, state: Any) -> _Outcome:
    node, shifted = found.table.nodes[at], column + rule.shift
    refuse_not_positive(found.table, node, shifted, "power_not_positive")
    logs = np.fromiter(map(math.log, shifted.tolist()), float, len(shifted))
    known = logs[~np.isnan(logs)]
    power = likeliest_power(known) if rule.power == LIKELIHOOD else float(rule.power)
    powers = box_cox(logs, power)
    if len(np.unique(powers[np.isfinite(powers)])) < len(np.unique(known)):
        raise DataProblem("power_flattens", node=node, found=power)
    treatment = replace(found.treatment(at, "box-cox", state), power=power, shift=float(rule.shift))
    return _Outcome(treatment, powers)

"""What the discrete uncertain choices lead to: the steps done again, with one of them done otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate.means import exponent_of
from hub.rooms.monitoring.engine.aggregate.tree import Rule, rules_of
from hub.rooms.monitoring.engine.normalise import scale_columns
from hub.rooms.monitoring.engine.panel import Panel
from hub.rooms.monitoring.engine.recipe import Plan, complete_parameters
from hub.rooms.monitoring.engine.stages import DO, Stage
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.treat import Treatment, treatments_at
from hub.rooms.monitoring.engine.uncertainty import Alternative, Choices, Model, Noisy, branches_of, deviations_of
from hub.rooms.monitoring.engine.uncertainty.choices import DECLARED
from hub.rooms.monitoring.engine.uncertainty.model import Matrix, matrix_of, weights_row

POWERS: Mapping[str, float] = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}


def model_of(first: Stage, last: Stage, plans: Sequence[Plan], choices: Choices) -> Model:
    """Everything that replications need, for the places and indicators of the finished steps.

    first  before any step was done; last  after all of them
    Raises DataProblem: mean_not_drawable where the recipe's own mean cannot be drawn, and what the steps raise.
    """
    nominal = last.done("normalised")
    if nominal is None:
        raise DataProblem("step_missing", step="normalise")
    indicators, places = nominal.table.nodes, nominal.table.places
    framework = last.ground.framework
    rules = _rules(last, plans)
    thresholds = {code: rule.threshold for code, rule in rules.items()}
    branches = branches_of(framework, last.weights, indicators, thresholds)
    normalise_plan = next(plan for plan in plans if plan.do == "normalise")
    scales = choices.normalisations or (Alternative(normalise_plan.method, normalise_plan.parameters),)
    directions = [framework.node(code).direction for code in indicators]
    matrices: list[Matrix] = []
    noisy: list[Noisy] = []
    imputed = _imputed(first, plans, choices)
    noise = choices.noise and bool((noise_of(last, indicators) > 0).any())
    sources = [source for stage in imputed for source in _treated(stage, plans, choices)]
    for before, after, treatments in sources:
        aligned = _aligned(after, places, indicators)
        for scale in scales:
            matrices.append(matrix_of(_scaled(aligned, scale, directions, indicators, places=places)))
        if noise:
            raw = _aligned(before, places, indicators)
            noisy.append(_noisy(last, raw, aligned, [treatments[code] for code in indicators], indicators))
    return Model(
        places=places,
        branches=branches,
        sizes=(len(imputed), len(sources) // len(imputed), len(scales)),
        matrices=tuple(matrices),
        powers=np.array([_powers(rules, branches.nodes, name) for name in choices.aggregations]),
        weights=weights_row(branches, last.weights),
        directions=np.array(directions, float),
        normalisations=scales,
        own={branches.position(code): np.ascontiguousarray(_own(last, code).T) for code in last.own},
        noisy=tuple(noisy),
    )


def _own(stage: Stage, code: str) -> NDArray[np.float64]:
    return np.nan_to_num(stage.own[code])


def _rules(last: Stage, plans: Sequence[Plan]) -> Mapping[str, Rule]:
    plan = next(plan for plan in plans if plan.do == "aggregate")
    said = plan.parameters
    return rules_of(
        last.ground.framework,
        Rule(plan.method, power=said["power"]),
        thresholds=said["thresholds"],
        levels=said["levels"],
        nodes=said["nodes"],
    )


def _powers(rules: Mapping[str, Rule], nodes: Sequence[str], aggregation: str) -> list[float]:
    """Power of every node's mean; indicators are carried as 1."""
    if aggregation != DECLARED:
        return [POWERS[aggregation]] * len(nodes)
    powers = []
    for node in nodes:
        rule = rules.get(node, Rule("arithmetic"))
        if rule.method == "copeland":
            raise DataProblem("mean_not_drawable", node=node, found=rule.method, allowed=", ".join(POWERS))
        powers.append(exponent_of(rule.method, rule.power))
    return powers


def _imputed(first: Stage, plans: Sequence[Plan], choices: Choices) -> list[Stage]:
    """One stage before treatment for each way to impute; multiple imputation gives one for each of its draws."""
    # Steps before normalising may come in any order; what follows the treatment is done by `_treated`.
    upto = next((at for at, plan in enumerate(plans) if plan.do in ("treat", "normalise")), len(plans))
    early = list(plans[:upto])
    ways: Sequence[Alternative | None] = choices.imputations or (None,)
    stages = []
    for way in ways:
        stage = first
        for plan in early:
            stage = DO[plan.do](stage, plan if way is None or plan.do != "impute" else _other(plan, way))
        if stage.draws is None:
            stages.append(stage)
            continue
        for draw in stage.draws:
            stages.append(replace(stage, table=Table(stage.table.places, stage.table.nodes, draw.copy()), draws=None))
    return stages


def _other(plan: Plan, way: Alternative) -> Plan:
    return Plan(plan.do, way.method, complete_parameters(plan.do, way.method, way.parameters))


def _treated(
    stage: Stage, plans: Sequence[Plan], choices: Choices
) -> list[tuple[Table, Table, Mapping[str, Treatment]]]:
    """For each number of winsorised points: the table before and after, and what was done to every column."""
    plan = next((plan for plan in plans if plan.do == "treat"), None)
    if choices.treatments and plan is not None and plan.method != "none":
        found = treatments_at(stage.table, choices.treatments, plan.method, plan.parameters)
        pairs = [(one.table, one.treatments) for one in found]
    else:
        after = DO["treat"](stage, plan or Plan("treat", "none"))
        pairs = [(after.table, after.treatments)]
    late = plans[plans.index(plan) + 1 :] if plan is not None else ()
    finished = []
    for table, treatments in pairs:
        following = replace(stage, table=table)
        for other in late:
            if other.do == "normalise":
                break
            following = DO[other.do](following, other)
        finished.append((stage.table, following.table, treatments))
    return finished


def _aligned(table: Table, places: Sequence[str], nodes: Sequence[str]) -> NDArray[np.float64]:
    """(places, nodes) the values for the nominal places and indicators; NaN where an alternative does not have them."""
    if table.places == tuple(places) and table.nodes == tuple(nodes):
        return table.values
    row = {code: at for at, code in enumerate(table.places)}
    column = {code: at for at, code in enumerate(table.nodes)}
    rows = np.array([row.get(code, -1) for code in places])
    columns = np.array([column.get(code, -1) for code in nodes])
    values = table.values[np.ix_(rows, columns)]
    values[rows < 0] = np.nan
    values[:, columns < 0] = np.nan
    return values


def _scaled(
    values: NDArray[np.float64],
    scale: Alternative,
    directions: Sequence[int],
    indicators: Sequence[str],
    *,
    places: Sequence[str],
) -> NDArray[np.float64]:
    said = {name: value for name, value in scale.parameters.items() if value is not None}
    return scale_columns(values, scale.method, said, directions=directions, nodes=indicators, places=places)


def _noisy(
    last: Stage,
    raw: NDArray[np.float64],
    treated: NDArray[np.float64],
    treatments: Sequence[Treatment],
    indicators: Sequence[str],
) -> Noisy:
    known = np.ascontiguousarray(~np.isnan(treated).T)
    deviations = noise_of(last, indicators).T
    return Noisy(
        raw=np.ascontiguousarray(np.nan_to_num(raw.T)),
        treated=np.where(known, treated.T, 0.0),
        known=known,
        deviations=np.ascontiguousarray(deviations),
        treatments=tuple(treatments),
    )


def noise_of(last: Stage, indicators: Sequence[str]) -> NDArray[np.float64]:
    """(places, indicators) standard deviations of the reported values, in the unit that the treatment was given."""
    panel: Panel = last.ground.panel
    framework = last.ground.framework
    row = {place: at for at, place in enumerate(panel.places)}
    column = {node: at for at, node in enumerate(panel.nodes)}
    rows = [row[place] for place in last.table.places]
    noise = deviations_of(panel.low, panel.high)[np.ix_(rows, [column[code] for code in indicators])]
    for at, code in enumerate(indicators):
        node = framework.node(code)
        if node.denominator and last.done("denominated"):
            size = panel.values[rows, column[node.denominator]]
            noise[:, at] = np.nan_to_num(noise[:, at] / size * node.factor)
    return noise

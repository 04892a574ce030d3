"""The steps up to the aggregated table, each from what the one before left behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import Rule, aggregate
from hub.rooms.monitoring.engine.denominate import denominate
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.impute import Attempt, Background, History, impute_in_turn
from hub.rooms.monitoring.engine.normalise import Frozen, normalise
from hub.rooms.monitoring.engine.observations import Observations
from hub.rooms.monitoring.engine.panel import Panel, select
from hub.rooms.monitoring.engine.places import Places, Reason
from hub.rooms.monitoring.engine.recipe import Plan, Recipe, Vintage
from hub.rooms.monitoring.engine.screen import screen
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.engine.treat import Treatment, treat_by, untreated
from hub.rooms.monitoring.engine.weigh import (
    siblings_of,
    weigh,
    weigh_by_budget,
    weigh_by_components,
    weigh_by_pairs,
)

# The steps that make the normalised table.
UP_TO_NORMALISED = ("denominate", "screen", "impute", "treat", "normalise")


@dataclass(frozen=True, eq=False)
class Frozenness:
    """What is taken over from an earlier edition instead of being estimated anew; None is estimated."""

    treatments: Mapping[str, Treatment] | None = None
    scale: Frozen | None = None


@dataclass(frozen=True, eq=False)
class Ground:
    """What all steps of a run may look at, whatever they do."""

    framework: Framework
    observations: Observations
    vintage: Vintage
    panel: Panel
    seed: int | None = None
    frozen: Frozenness = field(default_factory=Frozenness)


@dataclass(frozen=True, eq=False)
class Stage:
    """What the steps hand on.

    draws  (draws, places, nodes) completed tables, where an imputation draws them
    own    node -> (places, children) weights of each place's own
    """

    ground: Ground
    places: Places
    table: Table
    steps: tuple[Step, ...]
    weights: Mapping[str, float] = field(default_factory=dict)
    treatments: Mapping[str, Treatment] = field(default_factory=dict)
    nodes_out: Mapping[str, Reason] = field(default_factory=dict)
    draws: NDArray[np.float64] | None = None
    own: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)

    def done(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)

    def before(self, name: str) -> Table:
        """The table that a step was given."""
        at = next(at for at, step in enumerate(self.steps) if step.name == name)
        return self.steps[at - 1].table

    def kept(self, step: Step) -> "Stage":
        return replace(self, steps=(*self.steps, step), table=step.table)


def start(
    framework: Framework,
    observations: Observations,
    places: Places,
    vintage: Vintage,
    *,
    seed: int | None = None,
    frozen: Frozenness | None = None,
    with_denominators: bool,
) -> Stage:
    """Which observation stands for each place and indicator; indicators without any value are left out.

    with_denominators  whether a later step divides by them; they leave the table otherwise
    """
    nodes = tuple(node.code for node in framework.measured)
    panel = select(observations, places.in_scope, nodes, vintage)
    if not (~np.isnan(panel.values)).any():
        raise DataProblem("nothing_selected", date=vintage.date.isoformat(), places=len(places.in_scope))
    parameters = {"date": vintage.date.isoformat(), "maximum_age_years": vintage.maximum_age_years}
    table = Table(panel.places, panel.nodes, panel.values)
    selected = Step("selected", "latest-at-or-before", parameters, table)
    indicators = [node.code for node in framework.indicators]
    empty = {node for node in indicators if np.isnan(table.column(node)).all()}
    kept = [node for node in indicators if node not in empty]
    bottom = [node.code for node in framework.denominators] if with_denominators else []
    ground = Ground(framework, observations, vintage, panel, seed, frozen or Frozenness())
    reasons = {node: Reason("indicator_without_values") for node in indicators if node in empty}
    return Stage(ground, places, columns_of(table, (*kept, *bottom)), (selected,), nodes_out=reasons)


def columns_of(table: Table, nodes: tuple[str, ...]) -> Table:
    """Some columns of a table, in the order asked for."""
    position = {code: at for at, code in enumerate(table.nodes)}
    return Table(table.places, nodes, table.values[:, [position[code] for code in nodes]])


def _denominate(stage: Stage, plan: Plan) -> Stage:
    left = tuple(node for node in stage.ground.framework.indicators if node.code in stage.table.nodes)
    return stage.kept(denominate(stage.table, left))


def _screen(stage: Stage, plan: Plan) -> Stage:
    screening = screen(stage.table, plan.parameters["places"], plan.parameters["indicators"])
    return replace(
        stage.kept(screening.step),
        places=stage.places.keep_out(screening.places_out),
        nodes_out={**stage.nodes_out, **screening.nodes_out},
        draws=None if stage.draws is None else _left(stage.draws, stage.table, screening.step.table),
    )


def _left(draws: NDArray[np.float64], before: Table, after: Table) -> NDArray[np.float64]:
    """The completed tables without the places and nodes that were screened out."""
    places, nodes = frozenset(after.places), frozenset(after.nodes)
    rows = [at for at, place in enumerate(before.places) if place in places]
    columns = [at for at, node in enumerate(before.nodes) if node in nodes]
    return draws[:, rows][:, :, columns]


def _impute(stage: Stage, plan: Plan) -> Stage:
    attempts = [_attempt(stage, plan.method, plan.parameters)]
    attempts += [_attempt(stage, one["method"], one) for one in plan.parameters["otherwise"]]
    imputation = impute_in_turn(stage.table, attempts, _background(stage, attempts))
    return replace(stage.kept(imputation.step), draws=imputation.draws)


def _attempt(stage: Stage, method: str, given: Mapping[str, Any]) -> Attempt:
    parameters = {name: value for name, value in given.items() if name not in ("otherwise", "method")}
    if method == "multiple" and stage.ground.seed is not None:
        parameters["seed"] = stage.ground.seed
    return Attempt(method, parameters)


def _background(stage: Stage, attempts: list[Attempt]) -> Background:
    framework, table = stage.ground.framework, stage.table
    nodes = [framework.node(code) for code in table.nodes]
    limits = [[np.nan if end is None else end for end in (node.low, node.high)] for node in nodes]
    from_history = any(attempt.method.startswith("panel-") for attempt in attempts)
    return Background(
        groups={code: [stage.places.group_of(place, code) for place in table.places] for code in stage.places.groups},
        directions=[node.direction or 1 for node in nodes],
        blocks={kind: [_ancestor(framework, code, kind) for code in table.nodes] for kind in ("feature", "area")},
        history=_history(stage) if from_history else None,
        edition=float(stage.ground.vintage.date.year),
        low=np.array(limits)[:, 0],
        high=np.array(limits)[:, 1],
    )


def _ancestor(framework: Framework, code: str, kind: str) -> str:
    node = framework.node(code)
    while node.kind != kind and node.parent:
        node = framework.node(node.parent)
    return node.code


def _history(stage: Stage) -> History:
    """Every calendar year up to that of the edition, denominated where the table is."""
    found, ground = stage.ground.observations, stage.ground
    last = ground.vintage.date
    first = min(date.fromordinal(int(end)).year for end in found.ends)
    years, tables = [], []
    for year in range(first, last.year + 1):
        panel = select(found, stage.table.places, ground.panel.nodes, Vintage(min(date(year, 12, 31), last), 1.0))
        table = Table(panel.places, panel.nodes, panel.values)
        if stage.done("denominated"):
            table = denominate(table, ground.framework.indicators).table
        tables.append(columns_of(table, stage.table.nodes).values)
        years.append(float(year))
    return History(tuple(years), stage.table.places, stage.table.nodes, np.stack(tables))


def _treat(stage: Stage, plan: Plan) -> Stage:
    if stage.ground.frozen.treatments is not None:
        return _treat_as_before(stage, stage.ground.frozen.treatments)
    if plan.method == "none":
        step, treatments = untreated(stage.table)
        return replace(stage.kept(step), treatments=treatments)
    done = treat_by(stage.table, plan.method, plan.parameters)
    return replace(stage.kept(done.step), treatments=done.treatments)


def _treat_as_before(stage: Stage, treatments: Mapping[str, Treatment]) -> Stage:
    """The treatment that an earlier edition had; an indicator that it did not have is left as it is."""
    values = stage.table.values.copy()
    for at, node in enumerate(stage.table.nodes):
        if node in treatments:
            values[:, at] = treatments[node].apply(values[:, at])
    step = Step("treated", "as-before", {}, Table(stage.table.places, stage.table.nodes, values))
    return replace(stage.kept(step), treatments=treatments)


def _normalise(stage: Stage, plan: Plan) -> Stage:
    parameters = {name: value for name, value in plan.parameters.items() if value is not None}
    scale = stage.ground.frozen.scale
    table = stage.table
    if scale is not None:
        # What the earlier edition did not measure has no place on its scale.
        table = columns_of(table, tuple(code for code in table.nodes if code in scale))
    directions = [stage.ground.framework.node(code).direction for code in table.nodes]
    step = normalise(table, directions, plan.method, parameters, frozen=scale)
    treatments = stage.treatments or untreated(table)[1]
    return replace(stage.kept(step), treatments=treatments)


def _weigh(stage: Stage, plan: Plan) -> Stage:
    framework, said = stage.ground.framework, plan.parameters
    weights: Mapping[str, float]
    if plan.method == "components":
        weights = weigh_by_components(framework, stage.table, squared=said["squared"]).weights
    elif plan.method == "budget":
        weights = weigh_by_budget(framework, stage.table.nodes, said["points"], budget=said["budget"]).weights
    elif plan.method == "pairwise":
        weights = weigh_by_pairs(
            framework, stage.table.nodes, said["judgements"], vector=said["vector"], limit=said["limit"]
        ).weights
    elif plan.method == "balanced":
        # Here and not above: the optimiser takes most of a second to load.
        from hub.rooms.monitoring.engine.weigh.balanced import weigh_by_balance

        weights = weigh_by_balance(
            framework, stage.table, level=said["level"], objective=said["objective"], targets=said["targets"]
        ).weights
    elif plan.method == "benefit-of-the-doubt":
        given = weigh(framework, stage.table.nodes, "given")
        return replace(stage, weights=given, own=_own_weights(stage, plan, given))
    else:
        weights = weigh(framework, stage.table.nodes, plan.method)
    return replace(stage, weights=weights)


def _own_weights(stage: Stage, plan: Plan, given: Mapping[str, float]) -> Mapping[str, NDArray[np.float64]]:
    """The weights that each place would choose below the named nodes, whose children have the given weights."""
    from hub.rooms.monitoring.engine.weigh.doubt import benefit_of_the_doubt

    framework, said = stage.ground.framework, plan.parameters
    families = siblings_of(framework, stage.table.nodes)
    scores = aggregate(stage.table, framework, given, method="arithmetic", thresholds={}, levels={}).table
    own = {}
    for parent in said["nodes"]:
        framework.node(parent)
        if parent not in families:
            raise DataProblem("node_not_aggregated", node=parent, found=framework.node(parent).kind)
        found = benefit_of_the_doubt(scores, parent, families[parent], low=said["low"], high=said["high"])
        # 100 where no place is better under the place's own weights: the scale of its siblings.
        own[parent] = found.best * 100
    return own


def _aggregate(stage: Stage, plan: Plan) -> Stage:
    said = plan.parameters
    step = aggregate(
        stage.table,
        stage.ground.framework,
        stage.weights,
        method=Rule(plan.method, power=said["power"]),
        thresholds=said["thresholds"],
        levels=said["levels"],
        nodes=said["nodes"],
        own=stage.own,
    )
    return stage.kept(step)


DO: Mapping[str, Callable[[Stage, Plan], Stage]] = {
    "denominate": _denominate,
    "screen": _screen,
    "impute": _impute,
    "treat": _treat,
    "normalise": _normalise,
    "weigh": _weigh,
    "aggregate": _aggregate,
}


def begin(
    recipe: Recipe,
    framework: Framework,
    observations: Observations,
    places: Places,
    *,
    seed: int | None = None,
    frozen: Frozenness | None = None,
) -> Stage:
    """The selected values, before any step."""
    divides = recipe.plan("denominate") is not None
    return start(framework, observations, places, recipe.vintage, seed=seed, frozen=frozen, with_denominators=divides)


def finish(first: Stage, recipe: Recipe, progress: Callable[[str], None] = lambda text: None) -> Stage:
    """All steps up to the aggregated table."""
    stage = first
    for plan in recipe.plans:
        if plan.do in DO:
            progress(plan.do)
            stage = DO[plan.do](stage, plan)
    return stage

"""The pipeline: the recipe's steps, one after the other, each keeping what went in and what came out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem, Finding
from hub.rooms.monitoring.engine.aggregate import aggregate
from hub.rooms.monitoring.engine.checks import check_observations
from hub.rooms.monitoring.engine.denominate import denominate
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.impute import impute
from hub.rooms.monitoring.engine.normalise import normalise
from hub.rooms.monitoring.engine.observations import InputFile, Observations
from hub.rooms.monitoring.engine.panel import Panel, select
from hub.rooms.monitoring.engine.places import Places, Reason
from hub.rooms.monitoring.engine.rank import rank, rank_in_groups
from hub.rooms.monitoring.engine.recipe import Plan, Recipe
from hub.rooms.monitoring.engine.run import Run, id_of
from hub.rooms.monitoring.engine.screen import screen
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.engine.treat import Treatment, treat, untreated
from hub.rooms.monitoring.engine.uncertainty import Bands, Uncertain, bands, deviations
from hub.rooms.monitoring.engine.weigh import effective_weights, weigh

Progress = Callable[[str], None]


@dataclass
class _Work:
    """What the steps hand to one another while a run is made."""

    recipe: Recipe
    framework: Framework
    places: Places
    panel: Panel
    table: Table
    seed: int | None
    steps: list[Step] = field(default_factory=list)
    weights: Mapping[str, float] = field(default_factory=dict)
    treatments: Mapping[str, Treatment] = field(default_factory=dict)
    nodes_out: Mapping[str, Reason] = field(default_factory=dict)
    ranked: tuple[str, ...] = ()
    ranks: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    group_ranks: dict[str, NDArray[np.int32]] = field(default_factory=dict)
    bands: Bands | None = None

    def keep(self, step: Step) -> None:
        self.steps.append(step)
        self.table = step.table

    def done(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)


def run(
    recipe: Recipe,
    framework: Framework,
    observations: Observations,
    places: Places,
    *,
    inputs: tuple[InputFile, ...] = (),
    findings: tuple[Finding, ...] = (),
    seed: int | None = None,
    progress: Progress = lambda text: None,
) -> Run:
    """Do every step of the recipe.

    inputs    the files that the observations were read from; with recipe, framework and seed they make the id
    findings  what the intake had to say; kept with what the checks find
    seed      takes the place of the recipe's own seed
    progress  told the name of each step before it starts
    """
    work = _start(recipe, framework, observations, places, seed=seed)
    for plan in recipe.plans:
        progress(plan.do)
        STEPS[plan.do](work, plan)
    places = _keep_out_without_score(work)
    effective = effective_weights(framework, work.weights)
    return Run(
        id=id_of(recipe, framework, inputs, seed),
        seed=seed,
        recipe=recipe,
        framework=framework,
        places=places,
        inputs=inputs,
        observations=observations,
        panel=work.panel,
        steps=tuple(work.steps),
        scores=work.table,
        ranked=work.ranked,
        ranks=work.ranks,
        group_ranks=work.group_ranks,
        bands=work.bands,
        weights=work.weights,
        effective=effective,
        nodes_out=work.nodes_out,
        findings=(*findings, *check_observations(observations, framework.indicators)),
        counts=counts_of(observations, work.panel, places, framework, steps=work.steps),
    )


def _start(
    recipe: Recipe, framework: Framework, observations: Observations, places: Places, *, seed: int | None
) -> _Work:
    nodes = tuple(node.code for node in framework.measured)
    panel = select(observations, places.in_scope, nodes, recipe.vintage)
    if not (~np.isnan(panel.values)).any():
        raise DataProblem("nothing_selected", date=recipe.vintage.date.isoformat(), places=len(places.in_scope))
    table = Table(panel.places, panel.nodes, panel.values)
    parameters = {"date": recipe.vintage.date.isoformat(), "maximum_age_years": recipe.vintage.maximum_age_years}
    selected = Step("selected", "latest-at-or-before", parameters, table)
    work = _Work(recipe, framework, places, panel, table, seed, [selected])
    _leave_out_empty(work)
    return work


def _leave_out_empty(work: _Work) -> None:
    """Indicators that no place in scope has a value for, and denominators that no step asks for."""
    indicators = [node.code for node in work.framework.indicators]
    empty = {node for node in indicators if np.isnan(work.table.column(node)).all()}
    work.nodes_out = {node: Reason("indicator_without_values") for node in indicators if node in empty}
    bottom = [node.code for node in work.framework.denominators] if work.recipe.plan("denominate") else []
    work.table = _columns(work.table, (*(node for node in indicators if node not in empty), *bottom))


def _columns(table: Table, nodes: tuple[str, ...]) -> Table:
    return Table(table.places, nodes, np.column_stack([table.column(node) for node in nodes]))


def _denominate(work: _Work, plan: Plan) -> None:
    work.keep(
        denominate(work.table, tuple(node for node in work.framework.indicators if node.code in work.table.nodes))
    )


def _screen(work: _Work, plan: Plan) -> None:
    screening = screen(work.table, plan.parameters["places"], plan.parameters["indicators"])
    work.keep(screening.step)
    work.places = work.places.keep_out(screening.places_out)
    work.nodes_out = {**work.nodes_out, **screening.nodes_out}


def _impute(work: _Work, plan: Plan) -> None:
    if plan.method.startswith("group-"):
        grouping = plan.parameters["grouping"]
        groups = [work.places.group_of(place, grouping) for place in work.table.places]
        step = impute(work.table, plan.method, groups=groups, coverage=plan.parameters["coverage"])
        work.keep(replace(step, parameters=plan.parameters))
        return
    work.keep(impute(work.table, plan.method))


def _treat(work: _Work, plan: Plan) -> None:
    if plan.method == "none":
        step, work.treatments = untreated(work.table)
    else:
        limits = plan.parameters
        step, work.treatments = treat(
            work.table, skew_limit=limits["skewness"], kurt_limit=limits["kurtosis"], points=limits["points"]
        )
    work.keep(step)


def _normalise(work: _Work, plan: Plan) -> None:
    if not work.treatments:
        _, work.treatments = untreated(work.table)
    directions = _directions(work, work.table.nodes)
    work.keep(normalise(work.table, directions, plan.method, plan.parameters))


def _directions(work: _Work, nodes: Sequence[str]) -> tuple[int, ...]:
    return tuple(work.framework.node(code).direction for code in nodes)


def _weigh(work: _Work, plan: Plan) -> None:
    work.weights = weigh(work.framework, work.table.nodes, plan.method)


def _aggregate(work: _Work, plan: Plan) -> None:
    step = aggregate(
        work.table,
        work.framework,
        work.weights,
        method=plan.method,
        thresholds=plan.parameters["thresholds"],
        levels=plan.parameters["levels"],
    )
    work.keep(step)


def _rank(work: _Work, plan: Plan) -> None:
    work.ranked = (work.framework.root, *(area.code for area in work.framework.areas if area.code in work.weights))
    scores = np.column_stack([work.table.column(node) for node in work.ranked])
    work.ranks = _frozen(rank(scores))
    for grouping in plan.parameters["groupings"]:
        groups = [work.places.group_of(place, grouping) for place in work.table.places]
        work.group_ranks[grouping] = _frozen(rank_in_groups(scores, groups))


def _frozen(ranks: NDArray[np.int32]) -> NDArray[np.int32]:
    ranks.setflags(write=False)
    return ranks


def _uncertainty(work: _Work, plan: Plan) -> None:
    parameters = plan.parameters if work.seed is None else {**plan.parameters, "seed": work.seed}
    normalised = work.done("normalised")
    if normalised is None:
        raise DataProblem("step_missing", step="normalise")
    before = work.steps[work.steps.index(normalised) - 1].table
    treated = work.done("treated")
    raw = work.steps[work.steps.index(treated) - 1].table if treated else before
    uncertain = Uncertain(
        table=_columns(before, normalised.table.nodes),
        raw=_columns(raw, normalised.table.nodes),
        noise=_noise(work, normalised.table),
        scores=work.table,
        directions=_directions(work, normalised.table.nodes),
        treatments=work.treatments,
    )
    work.bands = bands(uncertain, work.framework, work.weights, parameters)


def _noise(work: _Work, table: Table) -> NDArray[np.float64]:
    """Standard deviations of the reported values, in the unit that the treatment step was given."""
    rows = [work.panel.places.index(place) for place in table.places]
    columns = [work.panel.nodes.index(node) for node in table.nodes]
    noise = deviations(work.panel.low, work.panel.high)[np.ix_(rows, columns)]
    for at, code in enumerate(table.nodes):
        node = work.framework.node(code)
        if node.denominator and work.done("denominated"):
            size = work.panel.values[rows, work.panel.nodes.index(node.denominator)]
            noise[:, at] = np.nan_to_num(noise[:, at] / size * node.factor)
    return noise


def _keep_out_without_score(work: _Work) -> Places:
    index = work.table.column(work.framework.root)
    without = [place for place, value in zip(work.table.places, index, strict=True) if np.isnan(value)]
    return work.places.keep_out({place: Reason("place_without_index") for place in without})


def counts_of(
    observations: Observations, panel: Panel, places: Places, framework: Framework, *, steps: Sequence[Step]
) -> Mapping[str, int]:
    """Totals for the coverage pages. Cells are pairs of a place in scope and an indicator."""
    indicators = len(framework.indicators)
    filled = ~np.isnan(panel.values[:, :indicators])
    imputed = next((step for step in steps if step.name == "imputed"), None)
    treated = next((step for step in steps if step.name == "treated"), None)
    return {
        "observations": len(observations),
        "observations_without_value": int(np.isnan(observations.value).sum()),
        "observations_with_interval": int((~np.isnan(observations.low)).sum()),
        "places": len(places.codes),
        "places_in_scope": len(panel.places),
        "places_retired": len(places.retired),
        "places_scored": len(places.in_scope),
        "indicators": indicators,
        "indicators_scored": sum(node.code in steps[-1].table.nodes for node in framework.indicators),
        "cells": int(filled.size),
        "cells_with_value": int(filled.sum()),
        "gaps": int((~filled).sum()),
        "cells_imputed": len(imputed.cells) if imputed else 0,
        "cells_treated": len(treated.cells) if treated else 0,
    }


STEPS: Mapping[str, Callable[[_Work, Plan], None]] = {
    "denominate": _denominate,
    "screen": _screen,
    "impute": _impute,
    "treat": _treat,
    "normalise": _normalise,
    "weigh": _weigh,
    "aggregate": _aggregate,
    "rank": _rank,
    "uncertainty": _uncertainty,
}

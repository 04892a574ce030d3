"""The pipeline: the recipe's steps, one after the other, each keeping what went in and what came out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import Finding
from hub.rooms.monitoring.engine.alternatives import model_of
from hub.rooms.monitoring.engine.checks import check_observations
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.observations import InputFile, Observations
from hub.rooms.monitoring.engine.panel import Panel
from hub.rooms.monitoring.engine.places import Places, Reason
from hub.rooms.monitoring.engine.rank import rank, rank_in_groups
from hub.rooms.monitoring.engine.recipe import Plan, Recipe
from hub.rooms.monitoring.engine.run import Run, id_of
from hub.rooms.monitoring.engine.stages import DO, Frozenness, Stage, columns_of, start
from hub.rooms.monitoring.engine.steps import Step
from hub.rooms.monitoring.engine.uncertainty import Bands, Choices, Model, bands, read_choices
from hub.rooms.monitoring.engine.weigh import effective_weights

Progress = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Ranking:
    """Ranks of the index and of the levels that the recipe names.

    nodes  codes of the columns; ranks (places, nodes) int32, 0 is no rank
    """

    nodes: tuple[str, ...] = ()
    ranks: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    in_groups: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)


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
    first = begin(recipe, framework, observations, places, seed=seed)
    last = finish(first, recipe, progress)
    ranking = ranking_of(last, recipe)
    found, model, choices = None, None, None
    if recipe.plan("uncertainty") is not None:
        progress("uncertainty")
        choices = choices_of(recipe, seed)
        model = model_of(first, last, recipe.plans, choices)
        found = bands(model, choices, ranking.nodes)
    scored = _keep_out_without_score(last)
    return Run(
        id=id_of(recipe, framework, inputs, seed),
        seed=seed,
        recipe=recipe,
        framework=framework,
        places=scored,
        inputs=inputs,
        observations=observations,
        panel=last.ground.panel,
        steps=last.steps,
        scores=last.table,
        ranked=ranking.nodes,
        ranks=ranking.ranks,
        group_ranks=ranking.in_groups,
        bands=found,
        weights=last.weights,
        effective=effective_weights(framework, last.weights),
        nodes_out=last.nodes_out,
        findings=(*findings, *check_observations(observations, framework.indicators)),
        counts=counts_of(observations, last.ground.panel, scored, framework, steps=last.steps),
        model=model,
        choices=choices,
    )


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


def finish(first: Stage, recipe: Recipe, progress: Progress = lambda text: None) -> Stage:
    """All steps up to the aggregated table."""
    stage = first
    for plan in recipe.plans:
        if plan.do in DO:
            progress(plan.do)
            stage = DO[plan.do](stage, plan)
    return stage


def choices_of(recipe: Recipe, seed: int | None = None) -> Choices:
    """The uncertain choices of a recipe, under its own seed or another."""
    plan = recipe.plan("uncertainty")
    said: Mapping[str, object] = plan.parameters if plan else {}
    return read_choices(said if seed is None else {**said, "seed": seed})


def ranking_of(stage: Stage, recipe: Recipe) -> Ranking:
    """Ranks overall and in groups; none where the recipe ranks nothing."""
    plan = recipe.plan("rank")
    if plan is None:
        return Ranking()
    levels = plan.parameters["levels"]
    framework = stage.ground.framework
    nodes = (
        framework.root,
        *(
            node.code
            for node in framework.aggregates
            if node.code in stage.weights and node.kind in levels and node.code != framework.root
        ),
    )
    scores = columns_of(stage.table, nodes).values
    return Ranking(nodes, _frozen(rank(scores)), _in_groups(stage, plan, scores))


def _in_groups(stage: Stage, plan: Plan, scores: NDArray[np.float64]) -> Mapping[str, NDArray[np.int32]]:
    found = {}
    for grouping in plan.parameters["groupings"]:
        groups = [stage.places.group_of(place, grouping) for place in stage.table.places]
        found[grouping] = _frozen(rank_in_groups(scores, groups))
    return found


def _frozen(ranks: NDArray[np.int32]) -> NDArray[np.int32]:
    ranks.setflags(write=False)
    return ranks


def _keep_out_without_score(stage: Stage) -> Places:
    index = stage.table.column(stage.ground.framework.root)
    without = [place for place, value in zip(stage.table.places, index, strict=True) if np.isnan(value)]
    return stage.places.keep_out({place: Reason("place_without_index") for place in without})


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


__all__ = ["Bands", "Model", "begin", "choices_of", "counts_of", "finish", "ranking_of", "run"]

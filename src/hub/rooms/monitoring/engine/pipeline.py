"""The pipeline: the recipe's steps, one after the other, each keeping what went in and what came out."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from hub.kit.errors import Finding
from hub.rooms.monitoring.engine.alternatives import model_of
from hub.rooms.monitoring.engine.checks import check_observations
from hub.rooms.monitoring.engine.editions import compare_editions, dated
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.observations import InputFile, Observations
from hub.rooms.monitoring.engine.panel import Panel
from hub.rooms.monitoring.engine.places import Places, Reason
from hub.rooms.monitoring.engine.ranking import choices_of, ranking_of
from hub.rooms.monitoring.engine.recipe import Recipe
from hub.rooms.monitoring.engine.run import Run, id_of
from hub.rooms.monitoring.engine.stages import Stage, begin, finish
from hub.rooms.monitoring.engine.steps import Step
from hub.rooms.monitoring.engine.uncertainty import bands
from hub.rooms.monitoring.engine.weigh import effective_weights

Progress = Callable[[str], None]


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
    _check_nodes(recipe, framework)
    first = begin(recipe, framework, observations, places, seed=seed)
    last = finish(first, recipe, progress)
    ranking = ranking_of(last, recipe)
    found, model, choices = None, None, None
    if recipe.plan("uncertainty") is not None:
        progress("uncertainty")
        choices = choices_of(recipe, seed)
        model = model_of(first, last, recipe.plans, choices)
        found = bands(model, choices, ranking.nodes)
    compared = None
    if recipe.change is not None:
        progress("change")
        before, after = (dated(recipe, day) for day in recipe.change)
        compared = compare_editions(before, after, framework, observations, places, seed=seed)
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
        editions=compared,
    )


def _check_nodes(recipe: Recipe, framework: Framework) -> None:
    """Nodes for which a step is told something of their own are in the framework: a misspelt code must not be passed over."""
    for plan in recipe.plans:
        for code in plan.parameters.get("nodes", ()):
            framework.node(code)


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

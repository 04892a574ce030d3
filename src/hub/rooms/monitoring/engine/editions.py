"""Two editions of one round side by side: what was known at each date, scored alike, and what moved the scores."""

from dataclasses import replace
from datetime import date

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.alternatives import model_of
from hub.rooms.monitoring.engine.change import Stages
from hub.rooms.monitoring.engine.compared import Editions, editions_of
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.normalise import frozen_scale
from hub.rooms.monitoring.engine.observations import Observations
from hub.rooms.monitoring.engine.places import Places, Reason
from hub.rooms.monitoring.engine.ranking import choices_of, ranking_of
from hub.rooms.monitoring.engine.recipe import Recipe
from hub.rooms.monitoring.engine.stages import Frozenness, Stage, begin, columns_of, finish
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.engine.uncertainty import Bands, bands


def compare_editions(
    earlier: Recipe,
    later: Recipe,
    framework: Framework,
    observations: Observations,
    places: Places,
    *,
    seed: int | None = None,
) -> Editions:
    """Score both editions, and the stages between them.

    earlier, later  recipes of the two editions; each vintage says which observations count
    places          before any step; who is kept out from the start stays out of both
    The same observations serve both editions, so what a revision did cannot be told: that effect is a gap. For the
    stage `same_scale`, treatment and scale are those of the earlier edition; indicators that it did not have enter
    with the stage `new_peers`. Raises DataProblem: step_missing (rank, uncertainty), and what the steps raise.
    """
    for recipe in (earlier, later):
        for needed in ("rank", "uncertainty"):
            if recipe.plan(needed) is None:
                raise DataProblem("step_missing", step=needed)
    old = finish(begin(earlier, framework, observations, places, seed=seed), earlier)
    frozen = Frozenness(old.treatments, frozen_scale(_normalised(old)))
    same = finish(begin(_dated(earlier, later), framework, observations, places, seed=seed, frozen=frozen), earlier)
    moved = finish(begin(_dated(earlier, later), framework, observations, places, seed=seed), earlier)
    new = finish(begin(later, framework, observations, places, seed=seed), later)
    tables = [_ranked_scores(stage, earlier) for stage in (old, same, moved)]
    stages = Stages(tables[0], None, tables[1], tables[2], _ranked_scores(new, later))
    before = _bands(old, earlier, framework, observations, places, seed=seed)
    after = _bands(new, later, framework, observations, places, seed=seed)
    return editions_of(
        earlier.vintage.date,
        later.vintage.date,
        stages,
        (before, after),
        panels=(old.ground.panel, new.ground.panel),
        reasons={**_reasons(new), **_reasons(old)},
    )


def dated(recipe: Recipe, day: date) -> Recipe:
    """The recipe as of another day: the latest value at or before it counts."""
    return replace(recipe, vintage=replace(recipe.vintage, date=day))


def _dated(earlier: Recipe, later: Recipe) -> Recipe:
    return replace(earlier, vintage=later.vintage)


def _normalised(stage: Stage) -> Step:
    step = stage.done("normalised")
    if step is None:
        raise DataProblem("step_missing", step="normalise")
    return step


def _ranked_scores(stage: Stage, recipe: Recipe) -> Table:
    return columns_of(stage.table, ranking_of(stage, recipe).nodes)


def _bands(
    stage: Stage,
    recipe: Recipe,
    framework: Framework,
    observations: Observations,
    places: Places,
    *,
    seed: int | None,
) -> Bands:
    choices = choices_of(recipe, seed)
    first = begin(recipe, framework, observations, places, seed=seed)
    return bands(model_of(first, stage, recipe.plans, choices), choices, ranking_of(stage, recipe).nodes)


def _reasons(stage: Stage) -> dict[str, Reason]:
    both = zip(stage.places.codes, stage.places.kept_out, strict=True)
    return {code: reason for code, reason in both if reason is not None}

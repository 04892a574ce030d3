"""What if the weights were others: all replications of a finished run again, under weights that somebody chose."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.alternatives import model_of
from hub.rooms.monitoring.engine.places import Places
from hub.rooms.monitoring.engine.ranking import choices_of, ranking_of
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.stages import begin, finish
from hub.rooms.monitoring.engine.uncertainty import Alternative, Bands, bands
from hub.rooms.monitoring.engine.uncertainty.choices import NORMALISATIONS
from hub.rooms.monitoring.engine.uncertainty.design import without_empty


def what_if(
    run: Run,
    weights: Mapping[str, float],
    *,
    replications: int,
    seed: int,
    progress: Callable[[float], None] = lambda share: None,
    normalisation: str = "",
    aggregation: str = "",
) -> Bands:
    """Bands under other weights; everything else is varied as the recipe of the run declares it.

    weights        node -> weight, siblings in any proportion; 0 leaves a node out; what is not named keeps its own
    normalisation, aggregation  hold that choice to one method; blank varies it as declared
    progress       told the share that is done, 0 to 1
    Raises DataProblem: step_missing where the recipe declares no uncertainty, weight_unusable, weights_without_sum.
    """
    if run.recipe.plan("uncertainty") is None:
        raise DataProblem("step_missing", step="uncertainty")
    first = begin(run.recipe, run.framework, run.observations, _as_selected(run), seed=run.seed)
    last = finish(first, run.recipe)
    choices = replace(choices_of(run.recipe, seed), replications=replications)
    if normalisation:
        choices = replace(choices, normalisations=_held(choices.normalisations, normalisation))
    if aggregation:
        choices = replace(choices, aggregations=(aggregation,))
    model = model_of(first, last, run.recipe.plans, choices)
    row = np.array([weights.get(node, model.weights[at]) for at, node in enumerate(model.branches.nodes)])
    wrong = np.flatnonzero(~np.isfinite(row) | (row < 0))
    if wrong.size:
        node = model.branches.nodes[int(wrong[0])]
        raise DataProblem("weight_unusable", node=node, parent="", found=float(row[wrong[0]]))
    row = without_empty(model.branches, row[None])[0]
    if row[model.branches.root] == 0:
        raise DataProblem("weights_without_sum", node=run.framework.root, found=", ".join(weights))
    left = tuple(node for node in ranking_of(last, run.recipe).nodes if row[model.branches.position(node)] > 0)
    return bands(replace(model, weights=row), choices, left, progress=progress)


def _held(declared: tuple[Alternative, ...], method: str) -> tuple[Alternative, ...]:
    """The declared alternative of that method, with its parameters; otherwise the method as it is by default."""
    same = tuple(one for one in declared if one.method == method)
    return same or (Alternative(method, NORMALISATIONS.get(method, {})),)


def _as_selected(run: Run) -> Places:
    """The places before any step: those that the steps kept out are in again."""
    chosen = frozenset(run.panel.places)
    both = zip(run.places.codes, run.places.kept_out, strict=True)
    return replace(run.places, kept_out=tuple(None if code in chosen else reason for code, reason in both))

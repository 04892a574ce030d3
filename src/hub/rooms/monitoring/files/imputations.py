"""How good imputation was in an index: hold-out error of several methods, and where the gaps are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hub.commons.tables.writing import json_text, write_text
from hub.rooms.monitoring.engine.impute import (
    PARAMETERS,
    Association,
    Attempt,
    Background,
    HoldOut,
    hold_out,
    missingness,
)
from hub.rooms.monitoring.engine.ranking import choices_of
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.steps import Step, Table

NAME = "imputation.json"
# Every repeat hides other cells; a method that draws twenty tables for each is slow.
REPEATS, SHARE = 5, 0.1
# Tried beside the method of the recipe, so that its error can be judged.
BESIDE = ("mean", "median", "row-mean")
# What these fill comes from other editions, of which hidden cells say nothing.
FROM_HISTORY = "panel-"


def write_imputation(run: Run, folder: Path) -> None:
    """`imputation.json`, for an index whose recipe imputes; nothing otherwise.

    Errors are in standard deviations of the column: 1 is no better than its mean.
    """
    step = next((one for one in run.steps if one.name == "imputed"), None)
    if step is None or not step.cells:
        return
    before = run.steps[run.steps.index(step) - 1].table
    table = Table(
        before.places, step.table.nodes, before.values[:, [before.nodes.index(one) for one in step.table.nodes]]
    )
    content = {"hold_out": _errors(run, step, table), "missing": _missing(run, table)}
    write_text(folder / NAME, json_text(content))


def _errors(run: Run, step: Step, table: Table) -> Mapping[str, Any]:
    methods = {method: (Attempt(method),) for method in BESIDE}
    if not step.method.startswith(FROM_HISTORY):
        known = PARAMETERS[step.method]
        own = {name: value for name, value in step.parameters.items() if name in known}
        methods[f"recipe: {step.method}"] = (Attempt(step.method, own),)
    background = Background(
        groups={code: [run.places.group_of(place, code) for place in table.places] for code in run.places.groups},
        directions=[run.framework.node(code).direction or 1 for code in table.nodes],
    )
    seed = choices_of(run.recipe, run.seed).seed if run.recipe.plan("uncertainty") else 0
    found = hold_out(table, methods, seed, background=background, share=SHARE, repeats=REPEATS)
    return {
        "share": SHARE,
        "repeats": REPEATS,
        "cells_compared": found.common,
        "methods": {name: _of_method(found, at) for at, name in enumerate(found.methods)},
    }


def _of_method(found: HoldOut, at: int) -> Mapping[str, Any]:
    return {
        "rmse": _number(found.overall_rmse[at]),
        "mae": _number(found.overall_mae[at]),
        "bias": _number(found.overall_bias[at]),
        "rmse_of_cells_compared": _number(found.common_rmse[at]),
        "filled": int(found.filled[at].sum()),
        "left": int(found.left[at].sum()),
        "rmse_by_node": dict(zip(found.nodes, map(_number, found.rmse[at]), strict=True)),
    }


def _missing(run: Run, table: Table) -> Mapping[str, Any]:
    scores = np.array([run.score(place, run.framework.root) for place in table.places], float)
    by_score = missingness(table, scores=scores)
    by_group = {
        code: missingness(table, groups=[run.places.group_of(place, code) for place in table.places]).group
        for code in run.places.groups
    }
    shares = zip(table.places, by_score.place_shares.tolist(), strict=True)
    return {
        "with_score": _association(by_score.score),
        "with_group": {code: _association(found) for code, found in by_group.items()},
        "of_node_with_score": {node: _association(found) for node, found in by_score.nodes.items()},
        "share_of_place": {place: share for place, share in shares if share > 0},
    }


def _association(found: Association | None) -> Mapping[str, Any] | None:
    if found is None:
        return None
    numbers = ((name, getattr(found, name)) for name in found.__dataclass_fields__)
    return {name: _number(value) if isinstance(value, float) else value for name, value in numbers}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(f"{value:.12g}")

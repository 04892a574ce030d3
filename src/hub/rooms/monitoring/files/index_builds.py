"""An index from its tables to its folder: all of it, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hub.commons.tables.inputs import Input, open_input
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.explain import Ranked, drawn_sets, sensitivity_of
from hub.rooms.monitoring.engine.pipeline import run as run_pipeline
from hub.rooms.monitoring.engine.recipe import Plan, Recipe
from hub.rooms.monitoring.engine.replay import Replay, replay
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.sensitivity import Indices
from hub.rooms.monitoring.files.designs import read_design, read_weight_sets
from hub.rooms.monitoring.files.imputations import write_imputation
from hub.rooms.monitoring.files.index_exports import write_coinr, write_native
from hub.rooms.monitoring.files.index_findings import (
    answers_of,
    write_audit,
    write_sensitivity,
    write_strengths,
    write_weights,
    write_without,
)
from hub.rooms.monitoring.files.index_intake import IndexIntake, read_coinr_tables, read_native_tables
from hub.rooms.monitoring.files.index_numbers import (
    write_availability,
    write_components,
    write_correlations,
    write_statistics,
    write_treatment,
)
from hub.rooms.monitoring.files.index_tables import (
    write_bands,
    write_lock,
    write_ranks,
    write_replications,
    write_steps,
)
from hub.rooms.monitoring.files.recipes import parse_index_recipe
from hub.rooms.monitoring.files.shipped import read_toml_text

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Tables:
    """Where the tables are: `idata` and `imeta`, or `observations` and `indicators` (and `places`)."""

    idata: Path | None = None
    imeta: Path | None = None
    observations: tuple[Path, ...] = ()
    indicators: Path | None = None
    places: Path | None = None


@dataclass(frozen=True)
class Asked:
    """What the command was told besides recipe and tables."""

    replications: int | None = None
    seed: int | None = None
    design: Path | None = None
    weight_sets: Path | None = None


@dataclass(frozen=True, eq=False)
class Index:
    """A run with what was replayed and explained; `others` are the inputs besides the tables."""

    run: Run
    replayed: Replay | None = None
    indices: Indices | None = None
    others: Mapping[str, Input] = field(default_factory=dict)


def build_index(
    recipe_reference: str, tables: Tables, asked: Asked | None = None, *, progress: Progress = lambda text: None
) -> Index:
    """Read everything and do every step. Raises InputRefused and DataProblem."""
    wanted = asked or Asked()
    recipe = parse_index_recipe(read_toml_text(recipe_reference, "recipes"), recipe_reference)
    progress("intake")
    intake = _intake(with_replications(recipe, wanted.replications), tables)
    run = run_pipeline(
        intake.recipe,
        intake.framework,
        intake.observations,
        intake.places,
        inputs=intake.files,
        findings=intake.findings,
        seed=wanted.seed,
        progress=progress,
    )
    return _explained(run, wanted, progress)


def with_replications(recipe: Recipe, count: int | None) -> Recipe:
    """The recipe with another number of replications; unchanged where none is asked for."""
    if count is None:
        return recipe

    def told(plan: Plan) -> Plan:
        return Plan(plan.do, plan.method, {**plan.parameters, "replications": count})

    return replace(recipe, plans=tuple(told(plan) if plan.do == "uncertainty" else plan for plan in recipe.plans))


def _intake(recipe: Recipe, tables: Tables) -> IndexIntake:
    named = {
        "--idata": tables.idata,
        "--imeta": tables.imeta,
        "--data": tables.observations,
        "--indicators": tables.indicators,
        "--places": tables.places,
    }
    given = [name for name, path in named.items() if path]
    if tables.idata and tables.imeta and len(given) == 2:
        return read_coinr_tables(recipe, tables.idata, tables.imeta)
    if tables.observations and tables.indicators and not tables.idata and not tables.imeta:
        return read_native_tables(recipe, tables.observations, tables.indicators, tables.places)
    raise DataProblem("index_inputs_mixed", found=", ".join(given) or "-")


def _explained(run: Run, asked: Asked, progress: Progress) -> Index:
    """Replay the design and work out the sensitivity, where there is what they need."""
    if run.model is None or run.choices is None:
        for name, path in (("--design", asked.design), ("--weight-sets", asked.weight_sets)):
            if path:
                raise DataProblem("step_missing", step="uncertainty", found=name)
        return Index(run)
    others: dict[str, Input] = {}
    sets: NDArray[np.float64] | None = None
    replayed = None
    if asked.weight_sets:
        others["weight sets"] = open_input(asked.weight_sets)
        sets = read_weight_sets(others["weight sets"], run.model).weights
    if asked.design:
        progress("replay")
        others["design"] = open_input(asked.design)
        given = run.model.weights[None, :] if sets is None else sets
        picks = read_design(others["design"], run.choices, run.model, len(given))
        replayed = replay(run.model, picks, given, run.ranked, top=run.choices.top)
    return Index(run, replayed, _sensitivity(run, sets, progress), others)


def _sensitivity(run: Run, sets: NDArray[np.float64] | None, progress: Progress) -> Indices | None:
    plan = run.recipe.plan("sensitivity")
    if plan is None or run.model is None or run.choices is None:
        return None
    progress("sensitivity")
    said = plan.parameters
    nominal = Ranked(run.scores.places, run.ranked, run.ranks)
    if sets is None:
        sets = drawn_sets(run.model, run.choices, said["weight_sets"])
    return sensitivity_of(run.model, nominal, sets, seed=run.choices.seed, most=said["combinations"], rows=said["rows"])


def write_index(index: Index, folder: Path, progress: Progress = lambda text: None) -> str:
    """Write everything into `folder`; the id of its lock."""
    run = index.run
    bands = index.replayed.bands if index.replayed else run.bands
    progress("tables")
    write_steps(run, folder)
    if run.ranked:
        write_ranks(run, folder)
    if bands is not None:
        write_bands(run, bands, folder)
    if index.replayed is not None:
        write_replications(run, index.replayed, folder)
    if index.indices is not None:
        write_sensitivity(index.indices, folder)
    write_statistics(run, folder)
    write_availability(run, folder)
    write_imputation(run, folder)
    write_treatment(run, folder)
    write_correlations(run, folder)
    write_components(run, folder)
    progress("audit")
    answers = answers_of(run)
    write_without(answers, folder)
    write_weights(run, answers, folder)
    write_strengths(run, folder)
    write_audit(run, answers, bands, folder)
    write_coinr(run, folder / "coinr")
    write_native(run, folder / "native")
    return write_lock(run, folder, index.others)

"""What an auditor asks of an index: weights, what becomes of it without one element, strengths, audit, sensitivity."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from hub.commons.tables.writing import csv_text, json_text, write_text
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import Rule
from hub.rooms.monitoring.engine.aggregate.tree import rules_of
from hub.rooms.monitoring.engine.audit import audit
from hub.rooms.monitoring.engine.components import components
from hub.rooms.monitoring.engine.explain import CHANGE, RANK
from hub.rooms.monitoring.engine.findings import Audited, RankBands, as_mapping
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.sensitivity import Indices, indices_mapping
from hub.rooms.monitoring.engine.strengths import strengths_of
from hub.rooms.monitoring.engine.uncertainty import Bands
from hub.rooms.monitoring.engine.weigh.balanced import Balanced, weigh_by_balance
from hub.rooms.monitoring.engine.without import Without, elements_of, leave_out_each
from hub.rooms.monitoring.files.index_numbers import before, done, reported
from hub.rooms.monitoring.files.index_tables import plain

OBJECTIVES = ("balance", "infomax")
KINDS = ("indicator", "feature", "area")
# Strengths are looked up place by place; for more places than this they are left out.
MOST_PLACES = 2000


@dataclass(frozen=True)
class Unanswered:
    """Why a question of the audit has no answer: code and parameters of the problem."""

    code: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Answers:
    """What takes long to find out, so that several files can say it. Weights of areas by objective; indices by kind of node."""

    balanced: Mapping[str, Balanced | Unanswered]
    without: Mapping[str, Without | Unanswered]


def answers_of(run: Run) -> Answers:
    """Search the balanced weights, and make the index again without each element."""
    table = run.step("normalised").table
    balanced: dict[str, Balanced | Unanswered] = {}
    for objective in OBJECTIVES:
        try:
            balanced[objective] = weigh_by_balance(run.framework, table, level="area", objective=objective)
        except DataProblem as problem:
            balanced[objective] = _unanswered(problem)
    without: dict[str, Without | Unanswered] = {}
    for kind in KINDS:
        try:
            without[kind] = _without(run, kind)
        except DataProblem as problem:
            without[kind] = _unanswered(problem)
    return Answers(balanced, without)


def _unanswered(problem: DataProblem) -> Unanswered:
    return Unanswered(problem.code, {name: str(value) for name, value in problem.parameters.items()})


def _without(run: Run, kind: str) -> Without:
    plan = run.recipe.plan("aggregate")
    if plan is None or (run.model is not None and run.model.own):
        raise DataProblem(
            "method_unknown", step="without_one", found="benefit-of-the-doubt", allowed="one set of weights"
        )
    said = plan.parameters
    rules = rules_of(
        run.framework,
        Rule(plan.method, power=said["power"]),
        thresholds=said["thresholds"],
        levels=said["levels"],
        nodes=said["nodes"],
    )
    elements = elements_of(run.framework, run.weights, kind)
    return leave_out_each(run.step("normalised").table, run.framework, run.weights, elements=elements, rules=rules)


def write_without(answers: Answers, folder: Path) -> None:
    """without_one.csv: score and rank of every place without one element at a time."""
    rows: list[tuple[Any, ...]] = []
    for kind, found in answers.without.items():
        if isinstance(found, Unanswered):
            continue
        scores, ranks = found.scores.T.tolist(), found.ranks_without.T.tolist()
        for element, own, ranked in zip(found.elements, scores, ranks, strict=True):
            rows += [
                (kind, element, place, score, rank or None)
                for place, score, rank in zip(found.places, own, ranked, strict=True)
            ]
    write_text(folder / "without_one.csv", csv_text(("level", "removed", "place", "score", "rank"), rows))


def write_weights(run: Run, answers: Answers, folder: Path) -> None:
    """weights.csv: as given, as shares, in the whole index; the loading on the first component; balanced and most correlated."""
    loadings: dict[str, float] = {}
    for found in components(run.scores, run.framework).values():
        first = found.rotation[:, 0].tolist() if found.rotation.shape[1] else [np.nan] * len(found.nodes)
        loadings |= dict(zip(found.nodes, first, strict=True))
    searched: dict[str, Mapping[str, float]] = {}
    for objective, answer in answers.balanced.items():
        searched[objective] = {} if isinstance(answer, Unanswered) else answer.weights
    areas = {node.code for node in run.framework.areas}
    rows = []
    for node in run.framework.nodes:
        if node.code not in run.weights:
            continue
        code = node.code
        own = [searched[objective].get(code) if code in areas else None for objective in OBJECTIVES]
        found_loading = plain(loadings[code]) if code in loadings else None
        rows.append(
            (
                *(code, node.kind, node.parent, node.weight, run.weights[code], run.effective[code]),
                *(found_loading, *(None if one is None else plain(one) for one in own)),
            )
        )
    header = ("node", "kind", "parent", "given", "share", "effective", "loading", "balanced", "infomax")
    write_text(folder / "weights.csv", csv_text(header, rows))


def write_strengths(run: Run, folder: Path) -> None:
    """strengths.csv: the five best and the five worst indicators of every place, by their rank as reported."""
    table = reported(run)
    rows = []
    for place in table.places if len(table.places) <= MOST_PLACES else ():
        found = strengths_of(table, run.framework, place)
        for side, listed in (("strength", found.strengths), ("weakness", found.weaknesses)):
            rows += [
                (place, side, number, one.node, one.parent, one.value, one.rank, one.places)
                for number, one in enumerate(listed, 1)
            ]
    header = ("place", "side", "number", "node", "parent", "value", "rank", "places")
    write_text(folder / "strengths.csv", csv_text(header, rows))


def write_audit(run: Run, answers: Answers, bands: Bands | None, folder: Path) -> None:
    """audit.json: the audit, the mean rank changes without one element, and the weights that were searched."""
    treated = done(run, "treated")
    subject = Audited(
        framework=run.framework,
        weights=run.weights,
        raw=reported(run),
        treated=treated.table if treated else before(run, "normalised"),
        scores=run.scores,
    )
    if bands is not None:
        subject = replace(subject, bands=RankBands(bands.low[:, 0], bands.high[:, 0]))
    content = as_mapping(audit(subject))
    content["without_one"] = {kind: _changes(found) for kind, found in answers.without.items()}
    content["searched_weights"] = {objective: _searched(found) for objective, found in answers.balanced.items()}
    write_text(folder / "audit.json", json_text(content))


def _changes(found: Without | Unanswered) -> dict[str, Any]:
    if isinstance(found, Unanswered):
        return {"reason": found.code, **found.parameters}
    return {code: plain(one) for code, one in zip(found.elements, found.rank_changes.tolist(), strict=True)}


def _searched(found: Balanced | Unanswered) -> dict[str, Any]:
    if isinstance(found, Unanswered):
        return {"reason": found.code, **found.parameters}
    return {
        "objective": plain(found.objective),
        "weights": {code: plain(found.weights[code]) for code in found.correlations},
        "correlations": {code: plain(one) for code, one in found.correlations.items()},
    }


def write_sensitivity(indices: Indices, folder: Path) -> None:
    """sensitivity.json: indices of the rank changes of every ranked node, and of the rank of every place."""
    content = indices_mapping(indices)
    nodes, places = {}, {}
    for output in content.pop("outputs"):
        name = output.pop("output")
        own = _rounded(output)
        own["factors"] = {one.pop("factor"): one for one in own["factors"]}
        if name.startswith(CHANGE):
            nodes[name.removeprefix(CHANGE)] = own
        else:
            places[name.removeprefix(RANK)] = own
    write_text(folder / "sensitivity.json", json_text({**content, "rank_changes": nodes, "ranks": places}))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return plain(value) if isinstance(value, float) else value

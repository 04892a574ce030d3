"""A finished run read back from its folder: the kept tables, not a second computation."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.commons.tables.writing import read_number, read_rows
from hub.kit.errors import DataProblem, Finding
from hub.kit.years import read_period
from hub.rooms.monitoring.engine.compared import Editions
from hub.rooms.monitoring.engine.observations import STATUS_NAMES, InputFile, Observations
from hub.rooms.monitoring.engine.panel import Panel, select
from hub.rooms.monitoring.engine.places import Places, Reason, Retired
from hub.rooms.monitoring.engine.recipe import Recipe, Vintage
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.steps import CellChange, Step, Table
from hub.rooms.monitoring.engine.uncertainty import Bands
from hub.rooms.monitoring.files.bands import read_bands
from hub.rooms.monitoring.files.cells import Coder
from hub.rooms.monitoring.files.comparisons import read_editions
from hub.rooms.monitoring.files.frameworks import parse_framework
from hub.rooms.monitoring.files.recipes import parse_recipe
from hub.rooms.monitoring.files.steps import LOCK, READABLE


def read_lock(out: Path) -> dict[str, Any]:
    """The lock of a run folder; DataProblem("run_folder_unreadable")."""
    try:
        lock: dict[str, Any] = json.loads((out / "steps" / LOCK).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataProblem("run_folder_unreadable", path=str(out), reason=type(error).__name__) from None
    if not isinstance(lock, dict) or lock.get("format") not in READABLE:
        raise DataProblem("run_folder_unreadable", path=str(out), reason="format")
    return lock


def read_run(out: Path) -> Run:
    """The run that was written to `out` (its steps/ and package/), equal to the one that was written."""
    lock = read_lock(out)
    folder = out / "steps"
    recipe, framework = parse_recipe(lock["recipe"]), parse_framework(lock["framework"])
    inputs = tuple(InputFile(**one) for one in lock["inputs"])
    files = tuple(one.name for one in inputs if one.kind == "observations")
    observations = _observations(out / "package" / "observations.csv", files)
    places = _places(folder, recipe)
    in_scope = tuple(dict.fromkeys(row["place"] for row in read_rows(folder / "selected.csv")))
    panel = select(observations, in_scope, tuple(node.code for node in framework.measured), recipe.vintage)
    selected = Step("selected", *_head(lock, "selected"), Table(panel.places, panel.nodes, panel.values))
    steps = (selected, *(_step(folder, one) for one in lock["steps"] if one["name"] != "selected"))
    weights = read_rows(folder / "weights.csv")
    ranked, ranks, group_ranks = _ranks(folder)
    return Run(
        id=lock["id"],
        seed=lock["seed"],
        recipe=recipe,
        framework=framework,
        places=places,
        inputs=inputs,
        observations=observations,
        panel=panel,
        steps=steps,
        scores=steps[-1].table,
        ranked=ranked,
        ranks=ranks,
        group_ranks=group_ranks,
        bands=_bands(folder, steps[-1].table.places, ranked, lock),
        weights={row["node"]: float(row["weight"]) for row in weights},
        effective={row["node"]: float(row["effective_weight"]) for row in weights},
        nodes_out=_reasons(folder / "indicators_out.csv", "indicator"),
        findings=_findings(folder / "findings.csv"),
        counts=lock["counts"],
        editions=_editions(lock, folder, observations, panel=panel, vintage=recipe.vintage),
    )


def _head(lock: dict[str, Any], name: str) -> tuple[str, dict[str, Any]]:
    own = next(one for one in lock["steps"] if one["name"] == name)
    return own["method"], own["parameters"]


def _observations(path: Path, files: tuple[str, ...]) -> Observations:
    rows = read_rows(path)
    coders = {name: Coder() for name in ("place", "indicator", "period", "source", "note")}
    coded = {name: coder.encode([row[name] for row in rows]) for name, coder in coders.items()}
    numbers = {name: np.array([read_number(row[name]) for row in rows]) for name in ("value", "low", "high")}
    spans = [read_period(text) for text in coders["period"].texts]
    return Observations(
        places=coders["place"].texts,
        indicators=coders["indicator"].texts,
        periods=coders["period"].texts,
        sources=coders["source"].texts,
        notes=coders["note"].texts,
        files=files,
        starts=np.array([span.start.toordinal() for span in spans], np.int32),
        ends=np.array([span.end.toordinal() for span in spans], np.int32),
        status=np.array([STATUS_NAMES.index(row["status"]) for row in rows], np.int32),
        file=np.array([int(row["file_number"]) - 1 for row in rows], np.int32),
        row=np.array([int(row["row"]) for row in rows], np.int32),
        place=coded["place"],
        indicator=coded["indicator"],
        period=coded["period"],
        source=coded["source"],
        note=coded["note"],
        value=numbers["value"],
        low=numbers["low"],
        high=numbers["high"],
    )


def _places(folder: Path, recipe: Recipe) -> Places:
    rows = read_rows(folder / "places.csv")
    reasons = _reasons(folder / "kept_out.csv", "place")
    return Places(
        codes=tuple(row["place"] for row in rows),
        names=tuple(row["name"] for row in rows),
        groupings=recipe.groupings,
        groups={grouping.code: tuple(row[grouping.code] for row in rows) for grouping in recipe.groupings},
        kept_out=tuple(reasons.get(row["place"]) for row in rows),
        retired=tuple(
            Retired(row["place"], int(row["retired_since"]), _successors(row["successors"]))
            for row in rows
            if row["retired_since"]
        ),
    )


def _successors(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for one in text.split("; ") if text else ():
        code, _, name = one.partition(" ")
        found.append((code, name))
    return tuple(found)


def _reasons(path: Path, column: str) -> dict[str, Reason]:
    return {row[column]: Reason(row["reason"], json.loads(row["parameters"])) for row in read_rows(path)}


def _step(folder: Path, declared: dict[str, Any]) -> Step:
    rows = read_rows(folder / declared["output"])
    nodes = tuple(name for name in rows[0] if name != "place")
    values = np.array([[read_number(row[node]) for node in nodes] for row in rows])
    table = Table(tuple(row["place"] for row in rows), nodes, values)
    name = declared["name"]
    columns: dict[str, dict[str, float | str]] = {}
    for row in read_rows(folder / f"{name}_columns.csv"):
        columns.setdefault(row["node"], {})[row["name"]] = _number_or_text(row["value"])
    cells = tuple(
        CellChange(row["place"], row["node"], _optional(row["before"]), _optional(row["after"]), row["method"])
        for row in read_rows(folder / f"{name}_cells.csv")
    )
    return Step(name, declared["method"], declared["parameters"], table, cells, columns)


def _optional(text: str) -> float | None:
    return float(text) if text else None


def _number_or_text(text: str) -> float | str:
    try:
        return read_number(text)
    except ValueError:
        return text


def _ranks(folder: Path) -> tuple[tuple[str, ...], NDArray[np.int32], dict[str, NDArray[np.int32]]]:
    if not (folder / "ranks.csv").is_file():
        return (), np.zeros((0, 0), np.int32), {}
    rows = read_rows(folder / "ranks.csv")
    ranked = tuple(name for name in rows[0] if name != "place")
    grouped: dict[str, list[list[int]]] = {}
    for row in read_rows(folder / "ranks_in_groups.csv"):
        grouped.setdefault(row["grouping"], []).append([int(row[node] or 0) for node in ranked])
    ranks = np.array([[int(row[node] or 0) for node in ranked] for row in rows], np.int32)
    return ranked, ranks, {grouping: np.array(table, np.int32) for grouping, table in grouped.items()}


def _bands(folder: Path, places: tuple[str, ...], ranked: tuple[str, ...], lock: dict[str, Any]) -> Bands | None:
    if not lock["replications"]:
        return None
    ends = {"replications": lock["replications"], "first": lock["first"]}
    return read_bands(folder / "uncertainty.csv", folder / "ahead.csv", places, ranked, **ends)


def _editions(
    lock: dict[str, Any], folder: Path, observations: Observations, *, panel: Panel, vintage: Vintage
) -> Editions | None:
    if not lock.get("change"):
        return None
    return read_editions(lock["change"], folder, observations, panel=panel, vintage=vintage)


def _findings(path: Path) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            row["code"],
            row["severity"],  # type: ignore[arg-type]
            found=row["found"],
            allowed=row["allowed"],
            file=row["file"],
            row=int(row["row"]) if row["row"] else None,
            column=row["column"],
            others=int(row["others"]),
            parameters=json.loads(row["parameters"]),
        )
        for row in read_rows(path)
    )

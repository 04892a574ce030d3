"""The kept steps of a run on disk: what went into each step and what came out, and the lock that repeats it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.commons.tables.writing import csv_text, json_text, write_text
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.steps import Step
from hub.rooms.monitoring.files.bands import ahead_text, ranks_text
from hub.rooms.monitoring.files.comparisons import lock_of_editions, write_editions

LOCK = "run.json"
FORMAT = 2
# An edition stays readable for ever: earlier formats lack tables, none says anything else.
READABLE = (1, 2)


def write_steps(run: Run, folder: Path) -> None:
    """Write every step of a run into `folder` (OUT/steps). The same run gives the same bytes."""
    write_text(folder / LOCK, json_text(lock_of(run)))
    write_text(folder / "selected.csv", _selected(run))
    for step in run.steps:
        if step.name != "selected":
            _write_step(step, folder)
    write_text(folder / "weights.csv", _weights(run))
    write_text(folder / "places.csv", places_text(run))
    write_text(folder / "kept_out.csv", _kept_out(run))
    write_text(folder / "indicators_out.csv", _nodes_out(run))
    write_text(folder / "findings.csv", _findings(run))
    if run.ranked:
        write_text(folder / "ranks.csv", _ranks(run))
        write_text(folder / "ranks_in_groups.csv", _group_ranks(run))
    if run.bands:
        write_text(folder / "uncertainty.csv", bands_text(run))
        write_text(folder / "ahead.csv", ahead_text(run.bands))
    if run.editions:
        write_editions(run.editions, folder)


def lock_of(run: Run) -> Mapping[str, Any]:
    """All that is needed to repeat the run, besides the inputs themselves.

    Versions of libraries are not here: two machines with different ones must still give the same bytes, and where they
    do not, `hub monitoring replay` says so. They stand in the register of runs.
    """
    steps = []
    before = ""
    for step in run.steps:
        name = f"{step.name}.csv"
        steps.append(
            {
                "name": step.name,
                "method": step.method,
                "parameters": _plain(step.parameters),
                "input": before,
                "output": name,
            }
        )
        before = name
    return {
        "format": FORMAT,
        "id": run.id,
        "seed": run.seed,
        "date": run.recipe.date.isoformat(),
        "recipe": run.recipe.text,
        "framework": run.framework.text,
        "inputs": [
            {"name": one.name, "sha256": one.sha256, "rows": one.rows, "kind": one.kind, "format": one.format}
            for one in run.inputs
        ],
        "steps": steps,
        "counts": dict(run.counts),
        "replications": run.bands.replications if run.bands else 0,
        "first": run.bands.first if run.bands else 0,
        "change": lock_of_editions(run.editions),
    }


def _plain(parameters: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(dict(parameters)))
    return plain


def _selected(run: Run) -> str:
    header = ("place", "indicator", "period", "value", "low", "high", "status", "file", "row")
    rows: list[tuple[Any, ...]] = []
    for row, place in enumerate(run.panel.places):
        for column, node in enumerate(run.panel.nodes):
            position = int(run.panel.cells[row, column])
            if position < 0:
                rows.append((place, node, *[""] * 7))
                continue
            one = run.observations.at(position)
            rows.append((place, node, one.period, one.value, one.low, one.high, one.status, one.file, one.row))
    return csv_text(header, rows)


def _write_step(step: Step, folder: Path) -> None:
    table = step.table
    rows = ((place, *values) for place, values in zip(table.places, table.values.tolist(), strict=True))
    write_text(folder / f"{step.name}.csv", csv_text(("place", *table.nodes), rows))
    cells = ((cell.place, cell.node, cell.before, cell.after, cell.method) for cell in step.cells)
    write_text(folder / f"{step.name}_cells.csv", csv_text(("place", "node", "before", "after", "method"), cells))
    used = ((node, name, value) for node, columns in step.columns.items() for name, value in columns.items())
    write_text(folder / f"{step.name}_columns.csv", csv_text(("node", "name", "value"), used))


def _weights(run: Run) -> str:
    rows = (
        (node.code, node.parent, node.kind, run.weights[node.code], run.effective[node.code])
        for node in run.framework.nodes
        if node.code in run.weights
    )
    return csv_text(("node", "parent", "kind", "weight", "effective_weight"), rows)


def places_text(run: Run) -> str:
    """All places with their groups, and why some are not scored; a table of the package too."""
    groupings = [grouping.code for grouping in run.places.groupings]
    retired = {one.code: one for one in run.places.retired}
    rows = []
    for position, code in enumerate(run.places.codes):
        reason = run.places.kept_out[position]
        ended = retired.get(code)
        rows.append(
            (
                code,
                run.places.names[position],
                *(run.places.groups[grouping][position] for grouping in groupings),
                "false" if reason else "true",
                reason.code if reason else "",
                ended.since if ended else None,
                "; ".join(f"{successor} {name}" for successor, name in ended.successors) if ended else "",
            )
        )
    return csv_text(("place", "name", *groupings, "scored", "reason", "retired_since", "successors"), rows)


def _kept_out(run: Run) -> str:
    rows = (
        (code, run.places.name(code), reason.code, _parameters(reason))
        for code, reason in zip(run.places.codes, run.places.kept_out, strict=True)
        if reason is not None
    )
    return csv_text(("place", "name", "reason", "parameters"), rows)


def _parameters(reason: Reason) -> str:
    return json.dumps(dict(reason.parameters), ensure_ascii=False, sort_keys=True)


def _nodes_out(run: Run) -> str:
    rows = ((node, reason.code, _parameters(reason)) for node, reason in run.nodes_out.items())
    return csv_text(("indicator", "reason", "parameters"), rows)


def _findings(run: Run) -> str:
    rows = (
        (
            *(one.severity, one.code, one.file, one.row, one.column, one.found, one.allowed, one.others),
            json.dumps(dict(one.parameters), ensure_ascii=False, sort_keys=True, default=str),
        )
        for one in run.findings
    )
    return csv_text(("severity", "code", "file", "row", "column", "found", "allowed", "others", "parameters"), rows)


def _ranks(run: Run) -> str:
    rows = (
        (place, *(rank or None for rank in ranks))
        for place, ranks in zip(run.scores.places, run.ranks.tolist(), strict=True)
    )
    return csv_text(("place", *run.ranked), rows)


def _group_ranks(run: Run) -> str:
    rows = []
    for grouping, table in run.group_ranks.items():
        for place, ranks in zip(run.scores.places, table.tolist(), strict=True):
            group = run.places.group_of(place, grouping)
            rows.append((place, grouping, group, *(rank or None for rank in ranks)))
    return csv_text(("place", "grouping", "group", *run.ranked), rows)


def bands_text(run: Run) -> str:
    """Ranks with their bands, one row a place and node; a table of the package too."""
    return ranks_text(run.bands, run.ranks)

"""The data package of a run: tables that anyone can open, with a description that machines can read."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from hub.commons.tables.writing import csv_text, json_text, write_text
from hub.rooms.monitoring.engine.framework import name_of
from hub.rooms.monitoring.engine.observations import STATUS_NAMES
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.files.comparisons import changes_text
from hub.rooms.monitoring.files.descriptors import describe_package, readme_of
from hub.rooms.monitoring.files.steps import bands_text, places_text


def write_package(run: Run, folder: Path, language: str = "en") -> None:
    """Write the package into `folder` (OUT/package). The same run and language give the same bytes."""
    texts = {
        "observations": _observations(run),
        "scores": _scores(run),
        "ranks": bands_text(run),
        "places": places_text(run),
        "indicators": _indicators(run, language),
        "gaps": _gaps(run),
    }
    if run.editions:
        texts["changes"] = changes_text(run.editions)
    for name, text in texts.items():
        write_text(folder / f"{name}.csv", text)
    fingerprints = {name: (sha256(text.encode()).hexdigest(), len(text.encode())) for name, text in texts.items()}
    write_text(folder / "datapackage.json", json_text(describe_package(run, fingerprints, language)))
    write_text(folder / "README.md", readme_of(run, language))


def _observations(run: Run) -> str:
    """Every accepted observation; in bulk, because this is by far the longest table."""
    found = run.observations
    texts = {
        "place": found.places,
        "indicator": found.indicators,
        "period": found.periods,
        "status": STATUS_NAMES,
        "source": found.sources,
        "note": found.notes,
    }
    coded = {name: _pick(texts[name], getattr(found, name)) for name in texts}
    selected = np.zeros(len(found), bool)
    selected[run.panel.cells[run.panel.cells >= 0]] = True
    columns: Mapping[str, Iterable[Any]] = {
        "place": coded["place"],
        "indicator": coded["indicator"],
        "period": coded["period"],
        "value": found.value.tolist(),
        "low": found.low.tolist(),
        "high": found.high.tolist(),
        "status": coded["status"],
        "source": coded["source"],
        "note": coded["note"],
        "selected": ["true" if one else "false" for one in selected.tolist()],
        "file_number": (found.file + 1).tolist(),
        "file": _pick(found.files, found.file),
        "row": found.row.tolist(),
    }
    return csv_text(tuple(columns), zip(*columns.values(), strict=True))


def _pick(texts: Sequence[str], numbers: Any) -> list[str]:
    return [texts[number] for number in numbers.tolist()]


def _scores(run: Run) -> str:
    rows = ((place, *values) for place, values in zip(run.scores.places, run.scores.values.tolist(), strict=True))
    return csv_text(("place", *run.scores.nodes), rows)


def _indicators(run: Run, language: str) -> str:
    header = (
        *("code", "kind", "parent", "number", "name", "name_local", "definition", "unit", "direction", "source_kind"),
        *("sdg_targets", "low", "high", "denominator", "factor", "weight", "effective_weight", "source"),
    )
    rows = []
    for node in (*run.framework.nodes, *run.framework.denominators):
        rows.append(
            (
                *(node.code, node.kind, node.parent, node.number, node.names["en"], name_of(node, language)),
                *(node.definition.get("en", ""), node.unit, node.direction, node.source_kind),
                *(" ".join(node.sdg_targets), node.low, node.high, node.denominator, node.factor),
                *(run.weights.get(node.code), run.effective.get(node.code), node.source),
            )
        )
    return csv_text(header, rows)


def _gaps(run: Run) -> str:
    """One row for every place and indicator without a reported value, and whether a value was put in its stead."""
    rows = []
    imputed = {}
    for step in run.steps:
        if step.name == "imputed":
            imputed = {(cell.place, cell.node): cell for cell in step.cells}
    nodes = [node.code for node in run.framework.indicators]
    for row, column in np.argwhere(np.isnan(run.panel.values[:, : len(nodes)])).tolist():
        place, node = run.panel.places[row], nodes[column]
        reason = run.gap(place, node)
        said = {name: str(value) for name, value in reason.parameters.items()} if reason else {}
        cell = imputed.get((place, node))
        filled = (cell.after, cell.method) if cell else (None, "")
        code = reason.code if reason else ""
        rows.append((place, node, code, *(said.get(name, "") for name in ("status", "period", "note")), *filled))
    header = ("place", "indicator", "reason", "status", "period", "note", "imputed_value", "imputed_by")
    return csv_text(header, rows)

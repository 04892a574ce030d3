"""The tables of an index in both formats: COINr's two, and our own three."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hub.commons.tables.writing import csv_text, write_text
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.observations import STATUS_NAMES
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.files.groups import label_of
from hub.rooms.monitoring.files.tree_texts import framework_text

_YEAR = re.compile(r"\d{4}")


def write_coinr(run: Run, folder: Path) -> None:
    """iData.csv and iMeta.csv: every year where all periods are years, else the selected values under the edition's year.

    Names of groups become the labels of their columns. What COINr has no room for (intervals, statuses, notes) stays behind.
    """
    write_text(folder / "iMeta.csv", _meta_text(run))
    groupings = run.places.groupings
    nodes = [node.code for node in run.framework.measured]
    labels = {place: [label_of(run.places, place, grouping) for grouping in groupings] for place in run.places.codes}
    rows = (
        (run.places.name(place), place, *labels[place], period, *values)
        for (place, period), values in _cells(run).items()
    )
    header = ("uName", "uCode", *(grouping.code for grouping in groupings), "Time", *nodes)
    write_text(folder / "iData.csv", csv_text(header, rows))


def _cells(run: Run) -> Mapping[tuple[str, str], list[float]]:
    """(place, year) -> a value for every measured node, by place then year."""
    found, nodes = run.observations, [node.code for node in run.framework.measured]
    if not all(_YEAR.fullmatch(period) for period in found.periods):
        year = str(run.recipe.date.year)
        table = run.panel
        return {(place, year): own for place, own in zip(table.places, table.values.tolist(), strict=True)}
    column = {code: at for at, code in enumerate(nodes)}
    cells: dict[tuple[str, str], list[float]] = {}
    coded = (found.place.tolist(), found.indicator.tolist(), found.period.tolist(), found.value.tolist())
    for place, indicator, period, value in zip(*coded, strict=True):
        key = (found.places[place], found.periods[period])
        cells.setdefault(key, [np.nan] * len(nodes))[column[found.indicators[indicator]]] = value
    return dict(sorted(cells.items()))


def _meta_text(run: Run) -> str:
    framework = run.framework
    levels = _levels(framework)
    rows: list[tuple[Any, ...]] = [
        (
            *(levels[node.code], node.code, node.names["en"], node.direction or 1, node.weight, node.unit),
            *(node.denominator, node.factor, node.parent),
            "Indicator" if node.kind == "indicator" else "Aggregate",
        )
        for node in sorted(framework.nodes, key=lambda node: levels[node.code])
    ]
    rows += [
        (None, node.code, node.names["en"], None, None, node.unit, "", None, "", "Denominator")
        for node in framework.denominators
    ]
    rows += [
        (None, grouping.code, grouping.names["en"], None, None, "", "", None, "", "Group")
        for grouping in run.places.groupings
    ]
    header = ("Level", "iCode", "iName", "Direction", "Weight", "Unit", "Denominator", "ScaleFactor", "Parent", "Type")
    return csv_text(header, rows)


def _levels(framework: Framework) -> Mapping[str, int]:
    """COINr's levels: 1 for indicators, and one more than the highest child above them."""
    levels: dict[str, int] = {}
    for node in reversed(framework.nodes):
        levels[node.code] = 1 + max((levels[child.code] for child in framework.children(node.code)), default=0)
    return levels


def write_native(run: Run, folder: Path) -> None:
    """observations.csv, indicators.csv and places.csv, from which the same run can be made."""
    write_text(folder / "indicators.csv", framework_text(run.framework))
    write_text(folder / "observations.csv", _observations_text(run))
    groupings = run.places.groupings
    rows = (
        (place, run.places.name(place), *(label_of(run.places, place, grouping) for grouping in groupings))
        for place in run.places.codes
    )
    header = ("place", "name", *(grouping.code for grouping in groupings))
    write_text(folder / "places.csv", csv_text(header, rows))


def _observations_text(run: Run) -> str:
    found = run.observations
    texts = {
        "place": [found.places[at] for at in found.place.tolist()],
        "indicator": [found.indicators[at] for at in found.indicator.tolist()],
        "period": [found.periods[at] for at in found.period.tolist()],
        "value": found.value.tolist(),
        "low": found.low.tolist(),
        "high": found.high.tolist(),
        "status": [STATUS_NAMES[at] for at in found.status.tolist()],
        "source": [found.sources[at] for at in found.source.tolist()],
        "note": [found.notes[at] for at in found.note.tolist()],
    }
    return csv_text(tuple(texts), zip(*texts.values(), strict=True))

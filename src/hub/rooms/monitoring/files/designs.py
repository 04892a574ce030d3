"""Replications that were decided elsewhere: which alternative each one takes, and the sets of weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.commons.tables.faults import Faults
from hub.commons.tables.inputs import Input
from hub.commons.tables.reading import read_table
from hub.commons.tables.table import TextTable
from hub.rooms.monitoring.engine.framework import INDEX
from hub.rooms.monitoring.engine.uncertainty import Choices, Model
from hub.rooms.monitoring.files.cells import NUMBER
from hub.rooms.monitoring.files.trees import GAPS

# Factor -> headings that name it: our own, then those of COINr's `get_sensitivity`.
HEADINGS: Mapping[str, Sequence[str]] = {
    "imputation": ("imputation",),
    "treatment": ("treatment", "winmax"),
    "normalisation": ("normalisation", "norm"),
    "weights": ("weights", "weight_set"),
    "aggregation": ("aggregation", "agg"),
}
# COINr's names of means and scales besides its prefixes n_ and a_.
COINR_NAMES: Mapping[str, str] = {
    "amean": "arithmetic",
    "gmean": "geometric",
    "hmean": "harmonic",
    "prank": "percentile-rank",
    "dist2max": "distance-to-maximum",
}
NODES, LEVEL = ("iCode", "node", "code"), ("Level", "kind")


@dataclass(frozen=True, eq=False)
class WeightSets:
    """names: headings of the sets; weights (sets, nodes) in the order of the model's branches."""

    names: tuple[str, ...]
    weights: NDArray[np.float64]


def read_design(sent: Input, choices: Choices, model: Model, sets: int) -> NDArray[np.intp]:
    """(replications, 5) of imputation, treatment, normalisation, weight set, aggregation, from 0.

    A factor with one alternative needs no column. Raises InputRefused: every cell that names what the recipe does not vary.
    """
    table = read_table(sent)
    faults = Faults(sent.name)
    picks = np.zeros((len(table), len(HEADINGS)), np.intp)
    alternatives = _alternatives(choices, model, sets)
    for at, (factor, headings) in enumerate(HEADINGS.items()):
        heading = next((one for one in headings if one in table.header), "")
        if heading:
            picks[:, at] = _picked(table, heading, alternatives[factor], faults)
        elif len(alternatives[factor]) > 1:
            header = ", ".join(table.header)
            faults.add("column_missing", found=header, allowed=headings[0], row=1, column=headings[0], role=factor)
    faults.refuse()
    return picks


def _alternatives(choices: Choices, model: Model, sets: int) -> Mapping[str, Sequence[str]]:
    """Names of the alternatives of every factor, in the order in which the model counts them."""
    scales = [one.method for one in model.normalisations]
    return {
        "imputation": [one.method for one in choices.imputations] or ["declared"],
        "treatment": [str(points) for points in choices.treatments] or ["declared"],
        "normalisation": scales if len(set(scales)) == len(scales) else _numbers(len(scales)),
        "weights": _numbers(sets),
        "aggregation": list(choices.aggregations),
    }


def _numbers(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def _picked(table: TextTable, heading: str, names: Sequence[str], faults: Faults) -> NDArray[np.intp]:
    positions = {name: at for at, name in enumerate(names)}
    cells = table.column(heading)
    allowed = ", ".join(names) if len(names) <= 12 else f"{names[0]} – {names[-1]}"
    picked = np.zeros(len(cells), np.intp)
    for record, (row, cell) in enumerate(zip(table.rows, cells, strict=True)):
        at = positions.get(_plain(cell))
        if at is None:
            faults.add("design_choice_unknown", found=cell, allowed=allowed, row=row, column=heading)
        else:
            picked[record] = at
    return picked


def _plain(cell: str) -> str:
    """Our name of an alternative: without COINr's prefix, without a zero after the point."""
    found = cell.strip()
    if found[:2] in ("n_", "a_", "i_"):
        found = found[2:]
    found = COINR_NAMES.get(found, found)
    return found.removesuffix(".0") if NUMBER.fullmatch(found) else found


def read_weight_sets(sent: Input, model: Model) -> WeightSets:
    """A row for each node (`iCode`, or `node`), a column for each set; `Level` is passed over.

    The index needs no row. Raises InputRefused: nodes without a row, rows without a node, weights that are none.
    """
    table = read_table(sent)
    faults = Faults(sent.name)
    heading = next((one for one in NODES if one in table.header), "")
    if not heading:
        header = ", ".join(table.header)
        faults.add("column_missing", found=header, allowed=NODES[0], row=1, column=NODES[0], role="node")
        faults.refuse()
    names = tuple(one for one in table.header if one not in (heading, *LEVEL))
    if not names:
        faults.add("weight_sets_absent", found=", ".join(table.header), allowed="w1, w2, …", row=1)
    rows = _rows_of(table, heading, model, faults)
    weights = np.ones((len(names), len(model.branches.nodes)))
    for number, name in enumerate(names):
        cells = table.column(name)
        for code, record in rows.items():
            weights[number, model.branches.position(code)] = _weight(table, name, cells[record], record, faults=faults)
    faults.refuse()
    return WeightSets(names, weights)


def _rows_of(table: TextTable, heading: str, model: Model, faults: Faults) -> Mapping[str, int]:
    known = set(model.branches.nodes)
    rows: dict[str, int] = {}
    for record, (row, code) in enumerate(zip(table.rows, table.column(heading), strict=True)):
        if code in rows:
            first = table.rows[rows[code]]
            faults.add("node_repeated", found=code, row=row, column=heading, node=code, first=first)
        elif code not in known:
            left = ", ".join(sorted(known - set(table.column(heading)))[:8]) or "-"
            faults.add("weight_set_node_unknown", found=code, allowed=left, row=row, column=heading)
        else:
            rows[code] = record
    for code, kind in zip(model.branches.nodes, model.branches.kinds, strict=True):
        if code not in rows and kind != INDEX:
            faults.add("weight_set_node_missing", found="", row=None, column=heading, node=code)
    return rows


def _weight(table: TextTable, heading: str, cell: str, record: int, *, faults: Faults) -> float:
    found = cell.strip()
    if found in GAPS or not NUMBER.fullmatch(found) or not 0 <= float(found) < float("inf"):
        node = table.column(next(one for one in NODES if one in table.header))[record]
        faults.add(
            "weight_set_unusable", found=found, allowed=">= 0", row=table.rows[record], column=heading, node=node
        )
        return 1.0
    return float(found)

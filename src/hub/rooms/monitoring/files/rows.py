"""Rows of observations: columns by role, each cell checked, and what cells of one row say against one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hub.commons.tables.faults import Faults
from hub.commons.tables.table import TextTable
from hub.kit.years import read_period
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.observations import (
    STATUS_NAMES,
    WITH_OR_WITHOUT_VALUE,
    WITHOUT_VALUE,
    Observations,
)
from hub.rooms.monitoring.files.cells import (
    Coder,
    indicator_judge,
    judge_text,
    note_faults,
    period_judge,
    place_judge,
    read_numbers,
)
from hub.rooms.monitoring.files.mappings import OPTIONAL, REQUIRED, ColumnMapping

_OBSERVED, _NOT_AVAILABLE = STATUS_NAMES.index("observed"), STATUS_NAMES.index("not-available")
_NEVER_WITH_VALUE = np.array([name in WITHOUT_VALUE for name in STATUS_NAMES])
_MAY_LACK_VALUE = np.array([name in (*WITHOUT_VALUE, *WITH_OR_WITHOUT_VALUE) for name in STATUS_NAMES])


@dataclass(frozen=True, eq=False)
class Columns:
    """The checked columns of one file, coded by the reader's coders."""

    place: NDArray[np.int32]
    indicator: NDArray[np.int32]
    period: NDArray[np.int32]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    status: NDArray[np.int32]
    source: NDArray[np.int32]
    note: NDArray[np.int32]
    row: NDArray[np.int32]


class RowReader:
    """Reads the files of one intake; codes are shared between them."""

    def __init__(self, framework: Framework, known_places: frozenset[str], not_after: date):
        self.framework = framework
        self.judges = {
            "place": place_judge(known_places),
            "indicator": indicator_judge(framework),
            "period": period_judge(not_after),
            "source": judge_text,
            "note": judge_text,
        }
        self.coders = {role: Coder() for role in self.judges}

    def read(self, table: TextTable, mapping: ColumnMapping, faults: Faults) -> Columns | None:
        """Read one table; None where columns are missing. Faults are noted, not raised."""
        if not _has_columns(table, mapping, faults):
            return None
        texts = {role: _texts(table, mapping, role) for role in (*REQUIRED, *OPTIONAL)}
        headings = {role: mapping.columns.get(role, role) for role in texts}
        _note_odd_cells(table, mapping, faults)
        for role, judge in self.judges.items():
            note_faults(table, headings[role], texts[role], judge, faults=faults)
        coded = {role: coder.encode(texts[role]) for role, coder in self.coders.items()}
        empty = frozenset({"", *mapping.empty})
        numbers = {
            role: read_numbers(table, headings[role], texts[role], empty, faults=faults)
            for role in ("value", "low", "high")
        }
        stated, status = _statuses(table, headings["status"], texts["status"], mapping, faults=faults)
        columns = Columns(
            place=coded["place"],
            indicator=coded["indicator"],
            period=coded["period"],
            value=numbers["value"],
            low=numbers["low"],
            high=numbers["high"],
            status=status,
            source=coded["source"],
            note=coded["note"],
            row=np.array(table.rows, np.int32),
        )
        given = {role: np.array([text not in empty for text in texts[role]]) for role in numbers}
        self._note_ranges(columns, headings, faults)
        _note_intervals(columns, headings, given, faults)
        _note_statuses(columns, headings, stated, given["value"], faults=faults)
        blank = ~given["value"] & ~stated
        status[blank] = _NOT_AVAILABLE
        return columns

    def _note_ranges(self, columns: Columns, headings: dict[str, str], faults: Faults) -> None:
        low, high = (self._limits(end) for end in ("low", "high"))
        for role in ("value", "low", "high"):
            number = getattr(columns, role)
            wrong = (number < low[columns.indicator]) | (number > high[columns.indicator])
            for at in np.flatnonzero(wrong).tolist():
                node = self.framework.by_code[self.coders["indicator"].texts[columns.indicator[at]]]
                faults.add(
                    "value_out_of_range",
                    found=f"{number[at]:.15g}",
                    allowed=f"{_end(node.low)} – {_end(node.high)}",
                    row=int(columns.row[at]),
                    column=headings[role],
                    indicator=node.code,
                )

    def _limits(self, end: str) -> NDArray[np.float64]:
        """Limit of every coded indicator; infinite where the framework has none, or does not know the code."""
        none = -np.inf if end == "low" else np.inf
        nodes = [self.framework.by_code.get(code) for code in self.coders["indicator"].texts]
        limits = [getattr(node, end) if node else None for node in nodes]
        return np.array([none if limit is None else limit for limit in limits], float)


def _end(limit: float | None) -> str:
    return "∞" if limit is None else f"{limit:g}"


def _has_columns(table: TextTable, mapping: ColumnMapping, faults: Faults) -> bool:
    missing = False
    for role in (*REQUIRED, *OPTIONAL):
        heading = mapping.columns.get(role)
        if heading is None or heading in table.header:
            continue
        if role in REQUIRED:
            missing = True
            faults.add(
                "column_missing", found=", ".join(table.header), allowed=heading, row=1, column=heading, role=role
            )
    return not missing


def _texts(table: TextTable, mapping: ColumnMapping, role: str) -> Sequence[str]:
    if role in mapping.constants:
        return (mapping.constants[role],) * len(table)
    heading = mapping.columns.get(role)
    return table.column(heading) if heading in table.header else ("",) * len(table)


def _note_odd_cells(table: TextTable, mapping: ColumnMapping, faults: Faults) -> None:
    """What a workbook said about cells: formulas and errors anywhere, dates and truth values where numbers belong."""
    used = {table.header.index(name): role for role, name in mapping.columns.items() if name in table.header}
    for (record, column), code in table.odd.items():
        if column not in used:
            continue
        if code in ("formula_cell", "cell_error") or used[column] in ("value", "low", "high"):
            found = table.columns[column][record]
            faults.add(code, found=found, row=table.rows[record], column=table.header[column])


def _statuses(
    table: TextTable, heading: str, texts: Sequence[str], mapping: ColumnMapping, *, faults: Faults
) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Whether a status was stated, and its number; blank reads as observed."""
    known = {name: number for number, name in enumerate(STATUS_NAMES)}
    known |= {text: known[status] for text, status in mapping.statuses.items()}
    allowed = ", ".join(mapping.statuses or STATUS_NAMES)
    note_faults(
        table,
        heading,
        texts,
        lambda text: None if not text or text in known else ("status_unknown", {"allowed": allowed}),
        faults=faults,
    )
    stated = np.array([bool(text) for text in texts])
    return stated, np.array([known.get(text, _OBSERVED) for text in texts], np.int32)


def _note_intervals(
    columns: Columns, headings: dict[str, str], given: dict[str, NDArray[np.bool_]], faults: Faults
) -> None:
    def note(code: str, wrong: NDArray[np.bool_], role: str) -> None:
        for at in np.flatnonzero(wrong).tolist():
            found = f"{columns.low[at]:.15g} – {columns.value[at]:.15g} – {columns.high[at]:.15g}"
            faults.add(code, found=found, row=int(columns.row[at]), column=headings[role])

    note("interval_half", given["low"] != given["high"], "low")
    note("interval_inverted", columns.low > columns.high, "low")
    ordered = columns.low <= columns.high
    note("value_outside_interval", ordered & ((columns.value < columns.low) | (columns.value > columns.high)), "value")
    note("interval_without_value", (given["low"] | given["high"]) & ~given["value"], "low")


def _note_statuses(
    columns: Columns, headings: dict[str, str], stated: NDArray[np.bool_], given: NDArray[np.bool_], *, faults: Faults
) -> None:
    contradicted = stated & given & _NEVER_WITH_VALUE[columns.status]
    unexplained = stated & ~given & ~_MAY_LACK_VALUE[columns.status]
    for code, wrong in (("value_with_missing_status", contradicted), ("value_missing_for_status", unexplained)):
        for at in np.flatnonzero(wrong).tolist():
            status = STATUS_NAMES[columns.status[at]]
            found = f"{columns.value[at]:.15g}" if given[at] else ""
            faults.add(code, found=found, row=int(columns.row[at]), column=headings["value"], status=status)


def join(parts: Sequence[Columns], reader: RowReader, files: tuple[str, ...]) -> Observations:
    """The columns of all files under one another."""

    def column(name: str) -> NDArray[np.generic]:
        return np.concatenate([getattr(part, name) for part in parts])

    periods = reader.coders["period"].texts
    spans = [read_period(text) for text in periods]
    names = ("place", "indicator", "period", "value", "low", "high", "status", "source", "note", "row")
    return Observations(
        places=reader.coders["place"].texts,
        indicators=reader.coders["indicator"].texts,
        periods=periods,
        sources=reader.coders["source"].texts,
        notes=reader.coders["note"].texts,
        files=files,
        starts=np.array([span.start.toordinal() for span in spans], np.int32),
        ends=np.array([span.end.toordinal() for span in spans], np.int32),
        file=np.concatenate([np.full(len(part.row), number, np.int32) for number, part in enumerate(parts)]),
        **{name: column(name) for name in names},  # type: ignore[arg-type]
    )


def note_duplicates(observations: Observations, faults: Sequence[Faults]) -> None:
    """Two rows for one place, indicator and span of days, in one file or two; "2023" and "2023-01-01/P1Y" are one."""
    spans = np.stack([observations.starts, observations.ends], axis=1)
    _, span = np.unique(spans, axis=0, return_inverse=True)
    span_count = int(span.max()) + 1
    key = (observations.place.astype(np.int64) * len(observations.indicators) + observations.indicator) * span_count
    key += span.reshape(-1)[observations.period]
    order = np.argsort(key, kind="stable")
    again = order[1:][key[order][1:] == key[order][:-1]]
    if not again.size:
        return
    first: dict[int, int] = {}
    for position in order.tolist():
        first.setdefault(int(key[position]), position)
    for position in np.sort(again).tolist():
        one, earlier = observations.at(position), observations.at(first[int(key[position])])
        found = f"{one.place}, {one.indicator}, {one.period}"
        faults[observations.file[position]].add(
            "key_duplicated", found=found, row=one.row, column="", first=earlier.row, first_file=earlier.file
        )

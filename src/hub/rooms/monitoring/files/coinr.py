"""COINr's two tables: `iData` (a row for each unit, or unit and year) and `iMeta` (a row for each of its columns)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hub.commons.tables.faults import Faults
from hub.commons.tables.inputs import Input, open_input
from hub.commons.tables.reading import read_table
from hub.commons.tables.table import TextTable
from hub.kit.errors import DataProblem
from hub.kit.years import Period, read_period
from hub.rooms.monitoring.engine.framework import INDEX, Framework
from hub.rooms.monitoring.engine.observations import STATUS_NAMES, InputFile, Observations
from hub.rooms.monitoring.engine.places import Places
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.files.cells import Coder, judge_code, note_faults, read_numbers
from hub.rooms.monitoring.files.groups import LabelColumn, add_groupings
from hub.rooms.monitoring.files.tree_texts import framework_text
from hub.rooms.monitoring.files.trees import GAPS, Headings, TreeReader

HEADINGS = Headings("iCode", "iName", "Parent", "Direction", "Weight", "Unit", "Denominator", "ScaleFactor")
TYPES = ("Indicator", "Aggregate", "Denominator", "Group", "Other")
UNIT, NAME, TIME = "uCode", "uName", "Time"


@dataclass(frozen=True, eq=False)
class CoinrTables:
    """What the two tables hold; units in the order of their codes.

    table   indicators and denominators of the last year, (units, columns); NaN is a gap
    groups  column of type Group -> label of each unit, blank where it has none
    files   the two files as they were sent
    """

    framework: Framework
    observations: Observations
    places: Places
    table: Table
    groups: Mapping[str, tuple[str, ...]]
    files: tuple[InputFile, ...]


@dataclass(frozen=True)
class _Meta:
    """framework, the declared row of each column, and the names of the columns of type Group."""

    framework: Framework
    file: str
    rows: Mapping[str, int]
    groups: Mapping[str, str]


def read_coinr(idata: Path, imeta: Path, *, year: int | None = None) -> CoinrTables:
    """Read the two tables, all or nothing.

    year  of the values where `iData` has no column Time
    Raises InputRefused with every fault (file, row, column, found, allowed), DataProblem("file_absent").
    Source: the formats of COINr 1.1 (Becker et al. 2022), `check_iData` and `check_iMeta`.
    """
    return read_coinr_inputs(open_input(idata), open_input(imeta), year=year)


def read_coinr_inputs(idata: Input, imeta: Input, *, year: int | None = None) -> CoinrTables:
    """The same for inputs that were opened elsewhere."""
    meta_table, table = read_table(imeta), read_table(idata)
    meta = _read_meta(meta_table)
    faults = Faults(table.file)
    _check_header(table, meta, faults)
    faults.refuse()
    codes = table.column(UNIT)
    note_faults(table, UNIT, codes, judge_code, faults=faults)
    periods = _periods(table, year, faults)
    _note_repeated(table, periods, faults)
    nodes = [node.code for node in meta.framework.measured]
    values = np.column_stack([read_numbers(table, code, table.column(code), GAPS, faults=faults) for code in nodes])
    faults.refuse()
    spans = {text: read_period(text) for text in dict.fromkeys(periods)}
    observations = _observations(table, nodes, values, periods, spans=spans)
    newest = _newest_rows(codes, [spans[text] for text in periods])
    places = _places(table, meta, newest)
    files = tuple(
        InputFile(sent.name, sent.sha256, len(read), kind, read.format)
        for sent, read, kind in ((idata, table, "observations"), (imeta, meta_table, "indicators"))
    )
    groups = {column: tuple(_label(table, column, newest[place]) for place in places.codes) for column in meta.groups}
    return CoinrTables(
        meta.framework,
        observations,
        places,
        _last_year(codes, nodes, values, [spans[text] for text in periods]),
        groups,
        files,
    )


def _read_meta(table: TextTable) -> _Meta:
    faults = Faults(table.file)
    reader = TreeReader(table, HEADINGS, faults)
    if not reader.has_columns("iCode", "Parent", "Level", "Type"):
        faults.refuse()
    reader.check_codes()
    levels = {at: _level(reader, at) for at in range(len(table))}
    top = max((level for level in levels.values() if level), default=0)
    groups: dict[str, str] = {}
    others: dict[str, int] = {}
    for at, row in enumerate(table.rows):
        code, sort = reader.text(at, "iCode"), reader.text(at, "Type")
        if sort not in TYPES:
            faults.add("type_unknown", found=sort, allowed=", ".join(TYPES), row=row, column="Type", node=code)
        elif sort in ("Group", "Other"):
            others[code] = row
            if sort == "Group":
                groups[code] = reader.text(at, "iName")
        else:
            reader.add(at, _kind(sort, levels[at], top))
    _check_levels(reader, levels)
    framework = reader.grow(Path(table.file).stem, framework_text)
    return _Meta(framework, table.file, {**reader.rows, **others}, groups)


def _level(reader: TreeReader, at: int) -> int:
    """Level of an indicator or aggregate; 0 for other rows, and where it cannot be read."""
    sort, found = reader.text(at, "Type"), reader.text(at, "Level")
    if sort not in ("Indicator", "Aggregate"):
        return 0
    level = int(float(found)) if found.replace(".0", "").isdigit() and len(found) < 5 else 0
    if level < 1 or (level == 1) != (sort == "Indicator"):
        reader.faults.add(
            "node_level_unusable",
            found=found,
            allowed="1" if sort == "Indicator" else "2, 3, …",
            row=reader.table.rows[at],
            column="Level",
            node=reader.text(at, "iCode"),
        )
        return 0
    return level


def _kind(sort: str, level: int, top: int) -> str:
    if sort != "Aggregate":
        return sort.lower()
    if level == top:
        return INDEX
    return "area" if level == top - 1 else "feature"


def _check_levels(reader: TreeReader, levels: Mapping[int, int]) -> None:
    own = {reader.text(at, "iCode"): level for at, level in levels.items() if level}
    for node in reader.nodes:
        above = own.get(node.parent, 0)
        if above and own.get(node.code, 0) >= above:
            reader.faults.add(
                "node_level_not_below",
                found=own[node.code],
                allowed=str(above),
                row=reader.rows[node.code],
                column="Level",
                node=node.code,
                parent=node.parent,
            )


def _check_header(table: TextTable, meta: _Meta, faults: Faults) -> None:
    """Every declared column is there, and every column that is there is declared."""
    if UNIT not in table.header:
        faults.add("column_missing", found=", ".join(table.header), allowed=UNIT, row=1, column=UNIT, role=UNIT)
    declared = {*(node.code for node in meta.framework.measured), *meta.groups}
    for code in sorted(declared - set(table.header), key=lambda code: meta.rows[code]):
        faults.add(
            "node_column_missing",
            found=", ".join(table.header),
            allowed=code,
            row=1,
            column=code,
            node=code,
            declared=meta.rows[code],
            declaration=meta.file,
        )
    known = {*meta.rows, UNIT, NAME, TIME} - {node.code for node in meta.framework.aggregates}
    for heading in table.header:
        if heading not in known:
            faults.add("column_not_declared", found=heading, row=1, column=heading, declaration=meta.file)


def _periods(table: TextTable, year: int | None, faults: Faults) -> list[str]:
    """Period of every row; a year given from outside where the table has no Time."""
    if TIME not in table.header:
        if year is None:
            faults.add("period_absent", found=", ".join(table.header), allowed=TIME, row=1, column=TIME)
        return [str(year or 2000)] * len(table)
    periods = [text.strip().removesuffix(".0") for text in table.column(TIME)]
    for row, text in zip(table.rows, periods, strict=True):
        if not _is_period(text):
            allowed = "2023, 2023-Q2, 2023-05, 2023-05-15, 2022-09-01/P1Y"
            faults.add("period_unreadable", found=text, allowed=allowed, row=row, column=TIME)
    return periods


def _is_period(text: str) -> bool:
    try:
        read_period(text)
    except DataProblem:
        return False
    return True


def _note_repeated(table: TextTable, periods: Sequence[str], faults: Faults) -> None:
    first: dict[tuple[str, str], int] = {}
    for row, code, period in zip(table.rows, table.column(UNIT), periods, strict=True):
        earlier = first.setdefault((code, period), row)
        if earlier != row:
            faults.add("place_period_repeated", found=f"{code}, {period}", row=row, column=UNIT, first=earlier)


def _observations(
    table: TextTable,
    nodes: Sequence[str],
    values: NDArray[np.float64],
    periods: Sequence[str],
    *,
    spans: Mapping[str, Period],
) -> Observations:
    """Every cell as an observation, row after row; a gap is an observation that says so."""
    count, width = values.shape
    places, years = Coder(), Coder()
    flat = values.ravel()
    gaps = np.isnan(flat)
    observed, missing = STATUS_NAMES.index("observed"), STATUS_NAMES.index("not-available")
    zeros, none = np.zeros(count * width, np.int32), np.full(count * width, np.nan)
    return Observations(
        place=np.repeat(places.encode(table.column(UNIT)), width),
        period=np.repeat(years.encode(periods), width),
        places=places.texts,
        indicators=tuple(nodes),
        periods=years.texts,
        sources=("",),
        notes=("",),
        files=(table.file,),
        starts=np.array([spans[text].start.toordinal() for text in years.texts], np.int32),
        ends=np.array([spans[text].end.toordinal() for text in years.texts], np.int32),
        indicator=np.tile(np.arange(width, dtype=np.int32), count),
        value=flat.copy(),
        low=none,
        high=none.copy(),
        status=np.where(gaps, missing, observed).astype(np.int32),
        source=zeros,
        note=zeros.copy(),
        file=zeros.copy(),
        row=np.repeat(np.array(table.rows, np.int32), width),
    )


def _newest_rows(codes: Sequence[str], spans: Sequence[Period]) -> Mapping[str, int]:
    """Position of the newest row of every unit: names and groups are taken from there."""
    newest: dict[str, int] = {}
    for at, code in enumerate(codes):
        if code not in newest or spans[at] > spans[newest[code]]:
            newest[code] = at
    return newest


def _places(table: TextTable, meta: _Meta, newest: Mapping[str, int]) -> Places:
    codes = tuple(sorted(newest))
    names = tuple(_label(table, NAME, newest[code]) or code for code in codes)
    places = Places(codes, names, kept_out=(None,) * len(codes))
    columns = [
        LabelColumn(column, name, {code: _label(table, column, newest[code]) for code in codes})
        for column, name in meta.groups.items()
    ]
    return add_groupings(places, columns)


def _label(table: TextTable, column: str, at: int) -> str:
    if column not in table.header:
        return ""
    found = table.column(column)[at].strip()
    return "" if found in GAPS else found


def _last_year(
    codes: Sequence[str], nodes: Sequence[str], values: NDArray[np.float64], spans: Sequence[Period]
) -> Table:
    last = max(spans, key=lambda span: (span.end, span.start))
    rows = sorted((code, at) for at, code in enumerate(codes) if spans[at] == last)
    return Table(tuple(code for code, _ in rows), tuple(nodes), values[[at for _, at in rows]])

"""Which column of a file is what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.commons.tables.faults import Faults
from hub.commons.tables.table import TextTable
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.observations import STATUS_NAMES, STATUSES

REQUIRED = ("place", "indicator", "period", "value")
OPTIONAL = ("low", "high", "status", "source", "note")
ROLES = (*REQUIRED, *OPTIONAL)
# SDMX-CSV 1.0 starts with DATAFLOW, 2.x with STRUCTURE; concepts of the SDG data structure.
SDMX_STARTS = {"DATAFLOW": "sdmx-csv-1", "STRUCTURE": "sdmx-csv-2"}
SDMX_COLUMNS = {
    "place": "REF_AREA",
    "indicator": "SERIES",
    "period": "TIME_PERIOD",
    "value": "OBS_VALUE",
    "low": "LOWER_BOUND",
    "high": "UPPER_BOUND",
    "status": "OBS_STATUS",
    "source": "SOURCE_DETAIL",
    "note": "COMMENT_OBS",
}
# Append, replace, information and merge bring observations; D takes some away and is refused.
SDMX_ACTIONS = ("A", "R", "I", "M", "")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """columns: role -> heading; constants: role -> text for every row; statuses: text of the file -> our status.

    empty  texts that stand for an empty value cell; sheet  the sheet of a workbook with several
    """

    columns: Mapping[str, str] = field(default_factory=lambda: {role: role for role in ROLES})
    constants: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    sheet: str = ""


def read_mapping(declared: Mapping[str, Any]) -> ColumnMapping:
    """Read the `[mapping]` of a recipe; none declared means our own headings.

    Raises DataProblem: mapping_role_unknown, mapping_column_unreadable, mapping_status_unknown, mapping_role_missing.
    """
    if not declared:
        return ColumnMapping()
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    for role, said in declared.items():
        if role in ("statuses", "empty", "sheet", "sdmx"):
            continue
        if role not in ROLES:
            raise DataProblem("mapping_role_unknown", found=role, allowed=", ".join(ROLES))
        if isinstance(said, str):
            columns[role] = said
        elif isinstance(said, dict) and set(said) == {"constant"} and isinstance(said["constant"], str):
            constants[role] = said["constant"]
        else:
            raise DataProblem("mapping_column_unreadable", role=role, found=repr(said)[:80])
    for role in REQUIRED:
        if role not in columns and role not in constants:
            raise DataProblem("mapping_role_missing", role=role)
    statuses = declared.get("statuses", {})
    for text, status in statuses.items():
        if status not in STATUSES:
            raise DataProblem("mapping_status_unknown", found=status, text=text, allowed=", ".join(STATUS_NAMES))
    return ColumnMapping(columns, constants, statuses, tuple(declared.get("empty", ())), declared.get("sheet", ""))


def is_sdmx(table: TextTable) -> bool:
    return _plain(table.header[0]) in SDMX_STARTS


def plain_sdmx(table: TextTable, faults: Faults) -> TextTable:
    """An SDMX-CSV table with labels cut off ("GB: United Kingdom" is "GB"), refused where it wants to delete."""
    header = tuple(_plain(name) for name in table.header)
    columns = []
    for name, cells in zip(header, table.columns, strict=True):
        labelled = name not in ("OBS_VALUE", "SOURCE_DETAIL", "COMMENT_OBS", "TIME_PERIOD")
        columns.append(tuple(map(_plain, cells)) if labelled else cells)
    plain = TextTable(table.file, SDMX_STARTS[header[0]], header, tuple(columns), table.rows, table.odd)
    if "ACTION" in header:
        for row, action in zip(plain.rows, plain.column("ACTION"), strict=True):
            if action not in SDMX_ACTIONS:
                faults.add("action_unsupported", found=action, allowed="A, R, I, M", row=row, column="ACTION")
    return plain


def sdmx_mapping(mapping: ColumnMapping, declared: Mapping[str, Any]) -> ColumnMapping:
    """The SDMX headings, with what `[mapping.sdmx]` says otherwise, and SDMX letters as statuses."""
    columns = SDMX_COLUMNS | dict(declared.get("sdmx", {}))
    letters = {letter: name for name, letter in STATUSES.items()}
    return ColumnMapping(columns, {}, letters | dict(mapping.statuses), mapping.empty, mapping.sheet)


def _plain(text: str) -> str:
    return text.split(": ", 1)[0].strip() if ":" in text else text

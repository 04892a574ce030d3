"""CSV to a table, by RFC 4180 and nothing looser."""

import csv
import io

from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.inputs import Input
from hub.commons.tables.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from hub.commons.tables.table import TextTable
from hub.commons.tables.texts import decode

OTHER_DELIMITERS = {";": "delimiter_semicolon", "\t": "delimiter_tab", "|": "delimiter_pipe"}


def read_delimited(sent: Input) -> TextTable:
    """Read comma-separated text; InputRefused names row and column of what does not fit."""
    text = decode(sent.content, sent.name)
    header, records, rows = _records(text, sent.name)
    faults = Faults(sent.name)
    check_header(header, faults)
    width = len(header)
    if any(len(record) != width for record in records):
        _note_ragged(records, rows, width, faults)
    if not records and not faults.has_errors:
        raise refuse("header_only", sent.name, row=1)
    faults.refuse()
    return TextTable(sent.name, "csv", tuple(header), tuple(zip(*records, strict=True)), tuple(rows))


def _records(text: str, file: str) -> tuple[list[str], list[list[str]], list[int]]:
    """Header, records and the line on which each record starts; blank lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    rows: list[int] = []
    line = 1
    try:
        for record in reader:
            if record and len(max(record, key=len)) > LONGEST_CELL:
                raise refuse("cell_too_long", file, found=max(record, key=len), allowed=str(LONGEST_CELL), row=line)
            if any(record):
                records.append(record)
                rows.append(line)
            line = reader.line_num + 1
            if len(records) > MOST_ROWS + 1:
                raise refuse("too_many_rows", file, found=f"> {MOST_ROWS}", allowed=str(MOST_ROWS), row=line)
    except csv.Error as error:
        raise refuse(_code_of(error), file, found=_line(text, line), row=line, allowed=str(LONGEST_CELL)) from None
    if not records:
        raise refuse("file_empty", file)
    return records[0], records[1:], rows[1:]


def _code_of(error: csv.Error) -> str:
    return "cell_too_long" if "field larger" in str(error) else "quotes_unbalanced"


def _line(text: str, number: int) -> str:
    lines = text[:2_000_000].split("\n", number)
    return lines[number - 1] if len(lines) >= number else ""


def check_header(header: list[str], faults: Faults) -> None:
    """Names of columns: there, not blank, not twice, no blanks around them; and really commas between them."""
    if len(header) > MOST_COLUMNS:
        faults.add("too_many_columns", found=len(header), allowed=str(MOST_COLUMNS), row=1)
        return
    if len(header) == 1:
        for delimiter, code in OTHER_DELIMITERS.items():
            if delimiter in header[0]:
                faults.add(code, found=header[0], allowed=",", row=1)
                return
    seen: set[str] = set()
    for position, name in enumerate(header, start=1):
        if not name.strip():
            faults.add("column_unnamed", found=position, row=1, column=f"{position}", position=position)
        elif name != name.strip():
            faults.add("column_padded", found=name, row=1, column=name.strip())
        if name.strip() and name.strip() in seen:
            faults.add("column_duplicated", found=name, row=1, column=name.strip())
        seen.add(name.strip())


def _note_ragged(records: list[list[str]], rows: list[int], width: int, faults: Faults) -> None:
    for record, row in zip(records, rows, strict=True):
        if len(record) > width:
            faults.add("cells_extra", found=",".join(record[width:]), allowed=str(width), row=row, cells=len(record))
        elif len(record) < width:
            faults.add("cells_missing", found=",".join(record), allowed=str(width), row=row, cells=len(record))

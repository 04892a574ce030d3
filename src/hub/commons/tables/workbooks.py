"""One sheet of an XLSX workbook to a table."""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from hub.commons.tables.archives import check_archive
from hub.commons.tables.delimited import check_header
from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.inputs import Input
from hub.commons.tables.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from hub.commons.tables.table import TextTable

Odd = dict[tuple[int, int], str]


def read_workbook(sent: Input, sheet: str = "") -> TextTable:
    """Read the named sheet, or the only one; InputRefused says what stands in the way."""
    merged = check_archive(sent)
    with warnings.catch_warnings():
        # openpyxl warns about styles and validations that no table needs.
        warnings.simplefilter("ignore")
        try:
            workbook = load_workbook(io.BytesIO(sent.content), read_only=True, data_only=False, keep_links=False)
            worksheet = _sheet(workbook, sheet, sent.name)
            if worksheet._worksheet_path.lstrip("/") in merged:
                raise refuse("cells_merged", sent.name, found=worksheet.title)
            worksheet.reset_dimensions()
            return _table(_read_rows(worksheet, sent.name), sent.name)
        except (ParseError, BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, IndexError) as error:
            raise refuse("workbook_damaged", sent.name, found=error) from None
        except AttributeError as error:
            # openpyxl fails so on parts that lack what the standard requires.
            raise refuse("workbook_damaged", sent.name, found=error) from None


def _sheet(workbook: Any, sheet: str, file: str) -> Any:
    names = [worksheet.title for worksheet in workbook.worksheets]
    if sheet and sheet not in names:
        raise refuse("sheet_absent", file, found=sheet, allowed=", ".join(names))
    if not sheet and len(names) != 1:
        raise refuse("sheet_not_named", file, found=", ".join(names), sheets=len(names))
    return workbook[sheet or names[0]]


def _read_rows(worksheet: Any, file: str) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Sheet row and its cells as (text, code of what is odd about it); blank rows are passed over."""
    for row, cells in enumerate(worksheet.iter_rows(), start=1):
        if row > MOST_ROWS + 1:
            raise refuse("too_many_rows", file, found=f"> {MOST_ROWS}", allowed=str(MOST_ROWS), row=row)
        if len(cells) > MOST_COLUMNS:
            raise refuse("too_many_columns", file, found=len(cells), allowed=str(MOST_COLUMNS), row=row)
        texts = [_text(cell) for cell in cells]
        while texts and texts[-1] == ("", ""):
            texts.pop()
        if texts:
            if max(len(text) for text, _ in texts) > LONGEST_CELL:
                raise refuse("cell_too_long", file, allowed=str(LONGEST_CELL), row=row)
            yield row, texts


def _text(cell: Any) -> tuple[str, str]:
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return str(value), "formula_cell"
    if cell.data_type == "e":
        return str(value), "cell_error"
    if isinstance(value, bool):
        return str(value).upper(), "boolean_cell"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10], "date_in_value_cell"
    if isinstance(value, time | timedelta):
        return str(value), "date_in_value_cell"
    if isinstance(value, float):
        # Excel keeps whole numbers as floats: a year must not become "2023.0".
        return (str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)), ""
    return str(value), ""


def _table(rows: Iterator[tuple[int, list[tuple[str, str]]]], file: str) -> TextTable:
    first = next(rows, None)
    if first is None:
        raise refuse("file_empty", file)
    header = [text for text, _ in first[1]]
    faults = Faults(file)
    check_header(header, faults)
    records: list[list[str]] = []
    lines: list[int] = []
    odd: Odd = {}
    for row, cells in rows:
        if len(cells) > len(header):
            faults.add("cells_extra", found=cells[-1][0], allowed=str(len(header)), row=row, cells=len(cells))
            continue
        for column, (_, code) in enumerate(cells):
            if code:
                odd[len(records), column] = code
        records.append([text for text, _ in cells] + [""] * (len(header) - len(cells)))
        lines.append(row)
    if not records and not faults.has_errors:
        raise refuse("header_only", file, row=1)
    faults.refuse()
    return TextTable(file, "xlsx", tuple(header), tuple(zip(*records, strict=True)), tuple(lines), odd)

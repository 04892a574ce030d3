"""Workbooks to grids, one for each sheet that holds anything; formulas by the results that were stored with them."""

import io
import warnings
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from hub.commons.tables.archives import check_archive
from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.inputs import Input
from hub.commons.tables.limits import LONGEST_CELL, MOST_ROWS
from hub.rooms.ageing.files.intake.grids import MOST_CELLS, WIDEST, Grid, cell_text, make_grid

# What openpyxl raises on parts that lack what the standard requires.
_DAMAGE = (
    ParseError,
    BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
)


def read_sheets(sent: Input) -> tuple[Grid, ...]:
    """Read every sheet. Merged cells hold their text in the first of them; the layout fills the others."""
    try:
        check_archive(sent)
    except ValueError as error:
        # zipfile seeks to places before the start where a directory is damaged.
        raise refuse("workbook_damaged", sent.name, found=error) from None
    with warnings.catch_warnings():
        # openpyxl warns about styles and validations that no table needs.
        warnings.simplefilter("ignore")
        try:
            grids = _grids(sent)
        except _DAMAGE as error:
            raise refuse("workbook_damaged", sent.name, found=error) from None
    if not grids:
        raise refuse("file_empty", sent.name, found="0")
    return grids


def _grids(sent: Input) -> tuple[Grid, ...]:
    workbook = load_workbook(io.BytesIO(sent.content), read_only=True, data_only=True, keep_links=False)
    formulas = load_workbook(io.BytesIO(sent.content), read_only=True, data_only=False, keep_links=False)
    grids = []
    cells = 0
    for worksheet in workbook.worksheets:
        worksheet.reset_dimensions()
        rows, lines, exact = _rows(worksheet, sent.name, MOST_CELLS - cells)
        cells += sum(len(row) for row in rows)
        if rows:
            findings = _without_results(formulas[worksheet.title], rows, lines, sent.name)
            grids.append(
                make_grid(sent.name, "xlsx", rows, lines, sheet=worksheet.title, exact=exact, findings=findings)
            )
    return tuple(grids)


def _rows(worksheet: Any, file: str, most_cells: int) -> tuple[list[list[str]], list[int], frozenset[tuple[int, int]]]:
    rows: list[list[str]] = []
    lines: list[int] = []
    exact: set[tuple[int, int]] = set()
    cells = 0
    for line, record in enumerate(worksheet.iter_rows(values_only=True), start=1):
        if line > MOST_ROWS:
            raise refuse("too_many_rows", file, found=f"> {MOST_ROWS}", allowed=str(MOST_ROWS), row=line)
        if len(record) > WIDEST and any(value is not None for value in record[WIDEST:]):
            raise refuse("too_many_columns", file, found=len(record), allowed=str(WIDEST), row=line)
        texts = [_text(value) for value in record[:WIDEST]]
        while texts and not texts[-1]:
            texts.pop()
        cells += len(texts)
        if cells > most_cells:
            raise refuse("too_many_cells", file, found=f"> {MOST_CELLS}", allowed=str(MOST_CELLS), row=line)
        if any(len(text) > LONGEST_CELL for text in texts):
            raise refuse("cell_too_long", file, allowed=str(LONGEST_CELL), row=line)
        exact.update((len(rows), at) for at, value in enumerate(record[: len(texts)]) if _is_number(value))
        rows.append(texts)
        lines.append(line)
    while rows and not rows[-1]:
        rows.pop()
        lines.pop()
    return rows, lines, frozenset(exact)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, time | timedelta | bool):
        return str(value)
    return cell_text(value)


def _without_results(worksheet: Any, rows: list[list[str]], lines: list[int], file: str) -> Any:
    """Formulas whose result was never stored: the program that wrote them did not calculate."""
    faults = Faults(file)
    known = dict(zip(lines, rows, strict=True))
    worksheet.reset_dimensions()
    for line, record in enumerate(worksheet.iter_rows(), start=1):
        for at, cell in enumerate(record[:WIDEST]):
            if cell.data_type == "f" and (line not in known or at >= len(known[line]) or not known[line][at]):
                faults.add(
                    "formula_without_result",
                    severity="warning",
                    found=cell.value,
                    row=line,
                    column=f"{worksheet.title}!{cell.column_letter}",
                )
    return faults.findings

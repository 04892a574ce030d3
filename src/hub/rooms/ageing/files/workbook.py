"""Sheets to an XLSX file: the same bytes for the same sheets, and no text that a spreadsheet would run."""

import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from hub.commons.tables.writing import safe_text

FORBIDDEN_IN_TITLES = re.compile(r"[\\/*?:\[\]']")
LONGEST_TITLE = 31
# The archive says when its members were written, and its properties when it was saved: neither is anybody's business.
EPOCH = (1980, 1, 1, 0, 0, 0)
SAVED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
PROPERTIES = "docProps/core.xml"
LEAST_WIDTH, MOST_WIDTH = 8, 70
# Figures are kept in full and shown rounded: large ones whole.
LARGE, WHOLE, TWO_DECIMALS = 1000.0, "#,##0", "#,##0.00"


@dataclass(frozen=True)
class Sheet:
    """A table: headings in the reader's language, rows of texts and numbers; None and NaN are empty cells."""

    title: str
    heads: tuple[str, ...]
    rows: Iterable[Sequence[Any]]
    widths: tuple[int, ...] = ()


def write_workbook(sheets: Sequence[Sheet], *, title: str, moment: datetime, rtl: bool) -> bytes:
    """The file.

    moment  that its properties name; no clock is read
    rtl     sheets begin on the right
    """
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = _text(title), "Learning Cities Hub"
    used: set[str] = set()
    for sheet in sheets:
        _write_sheet(book, sheet, _title(sheet.title, used), rtl=rtl)
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue(), moment)


def _write_sheet(book: Workbook, sheet: Sheet, title: str, *, rtl: bool) -> None:
    page = book.create_sheet(title)
    page.sheet_view.rightToLeft = rtl
    page.freeze_panes = "A2"
    for number, head in enumerate(sheet.heads, 1):
        width = sheet.widths[number - 1] if number <= len(sheet.widths) else len(head) + 2
        page.column_dimensions[get_column_letter(number)].width = min(max(width, LEAST_WIDTH), MOST_WIDTH)
    page.append([_head(page, head) for head in sheet.heads])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _head(page: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, _text(text))
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(page: Any, value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    cell = WriteOnlyCell(page, value)
    cell.number_format = WHOLE if abs(value) >= LARGE else TWO_DECIMALS
    return cell


def _text(text: str) -> str:
    """No formula, and no letter that the file format does not have."""
    return safe_text(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))


def _title(title: str, used: set[str]) -> str:
    """A name that a sheet may have, and none twice."""
    plain = FORBIDDEN_IN_TITLES.sub(" ", ILLEGAL_CHARACTERS_RE.sub(" ", title)).strip()[:LONGEST_TITLE]
    name, number = plain, 2
    while name.casefold() in used:
        name, number = f"{plain[: LONGEST_TITLE - 3]} {number}", number + 1
    used.add(name.casefold())
    return name


def _without_clock(content: bytes, moment: datetime) -> bytes:
    """The same file with fixed moments in it."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            part = given.read(name)
            if name == PROPERTIES:
                part = SAVED.sub(rb"\g<1>" + stamp + rb"\g<3>", part)
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(member, part)
    return stream.getvalue()

"""Bytes to grids of texts, each cell with its address in the file; the format is judged by the bytes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.commons.tables.archives import ZIP, check_container
from hub.commons.tables.faults import refuse
from hub.commons.tables.inputs import Input, check_size
from hub.kit.errors import Finding
from hub.rooms.ageing.engine.tables import Address

FORMATS = "CSV, XLSX, JSON-stat, PC-Axis, SDMX-CSV"
# Two years of single ages by sex side by side are 404 columns; ten years of districts come near a thousand.
WIDEST = 2_000
MOST_CELLS = 5_000_000


@dataclass(frozen=True)
class Grid:
    """One table of a file: texts in rows of equal length.

    sheet    name of the sheet, title of the dataset, or blank
    lines    line of the file that each row stands on
    columns  how each column is named to people: letters of a spreadsheet, or what the format has instead
    exact    (row, column) of the cells that the format itself holds as numbers; None: all of them
    titles   texts that stand with the table but not in it
    findings notes about the reading
    """

    file: str
    format: str
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    columns: tuple[str, ...]
    sheet: str = ""
    exact: frozenset[tuple[int, int]] | None = frozenset()
    titles: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def width(self) -> int:
        return len(self.columns)

    def address(self, row: int, column: int) -> Address:
        place = self.columns[column]
        return Address(
            self.file, self.lines[row], f"{self.sheet}!{place}" if self.sheet and self.format == "xlsx" else place
        )

    def is_exact(self, row: int, column: int) -> bool:
        return self.exact is None or (row, column) in self.exact


def make_grid(
    file: str,
    format: str,
    rows: Sequence[Sequence[str]],
    lines: Sequence[int],
    *,
    sheet: str = "",
    exact: frozenset[tuple[int, int]] | None = frozenset(),
    titles: tuple[str, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Grid:
    """A grid with rows filled up to equal length and spreadsheet letters. Refuses: too_many_columns, too_many_cells."""
    width = max((len(row) for row in rows), default=0)
    if width > WIDEST:
        raise refuse("too_many_columns", file, found=width, allowed=str(WIDEST))
    if width * len(rows) > MOST_CELLS:
        raise refuse("too_many_cells", file, found=width * len(rows), allowed=str(MOST_CELLS))
    full = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    letters = tuple(column_letters(number) for number in range(width))
    return Grid(file, format, full, tuple(lines), letters, sheet, exact, titles, findings)


def column_letters(number: int) -> str:
    """A, B … Z, AA …: as spreadsheets name their columns; `number` from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_text(value: object) -> str:
    """A cell's value as text: whole floats without ".0", truth values and blanks as nothing a number reader accepts."""
    if value is None:
        return ""
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()


def require_known(sent: Input) -> None:
    """Refuse what is too large, empty, encrypted, or of a format that holds no table."""
    check_size(sent)
    check_container(sent)
    others = {
        b"%PDF": "PDF",
        b"\x1f\x8b": "gzip",
        b"\x89PNG": "PNG",
        b"\xff\xd8\xff": "JPEG",
        b"PAR1": "Parquet",
        b"BZh": "bzip2",
    }
    others |= {
        b"7z\xbc\xaf": "7-Zip",
        b"SQLite format 3": "SQLite",
        b"PK\x05\x06": "ZIP",
        b"II*\x00": "TIFF",
        b"MM\x00*": "TIFF",
    }
    for mark, name in others.items():
        if sent.content.startswith(mark):
            raise refuse("format_unknown", sent.name, found=name, allowed=FORMATS)
    start = sent.content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for text, name in {b"<!doctype html": "HTML", b"<html": "HTML", b"<?xml": "XML"}.items():
        if start.startswith(text):
            raise refuse("format_unknown", sent.name, found=name, allowed=FORMATS)


def is_workbook(sent: Input) -> bool:
    return sent.content.startswith(ZIP)

"""Delimited text to a grid: the separator is found, titles and footnotes around the table are kept as rows."""

import csv
import io
from collections import Counter

from hub.commons.tables.faults import refuse
from hub.commons.tables.inputs import Input
from hub.commons.tables.limits import LONGEST_CELL, MOST_ROWS
from hub.rooms.ageing.files.intake.encodings import decode_text, require_text
from hub.rooms.ageing.files.intake.grids import Grid, make_grid

# In this order: a comma may be a decimal mark in a table of semicolons, never the other way round.
SEPARATORS = ("\t", ";", "|", ",")
_TRIED_ROWS = 60


def read_separated(sent: Input) -> Grid:
    """Read CSV with comma, semicolon, tab or bar between the cells. InputRefused names the line of what cannot be read."""
    text, findings = decode_text(sent.content, sent.name)
    require_text(text, sent.name)
    separator = find_separator(text)
    rows, lines = _records(text, separator, sent.name)
    if separator == "\t":
        rows = _split_keys(rows)
    return make_grid(sent.name, "csv", rows, lines, findings=findings)


def find_separator(text: str) -> str:
    """The separator that most of the first rows have, outside quotation marks."""
    start = text[: 64 * 1024].splitlines()[:_TRIED_ROWS]
    counts: Counter[str] = Counter()
    filled = 0
    for line in start:
        bare = "".join(part for number, part in enumerate(line.split('"')) if number % 2 == 0)
        filled += bool(line.strip())
        counts.update(mark for mark in SEPARATORS if mark in bare)
    return next(
        (mark for mark in SEPARATORS if counts[mark] >= max(1, 0.5 * filled)),
        max(SEPARATORS, key=lambda mark: counts[mark]),
    )


def _records(text: str, separator: str, file: str) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 1
    try:
        for record in reader:
            if any(len(cell) > LONGEST_CELL for cell in record):
                raise refuse("cell_too_long", file, allowed=str(LONGEST_CELL), row=line)
            rows.append([cell.strip() for cell in record])
            lines.append(line)
            line = reader.line_num + 1
            if len(rows) > MOST_ROWS:
                raise refuse("too_many_rows", file, found=f"> {MOST_ROWS}", allowed=str(MOST_ROWS), row=line)
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "quotes_unbalanced"
        found = text.splitlines()[line - 1 : line]
        raise refuse(code, file, found="".join(found), row=line, allowed=str(LONGEST_CELL)) from None
    return rows, lines


def _split_keys(rows: list[list[str]]) -> list[list[str]]:
    r"""Eurostat's tab-separated files keep several keys in the first cell: "sex,age,geo\TIME_PERIOD"."""
    if not rows or not rows[0] or "\\" not in rows[0][0] or "," not in rows[0][0]:
        return rows
    heads = rows[0][0].partition("\\")[0].split(",")
    split = [[*heads, *rows[0][1:]]]
    for row in rows[1:]:
        keys = row[0].split(",") if row else []
        split.append([*(keys + [""] * len(heads))[: len(heads)], *row[1:]])
    return split

"""The document as a tagged PDF (PDF/UA-1) by Typst.

The template `document.typ` is fixed; everything that was written by somebody goes in as JSON, so no text can become code.
The date is the document's and no clock is read: the same document gives the same bytes.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any
from unicodedata import east_asian_width

from django.utils.translation import gettext, override

from hub.commons.documents import document as blocks
from hub.commons.documents.figures import is_rtl, write_day, write_figure
from hub.commons.documents.lettering import take_labels
from hub.commons.ui.charts import TOKENS, Drawing
from hub.commons.ui.fonts import MONO, SANS, SERIF, letters
from hub.kit.errors import DataProblem
from hub.kit.figures import Figure

# Control characters as JSON writes them; signs that need no glyph.
CONTROLS = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9a-f]|[bf])")
INVISIBLE = re.compile("[\n\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
COMPILER = "hub.commons.documents.compile"
# Share of the width that the column of keys takes; in a brief, whose tables are few, as much as its keys need.
KEY_SHARE, MOST_KEY_SHARE = 0.235, 0.32
KEY_LETTER, KEY_MARGIN = 3.4, 5.0
# Rows get their heights from us: rows that Typst has to measure take it half as much memory again. So a letter is taken
# to be wider than those of our fonts are on average (in parts of the type size), and a little room is left at the end.
LETTER_WIDTH, SPARE_LETTERS = 0.54, 1
TYPE_SIZE = 7.2
# Of the page, and of one of two columns.
FULL_WIDTH, COLUMN_WIDTH = 482, 233
ROW_HEIGHT, LINE_HEIGHT = 11.2, 8.6


def print_report(document: blocks.Document, drawings: Mapping[str, Drawing]) -> bytes:
    """The PDF. `drawings` by chart code. Raises DataProblem("print_refused") with what Typst had to say."""
    with TemporaryFile() as described:
        described.write(write_input(document, drawings).encode())
        return compile_described(described, document.date.isoformat())


# Few pools, and large pieces mapped one by one, so that what the compiler frees goes back at once (glibc; others ignore it).
SPARING = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536"}


def compile_described(described: IO[bytes], day: str) -> bytes:
    """The PDF from an open file with what `write_input` wrote. Raises DataProblem("print_refused").

    Compiled in a process of its own: eight hundred pages need a gigabyte, which a server that goes on must not keep.
    """
    described.seek(0)
    command = [sys.executable, "-m", COMPILER, day]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **SPARING}
    done = subprocess.run(command, stdin=described, capture_output=True, env=environment, check=False)
    if done.returncode:
        raise DataProblem("print_refused", reason=done.stderr.decode(errors="replace").strip()[-500:])
    return done.stdout


def write_input(document: blocks.Document, drawings: Mapping[str, Drawing]) -> str:
    """Everything that the template prints, as JSON."""
    with override(document.language):
        described = {
            "title": document.title,
            "subtitle": document.subtitle,
            "language": document.language.partition("-")[0],
            "region": "cn" if document.language == "zh-hans" else None,
            "rtl": is_rtl(document.language),
            "date": [document.date.year, document.date.month, document.date.day],
            "day": write_day(document.date, document.language),
            "run": document.run,
            "synthetic": document.synthetic,
            "imprint": list(document.imprint),
            "layout": document.layout,
            "trace": document.trace,
            "widths": {"full": FULL_WIDTH, "column": COLUMN_WIDTH},
            "words": _words(),
            "fonts": {"sans": list(SANS), "serif": list(SERIF), "mono": list(MONO)},
            "colours": dict(TOKENS),
            "grounds": {drawing.ground_id: _drawn(drawing.ground) for drawing in drawings.values()},
            "sections": [_section(section, document, drawings) for section in document.sections],
        }
    return _printable(json.dumps(described, ensure_ascii=False, separators=(",", ":")))


def _printable(text: str) -> str:
    """JSON with a replacement mark for what no font has: one such letter would make the whole print refused."""
    text = CONTROLS.sub("\\1\ufffd", text)
    unknown = {code for code in set(map(ord, set(text))) - letters() if not INVISIBLE.match(chr(code))}
    return text.translate(dict.fromkeys(unknown, "\ufffd"))


def _words() -> dict[str, str]:
    return {
        "contents": gettext("Contents"),
        "places": gettext("Places"),
        "key": gettext("Key"),
        "edition": gettext("Edition of"),
        "run": gettext("Run"),
        "synthetic": gettext("Synthetic figures: invented for demonstration, they say nothing about any real city."),
        "mark": gettext("SYNTHETIC"),
    }


def _section(section: blocks.Section, document: blocks.Document, drawings: Mapping[str, Drawing]) -> dict[str, Any]:
    width = COLUMN_WIDTH if section.beside else FULL_WIDTH
    described = [_block(block, document, drawings, width) for block in section.blocks]
    return {
        "code": section.code,
        "title": section.title,
        "level": section.level,
        "listing": section.listing,
        "opens": section.opens_page,
        "blocks": [*chain(*described)],
        "beside": sum(map(len, described[: section.beside])),
    }


def _block(
    block: blocks.Block, document: blocks.Document, drawings: Mapping[str, Drawing], width: float
) -> list[dict[str, Any]]:
    if isinstance(block, blocks.Text):
        return [{"is": "text", "paragraphs": list(block.paragraphs)}]
    if isinstance(block, blocks.Points):
        return [{"is": "points", "ordered": block.ordered, "points": list(block.points)}]
    if isinstance(block, blocks.Note):
        return [{"is": "note", "kind": block.kind, "text": block.text}]
    if isinstance(block, blocks.Facts):
        return [{"is": "facts", "facts": [_fact(fact, document.language) for fact in block.facts]}]
    if isinstance(block, blocks.Table):
        return [_table(block, document, width)]
    chart = _chart(block, drawings[block.code])
    return [chart, _table(block.table, document, width)] if block.table else [chart]


def _chart(block: blocks.ChartBlock, drawing: Drawing) -> dict[str, Any]:
    size = {"width": drawing.width, "height": drawing.height, "ground": drawing.ground_id}
    return {"is": "chart", "caption": block.caption, "alt": block.alt, "marks": _drawn(drawing.marks), **size}


def _drawn(fragment: str) -> dict[str, Any]:
    svg, labels = take_labels(fragment)
    return {"svg": svg, "labels": [asdict(label) for label in labels]}


def _fact(fact: blocks.Fact, language: str) -> dict[str, Any]:
    said = _cell(fact.said, language)
    said = said if isinstance(said, str) else said["text"]
    told = {"label": fact.label, "said": said, "unit": fact.unit, "remark": fact.remark}
    return {**told, "key": fact.traced_by, "gap": isinstance(fact.said, blocks.Gap)}


def _table(table: blocks.Table, document: blocks.Document, width: float) -> dict[str, Any]:
    shares = [column.share for column in table.columns]
    room = 1 - _key_share(table, document, width)
    letters = [share / sum(shares) * room * width / (TYPE_SIZE * LETTER_WIDTH) for share in shares]
    columns = [
        {"label": column.label, "number": column.kind == "number", "aspect": aspect}
        for column, aspect in zip(table.columns, table.aspects, strict=True)
    ]
    rows = [_merged([_cell(cell, document.language) for cell in row.cells]) for row in table.rows]
    return {
        "is": "table",
        "caption": table.caption,
        "columns": columns,
        "shares": [round(share / sum(shares) * room, 4) for share in shares],
        "keyed": table.has_keys,
        "rows": [
            {"cells": cells, "key": row.key, "group": row.kind == "group", "height": _height(cells, letters)}
            for row, cells in zip(table.rows, rows, strict=True)
        ],
    }


def _key_share(table: blocks.Table, document: blocks.Document, width: float) -> float:
    """Share of the width for the column of keys; 0 where there is none."""
    if not table.has_keys:
        return 0.0
    if document.layout != "brief":
        return KEY_SHARE
    needed = max(len(row.key) for row in table.rows) * KEY_LETTER + KEY_MARGIN
    return min(max(KEY_SHARE, needed / width), MOST_KEY_SHARE)


def _cell(cell: blocks.Cell, language: str) -> str | dict[str, Any]:
    """Plain cells as their text; gaps and references as what the template must know of them."""
    if isinstance(cell, Figure):
        return write_figure(cell, language)
    if isinstance(cell, blocks.Gap):
        return {"text": cell.reason, "span": cell.span, "gap": True}
    if isinstance(cell, blocks.Reference):
        return {"text": cell.text, "span": 1, "to": cell.section}
    return cell


def _merged(cells: list[str | dict[str, Any]]) -> list[str | dict[str, Any]]:
    """The heading of a row takes the room of the empty cells behind it: fewer cells, less memory."""
    blank = next((at for at, cell in enumerate(cells[1:]) if cell != ""), 0)
    if not blank or not isinstance(cells[0], str):
        return cells
    return [{"text": cells[0], "span": 1 + blank, "head": True}, *cells[1 + blank :]]


def _height(cells: list[str | dict[str, Any]], letters: list[float]) -> float:
    """Height of a row in points, by the cell that needs the most lines."""
    at, lines = 0, 1
    for cell in cells:
        text, span = (cell, 1) if isinstance(cell, str) else (cell["text"], cell.get("span", 1))
        room = max(sum(letters[at : at + span]) - SPARE_LETTERS, 1)
        lines = max(lines, _lines(text, room))
        at += span
    return round(ROW_HEIGHT + LINE_HEIGHT * (lines - 1), 1)


def _lines(text: str, room: float) -> int:
    """How many lines a text takes, broken between words (and within one that is too long)."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        width = _width(word)
        if used and used + 1 + width > room:
            lines, used = lines + 1, 0.0
        lines += int(width // room)
        used += width % room + (1 if used else 0)
    return lines


@lru_cache(maxsize=65536)
def _width(word: str) -> float:
    """Width in letters; a Chinese character takes the room of nearly two."""
    return sum(1.75 if east_asian_width(letter) in "WF" else 1 for letter in word)

"""PC-Axis files (.px) to a grid of one row for each figure, with the line that it stood on."""

import math
import re
from collections.abc import Iterator
from itertools import product

from hub.commons.tables.faults import refuse
from hub.commons.tables.inputs import Input
from hub.commons.tables.limits import LONGEST_CELL, MOST_ROWS
from hub.rooms.ageing.files.intake.encodings import decode_text
from hub.rooms.ageing.files.intake.grids import Grid
from hub.rooms.ageing.files.intake.jsonstat import MOST_DIMENSIONS

_KEYWORD = re.compile(r'\s*([A-Z][A-Z0-9-]*)(?:\[[a-z-]+\])?\s*(?:\(((?:"[^"]*"|[^")])*)\))?\s*=')
_STRING = re.compile(r'"([^"]*)"')
_FIGURE = re.compile(r'"[^"]*"|[^\s,;"]+')


def read_px(sent: Input) -> Grid:
    """Read a PC-Axis file. Refuses: px_damaged (naming the keyword), px_values_differ, px_sparse, too_many_rows."""
    text, findings = decode_text(sent.content, sent.name)
    said = dict(_keywords(text, sent.name))
    if any(name == "KEYS" for name, _ in said):
        raise refuse("px_sparse", sent.name, found="KEYS", allowed="DATA")
    variables = [*_strings(said.get(("STUB", ""), (0, ""))[1]), *_strings(said.get(("HEADING", ""), (0, ""))[1])]
    if not variables or len(variables) > MOST_DIMENSIONS:
        raise refuse("px_damaged", sent.name, found=len(variables), allowed="STUB, HEADING")
    values = []
    for name in variables:
        if ("VALUES", name) not in said:
            raise refuse("px_damaged", sent.name, found=name, allowed=f'VALUES("{name}")')
        values.append([one[:LONGEST_CELL] for one in _strings(said["VALUES", name][1])])
    count = math.prod(len(one) for one in values)
    if not 0 < count <= MOST_ROWS:
        raise refuse("too_many_rows", sent.name, found=count, allowed=str(MOST_ROWS))
    figures = _figures(*said.get(("DATA", ""), (1, "")))
    if len(figures) != count:
        raise refuse("px_values_differ", sent.name, found=len(figures), allowed=str(count))
    rows = [
        (*variables, "value"),
        *((*key, figure) for key, (_, figure) in zip(product(*values), figures, strict=True)),
    ]
    lines = (0, *(line for line, _ in figures))
    titles = tuple(
        " ".join(_strings(said[name, ""][1]))[:LONGEST_CELL]
        for name in ("TITLE", "CONTENTS", "UNITS")
        if (name, "") in said
    )
    return Grid(sent.name, "px", tuple(rows), lines, (*variables, "DATA"), exact=None, titles=titles, findings=findings)


def _keywords(text: str, file: str) -> Iterator[tuple[tuple[str, str], tuple[int, str]]]:
    """(keyword, first of its subjects) -> (line, what is after the equals sign). The main language comes first and counts."""
    at, line = 0, 1
    seen = set()
    while found := _KEYWORD.match(text, at):
        line += text.count("\n", at, found.end())
        end = _end_of(text, found.end())
        if end < 0:
            raise refuse("px_damaged", file, found=found[1], allowed=";", row=line)
        subjects = _STRING.findall(found[2] or "")
        key = (found[1], subjects[0] if subjects else "")
        if key not in seen:
            seen.add(key)
            yield key, (line, text[found.end() : end])
        line += text.count("\n", found.end(), end + 1)
        at = end + 1
    if text[at:].strip(" \r\n\t\x1a"):
        raise refuse("px_damaged", file, found=text[at : at + 40].strip(), allowed="KEYWORD=…;", row=line)


def _end_of(text: str, start: int) -> int:
    """Where the semicolon is that ends a statement; those between quotation marks do not."""
    at = start
    while True:
        semicolon, quote = text.find(";", at), text.find('"', at)
        if quote < 0 or 0 <= semicolon < quote:
            # The last statement of a file often lacks it.
            return semicolon if semicolon >= 0 else (len(text) if start < len(text) and quote < 0 else -1)
        closing = text.find('"', quote + 1)
        if closing < 0:
            return -1
        at = closing + 1


def _strings(said: str) -> list[str]:
    """Quoted texts; pieces without a comma between them (on two lines) are one text."""
    pieces: list[str] = []
    last_end = 0
    for found in _STRING.finditer(said):
        between = said[last_end : found.start()]
        if pieces and "," not in between:
            pieces[-1] += found[1]
        else:
            pieces.append(found[1])
        last_end = found.end()
    return pieces


def _figures(line: int, said: str) -> list[tuple[int, str]]:
    """Figures of DATA with their lines; quoted dots are gaps."""
    figures = []
    for number, content in enumerate(said.split("\n")):
        figures += [(line + number, figure.strip('"')) for figure in _FIGURE.findall(content)]
    return figures

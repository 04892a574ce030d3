"""Checking the cells of a table column by column; every fault names its row."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from hub.commons.tables.faults import Faults
from hub.commons.tables.limits import LONGEST_CODE
from hub.commons.tables.table import TextTable
from hub.kit.errors import DataProblem
from hub.kit.years import read_period
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.keys import CODE

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
# What a spreadsheet would run as a formula when the file is opened in one.
FORMULA_STARTS = ("=", "@", "\t", "\r")
Judge = Callable[[str], tuple[str, dict[str, str]] | None]


class Coder:
    """Texts numbered in the order in which they first appear, over all files of an intake."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.int32]:
        numbers = self.numbers
        return np.fromiter((numbers.setdefault(text, len(numbers)) for text in texts), np.int32, len(texts))

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(self.numbers)


def note_faults(table: TextTable, column: str, texts: Sequence[str], judge: Judge, *, faults: Faults) -> None:
    """Judge each different text once and note a fault for every row that has a bad one."""
    verdicts = {text: verdict for text in dict.fromkeys(texts) if (verdict := judge(text)) is not None}
    if not verdicts:
        return
    for row, text in zip(table.rows, texts, strict=True):
        verdict = verdicts.get(text)
        if verdict:
            code, said = verdict
            faults.add(code, found=text, allowed=said.get("allowed", ""), row=row, column=column)


def judge_text(text: str) -> tuple[str, dict[str, str]] | None:
    """Free text: anything but a formula."""
    return ("formula_cell", {}) if text.startswith(FORMULA_STARTS) else None


def judge_code(text: str) -> tuple[str, dict[str, str]] | None:
    """A code of a place or an indicator: 1 to 32 letters, digits, hyphens and underscores."""
    if not text:
        return "code_empty", {}
    if text.startswith(FORMULA_STARTS):
        return "formula_cell", {}
    if text != text.strip():
        return "code_padded", {"allowed": text.strip()}
    if len(text) > LONGEST_CODE:
        return "code_too_long", {"allowed": str(LONGEST_CODE)}
    if not CODE.fullmatch(text):
        return "code_invalid", {"allowed": "A-Z a-z 0-9 _ -"}
    return None


def place_judge(known: frozenset[str]) -> Judge:
    """Judge place codes by shape and, where a table of places was given, by that table."""

    def judge(text: str) -> tuple[str, dict[str, str]] | None:
        wrong = judge_code(text)
        if wrong or not known or text in known:
            return wrong
        return "place_unknown", {"allowed": _nearest(text, known)}

    return judge


def indicator_judge(framework: Framework) -> Judge:
    """Judge indicator codes by shape and by the framework."""
    known = frozenset(node.code for node in framework.measured)

    def judge(text: str) -> tuple[str, dict[str, str]] | None:
        wrong = judge_code(text)
        if wrong or text in known:
            return wrong
        return "indicator_unknown", {"allowed": _nearest(text, known)}

    return judge


def _nearest(text: str, known: frozenset[str]) -> str:
    """Up to three codes that look like the text, else a few of the known ones."""
    return ", ".join(get_close_matches(text, sorted(known), 3) or [*sorted(known)[:5], "…"])


def period_judge(not_after: date) -> Judge:
    """Judge periods by ISO 8601 and by the day after which nothing can have been observed."""

    def judge(text: str) -> tuple[str, dict[str, str]] | None:
        if text.startswith(FORMULA_STARTS):
            return "formula_cell", {}
        try:
            period = read_period(text)
        except DataProblem:
            return "period_unreadable", {"allowed": "2023, 2023-Q2, 2023-05, 2023-05-15, 2022-09-01/P1Y"}
        if period.start > not_after:
            return "period_in_future", {"allowed": not_after.isoformat()}
        return None

    return judge


def read_numbers(
    table: TextTable, column: str, texts: Sequence[str], empty: frozenset[str], *, faults: Faults
) -> NDArray[np.float64]:
    """(rows,) numbers with a point as decimal mark; empty cells are NaN; bad cells are NaN and noted."""
    note_faults(table, column, texts, lambda text: None if text in empty else judge_number(text), faults=faults)
    numbers = {text: float(text) if NUMBER.fullmatch(text) else np.nan for text in dict.fromkeys(texts)}
    numbers.update(dict.fromkeys(empty, np.nan))
    return np.fromiter(map(numbers.__getitem__, texts), np.float64, len(texts))


def judge_number(text: str) -> tuple[str, dict[str, str]] | None:
    """Say what is wrong with a number, as closely as can be told."""
    if NUMBER.fullmatch(text):
        return None if np.isfinite(float(text)) else ("value_not_finite", {})
    return _diagnose(text), {}


_DIAGNOSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("formula_cell", re.compile(r"[=@\t\r].*", re.DOTALL)),
    ("value_not_finite", re.compile(r"\s*[+-]?(nan|inf(inity)?)\s*", re.IGNORECASE)),
    ("percent_sign", re.compile(r".*[0-9]\s*[%٪]\s*")),
    ("thousands_separator", re.compile(r"[+-]?[0-9]{1,3}([,.\u2019' \u00a0\u202f][0-9]{3})+([.,][0-9]+)?")),
    ("decimal_comma", re.compile(r"[+-]?[0-9]*[,٫][0-9]+")),
    ("value_padded", re.compile(r"\s+\S.*|.*\S\s+|\s+", re.DOTALL)),
    ("digits_not_ascii", re.compile(r"[+-]?[\d.,٫]*[^\x00-\x7f][\d.,٫]*")),
)


def _diagnose(text: str) -> str:
    for code, shape in _DIAGNOSES:
        if shape.fullmatch(text):
            return code
    return "value_not_number"

"""Periods that observations refer to, read from ISO 8601."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from hub.kit.errors import DataProblem

_SHAPE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|-Q(?P<quarter>[1-4]))?"
    r"(?:/P(?:(?P<years>\d{1,2})Y|(?P<months>\d{1,3})M|(?P<days>\d{1,4})D))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days: `start` is its first day, `end` its last (both included); `text` is how it was written."""

    start: date
    end: date
    text: str


def read_period(text: str) -> Period:
    """Read `2023`, `2023-05`, `2023-Q2`, `2023-05-15`, `2022-09-01/P1Y`, `…/P18M` or `…/P90D`.

    Raises DataProblem("period_unreadable") for anything else, years before 1900 and after 2199 included.
    """
    shape = _SHAPE.fullmatch(text)
    if not shape or not 1900 <= int(shape["year"]) <= 2199:
        raise DataProblem("period_unreadable", found=text)
    try:
        start = date(int(shape["year"]), _first_month(shape), int(shape["day"] or 1))
        end = _end_of(start, shape)
    except ValueError:
        raise DataProblem("period_unreadable", found=text) from None
    if end < start:
        raise DataProblem("period_unreadable", found=text)
    return Period(start, end, text)


def _first_month(shape: re.Match[str]) -> int:
    if shape["quarter"]:
        return 3 * int(shape["quarter"]) - 2
    return int(shape["month"] or 1)


def _end_of(start: date, shape: re.Match[str]) -> date:
    if shape["days"]:
        return start + timedelta(days=int(shape["days"]) - 1)
    if shape["years"] or shape["months"]:
        return add_months(start, 12 * int(shape["years"] or 0) + int(shape["months"] or 0)) - timedelta(days=1)
    if shape["day"]:
        return start
    months = 3 if shape["quarter"] else 1 if shape["month"] else 12
    return add_months(start, months) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Move a date by whole months; the 29th to 31st fall back to the last day of a shorter month."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))

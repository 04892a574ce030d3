"""The table of courses as CSV: full precision, a gap is an empty cell."""

import csv
from collections.abc import Iterable, Iterator
from math import isnan
from pathlib import Path

from hub.rooms.academy.engine.analytics.summary import SHARES, Summary

COUNTS = ("events", "people", "enrolments", "completed", "sessions", "scores")
QUANTILES = ("session_seconds", "completion_days", "scaled")


def heading() -> list[str]:
    """course, city, …, session_seconds_p10, …"""
    ranked = [f"{name}_p{round(100 * share)}" for name in QUANTILES for share in SHARES]
    return ["course", "city", *COUNTS, "completion_share", *ranked]


def write_courses(path: Path, summary: Summary) -> None:
    """Write it whole or not at all."""
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(heading())
        lines.writerows(_rows(summary))
    draft.replace(path)


def _rows(summary: Summary) -> Iterator[list[str]]:
    counts = [getattr(summary, name).tolist() for name in COUNTS]
    ranked = [getattr(summary, name).tolist() for name in QUANTILES]
    shares = summary.completion_share.tolist()
    for row, (course, city) in enumerate(summary.cells):
        numbers = [shares[row], *(number for table in ranked for number in table[row])]
        yield [course, city, *(str(column[row]) for column in counts), *_written(numbers)]


def _written(numbers: Iterable[float]) -> Iterator[str]:
    return ("" if isnan(number) else repr(number) for number in numbers)

"""Texts to numbers: whole stretches of a column at once, text by text only where a stretch has something odd in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.kit.years import read_period
from hub.rooms.monitoring.engine.checks.cells import Cells, CellTexts
from hub.rooms.monitoring.engine.checks.findings import Hits

STRETCH = 2048
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*[,٫][0-9]+")
# No blank, underscore, letter but e, or digit of another script: what float() reads beyond this is not a number to us.
_PLAIN = re.compile(r"[0-9.+\-eE]*")


@dataclass(frozen=True, eq=False)
class Reading:
    """What was understood of texts: the cells, with NaN where a text is no number, and what was odd."""

    cells: Cells
    hits: tuple[Hits, ...]


def read_cells(texts: CellTexts) -> Reading:
    """Read four columns of texts. Codes: decimal_comma, value_not_number, period_unreadable."""
    coded = {name: _coded(getattr(texts, name)) for name in ("place", "indicator", "period")}
    value = read_numbers(texts.value)
    count = len(value)
    spans = [_span(text) for text in coded["period"].texts]
    cells = Cells(
        places=coded["place"].texts,
        indicators=coded["indicator"].texts,
        periods=coded["period"].texts,
        files=(texts.file,),
        starts=np.array([start for start, _ in spans], np.int32),
        ends=np.array([end for _, end in spans], np.int32),
        place=coded["place"].numbers,
        indicator=coded["indicator"].numbers,
        period=coded["period"].numbers,
        file=np.zeros(count, np.int32),
        row=np.arange(2, count + 2, dtype=np.int32) if texts.row is None else texts.row,
        value=value,
    )
    return Reading(cells, (*_odd_values(cells, texts.value), *_odd_periods(cells)))


def read_numbers(texts: Sequence[str]) -> NDArray[np.float64]:
    """(n,) numbers with a point as decimal mark; NaN where a text is blank or is no finite number."""
    stretches = (texts[start : start + STRETCH] for start in range(0, len(texts), STRETCH))
    parts = [_read_together(stretch) for stretch in stretches]
    return np.concatenate(parts) if parts else np.empty(0)


def _read_together(texts: Sequence[str]) -> NDArray[np.float64]:
    if not _PLAIN.fullmatch("".join(texts)):
        return _read_one_by_one(texts)
    try:
        numbers = np.array([text or "nan" for text in texts], np.float64)
    except ValueError:
        return _read_one_by_one(texts)
    numbers[np.isinf(numbers)] = np.nan
    return numbers


def _read_one_by_one(texts: Sequence[str]) -> NDArray[np.float64]:
    numbers = np.array([float(text) if NUMBER.fullmatch(text) else np.nan for text in texts], np.float64)
    numbers[np.isinf(numbers)] = np.nan
    return numbers


@dataclass(frozen=True, eq=False)
class _Coded:
    """A column as positions in the tuple of its different texts, in the order of their first appearance."""

    texts: tuple[str, ...]
    numbers: NDArray[np.int32]


def _coded(texts: Sequence[str]) -> _Coded:
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return _Coded(tuple(numbers), np.fromiter(map(numbers.__getitem__, texts), np.int32, len(texts)))


def _span(text: str) -> tuple[int, int]:
    """Ordinals of the first and the last day; zeros where the text is no period."""
    try:
        period = read_period(text)
    except DataProblem:
        return 0, 0
    return period.start.toordinal(), period.end.toordinal()


def _odd_values(cells: Cells, texts: Sequence[str]) -> list[Hits]:
    """Texts that are neither blank nor a number, by indicator."""
    odd = [at for at in np.flatnonzero(np.isnan(cells.value)).tolist() if texts[at]]
    commas = [at for at in odd if DECIMAL_COMMA.fullmatch(texts[at])]
    others = [at for at in odd if not DECIMAL_COMMA.fullmatch(texts[at])]
    return [
        Hits(code, np.array(positions, np.intp), found=tuple(texts[at] for at in positions))
        for code, wrong in (("decimal_comma", commas), ("value_not_number", others))
        for positions in _by_indicator(cells, wrong)
    ]


def _odd_periods(cells: Cells) -> list[Hits]:
    unreadable = np.flatnonzero(cells.starts[cells.period] == 0).tolist()
    allowed = "2023, 2023-Q2, 2023-05, 2023-05-15, 2022-09-01/P1Y"
    return [
        Hits(
            "period_unreadable",
            np.array(positions, np.intp),
            found=tuple(cells.periods[cells.period[at]] for at in positions),
            allowed=allowed,
        )
        for positions in _by_indicator(cells, unreadable)
    ]


def _by_indicator(cells: Cells, positions: Sequence[int]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for at in positions:
        groups.setdefault(int(cells.indicator[at]), []).append(at)
    return list(groups.values())

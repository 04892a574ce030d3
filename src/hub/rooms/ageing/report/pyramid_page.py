"""The pyramid that moves on the page: what the server shows of the chosen year, and all years for the script.

People are told to three significant digits, packed as two letters each, so that what the script shows is what the server
shows: 77 years of 21 groups with their ranges take 20 kB. Every year is told; nothing is interpolated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from django.utils.translation import override

from hub.rooms.ageing.engine.ages import SEXES, Array
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Basis
from hub.rooms.ageing.report.pyramids import Pyramids

# Every printable letter that needs no escape in JSON nor inside a script element: 90, so that two tell 8,100 numbers.
ALPHABET = "".join(letter for letter in map(chr, range(32, 127)) if letter not in '"\\<>&')
MANTISSAS = 10**words.GROUP_DIGITS
# Years ahead that are shown first.
GENERATION = 25
# Letters of a figure that is too long to stand beside two others.
LONG = 7
# Length of a side and height of a band, in the units of its drawing.
LENGTH, BAND, BAR = 1000, 10, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One sex of one group, in the units of the drawing and in words.

    sure, range, middle  length to the lower end, from there to the upper end, and to the median
    written  low, median, high, or the one figure
    base     the base year, in words; blank where there is none
    """

    y: float
    sure: float
    range: float
    middle: float
    written: tuple[str, ...]
    base: str


@dataclass(frozen=True, slots=True)
class Side:
    """One sex. `groups` from the oldest; `outline` is the path of the base year, blank where there is none."""

    name: str
    groups: tuple[Bar, ...]
    outline: str


@dataclass(frozen=True)
class PyramidPage:
    """What `ageing/pyramid.html` shows.

    at        position of the shown year among `years`
    kept      other fields of the address that the form hands on
    ticks     of one side, from 0: the ends, and the middle where there is one
    lines     where the sides are divided, in the units of the drawing
    older     the sentence on people aged 65 and over
    pattern   the same with names in braces for the script
    named     the caption of the table, likewise
    packed    all years, for the script
    """

    title: str
    caption: str
    years: tuple[int, ...]
    at: int
    kept: tuple[tuple[str, str], ...]
    ages: tuple[str, ...]
    sides: tuple[Side, ...]
    heads: tuple[str, ...]
    base: int | None
    ticks: tuple[str, ...]
    lines: tuple[float, ...]
    older: str
    spoken_title: str
    range_name: str
    pattern: str
    named: str
    table_caption: str
    packed: dict[str, Any]

    @property
    def year(self) -> int:
        return self.years[self.at]

    @property
    def last(self) -> int:
        return len(self.years) - 1

    @property
    def has_range(self) -> bool:
        return len(self.heads) > 1

    @property
    def height(self) -> int:
        return BAND * len(self.ages)

    @property
    def columns(self) -> int:
        """Columns of one sex in the table."""
        return len(self.heads) + (self.base is not None)

    @property
    def rows(self) -> list[tuple[str, list[Bar]]]:
        """Rows of the table: the age and both sexes."""
        return [(age, [side.groups[number] for side in self.sides]) for number, age in enumerate(self.ages)]


def pyramid_context(
    basis: Basis, pyramids: Pyramids, year: int | None, *, kept: Sequence[tuple[str, str]] = ()
) -> PyramidPage:
    """The page on a year; the nearest one where it is not among those of the pyramids, one generation ahead where none is asked."""
    at = pyramids.position(pyramids.years[0] + GENERATION if year is None else year)
    told = told_people(pyramids)
    has_range = pyramids.people.has_range
    axis = pyramids.axis
    with override(basis.language):
        title = words.people_title(basis)
        return PyramidPage(
            title=title,
            caption=words.caption(basis, title, has_range=has_range),
            years=pyramids.years,
            at=at,
            kept=tuple(kept),
            ages=tuple(reversed(words.group_names(basis.language, pyramids.starts))),
            sides=tuple(_side(basis, pyramids, told, at=at, sex=sex) for sex in range(len(SEXES))),
            heads=words.range_heads(has_range=has_range),
            base=pyramids.base,
            ticks=_ticks(axis, basis.language),
            lines=tuple(LENGTH * value / axis[-1] for value in axis),
            spoken_title=words.sentence(title),
            range_name=words.interval(80),
            older=words.older_sentence(pyramids.years[at], pyramids.older_told(at, basis.language)),
            pattern=words.older_pattern(has_range=has_range),
            named=words.rounded(words.in_year(title, "{year}"), words.GROUP_DIGITS),
            table_caption=words.rounded(words.in_year(title, pyramids.years[at]), words.GROUP_DIGITS),
            packed=_packed(pyramids, told),
        )


def _ticks(axis: Sequence[float], language: str) -> tuple[str, ...]:
    """The ends of a side, and its middle where there is one and room for it on a phone."""
    first, *between, last = (words.group_persons().write(value, language) for value in axis)
    middle = between[len(between) // 2 : len(between) // 2 + 1] if len(between) % 2 and len(last) <= LONG else []
    return (first, *middle, last)


def told_people(pyramids: Pyramids) -> Array:
    """(year, sex, group, quantile) people as they are told: three significant digits, the quantiles that are shown."""
    people = np.stack([pyramids.people.at(probability) for probability in pyramids.people.shown], axis=-1)
    power = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(people, 1.0))) - (words.GROUP_DIGITS - 1), 0)
    told: Array = np.round(people / power) * power
    return told


def pack(told: Array) -> str:
    """Two letters a figure: its digits, and how many noughts follow them. Figures as `told_people` gives them."""
    noughts = np.maximum(np.floor(np.log10(np.maximum(told, 1.0))) - (words.GROUP_DIGITS - 1), 0)
    numbers = (np.round(told / 10.0**noughts) + MANTISSAS * noughts).astype(int).ravel().tolist()
    return "".join(ALPHABET[number // len(ALPHABET)] + ALPHABET[number % len(ALPHABET)] for number in numbers)


def _packed(pyramids: Pyramids, told: Array) -> dict[str, Any]:
    older = np.stack([pyramids.older.at(probability) for probability in pyramids.older.shown], axis=-1)
    told_older = np.round(older, words.percent().digits)
    return {
        "years": list(pyramids.years),
        "groups": len(pyramids.starts),
        "quantiles": told.shape[-1],
        "top": pyramids.axis[-1],
        "alphabet": ALPHABET,
        "mantissas": MANTISSAS,
        "people": pack(told),
        "older": [[share if isfinite(share) else None for share in year] for year in told_older.tolist()],
    }


def _side(basis: Basis, pyramids: Pyramids, told: Array, *, at: int, sex: int) -> Side:
    scale = LENGTH / pyramids.axis[-1]
    unit, groups = words.group_persons(), []
    then = None if pyramids.base is None else told[pyramids.position(pyramids.base), sex, :, told.shape[-1] // 2]
    for row, group in enumerate(reversed(range(len(pyramids.starts)))):
        people = told[at, sex, group].tolist()
        lengths = [round(scale * value, 1) for value in people]
        bar = Bar(
            y=BAND * row + (BAND - BAR) / 2,
            sure=lengths[0],
            range=round(lengths[-1] - lengths[0], 1),
            middle=lengths[len(lengths) // 2],
            written=tuple(unit.write(value, basis.language) for value in people),
            base="" if then is None else unit.write(float(then[group]), basis.language),
        )
        groups.append(bar)
    outline = "" if then is None else _steps([round(scale * float(value), 1) for value in reversed(then)])
    return Side(words.sexes()[sex], tuple(groups), outline)


def _steps(lengths: Sequence[float]) -> str:
    """A path along the ends of the bars, from the oldest."""
    return "M0 0" + "".join(f"H{length:g}V{BAND * (row + 1)}" for row, length in enumerate(lengths))

"""Learning places that are offered: a table of districts, modes and numbers of places."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.inputs import Input
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.files.intake.grids import Grid
from hub.rooms.ageing.files.intake.numbers import read_numbers
from hub.rooms.ageing.files.intake.opening import read_grids
from hub.rooms.ageing.files.intake.words import fold, words

DISTRICT_WORDS = words(
    "district",
    "districts",
    "area",
    "quartier",
    "arrondissement",
    "distrito",
    "barrio",
    "حي",
    "منطقة",
    "区",
    "区域",
    "район",
)
MODE_WORDS = words("mode", "access", "acces", "modo", "acceso", "طريقة", "方式", "способ")
PLACES_WORDS = words("places", "seats", "capacity", "capacite", "plazas", "أماكن", "名额", "места", "мест")
MODE_NAMES = {
    "walk": words("walk", "walking", "on foot", "a pied", "a pie", "سيرا", "步行", "пешком"),
    "transit": words("transit", "bus", "public transport", "transports", "transporte", "نقل", "公交", "транспорт"),
    "online": words("online", "en ligne", "en linea", "عبر الإنترنت", "在线", "онлайн"),
}
MOST_DISTRICTS = 500


@dataclass(frozen=True)
class Provision:
    """Places offered a year.

    districts  names, as they stand in the table
    places     (district, mode)  by `MODES`; 0 where the table has no row
    """

    districts: tuple[str, ...]
    places: Array


def read_provision(sent: Input) -> Provision:
    """Read a table of places: one row for each district and mode, or one row for each district with a column for each mode.

    A heading counts by a word in it ("Number of places"). In a table of one row for each mode a blank district is that of the
    row above, as where cells are merged. Rows of the same district and mode are summed; figures of a table are read together.
    Raises InputRefused: provision_columns_missing, provision_mode_unknown, provision_places_unusable, too_many_districts.
    """
    grid = max(read_grids(sent), key=lambda one: len(one.rows))
    found = ((row, _heading(texts)) for row, texts in enumerate(grid.rows))
    head, heading = next(((row, one) for row, one in found if one is not None), (0, None))
    if heading is None:
        raise refuse("provision_columns_missing", sent.name, found=", ".join(grid.rows[0])[:80], row=grid.lines[0])
    faults = Faults(sent.name)
    cells = _numbered(grid, [*heading.cells(grid, head, faults)], faults)
    names = tuple(dict.fromkeys(name for name, _mode, _number in cells))
    if len(names) > MOST_DISTRICTS:
        faults.add("too_many_districts", found=len(names), allowed=str(MOST_DISTRICTS))
    faults.refuse()
    if not names:
        raise refuse("header_only", sent.name, row=grid.lines[head])
    offered = np.zeros((len(names), len(MODES)))
    for name, mode, number in cells:
        offered[names.index(name), MODES.index(mode)] += number
    return Provision(names, offered)


def mode_of(text: str) -> str | None:
    """The mode that a text names, in any of the six languages."""
    return next((mode for mode, known in MODE_NAMES.items() if _says(text, known)), None)


@dataclass(frozen=True)
class _Cell:
    """A figure's place, and what it is the number of."""

    district: str
    mode: str
    row: int
    column: int


@dataclass(frozen=True)
class _Wide:
    """A heading of a district and a column for each mode."""

    district: int
    modes: Mapping[str, int]

    def cells(self, grid: Grid, head: int, _faults: Faults) -> Iterator[_Cell]:
        for row in range(head + 1, len(grid.rows)):
            name = grid.rows[row][self.district].strip()
            if name:
                yield from (_Cell(name, mode, row, column) for mode, column in self.modes.items())


@dataclass(frozen=True)
class _Long:
    """A heading of district, mode and places."""

    district: int
    mode: int
    places: int

    def cells(self, grid: Grid, head: int, faults: Faults) -> Iterator[_Cell]:
        name = ""
        for row in range(head + 1, len(grid.rows)):
            told, places = grid.rows[row][self.mode].strip(), grid.rows[row][self.places].strip()
            name = grid.rows[row][self.district].strip() or name
            if not (name and (told or places)):
                continue
            mode = mode_of(told)
            if mode is None:
                where = grid.address(row, self.mode)
                allowed = ", ".join(MODES)
                faults.add("provision_mode_unknown", found=told, allowed=allowed, row=where.row, column=where.column)
                continue
            yield _Cell(name, mode, row, self.places)


def _heading(texts: Sequence[str]) -> _Wide | _Long | None:
    """What a row names, if it is the heading: every name in a column of its own."""
    district = _position(texts, DISTRICT_WORDS, {})
    if district is None:
        return None
    taken = {district: "district"}
    modes: dict[str, int] = {}
    for mode, known in MODE_NAMES.items():
        at = _position(texts, known, taken)
        if at is not None:
            modes[mode] = at
            taken[at] = mode
    if len(modes) > 1:
        return _Wide(district, modes)
    mode_at = _position(texts, MODE_WORDS, {district: ""})
    places = None if mode_at is None else _position(texts, PLACES_WORDS, {district: "", mode_at: ""})
    if mode_at is not None and places is not None:
        return _Long(district, mode_at, places)
    return _Wide(district, modes) if modes else None


def _position(texts: Sequence[str], known: frozenset[str], taken: Mapping[int, str]) -> int | None:
    """The column that a word names: one that is nothing but the word before one that has it among others."""
    free = [at for at in range(len(texts)) if at not in taken]
    exact = (at for at in free if fold(texts[at]) in known)
    return next(iter([*exact, *(at for at in free if _says(texts[at], known))]), None)


def _says(text: str, known: frozenset[str]) -> bool:
    """Whether one of the words is in a text; in scripts that set blanks between words, as a word, with or without ال."""
    folded = fold(text)
    return any(word in folded if _has_no_blanks(word) else _word_shape(word).search(folded) for word in known)


def _has_no_blanks(word: str) -> bool:
    return "\u2e80" <= word[0] <= "\u9fff"


@lru_cache(maxsize=256)
def _word_shape(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:ال)?{re.escape(word)}(?![^\W\d_])")


def _numbered(grid: Grid, cells: Sequence[_Cell], faults: Faults) -> list[tuple[str, str, float]]:
    """District, mode and number of each cell that has one; the marks of all figures together say which one is the decimal."""
    texts = [grid.rows[cell.row][cell.column].strip() for cell in cells]
    numbers = read_numbers(texts, [grid.is_exact(cell.row, cell.column) for cell in cells])
    read = []
    for cell, text, number, is_gap in zip(cells, texts, numbers.values, numbers.is_gap, strict=True):
        if is_gap or not text:
            continue
        if not np.isfinite(number) or number < 0:
            where = grid.address(cell.row, cell.column)
            faults.add("provision_places_unusable", found=text, row=where.row, column=where.column)
            continue
        read.append((cell.district, cell.mode, float(number)))
    return read

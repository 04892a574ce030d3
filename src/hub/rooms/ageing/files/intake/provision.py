"""Learning places that are offered: a table of districts, modes and numbers of places."""

from dataclasses import dataclass

import numpy as np

from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.inputs import Input
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.files.intake.grids import Grid
from hub.rooms.ageing.files.intake.numbers import is_gap_mark, read_numbers
from hub.rooms.ageing.files.intake.opening import read_grids
from hub.rooms.ageing.files.intake.words import words

DISTRICT_WORDS = words(
    "district",
    "districts",
    "area",
    "quartier",
    "arrondissement",
    "distrito",
    "barrio",
    "حي",
    "المنطقة",
    "区",
    "区域",
    "район",
)
MODE_WORDS = words("mode", "access", "acces", "modo", "acceso", "طريقة", "方式", "способ")
PLACES_WORDS = words("places", "seats", "capacity", "capacite", "plazas", "الأماكن", "名额", "места")
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

    Raises InputRefused: provision_columns_missing, provision_mode_unknown, provision_places_unusable, too_many_rows.
    """
    grid = max(read_grids(sent), key=lambda one: len(one.rows))
    head = next((number for number, row in enumerate(grid.rows) if _position(row, DISTRICT_WORDS) is not None), None)
    if head is None:
        raise refuse("provision_columns_missing", sent.name, found=", ".join(grid.rows[0])[:80], row=grid.lines[0])
    heading = grid.rows[head]
    district = _position(heading, DISTRICT_WORDS) or 0
    mode, places = _position(heading, MODE_WORDS), _position(heading, PLACES_WORDS)
    faults = Faults(sent.name)
    if mode is not None and places is not None:
        cells = _long(grid, head, (district, mode, places), faults)
    else:
        columns = {name: at for name, known in MODE_NAMES.items() if (at := _position(heading, known)) is not None}
        if not columns:
            raise refuse("provision_columns_missing", sent.name, found=", ".join(heading)[:80], row=grid.lines[head])
        cells = _wide(grid, head, district, columns, faults=faults)
    names = tuple(dict.fromkeys(name for name, _mode in cells))
    if len(names) > MOST_DISTRICTS:
        faults.add("too_many_districts", found=len(names), allowed=str(MOST_DISTRICTS))
    faults.refuse()
    if not names:
        raise refuse("header_only", sent.name, row=grid.lines[head])
    offered = np.zeros((len(names), len(MODES)))
    for (name, one), number in cells.items():
        offered[names.index(name), MODES.index(one)] += number
    return Provision(names, offered)


def mode_of(text: str) -> str | None:
    """The mode that a text names, in any of the six languages."""
    return next((name for name, known in MODE_NAMES.items() if words(text) & known), None)


def _position(row: tuple[str, ...], known: frozenset[str]) -> int | None:
    return next((at for at, text in enumerate(row) if words(text) & known), None)


def _long(grid: Grid, head: int, columns: tuple[int, int, int], faults: Faults) -> dict[tuple[str, str], float]:
    district, mode, places = columns
    cells: dict[tuple[str, str], float] = {}
    for row in _rows(grid, head, district):
        found = mode_of(grid.rows[row][mode])
        if found is None:
            where = grid.address(row, mode)
            faults.add(
                "provision_mode_unknown",
                found=grid.rows[row][mode],
                allowed=", ".join(MODES),
                row=where.row,
                column=where.column,
            )
            continue
        _add(cells, (grid.rows[row][district].strip(), found), grid, (row, places), faults=faults)
    return cells


def _wide(
    grid: Grid, head: int, district: int, columns: dict[str, int], *, faults: Faults
) -> dict[tuple[str, str], float]:
    cells: dict[tuple[str, str], float] = {}
    for row in _rows(grid, head, district):
        for name, at in columns.items():
            _add(cells, (grid.rows[row][district].strip(), name), grid, (row, at), faults=faults)
    return cells


def _rows(grid: Grid, head: int, district: int) -> list[int]:
    return [row for row in range(head + 1, len(grid.rows)) if grid.rows[row][district].strip()]


def _add(
    cells: dict[tuple[str, str], float], key: tuple[str, str], grid: Grid, at: tuple[int, int], *, faults: Faults
) -> None:
    text = grid.rows[at[0]][at[1]].strip()
    if not text or is_gap_mark(text):
        return
    number = read_numbers([text], [grid.is_exact(*at)]).values[0]
    if not np.isfinite(number) or number < 0:
        where = grid.address(*at)
        faults.add("provision_places_unusable", found=text, row=where.row, column=where.column)
        return
    cells[key] = cells.get(key, 0.0) + float(number)

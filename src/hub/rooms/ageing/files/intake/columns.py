"""What each column of a table holds: ages, sexes, days, places, figures, or nothing that counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hub.rooms.ageing.files.intake.dates import read_reference
from hub.rooms.ageing.files.intake.grids import Grid
from hub.rooms.ageing.files.intake.heads import Block, is_age_sequence
from hub.rooms.ageing.files.intake.labels import read_age
from hub.rooms.ageing.files.intake.numbers import is_gap_mark, looks_like_number
from hub.rooms.ageing.files.intake.sexes import is_sex, word_of_sex
from hub.rooms.ageing.files.intake.words import (
    AGE_HEADS,
    DATE_HEADS,
    IGNORED_HEADS,
    PLACE_HEADS,
    SEX_HEADS,
    TOTAL,
    VALUE_HEADS,
    fold,
)

Role = Literal["age", "sex", "day", "place", "figure", "text", "bare", "factor", "none"]
SAMPLED_ROWS = 400
MOST, NEARLY_ALL = 0.6, 0.85
# Fewer figures may look like years by chance.
LEAST_YEARS = 3


@dataclass(frozen=True)
class Columns:
    """Numbers of columns by what they hold; each of age, sex, day and place at most once, None where there is none.

    filters  columns of other divisions (nationality, marital status) of which only rows that say "total" count
    factor   column with powers of ten (UNIT_MULT)
    """

    age: int | None
    sex: int | None
    day: int | None
    place: int | None
    figures: tuple[int, ...]
    filters: tuple[int, ...] = ()
    factor: int | None = None
    heads: tuple[tuple[str, ...], ...] = field(default=())


def head_texts(grid: Grid, block: Block) -> list[list[str]]:
    """(head row, column) texts; those of merged cells, in all rows but the lowest, are repeated to the right."""
    filled = []
    for at, number in enumerate(block.heads):
        row = list(grid.rows[number])
        if at < len(block.heads) - 1:
            last = ""
            for column, cell in enumerate(row):
                last = cell or last
                row[column] = last
        filled.append(row)
    return filled


def find_columns(grid: Grid, block: Block) -> Columns:
    """Judge each column by its heading and by its cells."""
    heads = head_texts(grid, block)
    own = [[grid.rows[number][column] for number in block.heads] for column in range(grid.width)]
    body = [number for number in block.body if sum(bool(cell) for cell in grid.rows[number]) > 1]
    sample = body[:: max(1, len(body) // SAMPLED_ROWS)]
    roles: dict[int, Role] = {}
    for column in range(grid.width):
        cells = [cell for number in sample if (cell := grid.rows[number][column])]
        names = frozenset(fold(text) for text in own[column] if text)
        roles[column] = _role(cells, names)
    _choose_bare(roles, grid, sample)

    def all_of(role: Role) -> list[int]:
        return [column for column in range(grid.width) if roles[column] == role]

    def distinct(column: int) -> list[str]:
        return list(dict.fromkeys(cell for number in body if (cell := grid.rows[number][column])))

    places, texts = all_of("place"), all_of("text")
    filters = [column for column in texts if any(fold(cell) in TOTAL for cell in distinct(column)[:500])]
    place = max(places, key=lambda column: (len(distinct(column)), _length(distinct(column))), default=None)
    if place is None:
        place = next((column for column in texts if column not in filters and len(distinct(column)) > 1), None)
    if place is None and filters and not places:
        place = filters.pop(0)
    figures = tuple(all_of("figure"))
    ages, sexes, days, factors = all_of("age"), all_of("sex"), all_of("day"), all_of("factor")
    return Columns(
        age=_first(ages),
        sex=_first(sexes),
        day=_first(days),
        place=place,
        figures=figures,
        filters=tuple(column for column in filters if column != place),
        factor=_first(factors),
        heads=tuple(tuple(row[column] for row in heads) for column in range(grid.width)),
    )


def _first(columns: Sequence[int]) -> int | None:
    return columns[0] if columns else None


def _length(cells: Sequence[str]) -> float:
    return sum(len(cell) for cell in cells) / max(1, len(cells))


def _role(cells: Sequence[str], names: frozenset[str]) -> Role:
    if not cells:
        return "none"
    if "unit_mult" in names or "unit_multiplier" in names:
        return "factor"
    if names and names <= IGNORED_HEADS:
        return "none"
    if names & AGE_HEADS and _share(cells, read_age) >= MOST:
        return "age"
    if names & SEX_HEADS and _share(cells, is_sex) >= MOST:
        return "sex"
    if names & DATE_HEADS and _share(cells, read_reference) >= MOST:
        return "day"
    is_figures = _share(cells, _is_figure) >= MOST and any(looks_like_number(cell) for cell in cells)
    if names & DATE_HEADS and not is_figures:
        return "day"
    if names & PLACE_HEADS and (not is_figures or len(set(cells)) < 0.5 * len(cells)):
        return "place"
    if _share(cells, _is_age_group) >= MOST:
        return "age"
    if not is_figures:
        is_sexes = _share(cells, is_sex) >= NEARLY_ALL and any(word_of_sex(cell) in ("m", "f") for cell in cells)
        letters = _share(cells, is_sex) >= NEARLY_ALL and 2 <= len(set(cells)) <= 4 and not names & VALUE_HEADS
        if is_sexes or letters:
            return "sex"
        return "day" if _share(cells, read_reference) >= NEARLY_ALL else "text"
    if _share(cells, read_reference) == 1.0 and len(cells) >= LEAST_YEARS and not any(map(_names_figures, names)):
        return "day"
    return "bare" if names & AGE_HEADS or not names else "figure"


def _names_figures(name: str) -> bool:
    return name in VALUE_HEADS or is_sex(name) or read_age(name) is not None


def _share(cells: Sequence[str], reads: Callable[[str], object]) -> float:
    return sum(bool(reads(cell)) for cell in cells) / len(cells)


def _is_figure(cell: str) -> bool:
    return looks_like_number(cell) or is_gap_mark(cell)


def _is_age_group(cell: str) -> bool:
    """An age label that cannot be a figure, or a total or unknown row beside such."""
    age = read_age(cell)
    return age is not None and age.kind != "total" and not age.is_bare


def _choose_bare(roles: dict[int, Role], grid: Grid, sample: Sequence[int]) -> None:
    """A column of bare numbers without a heading holds ages if it counts up from 0; all others hold figures."""
    known = "age" in roles.values()
    for column, role in roles.items():
        if role != "bare":
            continue
        numbers = [cell for number in sample if (cell := grid.rows[number][column]).isdecimal() and len(cell) <= 3]
        ages = list(dict.fromkeys(map(int, numbers)))
        roles[column] = "age" if not known and is_age_sequence(ages) else "figure"
        known = known or roles[column] == "age"

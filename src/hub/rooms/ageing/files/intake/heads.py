"""Where the headings of a table end and its figures begin; tables that follow one another on one sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hub.rooms.ageing.files.intake.dates import read_reference
from hub.rooms.ageing.files.intake.grids import Grid
from hub.rooms.ageing.files.intake.labels import read_age
from hub.rooms.ageing.files.intake.numbers import is_gap_mark, looks_like_number
from hub.rooms.ageing.files.intake.sexes import word_of_sex

MOST_HEAD_ROWS = 6
SHORTEST_SEQUENCE = 8


@dataclass(frozen=True)
class Block:
    """One table of a grid, all by number of row: headings from the top; body with its section rows; lines above it."""

    heads: tuple[int, ...]
    body: tuple[int, ...]
    above: tuple[int, ...]


def find_blocks(grid: Grid) -> tuple[Block, ...]:
    """Split a grid where headings come back after figures. Formats that know their headings have one block."""
    if grid.exact is None:
        return (Block((0,), tuple(range(1, len(grid.rows))), ()),)
    kinds = _kinds(grid)
    starts = [0]
    seen_figures = False
    for number, kind in enumerate(kinds):
        if kind == "labels" and seen_figures:
            starts.append(_with_lines_above(kinds, number))
            seen_figures = False
        seen_figures = seen_figures or kind == "figures"
    bounds = pairwise([*starts, len(grid.rows)])
    found = (_block(grid, kinds, range(first, end)) for first, end in bounds)
    return tuple(block for block in found if block is not None)


def _kinds(grid: Grid) -> list[str]:
    """The kind of each row; years or ages side by side are headings above the first figures, and where they come again."""
    kinds: list[str] = []
    heads: set[tuple[str, ...]] = set()
    last_labels: tuple[str, ...] = ()
    seen_figures = False
    for row in grid.rows:
        kind = _kind(row)
        if kind == "numbered":
            is_repeated = row in heads
            kind = "labels" if is_repeated or not (seen_figures or _is_covered(row, last_labels)) else "figures"
            heads |= {row} if kind == "labels" else set()
        elif kind == "marks":
            kind = "figures" if seen_figures else "labels"
        last_labels = row if kind == "labels" else last_labels
        seen_figures = seen_figures or kind == "figures"
        kinds.append(kind)
    return kinds


def _is_covered(row: Sequence[str], labels: Sequence[str]) -> bool:
    """Whether each filled cell of a row, the first one among them, has a heading right above it."""
    return bool(row[0]) and bool(labels) and all(above for cell, above in zip(row, labels, strict=True) if cell)


def _kind(row: Sequence[str]) -> str:
    """blank; single (a title, section or footnote); labels (headings); numbered or marks (perhaps headings); figures."""
    filled = [(number, cell) for number, cell in enumerate(row) if cell]
    if not filled:
        return "blank"
    if len(filled) == 1:
        is_text = not looks_like_number(filled[0][1]) or _is_year(filled[0][1])
        return "single" if filled[0][0] == 0 or is_text else "figures"
    figures = [cell for number, cell in filled if looks_like_number(cell)]
    if figures and (_are_years(filled) or _are_ages(filled)):
        return "numbered"
    marks = [cell for _, cell in filled[1:] if is_gap_mark(cell)]
    if figures or any(not any(map(str.isalpha, mark)) for mark in marks):
        return "figures"
    return "marks" if marks else "labels"


def _are_years(filled: list[tuple[int, str]]) -> bool:
    """Years side by side, behind texts or blanks; a row that begins with a figure is none of headings."""
    figures = [(number, cell) for number, cell in filled if looks_like_number(cell)]
    if figures[0][0] == 0 or not all(_is_year(cell) for _, cell in figures):
        return False
    others = [cell for _, cell in filled if not looks_like_number(cell)]
    years = [int(float(cell)) for _, cell in figures]
    rising = all(one <= following for one, following in pairwise(years))
    falling = all(one >= following for one, following in pairwise(years))
    is_data = any(
        ((age := read_age(cell)) is not None and age.kind == "span") or word_of_sex(cell) in ("m", "f")
        for cell in others
    )
    return (rising or falling) and len(figures) >= 2 and len(others) <= 3 and not is_data


def _is_year(cell: str) -> bool:
    reference = read_reference(cell)
    return reference is not None and reference.is_year and cell.isascii() and cell.removesuffix(".0").isdigit()


def _are_ages(filled: list[tuple[int, str]]) -> bool:
    """Single ages, or starts of groups, side by side: 0, 1, 2 … or 0, 5, 10 …, once or several times over."""
    figures = [cell for _, cell in filled if looks_like_number(cell)]
    if not all(cell.isdecimal() and len(cell) <= 3 for cell in figures):
        return False
    runs: list[list[int]] = [[]]
    for age in map(int, figures):
        if runs[-1] and age <= runs[-1][-1]:
            runs.append([])
        runs[-1].append(age)
    return all(is_age_sequence(run) for run in runs)


def is_age_sequence(ages: list[int]) -> bool:
    """0, 1, 2 … or 0, 5, 10 … or 0, 1, 5, 10 …, long enough not to be figures."""
    steps = [following - one for one, following in pairwise(ages)]
    if len(ages) < SHORTEST_SEQUENCE or ages[0] != 0:
        return False
    singles = sum(step == 1 for step in steps) >= 0.9 * len(steps)
    fives = all(step == 5 for step in steps) or (steps[:2] == [1, 4] and all(step == 5 for step in steps[2:]))
    return (singles or fives) and max(steps) <= 10


def _with_lines_above(kinds: list[str], number: int) -> int:
    """The first of the titles and sections right above a row of headings."""
    while number > 0 and kinds[number - 1] in ("single", "blank"):
        number -= 1
    return number


def _block(grid: Grid, kinds: list[str], numbers: range) -> Block | None:
    first = next((number for number in numbers if kinds[number] == "figures"), None)
    if first is None:
        return None
    at = first - 1
    sections = []
    while at >= numbers.start and (kinds[at] == "blank" or (kinds[at] == "single" and grid.rows[at][0])):
        sections.append(at)
        at -= 1
    heads: list[int] = []
    while (
        at >= numbers.start and len(heads) < MOST_HEAD_ROWS and (kinds[at] == "labels" or _is_merged(grid, kinds, at))
    ):
        heads.insert(0, at)
        at -= 1
    if not heads:
        sections = []
        at = first - 1
    above = tuple(number for number in range(numbers.start, at + 1) if kinds[number] != "blank")
    body = (*(number for number in reversed(sections) if kinds[number] == "single"), *range(first, numbers.stop))
    return Block(tuple(heads), tuple(number for number in body if kinds[number] != "blank"), above)


def _is_merged(grid: Grid, kinds: list[str], number: int) -> bool:
    """A heading that stands alone over all columns but the first."""
    return kinds[number] == "single" and not grid.rows[number][0]

"""From a grid to facts: each figure with the labels of its age, sex, day and place, wherever these stand."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hub.commons.tables.faults import Faults
from hub.kit.errors import Finding
from hub.rooms.ageing.files.intake.columns import Columns, find_columns
from hub.rooms.ageing.files.intake.dates import find_reference, read_reference
from hub.rooms.ageing.files.intake.grids import Grid
from hub.rooms.ageing.files.intake.heads import Block, find_blocks
from hub.rooms.ageing.files.intake.labels import read_age
from hub.rooms.ageing.files.intake.numbers import is_gap_mark, looks_like_number
from hub.rooms.ageing.files.intake.sexes import is_sex, word_of_sex
from hub.rooms.ageing.files.intake.urban_audit import split_variables
from hub.rooms.ageing.files.intake.words import TOTAL, UNKNOWN, VALUE_HEADS, factor_of, fold, is_share


class Labels(NamedTuple):
    """Texts as they stand in the file; blank where there is none. `other` is a heading that is none of these."""

    age: str = ""
    sex: str = ""
    day: str = ""
    place: str = ""
    other: str = ""


class Fact(NamedTuple):
    row: int
    column: int
    labels: Labels
    factor: float


@dataclass(frozen=True)
class Layout:
    """The facts of one grid (which may have been rewritten), the texts around them, and notes."""

    grid: Grid
    facts: tuple[Fact, ...]
    titles: tuple[str, ...]
    findings: tuple[Finding, ...]


_SEPARATOR = r"[\s_,;:()|/.\-]"
_YEAR = re.compile(rf"(?:(?<={_SEPARATOR})|^)(1[89]\d\d|20\d\d|21[0-4]\d)(?=$|{_SEPARATOR})")


def read_layout(grid: Grid, is_passed_over: Callable[[str], bool] = is_share) -> Layout:
    """The facts of a grid, table by table. None are there where no column of figures has a heading that makes sense.

    is_passed_over  whether a heading announces figures that are not wanted; by default shares and rates
    """
    grid = split_variables(grid)
    faults = Faults(grid.file)
    facts: list[Fact] = []
    titles = [*grid.titles, grid.sheet]
    context = Labels()
    for block in find_blocks(grid):
        above = [grid.rows[number] for number in block.above]
        lines = [" ".join(cell for cell in row if cell) for row in above]
        titles += lines
        for line in lines:
            context = _said_above(line, context)
        columns = find_columns(grid, block)
        factor = factor_of(" ".join([*titles, *lines]))
        figures = list(_figure_columns(grid, columns, faults, is_passed_over))
        for fact in _facts(grid, block, columns, figures=figures, context=context):
            facts.append(fact if factor == 1.0 else fact._replace(factor=fact.factor * factor))
        sections = [grid.rows[number] for number in block.body if sum(map(bool, grid.rows[number])) == 1]
        for row in sections:
            context = _said_above("".join(row), context)
    return Layout(grid, tuple(facts), tuple(title for title in titles if title), (*grid.findings, *faults.findings))


def _said_above(line: str, context: Labels) -> Labels:
    """What a title or section says alone: a sex or a day."""
    if word_of_sex(line) in ("m", "f", "t"):
        return context._replace(sex=line)
    if read_reference(line):
        return context._replace(day=line)
    return context


def _figure_columns(
    grid: Grid, columns: Columns, faults: Faults, is_passed_over: Callable[[str], bool]
) -> Iterator[tuple[int, Labels, float]]:
    """The columns that hold persons, with what their headings say and the factor of their unit."""
    kinds = _kinds_of_rows(columns)
    read: list[tuple[int, Labels, float]] = []
    for column in columns.figures:
        texts = columns.heads[column]
        if is_passed_over(" ".join(texts)):
            _not_used(grid, column, texts, faults)
            continue
        labels = Labels()
        for text, kind in zip(texts, kinds, strict=True):
            labels = _merge(labels, _read_head(text, kind))
        read.append((column, labels, factor_of(" ".join(texts))))
    yield from _without_rivals(grid, columns, read, faults)


def _kinds_of_rows(columns: Columns) -> list[str]:
    """What most of the labels in each row of headings are: age, sex, day, or mixed."""
    kinds = []
    for at in range(len(columns.heads[0]) if columns.heads else 0):
        labels = list(dict.fromkeys(text for column in columns.figures if (text := columns.heads[column][at])))
        plain = [label for label in labels if fold(label) not in TOTAL | UNKNOWN]
        kinds.append(next((kind for kind in _READERS if plain and _reads(plain, kind) > 0.5 * len(plain)), "mixed"))
    return kinds


# In this order: a year is no age, and a single letter no day.
_READERS: Mapping[str, Callable[[str], object]] = {"day": read_reference, "sex": is_sex, "age": read_age}


def _reads(labels: Sequence[str], kind: str) -> int:
    return sum(bool(_READERS[kind](label)) for label in labels)


def _read_head(text: str, kind: str) -> Labels:
    if not text:
        return Labels()
    if kind == "sex" and is_sex(text):
        return Labels(sex=text)
    if kind == "day" and read_reference(text):
        return Labels(day=text)
    if kind == "age" and read_age(text):
        return Labels(age=text)
    return read_mixed(text)


def read_mixed(text: str) -> Labels:
    """A heading that says several things at once: "Males 0-4", "f_85", "2020 Women", "男2010"."""
    if word_of_sex(text) in ("m", "f"):
        return Labels(sex=text)
    age = read_age(text)
    if age and not age.is_bare and age.kind == "span":
        return Labels(age=text)
    rest, day, sex = fold(text[:200]), "", ""
    if year := _YEAR.search(rest):
        day = year[1]
        rest = rest.replace(year[1], " ", 1)
    elif reference := find_reference(text):
        day = reference.day.isoformat()
    for token in dict.fromkeys(re.split(rf"{_SEPARATOR}+", rest)):
        if (
            token
            and not token.isdigit()
            and (word_of_sex(token) in ("m", "f") or token in ("m", "f", "h", "v", "w", "男", "女"))
        ):
            sex = token
            rest = re.sub(rf"(?:(?<={_SEPARATOR})|^){re.escape(token)}(?=$|{_SEPARATOR})", " ", rest, count=1)
            break
    else:
        if rest[:1] in ("男", "女"):
            sex, rest = rest[0], rest[1:]
    rest = rest.strip(" _,;:()|/-")
    age = read_age(rest)
    if age and (sex or not age.is_bare) and age.kind == "span":
        return Labels(age=rest, sex=sex, day=day)
    return Labels(sex=sex, day=day, other=rest if sex or day else text)


def _merge(labels: Labels, more: Labels) -> Labels:
    return Labels(*(new or old for old, new in zip(labels, more, strict=True)))


def _without_rivals(
    grid: Grid, columns: Columns, read: Sequence[tuple[int, Labels, float]], faults: Faults
) -> Iterator[tuple[int, Labels, float]]:
    """Of columns that say the same: those named as persons, else each as a place of its own; others are told of."""
    has_sexes = any(labels.sex for _, labels, _ in read)
    groups: dict[Labels, list[tuple[int, Labels, float]]] = {}
    for one in read:
        groups.setdefault(one[1]._replace(other=""), []).append(one)
    for shared, members in groups.items():
        named = [one for one in members if _is_persons(one[1].other)]
        if has_sexes and not shared.sex and not named and not shared.age:
            chosen: list[tuple[int, Labels, float]] = []
        elif len(members) == 1 or named:
            chosen = (named or members)[:1]
        elif columns.place is None:
            chosen = [(column, labels._replace(place=labels.other), factor) for column, labels, factor in members]
        else:
            chosen = members[:1]
        for column, _, _ in members:
            if column not in {one[0] for one in chosen}:
                _not_used(grid, column, columns.heads[column], faults)
        yield from chosen


def _is_persons(other: str) -> bool:
    folded = fold(other)
    return not folded or folded in VALUE_HEADS or folded in TOTAL


def _not_used(grid: Grid, column: int, texts: Sequence[str], faults: Faults) -> None:
    place = grid.columns[column]
    faults.add("column_not_used", severity="note", found=" ".join(dict.fromkeys(filter(None, texts))), column=place)


def _facts(
    grid: Grid, block: Block, columns: Columns, *, figures: Sequence[tuple[int, Labels, float]], context: Labels
) -> Iterator[Fact]:
    stub = {"age": columns.age, "sex": columns.sex, "day": columns.day, "place": columns.place}
    kept: dict[int, str] = {}
    section = Labels()
    for number in block.body:
        row = grid.rows[number]
        if sum(map(bool, row)) == 1:
            section = _section(row, section, columns)
            continue
        if any(fold(row[column]) not in TOTAL and row[column] for column in columns.filters):
            continue
        kept = _fill_down(row, columns, kept)
        said = Labels(**{name: kept[column] for name, column in stub.items() if column is not None})
        factor = _power(row[columns.factor]) if columns.factor is not None else 1.0
        for column, labels, unit in figures:
            if (row[column] and _is_figure(row[column])) or said.age or labels.age:
                merged = _merge(_merge(_merge(context, section), labels), said)
                yield Fact(number, column, _with_head_place(merged, labels), factor * unit)


def _with_head_place(merged: Labels, heads: Labels) -> Labels:
    """A place among the headings counts where the rows name none."""
    return merged if merged.place or not heads.place else merged._replace(place=heads.place)


def _is_figure(cell: str) -> bool:
    return looks_like_number(cell) or is_gap_mark(cell)


def _section(row: Sequence[str], section: Labels, columns: Columns) -> Labels:
    """A row with one text: the sex, the day or the place of the rows below it."""
    text = next(cell for cell in row if cell)
    said = _said_above(text, Labels())
    if said != Labels():
        return _merge(section, said)
    return (
        section._replace(place=text)
        if columns.place is None and len(text) <= 60 and not looks_like_number(text)
        else section
    )


def _fill_down(row: Sequence[str], columns: Columns, kept: Mapping[int, str]) -> dict[int, str]:
    """Cells of the label columns; a blank one means the cell above it (merged cells) until a cell further left changes.

    An age is only taken from above where sexes, days or places stand to the right of it.
    """
    stub = sorted(column for column in (columns.age, columns.sex, columns.day, columns.place) if column is not None)
    filled: dict[int, str] = {}
    changed = False
    for at, column in enumerate(stub):
        cell = row[column]
        may_fill = not changed and (column != columns.age or at < len(stub) - 1)
        filled[column] = cell or (kept.get(column, "") if may_fill else "")
        changed = changed or bool(cell)
    return filled


def _power(cell: str) -> float:
    return 10.0 ** int(cell) if re.fullmatch(r"-?\d{1,2}", cell) else 1.0

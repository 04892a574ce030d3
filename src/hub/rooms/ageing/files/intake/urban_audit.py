"""Eurostat's city statistics (urb_cpop1): variables that name age and sex at once, split into the two.

Source: Eurostat, City statistics, variables DE1001V to DE1136V: a number for the total, the next for men, the next for women.
"""

import re
from dataclasses import replace

from hub.rooms.ageing.files.intake.grids import Grid
from hub.rooms.ageing.files.intake.labels import read_age
from hub.rooms.ageing.files.intake.words import fold

HEADS = ("indic_ur", "indicator", "urban audit indicator", "indic", "variable")
# Number of the variable of both sexes -> ages.
_AGES = {
    1001: "TOTAL",
    1040: "0-4",
    1074: "5-9",
    1077: "10-14",
    1046: "15-19",
    1049: "20-24",
    1058: "25-34",
    1061: "35-44",
    1064: "45-54",
    1025: "55-64",
    1028: "65-74",
    1055: "75+",
    1101: "25-29",
    1104: "30-34",
    1107: "35-39",
    1110: "40-44",
    1113: "45-49",
    1116: "50-54",
    1119: "55-59",
    1122: "60-64",
    1125: "65-69",
    1128: "70-74",
    1131: "75-79",
    1134: "80-84",
}
_CODES = {number + sex: (ages, "TMF"[sex]) for number, ages in _AGES.items() for sex in range(3)}
_CODE = re.compile(r"DE(1\d{3})V\b", re.IGNORECASE)
_NAME = re.compile(
    r"population on (?:the )?1(?:st)?(?: of)? january,? (?P<ages>[^,:]+?)(?:,? (?P<sex>total|males?|females?|men|women))?$"
)


def split_variables(grid: Grid) -> Grid:
    """The grid with the column of variables as ages and a new last column of sexes; other rows of that column are dropped."""
    if not grid.rows:
        return grid
    heads = [fold(cell) for cell in grid.rows[0]]
    column = next((heads.index(head) for head in HEADS if head in heads), None)
    if column is None or not any(_split(row[column]) for row in grid.rows[1:200]):
        return grid
    first = (*grid.rows[0][:column], "age", *grid.rows[0][column + 1 :], "sex")
    rows, lines, exact = [first], [grid.lines[0]], set()
    for number, row in enumerate(grid.rows[1:], start=1):
        ages_and_sex = _split(row[column])
        if ages_and_sex is None:
            continue
        exact |= {(len(rows), at) for at in range(len(row)) if grid.exact is not None and (number, at) in grid.exact}
        rows.append((*row[:column], ages_and_sex[0], *row[column + 1 :], ages_and_sex[1]))
        lines.append(grid.lines[number])
    columns = (*grid.columns, grid.columns[column])
    known = None if grid.exact is None else frozenset(exact)
    return replace(grid, rows=tuple(rows), lines=tuple(lines), columns=columns, exact=known)


def _split(cell: str) -> tuple[str, str] | None:
    if found := _CODE.search(cell[:40]):
        return _CODES.get(int(found[1]))
    named = _NAME.search(fold(cell[:120]))
    if not named:
        return None
    ages, sex = named["ages"], named["sex"] or "total"
    if ages in ("total", "male", "female"):
        ages, sex = "TOTAL", ages
    return (ages, sex) if read_age(ages) else None

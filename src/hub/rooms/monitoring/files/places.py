"""The table of places, the groups they belong to, and the codes that are no longer in use."""

import re
from collections.abc import Mapping, Sequence

from hub.commons.tables.faults import Faults
from hub.commons.tables.table import TextTable
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.places import Places, Reason, Retired
from hub.rooms.monitoring.engine.recipe import Recipe
from hub.rooms.monitoring.files.cells import judge_code, judge_text, note_faults

PlaceRows = Mapping[str, Mapping[str, str]]


def read_place_table(table: TextTable, recipe: Recipe, faults: Faults) -> PlaceRows:
    """Place code -> heading -> cell. Notes code_…, place_duplicated, place_unnamed, formula_cell."""
    code_column, name_column = recipe.place_table["code"], recipe.place_table["name"]
    codes = table.column(code_column)
    note_faults(table, code_column, codes, judge_code, faults=faults)
    for heading, cells in zip(table.header, table.columns, strict=True):
        if heading != code_column:
            note_faults(table, heading, cells, judge_text, faults=faults)
    seen: dict[str, int] = {}
    names = table.column(name_column)
    for position, (code, row) in enumerate(zip(codes, table.rows, strict=True)):
        if code in seen:
            faults.add("place_duplicated", found=code, row=row, column=code_column, first=seen[code])
        if not names[position].strip():
            faults.add("place_unnamed", found=code, row=row, column=name_column)
        seen.setdefault(code, row)
    cells_of = zip(*table.columns, strict=True)
    return {code: dict(zip(table.header, cells, strict=True)) for code, cells in zip(codes, cells_of, strict=True)}


def build_places(codes: Sequence[str], rows: PlaceRows, retired: Sequence[Retired], recipe: Recipe) -> Places:
    """All places in the order of their codes, grouped as the recipe says, retired ones kept out."""
    ordered = tuple(sorted({*codes, *rows}))
    name = recipe.place_table.get("name", "name")
    ended = {one.code: one for one in retired}
    keep_out = recipe.retired.get("rule") == "keep-out"
    groups = {}
    for grouping in recipe.groupings:
        known = {group.code for group in grouping.groups}
        if grouping.column:
            own = [rows.get(code, {}).get(grouping.column, "") for code in ordered]
            groups[grouping.code] = tuple(group if group in known else "" for group in own)
        else:
            groups[grouping.code] = tuple(grouping.group_of(code) for code in ordered)
    return Places(
        codes=ordered,
        names=tuple(rows.get(code, {}).get(name, "") or code for code in ordered),
        groupings=recipe.groupings,
        groups=groups,
        kept_out=tuple(_reason(ended[code]) if keep_out and code in ended else None for code in ordered),
        retired=tuple(sorted(retired, key=lambda one: one.code)),
    )


def _reason(retired: Retired) -> Reason:
    successors = ", ".join(f"{code} {name}".strip() for code, name in retired.successors)
    return Reason("place_retired", {"since": retired.since, "successors": successors})


def read_retired(place_notes: Mapping[str, Sequence[str]], recipe: Recipe) -> tuple[Retired, ...]:
    """Retired codes from the notes of their observations, by the patterns that the recipe declares."""
    if not recipe.retired:
        return ()
    note_pattern = _pattern(recipe.retired["note"])
    code_pattern = _pattern(recipe.retired["code"])
    retired = []
    for place in sorted(place_notes):
        for note in place_notes[place]:
            shape = note_pattern.search(note)
            if shape:
                retired.append(Retired(place, int(shape["since"]), _successors(shape["successors"], code_pattern)))
                break
    return tuple(retired)


def _successors(text: str, code: re.Pattern[str]) -> tuple[tuple[str, str], ...]:
    """ "E1 North and E2 West and South" is (E1, North), (E2, West and South): names run up to the next code."""
    found = list(code.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    return tuple(
        (
            one.group(),
            re.sub(r"[\s,]*(\band\b)?[\s,]*$", "", text[one.end() : end]).strip()
            if end < len(text)
            else text[one.end() : end].strip(),
        )
        for one, end in zip(found, ends, strict=True)
    )


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise DataProblem("pattern_unreadable", found=text, reason=str(error)) from None

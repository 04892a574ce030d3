"""Which sheets or datasets of a file are the population by age, and how several of them go together."""

from collections.abc import Sequence
from dataclasses import replace

from hub.commons.tables.faults import Faults, refuse
from hub.rooms.ageing.files.intake.dates import find_reference
from hub.rooms.ageing.files.intake.grids import Grid
from hub.rooms.ageing.files.intake.labels import read_age
from hub.rooms.ageing.files.intake.layout import Fact, Labels, Layout, read_layout
from hub.rooms.ageing.files.intake.sexes import word_of_sex

# A table of ages has at least so many groups.
LEAST_AGES = 3


def layouts_with_ages(grids: Sequence[Grid], sheet: str, faults: Faults) -> tuple[Layout, ...]:
    """The layouts to be read together, in the order of the file.

    Sheets of different sexes, days or places are read as one; of others, the first one counts and a warning names the rest.
    Refuses: sheet_absent, ages_absent.
    """
    named = [grid for grid in grids if grid.sheet == sheet] if sheet else list(grids)
    if not named:
        raise refuse("sheet_absent", faults.file, found=sheet, allowed=", ".join(grid.sheet for grid in grids))
    found = [layout for grid in named if _has_ages(layout := read_layout(grid))]
    if not found:
        raise _ages_absent(named, faults.file)
    if len(found) == 1:
        if len(grids) > 1 and not sheet:
            faults.add("sheet_with_ages", severity="note", found=found[0].grid.sheet)
        return tuple(found)
    return _together(found, faults)


def _has_ages(layout: Layout) -> bool:
    ages = {label: read_age(label) for label in {fact.labels.age for fact in layout.facts}}
    return sum(age is not None and age.kind == "span" for age in ages.values()) >= LEAST_AGES


def _ages_absent(grids: Sequence[Grid], file: str) -> Exception:
    first = next((number for number, row in enumerate(grids[0].rows) if sum(map(bool, row)) > 1), 0)
    row = grids[0].lines[first] if grids[0].lines else None
    found = ", ".join(cell for cell in grids[0].rows[first] if cell) if grids[0].rows else ""
    return refuse("ages_absent", file, found=found, allowed="0, 0-4, 5-9, 85+", row=row)


def _together(found: list[Layout], faults: Faults) -> tuple[Layout, ...]:
    tagged = [_tagged(layout) for layout in found]
    keys = [{fact.labels for fact in layout.facts} for layout in tagged]
    if len(set().union(*keys)) == sum(map(len, keys)):
        return tuple(tagged)
    if all(one == keys[0] for one in keys):
        names = ", ".join(layout.grid.sheet for layout in tagged)
        faults.add("sheets_as_places", severity="note", found=names)
        return tuple(_changed(layout, place=layout.grid.sheet) for layout in tagged)
    others = ", ".join(layout.grid.sheet for layout in tagged[1:])
    faults.add("sheet_chosen", severity="warning", found=tagged[0].grid.sheet, allowed=others)
    return (tagged[0],)


def _tagged(layout: Layout) -> Layout:
    """Labels that the name of the sheet gives, where its facts have none of their own."""
    title = layout.grid.sheet
    sex = title if word_of_sex(title) in ("m", "f", "t") else ""
    reference = find_reference(title)
    return _changed(layout, sex=sex, day=title if reference else "")


def _changed(layout: Layout, *, sex: str = "", day: str = "", place: str = "") -> Layout:
    def labels(fact: Fact) -> Labels:
        old = fact.labels
        return old._replace(sex=old.sex or sex, day=old.day or day, place=old.place or place)

    return replace(layout, facts=tuple(fact._replace(labels=labels(fact)) for fact in layout.facts))

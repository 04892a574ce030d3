"""Figures to tables: one for each set of days with the same age groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from hub.commons.tables.faults import Faults
from hub.kit.errors import Severity
from hub.rooms.ageing.engine.groups import Grouping, Span, group_spans
from hub.rooms.ageing.engine.tables import BOTH, Address, Cell, CityTable
from hub.rooms.ageing.files.intake.resolved import Figure, add_at

# Stated sums may be off by what rounding does.
TOLERANCE = 1.0
OLD_ENOUGH = 75


@dataclass
class _Sums:
    """Figures that are compared with sums and not kept: (day, place, sex) and span, or (day, place) and age for both sexes."""

    subtotals: list[Figure] = field(default_factory=list)
    both: dict[tuple[date, str, Span | str], Figure] = field(default_factory=dict)
    unknown_sex: list[Figure] = field(default_factory=list)


def assemble_tables(figures: Sequence[Figure], faults: Faults) -> tuple[CityTable, ...]:
    """Tables by first day, ascending.

    Faults: groups_overlap (an error), group_missing, open_group_assumed, row_repeated, row_contradicted, sum_of_sexes_differs,
    subtotal_differs, sex_derived, sex_unknown_spread.
    """
    by_day: dict[date, list[Figure]] = {}
    for figure in figures:
        by_day.setdefault(figure.day, []).append(figure)
    groupings: dict[Grouping, list[date]] = {}
    for day in sorted(by_day):
        spans = [figure.age for figure in by_day[day] if isinstance(figure.age, Span)]
        if spans:
            groupings.setdefault(group_spans(spans), []).append(day)
    tables = []
    for grouping, days in groupings.items():
        own = [figure for day in days for figure in by_day[day]]
        _tell_groups(grouping, own, faults)
        if not grouping.overlaps:
            tables.append(_table(own, grouping, days, faults))
    return tuple(sorted(tables, key=lambda table: table.dates[0]))


def _tell_groups(grouping: Grouping, figures: Sequence[Figure], faults: Faults) -> None:
    where = {figure.age: figure.address for figure in reversed(figures) if isinstance(figure.age, Span)}
    for rival, span in grouping.overlaps:
        add_at(faults, "groups_overlap", where[span], "error", found=span.text, allowed=rival.text)
    for hole in grouping.holes:
        near = max((span for span in where if span.end <= hole.first), key=lambda span: span.end, default=None)
        address = where[near] if near else next(iter(where.values()))
        add_at(faults, "group_missing", address, "warning", found=hole.text)
    last = grouping.groups[-1]
    if grouping.opened:
        top = max((span for span in where), key=lambda span: span.end)
        severity: Severity = "note" if last.first >= OLD_ENOUGH else "warning"
        add_at(faults, "open_group_assumed", where[top], severity, found=top.text, allowed=last.text)
    elif last.first < OLD_ENOUGH and last in where:
        add_at(faults, "open_group_low", where[last], "warning", found=last.text, allowed=f"{OLD_ENOUGH}+")


def _table(figures: Sequence[Figure], grouping: Grouping, days: Sequence[date], faults: Faults) -> CityTable:
    places = tuple(dict.fromkeys(figure.place for figure in figures))
    sums = _Sums()
    kept = _single(figures, sums, faults)
    sexes = ("m", "f") if any(figure.sex in ("m", "f") for figure in kept.values()) else (BOTH,)
    if sexes == (BOTH,):
        kept = {(day, place, BOTH, age): figure for (day, place, age), figure in sums.both.items()}
        sums.both = {}
    else:
        _derive(kept, sums, faults)
    rows = (len(days), len(places), len(sexes))
    persons, totals, unknown = (np.full(shape, np.nan) for shape in ((*rows, len(grouping.groups)), rows, rows))
    where: dict[Cell, Address] = {}
    where_totals: dict[Cell, Address] = {}
    where_unknown: dict[Cell, Address] = {}
    number = {name: at for names in (days, places) for at, name in enumerate(names)}
    for figure in kept.values():
        if figure.sex not in sexes:
            continue
        row = (number[figure.day], number[figure.place], sexes.index(figure.sex))
        group = grouping.group_of(figure.age) if isinstance(figure.age, Span) else None
        if figure.age == "total":
            totals[row], where_totals[row] = figure.persons, figure.address
        elif figure.age == "unknown":
            unknown[row], where_unknown[row] = figure.persons, figure.address
        elif group is not None:
            persons[(*row, group)], where[*row, group] = figure.persons, figure.address
        else:
            sums.subtotals.append(figure)
    table = CityTable(
        tuple(days), places, sexes, grouping.starts, persons, totals, unknown, where, where_totals, where_unknown
    )
    _compare_subtotals(table, sums.subtotals, faults)
    return _with_unknown_sex(table, sums.unknown_sex, grouping, faults)


def _single(figures: Iterable[Figure], sums: _Sums, faults: Faults) -> dict[tuple[date, str, str, Span | str], Figure]:
    """Each coordinate once; the first figure counts. Both sexes and unknown sexes go to `sums`."""
    kept: dict[tuple[date, str, str, Span | str], Figure] = {}
    for figure in figures:
        key = (figure.day, figure.place, figure.sex, figure.age)
        first = kept.setdefault(key, figure)
        if np.isnan(first.persons):
            kept[key] = figure
        elif first is not figure and not np.isnan(figure.persons):
            _tell_repeated(figure, first, faults)
    sums.both = {(figure.day, figure.place, figure.age): figure for figure in kept.values() if figure.sex == BOTH}
    sums.unknown_sex = [figure for figure in kept.values() if figure.sex == "u"]
    return kept


def _tell_repeated(figure: Figure, first: Figure, faults: Faults) -> None:
    is_same = figure.persons == first.persons
    code = "row_repeated" if is_same else "row_contradicted"
    severity: Severity = "note" if is_same else "warning"
    at = first.address
    add_at(
        faults, code, figure.address, severity,
        found=f"{figure.persons:.10g}", allowed=f"{first.persons:.10g}", first=at.row or "–", first_column=at.column,
    )  # fmt: skip


def _derive(kept: dict[tuple[date, str, str, Span | str], Figure], sums: _Sums, faults: Faults) -> None:
    """Compare both sexes with their sum; where one sex is not stated, it is what the other leaves."""
    told = False
    unknown = {(figure.day, figure.place, figure.age): figure.persons for figure in sums.unknown_sex}
    for (day, place, age), both in sums.both.items():
        male, female = kept.get((day, place, "m", age)), kept.get((day, place, "f", age))
        if male and female:
            summed = male.persons + female.persons + float(np.nan_to_num(unknown.get((day, place, age), 0.0)))
            if abs(summed - both.persons) > max(TOLERANCE, 1e-6 * abs(both.persons)):
                add_at(
                    faults,
                    "sum_of_sexes_differs",
                    both.address,
                    "warning",
                    found=f"{both.persons:.10g}",
                    allowed=f"{summed:.10g}",
                )
            continue
        known = male or female
        if known is None:
            continue
        other = "f" if male else "m"
        rest = both.persons - known.persons
        if rest >= 0:
            kept[day, place, other, age] = Figure(day, place, other, age, rest, both.address)
            if not told:
                add_at(
                    faults,
                    "sex_derived",
                    both.address,
                    "note",
                    found=f"{both.persons:.10g} - {known.persons:.10g}",
                    allowed=f"{rest:.10g}",
                )
                told = True


def _compare_subtotals(table: CityTable, subtotals: Sequence[Figure], faults: Faults) -> None:
    spans = table.spans
    for figure in subtotals:
        if not isinstance(figure.age, Span) or np.isnan(figure.persons):
            continue
        row = (table.dates.index(figure.day), table.districts.index(figure.place), table.sexes.index(figure.sex))
        inside = [
            number for number, span in enumerate(spans) if figure.age.first <= span.first and span.end <= figure.age.end
        ]
        summed = float(table.persons[row][inside].sum())
        if abs(summed - figure.persons) > max(TOLERANCE, 0.5 * len(inside)):
            add_at(
                faults,
                "subtotal_differs",
                figure.address,
                "warning",
                found=f"{figure.persons:.10g}",
                allowed=f"{summed:.10g}",
                group=figure.age.text,
            )


def _with_unknown_sex(table: CityTable, figures: Sequence[Figure], grouping: Grouping, faults: Faults) -> CityTable:
    """Persons of unknown sex go to the two sexes in the proportion of their group."""
    if table.sexes == (BOTH,) or not any(figure.persons > 0 for figure in figures):
        return table
    arrays: Mapping[str, np.ndarray] = {
        "persons": table.persons.copy(),
        "totals": table.totals.copy(),
        "unknown": table.unknown.copy(),
    }
    count, first = 0.0, figures[0]
    for figure in figures:
        at, district = table.dates.index(figure.day), table.districts.index(figure.place)
        group = grouping.group_of(figure.age) if isinstance(figure.age, Span) else None
        name = {"total": "totals", "unknown": "unknown"}.get(str(figure.age), "persons")
        if name == "persons" and group is None:
            continue
        index = (at, district, slice(None)) if group is None else (at, district, slice(None), group)
        known = arrays[name][index]
        if figure.persons > 0 and known.sum() > 0:
            arrays[name][index] = known * (1 + figure.persons / known.sum())
            count += figure.persons if name != "totals" else 0.0
    add_at(faults, "sex_unknown_spread", first.address, "note", found=f"{count:.10g}")
    places = (table.where, table.where_totals, table.where_unknown)
    kept = (arrays["persons"], arrays["totals"], arrays["unknown"])
    return CityTable(table.dates, table.districts, table.sexes, table.starts, *kept, *places)

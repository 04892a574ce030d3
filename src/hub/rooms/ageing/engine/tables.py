"""A city's people by date, district, sex and age group, each figure with the cell that it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.groups import Span, spans_of

# Numbers of date, district and sex, and of the group where one figure is meant.
Cell = tuple[int, ...]
# Code of the sexes taken together, where a table does not tell them apart.
BOTH = "t"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a figure stood; `row` None and `column` blank where the whole file is meant."""

    file: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class CityTable:
    """People as a city counted them.

    dates      reference days, ascending
    districts  names; "" is the whole city
    sexes      ("m", "f"), or ("t",) where the table does not tell them apart
    starts     first ages of the groups, ascending from 0; the last group is open
    persons    (date, district, sex, group)  persons; NaN is a gap
    totals     (date, district, sex)  totals of all ages as stated; NaN where none is
    unknown    (date, district, sex)  persons of unknown age; NaN where none are stated
    where      (date, district, sex, group) -> cell; also for gaps that have one
    where_totals, where_unknown  (date, district, sex) -> cell
    """

    dates: tuple[date, ...]
    districts: tuple[str, ...]
    sexes: tuple[str, ...]
    starts: tuple[int, ...]
    persons: Array
    totals: Array
    unknown: Array
    where: Mapping[Cell, Address] = field(default_factory=dict)
    where_totals: Mapping[Cell, Address] = field(default_factory=dict)
    where_unknown: Mapping[Cell, Address] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = (len(self.dates), len(self.districts), len(self.sexes))
        for name, allowed in (("persons", (*rows, len(self.starts))), ("totals", rows), ("unknown", rows)):
            found = getattr(self, name).shape
            if found != allowed:
                raise DataProblem("city_table_shape_differs", parameter=name, found=found, allowed=allowed)

    @property
    def gaps(self) -> NDArray[np.bool_]:
        """(date, district, sex, group)  where nothing is known."""
        return np.isnan(self.persons)

    @property
    def spans(self) -> tuple[Span, ...]:
        return spans_of(self.starts)

    def address(self, cell: Cell) -> Address:
        """Where a figure stood; the next best place where it has no cell of its own."""
        if cell in self.where:
            return self.where[cell]
        at, district, sex, _ = cell
        nearby = (self.where.get((at, district, sex, group)) for group in range(len(self.starts)))
        return next((one for one in nearby if one), Address())

    def at(self, position: int) -> "CityTable":
        """The table of one of the dates."""
        if not 0 <= position < len(self.dates):
            raise DataProblem("date_unknown", found=position, allowed=", ".join(map(str, self.dates)))
        keep = slice(position, position + 1)

        return replace(
            self,
            dates=self.dates[keep],
            persons=self.persons[keep],
            totals=self.totals[keep],
            unknown=self.unknown[keep],
            where=_first(self.where, position),
            where_totals=_first(self.where_totals, position),
            where_unknown=_first(self.where_unknown, position),
        )


def _first(places: Mapping[Cell, Address], position: int) -> dict[Cell, Address]:
    """The cells of one date, which is the first one now."""
    return {(0, *cell[1:]): one for cell, one in places.items() if cell[0] == position}


def _merged(places: Mapping[Cell, Address], chosen: Sequence[int]) -> dict[Cell, Address]:
    """The cells of the chosen districts, which are one district now; the first cell counts."""
    kept: dict[Cell, Address] = {}
    for cell, one in sorted(places.items(), key=lambda item: item[0]):
        if cell[1] in chosen:
            kept.setdefault((cell[0], 0, *cell[2:]), one)
    return kept


def regroup(table: CityTable, starts: Sequence[int]) -> CityTable:
    """The table in wider groups; a group with a gap inside is a gap.

    starts  first ages, ascending from 0, each of them among those of the table; the last group is open
    Errors: groups_not_nested.
    """
    new = tuple(starts)
    if not new or new[0] != 0 or not set(new) <= set(table.starts) or list(new) != sorted(set(new)):
        raise DataProblem("groups_not_nested", found=str(new), allowed=str(table.starts))
    edges = [table.starts.index(start) for start in new]
    persons = np.add.reduceat(table.persons, edges, axis=-1)
    number = np.searchsorted(edges, np.arange(len(table.starts)), side="right") - 1
    where: dict[Cell, Address] = {}
    for (at, district, sex, group), one in sorted(table.where.items()):
        where.setdefault((at, district, sex, int(number[group])), one)
    return replace(table, starts=new, persons=persons, where=where)


def whole_city(table: CityTable) -> CityTable:
    """The city as one: its own rows where it has them, else the sum of its districts; a gap in a district is a gap."""
    if "" in table.districts:
        own = table.districts.index("")
        persons, totals, unknown = table.persons[:, own], table.totals[:, own], table.unknown[:, own]
        chosen = [own]
    else:
        persons, totals, unknown = table.persons.sum(axis=1), table.totals.sum(axis=1), _sum(table.unknown)
        chosen = list(range(len(table.districts)))

    return replace(
        table,
        districts=("",),
        persons=persons[:, None],
        totals=totals[:, None],
        unknown=unknown[:, None],
        where=_merged(table.where, chosen),
        where_totals=_merged(table.where_totals, chosen),
        where_unknown=_merged(table.where_unknown, chosen),
    )


def _sum(unknown: Array) -> Array:
    """Sum over districts, of which some state no persons of unknown age."""
    summed: Array = np.nansum(unknown, axis=1)
    return np.where(np.isnan(unknown).all(axis=1), np.nan, summed)


def join_tables(tables: Sequence[CityTable]) -> CityTable:
    """Tables of different dates as one, in the groups that all of them can be put in; dates ascending.

    Districts that a table lacks are gaps there. Errors: tables_absent, sexes_differ, date_repeated.
    """
    if not tables:
        raise DataProblem("tables_absent")
    sexes = tables[0].sexes
    if any(table.sexes != sexes for table in tables):
        raise DataProblem("sexes_differ", found=", ".join("/".join(table.sexes) for table in tables))
    common = sorted(set.intersection(*(set(table.starts) for table in tables)))
    districts = tuple(dict.fromkeys(name for table in tables for name in table.districts))
    parts = [(day, table.at(number)) for table in tables for number, day in enumerate(table.dates)]
    parts.sort(key=lambda part: part[0])
    dates = tuple(day for day, _ in parts)
    if len(set(dates)) != len(dates):
        raise DataProblem("date_repeated", found=", ".join(map(str, dates)))
    rows = (len(dates), len(districts), len(sexes))
    persons, totals, unknown = (np.full(shape, np.nan) for shape in ((*rows, len(common)), rows, rows))
    places: tuple[dict[Cell, Address], ...] = ({}, {}, {})
    for number, (_, part) in enumerate(parts):
        narrow = regroup(part, common)
        to = [districts.index(name) for name in part.districts]
        persons[number, to], totals[number, to] = narrow.persons[0], narrow.totals[0]
        unknown[number, to] = narrow.unknown[0]
        for kept, own in zip(places, (narrow.where, narrow.where_totals, narrow.where_unknown), strict=True):
            kept.update({(number, to[cell[1]], *cell[2:]): one for cell, one in own.items()})
    return CityTable(dates, districts, sexes, tuple(common), persons, totals, unknown, *places)

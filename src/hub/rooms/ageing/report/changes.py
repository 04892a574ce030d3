"""From one year to another, row by row: places of the network, or indicators of a place beside its peers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.commons.documents.document import ChartBlock, Table
from hub.commons.ui.labels import steps_between
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Basis, Unit
from hub.rooms.ageing.report.charts import block_of, table_of


@dataclass(frozen=True, slots=True)
class Change:
    """One row.

    name       of the place or indicator, in the language
    then       figure of the earlier year; None where nobody knows it
    low, middle, high  the 80 % interval and the median of the later year; low and high None where there is no interval
    bold       the place that the page is about
    """

    name: str
    then: float | None
    low: float | None
    middle: float
    high: float | None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """title  what is shown, in the language;  years  the earlier and the later one"""

    title: str
    unit: Unit
    years: tuple[int, int]
    rows: tuple[Change, ...]

    @property
    def has_range(self) -> bool:
        return any(row.low is not None for row in self.rows)


def change_chart(basis: Basis, changes: Changes, *, code: str) -> ChartBlock:
    """All rows in the order in which they come, 19 units high each: some sixty fit a printed page."""
    from hub.rooms.ageing.report.plates.changes import change_plate

    values = [v for row in changes.rows for v in (row.then, row.low, row.middle, row.high) if v is not None]
    axis = steps_between(min(values), max(values), 6)
    with override(basis.language):
        title = _("%(title)s, %(then)s and %(later)s") % {
            "title": changes.title, "then": changes.years[0], "later": changes.years[1],
        }  # fmt: skip
        names = tuple((row.name, row.bold) for row in changes.rows)
        plate = change_plate(basis.language, names, changes.unit, axis, years=changes.years, ranged=changes.has_range)
        return block_of(
            code,
            plate,
            list(_rows(changes)),
            caption=words.caption(basis, title, has_range=changes.has_range),
            alt=f"{words.sentence(title)} {_alternative(basis, changes)}",
            table=_table(basis, changes, title),
        )


def _rows(changes: Changes) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(changes.rows):
        code = str(number)
        if row.low is not None and row.high is not None:
            yield {"kind": "range", "code": code, "low": row.low, "high": row.high}
        if row.then is not None:
            yield {"kind": "way", "code": code, "low": row.then, "high": row.middle}
            yield {"kind": "then", "code": code, "low": row.then}
        yield {"kind": "later", "code": code, "low": row.middle}


def _table(basis: Basis, changes: Changes, title: str) -> Table:
    then, later = map(str, changes.years)
    heads = words.range_heads(has_range=changes.has_range)
    columns = [("", 2.4), (then, 1.0), *((words.headed(later, head), 1.2) for head in heads)]
    rows = []
    for row in changes.rows:
        values = (row.then, row.low, row.middle, row.high) if changes.has_range else (row.then, row.middle)
        rows.append([row.name, *(_told(basis, changes.unit, value) for value in values)])
    return table_of(f"{title} ({changes.unit.words})", columns, rows)


def _told(basis: Basis, unit: Unit, value: float | None) -> str:
    return words.no_value() if value is None else unit.write(value, basis.language)


def _alternative(basis: Basis, changes: Changes) -> str:
    """The highest and the lowest of the later year, and the row that the page is about."""
    ordered = sorted(changes.rows, key=lambda row: row.middle)
    told = [(_("Highest: %(row)s."), ordered[-1]), (_("Lowest: %(row)s."), ordered[0])]
    told += [("%(row)s.", row) for row in changes.rows if row.bold]
    said = [sentence % {"row": _row_sentence(basis, changes, row)} for sentence, row in told]
    return " ".join((words.rows_counted(len(changes.rows)), *said))


def _row_sentence(basis: Basis, changes: Changes, row: Change) -> str:
    low, middle, high = (_told(basis, changes.unit, value) for value in (row.low, row.middle, row.high))
    said = {"name": row.name, "then": _told(basis, changes.unit, row.then), "low": low, "middle": middle, "high": high}
    if row.low is None:
        return _("%(name)s, %(then)s, then %(middle)s") % said
    return _("%(name)s, %(then)s, then %(low)s to %(high)s (median %(middle)s)") % said

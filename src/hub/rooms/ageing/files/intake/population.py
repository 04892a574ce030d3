"""Intake of a city's population: bytes to tables by day, district, sex and age, with everything that is to be said."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.inputs import Input
from hub.commons.tables.limits import MOST_LISTED_FAULTS
from hub.kit.errors import Finding, InputRefused
from hub.rooms.ageing.engine.checks import check_tables
from hub.rooms.ageing.engine.tables import CityTable
from hub.rooms.ageing.files.intake.assembled import assemble_tables
from hub.rooms.ageing.files.intake.candidates import layouts_with_ages
from hub.rooms.ageing.files.intake.opening import read_grids
from hub.rooms.ageing.files.intake.resolved import resolve_figures


@dataclass(frozen=True)
class Population:
    """tables    by first day; days with the same age groups are one table
    findings  warnings and notes by row; errors would have refused the file
    format    csv, xlsx, json-stat or px
    sheets    the sheets or datasets that were read
    sha256    fingerprint of the file
    """

    tables: tuple[CityTable, ...]
    findings: tuple[Finding, ...]
    format: str
    sheets: tuple[str, ...]
    sha256: str

    @property
    def latest(self) -> CityTable:
        """The table that holds the last day."""
        return max(self.tables, key=lambda table: table.dates[-1])


def read_population(sent: Input, *, today: date, sheet: str = "", day: date | None = None) -> Population:
    """Read one file of a city.

    today  the day after which nothing can have been counted
    sheet  name of the sheet; blank: the one that has ages
    day    reference day, where the file gives none
    Raises InputRefused where nothing can be computed: no ages, ages that overlap, sexes that cannot be told, damage.
    """
    faults = Faults(sent.name)
    grids = read_grids(sent)
    layouts = layouts_with_ages(grids, sheet, faults)
    figures = resolve_figures(layouts, faults, today=today, day=day)
    tables = assemble_tables(figures, faults)
    faults.refuse()
    read = [finding for layout in layouts for finding in layout.findings]
    if not tables:
        raise _nothing_left(sent.name, (*read, *faults.findings))
    findings = (*read, *faults.findings, *first_of_each(check_tables(tables, today=today)))
    ordered = sorted(findings, key=lambda one: (one.row or 0, one.column, one.code))
    sheets = tuple(dict.fromkeys(layout.grid.sheet for layout in layouts if layout.grid.sheet))
    return Population(tables, tuple(ordered), layouts[0].grid.format, sheets, sent.sha256)


def first_of_each(findings: Iterable[Finding]) -> list[Finding]:
    """The first findings of each code; the last one listed says how many others there were."""
    listed: dict[str, list[Finding]] = {}
    for finding in findings:
        kept = listed.setdefault(finding.code, [])
        if len(kept) < MOST_LISTED_FAULTS:
            kept.append(finding)
        else:
            kept[-1] = replace(kept[-1], others=kept[-1].others + finding.others + 1)
    return [finding for kept in listed.values() for finding in kept]


def _nothing_left(file: str, findings: tuple[Finding, ...]) -> InputRefused:
    """What was read and why nothing of it could be used."""
    refused = refuse("figures_absent", file)
    return InputRefused((*refused.findings, *findings), file=file)

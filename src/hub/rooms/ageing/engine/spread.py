"""Persons of unknown age, and groups without a figure: given to the ages by the shape of the others, and said."""

from dataclasses import dataclass, replace

import numpy as np

from hub.kit.errors import Finding, Severity
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.tables import Address, CityTable

# Years that an open group is taken to span where the group below it is compared with it.
OPEN_YEARS = 10
# Per cent of persons whose age is not known, from which on the ages themselves are doubtful.
MUCH_UNKNOWN = 5


@dataclass(frozen=True)
class Spread:
    """A table without what was spread, and what was done."""

    table: CityTable
    findings: tuple[Finding, ...]


def spread_unknown(table: CityTable) -> Spread:
    """Give persons of unknown age to all ages of their date, district and sex, in proportion.

    Afterwards `unknown` is a gap throughout. Persons are conserved, except where no age has anyone or an age is a gap: there
    the unknown stay as they are and a warning says so.
    """
    persons, unknown = table.persons.copy(), table.unknown.copy()
    findings = []
    for row in np.ndindex(unknown.shape):
        left = float(unknown[row])
        if np.isnan(left):
            continue
        where, known = table.where_unknown.get(row, Address()), float(table.persons[row].sum())
        if left > 0 and not known > 0:
            findings.append(_finding("unknown_not_spread", "warning", where, found=f"{left:.10g}"))
            continue
        unknown[row] = np.nan
        if left > 0:
            persons[row] = table.persons[row] * (1 + left / known)
            share = round(100 * left / (known + left), 2)
            severity: Severity = "warning" if share > MUCH_UNKNOWN else "note"
            findings.append(_finding("unknown_spread", severity, where, found=f"{left:.10g}", share=share))
    return Spread(replace(table, persons=persons, unknown=unknown), tuple(findings))


def fill_gaps(table: CityTable) -> Spread:
    """Give each gap what its neighbours and the stated total suggest, so that a first result can be shown.

    A gap gets the mean number per year of age of the groups beside it; where a total is stated, all gaps of that date, district
    and sex together get what the total leaves (persons of unknown age taken off). Rows without any figure stay gaps.
    """
    persons = table.persons.copy()
    findings = []
    for row in np.ndindex(table.totals.shape):
        gaps = np.isnan(table.persons[row])
        if not gaps.any() or gaps.all():
            continue
        suggested = _from_neighbours(table, table.persons[row])
        unknown = np.nan_to_num(table.unknown[row])
        left = table.totals[row] - unknown - np.nansum(table.persons[row])
        if left >= 0 and suggested[gaps].sum() > 0:
            suggested[gaps] *= left / suggested[gaps].sum()
        persons[row][gaps] = suggested[gaps]
        for group in np.flatnonzero(gaps).tolist():
            where = table.address((row[0], row[1], row[2], group))
            filled = round(float(suggested[group]), 1)
            findings.append(_finding("gap_filled", "warning", where, group=table.spans[group].text, filled=filled))
    return Spread(replace(table, persons=persons), tuple(findings))


def _from_neighbours(table: CityTable, persons: Array) -> Array:
    """(group) persons by the numbers per year of age, linear between the middles of the known groups."""
    starts = np.array(table.starts, np.float64)
    widths = np.append(np.diff(starts), OPEN_YEARS)
    known = ~np.isnan(persons)
    middles = starts + widths / 2
    suggested: Array = np.interp(middles, middles[known], (persons / widths)[known]) * widths
    return suggested


def _finding(code: str, severity: Severity, where: Address, found: str = "", **said: object) -> Finding:
    return Finding(code, severity, found, "", where.file, where.row, where.column, 0, said)

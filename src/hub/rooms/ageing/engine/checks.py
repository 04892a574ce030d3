"""What a demographer looks at before using a city's figures. Nothing here stops a first result.

Sources: United Nations (1955), Manual II (sex ratios, Whipple's index); Shryock & Siegel (1976), ch. 7 and 8. The limits of
sex ratios, cohort ratios and of the index are those that census offices use in their own evaluations.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem, Finding, Severity
from hub.rooms.ageing.engine.ages import FEMALE, MALE, Array
from hub.rooms.ageing.engine.tables import Address, Cell, CityTable, join_tables, regroup

# Men per 100 women that are usual under age 60; chance alone leaves the band where fewer people were counted.
SEX_RATIO_LOW, SEX_RATIO_HIGH, SEX_RATIO_BELOW, SEX_RATIO_LEAST = 80.0, 120.0, 60, 200
# More boys than girls are born everywhere and more women than men grow old.
OLD_AGE, OLD_MEN_PER_100 = 75, 110.0
# Whipple's index: up to 105 accurate, 110 fairly, 125 approximate, 175 rough, above it very rough (United Nations).
WHIPPLE_FIRST, WHIPPLE_LAST = 23, 62
WHIPPLE_FAIR, WHIPPLE_ROUGH, WHIPPLE_LEAST = 110.0, 125.0, 500
COHORT_LOW, COHORT_HIGH, COHORT_LEAST = 0.5, 2.0, 50
# Deaths alone bring the ratios of older cohorts under the limit.
COHORT_BELOW = 70
# Ages reached at which few people move: if all of them changed, the boundary did.
SETTLED, SETTLED_LOW, SETTLED_HIGH = (45, 65), 0.8, 1.2
EARLIEST, LONG_AGO_YEARS = date(1900, 1, 1), 15
YEAR_DAYS = 365.25


def check_tables(tables: Sequence[CityTable], *, today: date) -> tuple[Finding, ...]:
    """All checks of this module on the tables of one city; `today` is the day after which nothing can have been counted.

    Cohorts are followed from table to table where all tell the sexes apart in the same way.
    """
    found = list(check_dates(tuple(sorted(day for table in tables for day in table.dates)), today=today))
    for table in tables:
        for check in (check_gaps, check_persons, check_totals, check_districts, check_sex_ratios, check_heaping):
            found += check(table)
    if tables and len({table.sexes for table in tables}) == 1:
        found += check_cohorts(join_tables(tables))
    return tuple(found)


def check_dates(dates: tuple[date, ...], *, today: date, where: Address | None = None) -> tuple[Finding, ...]:
    """Reference dates that cannot be, or that are so long ago that a projection starts in the past."""
    found = []
    for day in dates:
        if day > today:
            found.append(_found("date_in_future", where, day.isoformat(), today.isoformat()))
        elif day < EARLIEST:
            found.append(_found("date_too_early", where, day.isoformat(), EARLIEST.isoformat()))
    if dates and not found and (today - dates[-1]).days > LONG_AGO_YEARS * YEAR_DAYS:
        found.append(_found("date_long_ago", where, dates[-1].isoformat(), severity="note"))
    return tuple(found)


def check_gaps(table: CityTable) -> tuple[Finding, ...]:
    """Groups without a figure, one finding for each cell; rows without any are not stated at all."""
    found = []
    for row in np.ndindex(table.totals.shape):
        gaps = np.isnan(table.persons[row])
        if gaps.all() or not gaps.any():
            continue
        for group in np.flatnonzero(gaps).tolist():
            cell: Cell = (row[0], row[1], row[2], group)
            found.append(_found("group_without_figure", table.address(cell), said=_said(table, cell)))
    return tuple(found)


def check_persons(table: CityTable) -> tuple[Finding, ...]:
    """Persons below 0, and parts of persons; rounding to a millionth is let pass."""
    found = []
    parts = table.persons - np.round(table.persons)
    for cell in _cells(table.persons < 0):
        value = table.persons[cell]
        found.append(_found("persons_negative", table.address(cell), f"{value:.10g}", said=_said(table, cell)))
    fractional = _cells(np.abs(np.nan_to_num(parts)) > 1e-6)
    if fractional:
        cell = fractional[0]
        others = len(fractional) - 1
        value = table.persons[cell]
        found.append(_found("persons_fractional", table.address(cell), f"{value:.10g}", severity="note", others=others))
    return tuple(found)


def check_totals(table: CityTable) -> tuple[Finding, ...]:
    """Stated totals against the sums of their groups and of the unknown; what rounding can do is let pass."""
    found = []
    for row in np.ndindex(table.totals.shape):
        stated, known = table.totals[row], table.persons[row].sum()
        total = known + np.nan_to_num(table.unknown[row])
        if np.isnan(stated) or np.isnan(total):
            continue
        allowed = max(1.0, _rounding_unit(table.persons[row]) / 2 * (len(table.starts) + 1))
        if abs(stated - total) > allowed:
            where = table.where_totals.get((row[0], row[1], row[2])) or table.address((row[0], row[1], row[2], 0))
            said = {"difference": f"{stated - total:+.10g}", "date": table.dates[row[0]].isoformat()}
            found.append(_found("total_differs", where, f"{stated:.10g}", f"{total:.10g}", said=said))
    return tuple(found)


def _rounding_unit(persons: Array) -> float:
    """What all figures are multiples of, for confidentiality: 10, 5 or 3; 0 where they are not rounded."""
    counted = persons[persons > 0]
    return next((unit for unit in (10.0, 5.0, 3.0) if len(counted) > 5 and np.all(counted % unit == 0)), 0.0)


def check_districts(table: CityTable) -> tuple[Finding, ...]:
    """Districts against the city's own row, and districts that only some of the dates have."""
    found = []
    for number, name in enumerate(table.districts):
        present = np.array([not np.isnan(one).all() for one in table.persons[:, number]])
        if present.any() and not present.all():
            lacking = ", ".join(
                day.isoformat() for day, has in zip(table.dates, present.tolist(), strict=True) if not has
            )
            found.append(
                _found("district_not_in_all_dates", None, name, said={"district": name or "–", "dates": lacking})
            )
    if "" in table.districts and len(table.districts) > 1:
        own = table.districts.index("")
        parts = [number for number in range(len(table.districts)) if number != own]
        for at, sex in np.ndindex(len(table.dates), len(table.sexes)):
            city, summed = table.persons[at, own, sex].sum(), table.persons[at, parts, sex].sum()
            if abs(city - summed) > max(1.0, 0.5 * len(parts) * len(table.starts)):
                where = table.address((at, own, sex, 0))
                day = table.dates[at].isoformat()
                found.append(_found("districts_differ", where, f"{city:.10g}", f"{summed:.10g}", said={"date": day}))
    return tuple(found)


def check_sex_ratios(table: CityTable) -> tuple[Finding, ...]:
    """Men per 100 women outside 80 to 120 under age 60, and sexes that look exchanged. Groups under 200 people are left."""
    if table.sexes != ("m", "f"):
        return (_found("sexes_not_told_apart", table.address((0, 0, 0, 0))),)
    found = []
    for at, district in np.ndindex(len(table.dates), len(table.districts)):
        people = table.persons[at, district]
        if _look_exchanged(table, people):
            found.append(_found("sexes_look_exchanged", table.address((at, district, MALE, 0))))
            continue
        ratios = sex_ratios(people)
        for group, span in enumerate(table.spans[:-1]):
            outside = not SEX_RATIO_LOW <= ratios[group] <= SEX_RATIO_HIGH
            if span.end <= SEX_RATIO_BELOW and outside and people[:, group].sum() >= SEX_RATIO_LEAST:
                cell = (at, district, MALE, group)
                allowed = f"{SEX_RATIO_LOW:.10g}–{SEX_RATIO_HIGH:.10g}"
                ratio = f"{ratios[group]:.1f}"
                found.append(_found("sex_ratio_unusual", table.address(cell), ratio, allowed, said=_said(table, cell)))
    return tuple(found)


def sex_ratios(people: Array) -> Array:
    """Men per 100 women: people (..., sex, age) -> (..., age); NaN where a sex is a gap, infinite without women."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios: Array = 100 * people[..., MALE, :] / people[..., FEMALE, :]
    return ratios


def _look_exchanged(table: CityTable, people: Array) -> bool:
    """Clearly more men than women in old age, and fewer boys than girls."""
    spans = table.spans
    old = [number for number, span in enumerate(spans) if span.first >= OLD_AGE]
    young = [number for number, span in enumerate(spans) if span.end <= 15]
    if not old or not young or people[:, old].sum() < SEX_RATIO_LEAST:
        return False
    old_ratio, young_ratio = (
        float(sex_ratios(people[:, ages].sum(axis=-1, keepdims=True))[0]) for ages in (old, young)
    )
    return bool(old_ratio > OLD_MEN_PER_100 and young_ratio < 100)


def whipple_index(people: Array, digits: tuple[int, ...] = (0, 5)) -> Array:
    """Whipple's index of heaping on ages that end in `digits`: 100 without any, 500 (for two digits) if all do.

    people   (..., age)  persons in single ages from 0, at least to 62
    returns  (...)       from the ages 23 to 62, NaN without people
    """
    if people.shape[-1] <= WHIPPLE_LAST:
        raise DataProblem("single_ages_absent", found=people.shape[-1], allowed=WHIPPLE_LAST + 1)
    ages = np.arange(WHIPPLE_FIRST, WHIPPLE_LAST + 1)
    chosen = ages[np.isin(ages % 10, digits)]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = people[..., chosen].sum(axis=-1) / people[..., ages].sum(axis=-1)
    index: Array = 100 * share * 10 / len(digits)
    return index


def check_heaping(table: CityTable) -> tuple[Finding, ...]:
    """Whipple's index for each date, district and sex; only where single ages to 62 are told."""
    if table.starts[: WHIPPLE_LAST + 2] != tuple(range(WHIPPLE_LAST + 2)):
        return ()
    found = []
    for row in np.ndindex(table.totals.shape):
        people = table.persons[row]
        index = float(whipple_index(people))
        if np.isnan(index) or index < WHIPPLE_FAIR or np.nansum(people) < WHIPPLE_LEAST:
            continue
        severity: Severity = "warning" if index >= WHIPPLE_ROUGH else "note"
        where = table.address((row[0], row[1], row[2], 30))
        found.append(_found("ages_heaped", where, f"{index:.0f}", f"{WHIPPLE_FAIR:.10g}", severity=severity))
    return tuple(found)


def cohort_ratios(earlier: Array, later: Array, steps: int) -> Array:
    """People of a group against the same people `steps` groups earlier: (..., group) twice -> (..., group - steps - 1).

    Groups of equal width; entry g is later[g + steps] / earlier[g], the open group left out. NaN where a gap or nobody was.
    """
    last = earlier.shape[-1] - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios: Array = later[..., steps:last] / earlier[..., : last - steps]
    return np.where(earlier[..., : last - steps] > 0, ratios, np.nan)


def check_cohorts(table: CityTable) -> tuple[Finding, ...]:
    """Cohort ratios outside 0.5 to 2 between two dates in succession, and totals moved by a boundary."""
    found: list[Finding] = []
    for at in range(len(table.dates) - 1):
        years = (table.dates[at + 1] - table.dates[at]).days / YEAR_DAYS
        for width, narrow in _equal_widths(table):
            steps = round(years / width)
            if steps < 1 or abs(years - steps * width) > 0.3 or steps >= len(narrow.starts) - 1:
                continue
            found += _cohorts_of(narrow, at, steps=steps, width=width)
            break
        else:
            found.append(_found("cohorts_not_comparable", None, f"{years:.1f}", severity="note"))
    return tuple(found)


def _equal_widths(table: CityTable) -> Iterator[tuple[int, CityTable]]:
    """The table in five-year groups, then in one-year and ten-year ones, as far as its groups allow."""
    for width in (5, 1, 10):
        starts = [start for start in range(0, table.starts[-1] + 1, width) if start in table.starts]
        if len(starts) > 3 and starts == list(range(0, starts[-1] + 1, width)):
            yield width, regroup(table, starts)


def _cohorts_of(table: CityTable, at: int, *, steps: int, width: int) -> list[Finding]:
    earlier, later = table.persons[at], table.persons[at + 1]
    ratios = cohort_ratios(earlier, later, steps)
    reached = np.arange(ratios.shape[-1]) * width + steps * width
    found = []
    for district in range(len(table.districts)):
        both = cohort_ratios(earlier[district].sum(axis=0), later[district].sum(axis=0), steps)
        settled = both[(reached >= SETTLED[0]) & (reached < SETTLED[1])]
        moved = float(np.median(settled)) if settled.size and not np.isnan(settled).any() else 1.0
        if not SETTLED_LOW <= moved <= SETTLED_HIGH:
            where = table.address((at + 1, district, 0, 0))
            before, after = (f"{people[district].sum():.10g}" for people in (earlier, later))
            said: dict[str, object] = {
                "factor": f"{moved:.2f}",
                "date": table.dates[at].isoformat(),
                "later": table.dates[at + 1].isoformat(),
            }
            found.append(_found("boundary_may_have_moved", where, after, before, said=said))
            continue
        outside = (ratios[district] < COHORT_LOW) | (ratios[district] > COHORT_HIGH)
        outside &= (reached < COHORT_BELOW) & (earlier[district, :, : ratios.shape[-1]] >= COHORT_LEAST)
        for sex, group in np.argwhere(outside).tolist():
            cell = (at + 1, district, sex, group + steps)
            said = {**_said(table, cell), "earlier": table.dates[at].isoformat()}
            allowed = f"{COHORT_LOW:.10g}–{COHORT_HIGH:.10g}"
            ratio = f"{ratios[district, sex, group]:.2f}"
            found.append(_found("cohort_ratio_unusual", table.address(cell), ratio, allowed, said=said))
    return found


def _cells(chosen: NDArray[np.bool_]) -> list[Cell]:
    return [(at, district, sex, group) for at, district, sex, group in np.argwhere(chosen).tolist()]


def _said(table: CityTable, cell: Cell) -> dict[str, object]:
    at, district, _, group = cell
    said: dict[str, object] = {"group": table.spans[group].text, "date": table.dates[at].isoformat()}
    return {**said, "district": table.districts[district]} if table.districts[district] else said


def _found(
    code: str,
    where: Address | None,
    found: str = "",
    allowed: str = "",
    *,
    severity: Severity = "warning",
    others: int = 0,
    said: Mapping[str, object] = MappingProxyType({}),
) -> Finding:
    at = where or Address()
    return Finding(code, severity, found, allowed, at.file, at.row, at.column, others, said)

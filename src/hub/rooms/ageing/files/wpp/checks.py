"""Are the tables of a country whole, in range, and do they agree with the totals published beside them?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import Finding, Severity
from hub.rooms.ageing.engine.ages import AGES, FERTILE_FIRST, FERTILE_LAST, SEXES, Array
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.project.checks import MORTALITY_LIMIT
from hub.rooms.ageing.files.wpp.figures import Country
from hub.rooms.ageing.files.wpp.manifest import ITEMS, POINTS
from hub.rooms.ageing.files.wpp.reading import OUTER_GROUPS, PERSONS, Tables

ALL_AGES = range(AGES)
INNER_AGES = range(15, 50)
# People are published in thousands with three decimals: half a person at each of 202 ages, and a little of the total.
SUM_PERSONS, SUM_SHARE = 101.0, 1e-6
# How far figures worked out here may lie from the published ones before somebody should look.
NEAR_EXPECTANCY_YEARS, NEAR_FERTILITY_SHARE, NEAR_BIRTHS_SHARE, NEAR_MIGRATION_SHARE = 0.1, 0.01, 0.02, 5e-4
SEX_RATIOS = (80.0, 130.0)


@dataclass(frozen=True)
class Block:
    """One part of the tables of one country, with the labels of its axes and the range of its values."""

    part: str
    values: Array
    labels: tuple[Sequence[object], ...]
    low: float = 0.0
    high: float = np.inf


def faults_of(tables: Tables, position: int) -> list[Finding]:
    """What keeps a country out: missing cells, values out of range, sums that differ from the published total."""
    place = tables.countries[position]
    findings = []
    for block in _blocks(tables, position):
        missing = np.isnan(block.values)
        wrong = (block.values < block.low) | (block.values > block.high)
        for code, cells in (("wpp_cells_missing", missing), ("wpp_value_out_of_range", wrong)):
            if cells.any():
                findings.append(_finding(code, place, block, cells))
    if not findings:
        findings += _sums(tables, position)
        findings += _interval_order(tables, position)
    return findings


def doubts_of(tables: Tables, position: int, country: Country) -> list[Finding]:
    """Where figures worked out from the tables lie off the published ones, as warnings; the worst year of each."""
    length = len(tables.years)
    published = {name: series[position, :length] for name, series in tables.indicators.items()}
    figures = country.figures
    expectancy = life_table(figures.mortality).expectancy[..., 0]
    people = country.population[:-1].sum(axis=(-2, -1))
    fertility = figures.fertility.sum(axis=-1)
    migration = figures.migration.sum(axis=(-2, -1))
    births, net = published["Births"] * PERSONS, published["NetMigrations"] * PERSONS
    compared = (
        ("LExMale", expectancy[:, 0], published["LExMale"], np.full(length, NEAR_EXPECTANCY_YEARS)),
        ("LExFemale", expectancy[:, 1], published["LExFemale"], np.full(length, NEAR_EXPECTANCY_YEARS)),
        ("TFR", fertility, published["TFR"], NEAR_FERTILITY_SHARE * published["TFR"]),
        ("Births", country.births, births, NEAR_BIRTHS_SHARE * births + SUM_PERSONS),
        ("NetMigrations", migration, net, NEAR_MIGRATION_SHARE * people + SUM_PERSONS),
    )
    findings = []
    if not has_intervals(tables, position):
        findings.append(Finding("wpp_intervals_absent", "warning", parameters={"place": tables.countries[position]}))
    for name, own, theirs, near in compared:
        off = np.abs(own - theirs) - near
        if (off > 0).any():
            worst = int(np.argmax(off))
            findings.append(
                _told("wpp_total_differs", tables, position, year=tables.years[worst], column=name,
                      found=own[worst], allowed=theirs[worst], severity="warning")
            )  # fmt: skip
    return findings


def has_intervals(tables: Tables, position: int) -> bool:
    """Whether anything at all is published about the uncertainty of a country."""
    return any(not np.isnan(tables.intervals[item][position]).all() for item in ITEMS)


def _blocks(tables: Tables, position: int) -> Iterator[Block]:
    """All parts of a country. The population after the last year may be absent, but not in part."""
    years, after = tables.years, (*tables.years, tables.years[-1] + 1)
    population = tables.population[position]
    counted = len(population) - int(np.isnan(population[-1]).all())
    yield Block("population", population[:counted], (after[:counted], SEXES, ALL_AGES))
    mortality = tables.mortality[position]
    yield Block("mortality", mortality, (years, SEXES, ALL_AGES), high=MORTALITY_LIMIT)
    yield Block("mortality", mortality[..., -1:], (years, SEXES, ALL_AGES[-1:]), low=1e-6)
    inner = slice(INNER_AGES[0] - FERTILE_FIRST, INNER_AGES[-1] - FERTILE_FIRST + 1)
    yield Block("fertility", tables.fertility[position, :, inner], (years, INNER_AGES), high=1.0)
    groups = [f"{start}-{min(start + 4, FERTILE_LAST)}" for start in OUTER_GROUPS]
    yield Block("fertility_groups", tables.outer[position], (years, groups), high=1.0)
    for name, series in tables.indicators.items():
        if name == "TPopulation1Jan":
            yield Block(name, series[position], (after,))
            continue
        low, high = SEX_RATIOS if name == "SRB" else (-np.inf if name == "NetMigrations" else 0.0, np.inf)
        yield Block(name, series[position, :-1], (years,), low=low, high=high)
    if has_intervals(tables, position):
        for item in ITEMS:
            low = -np.inf if item == "migration" else 0.0
            values = tables.intervals[item][position]
            yield Block(f"intervals_{item}", values, (tables.interval_years, POINTS), low=low)


def _sums(tables: Tables, position: int) -> list[Finding]:
    """Single ages of both sexes against the published total of 1 January."""
    summed = tables.population[position].sum(axis=(-2, -1))
    total = tables.indicators["TPopulation1Jan"][position] * PERSONS
    off = np.nan_to_num(np.abs(summed - total) - (SUM_PERSONS + SUM_SHARE * total))
    if not (off > 0).any():
        return []
    worst = int(np.argmax(off))
    year = tables.years[0] + worst
    return [
        _told(
            "wpp_sum_differs",
            tables,
            position,
            year=year,
            column="population",
            found=summed[worst],
            allowed=total[worst],
        )
    ]


def _interval_order(tables: Tables, position: int) -> list[Finding]:
    findings = []
    for item in ITEMS:
        falling = np.argwhere(np.diff(tables.intervals[item][position], axis=-1) < 0)
        if len(falling):
            year, point = int(falling[0][0]), int(falling[0][1])
            lower, upper = tables.intervals[item][position, year, point : point + 2]
            findings.append(
                _told("wpp_interval_falls", tables, position, year=tables.interval_years[year], column=item,
                      found=upper, allowed=lower)
            )  # fmt: skip
    return findings


def _finding(code: str, place: str, block: Block, cells: NDArray[np.bool_]) -> Finding:
    """The first of the wrong cells, by name, and how many there are."""
    index = np.unravel_index(int(np.argmax(cells)), cells.shape)
    where = ", ".join(str(names[int(step)]) for names, step in zip(block.labels, index, strict=True))
    allowed = "" if code == "wpp_cells_missing" else f"{block.low:g} - {block.high:g}"
    told = {"place": place, "part": block.part, "where": where, "count": int(cells.sum())}
    return Finding(code, found=f"{block.values[index]:g}", allowed=allowed, parameters=told)


def _told(
    code: str,
    tables: Tables,
    position: int,
    *,
    year: int,
    column: str,
    found: float,
    allowed: float,
    severity: Severity = "error",
) -> Finding:
    told = {"place": tables.countries[position], "part": column, "year": year}
    return Finding(code, severity, found=f"{found:.10g}", allowed=f"{allowed:.10g}", parameters=told)

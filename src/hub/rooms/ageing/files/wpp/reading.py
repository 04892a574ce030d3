"""The published tables of wanted countries as arrays, read row by row; a cell that no row gives stays NaN."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, FERTILE_AGES, FERTILE_FIRST, OPEN_AGE, Array
from hub.rooms.ageing.engine.project.checks import MORTALITY_LIMIT
from hub.rooms.ageing.files.wpp.manifest import ITEMS, POINTS, IntervalTable, Manifest, PartFile
from hub.rooms.ageing.files.wpp.streams import Wanted, headings_of, lines_of, rows_of

PERSONS = 1000.0
VARIANT = "Medium"
SEX_NAMES = ("Male", "Female")
# Five-year groups of mothers that the table of single ages leaves out, by first age.
OUTER_GROUPS = (10, 50)
INDICATORS = ("TPopulation1Jan", "Births", "TFR", "SRB", "LExMale", "LExFemale", "NetMigrations")


@dataclass(frozen=True)
class Tables:
    """What the files give for `countries` (ISO 3166 alpha-3) and calendar `years`; NaN where they give nothing.

    population  (country, year + 1, sex, age)  persons on 1 January, the last entry after the last year
    mortality   (country, year, sex, age)      deaths per person-year
    fertility   (country, year, 45)            births per woman-year at ages 10 to 54; only 15 to 49
    outer       (country, year, 2)             births per woman-year at 10-14 and 50-54
    indicators  name -> (country, year + 1)    as published, see INDICATORS
    intervals   item -> (country, interval year, 4)  ends of the intervals, ascending, as published, see ITEMS
    """

    countries: tuple[str, ...]
    years: tuple[int, ...]
    interval_years: tuple[int, ...]
    population: Array
    mortality: Array
    fertility: Array
    outer: Array
    indicators: Mapping[str, Array]
    intervals: Mapping[str, Array]


@dataclass(frozen=True)
class Places:
    """Where a row belongs: by code of the place (M49, without leading zeros) and calendar year."""

    by_code: Mapping[str, int]
    first_year: int
    years: int

    def year(self, text: str) -> int | None:
        """Position of a year; None where it was not asked for."""
        position = int(text) - self.first_year
        return position if 0 <= position <= self.years else None


def empty_tables(countries: Sequence[str], years: Sequence[int], intervals_from: int) -> Tables:
    """Tables without a single figure."""
    size, length = len(countries), len(years)
    interval_years = tuple(year for year in years if year >= intervals_from)
    return Tables(
        countries=tuple(countries),
        years=tuple(years),
        interval_years=interval_years,
        population=np.full((size, length + 1, 2, AGES), np.nan),
        mortality=np.full((size, length, 2, AGES), np.nan),
        fertility=np.full((size, length, FERTILE_AGES), np.nan),
        outer=np.full((size, length, len(OUTER_GROUPS)), np.nan),
        indicators={name: np.full((size, length + 1), np.nan) for name in INDICATORS},
        intervals={item: np.full((size, len(interval_years), len(POINTS)), np.nan) for item in ITEMS},
    )


def fill_part(tables: Tables, file: PartFile, path: Path, codes: Mapping[int, int], manifest: Manifest) -> None:
    """Put the rows of one file into the tables. codes: M49 code -> position of the country.

    Raises DataProblem: cell_unreadable and those of `rows_of`.
    """
    places = Places({str(code): at for code, at in codes.items()}, tables.years[0], len(tables.years))
    columns, fill = FILLERS[file.part]
    rows = rows_of(
        path,
        ("LocID", "Time", *columns),
        Wanted("LocID", frozenset(places.by_code), VARIANT),
        most_bytes=manifest.most_inflated_bytes,
        expected=manifest.columns[file.part],
    )
    for code, time, *cells in rows:
        try:
            year = places.year(time)
            if year is not None:
                fill(tables, places.by_code[code], year, cells)
        except ValueError:
            found = ", ".join([code, time, *cells])
            raise DataProblem("cell_unreadable", path=path.name, found=found[:80]) from None


def fill_intervals(tables: Tables, table: IntervalTable, path: Path, codes: Mapping[int, int]) -> None:
    """Put a table of countries by years into the intervals. Raises DataProblem: fetch_columns_missing, cell_unreadable."""
    lines = lines_of(path, table.source.most_bytes)
    headings = headings_of(next(lines, b""), "\t")
    wanted = ["country_code", *(str(year) for year in tables.interval_years)]
    missing = [name for name in wanted if name not in headings]
    if missing:
        raise DataProblem("fetch_columns_missing", address=path.name, found=", ".join(missing[:5]))
    at, *years = (headings.index(name) for name in wanted)
    point = POINTS.index(table.point)
    for line in lines:
        cells = line.decode("utf-8", errors="replace").rstrip("\r").split("\t")
        try:
            position = codes.get(int(cells[at]))
            if position is not None:
                tables.intervals[table.item][position, :, point] = [_number(cells[year]) for year in years]
        except (ValueError, IndexError):
            raise DataProblem("cell_unreadable", path=path.name, found="\t".join(cells)[:80]) from None


def _population(tables: Tables, country: int, year: int, cells: Sequence[str]) -> None:
    age, men, women = cells
    tables.population[country, year, :, _age(age)] = (_number(men) * PERSONS, _number(women) * PERSONS)


def _mortality(tables: Tables, country: int, year: int, cells: Sequence[str]) -> None:
    sex, age_text, *numbers = cells
    if sex not in SEX_NAMES or year == len(tables.years):
        return
    age = _age(age_text)
    rate, dying, expectancy = (_number(text) for text in numbers)
    tables.mortality[country, year, SEX_NAMES.index(sex), age] = death_rate(rate, dying, expectancy, age)


def death_rate(rate: float, dying: float, expectancy: float, age: int) -> float:
    """The rate m of a life table; where it reads 1 or more, from q or, in the open age, from e.

    The published rates are cut off at 1, the probabilities are not (war years, some of the oldest). No rate is above what a
    life table bears.
    """
    if not rate >= 1.0 or age == 0:
        return rate
    if age == OPEN_AGE:
        return min(1.0 / max(expectancy, 0.5), MORTALITY_LIMIT)
    return min(dying / (1.0 - dying / 2), MORTALITY_LIMIT)


def _fertility(tables: Tables, country: int, year: int, cells: Sequence[str]) -> None:
    age, rate = int(cells[0]) - FERTILE_FIRST, _number(cells[1]) / PERSONS
    if 0 <= age < FERTILE_AGES and year < len(tables.years):
        tables.fertility[country, year, age] = rate


def _outer(tables: Tables, country: int, year: int, cells: Sequence[str]) -> None:
    start, rate = int(cells[0]), _number(cells[1]) / PERSONS
    if start in OUTER_GROUPS and year < len(tables.years):
        tables.outer[country, year, OUTER_GROUPS.index(start)] = rate


def _indicators(tables: Tables, country: int, year: int, cells: Sequence[str]) -> None:
    for name, text in zip(INDICATORS, cells, strict=True):
        tables.indicators[name][country, year] = _number(text)


def _age(text: str) -> int:
    age = int(text)
    if not 0 <= age <= OPEN_AGE:
        raise ValueError(text)
    return age


def _number(text: str) -> float:
    """A number; NaN for a blank. Written infinities and NaN are refused like any other word."""
    if not text.strip():
        return math.nan
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


Fill = Callable[[Tables, int, int, Sequence[str]], None]
FILLERS: Mapping[str, tuple[tuple[str, ...], Fill]] = {
    "indicators": (INDICATORS, _indicators),
    "population": (("AgeGrpStart", "PopMale", "PopFemale"), _population),
    "fertility_groups": (("AgeGrpStart", "ASFR"), _outer),
    "fertility": (("AgeGrpStart", "ASFR"), _fertility),
    "mortality": (("Sex", "AgeGrpStart", "mx", "qx", "ex"), _mortality),
}

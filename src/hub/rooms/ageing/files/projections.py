"""The tables that a projection starts from, as `hub ageing project` takes them: plain or gzipped CSV of many places.

Columns: iso3, sex (m, f) and year where the table has them, then ages; persons, and rates per person and year.
"""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.limits import LONGEST_CODE, MOST_INFLATED_BYTES, MOST_ROWS
from hub.commons.tables.texts import decode
from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, FERTILE_FIRST, FERTILE_LAST, SEXES, Array

GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20
AGE_COLUMNS = tuple(str(age) for age in range(AGES))
FERTILE_COLUMNS = tuple(str(age) for age in range(FERTILE_FIRST, FERTILE_LAST + 1))
# Limits of the published intervals: 95 % and 80 %, lower and upper.
LIMITS = ("l95", "l80", "u80", "u95")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_YEAR = re.compile(r"(18|19|20|21|22)\d\d")
Bounds = tuple[float, float]
NOT_NEGATIVE: Bounds = (0.0, np.inf)
ANY: Bounds = (-np.inf, np.inf)


@dataclass(frozen=True)
class Series:
    """Yearly values of one place: values (year, …), the first for `first_year`, no year left out."""

    first_year: int
    values: Array

    @property
    def years(self) -> range:
        return range(self.first_year, self.first_year + len(self.values))


@dataclass(frozen=True)
class _Rows:
    """keys: (iso3, other key columns) of each row; values (row, column); lines of the file."""

    keys: tuple[tuple[str, ...], ...]
    values: Array
    lines: tuple[int, ...]


def read_base(path: Path) -> Mapping[str, Array]:
    """iso3 -> (sex, age) persons on the base day."""
    faults = Faults(path.name)
    rows = _read(path, ("iso3", "sex"), AGE_COLUMNS, NOT_NEGATIVE, faults=faults)
    number = _index(rows, faults)
    places: dict[str, Array] = {}
    for place in dict.fromkeys(key[0] for key in rows.keys):
        if _has_both_sexes(number, (place,), place, faults):
            places[place] = np.stack([rows.values[number[place, sex]] for sex in SEXES])
    faults.refuse()
    return places


def read_mortality(path: Path) -> Mapping[str, Series]:
    """iso3 -> (year, sex, age) deaths per person-year."""
    return _by_sex(path, NOT_NEGATIVE)


def read_migration(path: Path) -> Mapping[str, Series]:
    """iso3 -> (year, sex, age) net migrants by the age that they reach in the year."""
    return _by_sex(path, ANY)


def read_fertility(path: Path) -> Mapping[str, Series]:
    """iso3 -> (year, 45) births per woman-year at the ages 10 to 54."""
    return _yearly(path, FERTILE_COLUMNS, NOT_NEGATIVE, lambda values: values)


def read_sex_ratios(path: Path) -> Mapping[str, Series]:
    """iso3 -> (year) boys per girl, 0.5 to 2."""
    return _yearly(path, ("srb",), (0.5, 2.0), lambda values: values[:, 0])


def read_intervals(path: Path) -> Mapping[str, Mapping[str, Series]]:
    """iso3 -> name of the series (pop_thousand, tfr, e0M, …) -> (year, 4) limits: 95 % low, 80 % low, 80 % high, 95 % high."""
    faults = Faults(path.name)
    rows = _read(path, ("iso3", "year", "series"), LIMITS, ANY, faults=faults)
    number = _index(rows, faults)
    for at in np.flatnonzero((np.diff(rows.values, axis=1) < 0).any(axis=1)).tolist():
        found = " ".join(f"{limit:.10g}" for limit in rows.values[at])
        faults.add("limits_out_of_order", found=found, row=rows.lines[at], column=LIMITS[0])
    grouped: dict[tuple[str, str], dict[int, int]] = {}
    for (place, year, name), at in number.items():
        grouped.setdefault((place, name), {})[int(year)] = at
    places: dict[str, dict[str, Series]] = {}
    for (place, name), years in grouped.items():
        first = _first_year(years, rows, place, faults)
        values = rows.values[[years[year] for year in sorted(years)]]
        places.setdefault(place, {})[name] = Series(first, values)
    faults.refuse()
    return places


def require_same_places(tables: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    """The places of all tables in the order of the first one; DataProblem("places_differ") names what is missing where."""
    first, *others = tables
    for name in others:
        missing = [place for place in tables[first] if place not in tables[name]]
        if missing:
            raise DataProblem(
                "places_differ", found=", ".join(missing[:10]), table=name, first=first, others=len(missing)
            )
    return tuple(tables[first])


def _by_sex(path: Path, bounds: Bounds) -> Mapping[str, Series]:
    faults = Faults(path.name)
    rows = _read(path, ("iso3", "year", "sex"), AGE_COLUMNS, bounds, faults=faults)
    number = _index(rows, faults)
    series: dict[str, Series] = {}
    for place, years in _years(number).items():
        whole = {
            year: at
            for year, at in years.items()
            if _has_both_sexes(number, (place, str(year)), f"{place} {year}", faults)
        }
        if whole:
            first = _first_year(whole, rows, place, faults)
            picked = [[number[place, str(year), sex] for sex in SEXES] for year in sorted(whole)]
            series[place] = Series(first, rows.values[picked])
    faults.refuse()
    return series


def _yearly(
    path: Path, columns: Sequence[str], bounds: Bounds, shape: Callable[[Array], Array]
) -> Mapping[str, Series]:
    faults = Faults(path.name)
    rows = _read(path, ("iso3", "year"), columns, bounds, faults=faults)
    series = {}
    for place, years in _years(_index(rows, faults)).items():
        first = _first_year(years, rows, place, faults)
        series[place] = Series(first, shape(rows.values[[years[year] for year in sorted(years)]]))
    faults.refuse()
    return series


def _years(number: Mapping[tuple[str, ...], int]) -> dict[str, dict[int, int]]:
    """Place -> year -> number of one of its rows."""
    places: dict[str, dict[int, int]] = {}
    for key, at in number.items():
        places.setdefault(key[0], {}).setdefault(int(key[1]), at)
    return places


def _first_year(years: Mapping[int, int], rows: _Rows, place: str, faults: Faults) -> int:
    first, last = min(years), max(years)
    missing = [year for year in range(first, last + 1) if year not in years]
    if missing:
        row = rows.lines[years[max(year for year in years if year < missing[0])]]
        faults.add(
            "year_missing", found=missing[0], row=row, column="year", place=place, others_missing=len(missing) - 1
        )
    return first


def _has_both_sexes(number: Mapping[tuple[str, ...], int], key: tuple[str, ...], place: str, faults: Faults) -> bool:
    missing = [sex for sex in SEXES if (*key, sex) not in number]
    for sex in missing:
        faults.add("sex_missing", found=sex, column="sex", place=place)
    return not missing


def _index(rows: _Rows, faults: Faults) -> dict[tuple[str, ...], int]:
    """Key -> number of its row; a key that comes twice is a fault. What was read wrong stops here."""
    number: dict[tuple[str, ...], int] = {}
    for at, key in enumerate(rows.keys):
        if key in number:
            first = rows.lines[number[key]]
            faults.add("key_repeated", found=" ".join(key), row=rows.lines[at], column="iso3", first=first)
        number.setdefault(key, at)
    faults.refuse()
    return number


def _read(path: Path, keys: Sequence[str], columns: Sequence[str], bounds: Bounds, *, faults: Faults) -> _Rows:
    """Rows of a table; the columns may stand in any order and among others. Faults name the cell."""
    records = _records(decode(_content(path), path.name), path.name)
    header = next(records, (1, []))[1]
    missing = [name for name in (*keys, *columns) if header.count(name) != 1]
    if missing:
        found = ", ".join(header[:8])
        raise refuse("table_column_missing", path.name, found=found, allowed=", ".join(missing[:8]), row=1)
    key_at, value_at = [header.index(name) for name in keys], [header.index(name) for name in columns]
    read: list[tuple[str, ...]] = []
    values: list[list[float]] = []
    lines = []
    for line, record in records:
        if len(record) != len(header):
            code = "cells_missing" if len(record) < len(header) else "cells_extra"
            faults.add(code, found=",".join(record[:4]), allowed=str(len(header)), row=line, cells=len(record))
            continue
        key = tuple(record[at] for at in key_at)
        _check_key(key, keys, line, faults)
        read.append(key)
        values.append(_numbers([record[at] for at in value_at], columns, line, faults))
        lines.append(line)
    if not read:
        faults.refuse()
        raise refuse("header_only", path.name, row=1)
    array = np.array(values, np.float64)
    for at, column in np.argwhere((array < bounds[0]) | (array > bounds[1])).tolist()[:1000]:
        allowed = f"{bounds[0]:.10g}–{bounds[1]:.10g}"
        faults.add(
            "rate_out_of_range",
            found=f"{array[at, column]:.10g}",
            allowed=allowed,
            row=lines[at],
            column=columns[column],
        )
    return _Rows(tuple(read), array, tuple(lines))


def _check_key(key: Sequence[str], names: Sequence[str], line: int, faults: Faults) -> None:
    for name, text in zip(names, key, strict=True):
        if name in ("iso3", "series") and not (_CODE.fullmatch(text) and len(text) <= LONGEST_CODE):
            faults.add("place_code_unusable", found=text, allowed="A–Z, a–z, 0–9, _ . -", row=line, column=name)
        elif name == "sex" and text not in SEXES:
            faults.add("sex_code_unknown", found=text, allowed=", ".join(SEXES), row=line, column=name)
        elif name == "year" and not _YEAR.fullmatch(text):
            faults.add("year_unreadable", found=text, allowed="2024", row=line, column=name)


def _numbers(texts: list[str], columns: Sequence[str], line: int, faults: Faults) -> list[float]:
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        numbers = []
    # Python's float also takes "nan", "1_000" and blanks around.
    if numbers and np.isfinite(numbers).all() and not any("_" in text or text.strip() != text for text in texts):
        return numbers
    for name, text in zip(columns, texts, strict=True):
        if not _NUMBER.fullmatch(text) or not np.isfinite(float(text)):
            faults.add("rate_unreadable", found=text, allowed="0.0123", row=line, column=name)
    return [np.nan] * len(texts)


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for number, record in enumerate(reader):
            if number > MOST_ROWS:
                raise refuse("too_many_rows", file, found=f"> {MOST_ROWS}", allowed=str(MOST_ROWS), row=line)
            if any(record):
                yield line, record
            line = reader.line_num + 1
    except csv.Error:
        raise refuse("quotes_unbalanced", file, row=line) from None


def _content(path: Path) -> bytes:
    """The bytes of a file, unpacked if it is gzipped; never more of either than is allowed."""
    if not path.is_file():
        raise DataProblem("file_absent", path=str(path))
    with path.open("rb") as stream:
        content = stream.read(MOST_INFLATED_BYTES + 1)
    if len(content) > MOST_INFLATED_BYTES:
        raise refuse("file_too_large", path.name, found=f"> {MOST_INFLATED_BYTES}", allowed=str(MOST_INFLATED_BYTES))
    return _inflate(content, path.name) if content.startswith(GZIP) else content


def _inflate(content: bytes, file: str) -> bytes:
    pieces: list[bytes] = []
    inflated = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            while piece := stream.read(_CHUNK):
                inflated += len(piece)
                if inflated > MOST_INFLATED_BYTES:
                    raise refuse(
                        "gzip_too_large", file, found=f"> {MOST_INFLATED_BYTES}", allowed=str(MOST_INFLATED_BYTES)
                    )
                pieces.append(piece)
    except (OSError, EOFError, zlib.error) as error:
        raise refuse("gzip_damaged", file, found=str(error)) from None
    return b"".join(pieces)

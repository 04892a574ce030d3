"""Readers of the shared World Population Prospects 2024 tables for the tests of graduation."""

import csv
import gzip
from functools import cache
from pathlib import Path

import numpy as np

SEXES = ("m", "f")
# Countries whose single-age figures in these tables are published, not derived.
SINGLE = ("BRA", "JPN", "IND")


@cache
def rows(shared: Path, name: str, keys: int) -> dict[tuple[str, ...], np.ndarray]:
    """A table by its first columns: numbers behind them, blanks at the end left out."""
    with gzip.open(shared / "data/wpp2024" / f"{name}.csv.gz", "rt", encoding="utf-8") as lines:
        table = csv.reader(lines)
        next(table)
        return {tuple(row[:keys]): np.array([cell or "nan" for cell in row[keys:]], float) for row in table}


def by_sex(shared: Path, name: str, *key: str) -> np.ndarray:
    """(sex, …) of a table keyed by code, year and sex."""
    return np.stack([rows(shared, name, len(key) + 1)[(*key, sex)] for sex in SEXES])


def totals(shared: Path, iso3: str, year: int) -> dict[str, float]:
    """Yearly totals of a country: births, deaths, mig (thousand), tfr, e0M, e0F."""
    names = ("popM", "popF", "births", "deaths", "mig", "tfr", "e0M", "e0F", "e0B")
    return dict(zip(names, rows(shared, "un_totals", 2)[(iso3, str(year))], strict=True))

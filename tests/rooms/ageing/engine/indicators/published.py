"""Reading the published figures of eight countries that stand beside the project."""

import csv
import gzip
from pathlib import Path

import numpy as np


def rows_of(file: Path, keys: int) -> dict[tuple[str, ...], np.ndarray]:
    """The numbers of a gzipped table by its first columns."""
    with gzip.open(file, "rt") as opened:
        rows = csv.reader(opened)
        next(rows)
        return {tuple(row[:keys]): np.array(row[keys:], float) for row in rows}


def by_sex(rows: dict[tuple[str, ...], np.ndarray], place: str, year: int) -> np.ndarray:
    """(sex, age) of a place and a year."""
    return np.stack([rows[place, str(year), sex] for sex in "mf"])

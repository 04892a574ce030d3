"""Places made up for tests of the projection, and the eight countries whose results are known."""

import csv
import gzip
from datetime import date
from pathlib import Path

import numpy as np

from hub.rooms.ageing.engine.ages import FEMALE, FERTILE_AGES
from hub.rooms.ageing.engine.project.cohort import Projection
from hub.rooms.ageing.engine.project.inputs import Inputs

COUNTRIES = ("CHN", "DEU", "KEN", "BRA", "JPN", "IND", "IRL", "MAR")
YEARS = range(2024, 2101)
SEXES = ("m", "f")


def made_up(seed: int, years: int = 6, places: tuple[int, ...] = (), leaving: float = 1.0) -> Inputs:
    """Places of random rates, Gompertz-like in mortality; `leaving` scales migration, so that some cells can run empty."""
    draw = np.random.default_rng(seed)
    ages = np.arange(101)
    slope = np.minimum(2e-4 * np.exp(0.085 * ages), 0.6)
    return Inputs(
        base=draw.uniform(0, 2_000, (*places, 2, 101)),
        mortality=slope * draw.uniform(0.4, 2.0, (*places, years, 2, 101)),
        fertility=draw.uniform(0, 0.1, (*places, years, FERTILE_AGES)),
        sex_ratio=draw.uniform(1.0, 1.1, (*places, years)),
        migration=leaving * draw.normal(0, 100, (*places, years, 2, 101)),
        first_year=2024,
    )


def table(folder: Path, name: str, keys: int) -> dict[tuple[str, ...], list[float]]:
    """Rows of a table of numbers by their first `keys` cells."""
    with gzip.open(folder / "data" / "wpp2024" / name, "rt", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))[1:]
    return {tuple(row[:keys]): [float(cell) for cell in row[keys:] if cell] for row in rows}


def eight_countries(shared: Path) -> Inputs:
    base, deaths = table(shared, "base_pop_2024_01_01.csv.gz", 2), table(shared, "mx_1x1.csv.gz", 3)
    births, boys = table(shared, "asfr_1x1.csv.gz", 2), table(shared, "srb.csv.gz", 2)
    moves = table(shared, "mig_1x1.csv.gz", 3)
    years = [str(year) for year in YEARS]
    return Inputs(
        base=np.array([[base[place, sex] for sex in SEXES] for place in COUNTRIES]),
        mortality=np.array([[[deaths[place, year, sex] for sex in SEXES] for year in years] for place in COUNTRIES]),
        fertility=np.array([[births[place, year] for year in years] for place in COUNTRIES]),
        sex_ratio=np.array([[boys[place, year][0] for year in years] for place in COUNTRIES]),
        migration=np.array([[[moves[place, year, sex] for sex in SEXES] for year in years] for place in COUNTRIES]),
        first_year=YEARS[0],
    )


def published_groups(shared: Path, year: int) -> np.ndarray:
    """The United Nations' five-year groups in the middle of a year: (country, sex, 21)."""
    rows = table(shared, "un_pop_5y_midyear.csv.gz", 3)
    return np.array([[rows[place, str(year), sex] for sex in SEXES] for place in COUNTRIES])


def at_end(projection: Projection, year: int) -> np.ndarray:
    return projection.on(date(year, 12, 31))


def girls_of(inputs: Inputs, population: np.ndarray, survivors: np.ndarray) -> float:
    """Girls of the first year by a plain loop over mothers."""
    children = 0.0
    for step in range(FERTILE_AGES):
        women = (population[FEMALE, 10 + step] + survivors[FEMALE, 10 + step]) / 2
        children += inputs.fertility[0, step] * women
    return children / (1 + inputs.sex_ratio[0])

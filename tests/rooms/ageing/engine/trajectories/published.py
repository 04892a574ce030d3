"""The United Nations' intervals of the eight countries, and a place made up where nothing is at hand."""

from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
from tests.rooms.ageing.engine.projecting import COUNTRIES, YEARS, eight_countries, made_up, table

from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.marginals import Marginals, points_of

THOUSAND = 1_000


@cache
def mediums(shared: Path) -> dict[str, Inputs]:
    every = eight_countries(shared)
    arrays = [field.name for field in fields(Inputs) if field.name != "first_year"]
    return {
        place: Inputs(**{name: getattr(every, name)[at] for name in arrays}, first_year=every.first_year)
        for at, place in enumerate(COUNTRIES)
    }


@cache
def tables(shared: Path) -> tuple[dict[tuple[str, ...], list[float]], dict[tuple[str, ...], list[float]]]:
    return table(shared, "un_intervals.csv.gz", 3), table(shared, "un_totals.csv.gz", 2)


def interval(shared: Path, place: str, series: str) -> np.ndarray:
    """(year, 4): lower 95 %, lower 80 %, upper 80 %, upper 95 %."""
    rows, _ = tables(shared)
    return np.array([rows[place, str(year), series] for year in YEARS])


def totals(shared: Path, place: str) -> np.ndarray:
    """(year, 9): men, women, births, deaths, migration in thousands; TFR, e0 male, female, both."""
    _, rows = tables(shared)
    return np.array([rows[place, str(year)] for year in YEARS])


@cache
def marginals(shared: Path, place: str) -> Marginals:
    median = totals(shared, place)
    return Marginals(
        fertility=points_of(interval(shared, place, "tfr"), median[:, 5]),
        expectancy=np.stack(
            [points_of(interval(shared, place, f"e0{sex}"), median[:, at]) for sex, at in (("M", 6), ("F", 7))]
        ),
        migration=THOUSAND * points_of(interval(shared, place, "mig_thousand"), median[:, 4]),
    )


def place_made_up(seed: int = 3, years: int = 12, people: float = 1.0) -> Inputs:
    """One place of random rates without migration that would empty it; `people` scales it."""
    made = made_up(seed, years=years, leaving=0.2)
    return Inputs(made.base * people, made.mortality, made.fertility, made.sex_ratio, made.migration * people, 2024)

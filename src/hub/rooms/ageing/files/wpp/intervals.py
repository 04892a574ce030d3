"""The United Nations' prediction intervals of a country, kept beside its figures."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.trajectories.marginals import Marginals, points_of
from hub.rooms.ageing.files.wpp.reading import PERSONS, Tables

ENDING = ".intervals.npz"
MEDIANS = {"fertility": "TFR", "expectancy_m": "LExMale", "expectancy_f": "LExFemale", "migration": "NetMigrations"}


@dataclass(frozen=True)
class Intervals:
    """Quantiles 2.5, 10, 50, 90 and 97.5 % of calendar years from first_year on; the median is the medium variant.

    marginals   fertility (year, 5), expectancy (sex, year, 5), migration (year, 5) in persons
    population  (year, 5)  persons on 31 December
    """

    iso3: str
    first_year: int
    marginals: Marginals
    population: Array


def intervals_of(tables: Tables, position: int) -> Intervals:
    """The intervals of one country of complete tables, with the published medium variant between their ends.

    A median outside its own 80 % interval is moved to the nearer end: the two are published apart and rounded.
    """
    shown = slice(len(tables.years) - len(tables.interval_years), len(tables.years))

    def five(item: str, median: Array, unit: float = 1.0) -> Array:
        ends = tables.intervals[item][position] * unit
        return points_of(ends, np.clip(median * unit, ends[:, 1], ends[:, 2]))

    medians = {item: tables.indicators[name][position, shown] for item, name in MEDIANS.items()}
    total = tables.indicators["TPopulation1Jan"][position, shown.start + 1 :]
    marginals = Marginals(
        fertility=five("fertility", medians["fertility"]),
        expectancy=np.stack([five(item, medians[item]) for item in ("expectancy_m", "expectancy_f")]),
        migration=five("migration", medians["migration"], PERSONS),
    )
    return Intervals(
        tables.countries[position], tables.interval_years[0], marginals, five("population", total, PERSONS)
    )


def write_intervals(folder: Path, intervals: Intervals) -> None:
    """Keep the intervals of a country in a folder."""
    with (folder / f"{intervals.iso3}{ENDING}").open("wb") as file:
        np.savez(
            file,
            allow_pickle=False,
            first_year=np.array(intervals.first_year),
            fertility=intervals.marginals.fertility,
            expectancy=intervals.marginals.expectancy,
            migration=intervals.marginals.migration,
            population=intervals.population,
        )


def read_intervals(folder: Path, iso3: str) -> Intervals | None:
    """The intervals of a country, or None where none are kept."""
    file = folder / f"{iso3}{ENDING}"
    if not (len(iso3) == 3 and iso3.isascii() and iso3.isupper()) or not file.is_file():
        return None
    with np.load(file, allow_pickle=False) as kept:
        marginals = Marginals(kept["fertility"], kept["expectancy"], kept["migration"])
        return Intervals(iso3, int(kept["first_year"]), marginals, kept["population"])

"""How the countries of the network age, from the published pyramids that are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from hub.rooms.ageing.engine.ages import GROUP_STARTS
from hub.rooms.ageing.engine.indicators.dependency import old_age_dependency_20_64, share_65, share_80
from hub.rooms.ageing.engine.indicators.median import median_age
from hub.rooms.ageing.engine.indicators.profile import profile_of
from hub.rooms.ageing.files.national.store import RECORD, kept_countries

ITEMS = {
    "pct65": share_65,
    "pct80": share_80,
    "oadr65_20_64": old_age_dependency_20_64,
    "median_age": median_age,
}


@dataclass(frozen=True)
class CountryLine:
    """A country's published figures: years, and item -> value of each of them."""

    iso3: str
    years: tuple[int, ...]
    figures: dict[str, tuple[float, ...]]

    def at(self, item: str, year: int) -> float | None:
        """A figure of a year; None where that year is not published."""
        return self.figures[item][self.years.index(year)] if year in self.years else None


def country_lines(folder: Path, wanted: Iterable[str]) -> tuple[CountryLine, ...]:
    """The wanted countries whose figures are kept, by code."""
    record = folder / RECORD
    if not record.is_file():
        return ()
    lines = _all_lines(str(folder), record.stat().st_mtime_ns)
    asked = set(wanted)
    return tuple(line for line in lines if line.iso3 in asked)


@lru_cache(maxsize=4)
def _all_lines(folder: str, _changed: int) -> tuple[CountryLine, ...]:
    """Every kept country; read again when the record of the store is written anew."""
    return tuple(_line(Path(folder), iso3) for iso3 in kept_countries(Path(folder)))


def _line(folder: Path, iso3: str) -> CountryLine:
    with np.load(folder / f"{iso3}.npz", allow_pickle=False) as kept:
        years, people = kept["published_years"], kept["published"].astype(float)
    profile = profile_of(people, GROUP_STARTS)
    figures = {item: tuple(np.round(count(profile), 4).tolist()) for item, count in ITEMS.items()}
    return CountryLine(iso3, tuple(int(year) for year in years), figures)

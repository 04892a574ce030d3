"""World Population Prospects 2024 as two optional Python packages carry it, read without importing them.

`bokeh-sampledata` has the pyramids (1 July of every fifth year), `starsim-data` the death and birth rates of every tenth
year. Importing them would pull in pandas and more, so their files are opened where they lie.
"""

import csv
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.commons.sources.shipped import read_rows, shipped_file
from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import ABRIDGED_STARTS, GROUP_STARTS
from hub.rooms.ageing.engine.national import Published

PEOPLE_PACKAGE, RATES_PACKAGE, READER = "bokeh-sampledata", "starsim-data", "h5py"
PEOPLE_FILE = "_data/population.csv.gz"
RATES_FILE, PLACES_FILE = "data/demographics-2024.h5", "data/locations.csv"
COLUMNS = ["LocID", "Location", "Year", "Sex", "AgeGrp", "AgeGrpStart", "Value"]
SEXES = ("Male", "Female")
PER_THOUSAND = 1000.0


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the figures lie: folders of the two packages and the versions that are installed (blank where not known)."""

    people: Path
    rates: Path
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Country:
    """A country as the shipped list has it: M49 code and income group of the World Bank, blank where it has none."""

    iso3: str
    m49: int
    income: str


def installed_sources() -> Sources:
    """The installed packages. Raises `national_packages_missing` with those that are not there."""
    found = {package: find_spec(package.replace("-", "_")) for package in (PEOPLE_PACKAGE, RATES_PACKAGE, READER)}
    missing = [package for package, spec in found.items() if spec is None or spec.origin is None]
    if missing:
        raise DataProblem("national_packages_missing", found=missing)
    folders = {package: Path(str(spec.origin)).parent for package, spec in found.items() if spec}
    versions = {package: metadata.version(package) for package in (PEOPLE_PACKAGE, RATES_PACKAGE)}
    return Sources(people=folders[PEOPLE_PACKAGE], rates=folders[RATES_PACKAGE], versions=versions)


@cache
def countries() -> Mapping[str, Country]:
    """The shipped countries and areas by ISO 3166 alpha-3 code."""
    rows = read_rows(shipped_file("countries", "countries.csv"))
    return {row["iso3"]: Country(row["iso3"], int(row["m49"]), row["world_bank_income"]) for row in rows}


def read_published(sources: Sources, wanted: Mapping[str, Country]) -> dict[str, Published]:
    """What both packages carry together of the wanted countries, by ISO 3166 code, in their order.

    A country that is not in both is left out; nothing is made up for it. Raises `national_file_differs` where a file is not
    laid out as known.
    """
    pyramids = read_pyramids(sources.people / PEOPLE_FILE, {country.m49 for country in wanted.values()})
    names = _names(sources.rates / PLACES_FILE)
    published = {}
    with import_module(READER).File(sources.rates / RATES_FILE, "r") as store:
        years, mortality_years = _years(store, "births"), _years(store, "deaths")
        _check_layout(store, years == mortality_years)
        for iso3, country in wanted.items():
            name = names.get(iso3, "")
            if country.m49 not in pyramids or name not in store["deaths"] or name not in store["births"]:
                continue
            shown, people = pyramids[country.m49]
            published[iso3] = Published(
                iso3=iso3,
                years=shown,
                people=people,
                rate_years=np.array(years),
                # The file has women first.
                mortality=np.asarray(store["deaths"][name][()], float)[:, ::-1],
                birth_rates=np.asarray(store["births"][name][()], float) / PER_THOUSAND,
            )
    return published


def files_of(sources: Sources) -> list[dict[str, str]]:
    """The files read, for a record of where figures come from: package, version, file and its sha256."""
    read = ((PEOPLE_PACKAGE, sources.people, PEOPLE_FILE), (RATES_PACKAGE, sources.rates, RATES_FILE))
    return [
        {
            "package": package,
            "version": sources.versions.get(package, ""),
            "file": f"{package.replace('-', '_')}/{name}",
            "sha256": sha256((folder / name).read_bytes()).hexdigest(),
        }
        for package, folder, name in read
    ]


def read_pyramids(file: Path, wanted: set[int]) -> dict[int, tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Years, and persons on their 1 July (year, sex, group), by M49 code; only whole pyramids count."""
    cells: dict[int, dict[int, NDArray[np.float64]]] = {}
    codes = {str(code): code for code in wanted}
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        heading = next(rows, [])
        if heading != COLUMNS:
            raise DataProblem("national_file_differs", file=file.name, found=heading, allowed=COLUMNS)
        for place, _name, year, sex, _ages, start, value in rows:
            code = codes.get(place)
            if code is None or sex not in SEXES:
                continue
            pyramid = cells.setdefault(code, {}).setdefault(int(year), np.full((2, len(GROUP_STARTS)), np.nan))
            pyramid[SEXES.index(sex), GROUP_STARTS.index(int(start))] = float(value)
    whole = {}
    for code, pyramids in cells.items():
        years = [year for year in sorted(pyramids) if not np.isnan(pyramids[year]).any()]
        whole[code] = (np.array(years), np.array([pyramids[year] for year in years]))
    return whole


def _names(file: Path) -> dict[str, str]:
    """The name under which the store keeps a country, by ISO 3166 code; only whole countries, no parts of them."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["iso3"]: row["location"] for row in csv.DictReader(lines) if row["level"] == "0"}


def _years(store: Any, group: str) -> list[int]:
    years: list[int] = json.loads(store[group].attrs["spec"])["years"]
    return years


def _check_layout(store: Any, same_years: bool) -> None:
    told = json.loads(store["deaths"].attrs["spec"])
    found = [told.get("sexes"), told.get("ages"), told.get("value_col"), same_years]
    allowed = [list(SEXES[::-1]), list(ABRIDGED_STARTS), "mx", True]
    if found != allowed:
        raise DataProblem("national_file_differs", file=Path(RATES_FILE).name, found=found, allowed=allowed)

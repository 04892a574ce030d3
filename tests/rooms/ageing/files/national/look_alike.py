"""Made-up packages laid out like the two that carry World Population Prospects, with two countries of made-up figures."""

import gzip
import json
from importlib import import_module
from pathlib import Path

import numpy as np

from hub.rooms.ageing.engine.ages import ABRIDGED_STARTS, GROUP_STARTS
from hub.rooms.ageing.files.national.packages import (
    COLUMNS,
    PEOPLE_FILE,
    PLACES_FILE,
    RATES_FILE,
    Country,
    Sources,
)

DECADES = list(range(1950, 2101, 10))
KENYA, FIJI, NOWHERE = Country("KEN", 404, "lower-middle"), Country("FJI", 242, ""), Country("XXX", 999, "")
WANTED = {country.iso3: country for country in (KENYA, FIJI, NOWHERE)}


def people_of(code: int, year: int) -> np.ndarray:
    """(sex, 21): falling with age, growing with the years; men a little fewer."""
    groups = np.round(code * 500 * np.exp(-0.18 * np.arange(21)) * 1.01 ** (year - 1950))
    return np.stack([groups, np.round(groups * 0.98)])


def mortality_of(year: int) -> np.ndarray:
    """(sex, 22), men first."""
    starts = np.array(ABRIDGED_STARTS, float)
    rates = (2e-4 * np.exp(0.08 * starts) + 0.05 * np.exp(-1.3 * starts)) * 0.99 ** (year - 1950)
    return np.stack([rates, rates * 0.8])


def people_package(folder: Path, columns: list[str] = COLUMNS) -> Path:
    """A folder with the pyramids."""
    file = folder / PEOPLE_FILE
    file.parent.mkdir(parents=True)
    lines = [",".join(columns)]
    for code, name in ((404, "Kenya"), (242, "Fiji"), (900, "World")):
        for year in range(1950, 2101, 5):
            for sex, groups in zip(("Male", "Female"), people_of(code, year), strict=True):
                lines += [
                    f"{code},{name},{year},{sex},{start}-{start + 4},{start},{persons:.0f}"
                    for start, persons in zip(GROUP_STARTS, groups, strict=True)
                ]
    file.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    return folder


def rates_package(folder: Path, ages: tuple[int, ...] = ABRIDGED_STARTS) -> Path:
    """A folder with death and birth rates of Kenya only; needs h5py."""
    (folder / "data").mkdir(parents=True)
    (folder / PLACES_FILE).write_text("location,level,iso3\nKenya,0,KEN\nFiji,0,FJI\nBaringo,1,KEN\n", encoding="utf-8")
    deaths = {"years": DECADES, "sexes": ["Female", "Male"], "ages": list(ages), "value_col": "mx"}
    with import_module("h5py").File(folder / RATES_FILE, "w") as store:
        for group, spec in (("deaths", deaths), ("births", {"years": DECADES})):
            store.create_group(group).attrs["spec"] = json.dumps(spec)
        tables = np.stack([mortality_of(year)[::-1] for year in DECADES]).astype("f4")
        store["deaths"].create_dataset("Kenya", data=tables)
        store["births"].create_dataset("Kenya", data=np.linspace(45, 12, len(DECADES)).astype("f4"))
    return folder


def sources_in(folder: Path) -> Sources:
    """Both packages."""
    return Sources(people_package(folder / "people"), rates_package(folder / "rates"), {"bokeh-sampledata": "0.1"})

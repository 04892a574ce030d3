"""National figures kept in a folder: one file a country, and a record of where they come from.

Rates and moves are kept as float32 (a ten-millionth), people as float64. The same figures give the same bytes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from hub.rooms.ageing.engine.national import NationalFigures

RECORD = "provenance.json"
RATES = ("mortality", "fertility", "sex_ratio", "migration")
PEOPLE = ("base", "published")
TITLE = "National population figures by single year of age, 2025 to 2100"
PRODUCER = "United Nations, Department of Economic and Social Affairs, Population Division"
CITATION = f"{PRODUCER} (2024). World Population Prospects 2024, medium variant."
LICENCE = "CC BY 3.0 IGO"
CHANGES = (
    "Groups and every tenth year were brought to single ages and years; births, sex ratios and migration were worked out "
    "from the published figures, ages at childbearing taken from a model schedule. The United Nations do not endorse this."
)


def write_national(
    folder: Path,
    figures: Iterable[NationalFigures],
    *,
    files: list[dict[str, str]],
    made: date,
    asked: Sequence[str] = (),
) -> tuple[str, ...]:
    """Keep figures in a folder in place of those that were there; returns the codes of the countries, in order.

    files  what was read: package, version, file, sha256 (see `packages.files_of`)
    made   the day that the record names
    asked  countries that were looked for, those without figures too; blank where the figures were fetched
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = {}
    for country in figures:
        part = folder / f"{country.iso3}.part"
        with part.open("wb") as file:
            # Members of the archive carry a fixed date of 1980, so that equal figures are equal bytes.
            np.savez(file, allow_pickle=False, **_arrays(country))
        # Whoever reads meanwhile finds the old file or the new one, never half of one.
        part.replace(folder / f"{country.iso3}.npz")
        kept[country.iso3] = list(country.notes)
    for file_of_before in folder.glob("[A-Z][A-Z][A-Z].npz"):
        if file_of_before.stem not in kept:
            file_of_before.unlink()
    record: dict[str, Any] = {
        "title": TITLE,
        "producer": PRODUCER,
        "citation": CITATION,
        "licence": LICENCE,
        "changes": CHANGES,
        "made": made.isoformat(),
        "files": files,
        "countries": kept,
    }
    if asked:
        record["asked"] = list(asked)
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / RECORD).write_text(f"{text}\n", encoding="utf-8")
    return tuple(sorted(kept))


def read_national(folder: Path, iso3: str) -> NationalFigures | None:
    """The figures of a country, or None where none are kept."""
    file = folder / f"{iso3}.npz"
    if not (len(iso3) == 3 and iso3.isascii() and iso3.isupper()) or not file.is_file():
        return None
    with np.load(file, allow_pickle=False) as kept:
        arrays = {name: np.asarray(kept[name], float) for name in (*RATES, *PEOPLE)}
        return NationalFigures(
            iso3=iso3,
            first_year=int(kept["first_year"]),
            published_years=kept["published_years"],
            notes=tuple(str(note) for note in kept["notes"]),
            **arrays,
        )


def kept_countries(folder: Path) -> tuple[str, ...]:
    """The codes of the countries that are kept; none where the folder has no record."""
    return tuple(sorted(record_of(folder).get("countries", {})))


def record_of(folder: Path) -> Mapping[str, Any]:
    """Where the kept figures come from; empty where nothing is kept."""
    file = folder / RECORD
    if not file.is_file():
        return {}
    record: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return record


def _arrays(country: NationalFigures) -> dict[str, Any]:
    stored = {}
    for field in fields(country):
        value = getattr(country, field.name)
        if field.name in RATES:
            value = np.asarray(value, np.float32)
        stored[field.name] = np.asarray(value)
    del stored["iso3"]
    return stored

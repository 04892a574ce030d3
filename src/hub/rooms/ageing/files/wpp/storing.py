"""A new set of national figures in place of the old one, in one step."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from hub.commons.sources.fetching import Fetched
from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.national import NationalFigures
from hub.rooms.ageing.files.national.store import RECORD, record_of, write_national
from hub.rooms.ageing.files.wpp.intervals import Intervals, write_intervals

OWN_FILES = re.compile(rf"[A-Z]{{3}}(\.intervals)?\.npz|[A-Z]{{3}}\.part|{re.escape(RECORD)}")
CHANGES = (
    "Kept as published: population, death rates (those cut off at 1 worked out from the probabilities of dying), fertility, "
    "sex ratios at birth, prediction intervals. Fertility at 10-14 and 50-54 was shared out over single ages. Net migration "
    "by age and sex is what is left between two 1 January populations after these deaths and births. Pyramids of 1 July are "
    "the means of two 1 Januaries. The United Nations do not endorse this."
)


@dataclass(frozen=True)
class Origin:
    """Where figures come from, for the record beside them."""

    title: str
    licence: str
    licence_address: str
    fetched: tuple[Fetched, ...]
    made: date


@dataclass(frozen=True)
class Kept:
    """What is kept of a country; no intervals where none are published."""

    figures: NationalFigures
    intervals: Intervals | None


def check_folder(out: Path) -> None:
    """The store is replaced as a whole, so its folder may hold nothing else. DataProblem("national_folder_in_use")."""
    if out.exists() and not out.is_dir():
        raise DataProblem("national_folder_in_use", path=str(out), found=out.name)
    strange = sorted(entry.name for entry in out.glob("*") if not OWN_FILES.fullmatch(entry.name))
    if strange:
        raise DataProblem("national_folder_in_use", path=str(out), found=", ".join(strange[:3]))


def replace_store(out: Path, kept: Sequence[Kept], origin: Origin) -> None:
    """Write everything beside `out`, then let it take the place of `out`."""
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        new, old = made / "new", made / "old"
        files = [{"file": one.name, "address": one.address, "sha256": one.sha256} for one in origin.fetched]
        write_national(new, [country.figures for country in kept], files=files, made=origin.made)
        for country in kept:
            if country.intervals:
                write_intervals(new, country.intervals)
        _write_record(new, kept, origin)
        if out.exists():
            out.rename(old)
        try:
            new.rename(out)
        except OSError:
            if old.exists():
                old.rename(out)
            raise
    finally:
        shutil.rmtree(made)


def _write_record(folder: Path, kept: Sequence[Kept], origin: Origin) -> None:
    """The record of the store, in the words of what was done here."""
    first = kept[0].figures
    last_year = first.first_year + len(first.mortality) - 1
    record = dict(record_of(folder))
    record |= {
        "title": f"National population figures by single year of age, {first.first_year} to {last_year}",
        "source": origin.title,
        "licence": origin.licence,
        "licence_address": origin.licence_address,
        "changes": CHANGES,
        "intervals": [country.figures.iso3 for country in kept if country.intervals],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / RECORD).write_text(f"{text}\n", encoding="utf-8")

"""Facts that come with the Hub: `data/<producer>/<date>/name.csv` and its provenance in `name.toml`."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from hub.kit.errors import DataProblem

DATA = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a shipped file comes from, as its `.toml` says."""

    file: str
    title: str
    producer: str
    licence: str
    citation: str
    url: str
    accessed: date | None
    sha256: str


def shipped_file(producer: str, name: str) -> Path:
    """The newest shipped file of that producer and name."""
    found = sorted((DATA / producer).glob(f"*/{name}"))
    if not found:
        raise DataProblem("shipped_file_missing", producer=producer, found=name, where=str(DATA / producer))
    return found[-1]


def shipped_files(name: str) -> list[Path]:
    """Every producer's newest file of that name, producers in alphabetical order."""
    return [shipped_file(folder.name, name) for folder in sorted(DATA.iterdir()) if list(folder.glob(f"*/{name}"))]


def read_rows(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a shipped table, as text."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def provenance_of(file: Path) -> Provenance:
    """Read the `.toml` beside a shipped file."""
    told = file.with_suffix(".toml")
    if not told.exists():
        raise DataProblem("provenance_missing", found=file.name, where=str(file.parent))
    stated = tomllib.loads(told.read_text(encoding="utf-8"))
    accessed = stated.get("accessed")
    return Provenance(
        file=f"{file.parents[1].name}/{file.parent.name}/{file.name}",
        accessed=date.fromisoformat(str(accessed)) if accessed else None,
        **{name: str(stated.get(name, "")) for name in ("title", "producer", "licence", "citation", "url", "sha256")},
    )

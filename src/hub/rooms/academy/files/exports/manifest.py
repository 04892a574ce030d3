"""The manifest of an export: what counts. It is written last; a file that it does not name is not there."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from hub.kit.errors import DataProblem
from hub.rooms.academy.files.exports.disk import UNFINISHED, Disk

NAME, READER = "manifest.json", "statements.sql"
LAYOUT = 1
# What an export may find in its folder, and what of it may be cleaned up.
OURS = (NAME, READER, "lock", "voided", *(f"{name}{UNFINISHED}" for name in (NAME, READER)))
CITY = "city="


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of the export: where, and the first and last sequence in it. `city` is blank for a side file."""

    path: str
    city: str
    first: int
    last: int
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of an export.

    position  the last sequence that is in it
    erasures  the last erasure that is carried out in it
    files     the statements; of one city in the order of sequences
    voided    the sequences that were voided after they had been exported
    """

    position: int
    erasures: int
    files: tuple[ExportFile, ...]
    voided: ExportFile | None = None

    @property
    def named(self) -> frozenset[str]:
        """The paths of all files that count."""
        side = (self.voided,) if self.voided else ()
        return frozenset(file.path for file in (*self.files, *side))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder, an empty one for a new folder.

    Errors: export_folder_taken, export_manifest_unreadable, export_file_missing.
    """
    if not (folder / NAME).exists():
        _refuse_strange(folder)
        return Manifest(0, 0, ())
    try:
        told = json.loads((folder / NAME).read_text("utf-8"))
        if told["layout"] != LAYOUT:
            raise ValueError(f"layout {told['layout']}")
        files = tuple(ExportFile(**file) for file in told["files"])
        manifest = Manifest(told["position"], told["erasures"], files, ExportFile(**told["voided"]))
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise DataProblem("export_manifest_unreadable", folder=str(folder), found=str(fault)[:80]) from None
    for path in sorted(manifest.named):
        if not (folder / path).is_file():
            raise DataProblem("export_file_missing", folder=str(folder), found=path)
    return manifest


def write_manifest(folder: Path, manifest: Manifest, disk: Disk) -> None:
    """From here on the new state counts."""
    told = {"layout": LAYOUT, "statements": sum(file.rows for file in manifest.files), **asdict(manifest)}
    disk.write(folder / NAME, json.dumps(told, indent=1))


def clean_up(folder: Path, manifest: Manifest, disk: Disk) -> None:
    """Remove what an ended run left behind and what newer files have replaced."""
    for path in sorted(_parquet_of(folder)):
        if str(path.relative_to(folder)) not in manifest.named:
            disk.remove(path)


def described(folder: Path, path: Path, *, city: str, first: int, last: int, rows: int) -> ExportFile:
    """A finished file as the manifest names it."""
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return ExportFile(str(path.relative_to(folder)), city, first, last, rows, digest)


def _parquet_of(folder: Path) -> Iterator[Path]:
    for place in (f"{CITY}*", "voided"):
        yield from folder.glob(f"{place}/*.parquet")
        yield from folder.glob(f"{place}/*.parquet{UNFINISHED}")


def _refuse_strange(folder: Path) -> None:
    """A folder that holds other things is somebody's: nothing is written there and nothing removed."""
    strange = sorted(
        entry.name for entry in folder.iterdir() if entry.name not in OURS and not entry.name.startswith(CITY)
    )
    if strange:
        raise DataProblem("export_folder_taken", folder=str(folder), found=strange[0])

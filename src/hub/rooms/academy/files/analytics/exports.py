"""What of an export is to be counted: the files that its manifest names, without the statements voided since."""

from dataclasses import dataclass
from pathlib import Path

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.analytics.plan import Source
from hub.rooms.academy.files.exports.manifest import read_manifest


@dataclass(frozen=True, slots=True)
class Export:
    """The files of an export.

    voided  path of the file with the sequences that were voided after their export; blank where there are none
    mark    of that file; differs whenever its content does
    """

    sources: tuple[Source, ...]
    voided: str = ""
    mark: str = ""


def read_export(folder: Path) -> Export:
    """The files of an export with their rows and marks. Raises DataProblem `export_absent` and those of `read_manifest`."""
    if not folder.is_dir():
        raise DataProblem("export_absent", folder=str(folder))
    manifest = read_manifest(folder)
    sources = tuple(Source(str(folder / one.path), one.city, one.rows, one.sha256) for one in manifest.files)
    if not any(source.rows for source in sources):
        raise DataProblem("export_absent", folder=str(folder))
    if manifest.voided is None or not manifest.voided.rows:
        return Export(sources)
    return Export(sources, str(folder / manifest.voided.path), manifest.voided.sha256)

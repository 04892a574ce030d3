"""Fetched files to the inputs of a round: one table of observations, one of places."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from hub.commons.tables.writing import write_text
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.files.manifests import Manifest, Series

OBSERVATIONS = ("place", "indicator", "period", "value", "low", "high", "status", "note")


def combine(manifest: Manifest, folder: Path) -> tuple[Path, ...]:
    """Write `observations.csv` and `areas.csv` from the fetched files; nothing where the manifest declares no series.

    Cells are copied as they are, never calculated. The rows are in the order of the series, then of their files.
    Raises DataProblem("fetch_series_empty") where a series matches no row: the source has renamed something.
    """
    if not manifest.series:
        return ()
    pattern = re.compile(manifest.places or ".*")
    names: dict[str, str] = {}
    rows: list[list[str]] = []
    for series in manifest.series:
        found = list(_rows(manifest, series, folder, pattern, names=names))
        if not found:
            raise DataProblem("fetch_series_empty", found=series.indicator, file=series.file)
        rows += found
    headings = ["area_code", "indicator", "period", "value", "lower_95", "upper_95", "status", "notes"]
    observations, areas = folder / "observations.csv", folder / "areas.csv"
    write_text(observations, _text([headings, *rows]))
    write_text(areas, _text([["area_code", "area_name"], *([code, names[code]] for code in sorted(names))]))
    return observations, areas


def _rows(
    manifest: Manifest, series: Series, folder: Path, pattern: re.Pattern[str], *, names: dict[str, str]
) -> Iterator[list[str]]:
    heading = manifest.rename
    with (folder / series.file).open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            place = row[heading["place"]]
            if not pattern.fullmatch(place) or any(row.get(name) != text for name, text in series.where.items()):
                continue
            if row[heading["period"]][:4] < str(manifest.not_before):
                continue
            names.setdefault(place, row[heading["name"]])
            cells = {role: row.get(heading.get(role, ""), "") or "" for role in OBSERVATIONS}
            cells["indicator"] = series.indicator
            yield [cells[role] for role in OBSERVATIONS]


def _text(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()

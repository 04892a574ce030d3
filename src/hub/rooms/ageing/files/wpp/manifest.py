"""The manifest of World Population Prospects: which files, where they are, and what they must look like."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.commons.sources.addresses import Source, check_address
from hub.commons.sources.declarations import Section, parse_toml, read_declaration
from hub.kit.errors import DataProblem

MANIFESTS = Path(__file__).resolve().parents[2] / "manifests"
PARTS = ("indicators", "population", "fertility_groups", "fertility", "mortality")
# What intervals are of, and the ends of an interval in the names of its tables, ascending.
ITEMS = ("fertility", "expectancy_m", "expectancy_f", "migration", "population")
POINTS = ("95l", "80l", "80u", "95u")
INTERVAL_BYTES = 8 * 1024 * 1024
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,100}(\.[a-z0-9]{2,5}){1,2}")


@dataclass(frozen=True, slots=True)
class PartFile:
    """A file of a part, for calendar years `years` (first, last); `bytes` as last seen, 0 where not known."""

    part: str
    source: Source
    years: tuple[int, int]
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class IntervalTable:
    """One end of the intervals of an item: a table of countries by years."""

    item: str
    point: str
    source: Source


@dataclass(frozen=True)
class Manifest:
    """columns: part -> headings that its files must have. Rates run to `last_year`, intervals from `intervals_from`."""

    code: str
    title: str
    licence: str
    licence_address: str
    last_year: int
    most_inflated_bytes: int
    columns: Mapping[str, tuple[str, ...]]
    files: tuple[PartFile, ...]
    intervals: tuple[IntervalTable, ...]
    intervals_from: int

    def files_since(self, year: int) -> tuple[PartFile, ...]:
        """Files with figures of that year or later."""
        return tuple(file for file in self.files if file.years[1] >= year)

    def first_year(self) -> int:
        """The earliest year that every part has."""
        return max(min(file.years[0] for file in self.files if file.part == part) for part in PARTS)


def load_manifest(reference: str) -> Manifest:
    """Read a manifest by path or shipped name; DataProblem as in `parse_manifest` and `read_declaration`."""
    return parse_manifest(read_declaration(reference, MANIFESTS), reference)


def parse_manifest(text: str, name: str = "manifest") -> Manifest:
    """Parse and check a manifest; DataProblem names the key, what was found and what is allowed."""
    top = Section(parse_toml(text, name), "")
    head, columns, intervals = top.section("manifest"), top.section("columns"), top.section("intervals")
    template, most_bytes = head.take("address", str), head.take("most_bytes", int)
    manifest = Manifest(
        code=head.take("code", str),
        title=head.take("title", str),
        licence=head.take("licence", str),
        licence_address=head.take("licence_address", str),
        last_year=head.take("last_year", int),
        most_inflated_bytes=head.take("most_inflated_bytes", int),
        columns={part: tuple(columns.take(part, list)) for part in PARTS},
        files=tuple(_part_file(one, template, most_bytes) for one in top.sections("files")),
        intervals=_interval_tables(intervals),
        intervals_from=intervals.take("first_year", int),
    )
    head.finish(
        "code", "title", "licence", "licence_address", "address", "last_year", "most_bytes", "most_inflated_bytes"
    )
    columns.finish(*PARTS)
    intervals.finish("address", "first_year", *ITEMS)
    top.finish("manifest", "columns", "files", "intervals")
    _check_parts(manifest)
    return manifest


def _part_file(section: Section, template: str, most_bytes: int) -> PartFile:
    name = section.take("name", str)
    source = Source(
        name=name,
        address=section.take("address", str, template.replace("{name}", name)),
        # The headings are inside the gzip; the reader checks them.
        columns=(),
        sha256=section.take("sha256", str, ""),
        most_bytes=section.take("most_bytes", int, most_bytes),
    )
    years = section.take("years", list)
    file = PartFile(section.take("part", str), source, (years[0], years[-1]), section.take("bytes", int, 0))
    section.finish("part", "name", "address", "years", "bytes", "sha256", "most_bytes")
    _check_source(source)
    if file.part not in PARTS:
        raise DataProblem("key_wrong_type", key=f"{section.path}.part", found=file.part, allowed=", ".join(PARTS))
    return file


def _interval_tables(section: Section) -> tuple[IntervalTable, ...]:
    template = section.take("address", str)
    tables = []
    for item in ITEMS:
        stem = section.take(item, str)
        for point in POINTS:
            name = f"{stem}proj{point}.txt"
            source = Source(name, template.replace("{name}", name), (), most_bytes=INTERVAL_BYTES)
            _check_source(source)
            tables.append(IntervalTable(item, point, source))
    return tuple(tables)


def _check_source(source: Source) -> None:
    check_address(source.address)
    if not _FILE_NAME.fullmatch(source.name):
        raise DataProblem("wpp_file_name_invalid", found=source.name)


def _check_parts(manifest: Manifest) -> None:
    for part in PARTS:
        if not any(file.part == part for file in manifest.files):
            raise DataProblem("key_missing", key=f"files.{part}")

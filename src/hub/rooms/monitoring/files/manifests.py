"""A manifest (TOML): public sources, where they are, what they must look like, and how they become one table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.commons.sources.addresses import MOST_BYTES, Source, check_address
from hub.commons.sources.declarations import Section, parse_toml
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.keys import CODE
from hub.rooms.monitoring.files.shipped import read_toml_text

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}\.[a-z]{2,5}")


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator in a fetched file: rows whose cells equal `where` (heading -> text) are its observations."""

    indicator: str
    file: str
    where: Mapping[str, str]


@dataclass(frozen=True)
class Manifest:
    """rename: our heading -> that of the sources; places: pattern of the place codes that are kept."""

    code: str
    title: str
    licence: str
    licence_address: str
    sources: tuple[Source, ...]
    series: tuple[Series, ...]
    rename: Mapping[str, str]
    places: str
    not_before: int


def load_manifest(reference: str) -> Manifest:
    """Read a manifest by path or shipped name."""
    return parse_manifest(read_toml_text(reference, "manifests"), reference)


def parse_manifest(text: str, name: str = "manifest") -> Manifest:
    """Parse and check a manifest; DataProblem names the key, what was found and what is allowed."""
    top = Section(parse_toml(text, name), "")
    head = top.section("manifest")
    template = head.take("address", str, "")
    columns = tuple(head.take("columns", list, []))
    most_bytes = head.take("most_bytes", int, MOST_BYTES)
    combine = top.section("combine", {})
    manifest = Manifest(
        code=head.take("code", str),
        title=head.take("title", str),
        licence=head.take("licence", str),
        licence_address=head.take("licence_address", str, ""),
        sources=tuple(_source(one, template, columns, most_bytes) for one in top.sections("files")),
        series=tuple(_series(one) for one in combine.sections("series", [])),
        rename=combine.take("rename", dict, {}),
        places=combine.take("places", str, ""),
        not_before=combine.take("not_before", int, 0),
    )
    head.take("note", str, "")
    head.finish("code", "title", "licence", "licence_address", "address", "columns", "most_bytes", "note")
    combine.finish("series", "rename", "places", "not_before")
    top.finish("manifest", "files", "combine")
    _check_names(manifest)
    return manifest


def _source(section: Section, template: str, columns: tuple[str, ...], most_bytes: int) -> Source:
    dataset = section.take("dataset", str, "")
    source = Source(
        name=section.take("name", str, f"{dataset}.csv"),
        address=section.take("address", str, template.replace("{dataset}", dataset)),
        columns=tuple(section.take("columns", list, list(columns))),
        sha256=section.take("sha256", str, ""),
        most_bytes=section.take("most_bytes", int, most_bytes),
    )
    section.finish("dataset", "name", "address", "columns", "sha256", "most_bytes")
    check_address(source.address)
    if not _FILE_NAME.fullmatch(source.name):
        raise DataProblem("manifest_file_name_invalid", found=source.name)
    return source


def _series(section: Section) -> Series:
    where: Mapping[str, Any] = section.take("where", dict)
    series = Series(section.take("indicator", str), section.take("file", str), where)
    section.finish("indicator", "file", "where")
    if not CODE.fullmatch(series.indicator):
        raise DataProblem("node_code_invalid", node=series.indicator, key=section.path, allowed="A-Z a-z 0-9 _ -")
    return series


def _check_names(manifest: Manifest) -> None:
    names = [source.name for source in manifest.sources]
    for name in names:
        if names.count(name) > 1:
            raise DataProblem("manifest_file_name_invalid", found=name)
    for series in manifest.series:
        if series.file not in names:
            raise DataProblem("manifest_file_absent", found=series.file, indicator=series.indicator)

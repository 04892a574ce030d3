"""From the public addresses to the store of national figures, all or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest
from pathlib import Path

from hub.commons.sources.addresses import Source
from hub.commons.sources.fetching import Fetched, fetch_sources
from hub.commons.sources.shipped import read_rows, shipped_file
from hub.kit.errors import DataProblem, Finding, InputRefused
from hub.rooms.ageing.files.wpp.checks import doubts_of, faults_of, has_intervals
from hub.rooms.ageing.files.wpp.figures import country_of
from hub.rooms.ageing.files.wpp.intervals import intervals_of
from hub.rooms.ageing.files.wpp.manifest import Manifest
from hub.rooms.ageing.files.wpp.reading import Tables, empty_tables, fill_intervals, fill_part
from hub.rooms.ageing.files.wpp.storing import Kept, Origin, check_folder, replace_store

Progress = Callable[[str], None]
# Faults of a file rather than of the figures in it.
FILE_FAULTS = (
    "cell_unreadable",
    "fetch_columns_missing",
    "fetch_damaged",
    "headings_moved",
    "inflates_too_large",
    "line_too_long",
    "row_short",
)


@dataclass(frozen=True)
class Request:
    """What to fetch: countries (ISO 3166 alpha-3), the first calendar year, and where downloads and figures go."""

    countries: tuple[str, ...]
    since: int
    downloads: Path
    out: Path


@dataclass(frozen=True)
class Outcome:
    """What was kept, and what somebody should look at."""

    countries: tuple[str, ...]
    fetched: tuple[Fetched, ...]
    doubts: tuple[Finding, ...]


def fetch_national(
    manifest: Manifest, request: Request, *, made: date, progress: Progress = lambda text: None
) -> Outcome:
    """Fetch, read, check and keep the figures of the wanted countries; the store changes only if all of them pass.

    Files that are already in `downloads` are not fetched again. Raises InputRefused with the faults of countries, and
    DataProblem: countries_absent, country_code_unknown, since_out_of_range, national_folder_in_use and those of fetching and reading.
    """
    codes = codes_of(request.countries)
    if not manifest.first_year() <= request.since < manifest.last_year:
        raise DataProblem(
            "since_out_of_range", found=request.since, low=manifest.first_year(), high=manifest.last_year - 1
        )
    check_folder(request.out)
    fetched = _fetch_missing(manifest, request, progress)
    tables = _read(manifest, request, codes, progress)
    progress("checking")
    faults = [fault for position in range(len(tables.countries)) for fault in faults_of(tables, position)]
    if faults:
        raise InputRefused(tuple(faults))
    kept, doubts = _compact(tables)
    progress("keeping")
    origin = Origin(manifest.title, manifest.licence, manifest.licence_address, fetched, made)
    replace_store(request.out, kept, origin)
    return Outcome(tables.countries, fetched, tuple(doubts))


def codes_of(countries: Sequence[str]) -> dict[int, int]:
    """M49 code -> position among the countries. Raises DataProblem: countries_absent, country_code_unknown."""
    if not countries:
        raise DataProblem("countries_absent")
    known = {row["iso3"]: row["m49"] for row in read_rows(shipped_file("countries", "countries.csv"))}
    unknown = [iso3 for iso3 in countries if not known.get(iso3)]
    if unknown:
        raise DataProblem("country_code_unknown", found=", ".join(unknown))
    return {int(known[iso3]): position for position, iso3 in enumerate(countries)}


def sources_of(manifest: Manifest, since: int) -> dict[Source, int]:
    """The files that are needed for figures of that year on, with their size as last seen (0: not known)."""
    parts = {file.source: file.bytes for file in manifest.files_since(since)}
    return parts | {table.source: 0 for table in manifest.intervals}


def _fetch_missing(manifest: Manifest, request: Request, progress: Progress) -> tuple[Fetched, ...]:
    sources = sources_of(manifest, request.since)
    fetched = []
    for number, (source, size) in enumerate(sources.items(), start=1):
        megabytes = f" ({size / 1e6:.0f} MB)" if size else ""
        there = request.downloads / source.name
        if not there.is_file():
            progress(f"{number}/{len(sources)} {source.name}{megabytes}")
            fetch_sources((source,), request.downloads)
        fetched.append(_fingerprinted(source, there))
    return tuple(fetched)


def _fingerprinted(source: Source, path: Path) -> Fetched:
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    if source.sha256 and digest != source.sha256.lower():
        path.unlink()
        raise DataProblem("fetch_fingerprint_differs", address=source.address, found=digest, allowed=source.sha256)
    return Fetched(source.name, source.address, digest, path.stat().st_size)


def _read(manifest: Manifest, request: Request, codes: Mapping[int, int], progress: Progress) -> Tables:
    tables = empty_tables(request.countries, range(request.since, manifest.last_year + 1), manifest.intervals_from)
    for file in manifest.files_since(request.since):
        path = request.downloads / file.source.name
        progress(f"reading {path.name}")
        with _faulty_thrown_away(path):
            fill_part(tables, file, path, codes, manifest)
    for table in manifest.intervals:
        path = request.downloads / table.source.name
        with _faulty_thrown_away(path):
            fill_intervals(tables, table, path, codes)
    return tables


@contextmanager
def _faulty_thrown_away(path: Path) -> Iterator[None]:
    """A file that turns out not to be what it should be is removed, so that the next run fetches it anew."""
    try:
        yield
    except DataProblem as problem:
        if problem.code in FILE_FAULTS:
            path.unlink()
        raise


def _compact(tables: Tables) -> tuple[list[Kept], list[Finding]]:
    kept, doubts = [], []
    for position in range(len(tables.countries)):
        country = country_of(tables, position)
        intervals = intervals_of(tables, position) if has_intervals(tables, position) else None
        kept.append(Kept(country.figures, intervals))
        doubts += doubts_of(tables, position, country)
    return kept, doubts

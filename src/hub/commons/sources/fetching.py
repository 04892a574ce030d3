"""Fetching public files: resumed where they broke off, checked before they count."""

import csv
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from hub.commons.sources.addresses import Source
from hub.commons.sources.connections import get
from hub.kit.errors import DataProblem

Progress = Callable[[str], None]
TRIES = 4
CHUNK = 1 << 16
# A heading row longer than this is not a heading row.
LONGEST_HEADER = 100_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was fetched and checked."""

    name: str
    address: str
    sha256: str
    bytes: int


def fetch_sources(
    sources: Sequence[Source], out: Path, *, progress: Progress = lambda text: None, pause_seconds: float = 1.0
) -> tuple[Fetched, ...]:
    """Fetch every file into `out`. A file counts once it is whole and checked; until then it is NAME.part.

    Run again, it goes on where it stopped. Raises DataProblem: fetch_refused, fetch_failed, fetch_too_large,
    fetch_incomplete, fetch_columns_missing, fetch_fingerprint_differs, fetch_redirect_refused.
    """
    out.mkdir(parents=True, exist_ok=True)
    fetched = []
    for number, source in enumerate(sources, start=1):
        progress(f"{number}/{len(sources)} {source.name}")
        fetched.append(_fetch(source, out, pause_seconds))
    return tuple(fetched)


def _fetch(source: Source, out: Path, pause_seconds: float) -> Fetched:
    part = out / f"{source.name}.part"
    for attempt in range(1, TRIES + 1):
        try:
            _load(source, part)
            break
        except (OSError, HTTPException) as error:
            if attempt == TRIES:
                found = type(error).__name__
                raise DataProblem("fetch_failed", address=source.address, found=found) from None
            time.sleep(pause_seconds * attempt)
    digest = _check(source, part)
    part.replace(out / source.name)
    _state(part).unlink(missing_ok=True)
    return Fetched(source.name, source.address, digest, (out / source.name).stat().st_size)


def _load(source: Source, part: Path) -> None:
    """Bring `part` to its full length, appending where the source still has the same version."""
    have = part.stat().st_size if part.is_file() else 0
    tag = _tag_of(part, source)
    headers = {"Range": f"bytes={have}-", "If-Range": tag} if have and tag else {}
    with get(source.address, headers) as response:
        resumed = response.status == 206 and _starts_at(response, have)
        if response.status == 416 or (response.status == 206 and not resumed):
            part.unlink(missing_ok=True)
            raise ConnectionError("the part on disk does not fit")
        if response.status not in (200, 206):
            raise DataProblem("fetch_refused", address=source.address, found=f"HTTP {response.status}")
        start = have if resumed else 0
        length = response.getheader("Content-Length")
        whole = start + int(length) if length and length.isdigit() else None
        if whole is not None and whole > source.most_bytes:
            raise DataProblem("fetch_too_large", address=source.address, allowed=source.most_bytes)
        _write_state(part, source, response)
        _receive(response, source, part, start=start)
    if whole is not None and part.stat().st_size != whole:
        raise ConnectionError("the connection was cut")


def _receive(response: HTTPResponse, source: Source, part: Path, *, start: int) -> None:
    with part.open("ab" if start else "wb") as stream:
        size = start
        while chunk := response.read(CHUNK):
            size += len(chunk)
            if size > source.most_bytes:
                stream.close()
                part.unlink()
                raise DataProblem("fetch_too_large", address=source.address, allowed=source.most_bytes)
            stream.write(chunk)


def _state(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _tag_of(part: Path, source: Source) -> str:
    """The version of the source that `part` is a piece of; blank where it cannot be resumed."""
    try:
        state = json.loads(_state(part).read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(state.get("tag", "")) if state.get("address") == source.address else ""


def _write_state(part: Path, source: Source, response: HTTPResponse) -> None:
    tag = response.getheader("ETag", "")
    # A weak tag does not promise the same bytes; a date does only where nothing better is given.
    tag = response.getheader("Last-Modified", "") if not tag or tag.startswith("W/") else tag
    _state(part).write_text(json.dumps({"address": source.address, "tag": tag}), encoding="utf-8")


def _starts_at(response: HTTPResponse, have: int) -> bool:
    return response.getheader("Content-Range", "").startswith(f"bytes {have}-")


def _check(source: Source, part: Path) -> str:
    """Fingerprint and headings; a file that fails is removed, so that the next run does not go on from it."""
    with part.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    try:
        if source.sha256 and digest != source.sha256.lower():
            raise DataProblem("fetch_fingerprint_differs", address=source.address, found=digest, allowed=source.sha256)
        missing = [name for name in source.columns if name not in _headings(part)]
        if missing:
            raise DataProblem("fetch_columns_missing", address=source.address, found=", ".join(missing))
    except DataProblem:
        part.unlink()
        raise
    return digest


def _headings(part: Path) -> list[str]:
    with part.open("rb") as stream:
        line = stream.readline(LONGEST_HEADER)
    return next(csv.reader([line.decode("utf-8-sig", errors="replace").rstrip("\r\n")]), [])

"""Tables too large for memory, row by row, out of gzip or plain text, with limits on what may come out."""

import csv
import gzip
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hub.kit.errors import DataProblem

CHUNK = 1 << 20
# A line of these tables has under a thousand bytes.
LONGEST_LINE = 1 << 16
MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows to take: those of one `variant` whose column `place` has one of the `codes`."""

    place: str
    codes: Collection[str]
    variant: str


def lines_of(path: Path, most_bytes: int) -> Iterator[bytes]:
    """The lines of a file, inflated where its name ends in .gz, without their ends; never the whole file at once.

    Raises DataProblem: inflates_too_large, line_too_long, fetch_damaged.
    """
    size, rest = 0, b""
    try:
        with _opened(path) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > most_bytes:
                    raise DataProblem("inflates_too_large", path=path.name, allowed=most_bytes)
                *whole, rest = (rest + chunk).split(b"\n")
                if len(rest) > LONGEST_LINE:
                    raise DataProblem("line_too_long", path=path.name, allowed=LONGEST_LINE)
                yield from whole
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataProblem("fetch_damaged", path=path.name, found=type(error).__name__) from None
    if rest:
        yield rest


def _opened(path: Path) -> BinaryIO:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def headings_of(line: bytes, separator: str) -> list[str]:
    """The headings in the first line of a table, without the mark of UTF-8."""
    text = line.removeprefix(MARK).decode("utf-8", errors="replace").rstrip("\r")
    return next(csv.reader([text], delimiter=separator), [])


def rows_of(
    path: Path, columns: Sequence[str], wanted: Wanted, *, most_bytes: int, expected: Collection[str] = ()
) -> Iterator[tuple[str, ...]]:
    """The cells of `columns` in the wanted rows of a table of commas.

    Most rows are of places that nobody asked for: they are told by their code before they are taken apart.
    Raises DataProblem: fetch_columns_missing (also for `expected`), headings_moved, row_short and those of `lines_of`.
    """
    lines = lines_of(path, most_bytes)
    headings = headings_of(next(lines, b""), ",")
    missing = [name for name in dict.fromkeys([*columns, *expected]) if name not in headings]
    if missing:
        raise DataProblem("fetch_columns_missing", address=path.name, found=", ".join(missing))
    at = headings.index(wanted.place)
    if at > 1:
        raise DataProblem("headings_moved", path=path.name, found=headings[:4], allowed=wanted.place)
    codes = {code.encode() for code in wanted.codes}
    variant = wanted.variant.encode()
    taken = [headings.index(name) for name in columns]
    for number, line in enumerate(lines, start=2):
        if variant not in line or line.split(b",", at + 1)[at] not in codes:
            continue
        cells = next(csv.reader([line.decode("utf-8", errors="replace").rstrip("\r")]))
        if len(cells) != len(headings):
            raise DataProblem("row_short", path=path.name, row=number, found=len(cells), allowed=len(headings))
        if cells[headings.index("Variant")] == wanted.variant:
            yield tuple(cells[place] for place in taken)

"""Multipart bodies taken apart: statements and the bytes of their attachments in one request (RFC 2046).

Read by hand, because the `email` package of the standard library takes any bytes: a missing boundary, a malformed header and
a cut body become remarks there, and line ends inside an attachment may change, so that its hash no longer fits.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.attachments import Part, media_type
from hub.rooms.academy.engine.refusals import Refused

LARGEST_REQUEST = 60_000_000
LARGEST_ATTACHMENT = 25_000_000
MOST_PARTS = 1_000
LARGEST_HEADER = 8_192

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER = re.compile(rf'\s*;\s*({_WORD})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))')
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*(\r\n|\n|\Z)")
_HEADER = re.compile(rf"({_WORD})[ \t]*:[ \t]*([\t\x20-\x7e\x80-\xff]*)")
_FOLDED = re.compile(r"\r?\n[ \t]+")
_HASH, _ENCODING, _TYPE, _LENGTH = (
    "X-Experience-API-Hash",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Content-Length",
)
_READ = {name.lower(): name for name in (_HASH, _ENCODING, _TYPE, _LENGTH)}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds the boundary.

    start     where it begins, with the line end before it, which belongs to it
    end       where begins what follows
    line_end  how lines of this body end
    is_last   whether it closes the body
    """

    start: int
    end: int
    line_end: bytes
    is_last: bool


def parts_of(content_type: str, body: bytes) -> tuple[Part, ...]:
    """The parts of a multipart/mixed body: first the statements as JSON, then attachments.

    content_type  the whole header of the request, with its boundary
    Lines end with CRLF, or with LF throughout where the first boundary does. Contents are kept as they came, never decoded.
    Errors: no boundary, or none that RFC 2046 allows; a body that ends before its closing boundary; a part that lacks what xAPI
    asks of it; `Refused` with 413 beyond the limits above.
    """
    if len(body) > LARGEST_REQUEST:
        raise Refused(413, "request_too_large", found=len(body), allowed=LARGEST_REQUEST)
    parts: list[Part] = []
    for headers, content in _pieces(_boundary(content_type), body):
        if len(parts) == MOST_PARTS:
            raise Refused(413, "too_many_parts", allowed=MOST_PARTS)
        parts.append(_attachment(len(parts) + 1, headers, content) if parts else _statements(headers, content))
    return tuple(parts)


def _boundary(content_type: str) -> bytes:
    """The boundary that a header names, once."""
    found: list[str] = []
    position = content_type.find(";") if ";" in content_type else len(content_type)
    while match := _PARAMETER.match(content_type, position):
        position = match.end()
        if match[1].lower() == "boundary":
            found.append(match[3] if match[2] is None else re.sub(r"\\(.)", r"\1", match[2]))
    if len(found) != 1 or content_type[position:].strip(" \t;"):
        raise DataProblem("multipart_boundary_missing", property=_TYPE, found=content_type[:100])
    if not _BOUNDARY.fullmatch(found[0]):
        raise DataProblem("multipart_boundary_malformed", property=_TYPE, found=found[0][:100])
    return found[0].encode()


def _pieces(boundary: bytes, body: bytes) -> Iterator[tuple[Mapping[str, str], bytes]]:
    """The headers and the content of each part. What stands before the first boundary and after the last is left out."""
    is_whole = False
    for number, (before, after) in enumerate(pairwise(_lines(b"--" + boundary, body)), start=1):
        is_whole = after.is_last
        has_headers = not body.startswith(before.line_end, before.end, after.start)
        split = body.find(before.line_end * 2, before.end, after.start) if has_headers else before.end
        if split < 0:
            raise DataProblem("part_without_blank_line", part=number)
        start = split + len(before.line_end) * (1 + has_headers)
        yield _headers(body[before.end : split], number), body[start : after.start]
    if not is_whole:
        raise DataProblem("multipart_cut", found=len(body))


def _lines(delimiter: bytes, body: bytes) -> Iterator[_Line]:
    """The lines that hold the boundary, up to the closing one.

    The boundary followed by anything else on its line is refused: it may not occur in a part, and reading on would let a body
    of nothing but such lines take minutes.
    """
    before, line_end = (b"" if body.startswith(delimiter) else b"\n"), b""
    found = body.find(before + delimiter)
    while found >= 0:
        rest = _AFTER_BOUNDARY.match(body, found + len(before + delimiter))
        if rest is None or rest[2] not in (line_end or rest[2], b""):
            raise DataProblem("multipart_boundary_in_content", found=found)
        before = line_end = line_end or rest[2]
        yield _Line(found, rest.end(), line_end, is_last=rest[1] is not None)
        if rest[1] is not None or not rest[2]:
            return
        found = body.find(line_end + delimiter, rest.end() - len(line_end))


def _headers(head: bytes, number: int) -> dict[str, str]:
    """The headers that are read, under their names as written above; others are passed over."""
    if len(head) > LARGEST_HEADER:
        raise DataProblem("part_header_too_large", part=number, found=len(head), allowed=LARGEST_HEADER)
    headers: dict[str, str] = {}
    for line in _FOLDED.sub(" ", head.decode("latin-1")).split("\n") if head else ():
        match = _HEADER.fullmatch(line.removesuffix("\r"))
        if match is None:
            raise DataProblem("part_header_malformed", part=number, found=line[:80])
        name = _READ.get(match[1].lower())
        if name in headers:
            raise DataProblem("part_header_twice", part=number, property=name)
        if name is not None:
            headers[name] = match[2].strip()
    return headers


def _statements(headers: Mapping[str, str], content: bytes) -> Part:
    content_type = headers.get(_TYPE, "")
    if media_type(content_type) != "application/json":
        raise DataProblem("first_part_not_json", property=_TYPE, found=content_type[:100])
    return Part(content_type, content)


def _attachment(number: int, headers: Mapping[str, str], content: bytes) -> Part:
    if len(content) > LARGEST_ATTACHMENT:
        raise Refused(413, "attachment_too_large", part=number, found=len(content), allowed=LARGEST_ATTACHMENT)
    encoding, stated = headers.get(_ENCODING, ""), headers.get(_LENGTH)
    if encoding.lower() != "binary":
        raise DataProblem("part_not_binary", property=_ENCODING, part=number, found=encoding[:40])
    if not headers.get(_HASH):
        raise DataProblem("part_without_hash", property=_HASH, part=number)
    if stated is not None and stated != str(len(content)):
        raise DataProblem("part_length_differs", property=_LENGTH, part=number, found=stated[:40], allowed=len(content))
    return Part(headers.get(_TYPE, ""), content, headers[_HASH], None if stated is None else len(content))

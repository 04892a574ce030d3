"""Which version of the protocol a request speaks, and which one its answer names."""

import re
from collections.abc import Mapping
from hashlib import sha256

from hub.rooms.academy.engine.refusals import Refused

VERSION = "X-Experience-API-Version"
SPOKEN = ("1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0")
_OF_1 = re.compile(r"1\.0(?:\.\d+)?", re.ASCII)
_OF_2 = re.compile(r"2\.0(?:\.\d+)?", re.ASCII)
# What 1.0.3 calls a request without the header; no version that is spoken here.
WITHOUT_HEADER = "0.95"
MOST_REMEMBERED = 2000
# Hash of an Authorization header -> the version it spoke last: an answer to a request that names none names that one.
_last: dict[bytes, str] = {}


def version_of(text: str | None) -> str:
    """The specification that a header asks for: "1.0.3" or "2.0.0"; blank where it is neither."""
    if text and _OF_1.fullmatch(text):
        return "1.0.3"
    return "2.0.0" if text and _OF_2.fullmatch(text) else ""


def version_in(headers: Mapping[str, str], authorization: str) -> str:
    """The version that a request speaks. Errors: `version_missing`, `version_unknown` (400)."""
    text = headers.get(VERSION.lower())
    if text is None:
        raise Refused(400, "version_missing")
    version = version_of(text)
    if not version:
        raise Refused(400, "version_unknown", found=text[:40], allowed=", ".join(SPOKEN))
    return version


def version_without(authorization: str) -> str:
    """What an answer names where the request named nothing that is spoken here."""
    return _last.get(_mark(authorization), WITHOUT_HEADER)


def remember_version(authorization: str, version: str) -> None:
    if len(_last) >= MOST_REMEMBERED:
        _last.clear()
    _last[_mark(authorization)] = version


def _mark(authorization: str) -> bytes:
    return sha256(authorization.encode("utf-8", "surrogatepass")).digest()

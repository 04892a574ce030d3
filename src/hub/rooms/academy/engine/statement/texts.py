"""The forms that texts in a statement must have: identifiers, times, durations, languages. All answer yes or no."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from hub.kit.errors import DataProblem

# RFC 3987 in short: a scheme, a colon, something, and none of the characters that no part of an IRI may hold.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f]+")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_MAILTO = re.compile(r"mailto:[^\s@<>\"()\[\],;:\\]+@[^\s@<>\"()\[\],;:\\]+", re.IGNORECASE | re.ASCII)
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"(?:[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+\-]+/[A-Za-z0-9!#$&^_.+\-]+(?:[ ;][^\x00-\x1f\x7f]*)?", re.ASCII)
# RFC 5646: langtag, then private use alone, then the old registered ones that fit no pattern.
_LANGUAGE = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    r"|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)|art-lojban|cel-gaulish|no-(?:bok|nyn)|zh-(?:guoyu|hakka|min|min-nan|xiang))",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_DURATION = re.compile(
    rf"P(?!$)(?:{_NUMBER}W|(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?)",
    re.ASCII,
)
_FRACTION_BEFORE_MORE = re.compile(r"\d[.,]\d+[A-Z].*\d", re.ASCII)
_TIMESTAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE | re.ASCII,
)
_BASIC_TIMESTAMP = re.compile(
    r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE | re.ASCII,
)
_INTERNET_TIMESTAMP = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", re.IGNORECASE | re.ASCII
)
_NEGATIVE_ZERO = {"-00", "-0000", "-00:00"}


@lru_cache(maxsize=65536)
def _is_iri(text: str) -> bool:
    return _IRI.fullmatch(text) is not None


def is_iri(text: str) -> bool:
    """An IRI with a scheme. Long ones are not remembered, so that nobody can fill the memory with them."""
    return _is_iri(text) if len(text) < 300 else _IRI.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _is_language(text: str) -> bool:
    if _LANGUAGE.fullmatch(text) is None:
        return False
    # No variant and no extension comes twice (RFC 5646, 2.2.5 and 2.2.6); private use may hold anything.
    parts = text.lower().partition("-x-")[0].split("-")[1:]
    singletons = [part for part in parts if len(part) == 1]
    first = next((place for place, part in enumerate(parts) if len(part) == 1), len(parts))
    variants = [part for part in parts[:first] if len(part) >= 5 or (len(part) == 4 and part[0].isdigit())]
    return len(set(singletons)) == len(singletons) and len(set(variants)) == len(variants)


def is_language(text: str) -> bool:
    """A language tag of RFC 5646, by its form."""
    return len(text) <= 100 and _is_language(text)


def is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


def is_mailto(text: str) -> bool:
    return _MAILTO.fullmatch(text) is not None


def is_sha1(text: str) -> bool:
    return _SHA1.fullmatch(text) is not None


def is_sha2(text: str) -> bool:
    return _SHA2.fullmatch(text) is not None


def is_media_type(text: str) -> bool:
    return _MEDIA_TYPE.fullmatch(text) is not None


def is_duration(text: str) -> bool:
    """A duration of ISO 8601: designators in order, weeks alone, a fraction only in the smallest part."""
    return _DURATION.fullmatch(text) is not None and _FRACTION_BEFORE_MORE.search(text) is None


def moment_of(text: str, where: str = "") -> datetime:
    """The moment that a timestamp names, in UTC to the microsecond; one without a zone is taken as UTC.

    A second 60 is the first of the next minute. Errors: `timestamp_malformed`. Source: RFC 3339 and, wider, ISO 8601.
    """
    match = _TIMESTAMP.fullmatch(text) or _basic(text)
    zone = match[5] if match else None
    if match is None or zone in _NEGATIVE_ZERO:
        raise DataProblem("timestamp_malformed", property=where, found=text[:60])
    second, fraction = match[3] or "00", (match[4] or "")[:6].ljust(6, "0")
    is_leap = second == "60"
    try:
        plain = datetime.fromisoformat(f"{match[1]}T{match[2]}:{'59' if is_leap else second}.{fraction}{_zone(zone)}")
        return plain.astimezone(UTC) + timedelta(seconds=is_leap)
    except (ValueError, OverflowError):
        raise DataProblem("timestamp_malformed", property=where, found=text[:60]) from None


def is_timestamp(text: str) -> bool:
    """A timestamp of ISO 8601 by date, T and time; a zone is not asked for. What xAPI 1.0.3 takes."""
    try:
        moment_of(text)
    except DataProblem:
        return False
    return "T" in text.upper()


def is_internet_timestamp(text: str) -> bool:
    """A timestamp of RFC 3339: with seconds and a zone, a blank may stand for T. What xAPI 2.0 takes."""
    return _INTERNET_TIMESTAMP.fullmatch(text) is not None and (
        is_timestamp(text) or is_timestamp(text.replace(" ", "T"))
    )


def _basic(text: str) -> re.Match[str] | None:
    """The basic format of ISO 8601 (20261124T120000Z), rewritten as the extended one."""
    match = _BASIC_TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups(default="")
    return _TIMESTAMP.fullmatch(
        f"{year}-{month}-{day}T{hour}:{minute}"
        + (f":{second}" if second else "")
        + (f".{fraction}" if fraction else "")
        + zone
    )


def _zone(zone: str | None) -> str:
    if not zone or zone in "Zz":
        return "+00:00"
    return zone if len(zone) != 5 else f"{zone[:3]}:{zone[3:]}"

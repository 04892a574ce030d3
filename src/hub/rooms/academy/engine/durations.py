"""Durations of ISO 8601 in seconds."""

import math
import re

SECONDS = {"W": 604_800, "D": 86_400, "H": 3_600, "M": 60, "S": 1}

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_WEEKS = re.compile(rf"P{_NUMBER}W", re.ASCII)
_PARTS = re.compile(
    rf"P(?=\d|T\d)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)


def seconds_of(text: str) -> float | None:
    """How many seconds a duration lasts.

    None where that is not known: years and months have no fixed length (zero of them has), and what is no duration has none.
    A day is taken as 24 hours. Source: ISO 8601-1:2019, 5.5.2.
    """
    weeks = _WEEKS.fullmatch(text)
    if weeks:
        return _finite(_number(weeks[1]) * SECONDS["W"])
    match = _PARTS.fullmatch(text)
    if match is None:
        return None
    years, months, *parts = (_number(part) for part in match.groups())
    if years or months:
        return None
    return _finite(sum(part * SECONDS[unit] for part, unit in zip(parts, "DHMS", strict=True)))


def _number(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 0.0


def _finite(seconds: float) -> float | None:
    return seconds if math.isfinite(seconds) else None

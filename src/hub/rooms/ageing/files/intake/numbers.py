"""Figures as people write them. Which mark separates what is judged by all figures of a table together."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hub.rooms.ageing.engine.ages import Array

LONGEST_NUMBER = 60
# Marks of statistical offices for "not available", "confidential", "too few"; a dash is one of them: it is never taken for 0.
GAP_MARKS = frozenset(
    [
        *[
            "",
            "-",
            "--",
            "---",
            ".",
            "..",
            "...",
            "…",
            ":",
            ":c",
            ":u",
            "c",
            "x",
            "xx",
            "*",
            "**",
            "***",
            "/",
            "z",
            "u",
            "s",
            "n",
        ],
        *[
            "na",
            "n/a",
            "n.a.",
            "n.a",
            "nan",
            "null",
            "none",
            "nd",
            "n.d.",
            "n.d",
            "#",
            "#n/a",
            "#ref!",
            "#value!",
            "#div/0!",
        ],
        *["(c)", "(x)", "(d)", "..c", "..a", "[c]", "[x]", "[z]", "<1", "<3", "<4", "<5", "<10", "not available"],
        *["non disponible", "no disponible", "暂无", "无", "缺", "нет", "нд", "н/д", "нет данных", "غير متوفر", "غ.م"],
    ]
)
_BLANKS = re.compile("[\\s\u00a0\u2000-\u200a\u202f\u3000]+")
_FOOTNOTE = re.compile(
    r"\s*(?:\(\s*[a-z0-9]{1,2}\s*\)|\[\s*[a-z0-9]{1,2}\s*\]|[*†‡#§⁰¹²³⁴-⁹ᵃ-ᶻ]+|(?<=\d)[a-z]\)|(?<=\d)\s*[bcdefnprsuz]{1,3})\s*$",
    re.IGNORECASE,
)
_MARKS = str.maketrans(
    {
        "٬": "'",
        "’": "'",
        "‘": "'",
        "´": "'",
        "`": "'",
        "＇": "'",
        "٫": "\x01",
        "，": ",",
        "．": ".",
        "－": "-",
        "−": "-",
        "–": "-",
    }
)
_SHAPE = re.compile(r"[+-]?\d[\d.,' ]*(?:\x01\d*)?|[+-]?[.,\x01]\d+")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


@dataclass(frozen=True)
class Numbers:
    """values    (cell)  NaN where there is none
    is_gap       (cell)  blank, or a mark for a figure that is withheld or missing
    unreadable   positions of cells that are neither
    marked       positions of figures that carry a footnote mark
    decimal      the decimal mark of the table: "." or ","
    assumed      position of a figure such as 1.234 that nothing in the table decides, or None; it was taken for thousands
    """

    values: Array
    is_gap: NDArray[np.bool_]
    unreadable: tuple[int, ...]
    marked: tuple[int, ...]
    decimal: str
    assumed: int | None


def read_numbers(texts: Sequence[str], is_exact: Sequence[bool] | None = None) -> Numbers:
    """Read figures that were written in the same way.

    is_exact  whether a cell is known to be a plain number with a point (from the format itself); None: no cell is
    """
    exact = [False] * len(texts) if is_exact is None else list(is_exact)
    bodies = [text.strip() if plain else _body(text) for text, plain in zip(texts, exact, strict=True)]
    known = [body for body, plain in zip(bodies, exact, strict=True) if body is not None and not plain]
    roles = _roles([body for body in known if _SHAPE.fullmatch(body)])
    values = np.full(len(texts), np.nan)
    gaps = np.zeros(len(texts), bool)
    unreadable, marked = [], []
    for position, (text, body, plain) in enumerate(zip(texts, bodies, exact, strict=True)):
        if body is None:
            gaps[position] = True
            continue
        value = _exact(body) if plain else _value(body, roles)
        if value is None:
            gaps[position] = is_gap_mark(text)
            unreadable += [] if gaps[position] else [position]
            continue
        values[position] = value
        if not plain and _FOOTNOTE.search(_plain_digits(text).strip()):
            marked.append(position)
    assumed = next(
        (
            at
            for at, body in enumerate(bodies)
            if roles.assumes and body and not exact[at] and _AMBIGUOUS.fullmatch(body)
        ),
        None,
    )
    return Numbers(values, gaps, tuple(unreadable), tuple(marked), roles.decimal, assumed)


@lru_cache(maxsize=50_000)
def is_gap_mark(text: str) -> bool:
    """Whether a cell says that there is no figure."""
    mark = " ".join(_plain_digits(text).split()).casefold()
    return mark in GAP_MARKS or mark.replace(" ", "") in GAP_MARKS


@lru_cache(maxsize=50_000)
def looks_like_number(text: str) -> bool:
    """Whether a cell could be a figure, whatever its marks mean."""
    body = _body(text[:LONGEST_NUMBER])
    return body is not None and bool(_SHAPE.fullmatch(body) or _PLAIN.fullmatch(body))


def _plain_digits(text: str) -> str:
    if text.isascii():
        return text.replace("`", "'")
    marks = (mark for mark in text if unicodedata.category(mark) != "Cf")
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in marks).translate(_MARKS)


def _body(text: str) -> str | None:
    """The figure without blanks around it, footnote marks and brackets; None for a gap."""
    if len(text) > LONGEST_NUMBER:
        return text
    if is_gap_mark(text):
        return None
    body = _BLANKS.sub(" ", _plain_digits(text)).strip()
    if _PLAIN.fullmatch(body) and ("e" in body or "E" in body):
        return body
    if body.startswith("(") and body.endswith(")") and any(mark.isdigit() for mark in body) and len(body) > 4:
        body = body[1:-1].strip()
    shortened = _FOOTNOTE.sub("", body)
    return (shortened if any(mark.isdigit() for mark in shortened) else body).strip()


@dataclass(frozen=True)
class _Roles:
    decimal: str
    assumes: bool


_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


def _roles(bodies: Sequence[str]) -> _Roles:
    """Which of point and comma is the decimal mark, by what all figures show."""
    votes = {".": 0, ",": 0}
    ambiguous = {".": 0, ",": 0}
    longest_plain = 0
    for body in bodies:
        present = [mark for mark in ".," if mark in body]
        if not present:
            longest_plain = max(longest_plain, len(body.lstrip("+-")) if body.lstrip("+-").isdigit() else 0)
        elif len(present) == 2:
            votes[max(present, key=body.rfind)] += 1
        elif body.count(present[0]) > 1:
            votes["," if present[0] == "." else "."] += 1
        elif " " in body or "'" in body or not _AMBIGUOUS.fullmatch(body):
            votes[present[0]] += 1
        else:
            ambiguous[present[0]] += 1
    if votes["."] != votes[","]:
        return _Roles(max(votes, key=lambda mark: votes[mark]), False)
    if not any(ambiguous.values()):
        return _Roles(".", False)
    mark = max(ambiguous, key=lambda one: ambiguous[one])
    if longest_plain > 3:
        # Whoever separates thousands separates all of them: 12345 beside 1.234 has none.
        return _Roles(mark, False)
    # Three decimals everywhere would be on small figures too.
    return _Roles("," if mark == "." else ".", longest_plain == 0)


def _value(body: str, roles: _Roles) -> float | None:
    if _PLAIN.fullmatch(body) and ("e" in body or "E" in body):
        return _exact(body)
    if len(body) > LONGEST_NUMBER or not _SHAPE.fullmatch(body):
        return None
    if "\x01" in body:
        return _exact(re.sub("[ '.,]", "", body).replace("\x01", "."))
    other = "," if roles.decimal == "." else "."
    whole, _, fraction = body.rpartition(roles.decimal) if body.count(roles.decimal) == 1 else (body, "", "")
    groups = re.split(f"[ '{re.escape(other)}]", whole)
    if len(groups) > 1 and any(len(group) != 3 for group in groups[1:]) and not _is_indian(groups):
        return None
    if roles.decimal in whole or not (whole or fraction) or not (fraction or "0").isdigit():
        return None
    return _exact(f"{''.join(groups) or '0'}.{fraction or '0'}")


def _is_indian(groups: list[str]) -> bool:
    """12,34,567: the last group of three, those before of two."""
    return (
        len(groups[-1]) == 3
        and all(len(group) == 2 for group in groups[1:-1])
        and len(groups[0].lstrip("+-")) in (1, 2)
    )


def _exact(body: str) -> float | None:
    if not _PLAIN.fullmatch(body.strip()) or len(body) > LONGEST_NUMBER:
        return None
    value = float(body)
    return value if np.isfinite(value) else None

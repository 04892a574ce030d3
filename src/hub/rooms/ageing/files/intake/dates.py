"""Reference days in labels, headings and titles."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hub.rooms.ageing.files.intake.words import fold

FIRST_YEAR, LAST_YEAR = 1850, 2150


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """`day` as stated; where only a year is, 1 January of it and `is_year`."""

    day: date
    is_year: bool


# Beginnings of the names of the months in English, French, Spanish, German, Russian and Arabic (two traditions).
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("jan", "ene", "январ", "يناير", "كانون الثاني", "janv"),
    ("feb", "fev", "феврал", "فبراير", "شباط"),
    ("mar", "maerz", "март", "مارس", "اذار"),
    ("apr", "avr", "abr", "апрел", "ابريل", "نيسان"),
    ("may", "mai", "мая", "май", "маи", "مايو", "ايار"),
    ("jun", "juin", "июн", "يونيو", "حزيران"),
    ("jul", "juil", "июл", "يوليو", "تموز"),
    ("aug", "aou", "ago", "август", "اغسطس", "اب"),
    ("sep", "сентябр", "سبتمبر", "ايلول"),
    ("oct", "okt", "октябр", "اكتوبر", "تشرين الاول"),
    ("nov", "ноябр", "نوفمبر", "تشرين الثاني"),
    ("dec", "dic", "dez", "декабр", "ديسمبر", "كانون الاول"),
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?")
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|\.)?\s*(?:de |of |d')?([^\W\d_]+(?: الثاني| الاول)?)\.?,?\s*(?:de |del |of )?(\d{4})"
)
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_DAY_OF_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|\.)?\s*(?:de |of |d')?([^\W\d_]{3,})|(\d{1,2})月(\d{1,2})日|(年末|年底|fin d'annee|year[- ]end)"
)
_DAY_OF_YEAR_NAMED_FIRST = re.compile(r"([^\W\d_]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?(?!\d)")
_MONTH_OF_YEAR = re.compile(r"(?<!\d)(\d{4})[-m](\d{2})(?!\d)")
_YEAR = re.compile(r"(?<![\d.,])(1[89]\d\d|20\d\d|21[0-4]\d)(?![\d]|[.,]\d)")
_YEAR_ALONE = re.compile(
    r"(?:y|yr|an|annee|year|ano|census|rp|pop|_)?[_ ]?((?:1[89]|20|21)\d\d)(?:\.0)?\s*(?:年|г\.?|год|م|年份|p|e|b)?"
)


def read_reference(text: str) -> Reference | None:
    """A label that is a date or a year and nothing else."""
    label = fold(text[:80]).strip(" *")
    if found := _YEAR_ALONE.fullmatch(label):
        return _of_year(int(found[1]))
    found_day = find_reference(text)
    if found_day and not found_day.is_year and len(re.findall(r"[^\W\d_]{3,}", label)) <= 3:
        return found_day
    return None


@lru_cache(maxsize=5_000)
def find_reference(text: str) -> Reference | None:
    """The first full date in a title or heading, else its only year."""
    folded = fold(text[:400]).removesuffix(" 00:00:00")
    for shape, order in ((_ISO, "ymd"), (_CHINESE, "ymd"), (_NAMED, "dny"), (_NAMED_FIRST, "ndy")):
        for found in shape.finditer(folded):
            if reference := _day_of(found, order):
                return reference
    for numeric in _NUMERIC.finditer(folded):
        first, second, year = int(numeric[1]), int(numeric[3]), int(numeric[4])
        # Day before month, except where that cannot be.
        day, month = (second, first) if second > 12 >= first else (first, second)
        if reference := _valid(year, month, day):
            return reference
    if month_of := _MONTH_OF_YEAR.search(folded):
        return _valid(int(month_of[1]), int(month_of[2]), 1)
    years = {int(year) for year in _YEAR.findall(folded)}
    return _of_year(years.pop()) if len(years) == 1 else None


@lru_cache(maxsize=1_000)
def find_day_of_year(text: str) -> tuple[int, int] | None:
    """Month and day in a title that names no year ("Population on 1 January")."""
    folded = fold(text[:400])
    if re.search(r"mid-?\s?year|milieu d'annee|mitad de ano|年中", folded):
        return 7, 1
    for found in _DAY_OF_YEAR.finditer(folded):
        if found[5]:
            return 12, 31
        month, day = (int(found[3]), int(found[4])) if found[3] else (_month_named(found[2]), int(found[1]))
        if month and _valid(2000, month, day):
            return month, day
    for found in _DAY_OF_YEAR_NAMED_FIRST.finditer(folded):
        month, day = _month_named(found[1]), int(found[2])
        if month and _valid(2000, month, day):
            return month, day
    return None


def _day_of(found: re.Match[str], order: str) -> Reference | None:
    parts = dict(zip(order, found.groups(), strict=True))
    month = int(parts["m"]) if "m" in parts else _month_named(parts["n"])
    return _valid(int(parts["y"]), month, int(parts["d"] or 1))


def _month_named(name: str) -> int:
    return next((number for number, names in enumerate(_MONTHS, start=1) if name.startswith(names)), 0)


def _of_year(year: int) -> Reference | None:
    return Reference(date(year, 1, 1), True) if FIRST_YEAR <= year <= LAST_YEAR else None


def _valid(year: int, month: int, day: int) -> Reference | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return Reference(date(year, month, day), False)
    except ValueError:
        return None

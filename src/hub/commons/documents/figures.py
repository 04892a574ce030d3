"""Figures as a reader of a language expects them: its decimal mark, its grouping, Latin digits throughout."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from hub.kit.figures import Figure, round_half_even

# Django's codes of our languages, as babel calls them.
LOCALES = {"en": "en_GB", "fr": "fr", "es": "es", "ar": "ar", "zh-hans": "zh_Hans", "ru": "ru"}
RIGHT_TO_LEFT = ("ar",)
LEFT_TO_RIGHT = "\u200e"


def locale_of(language: str) -> str:
    """The babel locale of a language; English for one that we do not have."""
    return LOCALES.get(language, "en_GB")


def is_rtl(language: str) -> bool:
    """Whether the language is written from right to left."""
    return language in RIGHT_TO_LEFT


def write_figure(figure: Figure, language: str) -> str:
    """The figure as it is printed, rounded half to even; blank for a gap."""
    rounded = round_half_even(figure.value, figure.digits)
    return "" if rounded is None else _write(str(rounded), figure.digits, language)


@lru_cache(maxsize=65536)
def _write(number: str, digits: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(Decimal(number), format=pattern, locale=locale_of(language), numbering_system="latn")
    # Without the mark, a line that runs from right to left puts the minus behind the digits.
    return f"{LEFT_TO_RIGHT}{text}" if is_rtl(language) and text.startswith("-") else text


def write_day(day: date, language: str) -> str:
    """A day in full, e.g. 30 June 2026."""
    return format_date(day, format="long", locale=locale_of(language))

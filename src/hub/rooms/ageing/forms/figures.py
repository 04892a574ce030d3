"""Fields for figures as people write them: found, allowed and the cure are said where one cannot be used."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from re import split
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import number_format, sanitize_separators
from django.utils.translation import gettext_lazy as _

from hub.rooms.ageing.queries.readings import LEAST_GROUPS

OLDEST_YEAR = 1950
MOST_GROUPS, LONGEST_NAME = 60, 80
# Shares are rounded where they come from.
ALL_PERCENT, ROUNDING = 100, 1
_ARABIC_DECIMAL = str.maketrans({"٫": "."})


@dataclass(frozen=True, slots=True)
class Group:
    """A group of older people: its figure, and its part of all, 0 to 1."""

    name: str
    value: float
    share: float


def number_of(text: str) -> float | None:
    """The number that a text is in the reader's language, or with a decimal point; None for anything else."""
    try:
        number = float(sanitize_separators(text.strip().translate(_ARABIC_DECIMAL)))
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def text_of(number: float) -> str:
    """A number as the reader's language writes it, with all its digits that count and no more zeros than needed."""
    return number_format(f"{number:.12g}")


class FigureField(forms.Field):
    """A number; None where it is blank."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:
        text = str(value or "").strip()
        if not text:
            return None
        number = number_of(text)
        if number is None:
            raise ValidationError(
                _("“%(found)s” is no number. Write digits and one decimal mark only, for example %(example)s."),
                params={"found": text[:40], "example": text_of(61.5)},
            )
        return number


class YearField(FigureField):
    """A year that is not in the future; None where it is blank."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        text, latest = str(value or "").strip(), timezone.localdate().year
        if not text:
            return None
        if not text.isdecimal() or not OLDEST_YEAR <= int(text) <= latest:
            raise ValidationError(
                _("The year is “%(found)s”. Allowed: %(low)s to %(high)s. Write the year that the figure is about."),
                params={"found": text[:40], "low": OLDEST_YEAR, "high": latest},
            )
        return int(text)


class GroupsField(forms.Field):
    """Groups, one in a line: name, figure, share in per cent; with semicolons, or tabs as pasted from a spreadsheet."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> tuple[Group, ...]:
        lines = [(number, line) for number, line in enumerate(str(value or "").splitlines(), 1) if line.strip()]
        if len(lines) > MOST_GROUPS:
            raise ValidationError(
                _("There are %(found)s groups. Allowed: at most %(allowed)s. Leave out the smallest."),
                params={"found": len(lines), "allowed": MOST_GROUPS},
            )
        groups = tuple(_group_of(number, line) for number, line in lines)
        _check_together(groups)
        return groups


def _group_of(number: int, line: str) -> Group:
    parts = [part.strip() for part in split(r"[\t;；؛]", line.strip())]
    figures = [number_of(part) for part in parts[1:]]
    if len(parts) != 3 or not parts[0] or len(parts[0]) > LONGEST_NAME or None in figures:
        example = _("women living alone")
        raise ValidationError(
            _("Line %(line)s is “%(found)s”. Write a name, a figure and a share in per cent: %(example)s."),
            params={"line": number, "found": line.strip()[:80], "example": f"{example}; 41; 30"},
        )
    value, share = (figure or 0.0 for figure in figures)
    if not 0 < share <= ALL_PERCENT:
        raise ValidationError(
            _("Line %(line)s: the share of “%(group)s” is %(found)s per cent. Allowed: above 0, at most 100."),
            params={"line": number, "group": parts[0], "found": text_of(share)},
        )
    return Group(parts[0], value, share / ALL_PERCENT)


def _check_together(groups: Sequence[Group]) -> None:
    names = [one.name.casefold() for one in groups]
    twice = next((one.name for one in groups if names.count(one.name.casefold()) > 1), "")
    if twice:
        raise ValidationError(_("The group “%(found)s” is written twice. Keep one line."), params={"found": twice})
    if 0 < len(groups) < LEAST_GROUPS:
        raise ValidationError(
            _("There is %(found)s group. Allowed: %(allowed)s or more. Add the others, or leave the groups out."),
            params={"found": len(groups), "allowed": LEAST_GROUPS},
        )
    total = sum(one.share for one in groups) * ALL_PERCENT
    if total > ALL_PERCENT + ROUNDING:
        raise ValidationError(
            _("The shares come to %(found)s per cent. Allowed: 100. Use groups that do not overlap."),
            params={"found": text_of(round(total, 1))},
        )

"""Age labels to spans of completed years, however they are written."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from hub.rooms.ageing.engine.groups import OLDEST, Span
from hub.rooms.ageing.files.intake.words import TOTAL, UNKNOWN, fold

Kind = Literal["span", "total", "unknown", "open"]
LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class AgeLabel:
    """kind   span; total of all ages; unknown age; "open" is an open group whose start is not said
    span      None unless kind is span
    is_bare   only a number: a single age, or the start of a group
    is_date   a spreadsheet program turned it into a day (5-9 became 9 May)
    """

    kind: Kind
    span: Span | None = None
    is_bare: bool = False
    is_date: bool = False


_TOTAL, _UNKNOWN, _OPEN = AgeLabel("total"), AgeLabel("unknown"), AgeLabel("open")
# A number that is a word: "under one year", "moins d'un an".
_ONE = re.compile(
    r"\bone\b|\bun an\b|\bun ano\b|\bодного\b|(?<=до )года\b|(?<=менее )года\b|(?<=من )سنه\b|(?<=عن )سنه\b|(?<=من )عام\b|一岁|一周岁"
)
_DECORATION = re.compile(
    r"\b(years?|yrs?|ans?|anos?|лет|года?|aged?|ages?|old|edad|de edad|jahre?n?|revolus?|cumplidos?|completed|of age|population|"
    r"возраст[еа]?|в возрасте|group|groupe|grupo|persons?)\b|周岁|岁|歲|سنوات|سنه|عاما?|العمر|ans\b"
)
_UNDER = re.compile(
    r"(?<![\w])(under|less than|below|younger than|moins de|moins d'|menos de|menor(es)? de|до|младше|менее|меньше|unter|lt)(?![a-z])|"
    r"اقل من|دون|不满|未满|小于|^<(?!=)|y_?lt|^lt"
)
_UNDER_AFTER = re.compile(r"(以下|未满|and under|et moins|y menos|and younger|и младше|فاقل|and below)$")
_OVER = re.compile(
    r"\+|≥|>=|⩾|y_?ge|^ge|(?:\band|&) ?(over|above|older|more|up)\b|\bor (over|older|more|above)\b|\bolder\b|\bet (plus|au-dela|\+)\b|"
    r"\bou plus\b|\by mas\b|\bo mas\b|\be oltre\b|\bund (mehr|alter|daruber)\b|\bи (старше|более|выше)\b|及以上|以上|及以后|فاكثر|فما فوق|"
    r"واكثر|او اكثر|\d ?up\b|\bу? ?mas\b$|\bplus$|\bover$|\bmax$"
)
_MORE_THAN = re.compile(
    r"^>(?!=)|y_?gt|^gt|^(over|above|more than|plus de|mas de|mayores? de|старше|более|свыше|اكثر من|فوق|大于|超过|uber)(?![a-z])"
)
_EXCLUDED_END = re.compile(r"(unter|under|less than|<|不满)\s*\d+\D*$|^\[[^\]]*\)$")
_ALL = re.compile(r"(total|all ages|ensemble|всего|итого|insgesamt|todas las edades)\b")
_NUMBER = re.compile(r"\d+")
_BARE = re.compile(r"y?_?\d{1,3}")
_RANGE = re.compile(
    r"\D*(\d{1,3})\s*(?:-{1,2}|_|/|(?<=\[\d)[,;]|(?<=\[\d\d)[,;]|t(?=\d)|to|a|bis(?: unter)?|till|until|through|and|y|et|"
    r"до|по|至|到|الي|حتي|to (?:under|less than))"
    r"\s*<?\D{0,3}?(\d{1,3})\D*"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)|(?P<first>\d{1,2})[- ](?P<name>[a-z]{3})(?:[- ]\d{2,4})?|"
    r"(?P<name2>[a-z]{3})[- ](?P<second>\d{1,2})|(?P<month3>\d{1,2})月(?P<day3>\d{1,2})日"
)


@lru_cache(maxsize=20_000)
def read_age(text: str) -> AgeLabel | None:
    """What an age label says, None where it is none. A code with its name ("Y_LT5: Less than 5 years") counts by either."""
    folded = fold(text[:LONGEST_LABEL])
    found = _read(folded)
    if found is None and (":" in folded or "," in folded):
        parts = [_read(part.strip()) for part in re.split("[:,]", folded)]
        found = next((part for part in parts if part and not part.is_bare and part.kind != "total"), None)
    return found


def _read(folded: str) -> AgeLabel | None:
    label = folded.strip(" .*\"'")
    if not label or len(_NUMBER.findall(label)) > 2:
        return _from_day(label)
    if label in TOTAL or (_ALL.match(label) and not _NUMBER.search(label)):
        return _TOTAL
    if label in UNKNOWN or (not _NUMBER.search(label) and any(_begins(label, word) for word in UNKNOWN)):
        return _UNKNOWN
    if label in ("y_open", "open", "open-ended"):
        return _OPEN
    if _BARE.fullmatch(label):
        return _span(int(_NUMBER.findall(label)[0]), int(_NUMBER.findall(label)[0]), is_bare=label.isdigit())
    return _from_numbers(label) or _from_day(label)


def _begins(label: str, word: str) -> bool:
    return len(word) > 3 and (label.startswith(f"{word} ") or label.endswith(f" {word}"))


def _from_numbers(label: str) -> AgeLabel | None:
    counted = _ONE.sub(" 1 ", label)
    numbers = [int(number) for number in _NUMBER.findall(counted)]
    if not numbers or max(numbers) > OLDEST:
        return None
    if len(numbers) == 2:
        return _from_range(counted, numbers)
    if len(numbers) != 1 or _rest_is_strange(counted):
        return None
    number = numbers[0]
    if re.search(r"<=|≤|jusqu|^up to|hasta", counted) or _UNDER_AFTER.search(counted.strip()):
        # 以下 and its like take the number in, but a group that is named so at age 1 is the first year of life.
        last = number if number > 1 and "未满" not in counted else number - 1
        return _span(0, last)
    if _MORE_THAN.search(counted.strip()):
        # "Over 84" is 85 and more; "over 85" is nearly always meant as 85 and more too.
        exact = counted.strip().startswith((">", "y_gt", "ygt", "gt")) or number % 5 == 4
        return _span(number + 1 if exact else number, None)
    if _OVER.search(counted):
        return _span(number, None)
    if _UNDER.search(counted):
        return _span(0, number - 1)
    return _span(number, number)


def _rest_is_strange(label: str) -> bool:
    """Whether words are left that no age label has: a column "District 5" is none."""
    rest = label
    for shape in (_UNDER, _UNDER_AFTER, _OVER, _MORE_THAN, _DECORATION, _NUMBER):
        rest = shape.sub(" ", rest)
    rest = re.sub(
        r"<=?|≤|jusqu'?a?|up to|hasta|[-+_().,y'\[\]]|\b(de|et|and|y|в|от|of|the|от|من|au|dela|les|los|la)\b|的",
        " ",
        rest,
    )
    return bool(rest.strip())


def _from_range(label: str, numbers: list[int]) -> AgeLabel | None:
    shape = _RANGE.fullmatch(label)
    if not shape or _has_foreign_words(label):
        return None
    first, last = numbers
    if _EXCLUDED_END.search(label):
        last -= 1
    if first > last:
        # Written from right to left.
        first, last = last, first
    return _span(first, last)


def _has_foreign_words(label: str) -> bool:
    rest = _NUMBER.sub(" ", _DECORATION.sub(" ", label))
    rest = re.sub(
        r"\b(from|to|a|de|du|des|y|et|and|au|bis|unter|under|less|than|till|until|through|from|от|до|по|с|entre|between|f|m|t)\b|"
        r"至|到|从|由|من|الي|حتي|بين|و|不满|[-_/:;,.()\[\]<>y]",
        " ",
        rest,
    )
    return bool(rest.strip())


def _from_day(label: str) -> AgeLabel | None:
    """5-9 that became 9 May or 5 September, 10-14 that became 14 October: the two numbers are the ages."""
    shape = _DAY.fullmatch(label.strip(" ."))
    if not shape:
        return None
    name = shape["name"] or shape["name2"]
    if name and name not in _MONTHS:
        return None
    month = shape["month"] or shape["month3"] or (str(_MONTHS.index(name) + 1) if name else "0")
    day = shape["day"] or shape["day3"] or shape["first"] or shape["second"] or "0"
    first, last = sorted((int(month), int(day)))
    if (first, last) not in ((1, 4), (5, 9), (10, 14)):
        return None
    return AgeLabel("span", Span(first, last), is_date=True)


def _span(first: int, last: int | None, *, is_bare: bool = False) -> AgeLabel | None:
    if first < 0 or first > OLDEST or (last is not None and not first <= last <= OLDEST):
        return None
    return AgeLabel("span", Span(first, last), is_bare)

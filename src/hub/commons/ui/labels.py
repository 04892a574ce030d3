"""Words and numbers inside drawings: ticks of axes, how much room words take, and the way that they run."""

import json
from dataclasses import dataclass
from math import floor, log10
from unicodedata import bidirectional, east_asian_width

from hub.commons.ui.charts import FONT_SIZE

# East Asian widths of letters that take the room of two.
WIDE = "WF"
LETTER = FONT_SIZE * 0.57


@dataclass(frozen=True, slots=True)
class Ticks:
    """Where an axis is marked, and what stands there."""

    values: tuple[float, ...]
    labels: tuple[str, ...]

    @property
    def expression(self) -> str:
        """The label of a tick, in the language of Vega."""
        return f"{json.dumps(self.labels)}[indexof({json.dumps(self.values)}, datum.value)]"


def steps_between(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Round numbers (1, 2 or 5 times a power of ten) that take in `low` and `high`, at most `most` steps apart."""
    span = high - low or abs(high) or 1.0
    power = 10.0 ** floor(log10(span / most))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if _count(low, high, power * factor) <= most)
    first = floor(low / step + 1e-9)
    return tuple(round((first + number) * step, 10) for number in range(_count(low, high, step) + 1))


def _count(low: float, high: float, step: float) -> int:
    return max(1, -floor(-high / step + 1e-9) - floor(low / step + 1e-9))


def room_for(words: str) -> float:
    """About how wide words are, in the units of a drawing."""
    return LETTER * sum(2 if east_asian_width(letter) in WIDE else 1 for letter in words)


def shorten(words: str, room: float) -> str:
    """Words that fit a room; the table has them in full."""
    if room_for(words) <= room:
        return words
    kept = words
    while kept and room_for(kept) > room - LETTER:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def isolated(words: str) -> str:
    """Words inside a drawing, whose own direction is left to right: isolated where they hold letters that run the other way."""
    return f"\u2067{words}\u2069" if any(bidirectional(letter) in ("R", "AL") for letter in words) else words

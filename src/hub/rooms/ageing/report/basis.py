"""What all drawings of the room rest on: the place, the base, the source and the interval, and how figures are written."""

from dataclasses import dataclass
from datetime import date
from math import floor, isfinite, log10

from hub.commons.documents.figures import write_figure
from hub.kit.figures import Figure
from hub.rooms.ageing.engine.ages import Array

PROBABILITIES = (0.025, 0.1, 0.5, 0.9, 0.975)
MEDIAN = 0.5
# The ends of the intervals that are shown.
ENDS_80, ENDS_95 = (0.1, 0.9), (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Basis:
    """What every caption says.

    place     its name, in the language
    base      day of the population that the projection starts from
    source    who counted and who projected, in the language
    interval  where the intervals come from, as sentences in the language; blank where there are none
    day       on which day of a year its figures are, as a sentence in the language; blank where that is not said
    """

    place: str
    base: date
    source: str
    language: str
    interval: str = ""
    day: str = ""


@dataclass(frozen=True)
class Quantiles:
    """Figures with their range.

    values         (..., quantile)
    probabilities  of the quantiles, ascending; (0.5,) where only one future was computed
    """

    values: Array
    probabilities: tuple[float, ...] = PROBABILITIES

    def has(self, ends: tuple[float, float]) -> bool:
        """Whether an interval is among them."""
        return set(ends) <= set(self.probabilities)

    def at(self, probability: float) -> Array:
        """(...) one quantile; ValueError where it is not among them."""
        taken: Array = self.values[..., self.probabilities.index(probability)]
        return taken

    @property
    def has_range(self) -> bool:
        """Whether the 80 % interval is among them."""
        return self.has(ENDS_80)

    @property
    def median(self) -> Array:
        return self.at(MEDIAN)

    @property
    def shown(self) -> tuple[float, ...]:
        """What a table has room for: the 80 % interval around the median, or the median alone."""
        return (ENDS_80[0], MEDIAN, ENDS_80[1]) if self.has_range else (MEDIAN,)


@dataclass(frozen=True, slots=True)
class Unit:
    """How figures of a kind are written.

    words        what is counted, in the language
    digits       behind the decimal mark
    significant  digits that are told at all; 0 tells all of them
    """

    words: str
    digits: int = 0
    significant: int = 0

    def write(self, value: float | None, language: str) -> str:
        """The figure in the language; blank for a gap."""
        if value is None or not isfinite(value):
            return ""
        told = round_to(value, self.significant) if self.significant else value
        # No minus before what is nothing when it is rounded.
        return write_figure(Figure(0.0 if abs(told) < 0.5 * 10**-self.digits else told, digits=self.digits), language)


def round_to(value: float, significant: int) -> float:
    """Round to a number of significant digits, whole numbers where these would be fractions."""
    if not value:
        return 0.0
    return float(round(value, min(0, significant - 1 - floor(log10(abs(value))))))

"""A printed figure: the rounded text that people read, and the key that leads back to who said it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import isfinite


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is printed.

    value  full precision; None is a gap, never 0
    key    trace key, see `docs/methods/tracing.md`; blank only for figures that no person stated (page numbers)
    unit   code of the unit, e.g. `percent`
    note   code of the reason where value is None, or of how it came about (`imputed`, `estimated`)
    """

    value: float | None
    key: str = ""
    unit: str = ""
    note: str = ""
    digits: int = 1


def round_half_even(value: float | None, digits: int) -> Decimal | None:
    """Round for print. Gaps stay gaps; infinities and NaN are refused with ValueError."""
    if value is None:
        return None
    if not isfinite(value):
        raise ValueError(f"not a finite figure: {value}")
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)

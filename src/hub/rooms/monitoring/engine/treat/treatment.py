"""A treatment: what was done to a column, so that it can be done again to other draws of it."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Logarithm:
    """sign * log((x - origin) * slope + offset): every member of the family, and what makes it this one.

    form  log-ct, log-ct-orig, log-ct-plus, log-gii, log-natural
    """

    form: str
    origin: float
    slope: float = 1.0
    offset: float = 0.0
    sign: float = 1.0


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to a column.

    kind        none, winsorise, log, box-cox
    low, high   bounds to which values are drawn first: of the winsorised column, or of the one that was transformed
    points      how many points were winsorised
    skewness, kurtosis  of the column before treatment
    logarithm   where kind is log
    power, shift        where kind is box-cox: ((x + shift) ** power - 1) / power; log(x + shift) where power is 0
    """

    kind: str
    low: float
    high: float
    points: int
    skewness: float
    kurtosis: float
    logarithm: Logarithm | None = field(default=None)
    power: float = math.nan
    shift: float = 0.0

    def apply(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same treatment on other values of the column, any shape; values beyond its bounds are drawn to them.

        For draws: its logarithms are numpy's and may differ from the nominal ones in the last bit. Gaps stay gaps.
        """
        if self.kind == "none":
            return values
        drawn: NDArray[np.float64] = np.clip(values, self.low, self.high)
        if self.logarithm is not None:
            one = self.logarithm
            logs: NDArray[np.float64] = np.log((drawn - one.origin) * one.slope + one.offset) * one.sign
            return logs
        if self.kind == "box-cox":
            logs = np.log(drawn + self.shift)
            return np.expm1(logs * self.power) / self.power if self.power else logs
        return drawn

    def described(self) -> dict[str, float | str]:
        """What a step keeps for the column."""
        kept: dict[str, float | str] = {
            "kind": self.kind,
            "low": self.low,
            "high": self.high,
            "points": self.points,
            "skewness": self.skewness,
            "kurtosis": self.kurtosis,
        }
        if self.logarithm is not None:
            kept["form"] = self.logarithm.form
        if self.kind == "box-cox":
            kept |= {"power": self.power, "shift": self.shift}
        return kept

"""Who said what: the accepted observations as columns, each with its file and row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

# What a status says, with the SDMX code that it answers to (code list CL_OBS_STATUS 2.2).
STATUSES: Mapping[str, str] = {
    "observed": "A",
    "estimated": "E",
    "imputed": "I",
    "provisional": "P",
    "break": "B",
    "definition-differs": "D",
    "unreliable": "U",
    "unvalidated": "V",
    "not-available": "O",
    "not-applicable": "M",
    "not-collected": "L",
    "suppressed": "Q",
}
WITHOUT_VALUE = ("not-available", "not-applicable", "not-collected", "suppressed")
WITH_OR_WITHOUT_VALUE = ("unreliable",)
STATUS_NAMES = tuple(STATUSES)


@dataclass(frozen=True, slots=True)
class InputFile:
    """One input as it was sent. `kind` is what it was recognised as: observations, places or indicators."""

    name: str
    sha256: str
    rows: int
    kind: str
    format: str = "csv"


@dataclass(frozen=True, slots=True)
class Observation:
    """One row, for people and for the trace."""

    place: str
    indicator: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    status: str
    source: str
    note: str
    file: str
    row: int


@dataclass(frozen=True, eq=False)
class Observations:
    """Columns of equal length n, as the files were read. Coded columns hold positions in the tuple of that name.

    place, indicator, period, status, source, note, file   (n,) int32
    value, low, high   (n,) float64   in the indicator's unit; NaN is a gap
    row                (n,) int32     line of the file (sheet row of a workbook), the header being line 1
    starts, ends       (periods,) int32   proleptic ordinals of the first and last day of each period
    """

    places: tuple[str, ...]
    indicators: tuple[str, ...]
    periods: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    files: tuple[str, ...]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    place: NDArray[np.int32]
    indicator: NDArray[np.int32]
    period: NDArray[np.int32]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    status: NDArray[np.int32]
    source: NDArray[np.int32]
    note: NDArray[np.int32]
    file: NDArray[np.int32]
    row: NDArray[np.int32]
    statuses: tuple[str, ...] = field(default=STATUS_NAMES)

    def __post_init__(self) -> None:
        for name in COLUMNS:
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.value)

    def at(self, position: int) -> Observation:
        """The observation at a position of the columns, as one record."""
        return Observation(
            place=self.places[self.place[position]],
            indicator=self.indicators[self.indicator[position]],
            period=self.periods[self.period[position]],
            value=_number(self.value[position]),
            low=_number(self.low[position]),
            high=_number(self.high[position]),
            status=self.statuses[self.status[position]],
            source=self.sources[self.source[position]],
            note=self.notes[self.note[position]],
            file=self.files[self.file[position]],
            row=int(self.row[position]),
        )

    def positions(self, place: str, indicator: str) -> NDArray[np.intp]:
        """Positions of all observations of one place and indicator, oldest period first."""
        if place not in self.places or indicator not in self.indicators:
            return np.empty(0, np.intp)
        order, keys = self._by_series
        key = self.places.index(place) * len(self.indicators) + self.indicators.index(indicator)
        return order[np.searchsorted(keys, key, "left") : np.searchsorted(keys, key, "right")]

    @cached_property
    def _by_series(self) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Positions by place, indicator and period, and the number of the series that each belongs to."""
        keys = self.place.astype(np.int64) * len(self.indicators) + self.indicator
        order = np.lexsort((np.arange(len(keys)), self.starts[self.period], self.ends[self.period], keys))
        return order, keys[order]


COLUMNS = (
    *("starts", "ends", "place", "indicator", "period", "value", "low", "high"),
    *("status", "source", "note", "file", "row"),
)


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)

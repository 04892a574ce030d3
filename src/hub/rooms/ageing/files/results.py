"""The tables that a projection ends in, written place by place so that no more than one is held; the same bytes every time."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

import numpy as np

from hub.commons.tables.writing import number_text, safe_text
from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, SEXES, Array

HEADS = {
    "population.csv": "iso3,date,sex,age,persons",
    "indicators.csv": "iso3,year,indicator,value",
    "quantiles.csv": "iso3,year,item,quantile,value",
}
# A table under way has this at the end of its name; a run that fails leaves no table that looks whole.
UNFINISHED = ".part"
_CELLS = tuple(f",{sex},{age}," for sex in SEXES for age in range(AGES))


class ResultFiles:
    """Writes population.csv, indicators.csv and, once quantiles are added, quantiles.csv into a folder.

    Used with `with`: the tables get their names when it ends without an error. Line feeds, UTF-8, shortest exact numbers; a gap
    is an empty cell. The order of the calls is the order of the rows.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._open: dict[str, TextIO] = {}

    def __enter__(self) -> "ResultFiles":
        self.folder.mkdir(parents=True, exist_ok=True)
        self._stream("population.csv")
        self._stream("indicators.csv")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, stream in self._open.items():
            stream.close()
            part = self.folder / f"{name}{UNFINISHED}"
            if kind is None:
                part.replace(self.folder / name)
            else:
                part.unlink(missing_ok=True)
        self._open.clear()

    def add_population(self, place: str, first_year: int, january: Array) -> None:
        """Populations of a place on every 1 July and 31 December.

        january  (year + 1, sex, age)  persons on 1 January of `first_year` and of each year after it; the middle of a year is
                 the mean of the two, 31 December the 1 January after it
        """
        _require_shape(january, (-1, len(SEXES), AGES))
        stream = self._stream("population.csv")
        for number in range(len(january) - 1):
            year = first_year + number
            middle = (january[number] + january[number + 1]) / 2
            for day, people in ((f"{year}-07-01", middle), (f"{year}-12-31", january[number + 1])):
                start = f"{safe_text(place)},{day}"
                figures = map(number_text, people.ravel().tolist())
                stream.write(
                    "".join([f"{start}{cell}{figure}\n" for cell, figure in zip(_CELLS, figures, strict=True)])
                )

    def add_indicators(self, place: str, years: Sequence[int], names: Sequence[str], values: Array) -> None:
        """Indicators of a place: values (year, name)."""
        _require_shape(values, (len(years), len(names)))
        stream = self._stream("indicators.csv")
        start = safe_text(place)
        for year, row in zip(years, values.tolist(), strict=True):
            stream.write(
                "".join(
                    [f"{start},{year},{name},{number_text(value)}\n" for name, value in zip(names, row, strict=True)]
                )
            )

    def add_quantiles(
        self, place: str, years: Sequence[int], items: Sequence[str], values: Array, *, quantiles: Sequence[float]
    ) -> None:
        """Quantiles of a place: values (year, item, quantile)."""
        _require_shape(values, (len(years), len(items), len(quantiles)))
        stream = self._stream("quantiles.csv")
        ends = [number_text(quantile) for quantile in quantiles]
        for year, rows in zip(years, values.tolist(), strict=True):
            for item, row in zip(items, rows, strict=True):
                start = f"{safe_text(place)},{year},{item}"
                stream.write(
                    "".join([f"{start},{end},{number_text(value)}\n" for end, value in zip(ends, row, strict=True)])
                )

    def _stream(self, name: str) -> TextIO:
        if name not in self._open:
            path = self.folder / f"{name}{UNFINISHED}"
            self._open[name] = path.open("w", encoding="utf-8", newline="\n")
            self._open[name].write(f"{HEADS[name]}\n")
        return self._open[name]


def _require_shape(values: Array, allowed: tuple[int, ...]) -> None:
    found = np.shape(values)
    if len(found) != len(allowed) or any(want not in (-1, have) for want, have in zip(allowed, found, strict=True)):
        raise DataProblem("results_shape_differs", found=str(found), allowed=str(allowed).replace("-1", "…"))

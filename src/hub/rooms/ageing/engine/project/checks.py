"""Checks of the arrays that a projection starts from: shapes, places, gaps, signs and death rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array

FIRST_YEARS = (1800, 2300)
# At 2 deaths per person-year all die within the age and a life table has nobody left to follow; a hundred ages of 1.9
# still leave a number above 0.
MORTALITY_LIMIT = 1.9


@dataclass(frozen=True, slots=True)
class Part:
    """One array of the inputs: (..., [time,] then its own axes).

    labels     what stands along its own axes, for people to read
    is_timed   has an axis of years or periods before its own
    is_signed  may be under 0
    """

    name: str
    labels: tuple[Sequence[object], ...] = ()
    is_timed: bool = True
    is_signed: bool = False

    @property
    def own_axes(self) -> int:
        return len(self.labels) + self.is_timed


def arrays_of(holder: object, parts: Sequence[Part], times: Sequence[object]) -> dict[str, Array]:
    """The arrays of `holder` as float64, all checked; their order in time is that of `times`.

    Errors: projection_shape_differs, projection_times_differ, projection_places_differ, projection_not_finite,
    projection_negative, mortality_out_of_range (of the part called mortality).
    """
    arrays = {part.name: np.asarray(getattr(holder, part.name), np.float64) for part in parts}
    for part in parts:
        _require_shape(part, arrays[part.name], len(times))
    places_of(arrays, parts)
    for part in parts:
        labels = ((times,) if part.is_timed else ()) + part.labels
        _require_numbers(part, arrays[part.name], labels)
        if part.name == "mortality":
            _require_mortality(arrays[part.name], labels)
    return arrays


def places_of(arrays: dict[str, Array], parts: Sequence[Part]) -> tuple[int, ...]:
    """Lengths of the leading axes, all arrays together. Errors: projection_places_differ."""
    seen: tuple[int, ...] = ()
    for part in parts:
        array = arrays[part.name]
        leading = array.shape[: array.ndim - part.own_axes]
        try:
            seen = np.broadcast_shapes(seen, leading)
        except ValueError:
            raise DataProblem("projection_places_differ", parameter=part.name, found=leading, allowed=seen) from None
    return seen


def require_first_year(year: int) -> None:
    """Errors: first_year_out_of_range."""
    low, high = FIRST_YEARS
    if not low <= year <= high:
        raise DataProblem("first_year_out_of_range", found=year, low=low, high=high)


def times_in(holder: object, parts: Sequence[Part]) -> int:
    """How many years or periods the first timed array has. Errors: projection_without_years."""
    part = next(part for part in parts if part.is_timed)
    array = np.asarray(getattr(holder, part.name))
    count = array.shape[array.ndim - part.own_axes] if array.ndim >= part.own_axes else 1
    if not count:
        raise DataProblem("projection_without_years", parameter=part.name)
    return count


def _require_shape(part: Part, array: Array, times: int) -> None:
    own = array.shape[array.ndim - part.own_axes :] if array.ndim >= part.own_axes else ()
    lengths = tuple(len(labels) for labels in part.labels)
    if len(own) != part.own_axes or own[len(own) - len(lengths) :] != lengths:
        shape = ["…", *(["years"] if part.is_timed else []), *(str(length) for length in lengths)]
        raise DataProblem(
            "projection_shape_differs", parameter=part.name, found=array.shape, allowed=f"({', '.join(shape)})"
        )
    if part.is_timed and own[0] != times:
        raise DataProblem("projection_times_differ", parameter=part.name, found=own[0], allowed=times)


def _require_numbers(part: Part, array: Array, labels: Sequence[Sequence[object]]) -> None:
    gaps = ~np.isfinite(array)
    if gaps.any():
        others = int(gaps.sum()) - 1
        raise DataProblem("projection_not_finite", parameter=part.name, where=_first_place(gaps, labels), others=others)
    below = array < 0
    if not part.is_signed and below.any():
        found, where = float(array[below][0]), _first_place(below, labels)
        raise DataProblem("projection_negative", parameter=part.name, found=found, where=where)


def _require_mortality(array: Array, labels: Sequence[Sequence[object]]) -> None:
    wrong = array > MORTALITY_LIMIT
    wrong[..., -1] = array[..., -1] <= 0
    if wrong.any():
        found, where = float(array[wrong][0]), _first_place(wrong, labels)
        raise DataProblem("mortality_out_of_range", found=found, where=where, high=MORTALITY_LIMIT)


def _first_place(wrong: NDArray[np.bool_], labels: Sequence[Sequence[object]]) -> str:
    """Where the first True stands: numbers of the leading axes, from 1, then labels."""
    index: list[Any] = [int(step) for step in np.unravel_index(int(np.argmax(wrong)), wrong.shape)]
    leading = len(index) - len(labels)
    own = [str(names[step]) for names, step in zip(labels, index[leading:], strict=True)]
    return " / ".join([*(f"#{step + 1}" for step in index[:leading]), *own])

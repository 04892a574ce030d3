"""Fill from other editions: what the same place reported for the same indicator before or after."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute.columns import Values
from hub.rooms.monitoring.engine.steps import Table

PANEL_METHODS = ("panel-latest", "panel-linear", "panel-constant")
ENDS = ("carry", "gap")


@dataclass(frozen=True, eq=False)
class History:
    """Values of several editions, all in the same unit; NaN is a gap. Read only.

    years   (editions,)                strictly ascending; a decimal year where editions are not a year apart
    values  (editions, places, nodes)

    Raises DataProblem: history_shape_differs, editions_out_of_order.
    """

    years: tuple[float, ...]
    places: tuple[str, ...]
    nodes: tuple[str, ...]
    values: Values

    def __post_init__(self) -> None:
        shape = (len(self.years), len(self.places), len(self.nodes))
        if self.values.shape != shape:
            raise DataProblem("history_shape_differs", found=str(self.values.shape), allowed=str(shape))
        for earlier, later in pairwise(self.years):
            if not earlier < later:
                raise DataProblem("editions_out_of_order", found=later, before=earlier)
        self.values.setflags(write=False)

    def at(self, year: float) -> Table:
        """The table of one edition; DataProblem("edition_unknown") where there is none."""
        if year not in self.years:
            raise DataProblem("edition_unknown", found=year, allowed=", ".join(f"{one:g}" for one in self.years))
        return Table(self.places, self.nodes, self.values[self.years.index(year)].copy())


@dataclass(frozen=True, eq=False)
class PanelFill:
    """A history without the gaps that its other editions can fill.

    filled   (editions, places, nodes) bool     cells that were gaps and no longer are
    earlier  (editions, places, nodes) float64  year of the earlier value that a filled cell comes from; NaN: none
    later    (editions, places, nodes) float64  year of the later one
    """

    history: History
    filled: NDArray[np.bool_]
    earlier: Values
    later: Values

    def __post_init__(self) -> None:
        for part in (self.filled, self.earlier, self.later):
            part.setflags(write=False)


def impute_panel(history: History, method: str, *, ends: str = "carry", editions: int = 0) -> PanelFill:
    """Fill every gap of a history from the nearest editions of the same place and node that have a value.

    panel-latest    the last value before the gap, at most `editions` editions back (0: any number)
    panel-constant  the last value before the gap
    panel-linear    on the straight line, in years, between the last value before and the first after the gap
    ends            outside the observed range constant and linear `carry` the nearest value, or leave a `gap`

    A series with one value is carried to both sides, or left as it is with `ends="gap"`; one without any stays empty.
    Raises DataProblem: method_unknown, imputation_option_unknown, imputation_count_out_of_range.
    Source: COINr `impute_panel` (there `editions` is max_time, and linear stops at a series with one value).
    """
    _check(method, ends, editions)
    known = ~np.isnan(history.values)
    before, after = _neighbours(known)
    if method == "panel-latest":
        own = np.arange(len(history.years))[:, None, None]
        before = np.where((own - before <= editions) | (editions == 0), before, -1)
        after = np.full(before.shape, -1)
    elif ends == "gap":
        outside = (before < 0) | (after < 0)
        before, after = np.where(outside, -1, before), np.where(outside, -1, after)
    if method == "panel-constant":
        after = np.where(before < 0, after, -1)
    values = np.where(known, history.values, _between(history, before, after))
    filled = ~known & ~np.isnan(values)
    years = np.array(history.years, float)
    return PanelFill(
        History(history.years, history.places, history.nodes, values),
        filled,
        np.where(filled & (before >= 0), years[before], np.nan),
        np.where(filled & (after >= 0), years[after], np.nan),
    )


def _check(method: str, ends: str, editions: int) -> None:
    if method not in PANEL_METHODS:
        raise DataProblem("method_unknown", step="impute", found=method, allowed=", ".join(PANEL_METHODS))
    if ends not in ENDS:
        raise DataProblem("imputation_option_unknown", parameter="ends", found=ends, allowed=", ".join(ENDS))
    if not 0 <= editions <= 1000:
        raise DataProblem("imputation_count_out_of_range", parameter="editions", found=editions, low=0, high=1000)


def _neighbours(known: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Position of the nearest edition with a value at or before, and at or after, each one; -1 where there is none."""
    last = len(known)
    own = np.arange(last)[:, None, None]
    before = np.maximum.accumulate(np.where(known, own, -1), axis=0)
    after = np.minimum.accumulate(np.where(known, own, last)[::-1], axis=0)[::-1]
    return before, np.where(after == last, -1, after)


def _between(history: History, before: NDArray[np.int64], after: NDArray[np.int64]) -> Values:
    """The value on the line between two editions; that of the one where there is only one; NaN where there is none."""
    left = np.where(before >= 0, np.take_along_axis(history.values, np.maximum(before, 0), axis=0), np.nan)
    right = np.where(after >= 0, np.take_along_axis(history.values, np.maximum(after, 0), axis=0), np.nan)
    years = np.array(history.years, float)
    inside = (before >= 0) & (after >= 0)
    distance = np.where(inside & (after > before), years[after] - years[before], 1.0)
    share = (years[:, None, None] - years[before]) / distance
    found: Values = np.where(inside, left + (right - left) * share, np.where(before >= 0, left, right))
    return found


def fill_from_history(
    table: Table, method: str, *, history: History, edition: float, ends: str = "carry", editions: int = 0
) -> Values:
    """Fill the gaps of one edition's table from the other editions: (places, nodes), a new array.

    history  may have other places and nodes, in any order; what it says about `edition` itself gives way to the table
    edition  year of the table; it need not be one of the history's
    Parameters and errors as in `impute_panel`. The history must be in the unit of the table.
    """
    years = tuple(sorted({*history.years, float(edition)}))
    cube = np.full((len(years), len(table.places), len(table.nodes)), np.nan)
    rows, own_rows = _shared(table.places, history.places)
    columns, own_columns = _shared(table.nodes, history.nodes)
    for at, year in enumerate(years):
        if year == edition:
            cube[at] = table.values
        else:
            own = history.values[history.years.index(year)]
            cube[at][np.ix_(rows, columns)] = own[np.ix_(own_rows, own_columns)]
    aligned = History(years, table.places, table.nodes, cube)
    done = impute_panel(aligned, method, ends=ends, editions=editions).history
    return np.array(done.values[years.index(float(edition))])


def _shared(wanted: tuple[str, ...], codes: tuple[str, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions of the codes that both have, in the one and in the other."""
    position = {code: at for at, code in enumerate(codes)}
    pairs = [(at, position[code]) for at, code in enumerate(wanted) if code in position]
    return np.array([own for own, _ in pairs], np.intp), np.array([other for _, other in pairs], np.intp)

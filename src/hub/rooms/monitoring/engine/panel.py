"""From many periods to one table: which observation stands for each place and indicator, and why the others do not."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.observations import Observations
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.recipe import Vintage

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, eq=False)
class Panel:
    """Places x measured nodes.

    values  (places, nodes) float64  the selected observation; NaN is a gap
    low     (places, nodes) float64  lower end of its published 95 % interval; NaN where none was published
    high    (places, nodes) float64  upper end
    cells   (places, nodes) int32    position of the selected observation; where there is no value, of the newest
                                     statement that there is none; -1 where nothing was said at all
    """

    places: tuple[str, ...]
    nodes: tuple[str, ...]
    values: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    cells: NDArray[np.int32]

    def __post_init__(self) -> None:
        for column in (self.values, self.low, self.high, self.cells):
            column.setflags(write=False)


def select(observations: Observations, places: tuple[str, ...], nodes: tuple[str, ...], vintage: Vintage) -> Panel:
    """Take the latest value that ends at or before the date and is not older than the maximum age.

    An older value stands where the newest statement is "not available": a gap is only a gap where no value is left.
    """
    shape = (len(places), len(nodes))
    cells = np.full(shape, -1, np.int32)
    eligible = _eligible(observations, vintage)
    row = _positions(observations.places, places)[observations.place]
    column = _positions(observations.indicators, nodes)[observations.indicator]
    wanted = eligible & (row >= 0) & (column >= 0)
    has_value = ~np.isnan(observations.value)
    ends, starts = observations.ends[observations.period], observations.starts[observations.period]
    # Later entries overwrite earlier ones, so the order says which one wins: a value over none, then the newest.
    order = np.lexsort((np.arange(len(observations)), starts, ends, has_value))
    order = order[wanted[order]]
    cells[row[order], column[order]] = order
    taken = cells >= 0
    values, low, high = (np.full(shape, np.nan) for _ in range(3))
    values[taken] = observations.value[cells[taken]]
    low[taken] = observations.low[cells[taken]]
    high[taken] = observations.high[cells[taken]]
    return Panel(places, nodes, values, low, high, cells)


def _eligible(observations: Observations, vintage: Vintage) -> NDArray[np.bool_]:
    oldest, newest = _bounds(vintage)
    ends = observations.ends[observations.period]
    return (ends <= newest) & (ends >= oldest)


def _bounds(vintage: Vintage) -> tuple[int, int]:
    newest = vintage.date.toordinal()
    return newest - round(vintage.maximum_age_years * DAYS_PER_YEAR), newest


def _positions(codes: tuple[str, ...], wanted: tuple[str, ...]) -> NDArray[np.int64]:
    position = {code: place for place, code in enumerate(wanted)}
    return np.array([position.get(code, -1) for code in codes], dtype=np.int64)


def gap_of(observations: Observations, place: str, node: str, vintage: Vintage) -> Reason:
    """Why there is no value for a place and an indicator.

    Codes: gap_stated (the source says so; with status, note, period), gap_too_old, gap_after_date, gap_not_reported.
    """
    positions = observations.positions(place, node)
    oldest, newest = _bounds(vintage)
    ends = observations.ends[observations.period[positions]]
    stated = positions[(ends >= oldest) & (ends <= newest)]
    if stated.size:
        said = observations.at(int(stated[-1]))
        return Reason("gap_stated", {"status": said.status, "note": said.note, "period": said.period})
    with_value = [position for position in positions if not np.isnan(observations.value[position])]
    if not with_value:
        return Reason("gap_not_reported", {})
    last = observations.at(int(with_value[-1]))
    if observations.ends[observations.period[with_value[-1]]] < oldest:
        limit = (date.fromordinal(newest) - timedelta(days=newest - oldest)).isoformat()
        return Reason("gap_too_old", {"period": last.period, "oldest": limit})
    return Reason("gap_after_date", {"period": last.period, "date": vintage.date.isoformat()})


def reason_not_selected(observations: Observations, position: int, selected: int, vintage: Vintage) -> Reason:
    """Why an observation was passed over: passed_too_old, passed_after_date, passed_without_value, passed_older."""
    oldest, newest = _bounds(vintage)
    end = int(observations.ends[observations.period[position]])
    if end > newest:
        return Reason("passed_after_date", {"date": vintage.date.isoformat()})
    if end < oldest:
        return Reason("passed_too_old", {"oldest": date.fromordinal(oldest).isoformat()})
    if np.isnan(observations.value[position]):
        return Reason("passed_without_value", {"status": observations.statuses[observations.status[position]]})
    newer = observations.periods[observations.period[selected]] if selected >= 0 else ""
    return Reason("passed_older", {"newer": newer})

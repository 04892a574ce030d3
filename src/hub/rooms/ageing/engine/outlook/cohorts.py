"""Two counts and nothing else: cohorts carried on as they changed between them, with how far such projections have missed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.bands import Bands, Group, bands_of
from hub.rooms.ageing.engine.city.hamilton_perry import HamiltonPerry, cohort_ratios, project_by_ratios
from hub.rooms.ageing.engine.tables import BOTH, CityTable, regroup

INTERVALS = (5, 10, 15, 20)
LONGEST_YEARS = 20
# Two counts may be so many years off a multiple of five: fewer people move in a season than in a year.
TOLERANCE_YEARS = 0.3
YEAR_DAYS = 365.25
# First ages of the groups that are told, and the group whose misses were measured.
TOLD: tuple[tuple[str, Group, int, int | None], ...] = (
    ("pop", "total", 0, None),
    ("pop65", "65+", 65, None),
    ("children", "0-4", 0, 5),
)


@dataclass(frozen=True)
class CohortLook:
    """Cohorts carried on.

    first, last  days of the two counts
    starts       first ages of the groups
    projection   people by step, raw and brought to official totals
    bands        what -> its band, of `TOLD`
    official     (step,) official totals; NaN where there is none
    """

    first: date
    last: date
    starts: tuple[int, ...]
    projection: HamiltonPerry
    bands: Mapping[str, Bands]
    official: Array

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years of the steps, the base first."""
        return tuple(self.last.year + ahead for ahead in self.projection.years)

    def people(self, what: str, *, raked: bool = False) -> Array:
        """(step,) persons of one of `TOLD`."""
        _name, _group, first, limit = next(one for one in TOLD if one[0] == what)
        groups = [at for at, start in enumerate(self.starts) if start >= first and (limit is None or start < limit)]
        people = self.projection.raked if raked else self.projection.raw
        summed: Array = people[..., groups].sum(axis=(-2, -1))
        return summed


def cohort_look(table: CityTable, *, district: int, official: Mapping[int, float]) -> CohortLook:
    """Carry the last count of a table on by how cohorts changed since an earlier one.

    table     sexes told apart, no gaps; five-year groups or groups that can be put in them
    official  calendar year -> official total, at the season of the last count; may be empty
    Takes the earlier count that lies 5, 10, 15 or 20 years before the last, the nearest to ten. Raises DataProblem
    `counts_not_paired`, and those of `cohort_ratios`.
    """
    at, interval = _earlier(table)
    starts = tuple(start for start in range(0, table.starts[-1] + 1, 5))
    if table.sexes == (BOTH,) or not set(starts) <= set(table.starts):
        raise DataProblem("counts_not_paired", found=", ".join(map(str, table.dates)), allowed=_allowed())
    fives = regroup(table, starts)
    first, second = fives.persons[at, district], fives.persons[-1, district]
    ratios = cohort_ratios(first, second, interval=interval)
    steps = LONGEST_YEARS // interval
    ahead = np.arange(1, steps + 1) * interval
    totals = np.array([official.get(table.dates[-1].year + int(years), np.nan) for years in ahead])
    projection = project_by_ratios(second, ratios, years=steps * interval, totals=totals)
    look = CohortLook(table.dates[at], table.dates[-1], starts, projection, {}, np.concatenate([[np.nan], totals]))
    bands = {what: bands_of(look.people(what), projection.years, group=group) for what, group, *_ in TOLD}
    return CohortLook(look.first, look.last, starts, projection, bands, look.official)


def _earlier(table: CityTable) -> tuple[int, int]:
    """Position of the earlier count, and the years between."""
    last, pairs = table.dates[-1], []
    for at, day in enumerate(table.dates[:-1]):
        years = (last - day).days / YEAR_DAYS
        pairs += [(abs(each - 10), at, each) for each in INTERVALS if abs(years - each) <= TOLERANCE_YEARS]
    if not pairs:
        raise DataProblem("counts_not_paired", found=", ".join(map(str, table.dates)), allowed=_allowed())
    _distance, at, interval = min(pairs)
    return at, interval


def _allowed() -> str:
    return ", ".join(map(str, INTERVALS))

"""How far projections by cohort ratios have missed, as a band around each of their figures.

The misses were measured on the UN's own estimates for 156 countries of more than a million people, from bases between 2000
and 2015 with the 5 years before: mean absolute percentage errors, the worst base year of each horizon. Countries are kinder
than towns, so a band is the least to be expected and no interval of a known probability.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array

Group = Literal["total", "65+", "0-4"]

# Horizon in years: lowest and highest mean absolute percentage error of the total over the base years.
TOTAL_ERRORS: Final = {5: (2.0, 2.6), 10: (4.6, 5.7), 15: (7.0, 8.7), 20: (9.1, 11.3)}
# The same with ratios alone.
TOTAL_ERRORS_BY_RATIOS: Final = {5: (2.1, 2.8), 10: (5.0, 6.6), 15: (7.8, 11.4), 20: (10.5, 12.9)}
# Groups were measured after 10 years only; at other horizons they are taken to grow as the total's error does.
GROUP_ERRORS: Final[dict[Group, tuple[float, float]]] = {"65+": (5.2, 7.8), "0-4": (13.0, 19.0)}
GROUP_HORIZON: Final = 10


@dataclass(frozen=True)
class Bands:
    """A figure with its band.

    years        (step,)  years after the base
    percent      (step,)  mean absolute percentage error at that horizon, 0 at the base
    low, high    (step,)  the figure less and plus that error
    is_measured  (step,)  True where the error was measured at this horizon, False where it was scaled from another
    """

    years: tuple[int, ...]
    percent: Array
    low: Array
    high: Array
    is_measured: tuple[bool, ...]


def error_percent(group: Group, years: int) -> float:
    """The mean absolute percentage error of a group so many years ahead: 0, 5, 10, 15 or 20.

    Raises DataProblem `horizon_not_measured`, `group_not_measured`.
    """
    if years == 0:
        return 0.0
    if years not in TOTAL_ERRORS:
        raise DataProblem("horizon_not_measured", found=years, allowed=", ".join(map(str, TOTAL_ERRORS)))
    total = TOTAL_ERRORS[years][1]
    if group == "total":
        return total
    if group not in GROUP_ERRORS:
        raise DataProblem("group_not_measured", found=group, allowed=", ".join(("total", *GROUP_ERRORS)))
    return GROUP_ERRORS[group][1] * total / TOTAL_ERRORS[GROUP_HORIZON][1]


def bands_of(people: Array, years: tuple[int, ...], *, group: Group) -> Bands:
    """The band around a projected number of people.

    people  (step,)  persons of the group in each step, the base first
    years   (step,)  years after the base, 0 first
    group   `total`, `65+` or `0-4`
    """
    percent = np.array([error_percent(group, ahead) for ahead in years])
    measured = tuple(ahead == 0 or group == "total" or ahead == GROUP_HORIZON for ahead in years)
    return Bands(years, percent, people * (1 - percent / 100), people * (1 + percent / 100), measured)

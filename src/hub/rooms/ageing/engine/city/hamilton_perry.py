"""Hamilton-Perry: a projection from two pyramids and nothing else, by the ratios with which cohorts grew between them.

CCR(x) = P(x + n, t) / P(x, t - n), by sex, the open group pooled; young children by their ratio to women of child-bearing
age. Where CCR > 1 the difference P(x + n, t) - P(x, t - n) is added instead (CCD), so that growth does not explode.
Sources: Hamilton & Perry (1962); Swanson, Schlottmann & Schmidt (2010); Tayman & Swanson (2017) for the synthetic method.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FEMALE, SEXES, Array
from hub.rooms.ageing.engine.city.country import check_shape

Mask = NDArray[np.bool_]

GROUP_YEARS: Final = 5
INTERVALS: Final = (5, 10, 15, 20)
LONGEST_YEARS: Final = 20
LOWEST_RATIO: Final = 0.5
HIGHEST_RATIO: Final = 2.0
# At older ages deaths alone take a cohort below half: the lower limit holds for groups that begin below this age.
LOWER_LIMIT_BELOW_AGE: Final = 70
FEWEST_PEOPLE: Final = 25
MOTHERS_FROM: Final = 15
MOTHERS_TO: Final = 50
# An open group below this age would leave nothing to say about older people.
LOWEST_OPEN_AGE: Final = 60


@dataclass(frozen=True)
class CohortRatios:
    """How cohorts changed in `interval` years.

    interval   years between the two pyramids
    ratios     (sex, group)  CCR by the group that is REACHED; the first interval / 5 groups are unused, 0
    children   (sex, interval / 5)  children of the first groups per woman who can be their mother
    borrowed   (sex, group)  True where the country's ratio stands in, its cell having too few people
    limited    (sex, group)  True where the ratio was outside its limits and was set to the limit
    """

    interval: int
    ratios: Array
    children: Array
    borrowed: Mask
    limited: Mask


@dataclass(frozen=True)
class HamiltonPerry:
    """A projection; years from the last pyramid, which itself is the first entry.

    years   (step,)  0, n, 2n … at most 20
    raw     (step, sex, group)  persons
    raked   (step, sex, group)  the same, brought to the official totals step by step; equal to `raw` where there are none
    """

    years: tuple[int, ...]
    raw: Array
    raked: Array


def cohort_ratios(first: Array, second: Array, *, interval: int, country: CohortRatios | None = None) -> CohortRatios:
    """The ratios of two pyramids of the same place and boundaries.

    first, second  (sex, group)  persons in groups of 5 years, 0-4 first, the last one open at 60 or more
    interval       years between them: 5, 10, 15 or 20
    country        the country's ratios over the same years: used where a cell of `first` has fewer than 25 people
    Ratios are limited to 0.5 to 2 (the lower limit only below age 70). Gaps: none allowed.
    Raises DataProblem `pyramids_differ`, `interval_not_allowed`, `open_age_too_low`, `ratio_undefined`.
    """
    groups = _groups_of(first, second, interval)
    skipped = interval // GROUP_YEARS
    started, reached = _pooled(first, skipped), second[:, skipped:]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.pad(reached / started, ((0, 0), (skipped, 0)))
        children = np.stack([second[:, child] / mothers_of(second, child) for child in range(skipped)], axis=-1)
    few = np.pad(started < FEWEST_PEOPLE, ((0, 0), (skipped, 0)))
    borrowed = few & (country is not None)
    if country is not None:
        check_shape("country", country.ratios, ratios.shape)
        ratios = np.where(borrowed, country.ratios, ratios)
        children = np.where(np.isfinite(children), children, country.children)
    if not (np.isfinite(ratios).all() and np.isfinite(children).all()):
        raise DataProblem("ratio_undefined", found=0, allowed=FEWEST_PEOPLE)
    lowest = np.where(np.arange(groups) * GROUP_YEARS < LOWER_LIMIT_BELOW_AGE, LOWEST_RATIO, 0.0)
    lowest[:skipped] = 0.0
    limited = np.clip(ratios, lowest, HIGHEST_RATIO)
    return CohortRatios(interval, limited, children, borrowed, limited != ratios)


def national_change(pyramids: Array, *, interval: int) -> tuple[CohortRatios, ...]:
    """Ratios of a country's pyramids `interval` years apart, for each pair that follows on another.

    pyramids  (date, sex, group)  the first two at the dates of the city's own, then the projected ones
    returns   one fewer than there are dates
    """
    pairs = zip(pyramids[:-1], pyramids[1:], strict=True)
    return tuple(cohort_ratios(first, second, interval=interval) for first, second in pairs)


def project_ratios(
    start: Array,
    ratios: CohortRatios,
    *,
    years: int,
    change: Sequence[CohortRatios] = (),
    totals: Array | None = None,
) -> HamiltonPerry:
    """Carry a pyramid forward with its ratios, differences where a ratio is above 1.

    start   (sex, group)  persons, the second of the two pyramids
    years   how far: a multiple of the interval, at most 20
    change  the country's ratios (`national_change`): the city's are scaled by how the country's differ from those of the
            base interval ("synthetic"); none leaves them constant
    totals  (step,)  official totals of each step after the start; NaN where there is none
    Raises DataProblem `horizon_too_long`, `horizon_not_multiple`, `change_too_short`, `city_shape_differs`.
    """
    steps = _steps_of(years, ratios.interval)
    if change and len(change) < steps + 1:
        raise DataProblem("change_too_short", found=len(change) + 1, allowed=steps + 2)
    wanted = np.full(steps, np.nan) if totals is None else totals
    if wanted.shape != (steps,):
        raise DataProblem("city_shape_differs", parameter="totals", found=wanted.shape, allowed=(steps,))
    raw, raked = [start], [start]
    for step in range(steps):
        current = _scaled(ratios, change[0], change[step + 1]) if change else ratios
        raw.append(_step(raw[-1], current, start))
        free = _step(raked[-1], current, start)
        raked.append(free if np.isnan(wanted[step]) else free * (wanted[step] / free.sum()))
    return HamiltonPerry(tuple(range(0, years + 1, ratios.interval)), np.stack(raw), np.stack(raked))

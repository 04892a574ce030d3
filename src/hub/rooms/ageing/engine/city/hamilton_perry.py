"""Hamilton-Perry: a projection from two pyramids and nothing else, by the ratios with which cohorts grew between them.

CCR(x) = P(x + n, t) / P(x, t - n), by sex, the open group pooled; young children by their ratio to women of child-bearing
age. Where CCR > 1 the difference P(x + n, t) - P(x, t - n) is added instead (CCD), so that growth does not explode.
Sources: Hamilton & Perry (1962); Swanson, Schlottmann & Schmidt (2010); Tayman & Swanson (2017) for the synthetic method.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FEMALE, SEXES, Array
from hub.rooms.ageing.engine.city.country import check_shape
from hub.rooms.ageing.engine.project.raking import rake_to_total

Mask = NDArray[np.bool_]

GROUP_YEARS: Final = 5
INTERVALS: Final = (5, 10, 15, 20)
LONGEST_YEARS: Final = 20
LOWEST_RATIO: Final = 0.5
HIGHEST_RATIO: Final = 2.0
# At older ages, and in any open group, deaths alone take a cohort below half: the lower limit holds for closed groups that
# begin below this age.
LOWER_LIMIT_BELOW_AGE: Final = 70
FEWEST_PEOPLE: Final = 25
MOTHERS_FROM: Final = 15
MOTHERS_TO: Final = 50
# Mothers of the oldest children that an interval of 20 years leaves to be estimated are up to 64.
LOWEST_OPEN_AGE: Final = 65


@dataclass(frozen=True)
class CohortRatios:
    """How cohorts changed in `interval` years; groups are those REACHED, and the first interval / 5 are children's, 0 here.

    interval       years between the two pyramids
    started        (sex, group)  persons of the first pyramid, one group per group reached, the open one pooled
    ratios         (sex, group)  CCR, within its limits
    children       (sex, interval / 5)  children of the first groups per woman of an age to be their mother
    by_difference  (sex, group)  True where the cohort grows by a number of people, CCR above 1, and not by a ratio
    borrowed       (sex, group)  True where the country's ratio stands in, the cell having fewer than 25 people
    limited        (sex, group)  True where the ratio was beyond a limit and was set to it
    """

    interval: int
    started: Array
    ratios: Array
    children: Array
    by_difference: Mask
    borrowed: Mask
    limited: Mask


@dataclass(frozen=True)
class HamiltonPerry:
    """A projection by ratios.

    years   (step,)  years after the second pyramid: 0, n, 2n … at most 20
    raw     (step, sex, group)  persons
    raked   (step, sex, group)  the same brought to the official totals, each step before the next one is made; where there
            is no official total, carried on from the raked figures before
    """

    years: tuple[int, ...]
    raw: Array
    raked: Array


def cohort_ratios(first: Array, second: Array, *, interval: int, country: CohortRatios | None = None) -> CohortRatios:
    """The ratios between two pyramids of the same place and boundaries.

    first, second  (sex, group)  persons in groups of 5 years, 0-4 first, the last one open at 65 or more
    interval       years between them: 5, 10, 15 or 20
    country        the country's ratios over the same years: used where a cell of `first` has fewer than 25 people, and for
                   children where there is no woman to be their mother
    Ratios are kept within 0.5 and 2, the lower limit only in closed groups below age 70. Gaps: none allowed.
    Raises DataProblem `interval_not_allowed`, `open_age_too_low`, `pyramids_differ`, `ratio_undefined`,
    `city_value_missing`, `city_people_negative`.
    """
    _require_pyramids(first, second, interval)
    skipped = interval // GROUP_YEARS
    started = _pooled(first, skipped)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = second / started
        children = np.stack([second[:, child] / _mothers(second, child) for child in range(skipped)], axis=-1)
    ratios[:, :skipped] = 0.0
    borrowed = np.zeros(ratios.shape, np.bool_)
    if country is not None:
        check_shape("country", country.ratios, ratios.shape)
        borrowed = started < FEWEST_PEOPLE
        borrowed[:, :skipped] = False
        ratios = np.where(borrowed, country.ratios, ratios)
        children = np.where(np.isfinite(children), children, country.children)
    if not (np.isfinite(ratios).all() and np.isfinite(children).all()):
        raise DataProblem("ratio_undefined", found=0, allowed=FEWEST_PEOPLE)
    starts = np.arange(ratios.shape[-1]) * GROUP_YEARS
    lowest = np.where((starts >= interval) & (starts < LOWER_LIMIT_BELOW_AGE), LOWEST_RATIO, 0.0)
    lowest[-1] = 0.0
    kept = np.clip(ratios, lowest, HIGHEST_RATIO)
    return CohortRatios(interval, started, kept, children, (kept > 1) & ~borrowed, borrowed, kept != ratios)


def national_change(pyramids: Array, *, interval: int) -> tuple[CohortRatios, ...]:
    """Ratios of a country's pyramids `interval` years apart, for each pair that follows on another.

    pyramids  (date, sex, group)  the first two at the dates of the city's own, then the country's projected ones
    """
    return tuple(cohort_ratios(first, second, interval=interval) for first, second in pairwise(pyramids))


def project_by_ratios(
    start: Array,
    ratios: CohortRatios,
    *,
    years: int,
    change: Sequence[CohortRatios] = (),
    totals: Array | None = None,
) -> HamiltonPerry:
    """Carry a pyramid forward by its ratios, and by differences where a ratio is above 1.

    start   (sex, group)  persons: the second of the two pyramids
    years   how far: a multiple of the interval, at most 20
    change  the country's ratios from `national_change`: the city's are scaled by how the country's of each coming interval
            stand to those of the base interval ("synthetic"); none leaves them constant
    totals  (step,)  official totals after each step; NaN where there is none
    Raises DataProblem `horizon_too_long`, `horizon_not_multiple`, `change_too_short`, `city_shape_differs`,
    `official_total_out_of_range`.
    """
    steps = _steps_of(years, ratios.interval)
    if change and len(change) < steps + 1:
        raise DataProblem("change_too_short", found=len(change) + 1, allowed=steps + 2)
    wanted = _official(totals, steps)
    raw, raked = [start], [start]
    for step in range(steps):
        current = _scaled(ratios, base=change[0], coming=change[step + 1]) if change else ratios
        raw.append(_stepped(raw[-1], current))
        carried = _stepped(raked[-1], current)
        raked.append(carried if np.isnan(wanted[step]) else rake_to_total(carried, wanted[step]).raked)
    return HamiltonPerry(tuple(range(0, years + 1, ratios.interval)), np.stack(raw), np.stack(raked))


def _require_pyramids(first: Array, second: Array, interval: int) -> None:
    if interval not in INTERVALS:
        raise DataProblem("interval_not_allowed", found=interval, allowed=", ".join(map(str, INTERVALS)))
    if first.shape != second.shape:
        raise DataProblem("pyramids_differ", found=second.shape, allowed=first.shape)
    open_age = (first.shape[-1] - 1) * GROUP_YEARS
    if open_age < LOWEST_OPEN_AGE:
        raise DataProblem("open_age_too_low", found=open_age, low=LOWEST_OPEN_AGE)
    for parameter, pyramid in (("first", first), ("second", second)):
        check_shape(parameter, pyramid, (len(SEXES), first.shape[-1]))
        if (pyramid < 0).any():
            raise DataProblem("city_people_negative", parameter=parameter, found=float(pyramid.min()))


def _steps_of(years: int, interval: int) -> int:
    if years > LONGEST_YEARS:
        raise DataProblem("horizon_too_long", found=years, high=LONGEST_YEARS)
    if years < interval or years % interval:
        raise DataProblem("horizon_not_multiple", found=years, allowed=interval)
    return years // interval


def _official(totals: Array | None, steps: int) -> Array:
    wanted = np.full(steps, np.nan) if totals is None else np.asarray(totals, np.float64)
    if wanted.shape != (steps,):
        raise DataProblem("city_shape_differs", parameter="totals", found=wanted.shape, allowed=(steps,))
    if (wanted <= 0).any():
        raise DataProblem("official_total_out_of_range", found=float(np.nanmin(wanted)), low=0)
    return wanted


def _pooled(people: Array, skipped: int) -> Array:
    """Persons moved to the group that they reach; all who reach the open one together."""
    moved = np.zeros_like(people)
    moved[:, skipped:-1] = people[:, : -skipped - 1]
    moved[:, -1] = people[:, -skipped - 1 :].sum(axis=-1)
    return moved


def _mothers(people: Array, child: int) -> float:
    """Women who were 15 to 49 in the middle of the years when the children of a group were born."""
    return float(people[FEMALE, MOTHERS_FROM // GROUP_YEARS + child : MOTHERS_TO // GROUP_YEARS + child].sum())


def _stepped(people: Array, ratios: CohortRatios) -> Array:
    skipped = ratios.interval // GROUP_YEARS
    cohorts = _pooled(people, skipped)
    added = np.maximum(cohorts + (ratios.ratios - 1) * ratios.started, 0.0)
    after = np.where(ratios.by_difference, added, cohorts * ratios.ratios)
    # The oldest children first: they can be among the mothers of the youngest.
    for child in range(skipped - 1, -1, -1):
        after[:, child] = ratios.children[:, child] * _mothers(after, child)
    return after


def _scaled(own: CohortRatios, *, base: CohortRatios, coming: CohortRatios) -> CohortRatios:
    ratios = np.divide(coming.ratios, base.ratios, out=np.ones_like(own.ratios), where=base.ratios > 0) * own.ratios
    children = own.children * np.divide(
        coming.children, base.children, out=np.ones_like(own.children), where=base.children > 0
    )
    return replace(own, ratios=ratios, children=children)

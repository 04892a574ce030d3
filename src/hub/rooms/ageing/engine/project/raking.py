"""Raking: making people by age and sex add up to official figures, the raw ones kept beside the raked.

Source: Deming & Stephan (1940), iterative proportional fitting: among all tables with the given margins it finds the one
nearest to the raw table in relative entropy, and keeps the raw table's cross-product ratios.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array

ROUNDS = 1_000
# The largest part by which a raked figure may miss its official one.
TOLERANCE = 1e-9
# Margins are rounded when they are published: their totals may differ by so small a part, and are then scaled to the last.
TOTALS_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Margin:
    """Official figures of a table, summed over some of its axes.

    totals  the table's shape with length 1 on every axis that is summed; with `starts`, as many on the last axis as groups
    starts  first ages of groups on the last axis, ascending from 0; none: single ages, or all ages where the length is 1
    """

    totals: Array
    starts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Raked:
    """People before and after, the same shape; `rounds` is how often all margins were gone through."""

    raw: Array
    raked: Array
    rounds: int

    @property
    def factors(self) -> Array:
        """What each cell was multiplied by; 1 where there was nobody."""
        factors: Array = np.divide(self.raked, self.raw, out=np.ones_like(self.raked), where=self.raw > 0)
        return factors


def rake_to_total(people: Array, total: Array) -> Raked:
    """Scale people (..., sex, age) to the official number of all together (...); the structure stays.

    Errors: raking_shape_differs, raking_not_finite, raking_negative, raking_impossible.
    """
    return rake(people, (Margin(np.asarray(total, np.float64)[..., None, None]),))


def rake(people: Array, margins: Sequence[Margin]) -> Raked:
    """Fit a table of people, of any axes, to all margins at once.

    The last margin is met exactly, the others within `TOLERANCE`; where their totals differ by rounding, they are first
    scaled to those of the last. Cells of 0 stay 0. Gaps: none allowed.
    Errors: raking_shape_differs, raking_groups_unusable, raking_not_finite, raking_negative, raking_impossible (people are
    wanted where there are none), raking_totals_differ, raking_not_reached.
    """
    raw = np.array(people, np.float64)
    _require_people(raw, 0)
    for number, margin in enumerate(margins, 1):
        _require_margin(raw, margin, number)
    fitted = _of_one_total(margins)
    raked = raw
    for done in range(1, ROUNDS + 1):
        for margin in fitted:
            raked = raked * _spread(_ratio(margin.totals, _summed(raked, margin)), margin, raked)
        if all(_misses(raked, margin) <= TOLERANCE for margin in fitted):
            return Raked(raw, raked, done)
    raise DataProblem("raking_not_reached", found=ROUNDS, allowed=TOLERANCE)


def _summed(people: Array, margin: Margin) -> Array:
    """People as `margin.totals` counts them."""
    if margin.starts:
        people = np.add.reduceat(people, list(margin.starts), axis=-1)
    over = tuple(axis for axis, length in enumerate(margin.totals.shape) if length == 1 and people.shape[axis] > 1)
    summed: Array = people.sum(axis=over, keepdims=True)
    return summed


def _spread(factors: Array, margin: Margin, people: Array) -> Array:
    """Factors of groups given to each of their ages."""
    if not margin.starts:
        return factors
    return np.repeat(factors, np.diff([*margin.starts, people.shape[-1]]), axis=-1)


def _ratio(wanted: Array, found: Array) -> Array:
    return np.divide(wanted, found, out=np.ones_like(wanted), where=found > 0)


def _misses(people: Array, margin: Margin) -> float:
    return float(np.max(np.abs(_ratio(_summed(people, margin), margin.totals) - 1), initial=0.0))


def _of_one_total(margins: Sequence[Margin]) -> list[Margin]:
    """Margins scaled to the last one in what they all tell apart. Errors: raking_totals_differ."""
    if not margins:
        return []
    shared = [
        len({margin.totals.shape[axis] for margin in margins}) == 1
        for axis in range(margins[-1].totals.ndim - 1)
    ]  # fmt: skip
    shared.append(len({(margin.totals.shape[-1], margin.starts) for margin in margins}) == 1)
    over = tuple(axis for axis, is_shared in enumerate(shared) if not is_shared)
    last = margins[-1].totals.sum(axis=over, keepdims=True)
    fitted = []
    for number, margin in enumerate(margins[:-1], 1):
        found = margin.totals.sum(axis=over, keepdims=True)
        wrong = np.abs(found - last) > TOTALS_TOLERANCE * np.maximum(found, last)
        if wrong.any():
            raise DataProblem(
                "raking_totals_differ", number=number, found=float(found[wrong][0]), allowed=float(last[wrong][0])
            )
        fitted.append(Margin(margin.totals * _ratio(last, found), margin.starts))
    return [*fitted, margins[-1]]


def _require_margin(people: Array, margin: Margin, number: int) -> None:
    starts = margin.starts
    if starts and (starts[0] != 0 or list(starts) != sorted(set(starts)) or starts[-1] >= people.shape[-1]):
        raise DataProblem("raking_groups_unusable", number=number, found=starts, allowed=people.shape[-1] - 1)
    whole = (*people.shape[:-1], len(starts)) if starts else people.shape
    have = margin.totals.shape
    if len(have) != len(whole) or any(length not in (1, full) for length, full in zip(have, whole, strict=True)):
        raise DataProblem("raking_shape_differs", number=number, found=have, allowed=whole)
    _require_people(margin.totals, number)
    if ((_summed(people, margin) == 0) & (margin.totals > 0)).any():
        raise DataProblem("raking_impossible", number=number)


def _require_people(people: Array, number: int) -> None:
    if not np.isfinite(people).all():
        raise DataProblem("raking_not_finite", number=number, others=int((~np.isfinite(people)).sum()) - 1)
    if (people < 0).any():
        raise DataProblem("raking_negative", number=number, found=float(people.min()))

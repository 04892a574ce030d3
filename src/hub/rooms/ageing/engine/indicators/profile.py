"""People of both sexes counted up by age, from single years or from groups; people within an age are spread evenly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, Array

SINGLE_AGES = tuple(range(AGES))


@dataclass(frozen=True)
class AgeProfile:
    """People of both sexes by age, counted up from birth.

    starts     first age of each group, ascending from 0; the last group is open
    cumulated  (..., group + 1)  people younger than the start of each group, then everybody
    """

    starts: tuple[int, ...]
    cumulated: Array

    @property
    def total(self) -> Array:
        """Everybody: (...)."""
        whole: Array = self.cumulated[..., -1]
        return whole

    def below(self, age: Array | float) -> Array:
        """People younger than an exact age, one for all or one for each pyramid (...).

        A gap (NaN) for ages beyond the start of the open group: over what they spread is not known.
        """
        ages = np.asarray(age, float)
        known = ages <= self.starts[-1]
        position = np.where(known, np.interp(ages, self.starts, np.arange(len(self.starts))), 0.0)
        group = np.floor(position).astype(np.intp)
        if ages.ndim == 0:
            here, there = self.cumulated[..., int(group)], self.cumulated[..., int(group) + 1]
        else:
            shape = np.broadcast_shapes(ages.shape, self.cumulated.shape[:-1])
            counted = np.broadcast_to(self.cumulated, (*shape, self.cumulated.shape[-1]))
            wanted = np.broadcast_to(group, shape)[..., None]
            here = np.take_along_axis(counted, wanted, axis=-1)[..., 0]
            there = np.take_along_axis(counted, wanted + 1, axis=-1)[..., 0]
        return np.where(known, here + (position - group) * (there - here), np.nan)

    def above(self, age: Array | float) -> Array:
        """People of an exact age or older: (...)."""
        return self.total - self.below(age)

    def between(self, first: Array | float, limit: Array | float) -> Array:
        """People from the exact age `first` up to, not including, the exact age `limit`: (...)."""
        return self.below(limit) - self.below(first)


def profile_of(people: Array, starts: Sequence[int] = SINGLE_AGES) -> AgeProfile:
    """Count people up by age.

    people  (..., sex, group)  persons
    starts  first age of each group; the last one is open
    Gaps: carried on, a gap at one age makes every older count a gap.
    Raises DataProblem("age_groups_unusable") where the groups do not ascend from 0 or are not as many as the array has.
    """
    if len(starts) != people.shape[-1] or starts[0] != 0 or any(np.diff(starts) <= 0):
        raise DataProblem("age_groups_unusable", found=", ".join(map(str, starts)), allowed=people.shape[-1])
    both = people.sum(axis=-2)
    cumulated = np.zeros((*both.shape[:-1], both.shape[-1] + 1))
    np.cumsum(both, axis=-1, out=cumulated[..., 1:])
    return AgeProfile(tuple(starts), cumulated)


def per_hundred(part: Array, whole: Array) -> Array:
    """`part` for every hundred of `whole`; a gap (NaN) where `whole` is nobody."""
    return 100 * ratio(part, whole)


def ratio(part: Array, whole: Array) -> Array:
    """`part` for every one of `whole`; a gap (NaN) where `whole` is nobody."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.asarray(whole) > 0, part / whole, np.nan)

"""People by single year of age from five-year groups, and open groups split.

Source of the method: least-curvature graduation (see `smooth`) about an expected form, as the United Nations' base populations
follow births and survival; the split of an open group follows a reference population of the same year.
"""

from collections.abc import Sequence

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, GROUP_STARTS, Array, grouped
from hub.rooms.ageing.engine.graduate.smooth import group_operator, smoothing

OPERATOR = group_operator(GROUP_STARTS, AGES)
# Rounds in which ages that came out below 0 are set to a share of the even spread.
FLOOR_SHARE = 0.01


def single_ages(groups: Array, shape: Array) -> Array:
    """People by single year of age whose five-year groups are the given ones.

    groups   (..., 21)   persons at 0-4 … 95-99, 100+, not negative
    shape    (..., 101)  the expected form by single age, above 0: births by year of birth times survival where births are
             known (`cohort_shape`), else survival alone; the level of the form does not count
    returns  (..., 101)  shape x the smoothest factor that meets every group; nowhere below 0
    Raises `pyramid_groups_differ`, `pyramid_negative`. Gaps: none allowed.
    """
    _check(groups)
    wide = np.broadcast_to(shape, (*groups.shape[:-1], AGES))
    people = np.empty((*groups.shape[:-1], AGES))
    for place in np.ndindex(*groups.shape[:-1]):
        people[place] = smoothing(OPERATOR, wide[place]) @ groups[place]
    return met_groups(people, groups)


def met_groups(people: Array, groups: Array) -> Array:
    """People by single age without negative ones, scaled in each five-year group to its known sum.

    people (..., 101), groups (..., 21); a group without anybody of its own is spread evenly over its ages.
    """
    sizes = grouped(np.ones(AGES))
    even = np.repeat(groups / sizes, sizes.astype(int), axis=-1)
    # A hundredth of the even spread keeps an age from dying out because a curve dipped.
    kept = np.where(people > FLOOR_SHARE * even, people, FLOOR_SHARE * even)
    met = grouped(kept)
    ratio = np.divide(groups, met, out=np.zeros_like(met), where=met > 0)
    fitted: Array = kept * np.repeat(ratio, sizes.astype(int), axis=-1)
    return fitted


def cohort_shape(births: Array, living: Array) -> Array:
    """The expected form of a population by age on 1 January: births of the year of birth times the share still alive.

    births   (..., 101)  births by age reached: first those of the year before the date; the last stands for all of 100+
    living   (..., 101)  person-years lived at each age by one newborn, L of a life table
    """
    shape: Array = births * living
    return shape


def split_open_group(groups: Array, starts: Sequence[int], reference: Array) -> Array:
    """Five-year groups to 100+ from groups with an earlier open age, e.g. 75+, 80+ or 85+.

    groups     (..., group)  persons in groups that begin at `starts`, the last one open
    starts     multiples of five from 0 on, e.g. (0, 5, … 80)
    reference  (..., 21)     a reference population, e.g. the country's, in the same year and by the same sex; above 0 at the
               open age
    returns    (..., 21)     closed groups as given; the open one divided as the reference is above the limit
    Raises `open_group_starts_unusable`, `open_group_reference_empty`. There is no fixed table: without a reference there is no split.
    """
    begun = tuple(starts)
    limit = len(begun) - 1
    if begun != GROUP_STARTS[: len(begun)] or len(begun) < 2 or groups.shape[-1] != len(begun):
        raise DataProblem("open_group_starts_unusable", found=list(begun), allowed=list(GROUP_STARTS))
    above = np.broadcast_to(reference[..., limit:], (*groups.shape[:-1], len(GROUP_STARTS) - limit))
    total = above.sum(axis=-1, keepdims=True)
    if not ((above >= 0).all() and (total > 0).all()):
        raise DataProblem("open_group_reference_empty", found=float(np.min(total)), age=begun[-1])
    return np.concatenate([groups[..., :-1], groups[..., -1:] * above / total], axis=-1)


def _check(groups: Array) -> None:
    if groups.shape[-1] != len(GROUP_STARTS):
        raise DataProblem("pyramid_groups_differ", found=groups.shape[-1], allowed=len(GROUP_STARTS))
    if not (groups >= 0).all():
        raise DataProblem("pyramid_negative", found=float(np.min(groups)))

"""Ages, sexes and the groups that people of the field put them in.

Arrays of people and rates end in (sex, age): sex 0 male, 1 female; ages 0 to 99 in single years, then 100 and over.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SEXES = ("m", "f")
MALE, FEMALE = 0, 1
OPEN_AGE = 100
AGES = OPEN_AGE + 1
# Ages of mothers for which births are counted.
FERTILE_FIRST, FERTILE_LAST = 10, 54
FERTILE = slice(FERTILE_FIRST, FERTILE_LAST + 1)
FERTILE_AGES = FERTILE_LAST - FERTILE_FIRST + 1
# Starts of five-year groups, the last one open: 0, 5, … 100.
GROUP_STARTS = tuple(range(0, OPEN_AGE + 1, 5))
# Starts of the groups of an abridged life table: 0, 1, 5, 10, … 100.
ABRIDGED_STARTS = (0, 1, *range(5, OPEN_AGE + 1, 5))


def grouped(people: Array, starts: Sequence[int] = GROUP_STARTS) -> Array:
    """Sum single ages into groups that begin at `starts` (ascending, first 0); the last one is open.

    people   (..., age)
    returns  (..., group)
    """
    return np.add.reduceat(people, list(starts), axis=-1)


def people_between(people: Array, first: int, last: int = OPEN_AGE) -> Array:
    """People aged `first` to `last`, both included; `last` 100 takes in all older ones.

    people   (..., age)
    returns  (...)
    """
    summed: Array = people[..., first : last + 1].sum(axis=-1)
    return summed

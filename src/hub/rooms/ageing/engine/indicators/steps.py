"""Figures of age groups laid over single ages."""

from collections.abc import Sequence

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, Array


def by_single_age(figures: Array, starts: Sequence[int]) -> Array:
    """Give every single age the figure of its group.

    figures  (..., group)  one figure for each group, e.g. a share
    starts   first age of each group, ascending; the last one is open
    returns  (..., age)  101 single ages; a gap (NaN) below the first group
    Raises DataProblem("age_groups_unusable").
    """
    if len(starts) != figures.shape[-1] or starts[0] < 0 or starts[-1] >= AGES or any(np.diff(starts) <= 0):
        raise DataProblem("age_groups_unusable", found=", ".join(map(str, starts)), allowed=figures.shape[-1])
    group = np.searchsorted(starts, np.arange(AGES), side="right") - 1
    spread: Array = figures[..., np.maximum(group, 0)]
    return np.where(group >= 0, spread, np.nan)

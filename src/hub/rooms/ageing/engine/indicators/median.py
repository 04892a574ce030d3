"""The age that half of the people have not reached."""

import numpy as np

from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.indicators.profile import AgeProfile


def median_age(profile: AgeProfile) -> Array:
    """The median age, linear within the age or group in which half of the people is reached.

    returns  (...)  years; a gap (NaN) without people, or where half of them are in the open group
    Source: United Nations, World Population Prospects, definition of the median age.
    Trap: from five-year groups it can lie 0.3 years away from the one of single ages.
    """
    half = profile.total / 2
    last = len(profile.starts) - 1
    # The group in which half is reached: the last one of those whose start fewer than half have not reached.
    group = np.clip((profile.cumulated < half[..., None]).sum(axis=-1) - 1, 0, last)
    edges = np.array([*profile.starts, np.nan], float)
    here = np.take_along_axis(profile.cumulated, group[..., None], axis=-1)[..., 0]
    there = np.take_along_axis(profile.cumulated, group[..., None] + 1, axis=-1)[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        aged: Array = edges[group] + (edges[group + 1] - edges[group]) * (half - here) / (there - here)
    return np.where(half > 0, aged, np.nan)

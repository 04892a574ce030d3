"""A city's projection beside an official total of the same place: what was computed, and the same made to agree.

Both are kept and shown: raking moves the number of people, never the structure by age and sex.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.country import PYRAMID, check_shape
from hub.rooms.ageing.engine.project.raking import rake_to_total


@dataclass(frozen=True)
class Consistency:
    """A projection before and after.

    raw, raked   (date, sex, age)  persons
    official     (date,)  the total raked to: published, or between published ones by the interpolated ratio
    is_official  (date,)  True where the total is a published one
    percent      (date,)  raw total against `official`: above 0 where the projection has more people
    """

    raw: Array
    raked: Array
    official: Array
    is_official: NDArray[np.bool_]
    percent: Array


def made_consistent(raw: Array, official: Array) -> Consistency:
    """Rake each date of a projection to the official total of the place.

    raw       (date, sex, age)  persons
    official  (date,)  persons of all ages; NaN where none is published: there the ratio of official to raw is drawn in a
              straight line between the dates that have one, and kept from the outermost one on
    Raises DataProblem `city_shape_differs`, `city_value_missing`, `official_totals_missing`, `official_total_out_of_range`,
    and those of raking.
    """
    check_shape("raw", raw, (len(raw), *PYRAMID))
    if official.shape != (len(raw),):
        raise DataProblem("city_shape_differs", parameter="official", found=official.shape, allowed=(len(raw),))
    known = np.isfinite(official)
    if not known.any():
        raise DataProblem("official_totals_missing")
    if (official[known] <= 0).any():
        raise DataProblem("official_total_out_of_range", found=float(official[known].min()), low=0)
    totals, dates = raw.sum(axis=(-2, -1)), np.arange(len(raw))
    ratios = np.interp(dates, dates[known], official[known] / totals[known])
    wanted = np.where(known, official, ratios * totals)
    return Consistency(raw, rake_to_total(raw, wanted).raked, wanted, known, 100 * (totals / wanted - 1))

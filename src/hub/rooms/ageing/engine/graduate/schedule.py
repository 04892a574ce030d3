"""A declared age schedule of fertility where only a level is known.

The form is a Beta curve over ages 10 to 55, i.e. Pearson's type I (Romaniuk 1973; Mitra & Romaniuk 1973). With the true mean
and spread it misses the schedules of World Population Prospects 2024 by 2 to 19 % of births by age (8 % on average); with
the round means below by 10 to 30 %, and the mean age by up to two years. Use it to carry a known number of births, not to say
at which age women have children.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FERTILE_AGES, FERTILE_FIRST, FERTILE_LAST, Array

# Mean and spread (standard deviation) of the age at childbearing about 2025, years: round figures by income group of the
# World Bank, set by this project; a country may lie 2 years to either side.
TYPICAL = {
    "high": (31.3, 5.3),
    "upper-middle": (29.3, 6.0),
    "lower-middle": (28.6, 5.9),
    "low": (29.0, 6.7),
    "": (29.5, 6.0),
}
# Childbearing moves to later ages: in a straight line to this mean, or by so many years where it is late already.
LATE_MEAN, LATER_YEARS, LATE_SPREAD = 30.5, 0.8, 5.4
NOW, THEN = 2025, 2100
LOWEST_MEAN, HIGHEST_MEAN = 20.0, 40.0
LEAST_SPREAD, GREATEST_SPREAD = 2.0, 9.0


def model_fertility(totals: Array, mean: Array, spread: Array) -> Array:
    """Birth rates by age of mother from children per woman, mean age and spread alone.

    totals   (...)      children per woman
    mean     (...)      mean age at childbearing, 20 to 40 years
    spread   (...)      its standard deviation, 2 to 9 years
    returns  (..., 45)  births per woman and year at ages 10 to 54, summing to the totals
    Raises `schedule_out_of_range`.
    """
    for name, values, low, high in (
        ("mean", mean, LOWEST_MEAN, HIGHEST_MEAN),
        ("spread", spread, LEAST_SPREAD, GREATEST_SPREAD),
    ):
        if not ((values >= low) & (values <= high)).all():
            raise DataProblem("schedule_out_of_range", parameter=name, found=float(np.mean(values)), low=low, high=high)
    width = float(FERTILE_LAST + 1 - FERTILE_FIRST)
    place = (np.asarray(mean, float) - FERTILE_FIRST) / width
    weight = place * (1 - place) / (np.asarray(spread, float) / width) ** 2 - 1
    edges = np.arange(FERTILE_AGES + 1) / width
    cumulated = betainc((place * weight)[..., None], ((1 - place) * weight)[..., None], edges)
    rates: Array = np.asarray(totals, float)[..., None] * np.diff(cumulated, axis=-1)
    return rates


def typical_ages(income: str, years: NDArray[Any]) -> tuple[Array, Array]:
    """Mean and spread of the age at childbearing in calendar years, by income group of the World Bank.

    income   high, upper-middle, lower-middle, low, or blank where there is none
    years    (year,)  calendar years; from 2025 to 2100 the mean rises to 30.5, by 0.8 at least, and the spread goes to 5.4
    Raises `income_group_unknown`.
    """
    if income not in TYPICAL:
        raise DataProblem("income_group_unknown", found=income, allowed=sorted(TYPICAL))
    mean, spread = TYPICAL[income]
    moved = np.clip((np.asarray(years, float) - NOW) / (THEN - NOW), 0.0, 1.0)
    return mean + moved * max(LATE_MEAN - mean, LATER_YEARS), spread + moved * (LATE_SPREAD - spread)

"""Death rates that give another life expectancy: moved along the way in which the country's own rates fall.

log m'(x) = log m(x) - b(x) k, with b(x) the mean yearly fall of log m(x) over the country's projection, no smaller than
0.002, and k such that the life expectancy at birth is the one wanted: k reads as years of the country's own progress. With
fewer than 10 years of rates b is 1 at all ages, a proportional shift.
Source: the log-linear shift of Lee & Carter (1992), with the country's own slope in place of a fitted one.
"""

from typing import Final

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.life_table import life_table

SMALLEST_SLOPE: Final = 0.002
YEARS_FOR_SLOPE: Final = 10
# Years of life at birth outside which no observed pattern of death rates could be shifted sensibly.
LOWEST: Final = 20.0
HIGHEST: Final = 105.0
TOLERANCE_YEARS: Final = 1e-7
NEWTON_STEPS: Final = 25


def expectancy_at_birth(mortality: Array) -> Array:
    """Life expectancy at birth in years, (..., sex), of death rates (..., sex, age)."""
    years: Array = life_table(mortality).expectancy[..., 0]
    return years


def improvement_of(mortality: Array) -> Array:
    """The slope along which death rates move: the mean yearly fall of their logarithm.

    mortality  (year, sex, age)  above 0
    returns    (sex, age)  no smaller than 0.002; 1 everywhere where there are fewer than 10 years
    """
    years = len(mortality)
    if years < YEARS_FOR_SLOPE:
        return np.ones(mortality.shape[1:])
    slope: Array = np.maximum(np.log(mortality[0] / mortality[-1]) / (years - 1), SMALLEST_SLOPE)
    return slope


def shift_expectancy(mortality: Array, gap: Array, slope: Array) -> Array:
    """Death rates whose life expectancy at birth is a number of years above (or below) that of the rates given.

    mortality  (..., sex, age)  deaths per person-year, above 0
    gap        (..., sex)       years, broadcast; where it is 0 the rates stay as they are to the last bit
    slope      (sex, age)       from `improvement_of`
    returns    (..., sex, age)
    Raises DataProblem `expectancy_out_of_range` where the result would be outside 20 to 105 years.
    """
    present = expectancy_at_birth(mortality)
    gap = np.broadcast_to(gap, present.shape)
    wanted = present + gap
    outside = ~((wanted >= LOWEST) & (wanted <= HIGHEST))
    if outside.any():
        raise DataProblem("expectancy_out_of_range", found=float(wanted[outside][0]), low=LOWEST, high=HIGHEST)
    # The slope is scaled to 1 at its mean, so that one small step serves every country in the difference quotient.
    logged, direction, step = np.log(mortality), slope / slope.mean(), 1e-4
    shift = np.zeros(present.shape)
    for _ in range(NEWTON_STEPS):
        missed = wanted - expectancy_at_birth(_moved(logged, direction, shift))
        if (np.abs(missed) < TOLERANCE_YEARS).all():
            break
        ahead = wanted - expectancy_at_birth(_moved(logged, direction, shift + step))
        shift = shift + missed * step / (missed - ahead)
    shifted: Array = np.where((gap == 0)[..., None], mortality, _moved(logged, direction, shift))
    return shifted


def _moved(logged: Array, direction: Array, shift: Array) -> Array:
    moved: Array = np.exp(logged - direction * shift[..., None])
    return moved

"""Death rates that give another life expectancy: moved along the way in which the country's own rates fall.

log m'(x) = log m(x) - b(x) k, with b(x) the country's own yearly improvement (`improvement_of`, the slope of the
trajectories too) and k such that the life expectancy at birth is the one wanted. Rates of a single year have no slope of
their own: b is then the same at all ages, a proportional shift.
Source: the log-linear shift of Lee & Carter (1992), with the country's own slope in place of a fitted one.
"""

from typing import Final

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.life_table import life_table

# Years of life at birth outside which no observed pattern of death rates could be shifted sensibly.
LOWEST: Final = 20.0
HIGHEST: Final = 105.0
TOLERANCE_YEARS: Final = 1e-7
NEWTON_STEPS: Final = 25
STEP: Final = 1e-4


def expectancy_at_birth(mortality: Array) -> Array:
    """Life expectancy at birth in years, (..., sex), of death rates (..., sex, age)."""
    years: Array = life_table(mortality).expectancy[..., 0]
    return years


def shift_expectancy(mortality: Array, gap: Array, slope: Array) -> Array:
    """Death rates whose life expectancy at birth is a number of years above (or below) that of the rates given.

    mortality  (..., sex, age)  deaths per person-year
    gap        (..., sex)       years, broadcast; where it is 0 the rates stay as they are to the last bit
    slope      (sex, age)       the improvement of every age, above 0; only its shape over ages counts
    returns    (..., sex, age)
    Raises DataProblem `expectancy_out_of_range` where the result would be outside 20 to 105 years.
    """
    present = expectancy_at_birth(mortality)
    gap = np.broadcast_to(gap, present.shape)
    wanted = present + gap
    outside = ~((wanted >= LOWEST) & (wanted <= HIGHEST))
    if outside.any():
        raise DataProblem("expectancy_out_of_range", found=float(wanted[outside][0]), low=LOWEST, high=HIGHEST)
    # Scaled to 1 at its mean, so that one small step serves every country in the difference quotient.
    direction = slope / slope.mean()
    shift = np.zeros(present.shape)
    for _ in range(NEWTON_STEPS):
        missed = wanted - expectancy_at_birth(_moved(mortality, direction, shift))
        if (np.abs(missed) < TOLERANCE_YEARS).all():
            break
        ahead = wanted - expectancy_at_birth(_moved(mortality, direction, shift + STEP))
        shift = shift + missed * STEP / (missed - ahead)
    shifted: Array = np.where((gap == 0)[..., None], mortality, _moved(mortality, direction, shift))
    return shifted


def _moved(mortality: Array, direction: Array, shift: Array) -> Array:
    moved: Array = mortality * np.exp(-direction * shift[..., None])
    return moved

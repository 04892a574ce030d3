"""What a city adds to its country's uncertainty: fertility and length of life that drift apart from the nation's.

alpha_t = 1 + rho (alpha_(t-1) - 1) + eps scales fertility, and g_t = rho g_(t-1) + eps is a gap of years in life expectancy
at birth. The path without eps is the one that the city's medium holds already; here are only the deviations from it.
Source: bayesPop's subnational defaults at yearly steps (Sevcikova, Raftery & Gerland 2018), fitted to regions of
countries, not to this city.
"""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.trajectories.ranks import autoregressive, normal_numbers

FERTILITY_PERSISTENCE, FERTILITY_DEVIATION = 0.98445, 0.02086
GAP_PERSISTENCE = 0.9898
# The yearly variance of the gap, and by how much it changes for each year that life expectancy is under the level.
GAP_VARIANCE, GAP_SLOPE, GAP_LEVEL_YEARS = 0.0100, -0.0032, 82.5
# No city's fertility falls under this part of its medium.
LEAST_SCALE = 0.2


@dataclass(frozen=True, eq=False)
class CityTerms:
    """How a city's medium stands to its country's, and how far it may stray from there.

    fertility_ratio      (year,)  alpha: the medium's total fertility rate over the country's
    fertility_deviation  standard deviation of a year's eps of alpha; not above that between the country's own regions
    Gaps: none allowed.
    """

    fertility_ratio: Array
    fertility_deviation: float = FERTILITY_DEVIATION

    def __post_init__(self) -> None:
        if not (np.isfinite(self.fertility_ratio) & (self.fertility_ratio > 0)).all():
            raise DataProblem("city_ratio_not_positive", found=float(np.min(self.fertility_ratio)))
        if not 0 <= self.fertility_deviation < 1:
            raise DataProblem("city_deviation_out_of_range", found=self.fertility_deviation, low=0, high=1)


def fertility_scales(terms: CityTerms, seed: int, trajectories: int) -> Array:
    """What multiplies the medium's fertility: (year, trajectory), 1 where a city keeps to its path."""
    numbers = normal_numbers(seed, "city fertility", len(terms.fertility_ratio), trajectories)
    drift = autoregressive(terms.fertility_deviation * numbers, FERTILITY_PERSISTENCE)
    return np.maximum(1 + drift / terms.fertility_ratio[:, None], LEAST_SCALE)


def expectancy_gaps(expectancy: Array, seed: int, trajectories: int) -> Array:
    """Years of life expectancy at birth, the same for both sexes, on top of the medium: (year, trajectory).

    expectancy  (year, sex)  of the medium; the mean of the sexes decides how much may change in a year
    """
    under = np.minimum(expectancy.mean(axis=-1) - GAP_LEVEL_YEARS, 0.0)
    deviation = np.sqrt(GAP_VARIANCE + GAP_SLOPE * under)
    numbers = normal_numbers(seed, "city expectancy", len(expectancy), trajectories)
    return autoregressive(deviation[:, None] * numbers, GAP_PERSISTENCE)

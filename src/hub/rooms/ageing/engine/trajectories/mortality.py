"""From a gain in life expectancy to survival at every age, fast enough for every trajectory and year.

Death rates of a trajectory are those of the medium with more or less of the country's own improvement:
log m(x) = medium log m(x) - b(x) k, b(x) the yearly fall of log m(x) in the medium, never under .002 (Lee & Carter 1992
with the medium as its centre). For each year and sex, nine life tables between the least and the greatest gain in use
give e0(k) and the survival of each age as polynomials of k; in between they hold to about 1e-6.
"""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.life_table import life_table

# The years of the medium, counted from its first, between which its improvement is measured (2030 and 2090 of WPP 2024).
IMPROVEMENT_FIRST, IMPROVEMENT_LAST = 6, 66
LEAST_IMPROVEMENT = 0.002
DEGREE = 8
# Ends of the range on a scale from -1 to 1, densest at both ends, where a polynomial errs most.
NODES = -np.cos(np.pi * np.arange(DEGREE + 1) / DEGREE)
EXPONENTS = np.arange(1, DEGREE + 1)
# From values at the nodes to coefficients of 1, u, … u^8.
COEFFICIENTS = np.linalg.inv(np.vander(NODES, increasing=True))
# The range never closes altogether, and widens by so much at each attempt until the life tables cover the gains asked for.
LEAST_GAIN_YEARS = 0.5
WIDEN, ATTEMPTS = 1.4, 40
GRID = 256


@dataclass(frozen=True, eq=False)
class Response:
    """Survival as a function of the gain in life expectancy against the medium.

    expectancy    (year, sex)               life expectancy at birth in the medium, years
    medium        (year, sex, age)          survival in the medium, by the age reached
    coefficients  (year, sex, age, degree)  of u^1 … u^8, u the position between the ends
    centre        (year, sex)               u of the medium
    gains         (year, sex, grid)         gains in years, ascending …
    positions     (year, sex, grid)         … and their u
    """

    expectancy: Array
    medium: Array
    coefficients: Array
    centre: Array
    gains: Array
    positions: Array


def improvement_of(mortality: Array) -> Array:
    """Yearly fall of the log death rate (sex, age) over the medium's own years (year, sex, age), never under .002."""
    last = min(IMPROVEMENT_LAST, len(mortality) - 1)
    first = min(IMPROVEMENT_FIRST, last)
    both = (mortality[first] > 0) & (mortality[last] > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        fall = np.log(mortality[first] / mortality[last]) / max(last - first, 1)
    return np.where(both, np.maximum(fall, LEAST_IMPROVEMENT), LEAST_IMPROVEMENT)


def response_of(mortality: Array, least: Array, most: Array) -> Response:
    """How survival answers to gains between `least` and `most` years.

    mortality    (year, sex, age)  death rates of the medium
    least, most  (year, sex)       gains in years of life expectancy at birth, below and above 0
    """
    fall = improvement_of(mortality)
    table = life_table(mortality)
    expectancy = table.expectancy[..., 0]
    low = _reach(mortality, fall, expectancy, np.minimum(least, -LEAST_GAIN_YEARS))
    high = _reach(mortality, fall, expectancy, np.maximum(most, LEAST_GAIN_YEARS))
    centre = (low + high) / (low - high)
    amounts = low[..., None] + (high - low)[..., None] * (NODES + 1) / 2
    # (node, year, sex, age)
    tables = life_table(mortality * np.exp(-fall * np.moveaxis(amounts, -1, 0)[..., None]))
    survival, lives = tables.survival, tables.expectancy[..., 0]
    coefficients = np.moveaxis(np.tensordot(COEFFICIENTS[1:], survival, axes=1), 0, -1)
    gains, positions = _inverse(np.moveaxis(np.tensordot(COEFFICIENTS, lives, axes=1), 0, -1), centre)
    return Response(expectancy, table.survival, np.ascontiguousarray(coefficients), centre, gains, positions)


def _reach(mortality: Array, fall: Array, expectancy: Array, gain: Array) -> Array:
    """An amount k of further improvement (year, sex) that yields at least the gain asked for, or costs it if negative."""
    sign = np.sign(gain)
    amount = sign.copy()
    for _ in range(ATTEMPTS):
        reached = life_table(mortality * np.exp(-fall * amount[..., None])).expectancy[..., 0] - expectancy
        short = reached * sign < gain * sign
        if not short.any():
            return amount
        # The response is nearly straight: aim at the gain, then go a little further.
        aimed = amount * np.clip(gain / np.where(reached == 0, gain, reached), 1.02, 20.0)
        amount = np.where(short, np.where(np.abs(aimed) > WIDEN * np.abs(amount), aimed, WIDEN * amount), amount)
    year, sex = np.argwhere(short)[0]
    raise DataProblem("expectancy_out_of_reach", year=int(year) + 1, found=float(expectancy[year, sex] + gain[year, sex]))


def _inverse(curve: Array, centre: Array) -> tuple[Array, Array]:
    """Gains and positions on a fine grid of each (year, sex) that holds the medium itself: gain 0 at its position."""
    even = np.linspace(-1, 1, GRID)
    positions = np.sort(np.concatenate([np.broadcast_to(even, (*centre.shape, GRID)), centre[..., None]], axis=-1))
    powers = positions[..., None] ** EXPONENTS - (centre[..., None] ** EXPONENTS)[..., None, :]
    gains = (powers @ curve[..., 1:, None])[..., 0]
    return np.maximum.accumulate(gains, axis=-1), positions


def powers_at(response: Response, year: int, sex: int, gains: Array) -> Array:
    """Powers of u less those of the medium, (degree, trajectory): all 0 for a gain of exactly 0."""
    position = np.interp(gains, response.gains[year, sex], response.positions[year, sex])
    powers = np.empty((DEGREE, len(gains)))
    centre, power = response.centre[year, sex], position.copy()
    for at in range(DEGREE):
        powers[at] = power - centre ** (at + 1)
        power *= position
    return powers


def survival_at(response: Response, year: int, sex: int, gains: Array) -> Array:
    """Survival (age, trajectory) at gains (trajectory,) in years against the medium, 0 to 1."""
    survival = response.coefficients[year, sex] @ powers_at(response, year, sex, gains)
    survival += response.medium[year, sex][:, None]
    return np.clip(survival, 0.0, 1.0, out=survival)



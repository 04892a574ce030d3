"""From a gain in life expectancy to survival at every age, fast enough for every trajectory and year.

Death rates of a trajectory are those of the medium with more or less of the country's own improvement:
log m(x) = medium log m(x) - b(x) k, b(x) the yearly fall of log m(x) in the medium, never under .002 (Lee & Carter 1992
with the medium as its centre). For each year and sex e0(k) is computed on a grid of k between the least and the greatest
gain in use, and from eleven life tables between them survival at each age becomes a polynomial of the gain in e0: exact
for no gain, elsewhere within 5e-4 for the eight countries tried, over the range of 1,000 trajectories.
"""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.life_table import LifeTable, life_table

# The years of the medium, counted from its first, between which its improvement is measured (2030 and 2090 of WPP 2024).
IMPROVEMENT_FIRST, IMPROVEMENT_LAST = 6, 66
LEAST_IMPROVEMENT = 0.002
# At 2 deaths per person-year nobody is left within the age to make a life table of.
MOST_DEATHS = 1.9
DEGREE = 10
EXPONENTS = np.arange(1, DEGREE + 1)
# Positions from 0 to 1, denser towards both ends, where a polynomial errs most.
NODES = (1 - np.cos(np.pi * np.arange(DEGREE + 1) / DEGREE)) / 2
# A range of gains spans at least so much on either side of 0, and a little more than what is asked for.
LEAST_GAIN_YEARS, MARGIN = 0.25, 1.02
# An attempt at the ends of the range goes at most so many times further than the one before.
FURTHER, ATTEMPTS = 3.0, 60
# Of the log death rate: far beyond any life table, near enough to be a number.
MOST_SHIFT = 50.0


@dataclass(frozen=True, eq=False)
class Response:
    """Survival as a function of the gain in life expectancy against the medium.

    expectancy    (year, sex)               life expectancy at birth in the medium, years
    medium        (year, sex, age)          survival in the medium, by the age reached
    coefficients  (year, sex, age, degree)  of u, u^2 … u^10, where u = centre + gain / reach
    centre        (year, sex)               u of the medium
    reach         (year, sex)               years of gain for 1 of u
    """

    expectancy: Array
    medium: Array
    coefficients: Array
    centre: Array
    reach: Array


def improvement_of(mortality: Array) -> Array:
    """Yearly fall of the log death rate (sex, age) over the medium's own years (year, sex, age), never under .002.

    Where a rate is 0 there is no fall to be seen: .002.
    """
    last = min(IMPROVEMENT_LAST, len(mortality) - 1)
    first = min(IMPROVEMENT_FIRST, last)
    seen = (mortality[first] > 0) & (mortality[last] > 0)
    before, after = np.where(seen, mortality[first], 1.0), np.where(seen, mortality[last], 1.0)
    fall: Array = np.maximum(np.log(before / after) / max(last - first, 1), LEAST_IMPROVEMENT)
    return fall


def response_of(mortality: Array, least: Array, most: Array) -> Response:
    """How survival answers to gains between `least` and `most` years.

    mortality    (year, sex, age)  death rates of the medium
    least, most  (year, sex)       gains in years of life expectancy at birth
    Errors: expectancy_out_of_reach.
    """
    table, fall = life_table(mortality), improvement_of(mortality)
    expectancy = table.expectancy[..., 0]
    low = np.minimum(MARGIN * least, -LEAST_GAIN_YEARS)
    high = np.maximum(MARGIN * most, LEAST_GAIN_YEARS)
    amounts = _amounts(mortality, fall, expectancy, low, high)
    tables = _shifted(mortality, fall, amounts)
    reach, centre = (high - low) / 2, (low + high) / (low - high)
    # Where the life tables came to lie, which is close to the nodes: (year, sex, node).
    positions = np.moveaxis((tables.expectancy[..., 0] - expectancy) / reach + centre, 0, -1)
    solved = np.linalg.inv(positions[..., None] ** np.arange(DEGREE + 1))[..., 1:, :]
    coefficients = np.einsum("nysa,ysdn->ysad", tables.survival, solved)
    return Response(expectancy, table.survival, np.ascontiguousarray(coefficients), centre, reach)


def _amounts(mortality: Array, fall: Array, expectancy: Array, low: Array, high: Array) -> Array:
    """Amounts of improvement k (node, year, sex) whose gains lie near the nodes between `low` and `high`."""
    ends = [_reaching(mortality, fall, expectancy, gain) for gain in (low, high)]
    grid = ends[0] + (ends[1] - ends[0]) * NODES[:, None, None]
    gains = _shifted(mortality, fall, grid).expectancy[..., 0] - expectancy
    wanted = low + (high - low) * NODES[:, None, None]
    amounts = np.empty_like(grid)
    for row in np.ndindex(low.shape):
        cell = (slice(None), *row)
        amounts[cell] = np.interp(wanted[cell], gains[cell], grid[cell])
    return amounts


def _reaching(mortality: Array, fall: Array, expectancy: Array, gain: Array) -> Array:
    """An amount k (year, sex) that yields at least the gain, or costs it where it is negative."""
    amount = np.sign(gain)
    short = np.ones(gain.shape, bool)
    for _ in range(ATTEMPTS):
        reached = _shifted(mortality, fall, amount[None]).expectancy[0, ..., 0] - expectancy
        ratio = gain / np.where(reached == 0, gain / FURTHER, reached)
        short = ratio > 1
        if not short.any():
            return amount
        amount = np.where(short, amount * np.clip(MARGIN * ratio, MARGIN, FURTHER), amount)
    year, sex = np.argwhere(short)[0]
    raise DataProblem(
        "expectancy_out_of_reach", position=int(year) + 1, found=float(expectancy[year, sex] + gain[year, sex])
    )


def _shifted(mortality: Array, fall: Array, amounts: Array) -> LifeTable:
    """Life tables (node, year, sex, age) of the medium with further improvement (node, year, sex)."""
    shift = np.clip(-fall * amounts[..., None], -MOST_SHIFT, MOST_SHIFT)
    return life_table(np.minimum(mortality * np.exp(shift), MOST_DEATHS))


def survival_at(response: Response, year: int, gains: Array) -> Array:
    """Survival (sex, age, trajectory), 0 to 1, at gains (sex, trajectory) in years against the medium of a year."""
    centre = response.centre[year][:, None]
    position = gains / response.reach[year][:, None] + centre
    powers = np.empty((len(gains), DEGREE, gains.shape[-1]))
    power, offset = position.copy(), centre.copy()
    for degree in range(DEGREE):
        # Less those of the medium, so that no gain leaves the medium as it is to the last bit.
        powers[:, degree] = power - offset
        power *= position
        offset *= centre
    # Not a matrix product: how those round depends on the number of threads.
    survival: Array = np.einsum("sad,sdt->sat", response.coefficients[year], powers)
    survival += response.medium[year][..., None]
    return np.clip(survival, 0.0, 1.0, out=survival)

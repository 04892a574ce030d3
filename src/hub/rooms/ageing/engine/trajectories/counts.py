"""Small places by whole persons: deaths, births and moves drawn as counts, so that chance itself is in the interval.

Numbers are drawn by inversion of one uniform number a cell where few events are expected, and by numpy's generator where
many are; in a town most cells expect less than one death a year. Only cells in which something happens cost time.
"""

import numpy as np
from numpy.typing import NDArray

from hub.rooms.ageing.engine.ages import Array

# Places with fewer people at the start of the projection are carried by counts.
SMALL_PLACE = 20_000
# Events expected in a cell from which on inversion takes longer than numpy's generator.
MANY = 8.0
# The chance that such a cell sees none, 0.0003: inversion decides it, the generator then draws as if it had not.
RARE = float(np.exp(-MANY))


def whole(people: Array) -> Array:
    """People of (sex, age) as whole numbers that add up to the rounded total: what is rounded off goes to the next age."""
    return np.diff(np.rint(np.cumsum(people.ravel())), prepend=0.0).reshape(people.shape)


def survivors_among(numbers: np.random.Generator, people: Array, survival: Array) -> Array:
    """How many of `people`, whole numbers, are left where each survives with the chance `survival`; binomial, one shape."""
    with np.errstate(divide="ignore", invalid="ignore"):
        none = np.log(survival)
        none *= people
    np.exp(none, out=none)
    uniform = numbers.random(people.shape)
    where = np.flatnonzero(uniform > none)
    there, alive, quiet = (one.reshape(-1)[where] for one in (people, survival, none))
    left: Array = people.copy()
    many = quiet < RARE
    deaths = np.empty(where.shape)
    deaths[many] = numbers.binomial(there[many].astype(np.int64), 1 - alive[many])
    few = ~many
    odds = 1 / alive[few] - 1
    deaths[few] = _inverted(uniform.reshape(-1)[where[few]], quiet[few], there[few] * odds, odds)
    left.reshape(-1)[where] -= np.minimum(deaths, there)
    return left


def poisson(numbers: np.random.Generator, expected: Array) -> Array:
    """Counts with the mean `expected`, of its shape."""
    none = np.exp(-expected)
    uniform = numbers.random(expected.shape)
    where = np.flatnonzero(uniform > none)
    quiet, mean = none.reshape(-1)[where], expected.reshape(-1)[where]
    many = quiet < RARE
    events = np.empty(where.shape)
    events[many] = numbers.poisson(mean[many])
    few = ~many
    events[few] = _inverted(uniform.reshape(-1)[where[few]], quiet[few], mean[few], np.zeros(int(few.sum())))
    drawn = np.zeros(expected.shape)
    drawn.reshape(-1)[where] = events
    return drawn


def _inverted(uniform: Array, none: Array, rate: Array, less: Array) -> Array:
    """The least count whose cumulated chance reaches `uniform`; chances follow p(k+1) = p(k) (rate - k less) / (k + 1)."""
    drawn = np.zeros(uniform.shape)
    where: NDArray[np.intp] = np.arange(uniform.size)
    left, term = uniform - none, none
    count = 0
    while where.size:
        term = term * (rate - count * less) / (count + 1)
        count += 1
        # A term of 0 ends what rounding would leave open for ever.
        going = np.flatnonzero((left > term) & (term > 0))
        drawn[where] = count
        left, where, term = left[going] - term[going], where[going], term[going]
        rate, less = rate[going], less[going]
    return drawn

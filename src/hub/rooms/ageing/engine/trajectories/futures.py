"""All trajectories of a place carried year by year: rates, survival and people in one pass, each year handed on and let go.

The order of a year is that of `project.cohort`; arrays end in the trajectory, so that one age of all trajectories is one run
of memory. numpy alone does it, so that the same seed gives the same bytes with or without a compiler.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from hub.kit.seeds import seed_of
from hub.rooms.ageing.engine.ages import FEMALE, FERTILE, MALE, Array
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.counts import SMALL_PLACE, poisson, survivors_among, whole
from hub.rooms.ageing.engine.trajectories.drivers import Drivers
from hub.rooms.ageing.engine.trajectories.mortality import response_of, survival_at


@dataclass(frozen=True, eq=False)
class FutureYear:
    """One calendar year of all trajectories.

    before, after    (sex, age, trajectory)  persons on 1 January and on the next one
    births, deaths   (trajectory,)           during the year
    migration        (trajectory,)           net persons as it took effect
    fertility        (trajectory,)           total fertility rate, children per woman
    expectancy       (sex, trajectory)       years of life at birth
    """

    year: int
    before: Array
    after: Array
    births: Array
    deaths: Array
    migration: Array
    fertility: Array
    expectancy: Array


@dataclass(frozen=True, eq=False)
class Survivors:
    """People (sex, age, trajectory) at the end of a year before anyone moves, newborns included, and the births."""

    people: Array
    births: Array


Survive = Callable[[Array, Array, Array, float], Survivors]
Move = Callable[[Array, Array], Array]


def futures(medium: Inputs, drivers: Drivers, *, seed: int) -> Iterator[FutureYear]:
    """The years of one place, in order; only two of them are held at a time.

    medium  of one place, without leading axes
    seed    for the counts of small places (under 20,000 people); others draw nothing here
    Errors: expectancy_out_of_reach.
    """
    response = response_of(medium.mortality, drivers.gain.min(axis=-1), drivers.gain.max(axis=-1))
    profile = migration_profile(medium.migration)
    small = is_small(medium)
    survive, move = _by_counts(seed) if small else (expected_survivors, moved)
    people = np.repeat((whole(medium.base) if small else medium.base)[..., None], drivers.trajectories, axis=-1)
    for at, year in enumerate(medium.years):
        survival = survival_at(response, at, drivers.gain[at])
        fertility = medium.fertility[at][:, None] * drivers.fertility[at]
        survivors = survive(people, survival, fertility, medium.sex_ratio[at])
        moves = np.einsum("sa,t->sat", profile, drivers.migration[at])
        moves += medium.migration[at][..., None]
        after = move(survivors.people, moves)
        alive, end = total(survivors.people), total(after)
        yield FutureYear(
            year=year,
            before=people,
            after=after,
            births=survivors.births,
            deaths=total(people) + survivors.births - alive,
            migration=end - alive,
            fertility=medium.fertility[at].sum() * drivers.fertility[at],
            expectancy=response.expectancy[at][:, None] + drivers.gain[at],
        )
        people = after


def is_small(medium: Inputs) -> bool:
    """Whether a place is carried by counts: under 20,000 people at the start."""
    return bool(medium.base.sum() < SMALL_PLACE)


def migration_profile(migration: Array) -> Array:
    """How a deviation of net migration is spread over ages and sexes: (sex, age), adding up to 1.

    migration  (year, sex, age)  of the medium; its mean absolute number at each age, evenly over all where nobody moves
    """
    mean = np.abs(migration).mean(axis=0)
    whole_sum = mean.sum()
    profile: Array = mean / whole_sum if whole_sum > 0 else np.full(mean.shape, 1 / mean.size)
    return profile


def total(people: Array) -> Array:
    """All ages and sexes together: (trajectory,)."""
    summed: Array = people.reshape(-1, people.shape[-1]).sum(axis=0)
    return summed


def expected_survivors(people: Array, survival: Array, fertility: Array, sex_ratio: float) -> Survivors:
    """Who is alive a year later, and the newborns: expectations.

    people, survival  (sex, age, trajectory)
    fertility         (45, trajectory)  births per woman-year at ages 10 to 54
    """
    after = np.empty_like(people)
    np.multiply(people[:, :-1], survival[:, 1:], out=after[:, 1:])
    after[:, -1] = (people[:, -2] + people[:, -1]) * survival[:, -1]
    births = _expected_births(people, after, fertility)
    girls = births / (1 + sex_ratio)
    after[MALE, 0] = (births - girls) * survival[MALE, 0]
    after[FEMALE, 0] = girls * survival[FEMALE, 0]
    return Survivors(after, births)


def moved(people: Array, moves: Array) -> Array:
    """Add net migrants; nobody is left where more go than are there."""
    after: Array = np.add(people, moves, out=moves)
    return np.maximum(after, 0.0, out=after)


def _expected_births(before: Array, after: Array, fertility: Array) -> Array:
    women = before[FEMALE, FERTILE] + after[FEMALE, FERTILE]
    women *= fertility
    births: Array = women.sum(axis=0) / 2
    return births


def _by_counts(seed: int) -> tuple[Survive, Move]:
    numbers = np.random.Generator(np.random.PCG64(seed_of(seed, "counts")))
    return partial(counted_survivors, numbers), partial(counted_moves, numbers)


def counted_survivors(
    numbers: np.random.Generator, people: Array, survival: Array, fertility: Array, sex_ratio: float
) -> Survivors:
    """As `expected_survivors` in whole persons: deaths and the sex of newborns binomial, births Poisson."""
    after = np.empty_like(people)
    for sex, of_sex in enumerate(people):
        exposed = of_sex[:-1].copy()
        exposed[-1] += of_sex[-1]
        after[sex, 1:] = survivors_among(numbers, exposed, survival[sex, 1:])
    births = poisson(numbers, _expected_births(people, after, fertility))
    girls = numbers.binomial(births.astype(np.int64), 1 / (1 + sex_ratio))
    after[MALE, 0] = survivors_among(numbers, births - girls, survival[MALE, 0])
    after[FEMALE, 0] = survivors_among(numbers, girls.astype(float), survival[FEMALE, 0])
    return Survivors(after, births)


def counted_moves(numbers: np.random.Generator, people: Array, moves: Array) -> Array:
    """As `moved` in whole persons: at each age a Poisson number of net movers, in or out as `moves` says."""
    after: Array = people + np.copysign(poisson(numbers, np.abs(moves)), moves)
    return np.maximum(after, 0.0, out=after)

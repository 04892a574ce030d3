"""The bare core for many trajectories: rates given as survival, arrays laid out for speed, no deaths, no checks.

Arrays end in the trajectory: (year, sex, age, trajectory), so that one age of all trajectories is one run of memory. A
last axis of length 1 is shared by all trajectories. float32 is enough for trajectories; totals are in float64. Batches of
about 1,000 trajectories stay in the cache. Compiled where numba is there; numpy gives the same bytes, slower.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.rooms.ageing.engine.ages import AGES, FEMALE, FERTILE, FERTILE_FIRST, FERTILE_LAST, MALE

Floats = NDArray[Any]


def advance(
    base: Floats,
    survival: Floats,
    fertility: Floats,
    sex_ratio: Floats,
    *,
    migration: Floats,
    kernels: "Kernels | None" = None,
) -> Floats:
    """Carry trajectories through all years and keep everyone.

    base        (sex, age, trajectory)        persons on 1 January; its type, float32 or float64, is that of the result
    survival    (year, sex, age, trajectory)  share alive at the end of the year by the age then reached
    fertility   (year, 45, trajectory)        births per woman-year at ages 10 to 54
    sex_ratio   (year, trajectory)            boys born per girl
    migration   (year, sex, age, trajectory)  net persons by the age at the end of the year
    returns     (year + 1, sex, age, trajectory)  persons on 1 January
    Gaps: none allowed; a NaN goes on to all that come from it.
    """
    count = _trajectories(base, survival, fertility, sex_ratio, migration)
    people = np.empty((len(survival) + 1, 2, AGES, count), base.dtype)
    people[0] = base
    one_year = (kernels or kernels_for(people.size)).one_year
    for year in range(len(survival)):
        one_year(people[year], people[year + 1], survival[year], fertility[year], sex_ratio[year], migration[year])
    return people


def advance_totals(
    base: Floats,
    survival: Floats,
    fertility: Floats,
    sex_ratio: Floats,
    *,
    migration: Floats,
    kernels: "Kernels | None" = None,
) -> NDArray[np.float64]:
    """Carry trajectories through all years and keep only totals by sex: (year + 1, sex, trajectory); else as `advance`."""
    count = _trajectories(base, survival, fertility, sex_ratio, migration)
    before, after = np.empty((2, 2, AGES, count), base.dtype)
    before[:] = base
    totals = np.empty((len(survival) + 1, 2, count))
    one_year = (kernels or kernels_for(before.size * len(survival))).one_year
    totals[0] = before.sum(axis=1, dtype=np.float64)
    for year in range(len(survival)):
        one_year(before, after, survival[year], fertility[year], sex_ratio[year], migration[year])
        totals[year + 1] = after.sum(axis=1, dtype=np.float64)
        before, after = after, before
    return totals


def _trajectories(*arrays: Floats) -> int:
    return int(np.broadcast_shapes(*(array.shape[-1:] for array in arrays))[0])


def one_year_in_numpy(
    before: Floats, after: Floats, survival: Floats, fertility: Floats, sex_ratio: Floats, migration: Floats
) -> None:
    """Fill `after` (sex, age, trajectory) with the people of `before` a year later; the others without their year."""
    np.multiply(before[:, :-1], survival[:, 1:], out=after[:, 1:])
    after[:, -1] = (before[:, -2] + before[:, -1]) * survival[:, -1]
    women = before[FEMALE, FERTILE] + after[FEMALE, FERTILE]
    women *= fertility
    births = women.sum(axis=0) / 2
    girls = births / (1 + sex_ratio)
    after[MALE, 0] = (births - girls) * survival[MALE, 0]
    after[FEMALE, 0] = girls * survival[FEMALE, 0]
    after += migration
    np.maximum(after, 0, out=after)


def _one_year_in_loops(before: Any, after: Any, survival: Any, fertility: Any, sex_ratio: Any, migration: Any) -> None:
    """As `one_year_in_numpy`, in the same order of additions; every row has all trajectories, so that loops are plain."""
    ages, count = before.shape[1:]
    births = np.zeros(count, before.dtype)
    pooled = before[:, ages - 2] + before[:, ages - 1]
    one = np.ones(1, before.dtype)[0]
    for sex in range(2):
        for age in range(1, ages):
            source = before[sex, age - 1] if age < ages - 1 else pooled[sex]
            target, alive, moves = after[sex, age], survival[sex, age], migration[sex, age]
            if sex == FEMALE and FERTILE_FIRST <= age <= FERTILE_LAST:
                women, rate = before[sex, age], fertility[age - FERTILE_FIRST]
                for at in range(count):
                    births[at] += (women[at] + source[at] * alive[at]) * rate[at]
            for at in range(count):
                people = source[at] * alive[at] + moves[at]
                target[at] = 0 if people < 0 else people
    for at in range(count):
        children = births[at] / (one + one)
        girls = children / (one + sex_ratio[at])
        boys = (children - girls) * survival[MALE, 0, at] + migration[MALE, 0, at]
        girls = girls * survival[FEMALE, 0, at] + migration[FEMALE, 0, at]
        after[MALE, 0, at] = 0 if boys < 0 else boys
        after[FEMALE, 0, at] = 0 if girls < 0 else girls


@dataclass(frozen=True, slots=True)
class Kernels:
    """The inner loop to use; what it does is said at its numpy version."""

    one_year: Callable[[Floats, Floats, Floats, Floats, Floats, Floats], None]


IN_NUMPY = Kernels(one_year_in_numpy)
# Under so many cells, loading the compiler takes longer than the work. Who streams many batches asks for it by name.
WORTH_COMPILING = 1 << 30


def kernels_for(cells: int) -> Kernels:
    """Compiled loops where there is much to do and numba is there, those in numpy otherwise."""
    return compiled_kernels() or IN_NUMPY if cells >= WORTH_COMPILING else IN_NUMPY


@cache
def compiled_kernels() -> Kernels | None:
    """The loop as machine code, kept on disk between runs; None where there is no numba."""
    try:
        import numba
    except ImportError:
        return None
    loops = numba.njit(cache=True, nogil=True, error_model="numpy")(_one_year_in_loops)

    def one_year(before: Floats, after: Floats, *rates: Floats) -> None:
        loops(before, after, *(whole_rows(rate, before) for rate in rates))

    return Kernels(one_year)


def whole_rows(rates: Floats, people: Floats) -> Floats:
    """Rates with a row of all trajectories in one run of memory and of the type of `people`; a view where they are so."""
    return np.ascontiguousarray(np.broadcast_to(rates, (*rates.shape[:-1], people.shape[-1])), people.dtype)

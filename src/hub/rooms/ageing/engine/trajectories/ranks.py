"""Where a trajectory stands among all possible ones, year after year: standardised autoregressive processes.

y_t = phi y_(t-1) + e_t from y_0 = 0, with standard normal e, and z_t = y_t / sd(y_t): each z_t is standard normal, and the
closer phi is to 1 the longer a trajectory keeps its place. The three phi are tuned on the widths of the United Nations'
own population intervals (148 countries, 600 trajectories); nothing else is.
"""

import numpy as np

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.ageing.engine.ages import Array

FERTILITY_PHI = 0.98
# A random walk: a country ahead in length of life stays ahead. One rank for both sexes.
EXPECTANCY_PHI = 1.0
MIGRATION_PHI = 0.90


def normal_numbers(seed: int, name: str, years: int, trajectories: int) -> Array:
    """Standard normal numbers (year, trajectory) of one named process; the same ones whatever else is drawn."""
    return np.random.Generator(np.random.PCG64(seed_of(seed, name))).standard_normal((years, trajectories))


def autoregressive(innovations: Array, phi: float) -> Array:
    """y_t = phi y_(t-1) + e_t, from 0.

    innovations  (year, trajectory)
    returns      the same shape
    """
    process = np.empty_like(innovations)
    before = np.zeros(innovations.shape[1:])
    for year, innovation in enumerate(innovations):
        before = phi * before + innovation
        process[year] = before
    return process


def ranks_of(innovations: Array, phi: float) -> Array:
    """Ranks z (year, trajectory), each year standard normal, from standard normal `innovations`.

    phi  0 (every year anew) to 1 (random walk)
    """
    if not 0 <= phi <= 1:
        raise DataProblem("persistence_out_of_range", found=phi, low=0, high=1)
    variance = np.cumsum(phi ** (2.0 * np.arange(len(innovations))))
    return autoregressive(innovations, phi) / np.sqrt(variance)[:, None]

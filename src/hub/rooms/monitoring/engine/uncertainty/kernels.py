"""The innermost loops, compiled where numba is there; without it numpy gives the same numbers, slower."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]


def ranks_in_numpy(keys: Keys, bits: int, last: int) -> NDArray[np.int32]:
    """Ranks from sorted keys: (rows, places), the place of a key being its lowest bits, ties at the better rank."""
    places = keys & ((1 << bits) - 1)
    ranks = np.empty(keys.shape, np.int32)
    np.put_along_axis(ranks, places, _positions(keys >> bits, last), axis=1)
    return ranks


def counts_in_numpy(keys: Keys, bits: int, last: int, counts: NDArray[np.int64]) -> None:
    """Add the ranks of sorted keys to `counts` (places, places)."""
    width = counts.shape[1]
    places = keys & ((1 << bits) - 1)
    ranks = _positions(keys >> bits, last)
    cells = places * width + (ranks - 1)
    if (ranks == 0).any():
        cells = cells[ranks > 0]
    counts += np.bincount(cells.ravel(), minlength=counts.size).reshape(counts.shape)


def _positions(steps: Keys, last: int) -> NDArray[np.int32]:
    """Rank of each position of sorted rows; 0 at the end, where there are no scores."""
    width = steps.shape[1]
    ranks = np.empty(steps.shape, np.int32)
    ranks[:] = np.arange(1, width + 1, dtype=np.int32)
    tied = steps[:, 1:] == steps[:, :-1]
    rows = np.flatnonzero(tied.any(axis=1))
    if rows.size:
        first = np.ones((rows.size, width), bool)
        first[:, 1:] = ~tied[rows]
        ranks[rows] = np.maximum.accumulate(np.where(first, ranks[rows], 1), axis=1)
    ranks[steps >= last] = 0
    return ranks


def _ranks_in_loops(keys: Any, bits: int, last: int) -> Any:
    rows, width = keys.shape
    mask = (1 << bits) - 1
    ranks = np.empty((rows, width), np.int32)
    for row in range(rows):
        before, rank = -1, 0
        for at in range(width):
            step = keys[row, at] >> bits
            if step != before:
                before, rank = step, at + 1
            ranks[row, keys[row, at] & mask] = rank if step < last else 0
    return ranks


def _counts_in_loops(keys: Any, bits: int, last: int, counts: Any) -> None:
    rows, width = keys.shape
    mask = (1 << bits) - 1
    for row in range(rows):
        before, rank = -1, 0
        for at in range(width):
            step = keys[row, at] >> bits
            if step >= last:
                break
            if step != before:
                before, rank = step, at
            counts[keys[row, at] & mask, rank] += 1


@dataclass(frozen=True, slots=True)
class Kernels:
    """The inner loops to use: what each does is said at its numpy version."""

    ranks: Callable[[Keys, int, int], NDArray[np.int32]]
    count: Callable[[Keys, int, int, NDArray[np.int64]], None]


IN_NUMPY = Kernels(ranks_in_numpy, counts_in_numpy)
# Under so many cells, loading the compiler takes longer than the work.
WORTH_COMPILING = 1 << 27


def kernels_for(cells: int) -> Kernels:
    """Compiled loops where there is much to do and numba is there, those in numpy otherwise."""
    return compiled_kernels() or IN_NUMPY if cells >= WORTH_COMPILING else IN_NUMPY


@cache
def compiled_kernels() -> Kernels | None:
    """The loops as machine code, kept on disk between runs; None where there is no numba."""
    try:
        import numba
    except ImportError:
        return None
    compile_loops = numba.njit(cache=True, nogil=True)
    return Kernels(compile_loops(_ranks_in_loops), compile_loops(_counts_in_loops))

"""The smoothest single ages or years that add up to what is known of them."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem

Array = NDArray[np.float64]

# Pull on the slope as a share of the pull on the curvature: keeps the answer single where sums leave a straight line open.
SLOPE_PULL = 1e-6


def smoothing(operator: Array, shape: Array) -> Array:
    """The matrix that turns known sums into single values: values = smoothing(operator, shape) @ sums.

    Among all values with `operator @ values == sums` it picks those whose ratio to `shape` bends least (sum of squared
    second differences), so that what is known of the form, e.g. births by year times survival, carries over.

    operator  (sum, cell)   how much of each cell a sum takes in; rows independent of one another
    shape     (cell,)       the expected form, all above 0; only its form counts, not its level
    returns   (cell, sum)
    Source: least-curvature graduation, Boneva, Kendall & Stefanov (1971); Wahba (1976). Values may come out below 0.
    """
    if not (shape > 0).all():
        raise DataProblem("graduation_shape_not_positive", found=float(shape.min()))
    sums, cells = operator.shape
    scaled = operator * shape
    bends = np.diff(np.eye(cells), 2, axis=0)
    slopes = np.diff(np.eye(cells), 1, axis=0)
    curvature = bends.T @ bends + SLOPE_PULL * (slopes.T @ slopes)
    # Rows of very different size (0-4 and 100+) would spoil the solution: each is brought to length 1.
    lengths = np.linalg.norm(scaled, axis=1)
    rows = scaled / lengths[:, None]
    system = np.zeros((cells + sums, cells + sums))
    system[:cells, :cells] = curvature
    system[:cells, cells:] = rows.T
    system[cells:, :cells] = rows
    known = np.zeros((cells + sums, sums))
    known[cells:] = np.diag(1 / lengths)
    ratios: Array = np.linalg.solve(system, known)[:cells]
    return ratios * shape[:, None]


def group_operator(starts: tuple[int, ...], cells: int) -> Array:
    """The operator of plain sums: (group, cell), 1 where the cell is in the group that begins at a start."""
    edges = [*starts, cells]
    operator = np.zeros((len(starts), cells))
    for group, (first, end) in enumerate(pairwise(edges)):
        operator[group, first:end] = 1.0
    return operator

"""Exact indices where every combination of the choices was run."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.sensitivity.indices import (
    Factor,
    Indices,
    Matrix,
    check_names,
    drop_copy,
    output_reasons,
    output_table,
    unit_variance,
)
from hub.rooms.monitoring.engine.sensitivity.shapley import MOST_FACTORS, shapley_shares


def enumerated_indices(y: NDArray[Any], factors: Sequence[Factor], outputs: Sequence[str]) -> Indices:
    """First-order and total indices and Shapley shares over the full factorial of independent factors, exact.

    y        (combinations, outputs)  one row a combination, the last factor changing fastest; NaN is a gap
    factors  in the order of the factorial, with the probabilities of their alternatives
    returns  variance is that of the population of combinations; shapley is None above 10 factors
    Gaps: an output with a gap in any combination, or the same in all, has no indices, with a reason.
    Source: Sobol (1993); Homma & Saltelli (1996); Owen (2014) for the shares.
    """
    values = _table(y, factors, outputs)
    reasons = output_reasons(values, outputs)
    shares = [factor.shares for factor in factors]
    joint = _joint(shares)
    # Differences from the first run first: whole numbers, such as ranks, then stay exact.
    mean = values[0] + _mean(values - values[0], joint)
    centred = values - mean
    variance = _mean(centred * centred, joint)
    scale = unit_variance(variance, outputs, reasons)
    cube = centred.reshape(*(factor.levels for factor in factors), -1)
    closed = _closed(cube, shares) / scale if len(factors) <= MOST_FACTORS else None
    return Indices(
        factors=tuple(factor.code for factor in factors),
        outputs=tuple(outputs),
        first=drop_copy(_alone(cube, shares) / scale, outputs),
        total=drop_copy(_left_over(cube, shares, joint) / scale, outputs),
        shapley=None if closed is None else drop_copy(shapley_shares(closed), outputs),
        variance=drop_copy(variance, outputs),
        mean=drop_copy(mean, outputs),
        bounds=None,
        runs=len(values),
        method="enumerated",
        reasons=reasons,
    )


def closed_indices(y: NDArray[Any], factors: Sequence[Factor], outputs: Sequence[str]) -> Matrix:
    """Share of the variance that each subset of the factors explains together, exact.

    y        as in `enumerated_indices`
    returns  (2 ** factors, outputs)  Var E[y | x_S] / Var y; S holds factor i where bit i of the row's number is set
    Raises DataProblem("sensitivity_factors_too_many") above 10 factors. Gaps: as in `enumerated_indices`.
    """
    if len(factors) > MOST_FACTORS:
        raise DataProblem("sensitivity_factors_too_many", found=len(factors), allowed=MOST_FACTORS)
    values = _table(y, factors, outputs)
    shares = [factor.shares for factor in factors]
    joint = _joint(shares)
    differences = values - values[0]
    centred = differences - _mean(differences, joint)
    scale = unit_variance(_mean(centred * centred, joint), outputs, output_reasons(values, outputs))
    cube = centred.reshape(*(factor.levels for factor in factors), -1)
    return drop_copy(_closed(cube, shares) / scale, outputs)


def _table(y: NDArray[Any], factors: Sequence[Factor], outputs: Sequence[str]) -> Matrix:
    check_names([factor.code for factor in factors], "factor")
    return output_table(y, outputs, math.prod(factor.levels for factor in factors))


def _joint(shares: Sequence[Matrix]) -> Matrix:
    """(combinations,) probability of each combination."""
    joint = np.ones(1)
    for own in shares:
        joint = np.multiply.outer(joint, own).ravel()
    return joint


def _mean(table: Matrix, joint: Matrix) -> Matrix:
    """(outputs,) expectation over the rows, added row by row."""
    mean: Matrix = (table * joint[:, None]).sum(axis=0)
    return mean


def _averaged(cube: Matrix, axis: int, share: Matrix) -> Matrix:
    """Expectation over one factor, alternative by alternative; the axis goes away."""
    alternatives = np.moveaxis(cube, axis, 0)
    total: Matrix = alternatives[0] * share[0]
    for level in range(1, len(share)):
        total += alternatives[level] * share[level]
    return total


def _alone(cube: Matrix, shares: Sequence[Matrix]) -> Matrix:
    """(factors, outputs) Var E[y | x_i] of a centred table."""
    alone = np.empty((len(shares), cube.shape[-1]))
    for own in range(len(shares)):
        conditional = cube
        for axis in reversed(range(len(shares))):
            if axis != own:
                conditional = _averaged(conditional, axis, shares[axis])
        alone[own] = _mean(conditional * conditional, shares[own])
    return alone


def _left_over(cube: Matrix, shares: Sequence[Matrix], joint: Matrix) -> Matrix:
    """(factors, outputs) E Var[y | x_~i]; not the rest of a difference, so that a factor without effect has none."""
    left = np.empty((len(shares), cube.shape[-1]))
    for own, share in enumerate(shares):
        rest = cube - np.expand_dims(_averaged(cube, own, share), own)
        left[own] = _mean((rest * rest).reshape(len(joint), -1), joint)
    return left


def _closed(cube: Matrix, shares: Sequence[Matrix]) -> Matrix:
    """(subsets, outputs) Var E[y | x_S] of a centred table; the empty subset explains nothing."""
    closed = np.zeros((2 ** len(shares), cube.shape[-1]))
    for subset, conditional, joint in _conditionals(cube, shares, axis=len(shares) - 1, subset=0, joint=np.ones(1)):
        if subset:
            closed[subset] = _mean(conditional * conditional, joint)
    return closed


def _conditionals(
    cube: Matrix, shares: Sequence[Matrix], *, axis: int, subset: int, joint: Matrix
) -> Iterator[tuple[int, Matrix, Matrix]]:
    """E[y | x_S] of all subsets as (levels of S, outputs), each averaged from the smallest table already made."""
    if axis < 0:
        yield subset, cube.reshape(len(joint), -1), joint
        return
    kept = np.multiply.outer(shares[axis], joint).ravel()
    yield from _conditionals(cube, shares, axis=axis - 1, subset=subset | 1 << axis, joint=kept)
    yield from _conditionals(_averaged(cube, axis, shares[axis]), shares, axis=axis - 1, subset=subset, joint=joint)

"""Shapley shares: the variance divided fairly among factors, also where they depend on each other."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.sensitivity.indices import (
    ROUNDING,
    Indices,
    Matrix,
    check_names,
    check_probabilities,
    drop_copy,
    output_reasons,
    output_table,
    unit_variance,
)

# 1,024 subsets: above this nobody waits for all of them.
MOST_FACTORS = 10


def shapley_shares(closed: Matrix) -> Matrix:
    """Mean over all orders of the factors of what each adds to the variance explained by those before it.

    closed   (2 ** factors, outputs)  Var E[y | x_S] / Var y; S holds factor i where bit i of the row's number is set
    returns  (factors, outputs)       summing over the factors to the last row of `closed`, which is 1 where the
                                      factors are all there is
    Gaps: stay gaps. Source: Owen (2014); Song, Nelson & Staum (2016).
    """
    factors = len(closed).bit_length() - 1
    if factors < 1 or len(closed) != 2**factors:
        raise DataProblem("sensitivity_subsets_incomplete", found=len(closed))
    subsets = np.arange(len(closed))
    # Of all orders, the share in which exactly the members of a subset of this size stand before a given factor.
    orders = np.array([1 / (factors * math.comb(factors - 1, size)) for size in range(factors)])
    sizes = np.array([subset.bit_count() for subset in range(len(closed))])
    shares = np.empty((factors, closed.shape[1]))
    for own in range(factors):
        without = subsets[subsets >> own & 1 == 0]
        added = closed[without | 1 << own] - closed[without]
        shares[own] = (added * orders[sizes[without], None]).sum(axis=0)
    return shares


def grouped_indices(
    y: NDArray[Any],
    levels: NDArray[Any],
    *,
    factors: Sequence[str],
    outputs: Sequence[str],
    probabilities: Sequence[float] | None = None,
) -> Indices:
    """Indices and Shapley shares from a table of runs with any joint distribution of the choices, exact.

    y              (runs, outputs)  NaN is a gap
    levels         (runs, factors)  the choice made, any whole numbers
    probabilities  (runs,)          above 0, summing to 1; None means all runs alike
    Runs with the same choices count together. Where factors depend on each other, `first` and `total` do not add up
    and `first` may exceed `total`: read `shapley`, which sums to 1.
    Raises DataProblem("sensitivity_choices_ambiguous") where the same choices gave two results.
    Gaps: an output with a gap in any run, or the same in all, has no indices, with a reason.
    Source: Song, Nelson & Staum (2016); Iooss & Prieur (2019).
    """
    chosen = _chosen(levels, factors)
    values = output_table(y, outputs, len(chosen))
    shares = _run_shares(probabilities, len(chosen))
    reasons = output_reasons(values, outputs)
    differences = values - values[0]
    mean = (differences * shares[:, None]).sum(axis=0)
    centred = differences - mean
    variance = (centred * centred * shares[:, None]).sum(axis=0)
    scale = unit_variance(variance, outputs, reasons)
    _refuse_ambiguous(values, chosen, factors, outputs)
    closed = _closed(centred, chosen, shares) / scale
    closed[-1] = np.where(np.isnan(scale), np.nan, 1.0)
    single = [1 << own for own in range(len(factors))]
    return Indices(
        factors=tuple(factors),
        outputs=tuple(outputs),
        first=drop_copy(closed[single], outputs),
        total=drop_copy(1 - closed[[len(closed) - 1 - one for one in single]], outputs),
        shapley=drop_copy(shapley_shares(closed), outputs),
        variance=drop_copy(variance, outputs),
        mean=drop_copy(values[0] + mean, outputs),
        bounds=None,
        runs=len(values),
        method="grouped",
        reasons=reasons,
    )


def _chosen(levels: NDArray[Any], factors: Sequence[str]) -> NDArray[np.int64]:
    """(runs, factors) the choices numbered from 0 within each factor."""
    check_names(factors, "factor")
    if len(factors) > MOST_FACTORS:
        raise DataProblem("sensitivity_factors_too_many", found=len(factors), allowed=MOST_FACTORS)
    if levels.ndim != 2 or levels.shape[1] != len(factors) or not len(levels):
        raise DataProblem("sensitivity_shape_wrong", found=levels.shape, allowed=("runs", len(factors)))
    return np.column_stack([np.unique(levels[:, own], return_inverse=True)[1] for own in range(len(factors))])


def _run_shares(probabilities: Sequence[float] | None, runs: int) -> Matrix:
    if probabilities is None:
        return np.full(runs, 1 / runs)
    if len(probabilities) != runs:
        raise DataProblem("sensitivity_shape_wrong", found=(len(probabilities),), allowed=(runs,))
    check_probabilities(probabilities, "runs")
    return np.array(probabilities, dtype=np.float64)


def _groups(chosen: NDArray[np.int64], subset: int) -> NDArray[np.int64]:
    """(runs,) which runs agree in every factor of the subset, numbered from 0."""
    group = np.zeros(len(chosen), np.int64)
    for own in range(chosen.shape[1]):
        if subset >> own & 1:
            # Numbered anew each time: the product of many factors' levels would not fit a whole number.
            group = np.unique(group * (chosen[:, own].max() + 1) + chosen[:, own], return_inverse=True)[1]
    return group


def _closed(centred: Matrix, chosen: NDArray[np.int64], shares: Matrix) -> Matrix:
    """(subsets, outputs) Var E[y | x_S] of a centred table; the empty subset explains nothing."""
    outputs = centred.shape[1]
    closed = np.zeros((2 ** chosen.shape[1], outputs))
    weighted = (centred * shares[:, None]).ravel()
    for subset in range(1, len(closed)):
        group = _groups(chosen, subset)
        weight = np.bincount(group, shares)[:, None]
        # One cell for each group and output; bincount adds in the order of the runs.
        cells = (group[:, None] * outputs + np.arange(outputs)).ravel()
        sums = np.bincount(cells, weighted, minlength=len(weight) * outputs).reshape(-1, outputs)
        closed[subset] = (sums * (sums / weight)).sum(axis=0)
    return closed


def _refuse_ambiguous(
    values: Matrix, chosen: NDArray[np.int64], factors: Sequence[str], outputs: Sequence[str]
) -> None:
    """The same choices must give the same result: otherwise something varied that is not among the factors."""
    group = _groups(chosen, 2 ** len(factors) - 1)
    first = np.unique(group, return_index=True)[1][group]
    slack = ROUNDING * np.nanmax(np.abs(values), axis=0, initial=0.0)
    wrong = np.argwhere(np.abs(values - values[first]) > slack)
    if wrong.size:
        row, column = wrong[0]
        raise DataProblem(
            "sensitivity_choices_ambiguous",
            output=outputs[min(column, len(outputs) - 1)],
            run=int(row) + 1,
            found=float(values[row, column]),
            other=int(first[row]) + 1,
            allowed=float(values[first[row], column]),
        )

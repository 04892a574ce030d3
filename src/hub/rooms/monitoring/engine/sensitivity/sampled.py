"""Indices from a quasi-random sample, with intervals: where choices are continuous or too many to run them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.sensitivity.indices import (
    Bounds,
    Factor,
    Indices,
    Matrix,
    check_names,
    drop_copy,
    output_reasons,
    output_table,
    unit_variance,
)

MOST_ROWS = 2**20
MOST_RESAMPLES = 100_000
# Outputs resampled at a time: bounds the memory. The resamples are the same for all, so the results do not change.
BLOCK = 64
# A resample with less than this share of the variance holds one value only, up to rounding.
NO_VARIANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Design:
    """Which choices to run.

    rows      N, rows of A and of B
    uniforms  (N x (factors + 2), factors) in [0, 1): A, then B, then for each factor A with that column of B
    """

    factors: tuple[str, ...]
    rows: int
    seed: int
    uniforms: Matrix

    def __post_init__(self) -> None:
        self.uniforms.setflags(write=False)


def sobol_design(factors: Sequence[str], *, rows: int, seed: int) -> Design:
    """A scrambled Sobol sequence in twice as many dimensions as factors, cut into A and B.

    rows  N, a power of two: only then is the sequence balanced; N x (factors + 2) runs come out
    Source: Sobol (1967); Owen (1998) for the scrambling; Saltelli et al. (2010), table 2, for the radial columns.
    """
    # Here and not above: scipy.stats takes a second to load, and only a sampled run needs it.
    from scipy.stats import qmc

    check_names(factors, "factor")
    if not 2 <= rows <= MOST_ROWS or rows & (rows - 1):
        raise DataProblem("sensitivity_rows_not_power", found=rows, low=2, high=MOST_ROWS)
    count = len(factors)
    generator = np.random.Generator(np.random.PCG64(seed_of(seed, "sensitivity", "design")))
    points = qmc.Sobol(2 * count, scramble=True, rng=generator).random(rows)
    a, b = points[:, :count], points[:, count:]
    mixed = np.repeat(a[None], count, axis=0)
    for own in range(count):
        mixed[own, :, own] = b[:, own]
    return Design(tuple(factors), rows, seed, np.concatenate([a, b, mixed.reshape(-1, count)]))


def choices_of(uniforms: Matrix, factor: Factor) -> NDArray[np.int64]:
    """Which alternative each number stands for: [0, 1) is cut into one bin for each, as wide as it is probable.

    uniforms  (runs,) in [0, 1); the whole interval is cut, not the range that happened to be sampled
    returns   (runs,) from 0
    """
    outside = np.flatnonzero(~((uniforms >= 0) & (uniforms < 1)))
    if outside.size:
        raise DataProblem(
            "sensitivity_uniform_outside",
            factor=factor.code,
            run=int(outside[0]) + 1,
            found=float(uniforms[outside[0]]),
        )
    if factor.probabilities:
        return np.searchsorted(np.cumsum(factor.shares)[:-1], uniforms, side="right")
    return np.searchsorted(np.arange(1, factor.levels) / factor.levels, uniforms, side="right")


def sampled_indices(
    y: NDArray[Any],
    factors: Sequence[str],
    outputs: Sequence[str],
    *,
    seed: int,
    resamples: int = 1000,
    coverage: float = 0.9,
) -> Indices:
    """First-order and total indices with bootstrap intervals, of independent factors.

    y          (N x (factors + 2), outputs)  in the order of `Design.uniforms`; NaN is a gap
    resamples  of the N rows: a row is drawn with its results in A, B and all mixed columns, for all indices and
               outputs at once, and the variance is estimated anew each time
    coverage   of the percentile intervals (type 7)
    First order: mean of (yB - m)(yABi - yA) over the variance, m the mean of all yA and yB. Total: Jansen's. Variance:
    of yA and yB together, n - 1. A first-order index may come out a little below zero; it is not cut.
    Gaps: an output with a gap in any run, or the same in all, has no indices; one that is the same throughout a
    resample has no bounds; both with a reason.
    Source: Saltelli et al. (2010), eq. (b) of table 2, centred as in Owen (2013); Jansen (1999); Efron (1979).
    """
    _check(resamples, coverage)
    check_names(factors, "factor")
    rows = max(len(y) // (len(factors) + 2), 2)
    values = output_table(y, outputs, rows * (len(factors) + 2))
    both = values[: 2 * rows]
    # The variance comes from A and B alone, so an output that only the mixed columns move has none either.
    reasons = {**output_reasons(both, outputs), **output_reasons(values, outputs)}
    mean, variance = both.mean(axis=0), both.var(axis=0, ddof=1)
    scale = unit_variance(variance, outputs, reasons)
    centred = np.where(np.isnan(scale), 0.0, values - mean).reshape(len(factors) + 2, rows, -1)
    counts = _resampled(rows, resamples, seed)
    ends = ((1 - coverage) / 2, (1 + coverage) / 2)
    parts = [
        _estimates(centred[..., start : start + BLOCK], scale[start : start + BLOCK], counts, ends)
        for start in range(0, len(scale), BLOCK)
    ]
    nominal, low, high = drop_copy(np.concatenate(parts, axis=-1), outputs)
    unresolved = np.isnan(low).any(axis=(0, 1))
    for column in np.flatnonzero(unresolved):
        reasons.setdefault(outputs[int(column)], Reason("interval_unresolved", {"rows": rows}))
    return Indices(
        factors=tuple(factors),
        outputs=tuple(outputs),
        first=nominal[0],
        total=nominal[1],
        shapley=None,
        variance=drop_copy(variance, outputs),
        mean=drop_copy(mean, outputs),
        bounds=Bounds(coverage, resamples, low[0], high[0], low[1], high[1]),
        runs=len(values),
        method="sampled",
        reasons=reasons,
    )


def _check(resamples: int, coverage: float) -> None:
    if not 100 <= resamples <= MOST_RESAMPLES:
        raise DataProblem("sensitivity_resamples_out_of_range", found=resamples, low=100, high=MOST_RESAMPLES)
    if not 0 < coverage < 1:
        raise DataProblem("sensitivity_coverage_out_of_range", found=coverage, low=0, high=1)


def _resampled(rows: int, resamples: int, seed: int) -> Matrix:
    """(resamples, rows) how often each row was drawn."""
    generator = np.random.Generator(np.random.PCG64(seed_of(seed, "sensitivity", "bootstrap")))
    drawn = generator.integers(rows, size=(resamples, rows)) + np.arange(resamples)[:, None] * rows
    return np.bincount(drawn.ravel(), minlength=resamples * rows).reshape(resamples, rows).astype(np.float64)


def _estimates(centred: Matrix, scale: Matrix, counts: Matrix, ends: tuple[float, float]) -> Matrix:
    """(3, 2, factors, outputs) estimate, lower and upper end, of first-order then total indices.

    centred  (factors + 2, rows, outputs)  y less its mean; scale (outputs,) its variance, NaN where there is none
    """
    moments = _moments(centred)
    rows = len(moments)
    nominal = _from_sums(moments.sum(axis=0), scale, rows)
    sums = (counts @ moments.reshape(rows, -1)).reshape(-1, *moments.shape[1:])
    low, high = np.quantile(_from_sums(sums, scale, rows), ends, axis=1)
    return np.stack([nominal, low, high])


def _moments(centred: Matrix) -> Matrix:
    """(rows, 2 + 3 x factors, outputs) everything of a row that the estimators add up.

    In order: yA + yB; their squares; per factor yB(yABi - yA); yABi - yA; (yABi - yA) squared.
    """
    a, b, mixed = centred[0], centred[1], centred[2:]
    moved = mixed - a
    return np.stack([a + b, a * a + b * b, *(b * moved), *moved, *(moved * moved)], axis=1)


def _from_sums(sums: Matrix, scale: Matrix, rows: int) -> Matrix:
    """(2, ..., factors, outputs) first-order and total indices from sums (..., 2 + 3 x factors, outputs)."""
    mean = sums[..., 0, :] / (2 * rows)
    variance = (sums[..., 1, :] - 2 * rows * mean * mean) / (2 * rows - 1)
    divisor = np.where(variance > NO_VARIANCE * scale, variance, np.nan)[..., None, :]
    products, moved, squares = np.split(sums[..., 2:, :], 3, axis=-2)
    first = (products - mean[..., None, :] * moved) / rows / divisor
    return np.stack([first, squares / (2 * rows) / divisor])

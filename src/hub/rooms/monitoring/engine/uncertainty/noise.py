"""Measurement noise: every reported value drawn anew from its published interval."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.uncertainty.model import Matrix, Model, Noisy

# The normal distribution as so many equally likely values, scaled to variance one: a look-up in place of a
# transformation. They reach 4.2 standard deviations; moments up to the fourth are right to 1 in 1,000.
STEPS = 1 << 16
_QUANTILES = ndtri((np.arange(STEPS) + 0.5) / STEPS)
NORMAL = np.ascontiguousarray(_QUANTILES / np.sqrt(np.mean(_QUANTILES**2)))
DRAWABLE = ("minmax", "zscore")


def draw_normal(generator: np.random.Generator, deviations: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """(count, cells) normal draws of mean 0, four from each 64-bit word of the generator; deviations (cells,)."""
    size = count * deviations.size
    words = generator.bit_generator.random_raw(-(-size // 4))
    drawn = NORMAL[words.astype("<u8", copy=False).view("<u2")[:size]].reshape(count, deviations.size)
    drawn *= deviations
    return drawn


def noisy_tables(model: Model, table: int, generator: np.random.Generator, *, count: int) -> Matrix:
    """`count` normalised tables with noise: (count, indicators, places), 0 where there is a gap.

    Noise goes onto the raw value and through the nominal treatment of its column; the scale is made anew from the
    noisy values of each table.
    """
    source, pick = divmod(table, model.sizes[2])
    values = _drawn(model.noisy[source], generator, count=count)
    values *= model.directions[:, None]
    normalisation = model.normalisations[pick]
    known = model.noisy[source].known
    if normalisation.method == "zscore":
        return Matrix(_zscores(values, known, normalisation.parameters), known)
    if normalisation.method != "minmax":
        raise DataProblem("noise_not_drawable", found=normalisation.method, allowed=", ".join(DRAWABLE))
    return Matrix(_minmax(values, known, normalisation.parameters), known)


def _drawn(source: Noisy, generator: np.random.Generator, *, count: int) -> NDArray[np.float64]:
    noisy = (source.deviations > 0) & source.known
    cells = np.flatnonzero(noisy.ravel())
    values = np.empty((count, *source.treated.shape))
    values[:] = source.treated
    flat = values.reshape(count, -1)
    drawn = draw_normal(generator, source.deviations.ravel()[cells], count)
    drawn += source.raw.ravel()[cells]
    if cells.size == flat.shape[1]:
        flat[:] = drawn
    else:
        flat[:, cells] = drawn
    for row, treatment in enumerate(source.treatments):
        if treatment.kind != "none" and noisy[row].any():
            own = np.flatnonzero(noisy[row])
            values[:, row, own] = treatment.apply(values[:, row, own])
    return values


def _minmax(values: NDArray[np.float64], known: NDArray[np.bool_], parameters: object) -> NDArray[np.float64]:
    low, high = parameters["low"], parameters["high"]  # type: ignore[index]
    gaps = ~known
    some = gaps.any()
    if some:
        values[:, gaps] = np.inf
    least = values.min(axis=2, keepdims=True)
    if some:
        values[:, gaps] = -np.inf
    most = values.max(axis=2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = (high - low) / (most - least)
        values *= factor
        values += low - least * factor
    if some:
        values[:, gaps] = 0.0
    return values


def _zscores(values: NDArray[np.float64], known: NDArray[np.bool_], parameters: object) -> NDArray[np.float64]:
    gaps = ~known
    some = gaps.any()
    if some:
        values[:, gaps] = 0.0
    count = known.sum(axis=1)[None, :, None]
    values -= values.sum(axis=2, keepdims=True) / count
    if some:
        values[:, gaps] = 0.0
    spread = np.sqrt(np.einsum("rkn,rkn->rk", values, values)[:, :, None] / (count - 1))
    values *= parameters["deviation"] / spread  # type: ignore[index]
    values += parameters["mean"]  # type: ignore[index]
    if "floor" in parameters:  # type: ignore[operator]
        np.maximum(values, parameters["floor"], out=values)  # type: ignore[index]
    if some:
        values[:, gaps] = 0.0
    return values

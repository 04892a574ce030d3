"""Measurement noise: every reported value drawn anew from its published interval."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from hub.rooms.monitoring.engine.normalise import scale_columns
from hub.rooms.monitoring.engine.uncertainty.choices import Alternative
from hub.rooms.monitoring.engine.uncertainty.model import Matrix, Model, Noisy

# The normal distribution as so many equally likely values, scaled to variance one: a look-up in place of a
# transformation. They reach 4.2 standard deviations; moments up to the fourth are right to 1 in 1,000.
STEPS = 1 << 16
_QUANTILES = ndtri((np.arange(STEPS) + 0.5) / STEPS)
NORMAL = np.ascontiguousarray(_QUANTILES / np.sqrt(np.mean(_QUANTILES**2)))
# Scales that are made for many tables at once.
FAST = ("minmax", "zscore")


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
    scale, known = model.normalisations[pick], model.noisy[source].known
    if scale.method not in FAST or scale.parameters.get("nodes"):
        return Matrix(_one_by_one(model, values, known, scale), known)
    values *= model.directions[:, None]
    if scale.method == "zscore":
        return Matrix(_zscores(values, known, scale.parameters), known)
    return Matrix(_minmax(values, known, scale.parameters), known)


def _one_by_one(
    model: Model, values: NDArray[np.float64], known: NDArray[np.bool_], scale: Alternative
) -> NDArray[np.float64]:
    """Any scale, table by table."""
    said = {name: value for name, value in scale.parameters.items() if value is not None}
    directions = [int(direction) for direction in model.directions]
    nodes = [model.branches.nodes[at] for at in model.branches.columns]
    for number, table in enumerate(values):
        own = np.where(known, table, np.nan).T
        scaled = scale_columns(own, scale.method, said, directions=directions, nodes=nodes, places=model.places)
        values[number] = np.where(known, scaled.T, 0.0)
    return values


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

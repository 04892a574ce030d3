"""Places that are offered against places that are asked for, by district and by the way that people come to them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array

# On foot in less than 15 minutes; by bus, tram or train; online.
MODES = ("walk", "transit", "online")
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Bands:
    """Quantiles: `levels` ascending between 0 and 1; `values` (level, ...)."""

    levels: tuple[float, ...]
    values: Array


@dataclass(frozen=True)
class CapacityGap:
    """Places offered less places asked for; below 0 places lack.

    gap  (..., district, mode)  places
    """

    gap: Array

    @property
    def by_district(self) -> Array:
        """(..., district)"""
        summed: Array = self.gap.sum(axis=-1)
        return summed

    @property
    def by_mode(self) -> Array:
        """(..., mode)"""
        summed: Array = self.gap.sum(axis=-2)
        return summed

    @property
    def total(self) -> Array:
        """(...) the city's balance, as if every place could be used by everybody."""
        summed: Array = self.gap.sum(axis=(-2, -1))
        return summed

    @property
    def lacking(self) -> Array:
        """(...) places that lack where they lack: a surplus in one district or mode does not fill another."""
        lacking: Array = np.maximum(-self.gap, 0).sum(axis=(-2, -1))
        return lacking


def by_district(counts: Array, city: Array) -> Array:
    """Share a projection of the city out among its districts, age group by age group; it stays the sum of them.

    counts   (district, group)  older people by district at the base; or (year, district, group) where a plan moves them
    city     (..., group)  or (..., year, group): people, learners or places of the city
    returns  (..., district, group), with the year before the district where there is one
    Gaps: none allowed. A group without anybody in `counts` is shared out like all groups together.
    Trap: districts keep their part of each age group; who moves between them in old age is not seen.
    Raises DataProblem("district_counts_unusable"), ("district_counts_empty"), ("district_groups_differ").
    """
    if counts.shape[-1] != city.shape[-1]:
        raise DataProblem("district_groups_differ", found=counts.shape[-1], allowed=city.shape[-1])
    if not np.all((counts >= 0) & np.isfinite(counts)):
        faulty = counts[~((counts >= 0) & np.isfinite(counts))]
        raise DataProblem("district_counts_unusable", found=float(faulty.flat[0]))
    sums, everybody = counts.sum(axis=-2, keepdims=True), counts.sum(axis=(-2, -1), keepdims=True)
    if not np.all(everybody > 0):
        raise DataProblem("district_counts_empty", found=0)
    overall = counts.sum(axis=-1, keepdims=True) / everybody
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(sums > 0, counts / sums, overall)
    return city[..., None, :] * shares


def by_mode(demand: Array, modes: Array) -> Array:
    """Split what districts ask for by the way that people would come.

    demand   (..., district)  places
    modes    (mode) or (district, mode)  shares of the learners, in the order of `MODES`, summing to 1
    returns  (..., district, mode)
    Raises DataProblem("mode_shares_not_whole").
    """
    sums = modes.sum(axis=-1)
    if not (np.all(modes >= 0) and np.all(np.abs(sums - 1) <= _TOLERANCE)):
        raise DataProblem("mode_shares_not_whole", found=float(np.ravel(sums)[0]))
    return demand[..., None] * modes


def gap_of(offered: Array, demand: Array) -> CapacityGap:
    """Places offered less places asked for.

    offered  (district, mode), or with leading axes, e.g. (year, district, mode) where places are planned
    demand   (..., district, mode)  of one projection, or of every trajectory in front
    Raises DataProblem("offer_unusable").
    """
    if not np.all((offered >= 0) & np.isfinite(offered)):
        faulty = offered[~((offered >= 0) & np.isfinite(offered))]
        raise DataProblem("offer_unusable", found=float(faulty.flat[0]))
    return CapacityGap(offered - demand)


def bands_of(trajectories: Array, levels: Sequence[float]) -> Bands:
    """Quantiles over trajectories (trajectory, ...), of a gap, a demand or any sum of them.

    Sum first, then take quantiles: quantiles of districts do not add up to those of the city.
    Raises DataProblem("levels_unusable").
    """
    _check_levels(levels)
    return Bands(tuple(levels), np.quantile(trajectories, levels, axis=0))


def gap_bands(offered: Array, demand: Bands) -> Bands:
    """The gap where only quantiles of the demand are known: a high demand is a low gap, so the levels turn round.

    offered  (...)  places, in the shape of one level of the demand
    demand   quantiles (level, ...) of the very sum that the places stand against
    Exact for one figure. Trap: quantiles summed over ages or districts suppose that all are high together, which makes
    the band at least as wide as it is; with trajectories use `bands_of`.
    Raises DataProblem("levels_unusable").
    """
    _check_levels(demand.levels)
    return Bands(tuple(round(1 - level, 12) for level in reversed(demand.levels)), offered - demand.values[::-1])


def chance_of_lack(gaps: Array) -> Array:
    """Share of trajectories (trajectory, ...) in which places lack: (...), 0 to 1."""
    share: Array = (gaps < 0).mean(axis=0)
    return share


def first_lack(gaps: Array, years: Sequence[int]) -> Array:
    """The first year in which places lack.

    gaps     (year, ...)  of the median, or of another level
    years    as many as the array has
    returns  (...)  year; a gap (NaN) where they never do
    """
    lacks = gaps < 0
    first = np.asarray(years, float)[np.argmax(lacks, axis=0)]
    return np.where(lacks.any(axis=0), first, np.nan)


def _check_levels(levels: Sequence[float]) -> None:
    if not levels or not all(0 <= level <= 1 for level in levels) or any(np.diff(levels) <= 0):
        raise DataProblem("levels_unusable", found=", ".join(map(str, levels)), low=0, high=1)

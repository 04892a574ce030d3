"""What is kept of the trajectories: quantiles of each year's totals, indicators and five-year groups."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hub.rooms.ageing.engine.ages import GROUP_STARTS, OPEN_AGE, Array
from hub.rooms.ageing.engine.trajectories.futures import FutureYear, total
from hub.rooms.ageing.engine.trajectories.marginals import PROBABILITIES

# In the order of `Summary.values`. People and indicators are of 1 July, `pop_dec31` of the year's end.
ITEMS = (
    "pop",
    "pop_dec31",
    "pop65",
    "pop80",
    "pct65",
    "pct80",
    "oadr65_20_64",
    "oadr65_15_64",
    "tdr",
    "psr20_64_65",
    "median_age",
    "births",
    "deaths",
    "migration",
    "tfr",
    "e0_m",
    "e0_f",
)
GROUPS = len(GROUP_STARTS)
WIDTH = GROUP_STARTS[1]


@dataclass(frozen=True, eq=False)
class Summary:
    """Quantiles over the trajectories of one place.

    years          calendar years
    probabilities  of the quantiles, ascending
    items          codes, those of `indicators.registry` where it has them
    values         (item, year, quantile)        NaN where an item has no value in some trajectory (a place without people)
    pyramids       (year, sex, group, quantile)  persons on 1 July by five-year group, the last one 100 and over
    Trap: quantiles of groups do not add up to those of the total, and the middle ones are no single trajectory.
    """

    years: tuple[int, ...]
    probabilities: tuple[float, ...]
    items: tuple[str, ...]
    values: Array
    pyramids: Array
    trajectories: int

    def of(self, item: str) -> Array:
        """(year, quantile) of one item."""
        found: Array = self.values[self.items.index(item)]
        return found


def summarise(years: Iterable[FutureYear], probabilities: tuple[float, ...] = PROBABILITIES) -> Summary:
    """Take the quantiles of each year as it comes, and let it go."""
    calendar, values, pyramids = [], [], []
    start: Array | None = None
    count = 0
    for year in years:
        start = grouped(year.before) if start is None else start
        end = grouped(year.after)
        groups = (start + end) / 2
        calendar.append(year.year)
        values.append(quantiles_of(items_of(year, groups), probabilities))
        pyramids.append(quantiles_of(groups, probabilities))
        start, count = end, groups.shape[-1]
    return Summary(tuple(calendar), probabilities, ITEMS, np.stack(values, axis=1), np.stack(pyramids), count)


def grouped(people: Array) -> Array:
    """Five-year groups (sex, group, trajectory) of people (sex, age, trajectory)."""
    groups = np.empty((len(people), GROUPS, people.shape[-1]))
    closed = people[:, :OPEN_AGE].reshape(len(people), GROUPS - 1, WIDTH, -1)
    np.sum(closed, axis=2, out=groups[:, :-1])
    groups[:, -1] = people[:, OPEN_AGE]
    return groups


def items_of(year: FutureYear, groups: Array) -> Array:
    """All `ITEMS` of a year, (item, trajectory); `groups` (sex, group, trajectory) are of 1 July."""
    both = groups[0] + groups[1]

    def between(first: int, last: int = OPEN_AGE + WIDTH) -> Array:
        people: Array = both[first // WIDTH : last // WIDTH].sum(axis=0)
        return people

    everyone, old, oldest, young = between(0), between(65), between(80), between(0, 15)
    from_15, from_20 = between(15, 65), between(20, 65)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = [100 * old / everyone, 100 * oldest / everyone, 100 * old / from_20, 100 * old / from_15]
        ratios = [100 * (young + old) / from_15, from_20 / old]
    indicators = np.stack([*shares, *ratios, median_age(year, both)])
    indicators[~np.isfinite(indicators)] = np.nan
    flows = [year.births, year.deaths, year.migration, year.fertility, *year.expectancy]
    return np.stack([everyone, total(year.after), old, oldest, *indicators, *flows])


def median_age(year: FutureYear, groups: Array) -> Array:
    """Median age (trajectory,) on 1 July, linear within the single year of age in which half is reached.

    groups  (group, trajectory)  of both sexes; they tell between which ages to look
    A gap where half of the people are 100 and over, or nobody is there.
    """
    cumulated = np.cumsum(groups, axis=0)
    half = cumulated[-1] / 2
    reached = (cumulated < half).sum(axis=0)
    found = (reached < GROUPS - 1) & (half > 0)
    if not found.any():
        return np.full(half.shape, np.nan)
    first, last = int(reached[found].min()), int(reached[found].max())
    ages = slice(WIDTH * first, WIDTH * (last + 1))
    people = (year.before[:, ages].sum(axis=0) + year.after[:, ages].sum(axis=0)) / 2
    upto = np.cumsum(people, axis=0)
    upto += cumulated[first - 1] if first else 0.0
    at = np.minimum((upto < half).sum(axis=0), len(people) - 1)[None]
    there, here = (np.take_along_axis(one, at, axis=0)[0] for one in (upto, people))
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.clip(1 - (there - half) / here, 0.0, 1.0)
    return np.where(found, WIDTH * first + at[0] + within, np.nan)


def quantiles_of(values: Array, probabilities: tuple[float, ...]) -> Array:
    """Quantiles (type 7) over the last axis: (..., quantile); NaN where one of the values is."""
    ordered = np.sort(values, axis=-1)
    position = (values.shape[-1] - 1) * np.array(probabilities)
    lower = np.floor(position).astype(int)
    upper = np.minimum(lower + 1, values.shape[-1] - 1)
    least = ordered[..., lower]
    quantiles: Array = least + (ordered[..., upper] - least) * (position - lower)
    # Sorting puts gaps last.
    quantiles[np.isnan(ordered[..., -1])] = np.nan
    return quantiles

"""Figures about groups of places: what the report prints about regions is computed here and traced here."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute import mean_of, median_of
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.engine.run import Run

STATISTICS: Mapping[str, Callable[[NDArray[np.float64]], float]] = {
    "median": median_of,
    "mean": mean_of,
    "least": lambda values: float(values.min()),
    "most": lambda values: float(values.max()),
    # Type 7, as everywhere in the report.
    "quartile-low": lambda values: float(np.percentile(values, 25)),
    "quartile-high": lambda values: float(np.percentile(values, 75)),
}


def members_of(run: Run, who: str) -> tuple[str, ...]:
    """Codes of the scored places that `@all` or `@group` stands for; DataProblem("group_unknown")."""
    scored = run.places.in_scope
    if who == ALL:
        return scored
    known = {group.code for grouping in run.recipe.groupings for group in grouping.groups}
    if who.removeprefix("@") not in known:
        raise DataProblem("group_unknown", found=who, allowed=", ".join(f"@{code}" for code in sorted(known)))
    wanted = frozenset(run.places.members(who.removeprefix("@")))
    return tuple(place for place in scored if place in wanted)


def member_values(run: Run, who: str, node: str) -> tuple[tuple[str, float], ...]:
    """Place and value of every member that has one: reported values of indicators, scores of other nodes."""
    is_measured = any(node == one.code for one in run.framework.measured)
    found = []
    for place in members_of(run, who):
        value = run.value(place, node) if is_measured else run.score(place, node)
        if value is not None:
            found.append((place, value))
    return tuple(found)


def statistic(run: Run, who: str, node: str, aspect: str) -> float | None:
    """Median, mean, quartile, least, most or count over members with a value, every place once; None without any."""
    values = np.array([value for _, value in member_values(run, who, node)])
    if aspect == "count":
        return float(len(values))
    if aspect not in STATISTICS:
        raise DataProblem("aspect_unknown", found=aspect, allowed=", ".join((*STATISTICS, "count")))
    return STATISTICS[aspect](values) if len(values) else None


def count(run: Run, who: str, what: str) -> float | None:
    """A named total: of `run.counts` for `@all`; `places` (scored) for groups; None where there is no such total."""
    if what == "places" and who != ALL:
        return float(len(members_of(run, who)))
    if who == ALL and what in run.counts:
        return float(run.counts[what])
    return None


def availability_of(run: Run, place: str) -> float:
    """Share of the framework's indicators for which the place has a reported value, 0 to 1; 0 if it is retired."""
    if place not in run.panel.places:
        return 0.0
    row = run.panel.values[run.panel.places.index(place), : len(run.framework.indicators)]
    return float((~np.isnan(row)).sum()) / max(len(row), 1)

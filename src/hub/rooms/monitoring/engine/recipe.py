"""How the index is made: the declared steps, in the order in which they are done."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.places import Grouping

# What each step may be told: method -> names of its parameters with their defaults. No default: the recipe must say it.
REQUIRED = object()
STEPS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "denominate": {"column": {}},
    "screen": {"availability": {"places": 0.0, "indicators": 0.0}},
    "impute": {
        "none": {},
        "mean": {},
        "median": {},
        "group-mean": {"grouping": REQUIRED, "coverage": 0.5},
        "group-median": {"grouping": REQUIRED, "coverage": 0.5},
    },
    "treat": {
        "none": {},
        "winsorise-log": {"skewness": 2.0, "kurtosis": 3.5, "points": 5},
    },
    "normalise": {
        "minmax": {"low": 0.0, "high": 100.0},
        "zscore": {"mean": 0.0, "deviation": 1.0},
        "goalposts": {"goalposts": REQUIRED, "low": 0.0, "high": 100.0},
        "rank": {},
        "percentile-rank": {},
        "borda": {},
        "fraction-of-maximum": {},
        "distance-to-maximum": {},
    },
    "weigh": {"equal": {}, "given": {}},
    "aggregate": {
        "arithmetic": {"thresholds": {}, "levels": {}},
        "geometric": {"thresholds": {}, "levels": {}},
        "harmonic": {"thresholds": {}, "levels": {}},
    },
    "rank": {"competition": {"groupings": ()}},
    "uncertainty": {
        "monte-carlo": {
            "replications": 1000,
            "seed": REQUIRED,
            "weights": 0.25,
            "normalisations": ("minmax", "zscore"),
            "aggregations": ("arithmetic", "geometric"),
            "noise": True,
            "top": 10,
        }
    },
}
# What has to be done before a step makes sense.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "aggregate": ("normalise", "weigh"),
    "rank": ("aggregate",),
    "uncertainty": ("rank",),
}
# What can no longer be done once the matrix is on a common scale.
BEFORE_NORMALISE = ("denominate", "screen", "impute", "treat")


@dataclass(frozen=True, slots=True)
class Plan:
    """One declared step: what to do, by which method, with which parameters (defaults filled in)."""

    do: str
    method: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vintage:
    """Which period of a series is taken: the latest that ends at or before `date` and within `maximum_age_years`."""

    date: datetime.date
    maximum_age_years: float


@dataclass(frozen=True)
class Recipe:
    """A checked recipe.

    date       the date of the edition; printed, never read from a clock
    not_after  a period that starts after this day is refused; the date of the edition unless the recipe says otherwise
    mapping    which column is what; read by `files/mappings.py`
    retired    how the notes tell retired place codes: `note` and `code` patterns, `rule`
    options    what only some kinds of recipe say
    text       the whole recipe as it was written; part of the identity of a run
    """

    code: str
    titles: Mapping[str, str]
    date: datetime.date
    framework: str
    vintage: Vintage
    plans: tuple[Plan, ...]
    groupings: tuple[Grouping, ...] = ()
    synthetic: bool = False
    not_after: datetime.date = datetime.date.max
    mapping: Mapping[str, Any] = field(default_factory=dict)
    retired: Mapping[str, str] = field(default_factory=dict)
    place_table: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Mapping[str, str], ...] = ()
    text: str = field(default="", repr=False)

    def plan(self, do: str) -> Plan | None:
        """The declared step of this kind; None where the recipe has none."""
        return next((plan for plan in self.plans if plan.do == do), None)


def check_order(plans: tuple[Plan, ...]) -> None:
    """Refuse an order of steps that cannot work: DataProblem step_repeated, step_out_of_order, step_missing."""
    done: list[str] = []
    for plan in plans:
        if plan.do in done:
            raise DataProblem("step_repeated", step=plan.do)
        for needed in NEEDS.get(plan.do, ()):
            if needed not in done:
                raise DataProblem("step_out_of_order", step=plan.do, needed=needed)
        if plan.do in BEFORE_NORMALISE and "normalise" in done:
            raise DataProblem("step_too_late", step=plan.do, after="normalise")
        done.append(plan.do)
    for needed in ("normalise", "weigh", "aggregate"):
        if needed not in done:
            raise DataProblem("step_missing", step=needed)
    # A league table without its error is not printed, so it is not computed either.
    if "rank" in done and "uncertainty" not in done:
        raise DataProblem("rank_without_uncertainty", step="rank")


def complete_parameters(do: str, method: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Fill in defaults; DataProblem names the step, what was found and what is allowed."""
    if do not in STEPS:
        raise DataProblem("step_unknown", found=do, allowed=", ".join(STEPS))
    if method not in STEPS[do]:
        raise DataProblem("method_unknown", step=do, found=method, allowed=", ".join(STEPS[do]))
    known = STEPS[do][method]
    for name in given:
        if name not in known:
            raise DataProblem("parameter_unknown", step=do, method=method, found=name, allowed=", ".join(known) or "-")
    for name, default in known.items():
        if default is REQUIRED and name not in given:
            raise DataProblem("parameter_missing", step=do, method=method, parameter=name)
    return {name: given.get(name, default) for name, default in known.items()}

"""How the index is made: the declared steps, in the order in which they are done."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute import NEEDED
from hub.rooms.monitoring.engine.impute import PARAMETERS as IMPUTING
from hub.rooms.monitoring.engine.normalise import SCALES
from hub.rooms.monitoring.engine.places import Grouping
from hub.rooms.monitoring.engine.treat import METHODS as TREATING

# What each step may be told: method -> names of its parameters with their defaults. No default: the recipe must say it.
REQUIRED = object()
_MEAN: Mapping[str, Any] = {"thresholds": {}, "levels": {}, "nodes": {}, "power": None}
STEPS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "denominate": {"column": {}},
    "screen": {"availability": {"places": 0.0, "indicators": 0.0}},
    "impute": {
        method: {name: REQUIRED if default is NEEDED else default for name, default in known.items()}
        | {"otherwise": ()}
        for method, known in IMPUTING.items()
    },
    "treat": {method: {**known, "nodes": {}} for method, known in TREATING.items()},
    "normalise": {
        method: {name: REQUIRED if default is None else default for name, default in scale.defaults.items()}
        | {"nodes": {}}
        | ({"floor": None} if method == "zscore" else {})
        for method, scale in SCALES.items()
    },
    "weigh": {
        "equal": {},
        "given": {},
        "components": {"squared": False},
        "budget": {"points": REQUIRED, "budget": 100.0},
        "pairwise": {"judgements": REQUIRED, "vector": "eigenvector", "limit": 0.1},
        "balanced": {"level": "area", "objective": "balance", "targets": {}},
        "benefit-of-the-doubt": {"nodes": REQUIRED, "low": 0.0, "high": 1.0},
    },
    "aggregate": {
        **dict.fromkeys(("arithmetic", "geometric", "harmonic", "copeland"), _MEAN),
        "generalised": {**_MEAN, "power": REQUIRED},
    },
    "rank": {"competition": {"groupings": (), "levels": ("index", "area")}},
    "uncertainty": {
        "monte-carlo": {
            "replications": 1000,
            "seed": REQUIRED,
            "weights": 0.25,
            "imputations": (),
            "treatments": (),
            "normalisations": ("minmax", "zscore"),
            "aggregations": ("arithmetic", "geometric"),
            "leave_out": "",
            "noise": True,
            "top": 10,
        }
    },
    "sensitivity": {"variance-based": {"weight_sets": 100, "combinations": 20_000, "rows": 1024}},
}
# What has to be done before a step makes sense.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "aggregate": ("normalise", "weigh"),
    "rank": ("aggregate",),
    "uncertainty": ("rank",),
    "sensitivity": ("uncertainty",),
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
    change     dates of two editions whose difference is split, earlier and later; None where the recipe asks for none
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
    change: tuple[datetime.date, datetime.date] | None = None
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

"""What might as well have been decided otherwise: the uncertain choices that a recipe declares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.kit.errors import DataProblem

# A choice written as a bare word. Both scales keep every value positive, so that the geometric mean exists.
NORMALISATIONS: Mapping[str, Mapping[str, float]] = {
    "minmax": {"low": 1.0, "high": 100.0},
    "zscore": {"mean": 100.0, "deviation": 15.0, "floor": 1.0},
}
SCALES = ("minmax", "zscore", "percentile-rank", "rank", "borda", "distance-to-maximum", "goalposts")
# `declared` stands for the means of the recipe, which may differ between levels.
DECLARED = "declared"
AGGREGATIONS = (DECLARED, "arithmetic", "geometric", "harmonic")
KINDS = ("indicator", "feature", "area")
MOST_REPLICATIONS = 1_000_000


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to do a step: its method and parameters."""

    method: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choices:
    """What is varied; an empty tuple leaves the step as the recipe does it. Every list is drawn from uniformly.

    weights    half-width of the uniform factor on a node's weight, by kind of node: 0.25 is 75 % to 125 %
    leave_out  kind of node of which each replication leaves one out (or none); blank for nobody
    noise      draw each value from its published interval
    top        a place is counted as often as it is among so many first
    """

    replications: int
    seed: int
    top: int = 10
    noise: bool = False
    leave_out: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    imputations: tuple[Alternative, ...] = ()
    treatments: tuple[int, ...] = ()
    normalisations: tuple[Alternative, ...] = ()
    aggregations: tuple[str, ...] = (DECLARED,)


def read_choices(plan: Mapping[str, Any]) -> Choices:
    """The uncertain choices of a recipe's step; DataProblem says which is wrong, what is allowed."""
    if not 1 <= plan["replications"] <= MOST_REPLICATIONS:
        raise DataProblem("replications_out_of_range", found=plan["replications"], low=1, high=MOST_REPLICATIONS)
    if plan["leave_out"] and plan["leave_out"] not in KINDS:
        raise DataProblem("method_unknown", step="uncertainty", found=plan["leave_out"], allowed=", ".join(KINDS))
    return Choices(
        replications=plan["replications"],
        seed=plan["seed"],
        top=plan["top"],
        noise=plan["noise"],
        leave_out=plan["leave_out"],
        weights=_shares(plan["weights"]),
        imputations=tuple(_alternative(one) for one in plan["imputations"]),
        treatments=_points(plan["treatments"]),
        normalisations=tuple(_normalisation(one) for one in plan["normalisations"]),
        aggregations=_aggregations(plan["aggregations"]),
    )


def _shares(given: float | Mapping[str, float]) -> Mapping[str, float]:
    shares = dict(given) if isinstance(given, Mapping) else dict.fromkeys(KINDS, given)
    for kind, share in shares.items():
        if kind not in KINDS:
            raise DataProblem(
                "level_unknown", step="uncertainty", parameter="weights", found=kind, allowed=", ".join(KINDS)
            )
        if not isinstance(share, int | float) or not 0 <= share < 1:
            raise DataProblem("weight_change_out_of_range", found=share, low=0, high=1)
    return shares


def _points(given: Sequence[Any]) -> tuple[int, ...]:
    for found in given:
        if isinstance(found, bool) or not isinstance(found, int) or found < 0:
            raise DataProblem("parameter_not_whole", step="uncertainty", parameter="treatments", found=repr(found))
    return tuple(given)


def _alternative(given: str | Mapping[str, Any]) -> Alternative:
    if isinstance(given, str):
        return Alternative(given)
    if not isinstance(given, Mapping) or not isinstance(given.get("method"), str):
        raise DataProblem("parameter_missing", step="uncertainty", method="monte-carlo", parameter="method")
    return Alternative(given["method"], {name: value for name, value in given.items() if name != "method"})


def _normalisation(given: str | Mapping[str, Any]) -> Alternative:
    found = _alternative(given)
    if found.method not in SCALES:
        raise DataProblem("method_unknown", step="uncertainty", found=found.method, allowed=", ".join(SCALES))
    if isinstance(given, str):
        return Alternative(found.method, NORMALISATIONS.get(found.method, {}))
    return found


def _aggregations(given: Sequence[str]) -> tuple[str, ...]:
    for found in given:
        if found not in AGGREGATIONS:
            raise DataProblem("method_unknown", step="uncertainty", found=found, allowed=", ".join(AGGREGATIONS))
    return tuple(given) or (DECLARED,)

"""Methods in turn: what the first leaves empty is given to the next, and every cell says which one filled it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute.cells import filled_cells
from hub.rooms.monitoring.engine.impute.columns import Values, fill_columns
from hub.rooms.monitoring.engine.impute.multiple import BOUNDS, Multiple, impute_multiple
from hub.rooms.monitoring.engine.impute.panels import History, fill_from_history
from hub.rooms.monitoring.engine.impute.rows import fill_rows
from hub.rooms.monitoring.engine.steps import Step, Table

# Stands where there is no default: the recipe must say it.
NEEDED = object()
# Parameters of every method with their defaults.
PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "none": {},
    "mean": {},
    "median": {},
    "group-mean": {"grouping": NEEDED, "coverage": 0.5},
    "group-median": {"grouping": NEEDED, "coverage": 0.5},
    "row-mean": {"within": ""},
    "row-median": {"within": ""},
    "panel-latest": {"editions": 0},
    "panel-linear": {"ends": "carry"},
    "panel-constant": {"ends": "carry"},
    "multiple": {"seed": NEEDED, "draws": 20, "iterations": 10, "predictors": 10, "bounds": "observed"},
}


@dataclass(frozen=True)
class Attempt:
    """One method with its parameters; those left out take the defaults of `PARAMETERS`.

    Raises DataProblem: method_unknown, parameter_unknown, parameter_missing.
    """

    method: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.method not in PARAMETERS:
            raise DataProblem("method_unknown", step="impute", found=self.method, allowed=", ".join(PARAMETERS))
        known = PARAMETERS[self.method]
        for name in self.parameters:
            if name not in known:
                allowed = ", ".join(known) or "-"
                raise DataProblem("parameter_unknown", step="impute", method=self.method, found=name, allowed=allowed)
        for name, default in known.items():
            if default is NEEDED and name not in self.parameters:
                raise DataProblem("parameter_missing", step="impute", method=self.method, parameter=name)

    @property
    def complete(self) -> Mapping[str, Any]:
        return {**PARAMETERS[self.method], **self.parameters}


@dataclass(frozen=True, eq=False)
class Background:
    """What the methods may look at beside the table; every sequence is in the order of its places or nodes.

    groups      code of a grouping -> group of every place; blank is none
    directions  +1 more is better, -1 less is better, for every node
    blocks      what `within` may say -> for every node the code of the block in which a row method looks
    history     other editions, in the unit of the table
    edition     year of the table
    low, high   (nodes,) float64  limits of the framework; NaN is no limit
    """

    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    directions: Sequence[int] | None = None
    blocks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    history: History | None = None
    edition: float | None = None
    low: Values | None = None
    high: Values | None = None


@dataclass(frozen=True, eq=False)
class Imputation:
    """The step `imputed`, and the completed tables where a method draws them.

    draws  (draws, places, nodes) float64  gaps that another method filled are equal in all; None where none draws
    """

    step: Step
    draws: Values | None = None


def impute_in_turn(table: Table, attempts: Sequence[Attempt], background: Background | None = None) -> Imputation:
    """Fill the gaps by the first method, what it leaves by the second, and so on.

    Observed cells are kept whatever a method returns, and what a method filled is observed for the next. The step has
    the first method's name and parameters, and `otherwise` with the others'; `columns` has for every node with gaps
    how many there were, how many each method filled, and how many are left. Gaps that no method can fill stay gaps.
    Raises DataProblem: imputation_empty, imputation_input_missing, and what the methods raise.
    """
    if not attempts:
        raise DataProblem("imputation_empty", allowed=", ".join(PARAMETERS))
    background = background or Background()
    now, draws = table, None
    used = np.full(table.values.shape, -1, np.int8)
    for at, attempt in enumerate(attempts):
        if not np.isnan(now.values).any():
            break
        if attempt.method == "none":
            continue
        multiple = _multiple(now, attempt, background) if attempt.method == "multiple" else None
        found = multiple.mean.values if multiple else FILLERS[attempt.method](now, attempt, background)
        fresh = np.isnan(now.values) & ~np.isnan(found)
        used[fresh] = at
        now = Table(table.places, table.nodes, np.where(fresh, found, now.values))
        if draws is not None:
            draws = np.where(fresh, found, draws)
        elif multiple is not None:
            draws = multiple.draws
    methods = [attempt.method for attempt in attempts]
    cells = filled_cells(table, now, methods, used)
    columns = _counts(table, now, methods, used)
    step = Step("imputed", methods[0], _parameters(attempts), now, cells, columns)
    return Imputation(step, draws)


def _parameters(attempts: Sequence[Attempt]) -> Mapping[str, Any]:
    first, *others = attempts
    if not others:
        return first.complete
    return {**first.complete, "otherwise": [{"method": other.method, **other.complete} for other in others]}


def _counts(
    before: Table, after: Table, methods: Sequence[str], used: NDArray[np.int8]
) -> Mapping[str, Mapping[str, float | str]]:
    gaps, left = np.isnan(before.values).sum(axis=0), np.isnan(after.values).sum(axis=0)
    by = {name: np.zeros(len(gaps), np.int64) for name in methods}
    for at, name in enumerate(methods):
        by[name] += (used == at).sum(axis=0)
    return {
        before.nodes[column]: {
            "gaps": float(gaps[column]),
            "left": float(left[column]),
            **{name: float(filled[column]) for name, filled in by.items() if filled[column]},
        }
        for column in np.flatnonzero(gaps)
    }


def _by_columns(table: Table, attempt: Attempt, background: Background) -> Values:
    if attempt.method in ("mean", "median"):
        return fill_columns(table, attempt.method)
    parameters = attempt.complete
    groups = _named(background.groups, attempt, "grouping")
    return fill_columns(table, attempt.method, groups=groups, coverage=parameters["coverage"])


def _by_rows(table: Table, attempt: Attempt, background: Background) -> Values:
    blocks = _named(background.blocks, attempt, "within") if attempt.complete["within"] else None
    return fill_rows(table, attempt.method, directions=background.directions, blocks=blocks)


def _by_history(table: Table, attempt: Attempt, background: Background) -> Values:
    if background.history is None or background.edition is None:
        raise DataProblem("imputation_input_missing", method=attempt.method, parameter="history")
    own = attempt.complete
    return fill_from_history(
        table,
        attempt.method,
        history=background.history,
        edition=background.edition,
        ends=own.get("ends", "carry"),
        editions=own.get("editions", 0),
    )


def _named(known: Mapping[str, Sequence[str]], attempt: Attempt, parameter: str) -> Sequence[str]:
    """What a parameter of the attempt stands for, e.g. the groups of its `grouping`."""
    code = attempt.complete[parameter]
    if code not in known:
        raise DataProblem(
            "imputation_option_unknown", parameter=parameter, found=code, allowed=", ".join(sorted(known)) or "-"
        )
    return known[code]


def _multiple(table: Table, attempt: Attempt, background: Background) -> Multiple:
    own = attempt.complete
    if own["bounds"] not in BOUNDS:
        raise DataProblem(
            "imputation_option_unknown", parameter="bounds", found=own["bounds"], allowed=", ".join(BOUNDS)
        )
    limited = own["bounds"] == "limits"
    return impute_multiple(
        table,
        own["seed"],
        draws=own["draws"],
        iterations=own["iterations"],
        predictors=own["predictors"],
        low=background.low if limited else None,
        high=background.high if limited else None,
    )


FILLERS: Mapping[str, Callable[[Table, Attempt, Background], Values]] = {
    "mean": _by_columns,
    "median": _by_columns,
    "group-mean": _by_columns,
    "group-median": _by_columns,
    "row-mean": _by_rows,
    "row-median": _by_rows,
    "panel-latest": _by_history,
    "panel-linear": _by_history,
    "panel-constant": _by_history,
}

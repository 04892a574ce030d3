"""Treat: pull in outliers that would rule the scale, by winsorising, by a logarithm or by Box-Cox."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from hub.rooms.monitoring.engine.steps import CellChange, Step, Table
from hub.rooms.monitoring.engine.treat.cells import TreatedCells
from hub.rooms.monitoring.engine.treat.columns import Treated, treat_columns
from hub.rooms.monitoring.engine.treat.rules import METHODS, rule_of, rules_of, with_points
from hub.rooms.monitoring.engine.treat.treatment import Treatment

CLASSIC = "winsorise-log"


@dataclass(frozen=True, eq=False)
class TreatedStep:
    """A treatment step, and what was done to each column, to be done again to other draws of it."""

    step: Step
    treatments: Mapping[str, Treatment]


def treat_by(table: Table, method: str, parameters: Mapping[str, Any]) -> TreatedStep:
    """Treat each column that fails the test of skewness and kurtosis by a method of `rules.METHODS`.

    parameters  those of the method; `nodes` gives single nodes another method or other parameters
    A column passes where |skewness| < `skewness` or kurtosis < `kurtosis`; columns with fewer than four values or one
    single value pass. Gaps stay gaps.
    winsorise-log  winsorised up to `points` points; what still fails gets the logarithm `log`, of the original column or
                   of the winsorised one (COINr's combined variant)
    winsorise, log, box-cox  only that; `columns` = all does it to columns that pass too
    Raises DataProblem, naming node and cell: log_not_positive, log_gii_maximum_not_positive, power_not_positive,
    power_flattens, and those of `rules.rule_of`. Source: OECD/JRC Handbook (2008), step 5; COINr `Treat`.
    """
    treated = treat_columns(table, (rules_of(table.nodes, method, parameters),))[0]
    kinds = {node: one.kind for node, one in treated.treatments.items() if one.kind != "none"}
    # A step declares a tuple; these are made only where somebody looks, and are equal to it.
    cells = cast("tuple[CellChange, ...]", TreatedCells(table, treated.table, kinds))
    columns = {node: one.described() for node, one in treated.treatments.items()}
    step = Step("treated", method, {**METHODS[method], **parameters}, treated.table, cells, columns)
    return TreatedStep(step, treated.treatments)


def treat(
    table: Table, *, skew_limit: float = 2.0, kurt_limit: float = 3.5, points: int = 5
) -> tuple[Step, Mapping[str, Treatment]]:
    """Winsorise, then log-ct: `treat_by` with the method winsorise-log and its other parameters as they are by default."""
    done = treat_by(table, CLASSIC, {"skewness": skew_limit, "kurtosis": kurt_limit, "points": points})
    return done.step, done.treatments


def untreated(table: Table) -> tuple[Step, Mapping[str, Treatment]]:
    """The step that treats nothing, for recipes that say so."""
    none = Treatment("none", math.nan, math.nan, 0, math.nan, math.nan)
    return Step("treated", "none", {}, table), dict.fromkeys(table.nodes, none)


def treatments_at(
    table: Table, points: Sequence[int], method: str = CLASSIC, parameters: Mapping[str, Any] | None = None
) -> tuple[Treated, ...]:
    """The treated tables for several numbers of winsorised points, in the order of `points`, in one pass.

    Each is what `treat_by` gives with that number. Methods without points give the same table each time. A number that
    a node has of its own under `nodes` gives way too: the number is what is being varied.
    """
    given = parameters or {}
    rules = rules_of(table.nodes, method, given)
    for one in points:
        rule_of(CLASSIC, {"points": one})
    return treat_columns(table, [with_points(rules, one) for one in points])

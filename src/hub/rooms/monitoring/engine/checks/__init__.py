"""Checks of submitted figures: every finding names cell, rule, what was found and what was expected, and can be answered.

`check_cells` reads texts as they stood in a file; `check_observations` looks at what intake has taken.
"""

from collections.abc import Callable, Iterator

import numpy as np

from hub.kit.errors import Finding
from hub.rooms.monitoring.engine.checks.cells import Cells, CellTexts, Grid, cells_of, grids_of
from hub.rooms.monitoring.engine.checks.compared import (
    breaks_history,
    far_from_group,
    far_from_peers,
    jumps,
    sum_differs,
)
from hub.rooms.monitoring.engine.checks.expectations import NOTHING_MORE, Expectations, Sum, check_expectations
from hub.rooms.monitoring.engine.checks.findings import REFUSED, RULES, Hits, Question, findings_of, question_of
from hub.rooms.monitoring.engine.checks.reading import read_cells
from hub.rooms.monitoring.engine.checks.robust import robust_z
from hub.rooms.monitoring.engine.checks.stated import not_whole, out_of_range, outside_span, said_twice
from hub.rooms.monitoring.engine.checks.units import scaled
from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.engine.observations import Observations

__all__ = [
    "RULES",
    "CellTexts",
    "Cells",
    "Expectations",
    "Question",
    "Sum",
    "check_cells",
    "check_observations",
    "question_of",
    "robust_z",
]

Rule = Callable[[Grid, Expectations], Iterator[Hits]]
BY_INDICATOR: tuple[Rule, ...] = (
    *(jumps, far_from_peers, breaks_history, far_from_group),
    *(scaled, out_of_range, not_whole, outside_span, said_twice),
)


def check_observations(
    observations: Observations, indicators: tuple[Node, ...], expectations: Expectations = NOTHING_MORE
) -> tuple[Finding, ...]:
    """Everything that the rules ask about accepted observations, by indicator. They ask; they refuse nothing."""
    check_expectations(expectations, indicators)
    return tuple(_checked(cells_of(observations), indicators, expectations, frozenset()))


def check_cells(
    columns: CellTexts | Cells, indicators: tuple[Node, ...], expectations: Expectations = NOTHING_MORE
) -> tuple[Finding, ...]:
    """Check columns of cells, n of them, as they stood in a file or as numbers.

    Findings: type, period and unknown indicators first, then by indicator in the order given, then sums. What intake
    would refuse is an error, everything else a warning. Gaps (blank, NaN) are stepped over.
    Raises DataProblem for sums that cannot be meant (see `check_expectations`).
    """
    check_expectations(expectations, indicators)
    if isinstance(columns, Cells):
        return tuple(_checked(columns, indicators, expectations, REFUSED))
    reading = read_cells(columns)
    listed = expectations.listed
    odd = [one for hits in reading.hits for one in findings_of(reading.cells, hits, listed=listed, refusing=REFUSED)]
    unknown = _unknown(reading.cells, indicators)
    return (*odd, *unknown, *_checked(reading.cells, indicators, expectations, REFUSED))


def _checked(
    cells: Cells, indicators: tuple[Node, ...], expectations: Expectations, refusing: frozenset[str]
) -> Iterator[Finding]:
    nodes = {node.code: node for node in indicators}
    # Values at the ends of what a float can hold overflow in sums and folds; what comes out is told without limits.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        found = [
            hits for grid in grids_of(cells, indicators) for rule in BY_INDICATOR for hits in rule(grid, expectations)
        ]
        found += [hits for declared in expectations.sums for hits in sum_differs(cells, declared, nodes)]
    for hits in found:
        yield from findings_of(cells, hits, listed=expectations.listed, refusing=refusing)


def _unknown(cells: Cells, indicators: tuple[Node, ...]) -> Iterator[Finding]:
    """One finding for each code that is not among the indicators, at its first cell."""
    known = {node.code for node in indicators}
    first = dict(zip(*np.unique(cells.indicator, return_index=True), strict=True))
    for number, code in enumerate(cells.indicators):
        if code not in known:
            at = np.array([first[number]], np.intp)
            hits = Hits("indicator_unknown", at, found=(code,), allowed=", ".join([*sorted(known)[:5], "…"]))
            yield from findings_of(cells, hits, listed=1, refusing=REFUSED)

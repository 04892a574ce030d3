"""From what a rule hits to findings: listed up to a number, the rest counted, each with an identity to answer it by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import Finding, Severity
from hub.rooms.monitoring.engine.checks.cells import Cells

# Which rule each code belongs to.
RULES: Mapping[str, str] = {
    "value_jumps": "jump",
    "value_breaks_history": "jump",
    "value_far_from_peers": "peers",
    "value_far_from_group": "peers",
    "share_as_fraction": "unit",
    "value_scaled_down": "unit",
    "value_scaled_up": "unit",
    "value_out_of_range": "range",
    "value_not_whole": "type",
    "value_not_number": "type",
    "decimal_comma": "type",
    "indicator_unknown": "type",
    "sum_differs": "sum",
    "period_unreadable": "period",
    "period_in_future": "period",
    "period_too_early": "period",
    "period_too_late": "period",
    "cell_repeated": "duplicate",
    "cell_contradicted": "duplicate",
}
# A table with one of these is refused at intake.
REFUSED = frozenset(
    {
        *("value_not_number", "decimal_comma", "indicator_unknown", "value_out_of_range"),
        *("period_unreadable", "period_in_future", "cell_repeated", "cell_contradicted"),
    }
)
LONGEST_FOUND = 80
Told = Mapping[str, Sequence[Any] | NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Hits:
    """Cells of one indicator that a rule asks about, the most striking first.

    positions  (h,) intp     where they stand in the columns
    low, high  (h,) float64  what was expected; None where the rule has no such end, NaN where it has none for a cell
    found      (h,)          what to show; blank for the values themselves
    told       name -> (h,)  further parameters of the sentence
    """

    code: str
    positions: NDArray[np.intp]
    low: NDArray[np.float64] | None = None
    high: NDArray[np.float64] | None = None
    found: Sequence[str] = ()
    allowed: str = ""
    told: Told = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """What makes a finding the same finding tomorrow: the rule's code, the cell, and what stood in it."""

    code: str
    place: str
    indicator: str
    period: str
    found: str

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that stand for the question in forms and addresses."""
        parts = (self.code, self.place, self.indicator, self.period, self.found)
        return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def question_of(finding: Finding) -> Question:
    """The identity of a finding; parts that it does not name are blank."""
    place, indicator, period = (str(finding.parameters.get(name, "")) for name in ("place", "indicator", "period"))
    return Question(finding.code, place, indicator, period, finding.found)


def findings_of(cells: Cells, hits: Hits, *, listed: int, refusing: frozenset[str] = frozenset()) -> list[Finding]:
    """The first `listed` hits as findings; the last of them says how many others there are."""
    severity: Severity = "error" if hits.code in refusing else "warning"
    count = len(hits.positions)
    return [
        _finding(cells, hits, at, severity, others=max(count - listed, 0) if at == listed - 1 else 0)
        for at in range(min(count, listed))
    ]


def _finding(cells: Cells, hits: Hits, at: int, severity: Severity, *, others: int) -> Finding:
    position = hits.positions[at]
    indicator = cells.indicators[cells.indicator[position]]
    ends = {"low": hits.low, "high": hits.high}
    limits = {name: float(end[at]) for name, end in ends.items() if end is not None and np.isfinite(end[at])}
    told = {
        name: values[at].item() if isinstance(values, np.ndarray) else values[at] for name, values in hits.told.items()
    }
    return Finding(
        hits.code,
        severity,
        found=_shortened(hits.found[at]) if hits.found else _shown(float(cells.value[position])),
        allowed=hits.allowed,
        file=cells.files[cells.file[position]],
        row=int(cells.row[position]),
        column=indicator,
        others=others,
        parameters={
            "place": cells.places[cells.place[position]],
            "indicator": indicator,
            "period": cells.periods[cells.period[position]],
            **told,
            "rule": RULES[hits.code],
            **limits,
        },
    )


def _shown(value: float) -> str:
    """A value as it is shown; blank where there is none."""
    return "" if np.isnan(value) else repr(value)


def _shortened(text: str) -> str:
    """Text that can be printed, cut at 80 characters."""
    shown = "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in text[: LONGEST_FOUND + 1])
    return shown if len(shown) <= LONGEST_FOUND else shown[: LONGEST_FOUND - 1] + "…"

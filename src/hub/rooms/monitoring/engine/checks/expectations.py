"""What a round expects of its figures beyond the framework: sums, whole numbers, its span of days, groups of peers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Node

# Codes of units of which there are only whole ones.
WHOLE_UNITS = frozenset({"count", "persons"})
# Only the most striking findings of an indicator and a rule are listed; the rest are counted.
LISTED = 5


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts that add up to a total, for each place and period.

    total      code of the indicator that is the sum
    parts      codes of the indicators that are added
    tolerance  share of the total by which the sum may differ, 0 or more and under 1
    """

    total: str
    parts: tuple[str, ...]
    tolerance: float = 0.005


@dataclass(frozen=True, slots=True)
class Expectations:
    """What else is expected. Everything may be left out, and then nothing is asked about it.

    sums         declared sums
    whole_units  codes of units whose values are whole numbers
    first, last  the days that periods must not end before, and not end after
    not_after    a period that starts later lies in the future
    groups       place -> group, for comparing with peers of the same group as well
    listed       how many findings of one rule and indicator are listed; the last one says how many more there are
    """

    sums: tuple[Sum, ...] = ()
    whole_units: frozenset[str] = WHOLE_UNITS
    first: date | None = None
    last: date | None = None
    not_after: date | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    listed: int = LISTED


NOTHING_MORE = Expectations()


def check_expectations(expectations: Expectations, indicators: tuple[Node, ...]) -> None:
    """Refuse sums that cannot be meant: DataProblem sum_node_unknown, sum_node_repeated, sum_tolerance_out_of_range."""
    known = [node.code for node in indicators]
    for one in expectations.sums:
        codes = (one.total, *one.parts)
        unknown = [code for code in codes if code not in known]
        if unknown or not one.parts:
            allowed = ", ".join(known[:10])
            raise DataProblem("sum_node_unknown", node=one.total, found=", ".join(unknown), allowed=allowed)
        if len(set(codes)) < len(codes):
            raise DataProblem("sum_node_repeated", node=one.total, found=", ".join(codes))
        if not 0 <= one.tolerance < 1:
            raise DataProblem("sum_tolerance_out_of_range", node=one.total, found=one.tolerance)

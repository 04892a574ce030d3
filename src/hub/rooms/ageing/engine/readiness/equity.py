"""How evenly a figure is spread over groups of older people.

Source: World Health Organization (2015), guide to core indicators of age-friendly cities, equity measures.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hub.kit.errors import DataProblem

Better = Literal["more", "less"]
BETTER: Mapping[str, int] = {"more": 1, "less": -1}


@dataclass(frozen=True, slots=True)
class GroupValue:
    """The figure of one group, e.g. women, a district, people living alone; `share` is its part of all older people."""

    code: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A group against the reference group.

    difference  group less reference, in the unit of the figure
    ratio       group divided by reference; None where the reference is 0
    behind      whether the group is worse off
    """

    group: str
    difference: float
    ratio: float | None
    behind: bool


@dataclass(frozen=True, slots=True)
class Equity:
    """Gaps of all groups against the reference, and what closing them would bring.

    reference        the group that the others are held against
    overall          figure of all groups together
    attributable     population attributable risk: by how much the overall figure would improve if every group were as
                     well off as the reference, in its unit; negative where the reference is worse off than the whole
    attributable_percent  the same, per cent of the overall figure; None where that is 0
    """

    reference: str
    overall: float
    gaps: tuple[Gap, ...]
    attributable: float
    attributable_percent: float | None


def equity_of(groups: Sequence[GroupValue], better: Better, reference: str = "") -> Equity:
    """Hold groups against a reference group.

    groups     two or more that together are everybody; shares need not sum to 1, they are scaled
    better     whether more or less of the figure is better
    reference  code of a group; blank for the one that is best off (the first of equals)
    Gaps: none allowed; leave out the equity of a figure whose groups are not all known.
    Raises DataProblem("equity_groups_too_few"), ("equity_group_unusable"), ("equity_reference_unknown").
    """
    if len(groups) < 2:
        raise DataProblem("equity_groups_too_few", found=len(groups), allowed=2)
    for group in groups:
        if not (math.isfinite(group.value) and 0 < group.share < math.inf):
            raise DataProblem("equity_group_unusable", group=group.code, found=f"{group.value}; {group.share}")
    sign = BETTER[better]
    base = _reference_of(groups, sign, reference)
    overall = sum(group.share * group.value for group in groups) / sum(group.share for group in groups)
    attributable = sign * (base.value - overall)
    return Equity(
        reference=base.code,
        overall=overall,
        gaps=tuple(_gap(group, base, sign) for group in groups if group.code != base.code),
        attributable=attributable,
        attributable_percent=100 * attributable / overall if overall else None,
    )


def _reference_of(groups: Sequence[GroupValue], sign: int, reference: str) -> GroupValue:
    if not reference:
        return max(groups, key=lambda group: sign * group.value)
    found = [group for group in groups if group.code == reference]
    if not found:
        allowed = ", ".join(group.code for group in groups)
        raise DataProblem("equity_reference_unknown", found=reference, allowed=allowed)
    return found[0]


def _gap(group: GroupValue, base: GroupValue, sign: int) -> Gap:
    difference = group.value - base.value
    return Gap(group.code, difference, group.value / base.value if base.value else None, sign * difference < 0)

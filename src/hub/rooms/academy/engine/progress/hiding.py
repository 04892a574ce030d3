"""Which counts of a line are not shown, so that nobody is recognised by being one of few."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Hidden:
    """The parts of a line that are not shown, and whether its total is not shown either."""

    parts: frozenset[str]
    total: bool


def hidden_in(counts: Mapping[str, int], *, total: int, also: Collection[str] = ()) -> Hidden:
    """Hide what is from 1 to 4, and as much more as it takes that it cannot be computed from the rest and the total.

    counts  of the parts of a line; a part that is 0 is known to be 0
    total   as it would be shown beside them
    also    parts that are hidden for another reason
    returns parts of which at least two, together at least FEWEST, are hidden wherever the total is shown; where that cannot
            be, the total is hidden

    The line is judged as a whole, whatever part of it is asked for, so that two questions cannot be subtracted from each other.
    Source: Hundepool et al. (2012), Statistical Disclosure Control, ch. 4 (primary and secondary suppression).
    """
    parts = {name for name, count in counts.items() if 0 < count < FEWEST} | set(also)
    if not parts:
        return Hidden(frozenset(), 0 < total < FEWEST)
    rest = sorted((count, name) for name, count in counts.items() if count and name not in parts)
    while rest and _can_be_computed(counts, parts):
        parts.add(rest.pop(0)[1])
    return Hidden(frozenset(parts), _can_be_computed(counts, parts) or 0 < total < FEWEST)


def _can_be_computed(counts: Mapping[str, int], parts: Collection[str]) -> bool:
    """Whether what the hidden parts come to tells of one of them, or of too few."""
    filled = [counts.get(name, 0) for name in parts if counts.get(name, 0)]
    return len(filled) == 1 or 0 < sum(filled) < FEWEST

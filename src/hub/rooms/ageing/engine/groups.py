"""Age groups as they come in a table: which of them make up the whole, which are subtotals, what is missing.

A table may state 0, 1-4 and 0-4, or 65+ beside its five-year groups: the finest way from age 0 to the open group counts,
and a group that its own parts make up is a subtotal to compare with.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from hub.kit.errors import DataProblem

OLDEST = 130
# One year without a group outweighs every number of groups that a table can have.
HOLE_COST = 1_000.0


class Span(NamedTuple):
    """Ages `first` to `last` in completed years, both included; `last` None takes in all older ones."""

    first: int
    last: int | None

    @property
    def end(self) -> int:
        """The first age above it."""
        return OLDEST + 1 if self.last is None else self.last + 1

    @property
    def text(self) -> str:
        if self.last is None:
            return f"{self.first}+"
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Grouping:
    """groups     from age 0 to the open group, without holes and overlaps; stated ones and holes
    holes      those of the groups that nobody stated
    subtotals  stated spans that several of the groups make up
    overlaps   pairs of stated spans of which neither makes up the other: people would be counted twice
    opened     the last group was stated with an upper end and is taken as open
    """

    groups: tuple[Span, ...]
    holes: tuple[Span, ...]
    subtotals: tuple[Span, ...]
    overlaps: tuple[tuple[Span, Span], ...]
    opened: bool

    @property
    def starts(self) -> tuple[int, ...]:
        return tuple(span.first for span in self.groups)

    def group_of(self, span: Span) -> int | None:
        """Number of the group that a stated span is; None for subtotals."""
        if self.opened and span.first == self.groups[-1].first and span.last is not None:
            return len(self.groups) - 1
        return self.groups.index(span) if span in self.groups else None


def group_spans(spans: Iterable[Span]) -> Grouping:
    """Order spans, repeated or not, into groups; see `Grouping`. Errors: ages_absent where there are none."""
    stated = sorted(set(spans), key=lambda span: (span.first, span.end))
    if not stated:
        raise DataProblem("ages_absent", found="")
    opened = all(span.last is not None for span in stated)
    if opened:
        top = max(stated, key=lambda span: (span.end, span.first))
        stated = [Span(top.first, None) if span == top else span for span in stated]
    groups = _finest_way(tuple(stated))
    known = set(stated)
    holes = tuple(span for span in groups if span not in known)
    subtotals, overlaps = [], []
    for span in stated:
        if span in groups:
            continue
        inside = [group for group in groups if group.first < span.end and span.first < group.end]
        if inside[0].first == span.first and inside[-1].end == span.end:
            subtotals.append(span)
        else:
            rival = next((group for group in inside if group in known), inside[0])
            overlaps.append((rival, span))
    return Grouping(groups, holes, tuple(subtotals), tuple(overlaps), opened)


def _finest_way(stated: tuple[Span, ...]) -> tuple[Span, ...]:
    """The way from age 0 to the last end with the fewest years that nobody stated, then with the most groups."""
    bounds = sorted({0, *(span.first for span in stated), *(span.end for span in stated)})
    following = dict(pairwise(bounds))
    from_bound: dict[int, list[Span]] = {bound: [] for bound in bounds}
    for span in stated:
        from_bound[span.first].append(span)
    best: dict[int, tuple[float, Span | None]] = {bounds[-1]: (0.0, None)}
    for bound in reversed(bounds[:-1]):
        after = following[bound]
        hole = Span(bound, after - 1)
        choices: list[tuple[float, Span | None]] = [(best[after][0] - HOLE_COST * (after - bound), hole)]
        choices += [(best[span.end][0] + 1, span) for span in from_bound[bound]]
        best[bound] = max(choices, key=lambda choice: choice[0])
    way: list[Span] = []
    bound = 0
    while (step := best[bound][1]) is not None:
        way.append(step)
        bound = step.end
    return tuple(way)


def has_shared_bounds(spans: Iterable[Span]) -> bool:
    """Whether groups were written as 0-5, 5-10, 10-15 …: every closed one ends where the next begins."""
    ordered = sorted({span for span in spans if span.first != span.last}, key=lambda span: (span.first, span.end))
    closed = [span for span in ordered if span.last is not None]
    pairs = list(pairwise(ordered))
    return len(closed) >= 3 and all(one.last == next_one.first for one, next_one in pairs)


def without_shared_bounds(span: Span) -> Span:
    """A span whose upper end was meant as excluded."""
    return span if span.last is None or span.last == span.first else Span(span.first, span.last - 1)


@lru_cache(maxsize=64)
def spans_of(starts: tuple[int, ...]) -> tuple[Span, ...]:
    """The groups that begin at `starts`, the last one open."""
    closed = [Span(first, after - 1) for first, after in pairwise(starts)]
    return (*closed, Span(starts[-1], None))

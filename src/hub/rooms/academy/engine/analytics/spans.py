"""Sessions: a person's events of one course and city, split where nothing happened for more than thirty minutes.

A span is a stretch without such a gap. Spans of parts of the events can be joined to those of the whole: two events that are one
session in a part stay one session however many events come between, so that only the ends of spans matter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

GAP_MICROSECONDS = 30 * 60 * 1_000_000


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans in the order of cell, person, start; those of one person and cell are more than the gap apart.

    cell        (span,)  number of the course and city
    person      (span,)  key of the person
    start, end  (span,)  microseconds since 1970 in UTC; equal where there was one event
    """

    cell: Ints
    person: Ints
    start: Ints
    end: Ints

    @property
    def length(self) -> Ints:
        """(span,) microseconds from the first event to the last."""
        return self.end - self.start

    @property
    def opens_person(self) -> Flags:
        """(span,) whether it is the first of its person in its cell."""
        return changes(self.cell, self.person)


def spans_of(cell: Ints, person: Ints, moment: Ints) -> Spans:
    """Split events, given in any order, into spans. (event,) each; `moment` in microseconds since 1970 in UTC. Gaps: none."""
    order = np.lexsort((moment, person, cell))
    moment = moment[order]
    return _cut(Spans(cell[order], person[order], moment, moment))


def merge_spans(spans: Spans) -> Spans:
    """Join spans of parts, put one after the other in any order, to those that all events together would give.

    Between two sessions as many spans have started as have ended, and the next start is more than the gap after the last end;
    so starts and ends can be ordered each for itself.
    """
    by_start = np.lexsort((spans.start, spans.person, spans.cell))
    by_end = np.lexsort((spans.end, spans.person, spans.cell))
    return _cut(Spans(spans.cell[by_start], spans.person[by_start], spans.start[by_start], spans.end[by_end]))


def _cut(sorted_apart: Spans) -> Spans:
    cell, person, start, end = sorted_apart.cell, sorted_apart.person, sorted_apart.start, sorted_apart.end
    opens = changes(cell, person)
    opens[1:] |= start[1:] - end[:-1] > GAP_MICROSECONDS
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(start))[: len(first)] - 1
    return Spans(cell[first], person[first], start[first], end[last])


def changes(*keys: NDArray[np.generic]) -> Flags:
    """(row,) whether a row, of rows in order, differs from the one before it in any of the keys; true for the first."""
    differs = np.ones(len(keys[0]), np.bool_)
    if len(differs):
        differs[1:] = False
    for key in keys:
        differs[1:] |= key[1:] != key[:-1]
    return differs

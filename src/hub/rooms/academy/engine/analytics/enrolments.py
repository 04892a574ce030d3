"""Enrolments: what happened first in a registration of a course and city, and when it was first completed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.rooms.academy.engine.analytics.spans import Flags, Ints, changes

# A moment after all others stands for "not completed", so that the first completion is the least of any parts.
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Enrolments:
    """Registrations with events in a cell, in the order of cell and registration.

    cell       (enrolment,)  number of the course and city
    high, low  (enrolment,)  the registration, a UUID, as two numbers of 64 bits
    first      (enrolment,)  first event, microseconds since 1970 in UTC
    completed  (enrolment,)  first event that completes, the same; NEVER where there is none
    """

    cell: Ints
    high: NDArray[np.uint64]
    low: NDArray[np.uint64]
    first: Ints
    completed: Ints

    @property
    def is_completed(self) -> Flags:
        return self.completed != NEVER


def merge_enrolments(enrolments: Enrolments) -> Enrolments:
    """Join enrolments of parts, put one after the other in any order: one for each cell and registration."""
    order = np.lexsort((enrolments.low, enrolments.high, enrolments.cell))
    cell, high, low = enrolments.cell[order], enrolments.high[order], enrolments.low[order]
    opens = np.flatnonzero(changes(cell, high, low))
    first = np.minimum.reduceat(enrolments.first[order], opens)
    completed = np.minimum.reduceat(enrolments.completed[order], opens)
    return Enrolments(cell[opens], high[opens], low[opens], first, completed)

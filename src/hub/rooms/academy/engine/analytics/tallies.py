"""What the events of any part of an export add up to, in a form that is joined without loss.

Whatever the parts, their tallies join to the tally of the whole: so a city may be read in pieces on several machines, and every
count and percentile is the same as if it had been read at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from hub.rooms.academy.engine.analytics.enrolments import Enrolments, merge_enrolments
from hub.rooms.academy.engine.analytics.quantiles import Floats
from hub.rooms.academy.engine.analytics.spans import Ints, Spans, merge_spans

# A course, by its IRI, blank where the event names none; and a city, by the code of its folder.
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scaled scores, one for each event that has one. cell (score,); scaled (score,) -1 to 1."""

    cell: Ints
    scaled: Floats


@dataclass(frozen=True, slots=True)
class Tally:
    """Events of a part of an export.

    cells   (cell,)  course and city, ascending; numbers in the other tables lead here
    events  (cell,)  events that are not void
    """

    cells: tuple[Cell, ...]
    events: Ints
    spans: Spans
    enrolments: Enrolments
    scores: Scores


Table = TypeVar("Table", Spans, Enrolments, Scores)


def join(tallies: Sequence[Tally]) -> Tally:
    """The tally of all parts together, in any order, at least one of them."""
    if len(tallies) == 1:
        return tallies[0]
    cells = tuple(sorted({cell for tally in tallies for cell in tally.cells}))
    numbers = {cell: number for number, cell in enumerate(cells)}
    renumbered = [np.array([numbers[cell] for cell in tally.cells], np.int64) for tally in tallies]
    events = np.zeros(len(cells), np.int64)
    for tally, places in zip(tallies, renumbered, strict=True):
        events[places] += tally.events
    return Tally(
        cells,
        events,
        merge_spans(_stack([tally.spans for tally in tallies], renumbered)),
        merge_enrolments(_stack([tally.enrolments for tally in tallies], renumbered)),
        _stack([tally.scores for tally in tallies], renumbered),
    )


def _stack(tables: Sequence[Table], renumbered: Sequence[Ints]) -> Table:
    """Rows of all tables, one after the other, with the cells' new numbers."""
    columns = {
        one.name: np.concatenate([getattr(table, one.name) for table in tables])
        for one in fields(tables[0])
        if one.name != "cell"
    }
    cell = np.concatenate([places[table.cell] for table, places in zip(tables, renumbered, strict=True)])
    return type(tables[0])(cell=cell, **columns)

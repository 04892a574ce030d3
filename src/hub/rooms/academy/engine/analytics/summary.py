"""What is told of each course in each city. Small cells are hidden by who shows them, not here."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from hub.rooms.academy.engine.analytics.quantiles import Floats, quantiles
from hub.rooms.academy.engine.analytics.spans import Ints
from hub.rooms.academy.engine.analytics.tallies import Cell, Tally

SHARES = (0.10, 0.25, 0.50, 0.75, 0.90)
MICROSECONDS = 1_000_000
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Summary:
    """One row for each course and city, in the order of `cells`; NaN where there is nothing to tell.

    cells             (cell,)        course and city
    events            (cell,)        events that are not void
    people            (cell,)        persons with an event
    enrolments        (cell,)        registrations with an event
    completed         (cell,)        of these, with an event that completes
    completion_share  (cell,)        completed / enrolments, 0 to 1
    sessions          (cell,)        a person's events without a gap of more than 30 minutes
    scores            (cell,)        events with a scaled score
    session_seconds   (cell, share)  quantiles at SHARES of first to last event of a session; 0 for one event
    completion_days   (cell, share)  … of first event to completion, of completed enrolments
    scaled            (cell, share)  … of scaled scores
    """

    cells: tuple[Cell, ...]
    events: Ints
    people: Ints
    enrolments: Ints
    completed: Ints
    completion_share: Floats
    sessions: Ints
    scores: Ints
    session_seconds: Floats
    completion_days: Floats
    scaled: Floats


def summarise(tally: Tally) -> Summary:
    """Count and rank what a whole tally holds."""
    spans, enrolments, scores = tally.spans, tally.enrolments, tally.scores
    done = enrolments.is_completed
    count = len(tally.cells)
    enrolled = np.bincount(enrolments.cell, minlength=count)
    completed = np.bincount(enrolments.cell[done], minlength=count)
    waited = enrolments.completed[done] - enrolments.first[done]
    lengths = quantiles(spans.cell, spans.length, shares=SHARES, cells=count)
    waits = quantiles(enrolments.cell[done], waited, shares=SHARES, cells=count)
    return Summary(
        cells=tally.cells,
        events=tally.events,
        people=np.bincount(spans.cell[spans.opens_person], minlength=count),
        enrolments=enrolled,
        completed=completed,
        completion_share=np.divide(completed, enrolled, out=np.full(count, np.nan), where=enrolled > 0),
        sessions=np.bincount(spans.cell, minlength=count),
        scores=np.bincount(scores.cell, minlength=count),
        session_seconds=lengths / MICROSECONDS,
        completion_days=waits / (MICROSECONDS * DAY_SECONDS),
        scaled=quantiles(scores.cell, scores.scaled, shares=SHARES, cells=count),
    )


def stack_summaries(summaries: Sequence[Summary]) -> Summary:
    """Summaries of different cities as one, by course, then city; at least one summary."""
    cells = [cell for summary in summaries for cell in summary.cells]
    order = sorted(range(len(cells)), key=cells.__getitem__)
    columns = {
        one.name: np.concatenate([getattr(summary, one.name) for summary in summaries])[order]
        for one in fields(Summary)
        if one.name != "cells"
    }
    return Summary(cells=tuple(cells[place] for place in order), **columns)

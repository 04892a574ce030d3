"""Sessions: hand-made cases, and any events against a plain loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.academy_events import MINUTE, Row, session_lengths

from hub.rooms.academy.engine.analytics.spans import Spans, merge_spans, spans_of

HALF_HOUR = 30 * MINUTE
# Few persons, few moments near multiples of the gap: ties, bounds and chains come up often.
MOMENTS = st.builds(lambda halves, off: halves * HALF_HOUR + off, st.integers(-3, 6), st.integers(-1, 1))
EVENTS = st.lists(st.tuples(st.integers(0, 1), st.sampled_from((-(2**63), -1, 2**63 - 1)), MOMENTS), max_size=30)


def spans(events):
    cell, person, moment = np.array(events, np.int64).reshape(-1, 3).T
    return spans_of(cell, person, moment)


def rows(found):
    return list(zip(*(getattr(found, name).tolist() for name in ("cell", "person", "start", "end")), strict=True))


def test_spans_when_the_gap_is_thirty_minutes_then_they_are_one():
    assert rows(spans([(0, 5, 0), (0, 5, HALF_HOUR)])) == [(0, 5, 0, HALF_HOUR)]


def test_spans_when_the_gap_is_a_microsecond_longer_then_they_are_two():
    late = HALF_HOUR + 1
    assert rows(spans([(0, 5, 0), (0, 5, late)])) == [(0, 5, 0, 0), (0, 5, late, late)]


def test_spans_when_person_or_cell_differs_then_they_stay_apart():
    assert rows(spans([(1, 5, 10), (0, 6, 10), (0, 5, 10)])) == [(0, 5, 10, 10), (0, 6, 10, 10), (1, 5, 10, 10)]


def test_spans_when_there_are_no_events_then_there_are_none():
    assert rows(spans([])) == []
    assert rows(merge_spans(spans([]))) == []


def test_spans_when_moments_are_at_the_ends_of_the_calendar_then_they_are_two():
    first, last = -62_135_596_800_000_000, 253_402_300_799_999_999
    assert rows(spans([(0, 1, last), (0, 1, first)])) == [(0, 1, first, first), (0, 1, last, last)]


def test_merged_spans_when_one_lies_inside_another_then_the_longer_end_holds():
    long, inside, after = (0, 100 * MINUTE), (10 * MINUTE, 20 * MINUTE), (125 * MINUTE, 126 * MINUTE)
    apart = Spans(np.zeros(3, int), np.ones(3, int), *(np.array(one) for one in zip(long, inside, after, strict=True)))
    assert rows(merge_spans(apart)) == [(0, 1, 0, 126 * MINUTE)]


@given(EVENTS)
def test_spans_when_events_are_any_then_they_are_those_of_a_plain_loop(events):
    found = spans(events)
    for cell, person in {event[:2] for event in events}:
        of_person = [Row(at=at, actor=actor) for where, actor, at in events if (where, actor) == (cell, person)]
        chosen = (found.cell == cell) & (found.person == person)
        assert found.length[chosen].tolist() == session_lengths(of_person, person)
    assert found.opens_person.sum() == len({event[:2] for event in events})


@given(st.lists(EVENTS, min_size=1, max_size=4), st.randoms())
def test_merged_spans_when_events_are_parted_anyhow_then_they_are_those_of_the_whole(parts, chance):
    whole = spans([event for part in parts for event in part])
    chance.shuffle(parts)
    found = [spans(part) for part in parts]
    stacked = Spans(
        *(np.concatenate([getattr(one, name) for one in found]) for name in ("cell", "person", "start", "end"))
    )
    assert rows(merge_spans(stacked)) == rows(whole)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_spans_when_events_are_given_again_then_nothing_changes(count):
    assert rows(spans([(0, 1, 7), (0, 1, 9)] * count)) == [(0, 1, 7, 9)]

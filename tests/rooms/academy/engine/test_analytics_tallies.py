"""Tallies of parts join to the tally of the whole; the summary by hand."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.academy.engine.analytics.enrolments import NEVER, Enrolments, merge_enrolments
from hub.rooms.academy.engine.analytics.spans import spans_of
from hub.rooms.academy.engine.analytics.summary import Summary, stack_summaries, summarise
from hub.rooms.academy.engine.analytics.tallies import Scores, Tally, join

MINUTE, DAY = 60_000_000, 86_400_000_000
COURSES = ("", "https://hub.example/a", "https://hub.example/b")
# course, person, minute, registration (0 for none), whether it completes, score
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(COURSES),
        st.integers(1, 3),
        st.integers(0, 200),
        st.integers(0, 3),
        st.booleans(),
        st.none() | st.sampled_from((-1.0, 0.0, 0.4, 1.0)),
    ),
    min_size=1,
    max_size=30,
)


def tally(events, city="C1"):
    cells = tuple(sorted({(course, city) for course, *_ in events}))
    number = [cells.index((course, city)) for course, *_ in events]
    cell, moment = np.array(number), np.array([minute * MINUTE for _, _, minute, *_ in events])
    person, enrolled = (np.array([event[place] for event in events]) for place in (1, 3))
    done = np.array([minute * MINUTE if completes else NEVER for _, _, minute, _, completes, _ in events])
    scored = [(one, event[5]) for one, event in zip(number, events, strict=True) if event[5] is not None]
    held = enrolled > 0
    return Tally(
        cells,
        np.bincount(cell, minlength=len(cells)),
        spans_of(cell, person, moment),
        merge_enrolments(
            Enrolments(
                cell[held], enrolled[held].astype(np.uint64), enrolled[held].astype(np.uint64), moment[held], done[held]
            )
        ),
        Scores(np.array([one for one, _ in scored], int), np.array([score for _, score in scored], float)),
    )


def columns(summary):
    return {one.name: np.asarray(getattr(summary, one.name)).tolist() for one in fields(Summary)}


def test_summary_when_made_of_a_few_events_then_it_is_as_by_hand():
    found = summarise(
        tally(
            [
                ("https://hub.example/a", 1, 0, 1, False, 0.0),
                ("https://hub.example/a", 1, 20, 1, True, 1.0),
                ("https://hub.example/a", 1, 51, 1, True, None),
                ("https://hub.example/a", 2, 51, 2, False, None),
                ("", 2, 51, 0, False, None),
            ]
        )
    )
    assert found.cells == (("", "C1"), ("https://hub.example/a", "C1"))
    assert found.events.tolist() == [1, 4]
    assert found.people.tolist() == [1, 2]
    assert found.enrolments.tolist() == [0, 2]
    assert found.completed.tolist() == [0, 1]
    assert found.completion_share.tolist() == [pytest.approx(np.nan, nan_ok=True), 0.5]
    # person 1: minutes 0 to 20, then 51 alone; person 2: one event
    assert found.sessions.tolist() == [1, 3]
    assert found.session_seconds[1].tolist() == [0, 0, 0, 600, 960]
    assert found.completion_days[1].tolist() == [20 / 1440] * 5
    assert np.isnan(found.completion_days[0]).all()
    assert found.scores.tolist() == [0, 2]
    assert found.scaled[1].tolist() == [0.1, 0.25, 0.5, 0.75, 0.9]
    assert np.isnan(found.scaled[0]).all()


def test_enrolments_when_they_meet_in_one_half_of_the_registration_then_they_stay_two():
    high, low = np.array([1, 1, 2], np.uint64), np.array([1, 2, 1], np.uint64)
    found = merge_enrolments(Enrolments(np.zeros(3, int), high, low, np.arange(3), np.full(3, NEVER)))
    assert found.first.tolist() == [0, 1, 2]
    assert found.is_completed.tolist() == [False, False, False]


@given(st.lists(EVENTS, min_size=1, max_size=4), st.randoms())
def test_joined_tallies_when_parts_come_in_any_order_then_the_summary_is_that_of_the_whole(parts, chance):
    whole = summarise(tally([event for part in parts for event in part]))
    chance.shuffle(parts)
    np.testing.assert_equal(columns(summarise(join([tally(part) for part in parts]))), columns(whole))


@given(st.lists(EVENTS, min_size=1, max_size=4), st.randoms())
def test_stacked_summaries_when_cities_come_in_any_order_then_rows_are_by_course_then_city(cities, chance):
    summaries = [summarise(tally(events, city=f"C{number}")) for number, events in enumerate(cities)]
    expected = columns(stack_summaries(summaries))
    chance.shuffle(summaries)
    np.testing.assert_equal(columns(stack_summaries(summaries)), expected)
    assert expected["cells"] == sorted(expected["cells"])
    assert sum(expected["events"]) == sum(map(len, cities))

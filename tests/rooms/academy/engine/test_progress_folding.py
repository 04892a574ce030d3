"""Statements into states: the same whatever the order, the split into batches, and whatever is taken back when."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.academy.engine.progress.events import PROGRESS, SESSION, STATE_OF_VERB, STATES, Event, event_of
from hub.rooms.academy.engine.progress.folding import (
    advance,
    cells_of,
    change_of,
    fold,
    standing,
    standings_of,
)
from hub.rooms.academy.engine.progress.hiding import FEWEST, Hidden, hidden_in
from hub.rooms.academy.engine.progress.states import NOTHING, Cell, States, Unit, day_key
from hub.rooms.academy.engine.statement.keys import agent_key

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
COURSE = "https://hub.example/programmes/one"
UNIT = "https://hub.example/units/one"
ADL, CMI5 = "http://adlnet.gov/expapi/verbs/", "https://w3id.org/xapi/adl/verbs/"
REGISTRATION = "6e8c4d4e-2f6b-4c1e-9c1c-0a8f6f7f0001"


def number(value: int) -> UUID:
    return UUID(int=value)


@st.composite
def streams(draw) -> list[Event]:
    """A store: events in the order of their sequences, some of which take back others, stored or to come."""
    size = draw(st.integers(0, 14))
    return [draw(_events(sequence, size)) for sequence in range(1, size + 1)]


@st.composite
def _events(draw, sequence: int, size: int) -> Event:
    at = NOON + timedelta(hours=draw(st.integers(-60, 60)))
    base = Event(number(sequence), sequence, city=draw(st.integers(0, 1)), person=draw(st.integers(0, 2)), at=at)
    if draw(st.integers(0, 3)) == 0:
        return replace(base, voids=number(draw(st.integers(1, size + 2))))
    state = draw(st.sampled_from(["", *STATES]))
    said = {
        "unit": draw(st.sampled_from([COURSE, UNIT, "https://hub.example/units/two"])),
        "state": state,
        "success": draw(st.sampled_from([None, True, False])),
        "scaled": draw(st.sampled_from([None, -1.0, 0.3, 0.9])),
        "centiseconds": draw(st.integers(0, 5)),
        "percent": draw(st.sampled_from([None, 0, 40, 100])),
    }
    registration = draw(st.sampled_from([None, number(101), number(102)]))
    programme = draw(st.sampled_from(["", COURSE]))
    return replace(base, registration=registration, programme=programme, **(said if state else {}))


def voided_in(events: list[Event]) -> set[UUID]:
    return {event.voids for event in events if event.voids}


def from_scratch(events: list[Event]) -> States:
    return fold(NOTHING, standing(events, voided_in(events)))


def touched(states: States, events: list[Event]) -> States:
    """What a table would be asked for: whole registrations, and days."""
    registrations, days = {event.registration for event in events}, {day_key(event) for event in events}
    return States(
        {key: unit for key, unit in states.units.items() if key[0] in registrations},
        {key: enrolment for key, enrolment in states.enrolments.items() if key in registrations},
        {key: day for key, day in states.days.items() if key in days},
    )


def patched(whole: dict, known: dict, after: dict) -> dict:
    return {key: value for key, value in whole.items() if key not in known} | dict(after)


def by_batches(stream: list[Event], cuts: list[int]) -> tuple[States, dict]:
    """States and cells as tables would come to them, batch by batch."""
    states, cells, done = NOTHING, {}, 0
    for end in (*cuts, len(stream)):
        before, batch, upto = stream[:done], stream[done:end], stream[:end]
        added = list(standing(batch, voided_in(upto)))
        removed = list(standing([one for one in before if one.id in voided_in(batch)], voided_in(before)))
        again = {event.registration for event in removed if event.registration}
        histories = [event for event in standing(upto, voided_in(upto)) if event.registration in again]
        known = touched(states, [*added, *removed])
        after = advance(known, added=added, removed=removed, histories=histories)
        changes = change_of(cells_of(known, standings_of(known)), cells_of(after, standings_of(after)))
        cells = {key: cells.get(key, Cell()).plus(changes.get(key, Cell())) for key in cells.keys() | changes.keys()}
        states = States(
            patched(states.units, known.units, after.units),
            patched(states.enrolments, known.enrolments, after.enrolments),
            patched(states.days, known.days, after.days),
        )
        done = end
    return states, {key: cell for key, cell in cells.items() if cell != Cell()}


@given(streams(), st.data())
def test_states_when_the_stream_is_split_anywhere_then_they_are_those_of_the_whole(stream, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=5)))
    whole = from_scratch(stream)
    assert by_batches(stream, cuts) == (whole, cells_of(whole, standings_of(whole)))


@given(streams(), st.randoms())
def test_states_when_events_come_in_another_order_then_they_are_the_same(stream, random):
    shuffled = list(stream)
    random.shuffle(shuffled)
    assert from_scratch(shuffled) == from_scratch(stream)


@given(streams(), st.integers(0, 14))
def test_states_when_folded_in_two_parts_then_they_are_those_of_one(stream, cut):
    events = list(standing(stream, voided_in(stream)))
    assert fold(fold(NOTHING, events[cut:]), events[:cut]) == fold(NOTHING, events)


@given(streams())
def test_cells_when_counted_by_hand_then_they_are_the_same(stream):
    events = list(standing(stream, voided_in(stream)))
    people = defaultdict(set)
    for event in events:
        people[day_key(event)[:3]].add(event.person)
    states = from_scratch(stream)
    cells = cells_of(states, standings_of(states))
    assert {key: cell.people for key, cell in cells.items() if cell.people} == {
        key: len(found - {0}) for key, found in people.items() if found - {0}
    }
    assert sum(cell.events for cell in cells.values()) == len(events)
    assert sum(cell.started for cell in cells.values()) == len({one.registration for one in events if one.registration})


@given(streams())
def test_states_when_everything_is_voided_then_nothing_is_left(stream):
    said = [event for event in stream if event.voids is None]
    takers = [Event(number(1000 + n), 1000 + n, 0, 0, NOON, voids=one.id) for n, one in enumerate(said)]
    assert by_batches([*stream, *takers], [len(stream)]) == (NOTHING, {})


def spoken(verb: str, **parts) -> dict:
    return {
        "id": REGISTRATION,
        "actor": {"mbox": "mailto:ana@city.example"},
        "verb": {"id": verb},
        "object": {"id": UNIT},
        "timestamp": "2026-03-01T12:00:00Z",
    } | parts


def read(statement: dict) -> Event:
    return event_of(statement, sequence=7, city=3, stored=NOON)


def test_event_when_a_lesson_is_passed_then_it_says_who_where_when_and_how_well():
    context = {
        "registration": REGISTRATION.upper(),
        "contextActivities": {"grouping": [{"id": COURSE}], "parent": [{"id": "https://hub.example/blocks/one"}]},
    }
    result = {"score": {"scaled": 0.8}, "success": True, "duration": "PT1M0.29S", "extensions": {PROGRESS: 90}}
    event = read(spoken(f"{ADL}passed", context=context, result=result, timestamp="2026-03-01T14:30:00+02:30"))
    assert event == Event(
        UUID(REGISTRATION), 7, 3, agent_key({"mbox": "mailto:ana@city.example"}), NOON, UUID(REGISTRATION), COURSE, UNIT,
        "passed", True, 0.8, 6029, 90,
    )  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_state_when_a_verb_of_adl_or_cmi5_says_it_then_it_is_known(state):
    iri = f"{CMI5 if state in ('abandoned', 'waived', 'satisfied') else ADL}{state}"
    assert (STATE_OF_VERB[iri], read(spoken(iri)).state) == (state, state)


@pytest.mark.parametrize(
    ("grouping", "about", "programme"),
    [
        ((), {"id": UNIT}, ""),
        ([{"id": "https://x.example/au"}, {"id": COURSE, "definition": {"type": f"{ADL[:-6]}activities/course"}}],
         {"id": UNIT}, COURSE),
        ([{"id": COURSE}, {"id": "https://x.example/other"}], {"id": UNIT}, COURSE),
        ([{"id": "https://x.example/publisher"}],
         {"id": COURSE, "definition": {"type": "https://w3id.org/xapi/cmi5/activitytype/course"}}, COURSE),
    ],
    ids=["none", "a-course-first", "else-the-first", "the-course-itself"],
)  # fmt: skip
def test_programme_when_groupings_are_given_then_it_is_the_course(grouping, about, programme):
    context = {"contextActivities": {"grouping": grouping}}
    assert read(spoken(f"{ADL}completed", context=context, object=about)).programme == programme


@pytest.mark.parametrize(
    ("verb", "session", "centiseconds"),
    [("completed", False, 1000), ("completed", True, 0), ("terminated", True, 1000), ("answered", False, 0)],
)
def test_time_spent_when_a_session_says_it_several_times_then_it_counts_once(verb, session, centiseconds):
    context = {"extensions": {SESSION: "s1"}} if session else {}
    assert read(spoken(f"{ADL}{verb}", result={"duration": "PT10S"}, context=context)).centiseconds == centiseconds


@pytest.mark.parametrize("duration", ["P2000D", "P1Y", "nonsense"])
def test_time_spent_when_a_duration_says_no_usable_time_then_none_is_counted(duration):
    assert read(spoken(f"{ADL}completed", result={"duration": duration})).centiseconds == 0


def test_event_when_the_statement_is_of_a_group_then_nobody_in_particular_is_active():
    group = {"objectType": "Group", "member": [{"mbox": "mailto:ana@city.example"}]}
    assert read(spoken(f"{ADL}completed", actor=group)).person == 0


def test_event_when_the_time_cannot_be_read_then_it_is_that_of_storing():
    assert read(spoken(f"{ADL}completed", timestamp="0001-01-01T00:00:00+14:00")).at == NOON


def test_event_when_it_voids_then_it_says_what():
    event = read(spoken(f"{ADL}voided", object={"objectType": "StatementRef", "id": REGISTRATION}))
    assert (event.voids, event.unit, event.state) == (UUID(REGISTRATION), "", "")


def test_unit_when_passed_after_a_failure_then_the_best_of_both_is_told():
    later = NOON + timedelta(days=1)
    events = [
        Event(number(1), 1, 0, 5, later, number(9), COURSE, UNIT, "passed", True, 0.9, 100),
        Event(number(2), 2, 0, 5, NOON, number(9), COURSE, UNIT, "failed", False, 0.2, 50),
    ]
    assert fold(NOTHING, events).units == {(number(9), UNIT): Unit("passed", NOON, later, later, True, 0.9, 150)}


def test_standing_when_the_course_is_satisfied_then_it_is_whole_and_no_unit_of_itself():
    events = [
        Event(number(1), 1, 0, 5, NOON, number(9), COURSE, UNIT, "completed"),
        Event(number(2), 2, 0, 5, NOON, number(9), COURSE, "https://hub.example/units/two", "initialized"),
    ]
    half = standings_of(fold(NOTHING, events))[number(9)]
    whole = Event(number(3), 3, 0, 5, NOON + timedelta(hours=1), number(9), COURSE, COURSE, "satisfied")
    done = standings_of(fold(NOTHING, [*events, whole]))[number(9)]
    assert (half.units_started, half.units_completed, half.share, half.completed) == (2, 1, 0.5, None)
    assert (done.units_started, done.units_completed, done.share, done.completed) == (2, 1, 1.0, whole.at)


def test_cells_when_it_is_evening_far_away_then_the_day_is_that_of_utc():
    statement = spoken(f"{ADL}completed", timestamp="2026-03-01T23:30:00-05:00")
    assert list(fold(NOTHING, [read(statement)]).days) == [(3, "", date(2026, 3, 2), agent_key(statement["actor"]))]


@pytest.mark.parametrize(
    ("counts", "parts", "total"),
    [
        ({"a": 9, "b": 12}, set(), False),
        ({"a": 3, "b": 12, "c": 7}, {"a", "c"}, False),
        ({"a": 3, "b": 0}, {"a"}, True),
        ({"a": 1, "b": 1, "c": 8}, {"a", "b", "c"}, False),
        ({"a": 4, "b": 4, "c": 8}, {"a", "b"}, False),
        ({"a": 2}, {"a"}, True),
        ({}, set(), False),
    ],
    ids=["none-small", "its-complement", "nobody-beside", "two-too-small", "two-enough", "alone", "empty"],
)
def test_counts_when_some_are_small_then_they_and_their_complements_are_hidden(counts, parts, total):
    assert hidden_in(counts, total=sum(counts.values())) == Hidden(frozenset(parts), total)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)))
def test_counts_when_hidden_then_no_reader_can_narrow_one_down_below_the_threshold(counts):
    hidden = hidden_in(counts, total=sum(counts.values()))
    shown = {name: count for name, count in counts.items() if name not in hidden.parts}
    assert all(count == 0 or count >= FEWEST for count in shown.values())
    rest = sum(counts.values()) - sum(shown.values())
    assert hidden.total or rest == 0 or (rest >= FEWEST and len(hidden.parts) > 1)

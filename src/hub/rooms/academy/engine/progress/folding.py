"""Statements into states, in batches of any size: what comes out depends on the set of statements alone.

Only statements that stand are counted: one that voids says nothing of learning, and what is voided was never said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import UUID

from hub.rooms.academy.engine.progress.events import Event
from hub.rooms.academy.engine.progress.states import (
    Cell,
    CellKey,
    Day,
    DayKey,
    Enrolment,
    Standing,
    States,
    Unit,
    day_key,
    enrolment_of,
    unit_of,
)


def standing(events: Iterable[Event], voided: Collection[UUID]) -> Iterator[Event]:
    """The events that count, where `voided` are the statements that any statement takes back."""
    return (event for event in events if event.voids is None and event.id not in voided)


def fold(states: States, events: Iterable[Event]) -> States:
    """The states with standing events added, each of them once and none that is in already.

    fold(fold(s, A), B) = fold(s, A and B), and the order of events makes no difference.
    """
    units, enrolments, days = dict(states.units), dict(states.enrolments), dict(states.days)
    for event in events:
        _add_to_registration(units, enrolments, event)
        _add_to_day(days, event, 1)
    return States(units, enrolments, days)


def advance(
    known: States, *, added: Collection[Event], removed: Collection[Event], histories: Iterable[Event]
) -> States:
    """The states of everything that a batch touches, after it.

    known      states before the batch: all units and the enrolment of each registration, and each day, that it touches
    added      standing events of the batch
    removed    events that were counted before and that the batch voids
    histories  all standing events up to the end of the batch of every registration that `removed` names

    A furthest state and a first time cannot be taken back, so such registrations are read again from the beginning; the
    whole numbers of days can. What is in `known` and not in the result is no more.
    """
    again = {event.registration for event in removed}
    units = {key: unit for key, unit in known.units.items() if key[0] not in again}
    enrolments = {key: enrolment for key, enrolment in known.enrolments.items() if key not in again}
    days = dict(known.days)
    for event in added:
        _add_to_day(days, event, 1)
        if event.registration not in again:
            _add_to_registration(units, enrolments, event)
    for event in removed:
        _add_to_day(days, event, -1)
    for event in histories:
        _add_to_registration(units, enrolments, event)
    return States(units, enrolments, {key: day for key, day in days.items() if day.events})


def standings_of(states: States) -> dict[UUID, Standing]:
    """What the units of every registration come to. All units of a registration must be there."""
    units: defaultdict[UUID, dict[str, Unit]] = defaultdict(dict)
    for (registration, iri), unit in states.units.items():
        units[registration][iri] = unit
    return {
        registration: _standing_of(units[registration], enrolment.programme)
        for registration, enrolment in states.enrolments.items()
    }


def cells_of(states: States, standings: Mapping[UUID, Standing]) -> dict[CellKey, Cell]:
    """The days of cities. It is a sum over rows, so cells change by what the changed rows gave before and give now."""
    cells: defaultdict[CellKey, Cell] = defaultdict(Cell)
    for (city, programme, day, person), done in states.days.items():
        key = (city, programme, day)
        cells[key] = cells[key].plus(Cell(done.events, 1 if person else 0, 0, 0, done.centiseconds))
    for registration, enrolment in states.enrolments.items():
        key = (enrolment.city, enrolment.programme, enrolment.first.date())
        cells[key] = cells[key].plus(Cell(started=1))
        completed = standings[registration].completed
        if completed is not None:
            key = (enrolment.city, enrolment.programme, completed.date())
            cells[key] = cells[key].plus(Cell(completions=1))
    return dict(cells)


def change_of(before: Mapping[CellKey, Cell], after: Mapping[CellKey, Cell]) -> dict[CellKey, Cell]:
    """What has to be added to each cell; cells that stay as they were are left out."""
    changes = {
        key: after.get(key, Cell()).plus(before.get(key, Cell()), sign=-1) for key in before.keys() | after.keys()
    }
    return {key: change for key, change in changes.items() if change != Cell()}


def _add_to_registration(units: dict[tuple[UUID, str], Unit], enrolments: dict[UUID, Enrolment], event: Event) -> None:
    registration = event.registration
    if registration is None:
        return
    enrolment, held = enrolment_of(event), enrolments.get(registration)
    enrolments[registration] = held.plus(enrolment) if held else enrolment
    if event.state:
        key = (registration, event.unit)
        unit, known = unit_of(event), units.get(key)
        units[key] = known.plus(unit) if known else unit


def _add_to_day(days: dict[DayKey, Day], event: Event, sign: int) -> None:
    key, day = day_key(event), Day(sign, sign * event.centiseconds)
    held = days.get(key)
    days[key] = held.plus(day) if held else day


def _standing_of(units: Mapping[str, Unit], programme: str) -> Standing:
    parts = [unit for iri, unit in units.items() if iri != programme]
    completed = sum(unit.completed is not None for unit in parts)
    whole = units.get(programme)
    if whole is not None and whole.completed is not None:
        return Standing(len(parts), completed, whole.completed, 1.0)
    if whole is not None and whole.percent is not None:
        return Standing(len(parts), completed, None, whole.percent / 100)
    return Standing(len(parts), completed, None, completed / len(parts) if parts else 0.0)

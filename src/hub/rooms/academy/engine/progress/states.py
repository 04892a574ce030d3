"""What was reached, as values that can be added up: the order and the grouping of what is added make no difference.

Each `plus` is associative and commutative, and counts are whole numbers. That is why any split of the stream of statements
gives the same states.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from hub.rooms.academy.engine.progress.events import DONE, RANK, Event

Value = TypeVar("Value", bool, int, float)


@dataclass(frozen=True, slots=True)
class Unit:
    """How far a registration came in one unit.

    state         the furthest that was said
    completed     when it was first said to be completed, passed, waived or satisfied
    success       whether it was ever passed; None where nothing was said
    best          the highest scaled score, -1 to 1
    centiseconds  time spent
    percent       the furthest progress that was told, 0 to 100
    """

    state: str
    first: datetime
    last: datetime
    completed: datetime | None = None
    success: bool | None = None
    best: float | None = None
    centiseconds: int = 0
    percent: int | None = None

    def plus(self, other: "Unit") -> "Unit":
        return Unit(
            self.state if RANK[self.state] >= RANK[other.state] else other.state,
            min(self.first, other.first),
            max(self.last, other.last),
            _least(self.completed, other.completed),
            _most(self.success, other.success),
            _most(self.best, other.best),
            self.centiseconds + other.centiseconds,
            _most(self.percent, other.percent),
        )


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Who is registered, where and in what: said by the first stored statement of the registration that says it.

    sequence            of the statement that says person and city
    programme           IRI; blank as long as no statement has named one
    programme_sequence  of the statement that names it; None where none does
    """

    sequence: int
    person: int
    city: int
    programme: str
    programme_sequence: int | None
    first: datetime
    last: datetime

    def plus(self, other: "Enrolment") -> "Enrolment":
        teller = self if self.sequence <= other.sequence else other
        named = [one for one in (self, other) if one.programme_sequence is not None]
        namer = min(named, key=lambda one: one.programme_sequence or 0) if named else self
        return Enrolment(
            teller.sequence,
            teller.person,
            teller.city,
            namer.programme,
            namer.programme_sequence,
            min(self.first, other.first),
            max(self.last, other.last),
        )


@dataclass(frozen=True, slots=True)
class Day:
    """What one person did in one programme on one day (of UTC)."""

    events: int
    centiseconds: int

    def plus(self, other: "Day") -> "Day":
        return Day(self.events + other.events, self.centiseconds + other.centiseconds)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the units of a registration come to.

    completed  when the programme itself was first said to be completed, passed, waived or satisfied
    share      of the programme, 0 to 1: as it was told, else the completed ones of the units that were begun
    """

    units_started: int
    units_completed: int
    completed: datetime | None
    share: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One programme of a city on one day: exact counts."""

    events: int = 0
    people: int = 0
    started: int = 0
    completions: int = 0
    centiseconds: int = 0

    def plus(self, other: "Cell", sign: int = 1) -> "Cell":
        return Cell(
            self.events + sign * other.events,
            self.people + sign * other.people,
            self.started + sign * other.started,
            self.completions + sign * other.completions,
            self.centiseconds + sign * other.centiseconds,
        )


DayKey = tuple[int, str, date, int]  # city, programme, day, person
CellKey = tuple[int, str, date]  # city, programme, day


@dataclass(frozen=True)
class States:
    """Everything that statements come to; `standings` follow from the rest."""

    units: Mapping[tuple[UUID, str], Unit]
    enrolments: Mapping[UUID, Enrolment]
    days: Mapping[DayKey, Day]


NOTHING = States({}, {}, {})


def unit_of(event: Event) -> Unit:
    """What one event says of its unit. It must have a state."""
    completed = event.at if event.state in DONE else None
    return Unit(
        event.state, event.at, event.at, completed, event.success, event.scaled, event.centiseconds, event.percent
    )


def enrolment_of(event: Event) -> Enrolment:
    named = event.sequence if event.programme else None
    return Enrolment(event.sequence, event.person, event.city, event.programme, named, event.at, event.at)


def day_key(event: Event) -> DayKey:
    return event.city, event.programme, event.at.date(), event.person


def _least(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one is not None and other is not None else one if other is None else other


def _most(one: Value | None, other: Value | None) -> Value | None:
    return max(one, other) if one is not None and other is not None else one if other is None else other

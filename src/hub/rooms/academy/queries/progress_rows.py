"""The tables of progress as rows, and what they are rows of: the same mapping for writing, reading and comparing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from hub.rooms.academy.engine.progress.events import Event
from hub.rooms.academy.engine.progress.states import Cell, CellKey, Day, Enrolment, Standing, States, Unit, day_key
from hub.rooms.academy.engine.statement.keys import activity_key
from hub.rooms.academy.models import CityDay, EnrolmentState, PersonDay, UnitState

Rows = dict[tuple[Any, ...], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of progress: the columns that tell rows apart, and the others."""

    model: type[Model]
    key: tuple[str, ...]
    values: tuple[str, ...]

    def rows(self, chosen: QuerySet[Any]) -> Iterable[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        """Key and values of the chosen rows, read as they are needed."""
        cut = len(self.key)
        for row in chosen.values_list(*self.key, *self.values).iterator(2000):
            yield row[:cut], row[cut:]


UNITS = Table(
    UnitState,
    ("registration", "unit_key"),
    (
        "unit",
        "state",
        "first_at",
        "last_at",
        "completed_at",
        "success",
        "best_scaled",
        "centiseconds",
        "progress_percent",
    ),
)
ENROLMENTS = Table(
    EnrolmentState,
    ("registration",),
    ("person", "city", "programme", "programme_key", "first_sequence", "programme_sequence", "first_at", "last_at",
     "units_started", "units_completed", "progress", "completed_at"),
)  # fmt: skip
DAYS = Table(PersonDay, ("person", "day", "city", "programme_key"), ("programme", "events", "centiseconds"))
CELLS = Table(
    CityDay,
    ("city", "day", "programme_key"),
    ("programme", "events", "people", "started", "completions", "centiseconds"),
)
TABLES = (UNITS, ENROLMENTS, DAYS, CELLS)


def unit_rows(states: States) -> Rows:
    return {
        (registration, activity_key(iri)): (
            iri, unit.state, unit.first, unit.last, unit.completed, unit.success, unit.best, unit.centiseconds,
            unit.percent,
        )
        for (registration, iri), unit in states.units.items()
    }  # fmt: skip


def enrolment_rows(states: States, standings: Mapping[UUID, Standing]) -> Rows:
    return {(one,): _enrolment_row(enrolment, standings[one]) for one, enrolment in states.enrolments.items()}


def day_rows(states: States) -> Rows:
    return {
        (person, day, city, activity_key(programme)): (programme, done.events, done.centiseconds)
        for (city, programme, day, person), done in states.days.items()
    }


def cell_rows(cells: Mapping[CellKey, Cell]) -> Rows:
    return {
        (city, day, activity_key(programme)): (
            programme, cell.events, cell.people, cell.started, cell.completions, cell.centiseconds,
        )
        for (city, programme, day), cell in cells.items()
    }  # fmt: skip


def states_touched(events: Iterable[Event]) -> States:
    """What the tables say of everything that events touch: whole registrations, and days."""
    events = list(events)
    registrations = {event.registration for event in events if event.registration}
    keys = {day_key(event) for event in events}
    units = UNITS.rows(UnitState.objects.filter(registration__in=registrations))
    enrolments = ENROLMENTS.rows(EnrolmentState.objects.filter(registration__in=registrations))
    days = DAYS.rows(PersonDay.objects.filter(person__in={key[3] for key in keys}, day__in={key[2] for key in keys}))
    return States(
        {(key[0], row[0]): Unit(*row[1:]) for key, row in units},
        {key[0]: _enrolment(row) for key, row in enrolments},
        {(key[2], row[0], key[1], key[0]): Day(*row[1:]) for key, row in days},
    )


def cells_at(keys: Iterable[CellKey]) -> dict[CellKey, Cell]:
    """What the table says of cells; more may come along."""
    keys = list(keys)
    chosen = CityDay.objects.filter(city__in={key[0] for key in keys}, day__in={key[2] for key in keys})
    return {(key[0], row[0], key[1]): Cell(*row[1:]) for key, row in CELLS.rows(chosen)}


def _enrolment_row(enrolment: Enrolment, standing: Standing) -> tuple[Any, ...]:
    return (
        enrolment.person, enrolment.city, enrolment.programme, activity_key(enrolment.programme), enrolment.sequence,
        enrolment.programme_sequence, enrolment.first, enrolment.last, standing.units_started, standing.units_completed,
        standing.share, standing.completed,
    )  # fmt: skip


def _enrolment(row: tuple[Any, ...]) -> Enrolment:
    person, city, programme, _programme_key, sequence, programme_sequence, first, last = row[:8]
    return Enrolment(sequence, person, city, programme, programme_sequence, first, last)

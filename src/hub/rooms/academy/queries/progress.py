"""What is read of progress."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from hub.rooms.academy.engine.progress.hiding import Hidden, hidden_in
from hub.rooms.academy.models import CityDay, EnrolmentState, PersonDay, Position, UnitState

PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class DayLine:
    """A programme of a city, or all of them, on a day; None where a count is hidden.

    programme  IRI; blank for what belongs to none; None in the line of all together
    people     how many were active; started and completions, of enrolments
    """

    day: date
    programme: str | None
    people: int | None
    events: int | None
    seconds: int | None
    started: int | None
    completions: int | None


def position_of(name: str) -> int:
    """The sequence up to which a reader of the store has come; 0 where it has not begun."""
    return Position.objects.filter(name=name).values_list("sequence", flat=True).first() or 0


def enrolment_of(registration: UUID) -> EnrolmentState | None:
    """How far a registration came."""
    return EnrolmentState.objects.filter(registration=registration).first()


def units_of(registration: UUID) -> list[UnitState]:
    """How far a registration came in its units, in the order in which they were begun."""
    return list(UnitState.objects.filter(registration=registration).order_by("first_at", "unit"))


def city_days(city: int, *, first: date, last: date) -> list[DayLine]:
    """The days of a city: a line for each programme, then one for all together; counts of few people are hidden.

    Hidden is a count from 1 to 4, and what it could be computed from. Each day is judged whole and for itself, so neither another
    stretch of days nor the line of all together tells more.
    """
    people = dict(
        PersonDay.objects.filter(city=city, day__range=(first, last)).exclude(person=0)
        .values_list("day").annotate(count=Count("person", distinct=True))
    )  # fmt: skip
    by_day: defaultdict[date, list[CityDay]] = defaultdict(list)
    for row in CityDay.objects.filter(city=city, day__range=(first, last)).order_by("day", "programme"):
        by_day[row.day].append(row)
    return [line for day, rows in by_day.items() for line in _lines(day, rows, people.get(day, 0))]


def _lines(day: date, rows: Iterable[CityDay], people: int) -> Iterable[DayLine]:
    rows = list(rows)
    few = hidden_in({row.programme: row.people for row in rows}, total=people)
    started = _hidden(rows, "started", few)
    completions = _hidden(rows, "completions", few)
    for row in rows:
        is_few = row.programme in few.parts
        yield DayLine(
            day,
            row.programme,
            None if is_few else row.people,
            None if is_few else row.events,
            None if is_few else row.centiseconds // 100,
            None if row.programme in started.parts else row.started,
            None if row.programme in completions.parts else row.completions,
        )
    yield DayLine(
        day,
        None,
        None if few.total else people,
        None if few.total else sum(row.events for row in rows),
        None if few.total else sum(row.centiseconds for row in rows) // 100,
        None if started.total else sum(row.started for row in rows),
        None if completions.total else sum(row.completions for row in rows),
    )


def _hidden(rows: Iterable[CityDay], column: str, few: Hidden) -> Hidden:
    """What is hidden of a column, where the lines of few people are hidden already."""
    counts = {row.programme: int(getattr(row, column)) for row in rows}
    hidden = hidden_in(counts, total=sum(counts.values()), also=few.parts)
    return Hidden(hidden.parts, hidden.total or few.total)

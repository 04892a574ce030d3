"""Taking statements into the tables of progress, each of them exactly once."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from hub.commons.jobs.background import soon
from hub.rooms.academy.engine.progress.events import Event
from hub.rooms.academy.engine.progress.folding import advance, cells_of, change_of, standing, standings_of
from hub.rooms.academy.engine.progress.states import Cell, CellKey
from hub.rooms.academy.models import Position
from hub.rooms.academy.queries.held import last_of_store
from hub.rooms.academy.queries.progress import PROGRESS, position_of
from hub.rooms.academy.queries.progress_events import counted_before, events_after, histories_of, voided_among
from hub.rooms.academy.queries.progress_rows import (
    CELLS,
    DAYS,
    ENROLMENTS,
    TABLES,
    UNITS,
    Rows,
    Table,
    cell_rows,
    cells_at,
    day_rows,
    enrolment_rows,
    states_touched,
    unit_rows,
)

BATCH = 1000
PAUSE_SECONDS = 5.0


def project_new(limit: int = BATCH) -> int:
    """Take in the next statements, `limit` at most; returns how many there were. Two look-ups where there is nothing to do.

    Position and tables change in one transaction: a run that is cut off leaves no trace, and two runs take turns.
    """
    if position_of(PROGRESS) >= last_of_store().sequence:
        return 0
    with transaction.atomic():
        position = hold_position()
        events = events_after(position.sequence, limit)
        if events:
            _take_in(events, before=position.sequence)
            position.sequence = events[-1].sequence
            position.save()
    return len(events)


def project_all(limit: int = BATCH) -> int:
    """Take in everything that is there, a transaction for each batch; returns how many statements there were."""
    taken = 0
    while more := project_new(limit):
        taken += more
    return taken


def project_soon() -> None:
    """Take in what is new in a few seconds, in the background; costs nothing where that was asked for just now."""
    soon(project_all, seconds=PAUSE_SECONDS)


def rebuild(limit: int = BATCH) -> int:
    """Empty the tables and take in everything from the beginning. Until it ends they tell of the part that is in."""
    with transaction.atomic():
        position = hold_position()
        for table in TABLES:
            table.model._default_manager.all().delete()
        position.sequence = 0
        position.save()
    return project_all(limit)


def hold_position() -> Position:
    """The position; nobody else takes statements in until the transaction ends."""
    Position.objects.get_or_create(name=PROGRESS)
    return Position.objects.select_for_update().get(name=PROGRESS)


def _take_in(events: Collection[Event], *, before: int) -> None:
    """Bring the tables from `before` to the last of the events, which are all that follow on `before`."""
    end = max(event.sequence for event in events)
    added = list(standing(events, voided_among([event.id for event in events], upto=end)))
    taken_back = voided_among([event.voids for event in events if event.voids], upto=end)
    removed = counted_before(taken_back, position=before)
    known = states_touched([*added, *removed])
    again = {event.registration for event in removed if event.registration}
    after = advance(known, added=added, removed=removed, histories=histories_of(again, upto=end))
    stood, stand = standings_of(known), standings_of(after)
    _write(UNITS, unit_rows(known), unit_rows(after))
    _write(DAYS, day_rows(known), day_rows(after))
    _write(ENROLMENTS, enrolment_rows(known, stood), enrolment_rows(after, stand))
    _change_cells(change_of(cells_of(known, stood), cells_of(after, stand)))


def _change_cells(changes: Mapping[CellKey, Cell]) -> None:
    known = {key: cell for key, cell in cells_at(changes).items() if key in changes}
    after = {key: known.get(key, Cell()).plus(change) for key, change in changes.items()}
    _write(CELLS, cell_rows(known), cell_rows({key: cell for key, cell in after.items() if cell != Cell()}))


def _write(table: Table, before: Rows, after: Rows) -> None:
    """Make the rows `before` those of `after`. Plain SQL: the mapper costs more than all the rest."""
    for key in before.keys() - after.keys():
        table.model._default_manager.filter(**dict(zip(table.key, key, strict=True))).delete()
    changed = [(*key, *values) for key, values in after.items() if before.get(key) != values]
    if not changed:
        return
    columns = (*table.key, *table.values)
    replaced = ", ".join(f"{column} = EXCLUDED.{column}" for column in table.values)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table.model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608 - the names are ours
            f"VALUES ({', '.join(['%s'] * len(columns))}) "
            f"ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {replaced}",
            [[_adapted(value) for value in row] for row in changed],
        )


def _adapted(value: Any) -> Any:
    """As the mapper writes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return value.isoformat() if isinstance(value, date) else value

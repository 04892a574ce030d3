"""The tables of progress against what the statements come to."""

from collections.abc import Mapping

from hub.rooms.academy.engine.progress.folding import cells_of, standings_of
from hub.rooms.academy.engine.progress.states import States
from hub.rooms.academy.queries.progress_rows import (
    CELLS,
    DAYS,
    ENROLMENTS,
    UNITS,
    Rows,
    Table,
    cell_rows,
    day_rows,
    enrolment_rows,
    unit_rows,
)
from hub.rooms.academy.queries.verification.difference import Checked


def check_tables(states: States) -> Mapping[str, Checked]:
    """Each table row by row, by its name."""
    standings = standings_of(states)
    expected = (
        (UNITS, unit_rows(states)),
        (ENROLMENTS, enrolment_rows(states, standings)),
        (DAYS, day_rows(states)),
        (CELLS, cell_rows(cells_of(states, standings))),
    )
    return {table.model._meta.db_table: _check(table, rows) for table, rows in expected}


def _check(table: Table, expected: Rows) -> Checked:
    checked, name, missing = Checked(), table.model._meta.db_table, set(expected)
    for key, found in table.rows(table.model._default_manager.all()):
        checked.count += 1
        missing.discard(key)
        must = expected.get(key)
        if must != found:
            checked.differ(_place(name, table, key), must=must, found=found)
    for key in missing:
        checked.differ(_place(name, table, key), must=expected[key], found=None)
    return checked


def _place(name: str, table: Table, key: tuple[object, ...]) -> str:
    return f"{name} {', '.join(f'{column}={value}' for column, value in zip(table.key, key, strict=True))}"

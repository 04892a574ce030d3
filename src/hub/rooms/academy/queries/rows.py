"""Plain SQL for the statement store, the same on PostgreSQL and SQLite.

The object-relational mapper costs more than the whole work of a statement; here are the few things in which the two databases
differ. Statements on PostgreSQL are prepared once for a connection.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection

BATCH_OF_COPY = 4
LOCK = 0x0CA_DE


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def rows_of(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query. `{in}` after a column stands for: is one of the list that is this parameter."""
    if is_postgresql():
        with _plain_cursor() as cursor:
            cursor.execute(sql.replace("{in}", "= ANY(%s)"), parameters, prepare=True)
            return list(cursor.fetchall())
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{in}", "IN (SELECT value FROM json_each(%s))"), _as_sqlite(parameters))
        return list(cursor.fetchall())


def run(sql: str, parameters: Sequence[Any] = ()) -> int:
    """Run one statement and tell how many rows it touched."""
    if is_postgresql():
        with _plain_cursor() as cursor:
            cursor.execute(sql.replace("{in}", "= ANY(%s)"), parameters, prepare=True)
            return int(cursor.rowcount)
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{in}", "IN (SELECT value FROM json_each(%s))"), _as_sqlite(parameters))
        return int(cursor.rowcount)


def insert(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, if there are any: PostgreSQL's COPY, or one prepared statement for each; all or none."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    if is_postgresql() and len(rows) > BATCH_OF_COPY:
        with _plain_cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    elif is_postgresql():
        every = ", ".join([f"({places})"] * len(rows))
        run(f"INSERT INTO {table} ({names}) VALUES {every}", [value for row in rows for value in row])  # noqa: S608
    else:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608
                [_as_sqlite(row) for row in rows],
            )


def nobody_writes() -> bool:
    """Whether no writer holds the lock of the store at this moment (our own transaction does not count)."""
    if is_postgresql():
        return bool(rows_of("SELECT pg_try_advisory_xact_lock_shared(%s)", [LOCK])[0][0])
    if connection.in_atomic_block:
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except DatabaseError:
            return False
        finally:
            cursor.execute("PRAGMA busy_timeout=20000")
    return True


def as_moment(value: Any) -> datetime:
    """A moment out of either database."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _plain_cursor() -> Any:
    """A cursor of the driver itself, on the connection (and in the transaction) that Django holds."""
    connection.ensure_connection()
    from psycopg import Cursor

    return Cursor(connection.connection)


def _as_sqlite(values: Sequence[Any]) -> list[Any]:
    return [_value(value) for value in values]


def _value(value: Any) -> Any:
    """As the mapper writes it: moments without their zone, identifiers without hyphens, lists as JSON."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, list):
        return json.dumps([_value(item) for item in value])
    return value

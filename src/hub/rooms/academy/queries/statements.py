"""Statements by filters, newest first unless asked otherwise.

Every filter of the protocol is one key, or two for the broad ones (`engine/statement/mentions.py`). The filter that is met least
often leads, the others are looked up for what it finds; so a question costs about the same whether the store holds fifty thousand
statements or a million.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hub.rooms.academy.engine.statement.completion import written_moment
from hub.rooms.academy.engine.statement.keys import agent_key
from hub.rooms.academy.engine.statement.mentions import RELATED_AGENT
from hub.rooms.academy.queries.held import last_of_store
from hub.rooms.academy.queries.rows import as_moment, nobody_writes, rows_of
from hub.rooms.academy.rules import Caller, reads_only_own

# Beyond this many finds a filter counts as often met.
OFTEN = 2000
VOID = "SELECT 1 FROM academy_voiding v WHERE v.statement = s.id"
# A caller bound to a city or a person learns nothing by way of others' statements that its own ones refer to.
OF_OWN_CITY = (
    "(m.origin = m.sequence OR EXISTS "
    "(SELECT 1 FROM academy_statement t WHERE t.sequence = m.origin AND t.city = s.city))"
)
# Longer than a chain of references, so that a stretch never ends where it began.
SHORTEST_STRETCH, LONGEST_STRETCH = 100, 20_000
TOGETHER = (
    "EXISTS (SELECT 1 FROM academy_mention o WHERE o.key {in} AND o.sequence = m.sequence AND o.origin = m.origin)"
)
_OWN = "EXISTS (SELECT 1 FROM academy_mention w WHERE w.key {{in}} AND w.sequence = {0} AND w.origin = {0})"
HAS_ITSELF, ORIGIN_HAS = _OWN.format("s.sequence"), _OWN.format("m.origin")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the store.

    keys          one tuple for each filter: the statement, or one it refers to, has at least one key of each
    since, until  moments of storing: later than, and not later than
    cursor        go on after this sequence; None from the beginning
    """

    keys: tuple[tuple[int, ...], ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    limit: int = 100
    cursor: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Bodies in order, and the sequence to go on after (None at the end)."""

    bodies: tuple[str, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class Single:
    """One statement by its id."""

    body: str
    stored: datetime
    is_void: bool


def find_statements(caller: Caller, question: Question) -> Page:
    """The statements that meet every filter and that the caller may see; void ones left out."""
    keys = list(question.keys or _limits_of(caller))
    bounds = _bounds(caller, question)
    if bounds is None:
        return Page((), None)
    conditions, parameters = bounds
    found = (
        _by_keys(caller, keys, (conditions, parameters), question) if keys else _all(conditions, parameters, question)
    )
    bodies = tuple(body for _sequence, body in found[: question.limit])
    return Page(bodies, found[question.limit - 1][0] if len(found) > question.limit else None)


def statement_of_id(caller: Caller, id: UUID) -> Single | None:
    """A statement by id, void or not; None where there is none that the caller may see."""
    rows = rows_of(
        f"SELECT s.sequence, s.body, s.stored, s.city, EXISTS ({VOID}) FROM academy_statement s WHERE s.id = %s",  # noqa: S608
        [id],
    )
    if not rows:
        return None
    sequence, body, stored, city, void = rows[0]
    if caller.city and city != caller.city:
        return None
    for keys in _limits_of(caller):
        own = "SELECT 1 FROM academy_mention WHERE key {in} AND sequence = %s AND origin = %s"
        if not rows_of(own, [list(keys), sequence, sequence]):
            return None
    return Single(body, as_moment(stored), bool(void))


def consistent_through() -> str:
    """The moment up to which everything stored can be seen: now where nobody is writing, else that of the newest statement.

    Writers go one after the other and take their moments under the lock, so nothing can still appear before either.
    """
    now = datetime.now(UTC)
    return written_moment(now if nobody_writes() else last_of_store().stored)


def _limits_of(caller: Caller) -> list[tuple[int, ...]]:
    """Filters that hold for a caller whatever it asks: its own records, or those of its own person."""
    limits: list[tuple[int, ...]] = []
    if caller.person is not None:
        limits.append((agent_key(caller.person),))
    elif reads_only_own(caller):
        limits.append((agent_key(caller.authority, RELATED_AGENT),))
    return limits


def _bounds(caller: Caller, question: Question) -> tuple[list[str], list[Any]] | None:
    """Conditions on the statement itself; None where no statement can be within."""
    conditions = [f"NOT EXISTS ({VOID})"]
    parameters: list[Any] = []
    if caller.city:
        conditions.append("s.city = %s")
        parameters.append(caller.city)
    for keys in _limits_of(caller):
        conditions.append(HAS_ITSELF)
        parameters.append(list(keys))
    low, high = _sequences(question)
    if question.cursor is not None:
        low, high = (max(low, question.cursor), high) if question.ascending else (low, min(high, question.cursor - 1))
    if low >= high:
        return None
    conditions.append("s.sequence > %s AND s.sequence <= %s")
    return conditions, [*parameters, low, high]


def _sequences(question: Question) -> tuple[int, int]:
    """The bounds of time as sequences, since both rise together: above the first, up to the second."""
    low = _last_until(question.since) if question.since else 0
    high = _last_until(question.until) if question.until else 2**62
    return low, high


def _last_until(moment: datetime) -> int:
    safe = min(max(moment, datetime(1970, 1, 2, tzinfo=UTC)), datetime.max.replace(tzinfo=UTC) - timedelta(days=2))
    rows = rows_of(
        "SELECT sequence FROM academy_statement WHERE stored <= %s ORDER BY stored DESC, sequence DESC LIMIT 1", [safe]
    )
    return int(rows[0][0]) if rows else 0


def _all(conditions: list[str], parameters: list[Any], question: Question) -> list[tuple[int, str]]:
    return _pairs(
        rows_of(
            f"SELECT s.sequence, s.body FROM academy_statement s WHERE {' AND '.join(conditions)} "  # noqa: S608
            f"ORDER BY s.sequence {_direction(question)} LIMIT %s",
            [*parameters, question.limit + 1],
        )
    )


def _by_keys(
    caller: Caller, filters: Sequence[tuple[int, ...]], bounds: tuple[list[str], list[Any]], question: Question
) -> list[tuple[int, str]]:
    """Each key of the leading filter gives its first few; together they are put in order and cut."""
    conditions, parameters = bounds
    leading, *others = _rarest_first(filters)
    together = [TOGETHER] * len(others)
    if caller.city:
        together.append(OF_OWN_CITY)
    limits = _limits_of(caller)
    together += [ORIGIN_HAS] * len(limits)
    sql = (
        "WITH m AS MATERIALIZED (SELECT sequence, origin FROM academy_mention "  # noqa: S608
        f"WHERE key = %s AND sequence >= %s AND sequence <= %s ORDER BY sequence {_direction(question)} LIMIT %s) "
        "SELECT m.sequence, (SELECT s.body FROM academy_statement s WHERE s.sequence = m.sequence AND "
        f"{' AND '.join([*together, *conditions])}) FROM m ORDER BY m.sequence {_direction(question)}"
    )
    values = [*(list(keys) for keys in others), *(list(keys) for keys in limits), *parameters]
    found: dict[int, str] = {}
    for key in leading:
        found.update(_first_of(key, sql, values, question))
    return sorted(found.items(), reverse=not question.ascending)


def _first_of(key: int, sql: str, values: list[Any], question: Question) -> dict[int, str]:
    """The first statements of a key that meet the rest: read by the key alone in growing stretches, so that no plan can be bad.

    A stretch begins where the last one ended, with the same sequence: another origin of it may follow.
    """
    low, high = values[-2] + 1, values[-1]
    found: dict[int, str] = {}
    stretch = max(question.limit + 1, SHORTEST_STRETCH)
    while low <= high:
        rows = rows_of(sql, [key, low, high, stretch, *values])
        found.update((int(sequence), str(body)) for sequence, body in rows if body is not None)
        if len(rows) < stretch or len(found) > question.limit:
            break
        low, high = (int(rows[-1][0]), high) if question.ascending else (low, int(rows[-1][0]))
        stretch = min(stretch * 4, LONGEST_STRETCH)
    return found


def _rarest_first(filters: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    if len(filters) == 1:
        return list(filters)
    counted = "SELECT count(*) FROM (SELECT 1 FROM academy_mention WHERE key {in} LIMIT %s) AS few"
    return sorted(filters, key=lambda keys: rows_of(counted, [list(keys), OFTEN])[0][0])


def _direction(question: Question) -> str:
    return "ASC" if question.ascending else "DESC"


def _pairs(rows: Sequence[tuple[Any, ...]]) -> list[tuple[int, str]]:
    return [(int(sequence), str(body)) for sequence, body in rows]

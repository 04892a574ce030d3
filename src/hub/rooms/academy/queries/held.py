"""What the store holds already of what comes in. Read under the writers' lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from hub.rooms.academy.queries.rows import as_moment, rows_of

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Last:
    """The newest statement: its sequence (0 in an empty store) and the moment it was stored."""

    sequence: int
    stored: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """bodies: of those ids that are held; pointing: (sequence, id asked for) of held statements whose object is one of them."""

    bodies: Mapping[UUID, str] = field(default_factory=dict)
    pointing: tuple[tuple[int, UUID], ...] = ()


def last_of_store() -> Last:
    rows = rows_of("SELECT sequence, stored FROM academy_statement ORDER BY sequence DESC LIMIT 1")
    return Last(rows[0][0], as_moment(rows[0][1])) if rows else Last(0, BEGINNING)


def what_is_held(ids: Sequence[UUID]) -> Held:
    """The bodies of the statements of these ids, and who points to them already."""
    if not ids:
        return Held()
    bodies = rows_of("SELECT id, body FROM academy_statement WHERE id {in}", [list(ids)])
    pointing = rows_of(
        "SELECT sequence, target FROM academy_statement WHERE target IS NOT NULL AND target {in}", [list(ids)]
    )
    return Held(
        {as_id(id): body for id, body in bodies}, tuple((sequence, as_id(target)) for sequence, target in pointing)
    )


def targets_of(ids: Sequence[UUID]) -> dict[UUID, tuple[int, str]]:
    """City and body of those statements that are held."""
    rows = rows_of("SELECT id, city, body FROM academy_statement WHERE id {in}", [list(ids)])
    return {as_id(id): (city, body) for id, city, body in rows}


def as_id(value: object) -> UUID:
    """An id out of either database."""
    return value if isinstance(value, UUID) else UUID(str(value))

"""Statements come in: checked before, all or none, each once.

Writers go one after the other (`writers_lock`): sequences have no gaps, `stored` rises with them, whoever has read up to a
sequence has missed nothing, and two batches that share activities can never wait for each other. What the lock covers takes
about a tenth of a millisecond a statement.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hub.rooms.academy.actions.activities import remember_activities
from hub.rooms.academy.actions.attachments import store_attachments
from hub.rooms.academy.actions.references import link_references
from hub.rooms.academy.engine.attachments import Part
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.compare import same_statement
from hub.rooms.academy.engine.statement.completion import completed, written_moment
from hub.rooms.academy.engine.statement.mentions import mentions_of
from hub.rooms.academy.engine.statement.parse import parse_json, write_json
from hub.rooms.academy.engine.statement.statements import is_voiding
from hub.rooms.academy.queries.held import Held, as_id, last_of_store, targets_of, what_is_held
from hub.rooms.academy.queries.rows import LOCK, insert, is_postgresql, rows_of, run
from hub.rooms.academy.rules import Caller, may_define

MICROSECOND = timedelta(microseconds=1)
COLUMNS = ("sequence", "id", "stored", "credential", "city", "target", "body")


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a request: the ids in the order sent, how many statements were new, and when the last was stored."""

    ids: tuple[str, ...]
    added: int
    through: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new statement, completed: what its rows are made of."""

    sequence: int
    id: UUID
    whole: Mapping[str, Any]
    keys: frozenset[int]
    target: UUID | None


@contextmanager
def writers_lock() -> Iterator[None]:
    """A transaction in which nobody else writes to the store. On SQLite every writing transaction is one."""
    with transaction.atomic():
        if is_postgresql():
            rows_of("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def store_statements(
    caller: Caller, statements: Sequence[Mapping[str, Any]], *, version: str, parts: Sequence[Part] = ()
) -> Stored:
    """Store statements that keep the rules of `version`, with their attachments, all or none.

    A statement whose id is held already adds nothing where it is the same; where it is not, everything is refused with 409.
    Errors: `Refused` 409 `statement_conflict`, 400 `statement_id_twice`.
    """
    ids = [UUID(statement["id"]) if "id" in statement else uuid4() for statement in statements]
    sent_ids = [id for id, statement in zip(ids, statements, strict=True) if "id" in statement]
    _refuse_twins(sent_ids)
    arrivals: list[Arrival] = []
    with writers_lock():
        held = what_is_held(sent_ids)
        _refuse_conflicts(held, ids, statements)
        new = [(id, statement) for id, statement in zip(ids, statements, strict=True) if id not in held.bodies]
        if new:
            arrivals = _write(caller, new, version)
            _void(arrivals, caller.city)
            link_references(arrivals, held)
            if parts:
                store_attachments(parts, caller.city)
            if may_define(caller):
                remember_activities([arrival.whole for arrival in arrivals])
    through = arrivals[-1].whole["stored"] if arrivals else ""
    return Stored(tuple(str(id) for id in ids), len(new), through)


def _write(caller: Caller, new: Sequence[tuple[UUID, Mapping[str, Any]]], version: str) -> list[Arrival]:
    """Give each its place and its moment, and write the rows."""
    last = last_of_store()
    moment = max(datetime.now(UTC), last.stored + MICROSECOND)
    arrivals, rows, mentions = [], [], []
    for place, (id, statement) in enumerate(new):
        stored, sequence = moment + place * MICROSECOND, last.sequence + 1 + place
        text = written_moment(stored)
        whole = completed(statement, id=str(id), stored=text, authority=caller.authority, version=version)
        keys = mentions_of(whole)
        about = whole["object"]
        target = UUID(about["id"]) if about.get("objectType") == "StatementRef" else None
        arrivals.append(Arrival(sequence, id, whole, frozenset(keys), target))
        rows.append((sequence, id, stored, caller.credential, caller.city, target, write_json(whole)))
        mentions.extend([(key, sequence, sequence) for key in keys])
    insert("academy_statement", COLUMNS, rows)
    insert("academy_mention", ("key", "sequence", "origin"), mentions)
    return arrivals


def _refuse_twins(ids: Sequence[UUID]) -> None:
    if len(set(ids)) == len(ids):
        return
    seen: set[UUID] = set()
    for id in ids:
        if id in seen:
            raise Refused(400, "statement_id_twice", property="id", found=str(id))
        seen.add(id)


def _refuse_conflicts(held: Held, ids: Sequence[UUID], statements: Sequence[Mapping[str, Any]]) -> None:
    for place, (id, statement) in enumerate(zip(ids, statements, strict=True)):
        body = held.bodies.get(id)
        if body is not None and not same_statement(statement, parse_json(body.encode())):
            where = f"[{place}].id" if len(ids) > 1 else "id"
            raise Refused(409, "statement_conflict", property=where, found=str(id))


def _void(arrivals: Sequence[Arrival], city: int) -> None:
    """Record what the new ones make void; a voiding statement itself never becomes void, whichever came first.

    A city makes void what is its own. What is not there yet is judged when it comes.
    """
    _refuse_early_voidings(arrivals, city)
    voiding = [arrival for arrival in arrivals if arrival.target and is_voiding(arrival.whole)]
    if not voiding:
        return
    voiders = {arrival.id for arrival in voiding}
    targets = targets_of([arrival.target for arrival in voiding if arrival.target])
    for arrival in voiding:
        of_city, body = targets.get(arrival.target, (city, "")) if arrival.target else (city, "")
        is_of_others = bool(city) and of_city != city
        if is_of_others or arrival.target in voiders or (body and is_voiding(parse_json(body.encode()))):
            continue
        run(
            "INSERT INTO academy_voiding (statement, city, sequence) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [arrival.target, city, arrival.sequence],
        )


def _refuse_early_voidings(arrivals: Sequence[Arrival], city: int) -> None:
    """Take back what was said of the new ones before they came, where it does not hold."""
    ids = [arrival.id for arrival in arrivals]
    early = rows_of("SELECT statement, city FROM academy_voiding WHERE statement {in}", [ids])
    if not early:
        return
    voiders = {arrival.id for arrival in arrivals if is_voiding(arrival.whole)}
    for id, of_city in early:
        if as_id(id) in voiders or (of_city and of_city != city):
            run("DELETE FROM academy_voiding WHERE statement = %s AND city = %s", [as_id(id), of_city])

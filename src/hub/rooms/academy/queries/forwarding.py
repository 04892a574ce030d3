"""What another store has not got yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from hub.rooms.academy.engine.attachments import Part, hashes_of
from hub.rooms.academy.engine.outgoing import written_for
from hub.rooms.academy.models import Forward, ForwardFailure, Statement
from hub.rooms.academy.queries.attachments import attachments_of
from hub.rooms.academy.queries.exports import last_sequence

# Statements that are looked at for one batch: with a filter few of them may be sent.
SCANNED = 2_000
BODIES = 50
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A statement to be sent, as JSON, with the attachments that are kept of it."""

    sequence: int
    text: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        return len(self.text) + sum(len(part.content) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Batch:
    """What to send next, in order; once that is done, everything up to `upto` is."""

    statements: tuple[Outgoing, ...]
    upto: int


def next_batch(forward: Forward, *, after: int, most: int) -> Batch:
    """The next statements for another store: at most `most`, and no more bytes than one request should have.

    A statement larger than that goes alone.
    """
    head = last_sequence()
    chosen: list[Outgoing] = []
    upto, size, looked_at = after, 0, 0
    for sequence, body in _bodies(forward, after):
        looked_at += 1
        statement = orjson.loads(body)
        if _is_wanted(forward, statement):
            outgoing = _outgoing(forward, sequence, statement, body)
            size += outgoing.size
            if chosen and (len(chosen) == most or size > MOST_BYTES):
                return Batch(tuple(chosen), upto)
            chosen.append(outgoing)
        upto = sequence
    return Batch(tuple(chosen), upto if looked_at == SCANNED else max(head, upto))


def failed_statement(failure: ForwardFailure) -> Outgoing:
    """A statement that was refused, as it would be sent today."""
    body = Statement.objects.values_list("body", flat=True).get(sequence=failure.sequence)
    return _outgoing(failure.forward, failure.sequence, orjson.loads(body), body)


def _bodies(forward: Forward, after: int) -> Iterator[tuple[int, str]]:
    found = Statement.objects.filter(sequence__gt=after)
    if forward.city_id:
        found = found.filter(city=forward.city_id)
    yield from found.order_by("sequence").values_list("sequence", "body")[:SCANNED].iterator(chunk_size=BODIES)


def _is_wanted(forward: Forward, statement: Mapping[str, Any]) -> bool:
    return not forward.verbs or statement["verb"]["id"] in forward.verbs


def _outgoing(forward: Forward, sequence: int, statement: Mapping[str, Any], body: str) -> Outgoing:
    return Outgoing(sequence, written_for(forward.version, statement, body), attachments_of(hashes_of(statement)))

"""Where the store names a person, and who was forgotten already."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import orjson
from django.conf import settings
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from hub.rooms.academy.engine.erasure import Target, identities_in, pattern_of
from hub.rooms.academy.engine.statement.keys import agent_key
from hub.rooms.academy.engine.statement.parse import write_json
from hub.rooms.academy.models import ErasedIdentity, Erasure, Statement
from hub.rooms.academy.queries.held import last_of_store
from hub.rooms.academy.queries.rows import is_postgresql, rows_of

BODIES = 200
_FINGERPRINT = "hub.academy.erasure.fingerprint"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a person is named.

    sequences   of the statements
    identities  under which the person is named there
    last        sequence up to which was looked
    """

    sequences: tuple[int, ...]
    identities: frozenset[str]
    last: int

    def plus(self, later: "Found") -> "Found":
        return Found(self.sequences + later.sequences, self.identities | later.identities, later.last)


def statements_naming(target: Target, *, after: int = 0) -> Found:
    """All statements over a sequence that name the person, wherever they do it. Every body is looked at: it takes seconds."""
    last, pattern = last_of_store().sequence, pattern_of(target)
    sequences, identities = [], set[str]()
    rows = Statement.objects.filter(texts_naming("body", target), sequence__gt=after, sequence__lte=last)
    for sequence, body in rows.order_by("sequence").values_list("sequence", "body").iterator(BODIES):
        found = identities_in(orjson.loads(body), target, pattern)
        if found or (pattern and pattern.search(body)):
            sequences.append(sequence)
            identities |= found
    return Found(tuple(sequences), frozenset(identities), last)


def bodies_of(sequences: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Statements by their sequences."""
    for first in range(0, len(sequences), BODIES):
        rows = Statement.objects.filter(sequence__in=sequences[first : first + BODIES]).order_by("sequence")
        yield from ((sequence, orjson.loads(body)) for sequence, body in rows.values_list("sequence", "body"))


def texts_naming(column: str, target: Target) -> Q:
    """A condition: a column of text names the person. What is found may be a little more."""
    every: Iterable[Q] = (
        reduce(and_, (Q(**{f"{column}__icontains": text}) for text in texts)) for texts in _terms(target)
    )
    return reduce(or_, every)


def documents_naming(target: Target) -> list[int]:
    """Numbers of the documents whose bytes name the person."""
    contains = "position(%s::bytea in content) > 0" if is_postgresql() else "instr(content, %s) > 0"
    parts = [
        [text.encode() for text in spelling]
        for texts in _terms(target)
        for spelling in dict.fromkeys((texts, tuple(text.lower() for text in texts)))
    ]
    any_of = " OR ".join(f"({' AND '.join([contains] * len(texts))})" for texts in parts)
    found = rows_of(
        f"SELECT id FROM academy_document WHERE {any_of} ORDER BY id",  # noqa: S608 - the words are ours
        [text for texts in parts for text in texts],
    )
    return [number for (number,) in found]


def earlier_erasures(agent: Mapping[str, Any]) -> list[Erasure]:
    """The erasures that an agent was part of: whoever asks again is told so."""
    key, found = agent_key(agent), []
    for row in ErasedIdentity.objects.select_related("erasure").order_by("pk"):
        if any(constant_time_compare(fingerprint_of(key, row.salt, secret), row.fingerprint) for secret in _secrets()):
            found.append(row.erasure)
    return found


def fingerprint_of(key: int, salt: str, secret: str | bytes | None = None) -> str:
    """What tells that a key is the former one of a row, to those who have the site's secret key."""
    return salted_hmac(_FINGERPRINT + salt, str(key), secret=secret, algorithm="sha256").hexdigest()


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _terms(target: Target) -> list[tuple[str, ...]]:
    """What JSON contains that names the person: all texts of one of these."""
    if target.texts:
        return [(_in_json(text),) for text in target.texts]
    _kind, *parts = target.identities[0].split("\x1f", 2)
    return [tuple(f'"{_in_json(part)}"' for part in parts)]


def _in_json(text: str) -> str:
    return write_json(text)[1:-1]

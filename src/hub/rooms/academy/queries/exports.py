"""What an export reads of the store. Sequences have no gaps and rise with commits: a position tells what has been read."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson
from django.db.models import Max, QuerySet

from hub.rooms.academy.engine.rows import Row, microseconds_of, row_of
from hub.rooms.academy.models import Erasure, Statement, Voiding
from hub.rooms.network.door import city_codes

# Bodies that are in memory at once; one may be large.
BODIES = 200
COLUMNS = ("sequence", "id", "stored", "city", "credential", "body")


class Stored(NamedTuple):
    """A statement as the store keeps it (`stored` in microseconds since 1970) and as a row."""

    sequence: int
    id: str
    stored: int
    city: int
    credential: int
    row: Row


def last_sequence() -> int:
    """The sequence of the newest statement; 0 where there is none."""
    return Statement.objects.aggregate(last=Max("sequence"))["last"] or 0


def rows_between(after: int, upto: int) -> Iterator[Stored]:
    """The statements with sequences over `after`, up to `upto`, in order."""
    return _stored(Statement.objects.filter(sequence__gt=after, sequence__lte=upto))


def rows_at(sequences: Sequence[int]) -> Iterator[Stored]:
    """The statements with these sequences, in order."""
    for first in range(0, len(sequences), BODIES):
        yield from _stored(Statement.objects.filter(sequence__in=sequences[first : first + BODIES]))


def voided_between(after: int, upto: int) -> frozenset[int]:
    """Which of the statements over `after`, up to `upto`, a statement up to `upto` says are void."""
    said = Voiding.objects.filter(sequence__lte=upto).values("statement")
    found = Statement.objects.filter(sequence__gt=after, sequence__lte=upto, id__in=said)
    return frozenset(found.values_list("sequence", flat=True))


def voided_later(position: int, upto: int) -> list[int]:
    """The statements up to `position` that one over `position`, up to `upto`, says are void."""
    said = Voiding.objects.filter(sequence__gt=position, sequence__lte=upto).values("statement")
    found = Statement.objects.filter(sequence__lte=position, id__in=said)
    return sorted(found.values_list("sequence", flat=True))


def codes_by_city() -> dict[int, str]:
    """The code of every city by its number; of a merged city the code that it has now."""
    return {number: code for code, number in city_codes().items()}


class Erased(NamedTuple):
    """That people were forgotten: the number of the last erasure, and the statements that read otherwise since."""

    number: int
    sequences: frozenset[int]


def erased_since(number: int, position: int) -> Erased:
    """What erasures after one of them have changed in the statements up to `position`."""
    rows = list(Erasure.objects.filter(pk__gt=number).order_by("pk").values_list("pk", "sequences"))
    changed = frozenset(sequence for _number, sequences in rows for sequence in sequences if sequence <= position)
    return Erased(rows[-1][0] if rows else number, changed)


def _stored(found: QuerySet[Statement]) -> Iterator[Stored]:
    rows = found.order_by("sequence").values_list(*COLUMNS)
    for sequence, id_, stored, city, credential, body in rows.iterator(chunk_size=BODIES):
        yield Stored(sequence, str(id_), microseconds_of(stored), city, credential, row_of(orjson.loads(body)))

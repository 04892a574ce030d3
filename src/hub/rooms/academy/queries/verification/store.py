"""The store against itself: what its columns and its other tables must say follows from the bodies of statements."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from hub.rooms.academy.engine.statement.completion import written_moment
from hub.rooms.academy.engine.statement.mentions import mentions_of
from hub.rooms.academy.engine.statement.statements import is_voiding
from hub.rooms.academy.models import Mention, Statement, Voiding
from hub.rooms.academy.queries.held import BEGINNING
from hub.rooms.academy.queries.verification.difference import Checked

COLUMNS = ("sequence", "id", "stored", "city", "target", "body")
BODIES = 200
# Mentions are compared by sums over this many statements, and one by one only where the sums differ.
BUCKET = 1024
LONGEST_CHAIN = 50


class Store:
    """Looks at every statement once, in order; then compares the tables beside them."""

    def __init__(self) -> None:
        self.statements, self.mentions, self.voidings = Checked(), Checked(), Checked()
        self._last, self._stored = 0, BEGINNING.astimezone(UTC)
        self._sums: dict[int, int] = {}
        self._pointed_to = set(
            Statement.objects.filter(target__isnull=False).values_list("target", flat=True).iterator(10_000)
        )
        self._targets: dict[int, UUID] = {}
        self._sequences: dict[UUID, int] = {}
        self._keys: dict[int, frozenset[int]] = {}
        self._cities: dict[UUID, int] = {}
        self._voided: dict[tuple[UUID, int], int] = {}
        self._voiding: set[UUID] = set()

    def statements_in_order(self) -> Iterator[tuple[int, int, datetime, dict[str, Any]]]:
        """Sequence, city, moment and content of every statement, each looked at on the way."""
        rows = Statement.objects.order_by("sequence").values_list(*COLUMNS).iterator(BODIES)
        for sequence, id, stored, city, target, body in rows:
            statement = orjson.loads(body)
            self.statements.count += 1
            self._look_at_columns(sequence, id, stored, target, statement=statement)
            keys = frozenset(mentions_of(statement))
            self._add(sequence, ((key, sequence) for key in keys))
            if id in self._pointed_to:
                self._sequences[id], self._keys[sequence], self._cities[id] = sequence, keys, city
            if target is not None:
                self._targets[sequence] = target
            if is_voiding(statement):
                self._voiding.add(id)
                self._voided.setdefault((UUID(statement["object"]["id"]), city), sequence)
            yield sequence, city, stored, statement

    def compare(self) -> None:
        """Mentions and voidings, once all statements were looked at."""
        for sequence, below in self._chains():
            self._add(sequence, ((key, origin) for origin, keys in below.items() for key in keys))
        self._compare_mentions()
        self._compare_voidings()

    def _look_at_columns(
        self, sequence: int, id: UUID, stored: datetime, target: UUID | None, *, statement: Mapping[str, Any]
    ) -> None:
        about = statement["object"]
        must = {
            "sequence": self._last + 1,
            "id": statement["id"],
            "stored": statement["stored"],
            "target": about["id"].lower() if about.get("objectType") == "StatementRef" else None,
        }
        found = {
            "sequence": sequence,
            "id": str(id),
            "stored": written_moment(stored),
            "target": str(target) if target else None,
        }
        for column, value in must.items():
            if found[column] != value:
                self.statements.differ(f"academy_statement {sequence} {column}", must=value, found=found[column])
        if stored < self._stored:
            place = f"academy_statement {sequence} stored"
            self.statements.differ(place, must=f"not before {self._stored}", found=str(stored))
        self._last, self._stored = sequence, max(stored, self._stored)

    def _add(self, sequence: int, pairs: Iterator[tuple[int, int]]) -> None:
        bucket = sequence // BUCKET
        self._sums[bucket] = self._sums.get(bucket, 0) + sum(hash((key, sequence, origin)) for key, origin in pairs)

    def _chains(self) -> Iterator[tuple[int, dict[int, frozenset[int]]]]:
        """For every statement that refers to another: the keys of all that it leads to, by their sequences."""
        for sequence, target in self._targets.items():
            following, below = self._sequences.get(target), dict[int, frozenset[int]]()
            while following is not None and following not in (sequence, *below) and len(below) < LONGEST_CHAIN:
                below[following] = self._keys[following]
                following = self._sequences.get(self._targets[following]) if following in self._targets else None
            yield sequence, below

    def _compare_mentions(self) -> None:
        found: dict[int, int] = {}
        for key, sequence, origin in Mention.objects.values_list("key", "sequence", "origin").iterator(10_000):
            self.mentions.count += 1
            found[sequence // BUCKET] = found.get(sequence // BUCKET, 0) + hash((key, sequence, origin))
        for bucket in sorted(self._sums.keys() | found.keys()):
            if self._sums.get(bucket, 0) != found.get(bucket, 0):
                self._compare_bucket(bucket)

    def _compare_bucket(self, bucket: int) -> None:
        first, last = bucket * BUCKET, bucket * BUCKET + BUCKET - 1
        bodies = Statement.objects.filter(sequence__range=(first, last)).values_list("sequence", "body")
        must = {(key, sequence, sequence) for sequence, body in bodies for key in mentions_of(orjson.loads(body))} | {
            (key, sequence, origin)
            for sequence, below in self._chains()
            if first <= sequence <= last
            for origin, keys in below.items()
            for key in keys
        }
        found = set(Mention.objects.filter(sequence__range=(first, last)).values_list("key", "sequence", "origin"))
        for key, sequence, origin in sorted(must ^ found):
            place = f"academy_mention key={key}, sequence={sequence}, origin={origin}"
            is_missing = (key, sequence, origin) in must
            self.mentions.differ(place, must="a row" if is_missing else None, found=None if is_missing else "a row")

    def _compare_voidings(self) -> None:
        """Voided is what a statement of the same city or of the hub says is void, known or not, unless it voids itself."""
        must = {
            (target, city): sequence
            for (target, city), sequence in self._voided.items()
            if target not in self._voiding and (not city or self._cities.get(target, city) == city)
        }
        rows = Voiding.objects.values_list("statement", "city", "sequence")
        found = {(target, city): sequence for target, city, sequence in rows}
        self.voidings.count = len(found)
        for place in must.keys() | found.keys():
            if must.get(place) != found.get(place):
                self.voidings.differ(f"academy_voiding {place[0]}", must=must.get(place), found=found.get(place))


def voided_up_to(sequence: int) -> set[UUID]:
    """What statements up to a sequence make void; read from their bodies, not from the table of voidings."""
    rows = Statement.objects.filter(target__isnull=False, sequence__lte=sequence).values_list("target", "city", "body")
    said = [(target, city) for target, city, body in rows.iterator(BODIES) if is_voiding(orjson.loads(body))]
    targets = Statement.objects.filter(id__in=[target for target, _city in said], sequence__lte=sequence)
    cities = dict(targets.values_list("id", "city"))
    return {target for target, city in said if target and (not city or cities.get(target, city) == city)}

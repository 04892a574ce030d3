"""A statement whose object refers to another is found by what the other says, through chains, whichever came first.

Source: xAPI 1.0.3 Communication 2.1.3 (filter conditions for StatementRefs), 2.0 4.1.6.1.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from hub.rooms.academy.engine.statement.mentions import mentions_of
from hub.rooms.academy.engine.statement.parse import parse_json
from hub.rooms.academy.queries.held import Held, as_id
from hub.rooms.academy.queries.rows import rows_of, run

if TYPE_CHECKING:
    from hub.rooms.academy.actions.statements import Arrival

# A chain longer than this is not followed to its end: nobody comments on a comment fifty times over, but an attacker would.
LONGEST_CHAIN = 50


def link_references(arrivals: Sequence["Arrival"], held: Held) -> None:
    """Write the keys of every statement down the chain to every one up the chain, for each new one that stands in a chain."""
    by_id = {arrival.id: arrival for arrival in arrivals}
    pointed_to = {target for _sequence, target in held.pointing} | {arrival.target for arrival in arrivals}
    for arrival in arrivals:
        if arrival.target is None and arrival.id not in pointed_to:
            continue
        below = {arrival.sequence: arrival.keys} | (_below(arrival.target, by_id) if arrival.target else {})
        above = [arrival.sequence, *_above(arrival.id)]
        rows = [
            (key, sequence, origin)
            for sequence in above
            for origin, keys in below.items()
            if sequence != origin
            for key in keys
        ]
        for row in rows:
            run("INSERT INTO academy_mention (key, sequence, origin) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", row)


def _below(id: UUID, by_id: dict[UUID, "Arrival"]) -> dict[int, frozenset[int]]:
    """Sequence and keys of the statement of this id and of all that it leads to."""
    found: dict[int, frozenset[int]] = {}
    following: UUID | None = id
    while following is not None and len(found) < LONGEST_CHAIN:
        if following in by_id:
            sequence, keys, target = by_id[following].sequence, by_id[following].keys, by_id[following].target
        else:
            rows = rows_of("SELECT sequence, body, target FROM academy_statement WHERE id = %s", [following])
            if not rows:
                break
            sequence, body, next_target = rows[0]
            keys = frozenset(mentions_of(parse_json(body.encode())))
            target = as_id(next_target) if next_target else None
        if sequence in found:
            break
        found[sequence] = keys
        following = target
    return found


def _above(id: UUID) -> list[int]:
    """Sequences of all statements that lead to the one of this id."""
    found: list[int] = []
    level = [id]
    for _step in range(LONGEST_CHAIN):
        rows = rows_of("SELECT sequence, id FROM academy_statement WHERE target IS NOT NULL AND target {in}", [level])
        fresh = [(sequence, as_id(other)) for sequence, other in rows if sequence not in found]
        if not fresh:
            break
        found += [sequence for sequence, _other in fresh]
        level = [other for _sequence, other in fresh]
    return found

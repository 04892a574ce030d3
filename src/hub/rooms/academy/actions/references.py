"""A statement whose object refers to another is found by what the other says, through chains, whichever came first.

Source: xAPI 1.0.3 Communication 2.1.3 (filter conditions for StatementRefs), 2.0 4.1.6.1.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from hub.rooms.academy.engine.statement.mentions import mentions_of
from hub.rooms.academy.engine.statement.parse import parse_json
from hub.rooms.academy.queries.held import Held, as_id
from hub.rooms.academy.queries.rows import insert, rows_of

if TYPE_CHECKING:
    from hub.rooms.academy.actions.statements import Arrival

# A chain longer than this is not followed to its end: nobody comments on a comment fifty times over, but an attacker would.
LONGEST_CHAIN = 50
MOST_KEYS = 30_000


def link_references(arrivals: Sequence["Arrival"], held: Held) -> None:
    """Write the keys of every statement down the chain to every one up the chain, for each new one that stands in a chain.

    The rows of the new ones are in the table already, so the table tells of all links.
    """
    pointed_to = {target for _sequence, target in held.pointing} | {arrival.target for arrival in arrivals}
    linked = [arrival for arrival in arrivals if arrival.target or arrival.id in pointed_to]
    if not linked:
        return
    above = _pointing_to({arrival.id for arrival in linked})
    below = _led_to({arrival.target for arrival in linked if arrival.target})
    pairs: dict[tuple[int, int], frozenset[int]] = {}
    for arrival in linked:
        down = _down(arrival, below)
        for sequence in _up(arrival, above):
            pairs.update(((sequence, origin), keys) for origin, keys in down.items() if sequence != origin)
    rows = [(key, sequence, origin) for (sequence, origin), keys in pairs.items() for key in keys]
    insert("academy_mention", ("key", "sequence", "origin"), _not_written(rows))


def _pointing_to(ids: Collection[UUID]) -> Mapping[UUID, list[tuple[int, UUID]]]:
    """Sequence and id of the statements that refer to each of these, and of those that refer to them, level by level."""
    found: dict[UUID, list[tuple[int, UUID]]] = {}
    level = set(ids)
    for _step in range(LONGEST_CHAIN):
        rows = rows_of(
            "SELECT sequence, id, target FROM academy_statement WHERE target IS NOT NULL AND target {in}", [list(level)]
        )
        level = set()
        for sequence, id, target in rows:
            found.setdefault(as_id(target), []).append((sequence, as_id(id)))
            level.add(as_id(id))
        level -= found.keys()
        if not level:
            break
    return found


def _led_to(ids: Collection[UUID]) -> Mapping[UUID, tuple[int, frozenset[int], UUID | None]]:
    """Sequence, keys and target of these statements, and of those that they lead to, level by level."""
    found: dict[UUID, tuple[int, frozenset[int], UUID | None]] = {}
    level = set(ids)
    for _step in range(LONGEST_CHAIN):
        rows = rows_of("SELECT id, sequence, body, target FROM academy_statement WHERE id {in}", [list(level)])
        level = set()
        for id, sequence, body, target in rows:
            following = as_id(target) if target else None
            found[as_id(id)] = (sequence, frozenset(mentions_of(parse_json(body.encode()))), following)
            if following:
                level.add(following)
        level -= found.keys()
        if not level:
            break
    return found


def _down(
    arrival: "Arrival", below: Mapping[UUID, tuple[int, frozenset[int], UUID | None]]
) -> dict[int, frozenset[int]]:
    """The statement itself and what it leads to: keys by sequence."""
    keys_by_sequence = {arrival.sequence: arrival.keys}
    following = arrival.target
    while following is not None and following in below and len(keys_by_sequence) <= LONGEST_CHAIN:
        sequence, keys, target = below[following]
        if sequence in keys_by_sequence:
            break
        keys_by_sequence[sequence] = keys
        following = target
    return keys_by_sequence


def _up(arrival: "Arrival", above: Mapping[UUID, list[tuple[int, UUID]]]) -> set[int]:
    """Sequences of the statement itself and of all that lead to it."""
    found, level = {arrival.sequence}, [arrival.id]
    for _step in range(LONGEST_CHAIN):
        fresh = [one for id in level for one in above.get(id, ()) if one[0] not in found]
        if not fresh:
            break
        found.update(sequence for sequence, _id in fresh)
        level = [id for _sequence, id in fresh]
    return found


def _not_written(rows: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Those rows that no earlier arrival of the same chain has brought."""
    sequences = sorted({sequence for _key, sequence, _origin in rows})
    keys = sorted({key for key, _sequence, _origin in rows})
    known: set[tuple[int, int, int]] = set()
    for first in range(0, len(keys), MOST_KEYS):
        known.update(
            (key, sequence, origin)
            for key, sequence, origin in rows_of(
                "SELECT key, sequence, origin FROM academy_mention WHERE key {in} AND sequence {in}",
                [keys[first : first + MOST_KEYS], sequences],
            )
        )
    return [row for row in rows if row not in known]

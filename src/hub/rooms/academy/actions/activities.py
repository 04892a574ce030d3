"""What statements say of activities is kept, merged: the later word wins, languages are added to each other."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db import transaction

from hub.rooms.academy.engine.statement.keys import activity_key
from hub.rooms.academy.engine.statement.mentions import activities_of
from hub.rooms.academy.queries.rows import rows_of, run

MOST_REMEMBERED = 20_000
# Definitions that this process has seen go into the table: most statements repeat them.
_seen: dict[str, bytes] = {}


def remember_activities(statements: Sequence[Mapping[str, Any]]) -> None:
    """Merge the definitions that statements bring into those that are held. Inside the writers' transaction."""
    brought: dict[str, list[Mapping[str, Any]]] = {}
    for statement in statements:
        for activity in activities_of(statement):
            definition = activity.get("definition")
            if definition:
                written = orjson.dumps(definition)
                if _seen.get(activity["id"]) != written:
                    brought.setdefault(activity["id"], []).append(definition)
    if not brought:
        return
    keys = {activity_key(iri): iri for iri in sorted(brought)}
    held = dict(rows_of("SELECT key, definition FROM academy_activity WHERE key {in}", [list(keys)]))
    for key, iri in keys.items():
        before = orjson.loads(held.get(key, "{}"))
        merged: Mapping[str, Any] = before
        for definition in brought[iri]:
            merged = merged_definition(merged, definition)
        if merged != before or key not in held:
            run(
                "INSERT INTO academy_activity (key, iri, definition) VALUES (%s, %s, %s) "
                "ON CONFLICT (key) DO UPDATE SET definition = EXCLUDED.definition",
                [key, iri, orjson.dumps(merged).decode()],
            )
    transaction.on_commit(lambda: _remember({iri: orjson.dumps(said[-1]) for iri, said in brought.items()}))


def _remember(definitions: Mapping[str, bytes]) -> None:
    if len(_seen) > MOST_REMEMBERED:
        _seen.clear()
    _seen.update(definitions)


def merged_definition(before: Mapping[str, Any], brought: Mapping[str, Any]) -> dict[str, Any]:
    """A definition with what is brought put over it; names and descriptions language by language, extensions one by one."""
    merged = {**before, **brought}
    for name in ("name", "description", "extensions"):
        if name in before and name in brought:
            merged[name] = {**before[name], **brought[name]}
    return merged

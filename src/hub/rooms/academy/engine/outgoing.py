"""A stored statement as another store takes it."""

from collections.abc import Mapping
from typing import Any

from hub.rooms.academy.engine.statement.parse import write_json


def written_for(version: str, statement: Mapping[str, Any], body: str) -> str:
    """The statement as JSON for a store that speaks `version`; `body` is how it is kept.

    A store of 1.0.3 refuses `version` 2.0.0. The property is set by stores and is no part of what a statement says, so it is
    left out and the other store sets its own. What only 2.0 knows stays: the other store refuses it, and says so.
    Source: xAPI 1.0.3 Data 2.3.1 (what is immutable), 2.4.10 (version).
    """
    if version.startswith("1.0") and not str(statement.get("version", "1.0")).startswith("1.0"):
        return write_json({name: part for name, part in statement.items() if name != "version"})
    return body

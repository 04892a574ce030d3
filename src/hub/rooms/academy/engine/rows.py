"""A statement as one row of a table: what analyses ask for, flat."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.durations import seconds_of
from hub.rooms.academy.engine.statement.compare import listed
from hub.rooms.academy.engine.statement.keys import agent_key
from hub.rooms.academy.engine.statement.texts import moment_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NOTHING: Mapping[str, Any] = {}


class Row(NamedTuple):
    """What a statement says, flat.

    timestamp         microseconds since 1970, UTC; None where the text cannot be read
    actor             key of the agent or group (see `keys.agent_key`); all anonymous groups share one
    object            identifier of the activity, blank where the object is something else
    registration      in lower case
    course            first grouping activity of the context
    parent            first parent activity of the context
    scaled, raw       of the score
    duration_seconds  see `durations.seconds_of`
    """

    timestamp: int | None
    actor: int
    verb: str
    object: str
    registration: str | None
    course: str | None
    parent: str | None
    success: bool | None
    completion: bool | None
    scaled: float | None
    raw: float | None
    duration_seconds: float | None


def row_of(statement: Mapping[str, Any]) -> Row:
    """The row of a stored statement. Nothing is refused: what an outside system wrote stays as it is, or is missing."""
    about = statement["object"]
    result = statement.get("result", _NOTHING)
    score = result.get("score", _NOTHING)
    context = statement.get("context", _NOTHING)
    related = context.get("contextActivities", _NOTHING)
    registration, duration = context.get("registration"), result.get("duration")
    return Row(
        timestamp=_microseconds(statement.get("timestamp", "")),
        actor=agent_key(statement["actor"]),
        verb=statement["verb"]["id"],
        object=about["id"] if about.get("objectType", "Activity") == "Activity" else "",
        registration=registration.lower() if registration else None,
        course=_first(related.get("grouping")),
        parent=_first(related.get("parent")),
        success=result.get("success"),
        completion=result.get("completion"),
        scaled=score.get("scaled"),
        raw=score.get("raw"),
        duration_seconds=seconds_of(duration) if duration else None,
    )


def microseconds_of(moment: datetime) -> int:
    """A moment as microseconds since 1970, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def _microseconds(text: str) -> int | None:
    try:
        return microseconds_of(moment_of(text))
    except DataProblem:
        return None


def _first(activities: Any) -> str | None:
    return listed(activities)[0]["id"] if activities else None

"""What progress reads of one statement: who, where, when, of which unit, and what it says of it.

Vocabulary: ADL's verbs (http://adlnet.gov/expapi/verbs/) and those of cmi5 (https://w3id.org/xapi/adl/verbs/).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.durations import seconds_of
from hub.rooms.academy.engine.statement.keys import agent_key
from hub.rooms.academy.engine.statement.statements import is_voiding
from hub.rooms.academy.engine.statement.texts import moment_of

_ADL, _CMI5 = "http://adlnet.gov/expapi/verbs/", "https://w3id.org/xapi/adl/verbs/"
# From the least that was reached to the most: a unit is in the furthest state that any statement says of it.
STATES = (
    "launched", "attempted", "initialized", "experienced", "abandoned", "terminated", "failed",
    "completed", "passed", "waived", "satisfied",
)  # fmt: skip
RANK = {state: rank for rank, state in enumerate(STATES)}
DONE = frozenset({"completed", "passed", "waived", "satisfied"})
_OF_CMI5 = {"abandoned", "waived", "satisfied"}
STATE_OF_VERB = {f"{_CMI5 if state in _OF_CMI5 else _ADL}{state}": state for state in STATES}
COURSES = frozenset({"http://adlnet.gov/expapi/activities/course", "https://w3id.org/xapi/cmi5/activitytype/course"})
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
# Statements that tell how long a whole session took; the other durations of the same session are parts of it.
_ENDS_OF_SESSION = frozenset({"terminated", "abandoned"})
# What is said to have taken longer than a year tells nothing of time spent.
LONGEST = 366 * 24 * 60 * 60 * 100


@dataclass(frozen=True, slots=True)
class Event:
    """One statement, as far as progress looks at it.

    person        key of the actor; 0 where a group acts
    at            when it happened, in UTC
    programme     IRI of the course that it belongs to; blank where it names none
    unit          IRI of the activity that it is about; blank where it is about something else
    state         what it says of the unit, one of STATES; blank where it says nothing of that kind
    centiseconds  time spent, in hundredths of a second (the precision of the specification)
    percent       progress as cmi5 tells it, 0 to 100
    voids         the statement that it takes back
    """

    id: UUID
    sequence: int
    city: int
    person: int
    at: datetime
    registration: UUID | None = None
    programme: str = ""
    unit: str = ""
    state: str = ""
    success: bool | None = None
    scaled: float | None = None
    centiseconds: int = 0
    percent: int | None = None
    voids: UUID | None = None


def event_of(statement: Mapping[str, Any], *, sequence: int, city: int, stored: datetime) -> Event:
    """The event of a stored statement. `stored` stands in for a timestamp that cannot be read."""
    actor, about, context = statement["actor"], statement["object"], statement.get("context", {})
    result = statement.get("result", {})
    unit = about["id"] if about.get("objectType", "Activity") == "Activity" else ""
    programme = _programme_of(about if unit else {}, context.get("contextActivities", {}).get("grouping", ()))
    state = _state_of(statement["verb"]["id"], result) if unit else ""
    return Event(
        id=UUID(statement["id"]),
        sequence=sequence,
        city=city,
        person=0 if actor.get("objectType") == "Group" else agent_key(actor),
        at=_moment(statement.get("timestamp", ""), stored),
        registration=UUID(context["registration"]) if "registration" in context else None,
        programme=programme,
        unit=unit,
        state=state,
        success=_success_of(state, result),
        scaled=_scaled_of(result) if state else None,
        centiseconds=_spent(state, result, context) if unit != programme else 0,
        percent=_percent_of(result) if state else None,
        voids=UUID(about["id"]) if is_voiding(statement) else None,
    )


def centiseconds_of(duration: str) -> int:
    """A duration in hundredths of a second, whole, so that sums do not depend on their order; 0 where it says no usable time."""
    seconds = seconds_of(duration) or 0.0
    return round(seconds * 100) if seconds * 100 <= LONGEST else 0


def _moment(timestamp: str, stored: datetime) -> datetime:
    try:
        return moment_of(timestamp)
    except DataProblem:
        return stored


def _programme_of(about: Mapping[str, Any], grouping: Any) -> str:
    """A course among the groupings, else the object where it is a course itself, else the first grouping."""
    groupings = [grouping] if isinstance(grouping, Mapping) else list(grouping)
    for activity in (*groupings, about):
        if activity.get("definition", {}).get("type") in COURSES:
            return str(activity["id"])
    return str(groupings[0]["id"]) if groupings else ""


def _state_of(verb: str, result: Mapping[str, Any]) -> str:
    """What the verb says; a result that says complete lifts what is less than completed."""
    state = STATE_OF_VERB.get(verb, "")
    if state and result.get("completion") is True and RANK[state] < RANK["completed"]:
        return "completed"
    return state


def _success_of(state: str, result: Mapping[str, Any]) -> bool | None:
    if not state:
        return None
    said = result.get("success")
    if isinstance(said, bool):
        return said
    return {"passed": True, "failed": False}.get(state)


def _scaled_of(result: Mapping[str, Any]) -> float | None:
    scaled = result.get("score", {}).get("scaled")
    return None if scaled is None else float(scaled)


def _spent(state: str, result: Mapping[str, Any], context: Mapping[str, Any]) -> int:
    """The time that a statement adds: its duration; within a session of cmi5 only that of the whole session."""
    if not state or "duration" not in result:
        return 0
    if SESSION in context.get("extensions", {}) and state not in _ENDS_OF_SESSION:
        return 0
    return centiseconds_of(result["duration"])


def _percent_of(result: Mapping[str, Any]) -> int | None:
    percent = result.get("extensions", {}).get(PROGRESS)
    if isinstance(percent, bool) or not isinstance(percent, int):
        return None
    return percent if 0 <= percent <= 100 else None

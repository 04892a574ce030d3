"""What the store adds to a statement, and nothing else. Source: xAPI 1.0.3 Data 2.3.1, 2.4.7 to 2.4.10."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hub.rooms.academy.engine.statement.compare import listed
from hub.rooms.academy.engine.statement.texts import moment_of

DEFAULT_VERSIONS = {"1.0.3": "1.0.0", "2.0.0": "2.0.0"}


def written_moment(moment: datetime) -> str:
    """A moment as the store writes it: UTC, microseconds, always all digits, so that text order is time order."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def completed(
    statement: Mapping[str, Any], *, id: str, stored: str, authority: Mapping[str, Any], version: str
) -> dict[str, Any]:
    """The statement as it is kept: id, stored, authority set; time and version filled in; context activities in lists."""
    whole = {**statement, "id": id, "stored": stored, "authority": authority}
    whole["timestamp"] = in_utc(whole["timestamp"]) if "timestamp" in whole else stored
    whole.setdefault("version", DEFAULT_VERSIONS[version])
    if "context" in whole:
        whole["context"] = with_lists(whole["context"])
    about = whole["object"]
    if about.get("objectType") == "SubStatement":
        whole["object"] = inner = dict(about)
        if "context" in inner:
            inner["context"] = with_lists(inner["context"])
        if "timestamp" in inner:
            inner["timestamp"] = in_utc(inner["timestamp"])
    return whole


def in_utc(timestamp: str) -> str:
    """The same moment in UTC; as it was sent where it is in UTC already."""
    if timestamp[-1] == "Z" and timestamp[10] == "T" and len(timestamp) >= 20 and timestamp[17] != "6":
        return timestamp
    return written_moment(moment_of(timestamp))


def with_lists(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """The context with a list for every relation, as both versions give it out."""
    related = context.get("contextActivities")
    if not related or all(type(activities) is list for activities in related.values()):
        return context
    return {**context, "contextActivities": {relation: listed(activities) for relation, activities in related.items()}}

"""The three document resources as tests address them."""

from datetime import datetime
from typing import Any

from tests.rooms.academy.lrs import Answer, Lrs

from hub.rooms.academy.models import Document

STATE, ACTIVITY_PROFILE, AGENT_PROFILE = "activities/state", "activities/profile", "agents/profile"
PROFILES = (ACTIVITY_PROFILE, AGENT_PROFILE)
RESOURCES = (STATE, *PROFILES)
ANA = {"objectType": "Agent", "name": "Ana", "mbox": "mailto:ana@city.example"}
BEN = {"objectType": "Agent", "account": {"homePage": "https://city.example", "name": "ben"}}
UNIT = "https://hub.example/activities/unit-1"
OF: dict[str, dict[str, Any]] = {
    STATE: {"activityId": UNIT, "agent": ANA}, ACTIVITY_PROFILE: {"activityId": UNIT}, AGENT_PROFILE: {"agent": ANA},
}  # fmt: skip
NAME = {STATE: "stateId", ACTIVITY_PROFILE: "profileId", AGENT_PROFILE: "profileId"}
NEW = {"If-None-Match": "*"}


def all_of(resource: str, **more: Any) -> dict[str, Any]:
    """Parameters for all documents of Ana and unit 1; one given as None is left out."""
    return {name: value for name, value in (OF[resource] | more).items() if value is not None}


def one_of(resource: str, name: str = "bookmark", **more: Any) -> dict[str, Any]:
    """Parameters for one document."""
    return all_of(resource, **({NAME[resource]: name} | more))


def store(lrs: Lrs, resource: str, *, json: Any = None, body: bytes = b"", kind: str = "", **more: Any) -> Answer:
    """Store a document that is not there yet; bytes with their content type, or JSON."""
    headers: dict[str, str | None] = dict(NEW) | ({"Content-Type": kind} if kind else {})
    answer = lrs.put(resource, query=one_of(resource, **more), json=json, body=body, headers=headers)
    assert answer.status == 204, answer.body
    return answer


def date_back(name: str, moment: str) -> None:
    """As if the documents of a name had last changed at a moment."""
    Document.objects.filter(name=name).update(updated=datetime.fromisoformat(moment))

"""By which keys a statement is found: what the filters of the protocol look at.

`agent`, `activity`, `verb`, `registration` are the narrow filters; what only the broad ones (related_agents,
related_activities) look at has kinds of its own, `related-agent` and `related-activity`, so that a broad question asks for two
keys. Source: xAPI 1.0.3 Communication 2.1.3, 2.0 4.1.6.1.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.rooms.academy.engine.statement.contexts import RELATIONS
from hub.rooms.academy.engine.statement.keys import activity_key, agent_key, identity_of, key_of

RELATED_AGENT, RELATED_ACTIVITY = "related-agent", "related-activity"


def mentions_of(statement: Mapping[str, Any]) -> set[int]:
    """The keys of a stored statement (its authority set, its context activities in lists)."""
    about, context = statement["object"], statement.get("context", {})
    keys = {key_of("verb", statement["verb"]["id"])}
    keys.update(_agents("agent", statement["actor"]))
    kind = about.get("objectType", "Activity")
    if kind == "Activity":
        keys.add(activity_key(about["id"]))
    elif kind in ("Agent", "Group"):
        keys.update(_agents("agent", about))
    elif kind == "SubStatement":
        keys.update(_broad(about))
    if "registration" in context:
        keys.add(key_of("registration", context["registration"].lower()))
    keys.update(_agents(RELATED_AGENT, statement["authority"]))
    if context:
        keys.update(_in_context(context))
    return keys


def _broad(inner: Mapping[str, Any]) -> Iterator[int]:
    """Agents and activities of a statement within the statement."""
    about = inner["object"]
    kind = about.get("objectType", "Activity")
    yield from _agents(RELATED_AGENT, inner["actor"])
    if kind == "Activity":
        yield activity_key(about["id"], RELATED_ACTIVITY)
    elif kind in ("Agent", "Group"):
        yield from _agents(RELATED_AGENT, about)
    yield from _in_context(inner.get("context", {}))


def _in_context(context: Mapping[str, Any]) -> Iterator[int]:
    for agent in agents_of_context(context):
        yield from _agents(RELATED_AGENT, agent)
    related = context.get("contextActivities")
    if related:
        for relation in RELATIONS:
            for activity in related.get(relation, ()):
                yield activity_key(activity["id"], RELATED_ACTIVITY)


def agents_of_context(context: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Instructor, team, and the agents and groups of version 2.0."""
    for name in ("instructor", "team"):
        if name in context:
            yield context[name]
    for entry in context.get("contextAgents", ()):
        yield entry["agent"]
    for entry in context.get("contextGroups", ()):
        yield entry["group"]


def activities_of(statement: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every activity of a statement that is kept: its object, its context, and those of a statement within."""
    about = statement["object"]
    kind = about.get("objectType", "Activity")
    if kind == "Activity":
        yield about
    elif kind == "SubStatement":
        yield from activities_of(about)
    related = statement.get("context", {}).get("contextActivities")
    if related:
        for relation in RELATIONS:
            yield from related.get(relation, ())


def _agents(kind: str, agent: Mapping[str, Any]) -> Iterator[int]:
    """The agent or group itself, and each member of a group."""
    if identity_of(agent):
        yield agent_key(agent, kind)
    for member in agent.get("member", ()):
        yield agent_key(member, kind)

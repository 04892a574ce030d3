"""Whether a statement that is sent again is the same. Source: xAPI 1.0.3 Data 2.3.1, 2.0 4.2.3."""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.statement.contexts import RELATIONS
from hub.rooms.academy.engine.statement.texts import moment_of

LEFT_OUT = ("id", "stored", "authority", "version", "timestamp")
# Durations are compared to a hundredth of a second (1.0.3 Data 4.6, 2.0 4.2.7).
_FINER_SECONDS = re.compile(r"([.,]\d{2})\d+(?=S)")


def same_statement(sent: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether `sent` says nothing else than `stored`.

    Not compared: what the store sets; the time where `sent` has none; definitions and displays, which may be improved; the
    order of members; the case of identifiers that have none.
    """
    if "timestamp" in sent and _moment(sent["timestamp"]) != _moment(stored.get("timestamp")):
        return False
    return comparable(sent) == comparable(stored)


def comparable(statement: Mapping[str, Any]) -> bytes:
    """What is compared, with keys in order: bytes, so that true is not 1."""
    return orjson.dumps(
        _plain_statement({name: part for name, part in statement.items() if name not in LEFT_OUT}),
        option=orjson.OPT_SORT_KEYS,
    )


def _plain_statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: part for name, part in statement.items() if name != "verb"}
    plain["verb"] = statement["verb"]["id"]
    plain["actor"] = _plain_agent(statement["actor"])
    plain["object"] = _plain_object(statement["object"])
    if "timestamp" in plain:
        plain["timestamp"] = str(_moment(plain["timestamp"]))
    if "duration" in statement.get("result", ()):
        duration = _FINER_SECONDS.sub(r"\1", statement["result"]["duration"])
        plain["result"] = {**statement["result"], "duration": duration}
    if "context" in statement:
        plain["context"] = _plain_context(statement["context"])
    return plain


def _plain_object(about: Mapping[str, Any]) -> dict[str, Any]:
    kind = about.get("objectType", "Activity")
    if kind == "Activity":
        return {"objectType": kind, "id": about["id"]}
    if kind in ("Agent", "Group"):
        return _plain_agent(about)
    if kind == "SubStatement":
        return _plain_statement(about)
    return {"objectType": kind, "id": about["id"].lower()}


def _plain_agent(agent: Mapping[str, Any]) -> dict[str, Any]:
    plain = {"objectType": "Agent", **agent}
    if "mbox" in plain:
        name, _, domain = plain["mbox"].rpartition("@")
        plain["mbox"] = f"{name}@{domain.lower()}"
    if "member" in plain:
        plain["member"] = sorted((_plain_agent(member) for member in plain["member"]), key=_in_order)
    return plain


def _plain_context(context: Mapping[str, Any]) -> dict[str, Any]:
    plain = dict(context)
    for name in ("instructor", "team"):
        if name in plain:
            plain[name] = _plain_agent(plain[name])
    if "registration" in plain:
        plain["registration"] = plain["registration"].lower()
    if "language" in plain:
        plain["language"] = plain["language"].lower()
    if "contextActivities" in plain:
        plain["contextActivities"] = {
            relation: [{"objectType": "Activity", "id": activity["id"]} for activity in listed(activities)]
            for relation, activities in plain["contextActivities"].items()
            if relation in RELATIONS
        }
    return plain


def listed(activities: Any) -> list[Any]:
    """One activity alone stands for a list of one."""
    return [activities] if type(activities) is dict else activities


def _in_order(agent: Mapping[str, Any]) -> bytes:
    return orjson.dumps(agent, option=orjson.OPT_SORT_KEYS)


def _moment(text: str | None) -> Any:
    """The moment, or the text where it cannot be read."""
    try:
        return moment_of(text or "")
    except DataProblem:
        return text

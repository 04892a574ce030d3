"""Results, contexts and attachments. Source: xAPI 1.0.3 Data 2.4.5, 2.4.6, 2.4.11; 2.0 4.2.2."""

from typing import Any

from hub.rooms.academy.engine.statement import texts
from hub.rooms.academy.engine.statement.activities import check_activity
from hub.rooms.academy.engine.statement.agents import check_actor, check_agent, check_group
from hub.rooms.academy.engine.statement.shapes import (
    Rule,
    check_extensions,
    check_iri,
    check_language,
    check_language_map,
    check_media_type,
    check_number,
    check_object,
    check_text,
    check_truth,
    check_uuid,
    check_whole_number,
    list_of,
    one_of,
    refuse,
    text_like,
)


def check_reference(value: Any, where: str) -> None:
    """That another statement is meant, by its id."""
    check_object(value, where, _REFERENCE, ("objectType", "id"))


def check_score(value: Any, where: str) -> None:
    """Numbers in their bounds: scaled from -1 to 1, raw between min and max, min not above max."""
    check_object(value, where, _SCORE)
    scaled, raw, low, high = (value.get(name) for name in ("scaled", "raw", "min", "max"))
    if scaled is not None and not -1 <= scaled <= 1:
        refuse("score_out_of_range", f"{where}.scaled", scaled, low=-1, high=1)
    if low is not None and high is not None and low > high:
        refuse("score_bounds_crossed", f"{where}.min", low, allowed=high)
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        refuse(
            "score_out_of_range",
            f"{where}.raw",
            raw,
            low="–" if low is None else low,
            high="–" if high is None else high,
        )


def check_result(value: Any, where: str) -> None:
    check_object(value, where, _RESULT)


def check_context_activities(value: Any, where: str) -> None:
    """Activities by how they relate; one activity alone may stand for a list of one."""
    if type(value) is not dict or not value:
        refuse("not_an_object", where, value)
    for name, item in value.items():
        if name not in RELATIONS:
            refuse("property_unknown", f"{where}.{name}", name, allowed=", ".join(RELATIONS))
        (check_activity if type(item) is dict else _ACTIVITIES)(item, f"{where}.{name}")


def check_attachment(value: Any, where: str) -> None:
    check_object(value, where, _ATTACHMENT, ("usageType", "display", "contentType", "length", "sha2"))


def context_rule(version: str) -> Rule:
    """The rule for a context in a version: 2.0 knows agents and groups in other relations too."""
    rules = _CONTEXT if version == "1.0.3" else _CONTEXT | _CONTEXT_OF_2

    def check(value: Any, where: str) -> None:
        check_object(value, where, rules)

    return check


def _check_team(value: Any, where: str) -> None:
    if type(value) is not dict or value.get("objectType") != "Group":
        refuse("team_not_a_group", where, value)
    check_group(value, where)


def _check_context_agent(value: Any, where: str) -> None:
    check_object(value, where, _CONTEXT_AGENT, ("objectType", "agent"))


def _check_context_group(value: Any, where: str) -> None:
    check_object(value, where, _CONTEXT_GROUP, ("objectType", "group"))


RELATIONS = ("parent", "grouping", "category", "other")
_ACTIVITIES = list_of(check_activity)
_REFERENCE: dict[str, Rule] = {"objectType": one_of("StatementRef"), "id": check_uuid}
_SCORE: dict[str, Rule] = dict.fromkeys(("scaled", "raw", "min", "max"), check_number)
_RESULT: dict[str, Rule] = {
    "score": check_score,
    "success": check_truth,
    "completion": check_truth,
    "response": check_text,
    "duration": text_like(texts.is_duration, "duration_malformed"),
    "extensions": check_extensions,
}
_CONTEXT: dict[str, Rule] = {
    "registration": check_uuid,
    "instructor": check_actor,
    "team": _check_team,
    "contextActivities": check_context_activities,
    "revision": check_text,
    "platform": check_text,
    "language": check_language,
    "statement": check_reference,
    "extensions": check_extensions,
}
_CONTEXT_AGENT: dict[str, Rule] = {
    "objectType": one_of("contextAgent"),
    "agent": check_agent,
    "relevantTypes": list_of(check_iri, fewest=1),
}
_CONTEXT_GROUP: dict[str, Rule] = {
    "objectType": one_of("contextGroup"),
    "group": check_group,
    "relevantTypes": list_of(check_iri, fewest=1),
}
_CONTEXT_OF_2: dict[str, Rule] = {
    "contextAgents": list_of(_check_context_agent),
    "contextGroups": list_of(_check_context_group),
}
_ATTACHMENT: dict[str, Rule] = {
    "usageType": check_iri,
    "display": check_language_map,
    "description": check_language_map,
    "contentType": check_media_type,
    "length": check_whole_number,
    "sha2": text_like(texts.is_sha2, "not_a_sha2"),
    "fileUrl": check_iri,
}

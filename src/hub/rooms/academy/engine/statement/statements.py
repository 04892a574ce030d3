"""Whole statements. Source: xAPI 1.0.3 Data 2.2 to 2.4, 2.0 (IEEE 9274.1.1) 4.2."""

import re
from collections.abc import Mapping
from typing import Any

from hub.rooms.academy.engine.statement import texts
from hub.rooms.academy.engine.statement.activities import check_activity
from hub.rooms.academy.engine.statement.agents import check_actor, check_agent, check_authority, check_group
from hub.rooms.academy.engine.statement.contexts import (
    check_attachment,
    check_reference,
    check_result,
    context_rule,
)
from hub.rooms.academy.engine.statement.shapes import (
    Rule,
    check_iri,
    check_language_map,
    check_object,
    check_uuid,
    list_of,
    one_of,
    refuse,
    text_like,
)

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
_VERSIONS = {"1.0.3": re.compile(r"1\.0(?:\.\d+)?"), "2.0.0": re.compile(r"[12]\.0(?:\.\d+)?")}


def check_statement(value: Any, version: str, where: str = "") -> None:
    """Raise `DataProblem` with the name of the first property that the specification of `version` does not allow.

    version  "1.0.3" or "2.0.0"
    where    path that names the statement in a batch, e.g. "[7]"; blank for one alone
    """
    check_object(value, where, _STATEMENT[version], ("actor", "verb", "object"))
    _check_whole(value, where)


def is_voiding(statement: Mapping[str, Any]) -> bool:
    return bool(statement["verb"]["id"] == VOIDED)


def _check_whole(value: Mapping[str, Any], where: str) -> None:
    """What one property demands of another."""
    context, kind = value.get("context"), value["object"].get("objectType", "Activity")
    prefix = f"{where}." if where else ""
    if context and kind != "Activity":
        for name in ("revision", "platform"):
            if name in context:
                refuse("only_with_an_activity", f"{prefix}context.{name}", context[name], kind=kind)
    if value["verb"]["id"] == VOIDED and kind != "StatementRef":
        refuse("voiding_without_reference", f"{prefix}object", kind)


def _check_verb(value: Any, where: str) -> None:
    check_object(value, where, _VERB, ("id",))


def _object_rule(version: str) -> Rule:
    """The rule for an object: by its `objectType`, an activity where it says nothing."""

    def check_sub_statement(value: Any, where: str) -> None:
        inner = value.get("object")
        if type(inner) is dict and inner.get("objectType") == "SubStatement":
            refuse("statement_within_statement", f"{where}.object", "SubStatement")
        check_object(value, where, inside, ("objectType", "actor", "verb", "object"))
        _check_whole(value, where)

    kinds: dict[str, Rule] = {
        "Activity": check_activity,
        "Agent": check_agent,
        "Group": check_group,
        "StatementRef": check_reference,
        "SubStatement": check_sub_statement,
    }

    def check(value: Any, where: str) -> None:
        kind = value.get("objectType", "Activity") if type(value) is dict else "Activity"
        rule = kinds.get(kind) if type(kind) is str else None
        if rule is None:
            refuse("value_not_allowed", f"{where}.objectType", kind, allowed=", ".join(kinds))
        rule(value, where)

    inside = {"objectType": one_of("SubStatement"), **_parts(version), "object": check}
    return check


def _parts(version: str) -> dict[str, Rule]:
    """The properties that a statement and a statement within one have alike."""
    is_time = texts.is_timestamp if version == "1.0.3" else texts.is_internet_timestamp
    return {
        "actor": check_actor,
        "verb": _check_verb,
        "result": check_result,
        "context": context_rule(version),
        "timestamp": text_like(is_time, "timestamp_malformed"),
        "attachments": list_of(check_attachment),
    }


def _statement_rules(version: str) -> dict[str, Rule]:
    parts = _parts(version)
    return {
        "id": check_uuid,
        **parts,
        "object": _object_rule(version),
        "stored": parts["timestamp"],
        "authority": check_authority,
        "version": text_like(lambda text: _VERSIONS[version].fullmatch(text) is not None, "version_not_allowed"),
    }


_VERB: dict[str, Rule] = {"id": check_iri, "display": check_language_map}
_STATEMENT = {version: _statement_rules(version) for version in _VERSIONS}

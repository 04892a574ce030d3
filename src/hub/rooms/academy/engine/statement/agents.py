"""Agents, groups and their identifiers. Source: xAPI 1.0.3 Data 2.4.2, 2.0 4.2.2."""

from collections.abc import Mapping
from typing import Any

from hub.rooms.academy.engine.statement import texts
from hub.rooms.academy.engine.statement.shapes import (
    Rule,
    check_iri,
    check_object,
    check_text,
    list_of,
    one_of,
    refuse,
    text_like,
)

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


def check_account(value: Any, where: str) -> None:
    check_object(value, where, _ACCOUNT, ("homePage", "name"))


def check_agent(value: Any, where: str) -> None:
    """One agent: exactly one identifier, no members."""
    check_object(value, where, _AGENT)
    found = identifiers_of(value)
    if len(found) != 1:
        refuse("agent_identifiers", where, ", ".join(found), allowed=", ".join(IDENTIFIERS))


def check_group(value: Any, where: str) -> None:
    """A group: one identifier, or members."""
    check_object(value, where, _GROUP, ("objectType",))
    found = identifiers_of(value)
    if len(found) > 1:
        refuse("agent_identifiers", where, ", ".join(found), allowed=", ".join(IDENTIFIERS))
    if not found and not value.get("member"):
        refuse("group_without_members", f"{where}.member", "")


def check_actor(value: Any, where: str) -> None:
    """An agent or a group, by `objectType`; an agent where it says nothing."""
    if type(value) is dict and value.get("objectType") == "Group":
        check_group(value, where)
    else:
        check_agent(value, where)


def check_authority(value: Any, where: str) -> None:
    """An agent, or (three-legged OAuth) an anonymous group of just an application and a person."""
    check_actor(value, where)
    if value.get("objectType") == "Group" and (identifiers_of(value) or len(value["member"]) != 2):
        refuse("authority_not_two", where, len(value.get("member", ())))


def identifiers_of(agent: Mapping[str, Any]) -> list[str]:
    """The names of the inverse functional identifiers that an agent or a group has."""
    return [name for name in IDENTIFIERS if name in agent]


_ACCOUNT: dict[str, Rule] = {"homePage": check_iri, "name": check_text}
_IDENTIFIED: dict[str, Rule] = {
    "name": check_text,
    "mbox": text_like(texts.is_mailto, "not_a_mailto"),
    "mbox_sha1sum": text_like(texts.is_sha1, "not_a_sha1"),
    "openid": check_iri,
    "account": check_account,
}
_AGENT: dict[str, Rule] = {"objectType": one_of("Agent"), **_IDENTIFIED}
_GROUP: dict[str, Rule] = {"objectType": one_of("Group"), **_IDENTIFIED, "member": list_of(check_agent)}

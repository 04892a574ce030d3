"""Who may do what with learning records: outside systems and learners' browsers by scopes, staff of the Hub by their role."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rules

from hub.commons.people.visitors import Visitor
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.keys import identity_of
from hub.rooms.network import door as network

# The scopes that xAPI names (1.0.3 Communication 4.2): everything, everything to read, and so on.
SCOPES = (
    "all", "all/read", "statements/write", "statements/read", "statements/read/mine", "state", "define", "profile",
)  # fmt: skip
READING = frozenset({"GET", "HEAD"})
# What opens each resource, besides `all`, and `all/read` for reading: first the scopes that may read, then those that may write.
RESOURCES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "statements": (("statements/read", "statements/read/mine"), ("statements/write",)),
    "activities": (("statements/read", "statements/read/mine", "state", "profile", "define"), ()),
    "activities/state": (("state",), ("state",)),
    "activities/profile": (("profile",), ("profile",)),
    "agents": (("statements/read", "profile"), ()),
    "agents/profile": (("profile",), ("profile",)),
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    credential           number of the credential; 0 for a browser with a token of our own
    authority            the agent that vouches for what the caller stores
    city                 number of the city whose records the caller may see; 0 for all
    scopes               what it may do, of `SCOPES`
    person               the only agent that it may speak of; None for any (set for a learner's own browser)
    registration         the only registration that it may write about; blank for any
    requests_per_minute  how often it may ask; 0 for any number
    """

    credential: int
    authority: Mapping[str, Any]
    city: int
    scopes: frozenset[str]
    person: Mapping[str, Any] | None = None
    registration: str = ""
    requests_per_minute: int = 0


def check_may(caller: Caller, method: str, path: str) -> None:
    """Go on only if the caller's scopes open a resource (`path` after /xapi/) to a method.

    Refused(403, "scope_missing"); Refused(403, "document_of_all") for a learner who would change what all learners share.
    """
    is_reading = method in READING
    reading, writing = RESOURCES.get(path, ((), ()))
    enough = ("all", "all/read", *reading) if is_reading else ("all", *writing)
    if caller.scopes.isdisjoint(enough):
        held = ", ".join(sorted(caller.scopes)) or "–"
        raise Refused(403, "scope_missing", resource=path, method=method, needed=", ".join(enough), found=held)
    if caller.person is not None and path == "activities/profile" and not is_reading:
        raise Refused(403, "document_of_all")


def reads_only_own(caller: Caller) -> bool:
    """Whether a system sees no statements but those that came in with its own credential."""
    return caller.scopes.isdisjoint({"all", "all/read", "statements/read"})


def may_define(caller: Caller) -> bool:
    """Whether what the caller's statements say of activities becomes part of what the store says of them."""
    return not caller.scopes.isdisjoint({"all", "define"})


def is_own(caller: Caller, agent: Mapping[str, Any]) -> bool:
    """Whether a caller may speak of an agent: a learner's browser of the learner only."""
    return caller.person is None or identity_of(agent) == identity_of(caller.person)


def check_agent(caller: Caller, agent: Mapping[str, Any]) -> None:
    """Go on only if the caller may speak of an agent that was checked; Refused(403, "agent_not_yours")."""
    if not is_own(caller, agent):
        raise Refused(403, "agent_not_yours")


def check_statement(caller: Caller, statement: Mapping[str, Any]) -> None:
    """Go on only if the caller may store a statement that was checked: of itself, in its own registration.

    Refused(403, "agent_not_yours") and Refused(403, "registration_not_yours").
    """
    if caller.person is not None:
        check_agent(caller, statement["actor"])
    if caller.registration:
        found = str(statement.get("context", {}).get("registration", ""))
        if found.lower() != caller.registration.lower():
            raise Refused(403, "registration_not_yours", found=found or "–", allowed=caller.registration)


@rules.predicate
def is_staff(person: Visitor) -> bool:
    return network.is_hub_staff(person)


rules.add_perm("academy.make_credential", is_staff)
rules.add_perm("academy.revoke_credential", is_staff)
rules.add_perm("academy.forget_person", is_staff)
rules.add_perm("academy.manage_forwards", is_staff)

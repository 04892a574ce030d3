"""A person's identities in statements and documents, and pseudonyms in their place.

An identity is what `keys.identity_of` makes of an agent. One mailbox is known in several ways (address, its SHA-1, an account
that is named by it): all of them are the person's. Each gets a pseudonym of its own, so that counts of people stay as they are.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha1
from typing import Any
from uuid import UUID

from hub.rooms.academy.engine.signature import is_signature
from hub.rooms.academy.engine.statement.agents import IDENTIFIERS
from hub.rooms.academy.engine.statement.keys import identity_of

# What names a person in an agent, besides other properties that it may have.
_NAMING = frozenset({*IDENTIFIERS, "name"})


@dataclass(frozen=True, slots=True)
class Target:
    """Who is meant.

    identities  under which the person is known, whatever the store holds; the one that was asked for first
    texts       that tell of nobody else, wherever they stand; none where only an account is known, whose name may be a number
    """

    identities: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """What is put in the place of what.

    names      of the accounts that stand for identities
    home_page  of those accounts
    pattern    finds the texts; None where there are none
    text       stands for them
    """

    names: Mapping[str, UUID]
    home_page: str
    pattern: re.Pattern[str] | None
    text: str

    def account_of(self, identity: str) -> dict[str, str]:
        return {"homePage": self.home_page, "name": str(self.names[identity])}


def target_of(agent: Mapping[str, Any]) -> Target:
    """Whom an agent with an identifier means."""
    identity = identity_of(agent)
    if "account" in agent:
        name = agent["account"]["name"]
        return _mailbox(identity, name) if "@" in name else Target((identity,), ())
    if "mbox" in agent:
        return _mailbox(identity, agent["mbox"][len("mailto:") :])
    return Target((identity,), (agent.get("mbox_sha1sum") or agent["openid"],))


def pattern_of(target: Target) -> re.Pattern[str] | None:
    """Finds the texts of a target, whatever their case, but not within a longer address or word."""
    if not target.texts:
        return None
    anywhere = "|".join(re.escape(text) for text in target.texts)
    return re.compile(rf"(?<![\w.%+\-])(?:{anywhere})(?![\w\-]|\.\w)", re.IGNORECASE)


def identities_in(value: Any, target: Target, pattern: re.Pattern[str] | None) -> set[str]:
    """The identities of a target that stand anywhere in a statement or document."""
    if isinstance(value, list):
        return {identity for item in value for identity in identities_in(item, target, pattern)}
    if not isinstance(value, dict):
        return set()
    found = {identity for item in value.values() for identity in identities_in(item, target, pattern)}
    identity = _identity(value)
    if identity and (identity in target.identities or (pattern and pattern.search(identity))):
        found.add(identity)
    return found


def pseudonymised(value: Any, pseudonyms: Pseudonyms, *, is_free: bool = False) -> Any:
    """A statement or a document with pseudonyms in the place of the person.

    Agents get an account for their identifier and lose their name; texts are replaced within any other text. Identifiers of
    verbs, activities and statements stay, they are names of things that others use; not so in extensions (`is_free`).
    """
    if isinstance(value, str):
        return pseudonyms.pattern.sub(pseudonyms.text, value) if pseudonyms.pattern else value
    if isinstance(value, list):
        return [pseudonymised(item, pseudonyms, is_free=is_free) for item in value]
    if not isinstance(value, dict):
        return value
    identity = _identity(value)
    is_person = identity in pseudonyms.names
    kept = {
        pseudonymised(name, pseudonyms): item
        if name == "id" and not is_free
        else pseudonymised(item, pseudonyms, is_free=is_free or name == "extensions")
        for name, item in value.items()
        if not (is_person and name in _NAMING)
    }
    return kept | {"account": pseudonyms.account_of(identity)} if is_person else kept


def is_about(statement: Mapping[str, Any], target: Target, pattern: re.Pattern[str] | None) -> bool:
    """Whether the person did what a statement tells, or it was done to the person: what comes with it is the person's."""
    about = statement["object"]
    parts = [statement["actor"]]
    if about.get("objectType") == "SubStatement":
        parts.append(about["actor"])
        about = about["object"]
    if about.get("objectType") in ("Agent", "Group"):
        parts.append(about)
    return bool(identities_in(parts, target, pattern))


def without_attachments(statement: Mapping[str, Any], gone: Collection[str], *, extension: str) -> dict[str, Any]:
    """The statement without its signatures and the attachments of some hashes; an extension of its context says how many."""
    whole = dict(statement)
    inner = whole["object"] if whole["object"].get("objectType") == "SubStatement" else {}
    declared = [*whole.get("attachments", ()), *inner.get("attachments", ())]
    signatures = sum(is_signature(one) for one in declared)
    others = sum(not is_signature(one) and one["sha2"].lower() in gone for one in declared)
    if not signatures and not others:
        return whole
    if inner:
        whole["object"] = _without(inner, gone)
    context = whole.get("context", {})
    said = {extension: {"signatures": signatures, "attachments": others}}
    return _without(whole, gone) | {"context": context | {"extensions": context.get("extensions", {}) | said}}


def _without(holder: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    kept = [one for one in holder.get("attachments", ()) if not is_signature(one) and one["sha2"].lower() not in gone]
    rest = {name: part for name, part in holder.items() if name != "attachments"}
    return rest | {"attachments": kept} if kept else rest


def _mailbox(identity: str, address: str) -> Target:
    name, _, domain = address.rpartition("@")
    # as it is compared, as it was given, and all in small letters
    spellings = dict.fromkeys((f"{name}@{domain.lower()}", address, address.lower()))
    digests = tuple(sha1(f"mailto:{one}".encode(), usedforsecurity=False).hexdigest() for one in spellings)
    others = (f"mbox\x1f{name}@{domain.lower()}", *(f"mbox_sha1sum\x1f{digest}" for digest in digests))
    return Target(tuple(dict.fromkeys((identity, *others))), (address, _in_link(address), *digests))


def _in_link(address: str) -> str:
    """As it stands in the path or query of a link (RFC 3986, 2.1)."""
    return "".join(
        letter
        if letter.isascii() and (letter.isalnum() or letter in "-._~")
        else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in address
    )


def _identity(value: Mapping[str, Any]) -> str:
    """The identity of what looks like an agent; blank for anything else."""
    account = value.get("account")
    if isinstance(account, Mapping):
        is_agent = isinstance(account.get("homePage"), str) and isinstance(account.get("name"), str)
    else:
        is_agent = "account" not in value and any(isinstance(value.get(name), str) for name in IDENTIFIERS[:3])
    return identity_of(value) if is_agent else ""

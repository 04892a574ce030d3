"""Hashes by which statements and documents are found: 64 bits of BLAKE2b over the kind of thing and its identifier.

Two of ten million identifiers share a hash with a probability of 3 in a million; the identifier itself is not kept in the index.
"""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any


@lru_cache(maxsize=65536)
def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def key_of(kind: str, text: str) -> int:
    """A number from -2^63 to 2^63 - 1 for an identifier of a kind. Long identifiers are not remembered."""
    whole = f"{kind}\x1f{text}"
    return _key(whole) if len(whole) < 300 else _key.__wrapped__(whole)


def identity_of(agent: Mapping[str, Any]) -> str:
    """The inverse functional identifier as one text; blank for an anonymous group.

    The domain of an address and the digits of a hash are compared without regard to case.
    """
    if "account" in agent:
        return f"account\x1f{agent['account']['homePage']}\x1f{agent['account']['name']}"
    if "mbox" in agent:
        name, _, domain = agent["mbox"][7:].rpartition("@")
        return f"mbox\x1f{name}@{domain.lower()}"
    if "mbox_sha1sum" in agent:
        return f"mbox_sha1sum\x1f{agent['mbox_sha1sum'].lower()}"
    if "openid" in agent:
        return f"openid\x1f{agent['openid']}"
    return ""


def agent_key(agent: Mapping[str, Any], kind: str = "agent") -> int:
    """The key of an identified agent or group."""
    return key_of(kind, identity_of(agent))


def activity_key(iri: str, kind: str = "activity") -> int:
    return key_of(kind, iri)

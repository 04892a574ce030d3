"""What comes in and what goes out, without the web framework: the record store has a lean path of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.rooms.academy.rules import Caller

CONSISTENT = "X-Experience-API-Consistent-Through"


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose version and caller are known.

    path     after /xapi/, e.g. "statements" or "activities/state"
    query    decoded; each parameter once
    headers  names in lower case
    version  "1.0.3" or "2.0.0": which specification holds
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    version: str
    caller: Caller


@dataclass(slots=True)
class Response:
    """An answer; the version header is added on the way out, and a body is not sent to HEAD."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

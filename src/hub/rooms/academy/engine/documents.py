"""Documents that content keeps: their tags, when they may be overwritten, how two of them merge.

Source: xAPI 1.0.3 Communication 2.2 and 3.1; 2.0 (IEEE 9274.1.1) 4.1.4 and 4.1.6; RFC 7232 for the headers.
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha1
from typing import Any
from uuid import UUID

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.keys import key_of
from hub.rooms.academy.engine.statement.parse import parse_json

STATE, ACTIVITY_PROFILE, AGENT_PROFILE = "state", "activity-profile", "agent-profile"
JSON = "application/json"
ANY_BYTES = "application/octet-stream"
LONGEST_CONTENT_TYPE = 200
# A tag in quotes, weak or not, or a bare word: some clients leave the quotes out.
_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')
_CONTENT_TYPE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:[ \t]*;[\t\x20-\x7e]*)?")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a list of documents is of. Without a registration is a registration of its own (adlnet/xAPI-Spec issue 1086).

    city          number of the city whose documents these are, 0 where there is none
    activity      key of the activity, 0 where there is none
    person        key of the agent, 0 where there is none
    registration  of a state, or None
    """

    kind: str
    city: int
    activity: int = 0
    person: int = 0
    registration: UUID | None = None

    @property
    def key(self) -> int:
        parts = (self.kind, self.city, self.activity, self.person, self.registration or "")
        return key_of("documents", "\x1f".join(map(str, parts)))


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a request expects to find: its headers If-Match and If-None-Match, blank where it has none."""

    if_match: str = ""
    if_none_match: str = ""


def etag_of(content: bytes) -> str:
    """SHA-1 of the bytes in lower-case hexadecimal, which 1.0.3 prescribes (Communication 3.1)."""
    return sha1(content, usedforsecurity=False).hexdigest()


def names_tag(header: str, held: str | None) -> bool:
    """Whether a list of tags names what is held; `*` names anything that is there.

    A weak tag counts as well: ours are digests of the bytes, and a proxy that compresses answers makes them weak.
    """
    if held is None:
        return False
    return header.strip() == "*" or any(held in (quoted, bare) for quoted, bare in _TAG.findall(header))


def check_conditions(conditions: Conditions, held: str | None) -> None:
    """Refuse with 412 what expects another document than the one that is there.

    held  tag of the document, None where there is none
    """
    if conditions.if_match and not names_tag(conditions.if_match, held):
        raise Refused(412, "document_changed", found=conditions.if_match[:80], allowed=f'"{held}"' if held else "")
    if conditions.if_none_match and names_tag(conditions.if_none_match, held):
        raise Refused(412, "document_present", found=f'"{held}"')


def check_replacing(conditions: Conditions, held: str | None, *, kind: str, version: str) -> None:
    """Refuse to replace a document blindly.

    A PUT without conditions: 1.0.3 lets it replace any state, and asks profiles for a condition even where nothing is there
    yet (400); 2.0 lets it make whatever is not there. Where a document would be overwritten otherwise the answer is 409.
    """
    if conditions.if_match or conditions.if_none_match:
        check_conditions(conditions, held)
        return
    is_first_version = version == "1.0.3"
    if is_first_version and kind == STATE:
        return
    if held is not None:
        raise Refused(409, "document_exists", found=f'"{held}"')
    if is_first_version:
        raise DataProblem("condition_missing")


def is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == JSON


def check_content_type(content_type: str) -> str:
    """A content type that can be kept and given back as it came; any bytes where there is none."""
    if not content_type:
        return ANY_BYTES
    if len(content_type) > LONGEST_CONTENT_TYPE or not _CONTENT_TYPE.fullmatch(content_type):
        raise DataProblem("content_type_unusable", property="Content-Type", found=content_type[:80])
    return content_type


def object_of(content: bytes) -> dict[str, Any]:
    """The properties of a document that is a JSON object."""
    value = parse_json(content)
    if type(value) is not dict:
        raise DataProblem("document_not_object", found=json.dumps(value)[:80])
    return value


def list_of_names(names: tuple[str, ...]) -> bytes:
    """The names of documents as JSON, which is what a list answers with and what its tag is of."""
    return json.dumps(names).encode()


def merge_documents(held: bytes, posted: bytes) -> bytes:
    """One JSON object with the properties of both, the posted ones winning whole: nothing below the first level is merged."""
    merged = object_of(held) | object_of(posted)
    return json.dumps(merged, ensure_ascii=False, separators=(",", ":")).encode()

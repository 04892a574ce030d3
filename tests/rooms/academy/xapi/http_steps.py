"""Steps that the tests of the protocol share: something to read on every resource, and bodies of many parts."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from tests.factories.academy import statement
from tests.rooms.academy.lrs import Lrs

ANA = {"objectType": "Agent", "mbox": "mailto:ana@city.example"}
UNIT = "https://hub.example/activities/unit-1"
# A good question to each resource, by the path after /xapi/.
QUESTIONS: Mapping[str, Mapping[str, Any]] = {
    "statements": {"limit": "1"},
    "activities": {"activityId": UNIT},
    "activities/state": {"activityId": UNIT, "agent": ANA, "stateId": "place"},
    "activities/profile": {"activityId": UNIT, "profileId": "notes"},
    "agents": {"agent": ANA},
    "agents/profile": {"agent": ANA, "profileId": "wishes"},
}
RESOURCES = tuple(QUESTIONS)
DOCUMENTS = ("activities/state", "activities/profile", "agents/profile")
BOUNDARY = "-------314159265358979323846"


def fill(lrs: Lrs) -> None:
    """Store what the questions ask for."""
    assert lrs.post("statements", json=statement(actor=ANA)).status == 200
    for path in DOCUMENTS:
        assert lrs.post(path, query=dict(QUESTIONS[path]), json={"page": 3}).status == 204


def is_kept(lrs: Lrs, one: Mapping[str, Any]) -> bool:
    """Whether a statement was stored."""
    return lrs.get("statements", query={"statementId": one["id"]}).status == 200


def attachment(content: bytes, **parts: Any) -> dict[str, Any]:
    """What a statement says of an attachment."""
    return {
        "usageType": "https://hub.example/usage/test", "display": {"en": "A test"}, "contentType": "text/plain",
        "length": len(content), "sha2": sha256(content).hexdigest(),
    } | parts  # fmt: skip


def part(content: bytes, **headers: str | None) -> bytes:
    """One part as it stands after its boundary; headers named with underscores, None leaves one out."""
    usual = {
        "Content_Type": "text/plain", "Content_Transfer_Encoding": "binary",
        "X_Experience_API_Hash": sha256(content).hexdigest(),
    }  # fmt: skip
    lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in (usual | headers).items() if value is not None]
    return "".join(lines).encode() + b"\r\n" + content


def first_part(content: bytes) -> bytes:
    """The part with the statements."""
    return b"Content-Type: application/json\r\n\r\n" + content


def joined(*parts: bytes, boundary: str = BOUNDARY) -> bytes:
    """A multipart body."""
    mark = f"--{boundary}".encode()
    return b"".join(mark + b"\r\n" + one + b"\r\n" for one in parts) + mark + b"--\r\n"


def mixed(boundary: str = BOUNDARY) -> dict[str, str | None]:
    return {"Content-Type": f"multipart/mixed; boundary={boundary}"}

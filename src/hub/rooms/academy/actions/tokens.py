"""Short-lived tokens for a learner's own browser."""

from collections.abc import Mapping, Sequence
from time import time
from typing import Any
from uuid import UUID

from django.core import signing

from hub.rooms.academy.queries.credentials import SIGNED_FOR
from hub.rooms.academy.rules import SCOPES

LIFE_SECONDS = 900
# Writing and reading of one's own records, and what content keeps of one.
LEARNER_SCOPES = ("statements/write", "statements/read/mine", "state", "profile")


def token_for(
    person: Mapping[str, Any], *, registration: UUID | None = None, city: int = 0,
    scopes: Sequence[str] = LEARNER_SCOPES, life_seconds: int = LIFE_SECONDS,
) -> str:  # fmt: skip
    """A token with which a browser speaks for one agent, in one registration, for a quarter of an hour.

    It goes into `Authorization: Bearer …`. It is signed, not secret: whoever holds it reads whom it is for.
    """
    unknown = set(scopes) - set(SCOPES)
    if unknown:
        raise ValueError(f"no scopes of xAPI: {', '.join(sorted(unknown))}")
    said = {
        "person": dict(person), "registration": str(registration or ""), "city": city, "scopes": list(scopes),
        "until": int(time()) + life_seconds,
    }  # fmt: skip
    return signing.dumps(said, salt=SIGNED_FOR)

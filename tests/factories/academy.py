"""Credentials and statements for tests: one argument or none makes a valid one."""

import secrets
from copy import deepcopy
from hashlib import sha256
from itertools import count
from typing import Any
from uuid import uuid4

from hub.rooms.academy.models import Credential

_numbers = count(1)


def make_credential(**fields: Any) -> tuple[Credential, str]:
    """A credential that may do everything, and its secret."""
    number, secret = next(_numbers), secrets.token_urlsafe(32)
    defaults = {
        "name": f"System {number}", "key": secrets.token_urlsafe(12), "secret_hash": sha256(secret.encode()).hexdigest(),
        "scopes": ["all"],
        "authority": {"objectType": "Agent", "account": {"homePage": "https://hub.example", "name": f"system-{number}"}},
    }  # fmt: skip
    return Credential.objects.create(**(defaults | fields)), secret


def statement(**parts: Any) -> dict[str, Any]:
    """A statement with an id; `parts` replace or add properties, a part given as None is left out."""
    whole = {
        "id": str(uuid4()),
        "actor": {"objectType": "Agent", "name": "Ana", "mbox": "mailto:ana@city.example"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
        "object": {"objectType": "Activity", "id": "https://hub.example/activities/unit-1"},
    }
    return {name: value for name, value in (deepcopy(whole) | parts).items() if value is not None}

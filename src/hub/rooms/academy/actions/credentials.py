"""Giving keys to outside systems, and taking them away."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone

from hub.commons.history.actions import save_as
from hub.commons.people.models import Person
from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.models import Credential
from hub.rooms.academy.models.credentials import NAME_LENGTH
from hub.rooms.academy.queries.credentials import agent_named, forget_callers
from hub.rooms.academy.rules import SCOPES

LEAST_SECRET = 16
# Basic authentication parts key and secret at the first colon.
KEY = re.compile(r"[!-9;-~]{1,64}")


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A credential and its secret, which is kept nowhere and cannot be shown again."""

    credential: Credential
    secret: str

    @property
    def header(self) -> str:
        """What a client sends."""
        token = b64encode(f"{self.credential.key}:{self.secret}".encode()).decode()
        return f"Authorization: Basic {token}"


@transaction.atomic
def make_credential(
    actor: Person | None, name: str, *, scopes: Sequence[str], city: int | None = None,
    requests_per_minute: int = 0, key: str = "", secret: str = "",
) -> NewCredential:  # fmt: skip
    """Give a system a key and a secret; `actor` None is the console, `city` the number of a city.

    Key and secret are drawn, 32 random bytes for the secret; a console may name its own.
    """
    _require(actor, "academy.make_credential")
    name, secret, key = name.strip(), secret or token_urlsafe(32), key or token_urlsafe(12)
    _check_scopes(scopes)
    if not 0 < len(name) <= NAME_LENGTH:
        raise DataProblem("credential_name_length", found=name)
    if not KEY.fullmatch(key):
        raise DataProblem("credential_key_form", found=key)
    if len(secret) < LEAST_SECRET:
        raise DataProblem("secret_too_short", found=len(secret), allowed=LEAST_SECRET)
    if Credential.objects.filter(name=name).exists():
        raise DataProblem("credential_name_taken", found=name)
    if Credential.objects.filter(key=key).exists():
        raise DataProblem("credential_key_taken", found=key)
    credential = Credential(
        name=name, key=key, secret_hash=sha256(secret.encode()).hexdigest(), scopes=_in_order(scopes),
        authority=agent_named(name), city_id=city, requests_per_minute=requests_per_minute,
    )  # fmt: skip
    save_as(actor, credential, "academy.make_credential")
    return NewCredential(credential, secret)


@transaction.atomic
def change_credential(
    actor: Person | None, credential: Credential, *, scopes: Sequence[str], requests_per_minute: int
) -> None:
    """Change what a system may do and how often. Other processes know within ten seconds."""
    _require(actor, "academy.make_credential")
    _check_scopes(scopes)
    credential.scopes, credential.requests_per_minute = _in_order(scopes), requests_per_minute
    save_as(actor, credential, "academy.change_credential")
    transaction.on_commit(forget_callers)


@transaction.atomic
def revoke_credential(actor: Person | None, credential: Credential) -> None:
    """Refuse a key from now on (in other processes within ten seconds). What came in with it stays."""
    _require(actor, "academy.revoke_credential")
    if credential.revoked is None:
        credential.revoked = timezone.now()
        save_as(actor, credential, "academy.revoke_credential")
        transaction.on_commit(forget_callers)


def _require(actor: Person | None, permission: str) -> None:
    if actor is not None and not actor.has_perm(permission):
        raise Problem("credentials_not_yours")


def _check_scopes(scopes: Sequence[str]) -> None:
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise DataProblem("scope_unknown", found=", ".join(unknown), allowed=", ".join(SCOPES))
    if not scopes:
        raise DataProblem("scope_absent", allowed=", ".join(SCOPES))


def _in_order(scopes: Sequence[str]) -> list[str]:
    return [scope for scope in SCOPES if scope in scopes]

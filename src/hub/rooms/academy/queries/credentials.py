"""Who stands behind an Authorization header.

A web server answers thousands of requests with the same header, so the answer to a header is kept in the process for ten
seconds, by the header's SHA-256: no secret stays in memory, and a credential that is revoked elsewhere is refused soon after.
"""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from time import monotonic, time
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet

from hub.rooms.academy.models import Credential
from hub.rooms.academy.rules import Caller

KEPT_SECONDS = 10.0
MOST_KEPT = 2000
SIGNED_FOR = "hub.academy.token"
# A learner's own browser: what a lesson with an offline queue sends at its worst, many times over.
TOKEN_REQUESTS_PER_MINUTE = 600
# Compared where no credential has the key, so that a wrong key takes as long as a wrong secret.
_NOBODY = sha256(b"").hexdigest()
_kept: dict[bytes, tuple[float, Caller]] = {}


def caller_of(authorization: str) -> Caller | None:
    """The caller behind an Authorization header, Basic or Bearer; None where it is nobody's, revoked or malformed."""
    digest = sha256(authorization.encode("utf-8", "surrogatepass")).digest()
    kept = _kept.get(digest)
    if kept is not None and kept[0] > monotonic():
        return kept[1]
    scheme, _, rest = authorization.partition(" ")
    word = scheme.lower()
    caller = _by_secret(rest.strip()) if word == "basic" else _by_token(rest.strip()) if word == "bearer" else None
    if caller is None:
        _kept.pop(digest, None)
        return None
    _keep(digest, caller)
    return caller


def forget_callers() -> None:
    """Ask the database again at the next request, after a credential was changed in this process."""
    _kept.clear()


def _keep(digest: bytes, caller: Caller) -> None:
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[digest] = (monotonic() + KEPT_SECONDS, caller)


def _by_secret(text: str) -> Caller | None:
    try:
        key, colon, secret = b64decode(text, validate=True).partition(b":")
        name = key.decode()
    except (binascii.Error, ValueError):
        return None
    if not colon or "\x00" in name:
        return None
    credential = Credential.objects.filter(key=name, revoked__isnull=True).first()
    found = sha256(secret).hexdigest()
    if not compare_digest(found, credential.secret_hash if credential else _NOBODY) or credential is None:
        return None
    return Caller(
        credential=credential.pk, authority=credential.authority, city=credential.city_id or 0,
        scopes=frozenset(credential.scopes), requests_per_minute=credential.requests_per_minute,
    )  # fmt: skip


def _by_token(text: str) -> Caller | None:
    try:
        said = signing.loads(text, salt=SIGNED_FOR)
    except signing.BadSignature:
        return None
    if said["until"] <= time():
        return None
    return Caller(
        credential=0, authority=hub_agent(), city=said["city"], scopes=frozenset(said["scopes"]), person=said["person"],
        registration=said["registration"], requests_per_minute=TOKEN_REQUESTS_PER_MINUTE,
    )  # fmt: skip


def agent_named(name: str) -> dict[str, Any]:
    """The agent that vouches for what comes in with a credential: an account of this site."""
    return {"objectType": "Agent", "account": {"homePage": site_address(), "name": name}}


def hub_agent() -> Mapping[str, Any]:
    """The agent that vouches for what learners' browsers send to us themselves."""
    return agent_named("hub")


def site_address() -> str:
    """Where this site stands, as identifiers of accounts and activities begin."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def credentials() -> QuerySet[Credential]:
    """All credentials by name, revoked ones included. One query with their cities."""
    return Credential.objects.select_related("city")

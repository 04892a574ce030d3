"""Naming other stores that get a copy of every statement; pausing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from hub.commons.history.actions import delete_as, save_as
from hub.commons.jobs.background import later
from hub.commons.people.models import Person
from hub.commons.sources.addresses import check_address
from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.actions.forwarding import keep_forwarding
from hub.rooms.academy.actions.sealing import sealed
from hub.rooms.academy.engine.statement.texts import is_iri
from hub.rooms.academy.models import Forward
from hub.rooms.academy.models.forwarding import NAME_LENGTH, VERSIONS

PERMISSION = "academy.manage_forwards"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is sent, and how.

    version         that the other store speaks
    verbs, city     only statements with these verbs, only those of this city's credentials (its number)
    may_be_private  whether the address may lie within a private network
    position        the sequence after which sending begins
    """

    version: str = VERSIONS[0]
    verbs: Sequence[str] = ()
    city: int | None = None
    may_be_private: bool = False
    position: int = 0


@transaction.atomic
def add_forward(
    actor: Person | None, name: str, address: str, *, key: str, secret: str, terms: Terms | None = None
) -> Forward:
    """Name another store and begin to send; `actor` None is the console.

    address  of the endpoint, with or without a slash at its end, without `statements`
    """
    _require(actor)
    terms, name, address = terms or Terms(), name.strip(), address.strip().rstrip("/")
    _check_address(address, may_be_private=terms.may_be_private)
    _check_terms(terms)
    if not name or len(name) > NAME_LENGTH or not key or ":" in key or not secret:
        raise DataProblem("forward_incomplete", found=name)
    if Forward.objects.filter(name=name).exists():
        raise DataProblem("forward_name_taken", found=name)
    forward = Forward(
        name=name, address=address, version=terms.version, key=key, secret=sealed(secret),
        may_be_private=terms.may_be_private, verbs=list(terms.verbs), city_id=terms.city, position=terms.position,
    )  # fmt: skip
    save_as(actor, forward, "academy.add_forward")
    later(keep_forwarding, forward_id=forward.pk)
    return forward


@transaction.atomic
def pause_forward(actor: Person | None, forward: Forward) -> None:
    """Send nothing more after the request that is under way; what comes in meanwhile is sent later."""
    _require(actor)
    if forward.paused is None:
        forward.paused = timezone.now()
        _save(actor, forward, "academy.pause_forward")


@transaction.atomic
def resume_forward(actor: Person | None, forward: Forward) -> None:
    """Go on sending, at once: what the other store said before is forgotten."""
    _require(actor)
    Forward.objects.filter(pk=forward.pk).update(tries=0, next_try=None, refusals=0, last_error="")
    forward.paused = None
    _save(actor, forward, "academy.resume_forward")
    later(keep_forwarding, forward_id=forward.pk)


@transaction.atomic
def remove_forward(actor: Person | None, forward: Forward) -> None:
    """Forget another store, its secret and its failures. What it has got it keeps."""
    _require(actor)
    delete_as(actor, forward, "academy.remove_forward")


def _save(actor: Person | None, forward: Forward, action: str) -> None:
    """Only what a person changes: the position is being moved by the worker."""
    fresh = Forward.objects.select_for_update().get(pk=forward.pk)
    fresh.paused = forward.paused
    save_as(actor, fresh, action)


def _check_address(address: str, *, may_be_private: bool) -> None:
    check_address(address)
    parts = urlsplit(address)
    if parts.query or parts.fragment or parts.path.endswith("/statements"):
        raise DataProblem("forward_address_form", found=address)
    if parts.scheme != "https" and not may_be_private:
        raise DataProblem("forward_address_open", found=address)


def _check_terms(terms: Terms) -> None:
    if terms.version not in VERSIONS:
        raise DataProblem("forward_version_unknown", found=terms.version, allowed=", ".join(VERSIONS))
    unknown = [verb for verb in terms.verbs if not is_iri(verb)]
    if unknown:
        raise DataProblem("forward_verb_invalid", found=unknown[0])


def _require(actor: Person | None) -> None:
    if actor is not None and not actor.has_perm(PERMISSION):
        raise Problem("forwards_not_yours")

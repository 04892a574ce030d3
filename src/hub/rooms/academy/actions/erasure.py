"""Forgetting a person: pseudonyms everywhere, statistics as they were, and a record that shows that it was done.

GDPR, articles 17 (erasure), 5(2) and 30 (being able to show it). What remains is not about an identified person any more, and no
row leads from the pseudonym back to who it was.
"""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from hub.commons.people.models import Person
from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.actions.progress import hold_position
from hub.rooms.academy.actions.pseudonyms import (
    Replacing,
    replace_in_activities,
    replace_in_credentials,
    replace_in_documents,
    replace_in_forwarding,
    replace_in_mentions,
    replace_in_progress,
    replace_in_statements,
)
from hub.rooms.academy.actions.statements import writers_lock
from hub.rooms.academy.engine.erasure import Pseudonyms, Target, pattern_of, target_of
from hub.rooms.academy.engine.statement.keys import agent_key, identity_of, key_of
from hub.rooms.academy.models import ErasedIdentity, Erasure
from hub.rooms.academy.queries.credentials import forget_callers, site_address
from hub.rooms.academy.queries.erasure import Found, fingerprint_of, statements_naming
from hub.rooms.academy.queries.people import agent_of

# A name of an account that is shorter may stand in any text by chance.
TELLING = 6
WITH_ACCOUNT = "The account was erased."


def forget(actor: Person | None, agent: Mapping[str, Any], *, ground: str) -> Erasure:
    """Put pseudonyms in the place of a person, everywhere in the room, all or nothing.

    actor   who decided it: staff, or the person; None is the console
    agent   checked, with an identifier; the other forms of the same mailbox are found by themselves
    ground  why; kept with the record, so it must not name the person
    Errors: erasing_not_yours, erasure_ground_absent, erasure_ground_names_person, erasure_of_nobody.
    """
    _require(actor, agent)
    target = _checked_target(agent)
    _check_ground(ground, target)
    # Looking through all bodies takes seconds; under the lock only those are looked at that came meanwhile.
    early = statements_naming(target)
    with writers_lock():
        # or a batch that was read with the former key would be written after it is gone
        hold_position()
        _overwrite_what_is_deleted()
        found = early.plus(statements_naming(target, after=early.last))
        replacing = _replacing(target, found)
        counts = _replace_everywhere(replacing, found)
        erasure = Erasure.objects.create(
            decided_by=actor,
            ground=ground.strip(),
            done_at=timezone.now(),
            counts=counts,
            sequences=list(found.sequences),
        )
        _keep_identities(erasure, replacing)
        transaction.on_commit(forget_callers)
    return erasure


def rehearse_forgetting(actor: Person | None, agent: Mapping[str, Any], *, ground: str) -> dict[str, int]:
    """What `forget` would do, counted by doing it and taking it all back."""
    with transaction.atomic():
        counts = forget(actor, agent, ground=ground).counts
        transaction.set_rollback(True)
    return dict(counts)


def _require(actor: Person | None, agent: Mapping[str, Any]) -> None:
    if actor is None or actor.has_perm("academy.forget_person"):
        return
    if identity_of(agent) != identity_of(agent_of(actor)):
        raise Problem("erasing_not_yours")


def forget_with_account(person: Person) -> None:
    """Forget a person whose account is being erased: learning records name the account."""
    forget(person, agent_of(person), ground=WITH_ACCOUNT)


def _checked_target(agent: Mapping[str, Any]) -> Target:
    """Whom the agent means: a person, and not one that was forgotten."""
    if agent.get("objectType", "Agent") != "Agent" or agent.get("account", {}).get("homePage") == _home_page():
        raise DataProblem("erasure_of_nobody")
    return target_of(agent)


def _check_ground(ground: str, target: Target) -> None:
    if not ground.strip():
        raise DataProblem("erasure_ground_absent")
    pattern, name = pattern_of(target), target.identities[0].rpartition("\x1f")[2]
    if (pattern and pattern.search(ground)) or (len(name) >= TELLING and name in ground):
        raise DataProblem("erasure_ground_names_person")


def _replacing(target: Target, found: Found) -> Replacing:
    """A pseudonym for the identity that was asked for, and one for each other that was found."""
    names = {
        identity: uuid4() for identity in (target.identities[0], *sorted(found.identities - {target.identities[0]}))
    }
    return Replacing(target, Pseudonyms(names, _home_page(), pattern_of(target), str(names[target.identities[0]])))


def _replace_everywhere(replacing: Replacing, found: Found) -> dict[str, int]:
    return {
        **replace_in_statements(replacing, found.sequences),
        "mentions": replace_in_mentions(replacing),
        "progress": replace_in_progress(replacing),
        **replace_in_documents(replacing),
        "activities": replace_in_activities(replacing),
        "credentials": replace_in_credentials(replacing),
        "forwarding": replace_in_forwarding(replacing, found.sequences),
    }


def _keep_identities(erasure: Erasure, replacing: Replacing) -> None:
    for identity, name in replacing.pseudonyms.names.items():
        former, salt = key_of("agent", identity), secrets.token_hex(16)
        ErasedIdentity.objects.create(
            erasure=erasure,
            pseudonym=name,
            key=agent_key({"account": replacing.pseudonyms.account_of(identity)}),
            salt=salt,
            fingerprint=fingerprint_of(former, salt),
        )


def _home_page() -> str:
    return f"{site_address()}/erased"


def _overwrite_what_is_deleted() -> None:
    """SQLite leaves old bytes in the file until they are needed, unless it is told otherwise."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")

"""Sending statements on to another store: in order, each at least once, none left out silently.

The other store takes an id that it has got already as nothing new, so a crash between a request and its position does no harm.
A batch that is refused is halved until the statement is found that the other store does not want; that one is recorded and the
rest goes on. Any other trouble stops the line: order is kept, and the same batch is tried again later.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from secrets import SystemRandom
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hub.commons.jobs.background import later, soon
from hub.kit.errors import DataProblem
from hub.rooms.academy.actions.sealing import opened
from hub.rooms.academy.actions.sending import Address, Reply, basic, post
from hub.rooms.academy.engine.multipart import write_parts
from hub.rooms.academy.models import Forward, ForwardFailure
from hub.rooms.academy.queries.exports import last_sequence
from hub.rooms.academy.queries.forwarding import Outgoing, failed_statement, next_batch

BATCH = 200
PAUSE_SECONDS, WAIT_SECONDS = 5.0, 60.0
TAKEN = frozenset({200, 204})
# What a store says of a statement, and not of the sender, the address or its own health.
REFUSED = frozenset({400, 409, 413, 422})
# So many refused one after the other are not poisoned: something is wrong with all (a wrong version, another kind of store).
MOST_REFUSALS = 20
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 3600.0
TIMEOUT_SECONDS = 30.0
HELD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What came of a run. `has_more`: only the time ran out; `next_try`: the other store did not answer as it should."""

    sent: int = 0
    refused: int = 0
    has_more: bool = False
    next_try: datetime | None = None
    error: str = ""


@dataclass(slots=True)
class _Run:
    """A run under way.

    most      statements in a request
    suspects  among so many of the next ones there is one that the other store refuses; 0 where nothing is known
    """

    forward: Forward
    address: Address
    holder: UUID
    until: float
    most: int = BATCH
    suspects: int = 0
    sent: int = 0
    refused: int = 0
    waits: float = 0.0

    @property
    def left(self) -> float:
        return self.until - time.monotonic()


class _Ended(Exception):
    """The run may not go on: somebody else sends, or the forward is gone."""


def keep_forwarding(forward_id: int) -> None:
    """Send what is new in the background, in slices, so that other work gets its turn."""
    if forward_new(forward_id).has_more:
        later(keep_forwarding, forward_id=forward_id)


def forward_soon() -> None:
    """Send what is new to the other stores in a few seconds, in the background; called when statements came in."""
    soon(forward_all, seconds=PAUSE_SECONDS)


def forward_all() -> None:
    """Give every forward that is not paused its turn; come back where one waits, is held by a worker that may be gone, or has more."""
    forwards = Forward.objects.filter(paused=None)
    has_more = [forward_new(forward_id).has_more for forward_id in forwards.order_by("pk").values_list("pk", flat=True)]
    if any(has_more):
        later(forward_all)
    elif forwards.exclude(next_try=None, holder=None).exists():
        soon(forward_all, seconds=WAIT_SECONDS)


def forward_new(forward_id: int, *, seconds: float = 50.0, timeout_seconds: float = TIMEOUT_SECONDS) -> Forwarded:
    """Send the statements that another store has not got, for about `seconds`.

    Nothing is done while the forward is paused, waits, or somebody else sends. `timeout_seconds` is how long the other store may
    be silent. Errors: `forward_address_private`, `sealed_secret_unreadable`.
    """
    holder = uuid4()
    forward = _take(forward_id, holder)
    if forward is None:
        return Forwarded()
    address = Address(f"{forward.address}/statements", forward.may_be_private, timeout_seconds)
    run = _Run(forward, address, holder, until=time.monotonic() + seconds)
    has_more = False
    try:
        while _step(run):
            if run.left <= 0:
                has_more = True
                break
            time.sleep(run.waits)
    except _Ended:
        pass
    except DataProblem as problem:
        Forward.objects.filter(pk=forward_id, holder=holder).update(last_error=str(problem))
        raise
    finally:
        Forward.objects.filter(pk=forward_id, holder=holder).update(holder=None, held_until=None)
    return Forwarded(run.sent, run.refused, has_more, forward.next_try, forward.last_error)


def send_failures_again(forward: Forward, *, timeout_seconds: float = TIMEOUT_SECONDS) -> int:
    """Send what was refused once more, one by one; what is taken now is a failure no longer. Returns how many were taken."""
    taken = 0
    address = Address(f"{forward.address}/statements", forward.may_be_private, timeout_seconds)
    for failure in forward.failures.select_related("forward").order_by("sequence"):
        reply = _reply(forward, address, (failed_statement(failure),))
        if reply.status in TAKEN:
            failure.delete()
            taken += 1
        elif reply.status in REFUSED:
            ForwardFailure.objects.filter(pk=failure.pk).update(
                status=reply.status, message=reply.message, at=timezone.now()
            )
        else:
            raise DataProblem("forward_troubled", name=forward.name, found=_said(reply))
    return taken


def _take(forward_id: int, holder: UUID) -> Forward | None:
    """The forward, if it may be sent now and nobody else does."""
    now = timezone.now()
    is_free = Q(holder=None) | Q(held_until__lt=now)
    is_due = Q(next_try=None) | Q(next_try__lte=now)
    ours = Forward.objects.filter(is_free, is_due, pk=forward_id, paused=None)
    return Forward.objects.get(pk=forward_id) if ours.update(holder=holder, held_until=now + HELD) else None


def _step(run: _Run) -> bool:
    """One request; whether there is another one to make."""
    run.waits = 0.0
    if not Forward.objects.filter(pk=run.forward.pk, holder=run.holder, paused=None).exists():
        raise _Ended
    most = max(1, run.suspects // 2) if run.suspects else run.most
    batch = next_batch(run.forward, after=run.forward.position, most=most)
    if not batch.statements:
        if batch.upto > run.forward.position:
            _save(run, position=batch.upto)
        return batch.upto < last_sequence()
    reply = _reply(run.forward, run.address, batch.statements)
    if reply.status in TAKEN:
        _settle(run, len(batch.statements), position=batch.upto)
    elif reply.status not in REFUSED:
        return _wait(run, reply)
    elif len(batch.statements) > 1:
        run.suspects = len(batch.statements)
    else:
        return _record(run, batch.statements[0], reply, position=batch.upto)
    return True


def _settle(run: _Run, number: int, *, position: int) -> None:
    """They are there: move on, and narrow down where a refused one must be."""
    _save(run, position=position, tries=0, next_try=None, refusals=0, last_error="")
    run.sent += number
    if run.suspects:
        run.suspects = max(0, run.suspects - number)
        if run.suspects == 0:
            # Each was taken in a smaller request: it was the request that was too large.
            run.most = max(1, run.most // 2)


def _record(run: _Run, outgoing: Outgoing, reply: Reply, *, position: int) -> bool:
    """Write down that a statement was refused, and go past it; stop where all are."""
    refusals = run.forward.refusals + 1
    is_too_much = refusals >= MOST_REFUSALS
    with transaction.atomic():
        ForwardFailure.objects.update_or_create(
            forward=run.forward, sequence=outgoing.sequence,
            defaults={"status": reply.status, "message": reply.message, "at": timezone.now()},
        )  # fmt: skip
        _save(run, position=position, tries=0, next_try=None, refusals=refusals, last_error=_said(reply))
        if is_too_much:
            _save(run, paused=timezone.now())
    run.refused += 1
    run.suspects = 0
    return not is_too_much


def _wait(run: _Run, reply: Reply) -> bool:
    """Trouble: say when to try again, here if that is soon."""
    tries = run.forward.tries + 1
    wait = reply.retry_after_seconds
    if wait is None:
        longest = min(FIRST_WAIT_SECONDS * 2 ** min(tries - 1, 20), LONGEST_WAIT_SECONDS)
        # Jitter: many senders that were cut off together do not come back together.
        wait = SystemRandom().uniform(longest / 2, longest)
    _save(run, tries=tries, next_try=timezone.now() + timedelta(seconds=wait), last_error=_said(reply))
    run.waits = wait
    return wait < run.left


def _save(run: _Run, **changes: object) -> None:
    """Keep how far it came, if it is still ours to send."""
    changes = {"held_until": timezone.now() + HELD, **changes}
    if not Forward.objects.filter(pk=run.forward.pk, holder=run.holder).update(**changes):
        raise _Ended
    for name, value in changes.items():
        setattr(run.forward, name, value)


def _reply(forward: Forward, address: Address, statements: Sequence[Outgoing]) -> Reply:
    """Send statements in one request; trouble with the connection is a reply of status 0."""
    body = f"[{','.join(outgoing.text for outgoing in statements)}]".encode()
    parts = {part.sha2: part for outgoing in statements for part in outgoing.parts}
    content_type = "application/json"
    if parts:
        content_type, body = write_parts(body, list(parts.values()))
    headers = {
        "Authorization": basic(forward.key, opened(forward.secret)),
        "X-Experience-API-Version": forward.version,
        "Content-Type": content_type,
    }
    try:
        return post(address, headers, body)
    except (OSError, HTTPException) as fault:
        return Reply(0, f"{type(fault).__name__}: {fault}"[:200])


def _said(reply: Reply) -> str:
    """What the other store said, in a line for people."""
    return f"HTTP {reply.status} {reply.message}".strip() if reply.status else reply.message

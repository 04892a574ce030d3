"""How often a caller may ask: a bucket that fills at the rate of its credential.

The buckets stand in the process: with several web processes, a credential reaches up to its rate in each of them.
"""

from threading import Lock
from time import monotonic

from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.keys import identity_of
from hub.rooms.academy.rules import Caller

MOST_BUCKETS = 20_000
# Credential and person -> requests left, and when that was.
_buckets: dict[tuple[int, str], tuple[float, float]] = {}
_lock = Lock()


def take_one(caller: Caller) -> None:
    """Count one request; Refused(429, "too_many_requests") with `retry_after` in whole seconds where the bucket is empty.

    A bucket holds the requests of one minute, so that a batch of work may begin at once.
    """
    rate = caller.requests_per_minute
    if not rate:
        return
    owner = (caller.credential, identity_of(caller.person) if caller.person else "")
    now = monotonic()
    with _lock:
        if len(_buckets) >= MOST_BUCKETS:
            _forget_full(now)
        left, since = _buckets.get(owner, (float(rate), now))
        left = min(float(rate), left + (now - since) * rate / 60)
        if left >= 1:
            _buckets[owner] = (left - 1, now)
            return
        _buckets[owner] = (left, now)
    raise Refused(429, "too_many_requests", allowed=rate, retry_after=int((1 - left) * 60 / rate) + 1)


def _forget_full(now: float) -> None:
    """Drop the buckets that nobody took from for a minute: they are full again, as new ones are."""
    for owner in [owner for owner, (_, since) in _buckets.items() if now - since >= 60]:
        del _buckets[owner]

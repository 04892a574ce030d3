"""Why the register and an announced size of the network differ, as numbers that add up to the difference.

announced size = everybody who joined - everybody who left. The register holds the joiners that are named and dated,
and the leavers that are recorded. So the difference is made of joiners without a name or a date here, and of leavers
that nobody recorded, and of nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hub.kit.years import Period
from hub.rooms.network.engine.cycle import ENTRIES, EXITS, Event, Standing, standing_on

MONTH = 31  # days


@dataclass(frozen=True, slots=True)
class Announced:
    """A size that was announced: `cities` in all, of whom `joined` were new; None where it was not stated."""

    code: str
    when: Period
    cities: int | None
    joined: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a difference: code, and how many cities the register has more (or, below 0, fewer) for it.

    undated            held without a date of joining, so not counted for that day
    possible           the precision of their dates leaves that day open
    not_named          announced as joiners, but no source here names them
    named_beyond       named here, beyond the number that was announced
    lapses_unrecorded  the announced figures imply that they had left; no source here says who
    lapses_beyond      recorded here as having left, beyond what the announced figures imply
    counted_differently  this announcement differs from the line of the dated ones, by way of counting or by date
    """

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was announced beside what the register holds for that day; `reasons` add up to `difference`."""

    code: str
    when: Period
    announced: int
    held: int
    undated: int
    possible: int
    reasons: tuple[Reason, ...]

    @property
    def difference(self) -> int:
        """The register minus the announcement."""
        return self.held - self.announced


def reconcile(announced: Sequence[Announced], histories: Sequence[Sequence[Event]]) -> tuple[Reconciliation, ...]:
    """Set each announced size beside the register, in the order of their dates.

    histories  the ordered events of each city (see `cycle.order_events`)
    Leavers are what the sizes imply: the size before, and those who joined, and less than their sum announced.
    Announcements without a size are passed over; a joining that they state counts for the next size. A size that
    states its joiners within a month of another that did corrects it. A size of which only the year is known is
    compared, but nothing is concluded from it.
    """
    rows: list[Reconciliation] = []
    before = _Chain()
    chain = _Chain()
    for step in sorted(announced, key=lambda step: (step.when.end, step.when.start, step.code)):
        if step.cities is not None and _is_dated(step):
            before, chain = (before, before.after(step)) if chain.is_corrected_by(step) else (chain, chain.after(step))
        elif step.cities is None:
            chain = replace(chain, pending=chain.pending + (step.joined or 0))
        if step.cities is not None:
            rows.append(_row(step, step.cities, chain=chain, histories=histories))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Chain:
    """What the announcements so far add up to: the size, all who left, joiners not yet in a size."""

    size: int = 0
    left: int = 0
    pending: int = 0
    last: Announced | None = None

    def after(self, step: Announced) -> "_Chain":
        assert step.cities is not None  # noqa: S101  (only sizes come here)
        came = max(self.pending + (step.joined or 0), step.cities - self.size)
        return _Chain(step.cities, self.left + self.size + came - step.cities, 0, step)

    def is_corrected_by(self, step: Announced) -> bool:
        if self.last is None or self.last.joined is None or step.joined is None:
            return False
        return (step.when.start - self.last.when.end).days <= MONTH


def _is_dated(step: Announced) -> bool:
    return (step.when.end - step.when.start).days <= MONTH


def _row(step: Announced, cities: int, *, chain: _Chain, histories: Sequence[Sequence[Event]]) -> Reconciliation:
    day = step.when.end
    counts = [standing_on(day, ordered).count for ordered in histories]
    held, undated, possible = (counts.count(kind) for kind in ("member", "undated", "possible"))
    # A city that left is one joiner and one leaver, so it stands in neither count of members.
    unrecorded = chain.left - _known_leavers(day, histories)
    not_named = chain.size - held - undated - possible + unrecorded
    reasons = (
        Reason("undated", -undated),
        Reason("possible", -possible),
        Reason("not_named" if not_named >= 0 else "named_beyond", -not_named),
        Reason("lapses_unrecorded" if unrecorded >= 0 else "lapses_beyond", unrecorded),
        Reason("counted_differently", chain.size - cities),
    )
    kept = tuple(reason for reason in reasons if reason.count)
    return Reconciliation(step.code, step.when, cities, held, undated, possible, kept)


def _known_leavers(day: date, histories: Sequence[Sequence[Event]]) -> int:
    """How many times somebody surely left by that day, so that the register does not count them any more."""
    return sum(_exits(day, ordered) for ordered in histories)


def _exits(day: date, ordered: Sequence[Event]) -> int:
    exits, inside = 0, False
    for event in ordered:
        if event.last > day:
            break
        if event.kind in ENTRIES:
            inside = True
        elif event.kind in EXITS and inside:
            exits, inside = exits + 1, False
    return exits


def growth(days: Sequence[date], histories: Sequence[Sequence[Event]]) -> tuple[tuple[int, int, int], ...]:
    """(sure, undated, possible) members for each day."""
    rows = []
    for day in days:
        standings: list[Standing] = [standing_on(day, ordered) for ordered in histories]
        kinds = [standing.count for standing in standings]
        rows.append((kinds.count("member"), kinds.count("undated"), kinds.count("possible")))
    return tuple(rows)

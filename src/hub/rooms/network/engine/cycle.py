"""Who was a member on a day, from dated and undated events; and how far that agrees with what was announced.

A date may be known to the day, month or year, or not at all. So an event is a span of days on which it may have
happened, and the answer for a day says what is sure, what the precision leaves open, and what has no date.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from hub.kit.years import Period

City = TypeVar("City", str, int)
ENTRIES = frozenset({"admitted", "announced", "readmitted"})
EXITS = frozenset({"withdrawn", "inactive"})
AFTER = {
    **dict.fromkeys(ENTRIES, "member"),
    "withdrawn": "former",
    "inactive": "inactive",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one city.

    kind      applied, endorsed, admitted, announced, corrected, reporting_overdue, inactive, withdrawn, readmitted
    when      the days on which it may have happened; None where no date is known
    known_by  for an undated event: the day on which its source was read, so that it had happened by then
    """

    kind: str
    when: Period | None = None
    known_by: date | None = None

    @property
    def first(self) -> date:
        """The first day on which it may have happened."""
        return self.when.start if self.when else date.min

    @property
    def last(self) -> date:
        """The day by which it surely had happened."""
        return self.when.end if self.when else self.known_by or date.max


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a city stands on a day.

    state     never, candidate, member, inactive, former: what is sure, or the last of what is possible
    count     how it counts: `member` (sure), `undated` (a member whose day of joining is not known: for an earlier
              day it may or may not have been one), `possible` (the precision of its dates leaves it open), `""` (not)
    joined    when it first joined; None where never or not known
    overdue   whether a progress report was overdue at the latest word
    """

    state: str
    count: str
    joined: Period | None
    overdue: bool = False


def order_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Put the events of one city in the order in which they must have happened.

    An undated entry comes before everything else and an undated exit after it. A readmission without an exit before
    it implies one, at some time between the two entries; an undated exit is taken to be that one.
    """
    dated = sorted((event for event in events if event.when), key=lambda event: (event.last, event.first, event.kind))
    undated = [event for event in events if not event.when]
    exits = sorted((event for event in undated if event.kind in EXITS), key=lambda event: event.kind)
    others = sorted((event for event in undated if event.kind not in EXITS), key=lambda event: event.kind)
    ordered: list[Event] = []
    for event in (*others, *dated):
        entry = _open_entry(ordered) if event.kind == "readmitted" else None
        if entry:
            known = exits.pop(0) if exits else Event("withdrawn")
            ordered.append(replace(known, when=Period(max(entry.first, date.min), event.last, "")))
        ordered.append(event)
    return (*ordered, *exits)


def _open_entry(ordered: Sequence[Event]) -> Event | None:
    for event in reversed(ordered):
        if event.kind in EXITS:
            return None
        if event.kind in ENTRIES:
            return event
    return None


def standing_on(day: date, ordered: Sequence[Event]) -> Standing:
    """Where a city stands on a day, from its events in order (see `order_events`)."""
    sure = _sure_events(day, ordered)
    state, entry, overdue = "never", None, False
    joined: Event | None = None
    states: set[str] = set()
    may_be_member = False
    for place, event in enumerate(ordered):
        if place >= sure:
            states.add(state)
            may_be_member = may_be_member or state == "member"
            if event.first > day:
                break
        if event.kind in ENTRIES and state != "member":
            entry, joined = event, joined or event
        overdue = event.kind == "reporting_overdue" or (overdue and event.kind not in ENTRIES | EXITS)
        state = _state_after(state, event.kind)
    states.add(state)
    may_be_member = may_be_member or state == "member"
    return Standing(state, _count(states, may_be_member, entry), joined.when if joined else None, overdue)


def _sure_events(day: date, ordered: Sequence[Event]) -> int:
    """How many of the first events had surely happened: whatever comes before a sure one is sure too."""
    return max((place for place, event in enumerate(ordered, 1) if event.last <= day), default=0)


def _state_after(state: str, kind: str) -> str:
    if kind in {"applied", "endorsed"}:
        return state if state in {"member", "inactive"} else "candidate"
    return AFTER.get(kind, state)


def _count(states: set[str], may_be_member: bool, entry: Event | None) -> str:
    if not may_be_member:
        return ""
    if entry and entry.when is None:
        return "undated"
    return "member" if states == {"member"} else "possible"


@dataclass(frozen=True, slots=True)
class Totals:
    """How many. `countries` counts those with a sure member, `countries_most` those with any that counts."""

    members: int
    undated: int
    possible: int
    countries: int
    countries_most: int

    @property
    def most(self) -> int:
        """All that may have been members."""
        return self.members + self.undated + self.possible


def total(standings: Mapping[City, Standing], countries: Mapping[City, str]) -> Totals:
    """Count the standings of cities; `countries` gives the country of each."""
    counted = [(standing.count, countries[city]) for city, standing in standings.items() if standing.count]
    kinds = [kind for kind, _country in counted]
    return Totals(
        members=kinds.count("member"),
        undated=kinds.count("undated"),
        possible=kinds.count("possible"),
        countries=len({country for kind, country in counted if kind == "member"}),
        countries_most=len({country for _kind, country in counted}),
    )


def totals_by(
    standings: Mapping[City, Standing], groups: Mapping[City, str], countries: Mapping[City, str]
) -> dict[str, Totals]:
    """Count per group (a region, a country); groups in alphabetical order, also those that count nobody."""
    parts: dict[str, dict[City, Standing]] = {group: {} for group in sorted(set(groups.values()))}
    for city, standing in standings.items():
        parts[groups[city]][city] = standing
    return {group: total(part, countries) for group, part in parts.items()}

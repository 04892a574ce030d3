"""What a check found: how much was looked at, and what is not as it must be."""

from dataclasses import dataclass, field
from typing import Any

# Differences that are listed of one kind; the others are counted.
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it must be.

    place  table and key
    must   what follows from the statements; None where there must be nothing
    found  what is there; None where nothing is
    """

    place: str
    must: Any
    found: Any


@dataclass(slots=True)
class Checked:
    """Of one kind of thing: how many there are, how many differ, and the first that do."""

    count: int = 0
    differing: int = 0
    listed: list[Difference] = field(default_factory=list)

    def differ(self, place: str, *, must: Any, found: Any) -> None:
        self.differing += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(Difference(place, must, found))

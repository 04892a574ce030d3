"""The places that are compared, the groups they belong to, and why some are kept out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is a gap or a place is kept out: a code and parameters for `phrases.py`."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of places, e.g. the London boroughs."""

    code: str
    names: Mapping[str, str]
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to group the places, e.g. by nation. `column` of the place table, or prefixes of the place code."""

    code: str
    names: Mapping[str, str]
    groups: tuple[Group, ...]
    column: str = ""

    def group_of(self, place: str) -> str:
        """Code of the group whose prefix the place code has; blank where none has."""
        for group in self.groups:
            if place.startswith(group.prefixes):
                return group.code
        return ""


@dataclass(frozen=True, slots=True)
class Retired:
    """A place code that is no longer in use, as the notes of its observations say.

    since       year in which it ended
    successors  codes and names that took its place, in the order of the note
    """

    code: str
    since: int
    successors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Places:
    """All places that were named, in the order of their codes.

    groups    grouping code -> group code per place, blank where it has none
    kept_out  reason per place why it is not scored; None where it is
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    groupings: tuple[Grouping, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept_out: tuple[Reason | None, ...] = ()
    retired: tuple[Retired, ...] = ()

    @cached_property
    def position(self) -> Mapping[str, int]:
        return {code: position for position, code in enumerate(self.codes)}

    @cached_property
    def in_scope(self) -> tuple[str, ...]:
        """Codes of the places that are not kept out."""
        return tuple(code for code, reason in zip(self.codes, self.kept_out, strict=True) if reason is None)

    def name(self, code: str) -> str:
        """Name of a place; its code where no table names it."""
        position = self.position.get(code)
        return code if position is None else self.names[position] or code

    def group_of(self, place: str, grouping: str) -> str:
        return self.groups[grouping][self.position[place]]

    def members(self, group: str) -> tuple[str, ...]:
        """Codes of the places of a group, whatever grouping it belongs to."""
        for grouping in self.groupings:
            if any(other.code == group for other in grouping.groups):
                row = self.groups[grouping.code]
                return tuple(code for code, own in zip(self.codes, row, strict=True) if own == group)
        return ()

    def keep_out(self, reasons: Mapping[str, Reason]) -> "Places":
        """The same places with more of them kept out; an earlier reason stays."""
        kept_out = tuple(earlier or reasons.get(code) for code, earlier in zip(self.codes, self.kept_out, strict=True))
        return replace(self, kept_out=kept_out)

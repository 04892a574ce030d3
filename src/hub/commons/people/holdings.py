"""What the Hub holds about a person: every app that holds something names a reader here when it starts."""

from collections.abc import Callable
from typing import Any

from hub.commons.people.models import Person

Reader = Callable[[Person], list[dict[str, Any]]]
_readers: dict[str, Reader] = {}


def declare_holding(name: str, reader: Reader) -> None:
    """Declare what an app holds about people: `reader(person)` gives rows that JSON can carry."""
    _readers[name] = reader


def holdings_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Everything held about one person, by the name of its holder."""
    return {name: reader(person) for name, reader in sorted(_readers.items())}

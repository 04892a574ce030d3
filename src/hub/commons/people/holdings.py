"""What the Hub holds about a person: every app that holds something names a reader here when it starts."""

from collections.abc import Callable
from typing import Any

from hub.commons.people.models import Person

Reader = Callable[[Person], list[dict[str, Any]]]
Eraser = Callable[[Person], None]
_readers: dict[str, Reader] = {}
_erasers: dict[str, Eraser] = {}


def declare_holding(name: str, reader: Reader) -> None:
    """Declare what an app holds about people: `reader(person)` gives rows that JSON can carry."""
    _readers[name] = reader


def declare_erasure(name: str, eraser: Eraser) -> None:
    """Declare what an app must do before an account goes, where deleting the account does not do it by itself."""
    _erasers[name] = eraser


def erase_holdings(person: Person) -> None:
    """Let every app forget a person whose account is about to go. Inside the caller's transaction."""
    for _name, eraser in sorted(_erasers.items()):
        eraser(person)


def holdings_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Everything held about one person, by the name of its holder."""
    return {name: reader(person) for name, reader in sorted(_readers.items())}

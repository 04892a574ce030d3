"""Declarations in TOML: found by a path or by the name of one that ships with a room, read key by key."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.kit.errors import DataProblem

# A declaration is written by hand; the largest shipped one has about 150 kB.
MOST_BYTES = 2_000_000


def read_declaration(reference: str, folder: Path) -> str:
    """Text of `reference`: a path, or the name of a file shipped in `folder`; a file of that path comes first.

    `ons-local`, `ons-local.toml` and `recipes/ons-local.toml` all name the shipped file. Raises
    DataProblem("declaration_absent") with the shipped names, ("declaration_unreadable"), ("declaration_too_large").
    """
    path = Path(reference)
    if not path.is_file():
        path = folder / f"{path.name.removesuffix('.toml')}.toml"
        if not path.is_file():
            raise DataProblem("declaration_absent", found=reference, allowed=", ".join(shipped_names(folder)))
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise DataProblem("declaration_too_large", found=len(content), allowed=MOST_BYTES, path=str(path))
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DataProblem("declaration_unreadable", path=path.name, reason=str(error)) from None


def shipped_names(folder: Path) -> tuple[str, ...]:
    """Names of the declarations that ship in a folder."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def parse_toml(text: str, name: str) -> Mapping[str, Any]:
    """DataProblem("declaration_unreadable") says line and column."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataProblem("declaration_unreadable", path=name, reason=str(error)) from None


class Section:
    """One table of a declaration: every key is taken once, with its type, and what is left over is a fault."""

    def __init__(self, content: Any, path: str):
        if not isinstance(content, dict):
            raise DataProblem("key_wrong_type", key=path, found=repr(content)[:80], allowed="table")
        self.content = dict(content)
        self.path = path

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The value of a key; DataProblem key_missing or key_wrong_type. A default makes the key optional."""
        name = f"{self.path}.{key}" if self.path else key
        if key not in self.content:
            if default is ...:
                raise DataProblem("key_missing", key=name)
            return default
        value = self.content.pop(key)
        allowed = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
            shown = " / ".join(one.__name__ for one in allowed)
            raise DataProblem("key_wrong_type", key=name, found=repr(value)[:80], allowed=shown)
        return value

    def section(self, key: str, default: Any = ...) -> "Section":
        return Section(self.take(key, dict, default), f"{self.path}.{key}" if self.path else key)

    def sections(self, key: str, default: Any = ...) -> list["Section"]:
        listed = self.take(key, list, default)
        return [Section(one, f"{self.path}.{key}[{number}]".lstrip(".")) for number, one in enumerate(listed, 1)]

    def names(self, key: str = "names") -> dict[str, str]:
        """A table language -> text; English is required."""
        found = self.take(key, dict)
        if not found.get("en") or not all(isinstance(text, str) for text in found.values()):
            raise DataProblem("name_missing", key=f"{self.path}.{key}", found=repr(found)[:80])
        return found

    def finish(self, *allowed: str) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not pass for a default."""
        if self.content:
            found = next(iter(self.content))
            raise DataProblem("key_unknown", key=f"{self.path}.{found}".lstrip("."), allowed=", ".join(allowed) or "-")

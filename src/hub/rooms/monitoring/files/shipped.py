"""Where the room keeps the declarations that ship with it."""

from pathlib import Path

from hub.commons.sources import declarations

ROOM = Path(__file__).resolve().parent.parent


def read_toml_text(reference: str, folder: str) -> str:
    """Text of a declaration: a path, or the name of one shipped in `recipes`, `frameworks` or `manifests`."""
    return declarations.read_declaration(reference, ROOM / folder)


def shipped_names(folder: str) -> tuple[str, ...]:
    """Names of the files that ship in a folder of the room."""
    return declarations.shipped_names(ROOM / folder)

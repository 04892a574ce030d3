"""What an export does to a disk: a file is there whole under its name, or not at all."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.kit.errors import DataProblem

UNFINISHED = ".part"


class Disk:
    """Every change of the folder goes through here, so that a test can end the run at any of them."""

    def keep(self, part: Path, target: Path) -> None:
        """Give a finished file its name, once its bytes are on the disk."""
        _settle(part)
        part.replace(target)
        _settle(target.parent)

    def write(self, target: Path, text: str) -> None:
        """Put a text in the place of another, whole."""
        part = unfinished(target)
        part.write_text(text, encoding="utf-8")
        self.keep(part, target)

    def remove(self, path: Path) -> None:
        path.unlink()


def unfinished(target: Path) -> Path:
    """Where a file is written before it gets its name; makes the folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f"{target.name}{UNFINISHED}")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Only one export writes to a folder; the lock goes with the process, however that ends."""
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataProblem("export_running", folder=str(folder)) from None
        yield


def _settle(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""An input as it was sent: its name, its bytes, its fingerprint."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from hub.commons.tables.faults import refuse
from hub.commons.tables.limits import MOST_BYTES
from hub.kit.errors import DataProblem


@dataclass(frozen=True)
class Input:
    """`name` is what its sender called it, without folders."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def open_input(path: Path) -> Input:
    """Read a file, never more of it than is allowed; DataProblem("file_absent"), InputRefused("file_too_large")."""
    if not path.is_file():
        raise DataProblem("file_absent", path=str(path))
    with path.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    return check_size(Input(path.name, content))


def check_size(sent: Input) -> Input:
    """Refuse an input that is too large or empty."""
    if len(sent.content) > MOST_BYTES:
        raise refuse("file_too_large", sent.name, found=f"> {MOST_BYTES}", allowed=str(MOST_BYTES))
    if not sent.content.strip(b"\x00\r\n\t ,;\xef\xbb\xbf"):
        raise refuse("file_empty", sent.name, found=f"{len(sent.content)} B")
    return sent

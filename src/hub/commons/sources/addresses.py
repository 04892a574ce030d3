"""A public file: its address, and what it must look like."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from hub.kit.errors import DataProblem

SCHEMES = ("https", "http")
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """One file to fetch. `columns` must be among its headings; `sha256` is blank where revisions are expected."""

    name: str
    address: str
    columns: tuple[str, ...]
    sha256: str = ""
    most_bytes: int = MOST_BYTES


def check_address(address: str) -> None:
    """Only http and https, with a host, without a user name."""
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname or parts.username or not address.isprintable():
        raise DataProblem("manifest_address_invalid", found=address[:80], allowed="https://, http://")

"""One POST of statements to another store, with the care that a secret and an address ask for."""

import ipaddress
import ssl
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from hub.kit.errors import DataProblem

MOST_READ = 64 * 1024
LONGEST_MESSAGE = 2_000
LONGEST_WAIT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Address:
    """Where to send. `may_be_private`: whether it may lie within a private network."""

    url: str
    may_be_private: bool
    timeout_seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other store said; `retry_after_seconds` where it said when to come again."""

    status: int
    message: str
    retry_after_seconds: float | None = None


def post(address: Address, headers: Mapping[str, str], body: bytes) -> Reply:
    """The answer to a POST. A redirect is not followed: it would take the secret to somebody else.

    Errors: `forward_address_private`; OSError and HTTPException where the connection fails.
    """
    connection = _connection(address)
    try:
        connection.connect()
        # Judged by the address that the connection really has: a name could be answered differently twice.
        peer = connection.sock.getpeername()[0]
        if not address.may_be_private and not ipaddress.ip_address(peer).is_global:
            raise DataProblem("forward_address_private", found=address.url, peer=peer)
        connection.request("POST", urlsplit(address.url).path, body=body, headers=dict(headers))
        with connection.getresponse() as response:
            until = time.monotonic() + address.timeout_seconds
            return Reply(response.status, _text(response, until), retry_after(response.getheader("Retry-After", "")))
    finally:
        connection.close()


def basic(key: str, secret: str) -> str:
    """The header Authorization."""
    return f"Basic {b64encode(f'{key}:{secret}'.encode()).decode()}"


def retry_after(text: str) -> float | None:
    """The seconds that a header Retry-After names, as a number or a date; at most a day, so that no slip stops all for good."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_WAIT_SECONDS)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_WAIT_SECONDS)


def _connection(address: Address) -> HTTPConnection:
    parts = urlsplit(address.url)
    host, port, timeout = parts.hostname or "", parts.port, address.timeout_seconds
    if parts.scheme == "https":
        return HTTPSConnection(host, port, timeout=timeout, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=timeout)


def _text(response: HTTPResponse, until: float) -> str:
    """The beginning of the answer; one that trickles in is not waited for."""
    read = b""
    while len(read) < MOST_READ and time.monotonic() < until:
        piece = response.read1(MOST_READ)
        if not piece:
            break
        read += piece
    return read.decode(errors="replace")[:LONGEST_MESSAGE].replace("\x00", "�")

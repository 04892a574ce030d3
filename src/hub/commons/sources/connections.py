"""One GET over HTTP with the care that addresses from a file ask for."""

import ipaddress
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urljoin, urlsplit

from hub.commons.sources.addresses import SCHEMES
from hub.kit.errors import DataProblem

TIMEOUT_SECONDS = 30
MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)


@contextmanager
def get(address: str, headers: Mapping[str, str]) -> Iterator[HTTPResponse]:
    """The answer to a GET, after redirects.

    A redirect may lead to http(s) only, never from https down to http, and never into a private network: unless the
    first address itself is on loopback, as in tests. Raises DataProblem: fetch_redirect_refused,
    fetch_too_many_redirects; OSError and HTTPException where the connection fails.
    """
    current = address
    may_be_private = None
    for _ in range(MOST_REDIRECTS + 1):
        connection = _connect(current)
        try:
            peer = connection.sock.getpeername()[0]
            if may_be_private is None:
                may_be_private = ipaddress.ip_address(peer).is_loopback
            # Judged by the address that the connection really has: a name could be answered differently twice.
            if not may_be_private and not ipaddress.ip_address(peer).is_global:
                raise DataProblem("fetch_redirect_refused", address=address, found=f"{current} ({peer})")
            parts = urlsplit(current)
            connection.request("GET", _target(parts), headers={"Accept-Encoding": "identity", **headers})
            with connection.getresponse() as response:
                if response.status not in _REDIRECTS:
                    yield response
                    return
                current = _next(address, current, response.getheader("Location", ""))
        finally:
            connection.close()
    raise DataProblem("fetch_too_many_redirects", address=address, allowed=MOST_REDIRECTS)


def _connect(address: str) -> HTTPConnection:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    connection: HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    connection.connect()
    return connection


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _next(first: str, current: str, location: str) -> str:
    following = urljoin(current, location)
    scheme = urlsplit(following).scheme
    if not location or scheme not in SCHEMES or (urlsplit(current).scheme == "https" and scheme != "https"):
        raise DataProblem("fetch_redirect_refused", address=first, found=following)
    return following

"""Another record store, for tests: it answers, fails and hangs as it is told to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID

from tests.factories.academy import statement

from hub.rooms.academy.actions.forwards import Terms, add_forward
from hub.rooms.academy.models import Forward, Statement


@dataclass
class Got:
    """A request as the other store saw it."""

    path: str
    headers: dict[str, str]
    ids: list[str]
    statements: list[dict]
    parts: dict[str, bytes]


@dataclass
class OtherStore:
    """A record store that does what the protocol asks, after the answers that a test has put in `script`.

    script   called one after the other before a request is looked at: returns (status, headers), or None to go on
    poisoned ids that are refused with the status given, whole batch and all
    """

    address: str = ""
    script: list[Callable[["OtherStore", Got], tuple[int, dict[str, str]] | None]] = field(default_factory=list)
    poisoned: dict[str, int] = field(default_factory=dict)
    most_statements: int = 1_000
    got: list[Got] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def answer(self, got: Got) -> tuple[int, dict[str, str]] | None:
        self.got.append(got)
        scripted = self.script.pop(0)(self, got) if self.script else None
        if scripted is not None:
            return scripted
        if len(got.ids) > self.most_statements:
            return 413, {}
        for id_ in got.ids:
            if id_ in self.poisoned:
                return self.poisoned[id_], {}
        return self.take(got)

    def take(self, got: Got) -> tuple[int, dict[str, str]]:
        """Keep what is not held yet: an id that comes again is nothing new."""
        self.held += [id_ for id_ in got.ids if id_ not in self.held]
        return 200, {}

    @property
    def sizes(self) -> list[int]:
        return [len(got.ids) for got in self.got]


class CutError(Exception):
    """Close the connection without an answer."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: OtherStore

    def do_POST(self) -> None:
        got = _read(self)
        try:
            status, headers = self.store.answer(got) or (200, {})
        except CutError:
            self.close_connection = True
            return
        body = json.dumps({"said": f"status {status}"}).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the console."""


def _read(handler: Handler) -> Got:
    body = handler.rfile.read(int(handler.headers["Content-Length"]))
    parts: dict[str, bytes] = {}
    if handler.headers["Content-Type"].startswith("multipart/mixed"):
        whole = BytesParser(EmailMessage).parsebytes(
            f"Content-Type: {handler.headers['Content-Type']}\r\n\r\n".encode() + body
        )
        first, *others = whole.get_payload()
        body = first.get_payload(decode=True)
        parts = {part["X-Experience-API-Hash"]: part.get_payload(decode=True) for part in others}
    statements = json.loads(body)
    return Got(handler.path, dict(handler.headers), [one["id"] for one in statements], statements, parts)


@contextmanager
def open_other_store() -> Iterator[OtherStore]:
    """A store on a free port of this machine, as long as it is needed."""
    store = OtherStore()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"store": store}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    store.address = f"http://127.0.0.1:{server.server_address[1]}/xapi"
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def forward_to(other: OtherStore, **fields) -> Forward:
    terms = Terms(may_be_private=True, **fields)
    return add_forward(None, "Ministry", other.address, key="key", secret="secret of the other", terms=terms)


def keep(number: int = 1, *, city: int = 0, **parts) -> list[str]:
    """Statements at the end of the store; returns their ids."""
    last = Statement.objects.count()
    made = []
    for sequence in range(last + 1, last + number + 1):
        whole = statement(**({"id": str(UUID(int=sequence)), "version": "1.0.0"} | parts))
        made.append(
            Statement(
                sequence=sequence, id=UUID(whole["id"]), stored=datetime(2026, 11, 24, tzinfo=UTC) + timedelta(seconds=sequence),
                credential=1, city=city, body=json.dumps(whole),
            )
        )  # fmt: skip
    return [str(row.id) for row in Statement.objects.bulk_create(made)]


def says(status: int, **headers: str):
    return lambda _store, _got: (status, {name.replace("_", "-"): value for name, value in headers.items()})

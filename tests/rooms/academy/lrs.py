"""A client of the record store for tests: requests go through the application that the web server loads."""

import base64
import io
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from hub.config.wsgi import application


@dataclass(frozen=True)
class Answer:
    """What came back. Names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Lrs:
    """Speaks one version with one credential; `headers` of a call win, and a header given as None is left out."""

    version: str
    key: str
    secret: str
    always: dict[str, str | None] = field(default_factory=dict)

    def send(
        self, method: str, path: str, *, query: dict[str, Any] | str | None = None, json: Any = None,
        body: bytes | None = None, headers: dict[str, str | None] | None = None,
    ) -> Answer:  # fmt: skip
        """path  after /xapi/, e.g. "statements" or "activities/state"; query values that are not text are written as JSON"""
        payload, kind = (body or b""), "application/octet-stream"
        if json is not None:
            payload, kind = _json(json), "application/json"
        token = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        sent: dict[str, str | None] = {
            "Authorization": f"Basic {token}", "X-Experience-API-Version": self.version,
            "Content-Type": kind if payload else None, "Content-Length": str(len(payload)),
        }  # fmt: skip
        for name, value in (self.always | (headers or {})).items():
            sent = {known: kept for known, kept in sent.items() if known.lower() != name.lower()} | {name: value}
        return call(
            method, path, _query(query), payload, {name: value for name, value in sent.items() if value is not None}
        )

    def get(self, path: str, **words: Any) -> Answer:
        return self.send("GET", path, **words)

    def put(self, path: str, **words: Any) -> Answer:
        return self.send("PUT", path, **words)

    def post(self, path: str, **words: Any) -> Answer:
        return self.send("POST", path, **words)

    def delete(self, path: str, **words: Any) -> Answer:
        return self.send("DELETE", path, **words)

    def head(self, path: str, **words: Any) -> Answer:
        return self.send("HEAD", path, **words)


def call(method: str, path: str, query: str, body: bytes, headers: dict[str, str]) -> Answer:
    """One request, as a web server would hand it on."""
    path, _, inline = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": f"/xapi/{path}", "QUERY_STRING": inline or query,
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False, "HTTP_HOST": "testserver",
    }  # fmt: skip
    for name, value in headers.items():
        word = name.upper().replace("-", "_")
        environ[word if word in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{word}"] = value
    began: dict[str, Any] = {}

    def start(status: str, given: list[tuple[str, str]], _exc: Any = None) -> None:
        began.update(status=int(status[:3]), headers={name.lower(): value for name, value in given})

    parts = application(environ, start)
    try:
        content = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return Answer(began["status"], began["headers"], content)


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _query(query: dict[str, Any] | str | None) -> str:
    if query is None or isinstance(query, str):
        return query or ""
    return urlencode({name: value if isinstance(value, str) else json.dumps(value) for name, value in query.items()})

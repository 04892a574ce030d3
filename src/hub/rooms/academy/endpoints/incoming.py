"""A request as it comes from the web server, and the other way of asking of 1.0.3: everything in a form, sent by POST."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from hub.kit.errors import DataProblem
from hub.rooms.academy.endpoints.versions import VERSION, version_of, version_without
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.files.multipart import LARGEST_REQUEST

FORM = "application/x-www-form-urlencoded"
# Fields of a form that stand for headers; all others are parameters.
HEADERS_IN_FORM = {
    *("authorization", VERSION.lower(), "content-type", "content-length", "if-match", "if-none-match"),
}
MOST_PARAMETERS = 40


@dataclass(slots=True)
class Incoming:
    """A request before anybody has looked at who sends it.

    said  the version that its answer names
    """

    method: str
    path: str
    headers: dict[str, str]
    query: str
    stream: Any = None
    fields: Mapping[str, str] | None = None
    body: bytes | None = None
    said: str = field(default="")

    def __post_init__(self) -> None:
        named = self.headers.get(VERSION.lower())
        without = "2.0.0" if self.path == "about" else version_without(self.headers.get("authorization", ""))
        self.said = version_of(named) or without

    def parameters(self) -> Mapping[str, str]:
        """The parameters, each once. Errors: `parameter_twice`, `parameter_not_text`."""
        if self.fields is not None:
            return self.fields
        return _decoded(self.query)

    def read(self) -> bytes:
        """The body, whole. Errors: `request_too_large` (413), `request_cut`, `length_malformed`."""
        if self.body is None:
            self.body = _whole_body(self.headers, self.stream)
        return self.body


def read_incoming(environ: Mapping[str, Any], path: str) -> Incoming:
    """A request of either way of asking; the other way only where its version is 1.0."""
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers[name.replace("_", "-").lower()] = environ[name]
    method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
    incoming = Incoming(method, path, headers, query, environ["wsgi.input"])
    if "method=" not in query or version_of(headers.get(VERSION.lower())) == "2.0.0":
        return incoming
    return _from_form(incoming) if "method" in _decoded(query) else incoming


def _from_form(incoming: Incoming) -> Incoming:
    """The request that a form stands for."""
    asked = _decoded(incoming.query)
    if incoming.method != "POST":
        raise DataProblem("alternate_only_by_post", found=incoming.method)
    if len(asked) > 1:
        raise DataProblem("alternate_with_parameters", found=", ".join(name for name in asked if name != "method"))
    kind = incoming.headers.get("content-type", "").partition(";")[0].strip().lower()
    method = asked["method"].upper()
    try:
        text = incoming.read().decode()
    except UnicodeDecodeError:
        raise DataProblem("alternate_malformed") from None
    if kind not in {FORM, ""}:
        raise DataProblem("alternate_malformed")
    fields = _decoded(text)
    content = fields.pop("content", None)
    if content is None and method in {"PUT", "POST"}:
        raise DataProblem("alternate_malformed")
    replaced = {name.lower(): value for name, value in fields.items() if name.lower() in HEADERS_IN_FORM}
    headers = {"content-type": "application/json"} if content is not None else {}
    kept = {name: value for name, value in incoming.headers.items() if name not in {"content-type", "content-length"}}
    parameters = {name: value for name, value in fields.items() if name.lower() not in HEADERS_IN_FORM}
    return Incoming(
        method, incoming.path, kept | headers | replaced, "", fields=parameters, body=(content or "").encode()
    )


def _decoded(query: str) -> dict[str, str]:
    try:
        query = query if query.isascii() else query.encode("latin-1").decode()
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError:
        raise DataProblem("parameter_not_text", property=query[:40]) from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise DataProblem("parameter_twice", property=name[:80])
        found[name] = value
    return found


def _whole_body(headers: Mapping[str, str], stream: Any) -> bytes:
    stated = headers.get("content-length", "")
    if stated:
        if not stated.isascii() or not stated.isdigit():
            raise DataProblem("length_malformed", found=stated[:40])
        expected = int(stated)
        if expected > LARGEST_REQUEST:
            raise Refused(413, "request_too_large", found=expected, allowed=LARGEST_REQUEST)
        body = bytes(stream.read(expected)) if expected else b""
        if len(body) < expected:
            raise DataProblem("request_cut", found=len(body), allowed=expected)
        return body
    if "transfer-encoding" not in headers:
        return b""
    body = bytes(stream.read(LARGEST_REQUEST + 1))
    if len(body) > LARGEST_REQUEST:
        raise Refused(413, "request_too_large", found=len(body), allowed=LARGEST_REQUEST)
    return body

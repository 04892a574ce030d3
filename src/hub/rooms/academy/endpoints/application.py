"""The record store over HTTP: a WSGI application of its own in front of the site.

The site's middleware (sessions, languages, policies) costs more than a statement does, and none of it belongs to a protocol in
which every request says who it is. Order of the checks: path, method, version, credential, scope, rate, parameters.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from django.db import Error as DatabaseError
from django.db import connections
from django.http import HttpRequest
from django.utils import translation
from django.utils.html import escape

from hub.kit.errors import Problem
from hub.rooms.academy.endpoints import about, activities, agents, documents, statements
from hub.rooms.academy.endpoints.exchange import CONSISTENT, Request, Response
from hub.rooms.academy.endpoints.incoming import Incoming, read_incoming
from hub.rooms.academy.endpoints.limits import take_one
from hub.rooms.academy.endpoints.versions import VERSION, remember_version, version_in, version_without
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.formats import languages_of
from hub.rooms.academy.phrases import say
from hub.rooms.academy.queries.credentials import caller_of
from hub.rooms.academy.queries.statements import consistent_through
from hub.rooms.academy.rules import Caller, check_may

MOUNT = "/xapi"
RESOURCES: Mapping[str, Mapping[str, Callable[[Request], Response]]] = {
    "statements": statements.STATEMENTS,
    "activities": activities.ACTIVITIES,
    "activities/state": documents.STATE,
    "activities/profile": documents.ACTIVITY_PROFILE,
    "agents": agents.AGENTS,
    "agents/profile": documents.AGENT_PROFILE,
    "about": about.ABOUT,
}
REASONS = {
    200: "OK", 204: "No Content", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 412: "Precondition Failed", 413: "Content Too Large", 429: "Too Many Requests",
    500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip
# Content of cmi5 and browsers of other sites may speak to the store: who they are stands in a header, never in a cookie.
OPEN_TO_SITES = {
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Expose-Headers": f"ETag, Last-Modified, Content-Length, {VERSION}, {CONSISTENT}",
}
ASKED_FIRST = {
    "Access-Control-Allow-Headers": f"Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, {VERSION}",
    "Access-Control-Max-Age": "86400",
}
logger = logging.getLogger(__name__)


def mounted(site: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The site with the record store before it, at /xapi/."""

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path != MOUNT and not path.startswith(f"{MOUNT}/"):
            return site(environ, start)
        return _serve(environ, start)

    return application


def _serve(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """One request, and an answer whatever happens."""
    _tidy_connections()
    resource = environ["PATH_INFO"][len(MOUNT) + 1 :].removesuffix("/")
    headers: dict[str, str] = {}
    incoming: Incoming | None = None
    try:
        incoming = read_incoming(environ, resource)
        response = _answer(incoming)
    except Problem as problem:
        response = _refusal(problem, environ)
    except RecursionError:
        response = _refusal(Refused(400, "json_too_deep"), environ)
    except DatabaseError:
        logger.exception("the record store could not reach its database")
        response = _refusal(Refused(503, "overloaded", retry_after=2), environ)
    except Exception:
        logger.exception("the record store failed")
        response = _refusal(Refused(500, "store_failed"), environ)
    headers[VERSION] = response.headers.get(VERSION) or (incoming.said if incoming else version_without(""))
    if resource.startswith("statements") and CONSISTENT not in response.headers and response.status < 500:
        headers[CONSISTENT] = consistent_through()
    headers |= {"Content-Security-Policy": "default-src 'none'"} | response.headers | OPEN_TO_SITES
    if response.status != 204:
        headers.setdefault("Content-Length", str(len(response.body)))
    start(f"{response.status} {REASONS.get(response.status, 'Unknown')}", list(headers.items()))
    _tidy_connections()
    is_head = "HEAD" in (environ["REQUEST_METHOD"], incoming.method if incoming else "")
    return [b""] if is_head else [response.body]


def _answer(incoming: Incoming) -> Response:
    """Check who asks for what, and let the resource answer."""
    resource = RESOURCES.get(incoming.path)
    if resource is None:
        raise Refused(404, "resource_unknown", found=incoming.path[:80], allowed=", ".join(RESOURCES))
    methods = {*resource, "OPTIONS", *({"HEAD"} if "GET" in resource else ())}
    allowed = ", ".join(sorted(methods))
    if incoming.method == "OPTIONS":
        return Response(204, headers={"Allow": allowed, "Access-Control-Allow-Methods": allowed, **ASKED_FIRST})
    if incoming.method not in methods:
        raise Refused(405, "method_not_allowed", resource=incoming.path, found=incoming.method[:20], allowed=allowed)
    handler = resource["GET" if incoming.method == "HEAD" else incoming.method]
    if incoming.path == "about":
        return handler(_request(incoming, incoming.said, about.ANYBODY))
    authorization = incoming.headers.get("authorization", "")
    version = version_in(incoming.headers, authorization)
    caller = caller_of(authorization)
    if caller is None:
        raise Refused(401, "not_signed_in")
    remember_version(authorization, version)
    check_may(caller, incoming.method, incoming.path)
    take_one(caller)
    return handler(_request(incoming, version, caller))


def _request(incoming: Incoming, version: str, caller: Caller) -> Request:
    return Request(
        incoming.method, incoming.path, incoming.parameters(), incoming.headers, incoming.read(), version, caller
    )


def _refusal(problem: Problem, environ: Mapping[str, Any]) -> Response:
    """What is wrong as JSON, in a language that the reader prefers; the shape is that of the site's other interface."""
    status = problem.status if isinstance(problem, Refused) else 400
    with translation.override(_language_of(environ.get("HTTP_ACCEPT_LANGUAGE", ""))):
        message = say(problem)
    kind, body = _written(problem.code, message, environ.get("HTTP_ACCEPT", ""))
    headers = {"Content-Type": kind, "Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
    if status == 405:
        headers["Allow"] = problem.parameters["allowed"]
    if "retry_after" in problem.parameters:
        headers["Retry-After"] = str(problem.parameters["retry_after"])
    return Response(status, body, headers)


def _written(code: str, message: str, accept: str) -> tuple[str, bytes]:
    """A message as the reader wants it: JSON, or where that is asked for, text or a page."""
    question = HttpRequest()
    question.META["HTTP_ACCEPT"] = accept or "*/*"
    kind = question.get_preferred_type(["application/json", "text/plain", "text/html"])
    if kind == "text/plain":
        return "text/plain; charset=utf-8", message.encode()
    if kind == "text/html":
        return "text/html; charset=utf-8", f"<!doctype html><title>{code}</title><p>{escape(message)}</p>".encode()
    return "application/json", orjson.dumps({"error": {"code": code, "message": message, "findings": []}})


def _tidy_connections() -> None:
    """What the framework does around a request: drop connections that broke or are too old, but none in a transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _language_of(header: str) -> str:
    for language in languages_of(header).wanted:
        try:
            return translation.get_supported_language_variant(language)
        except LookupError:
            continue
    return "en"

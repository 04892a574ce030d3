"""States and profiles: documents of any kind that content keeps beside its statements.

Three resources that differ only in what their documents are of, and in that states can be deleted all at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.http import http_date

from hub.kit.errors import DataProblem
from hub.rooms.academy.actions.documents import delete_document, delete_documents, post_document, put_document
from hub.rooms.academy.endpoints.exchange import Request, Response
from hub.rooms.academy.endpoints.parameters import (
    activity_in,
    check_parameters,
    name_in,
    owner_in,
    registration_in,
    since_in,
)
from hub.rooms.academy.engine.documents import (
    JSON,
    Conditions,
    Scope,
    check_content_type,
    etag_of,
    list_of_names,
    names_tag,
)
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.keys import activity_key, agent_key
from hub.rooms.academy.models import Document, DocumentKind
from hub.rooms.academy.queries.documents import Listing, document_of, listing_of
from hub.rooms.academy.rules import READING, check_agent

# A stored page must not run as one of ours, whatever type its sender gave it; and a browser must ask again each time.
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-cache",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the three resources.

    of        parameters that say what a document is of
    optional  one that may narrow it
    name      parameter with the name of the document
    """

    kind: DocumentKind
    of: tuple[str, ...]
    name: str
    optional: tuple[str, ...] = ()


def get_documents(kind: Kind, request: Request) -> Response:
    """One document where a name is given, else the list of names."""
    if kind.name not in request.query:
        check_parameters(request, kind.of, (*kind.optional, "since"))
        return _list_answer(listing_of(_scope(kind, request), since=since_in(request)))
    scope, name = _single(kind, request)
    document = document_of(scope, name)
    if document is None:
        raise Refused(404, "document_unknown", property=kind.name, found=name[:80])
    return _document_answer(request, document)


def put(kind: Kind, request: Request) -> Response:
    scope, name = _single(kind, request)
    document = put_document(
        scope, name, request.body, _content_type(request), conditions=_conditions(request), version=request.version
    )
    return Response(204, headers=_tags(document))


def post(kind: Kind, request: Request) -> Response:
    scope, name = _single(kind, request)
    document = post_document(scope, name, request.body, _content_type(request), conditions=_conditions(request))
    return Response(204, headers=_tags(document))


def delete(kind: Kind, request: Request) -> Response:
    scope, name = _single(kind, request)
    delete_document(scope, name, conditions=_conditions(request))
    return Response(204)


def delete_one_or_all(kind: Kind, request: Request) -> Response:
    """One document where a name is given, else all of the same activity, agent and registration."""
    if kind.name in request.query:
        return delete(kind, request)
    check_parameters(request, kind.of, kind.optional)
    delete_documents(_scope(kind, request), conditions=_conditions(request))
    return Response(204)


def _single(kind: Kind, request: Request) -> tuple[Scope, str]:
    check_parameters(request, (*kind.of, kind.name), kind.optional)
    return _scope(kind, request), name_in(request, kind.name)


def _scope(kind: Kind, request: Request) -> Scope:
    """What the request is about, where the caller may speak of it."""
    owner = owner_in(request) if "agent" in kind.of else None
    activity = activity_key(activity_in(request)) if "activityId" in kind.of else 0
    registration = registration_in(request)
    _check_own(request, owner, registration)
    person = agent_key(owner) if owner else 0
    return Scope(kind.kind.value, request.caller.city, activity, person, registration)


def _check_own(request: Request, owner: Mapping[str, Any] | None, registration: UUID | None) -> None:
    """A learner's browser uses documents of the learner only, and changes none of another registration."""
    caller = request.caller
    if caller.person is None:
        return
    if owner is None:
        raise Refused(403, "document_of_all")
    check_agent(caller, owner)
    is_reading = request.method in READING
    if registration and caller.registration and not is_reading and UUID(caller.registration) != registration:
        raise Refused(403, "registration_not_yours", found=str(registration), allowed=caller.registration)


def _conditions(request: Request) -> Conditions:
    return Conditions(request.headers.get("if-match", "").strip(), request.headers.get("if-none-match", "").strip())


def _content_type(request: Request) -> str:
    given = request.headers.get("content-type", "")
    if not given and not request.body:
        raise DataProblem("document_missing")
    return check_content_type(given)


def _document_answer(request: Request, document: Document) -> Response:
    headers = _tags(document) | SAFE
    if names_tag(request.headers.get("if-none-match", ""), document.etag):
        return Response(304, headers=headers)
    return Response(200, bytes(document.content), headers | {"Content-Type": document.content_type})


def _list_answer(listing: Listing) -> Response:
    body = list_of_names(listing.names)
    headers = {"Content-Type": JSON, "ETag": f'"{etag_of(body)}"', "Cache-Control": SAFE["Cache-Control"]}
    if listing.updated:
        headers["Last-Modified"] = http_date(int(listing.updated.timestamp()))
    return Response(200, body, headers)


def _tags(document: Document) -> dict[str, str]:
    return {"ETag": f'"{document.etag}"', "Last-Modified": http_date(int(document.updated.timestamp()))}


_STATES = Kind(DocumentKind.STATE, ("activityId", "agent"), "stateId", ("registration",))
_ACTIVITY_PROFILES = Kind(DocumentKind.ACTIVITY_PROFILE, ("activityId",), "profileId")
_AGENT_PROFILES = Kind(DocumentKind.AGENT_PROFILE, ("agent",), "profileId")

STATE = {
    "GET": partial(get_documents, _STATES),
    "PUT": partial(put, _STATES),
    "POST": partial(post, _STATES),
    "DELETE": partial(delete_one_or_all, _STATES),
}
ACTIVITY_PROFILE = {
    "GET": partial(get_documents, _ACTIVITY_PROFILES),
    "PUT": partial(put, _ACTIVITY_PROFILES),
    "POST": partial(post, _ACTIVITY_PROFILES),
    "DELETE": partial(delete, _ACTIVITY_PROFILES),
}
AGENT_PROFILE = {
    "GET": partial(get_documents, _AGENT_PROFILES),
    "PUT": partial(put, _AGENT_PROFILES),
    "POST": partial(post, _AGENT_PROFILES),
    "DELETE": partial(delete, _AGENT_PROFILES),
}

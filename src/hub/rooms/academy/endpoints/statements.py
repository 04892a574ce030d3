"""The statements resource: store by POST and PUT, read one or many by GET. Source: xAPI 1.0.3 Communication 2.1, 2.0 4.1.6.1."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.utils.http import http_date

from hub.kit.errors import DataProblem
from hub.rooms.academy.actions.forwarding import forward_soon
from hub.rooms.academy.actions.progress import project_soon
from hub.rooms.academy.actions.statements import store_statements
from hub.rooms.academy.endpoints.exchange import CONSISTENT, Request, Response
from hub.rooms.academy.endpoints.questions import Asked, asked_in, check_single, continued, link_to_more
from hub.rooms.academy.engine.attachments import hashes_of, match_attachments, media_type
from hub.rooms.academy.engine.multipart import write_parts
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.formats import as_canonical, as_ids, languages_of
from hub.rooms.academy.engine.statement.parse import parse_json
from hub.rooms.academy.engine.statement.shapes import check_uuid
from hub.rooms.academy.engine.statement.statements import check_statement
from hub.rooms.academy.files.multipart import parts_of
from hub.rooms.academy.queries.activities import definitions_of
from hub.rooms.academy.queries.attachments import attachments_of
from hub.rooms.academy.queries.statements import find_statements, statement_of_id
from hub.rooms.academy.rules import check_statement as check_own

JSON, MULTIPART = "application/json", "multipart/mixed"
LARGEST_JSON = 25_000_000


def post_statements(request: Request) -> Response:
    """Store one statement or many; the answer lists their ids in the order sent."""
    _check_no_parameters(request)
    value, parts = _body_of(request)
    statements = [value] if type(value) is dict else value
    if type(statements) is not list:
        raise DataProblem("statements_expected", found=type(value).__name__)
    _check(request, statements, single=type(value) is dict)
    kept = match_attachments(statements, parts, version=request.version) if _declares(statements, parts) else ()
    stored = store_statements(request.caller, statements, version=request.version, parts=kept)
    if stored.added:
        _tell_others()
    through = {CONSISTENT: stored.through} if stored.through else {}
    return Response(200, orjson.dumps(stored.ids), {"Content-Type": JSON, **through})


def put_statement(request: Request) -> Response:
    """Store one statement under the id that the address names."""
    unknown = [name for name in request.query if name != "statementId"]
    if unknown:
        raise DataProblem("parameter_unknown", property=unknown[0][:80], allowed="statementId")
    if "statementId" not in request.query:
        raise DataProblem("statement_id_missing", property="statementId")
    id = request.query["statementId"]
    check_uuid(id, "statementId")
    value, parts = _body_of(request)
    if type(value) is list:
        raise DataProblem("one_statement_only")
    _check(request, [value], single=True)
    if str(value.get("id", id)).lower() != id.lower():
        raise DataProblem("statement_id_differs", property="id", found=value["id"], allowed=id)
    named = [{**value, "id": id}]
    kept = match_attachments(named, parts, version=request.version) if _declares(named, parts) else ()
    if store_statements(request.caller, named, version=request.version, parts=kept).added:
        _tell_others()
    return Response(204)


def _tell_others() -> None:
    """What follows from new statements, in the background: progress, and copies in other stores."""
    project_soon()
    forward_soon()


def get_statements(request: Request) -> Response:
    """One statement by id, a page of many by filters, or the page that a link to more names."""
    if "more" in request.query:
        return _many(request, continued(request))
    if "statementId" in request.query or "voidedStatementId" in request.query:
        return _single(request)
    return _many(request, asked_in(request))


def _single(request: Request) -> Response:
    name, asked = check_single(request)
    found = statement_of_id(request.caller, UUID(request.query[name]))
    if found is None or found.is_void != (name == "voidedStatementId"):
        raise Refused(404, "statement_absent", found=request.query[name])
    (written,) = _formed([found.body], request, asked)
    response = _answer(written, [found.body], asked, request.caller.city)
    response.headers["Last-Modified"] = http_date(int(found.stored.timestamp()))
    return response


def _many(request: Request, asked: Asked) -> Response:
    page = find_statements(request.caller, asked.question)
    more = link_to_more(request, asked, page.next) if page.next is not None else ""
    listed = b",".join(_formed(page.bodies, request, asked))
    return _answer(
        b'{"statements":[%s],"more":%s}' % (listed, orjson.dumps(more)), page.bodies, asked, request.caller.city
    )


def _answer(body: bytes, bodies: Sequence[str], asked: Asked, city: int) -> Response:
    if not asked.with_attachments:
        return Response(200, body, {"Content-Type": JSON})
    hashes = dict.fromkeys(sha2 for text in bodies if '"attachments"' in text for sha2 in hashes_of(orjson.loads(text)))
    content_type, whole = write_parts(body, attachments_of(hashes, city))
    return Response(200, whole, {"Content-Type": content_type})


def _formed(bodies: Sequence[str], request: Request, asked: Asked) -> list[bytes]:
    """Statements in the form asked for; as kept they are given out as text, without being read."""
    if asked.form == "exact":
        return [text.encode() for text in bodies]
    read: list[Mapping[str, Any]] = [orjson.loads(text) for text in bodies]
    if asked.form == "ids":
        read = [as_ids(statement) for statement in read]
    elif asked.form == "canonical":
        languages = languages_of(request.headers.get("accept-language", ""))
        definitions = definitions_of(read)
        read = [as_canonical(statement, languages, definitions) for statement in read]
    return [orjson.dumps(statement) for statement in read]


def _body_of(request: Request) -> tuple[Any, Sequence[Any]]:
    """The JSON of a request and its attachments."""
    content_type = request.headers.get("content-type", "")
    kind = media_type(content_type)
    if kind == MULTIPART:
        first, *parts = parts_of(content_type, request.body)
        return _read(first.content), parts
    if kind != JSON:
        raise DataProblem("content_type_unsuitable", found=content_type[:80] or "–", allowed=f"{JSON}, {MULTIPART}")
    return _read(request.body), ()


def _read(body: bytes) -> Any:
    if len(body) > LARGEST_JSON:
        raise Refused(413, "request_too_large", found=len(body), allowed=LARGEST_JSON)
    return parse_json(body)


def _check(request: Request, statements: Sequence[Any], *, single: bool) -> None:
    """Every statement keeps the specification, and the caller may store it; the first that does not is named."""
    caller = request.caller
    bound = caller.person is not None or bool(caller.registration)
    for number, statement in enumerate(statements):
        check_statement(statement, request.version, "" if single else f"[{number}]")
        if bound:
            check_own(caller, statement)


def _declares(statements: Sequence[Mapping[str, Any]], parts: Sequence[Any]) -> bool:
    """Whether there is anything about attachments to look at."""
    return bool(parts) or any("attachments" in each or "attachments" in each["object"] for each in statements)


def _check_no_parameters(request: Request) -> None:
    for name in request.query:
        raise DataProblem("parameter_unknown", property=name[:80], allowed="–")


STATEMENTS = {"GET": get_statements, "POST": post_statements, "PUT": put_statement}

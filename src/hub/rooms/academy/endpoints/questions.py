"""What a GET of statements asks for: its parameters as filters, and links to the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.core import signing

from hub.kit.errors import DataProblem
from hub.rooms.academy.endpoints.exchange import Request
from hub.rooms.academy.endpoints.parameters import check_parameters
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.engine.statement.agents import check_actor
from hub.rooms.academy.engine.statement.keys import activity_key, agent_key, identity_of, key_of
from hub.rooms.academy.engine.statement.mentions import RELATED_ACTIVITY, RELATED_AGENT
from hub.rooms.academy.engine.statement.parse import parse_json
from hub.rooms.academy.engine.statement.shapes import check_iri, check_uuid, shown
from hub.rooms.academy.engine.statement.texts import moment_of
from hub.rooms.academy.queries.statements import Question

FORMS = ("exact", "ids", "canonical")
FILTERS = (
    *("agent", "verb", "activity", "registration", "related_activities", "related_agents", "since", "until"),
    *("limit", "ascending"),
)
SINGLE = ("statementId", "voidedStatementId")
ANY = ("format", "attachments")
LARGEST_PAGE, LARGEST_PAGE_WITH_ATTACHMENTS = 500, 20
SIGNED_FOR = "hub.academy.more"
MORE_SECONDS = 48 * 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and how its answer is written."""

    question: Question
    form: str = "exact"
    with_attachments: bool = False


def asked_in(request: Request) -> Asked:
    """The filters of a request. Errors name the parameter."""
    check_parameters(request, (), (*FILTERS, *ANY))
    form, with_attachments = _form(request)
    most = LARGEST_PAGE_WITH_ATTACHMENTS if with_attachments else LARGEST_PAGE
    question = Question(
        keys=tuple(_keys(request)),
        since=_moment(request, "since"),
        until=_moment(request, "until"),
        ascending=_truth(request, "ascending"),
        limit=min(_limit(request) or most, most),
    )
    return Asked(question, form, with_attachments)


def check_single(request: Request) -> tuple[str, Asked]:
    """The parameter that names one statement; it stands alone or with a form. Errors name the parameter."""
    name, *both = [name for name in SINGLE if name in request.query]
    for other in (*both, *(filter for filter in FILTERS if filter in request.query)):
        raise DataProblem("parameter_not_allowed_with", property=other, found=name)
    check_parameters(request, (name,), ANY)
    check_uuid(request.query[name], name)
    form, with_attachments = _form(request)
    return name, Asked(Question(), form, with_attachments)


def link_to_more(request: Request, asked: Asked, cursor: int) -> str:
    """Where the next page is: the question itself, signed, good for two days and for the same credential."""
    question = asked.question
    said = {
        "c": request.caller.credential,
        "k": question.keys,
        "s": question.since.isoformat() if question.since else "",
        "u": question.until.isoformat() if question.until else "",
        "a": question.ascending,
        "l": question.limit,
        "n": cursor,
        "f": asked.form,
        "t": asked.with_attachments,
    }
    return f"/xapi/statements?more={quote(signing.dumps(said, salt=SIGNED_FOR, compress=True))}"


def continued(request: Request) -> Asked:
    """The question of a link to more. Errors: `more_expired` (404)."""
    check_parameters(request, ("more",))
    try:
        said: Mapping[str, Any] = signing.loads(request.query["more"], salt=SIGNED_FOR, max_age=MORE_SECONDS)
    except (signing.BadSignature, ValueError):
        raise Refused(404, "more_expired") from None
    if said["c"] != request.caller.credential:
        raise Refused(404, "more_expired")
    question = Question(
        keys=tuple(tuple(keys) for keys in said["k"]),
        since=datetime.fromisoformat(said["s"]) if said["s"] else None,
        until=datetime.fromisoformat(said["u"]) if said["u"] else None,
        ascending=said["a"],
        limit=said["l"],
    )
    return Asked(replace(question, cursor=said["n"]), said["f"], said["t"])


def _keys(request: Request) -> list[tuple[int, ...]]:
    """One tuple of keys for each filter; the broad filters have two."""
    query, keys = request.query, []
    if "agent" in query:
        agent = _agent(query["agent"])
        broad = (agent_key(agent, RELATED_AGENT),) if _truth(request, "related_agents") else ()
        keys.append((agent_key(agent), *broad))
    if "activity" in query:
        check_iri(query["activity"], "activity")
        broad = (activity_key(query["activity"], RELATED_ACTIVITY),) if _truth(request, "related_activities") else ()
        keys.append((activity_key(query["activity"]), *broad))
    if "verb" in query:
        check_iri(query["verb"], "verb")
        keys.append((key_of("verb", query["verb"]),))
    if "registration" in query:
        check_uuid(query["registration"], "registration")
        keys.append((key_of("registration", query["registration"].lower()),))
    for name in ("related_agents", "related_activities"):
        _truth(request, name)
    return keys


def _agent(text: str) -> Mapping[str, Any]:
    try:
        agent = parse_json(text.encode())
    except DataProblem as problem:
        raise DataProblem("parameter_not_json", property="agent", found=shown(text)) from problem
    check_actor(agent, "agent")
    if not identity_of(agent):
        raise DataProblem("group_not_identified", property="agent")
    return agent  # type: ignore[no-any-return]


def _form(request: Request) -> tuple[str, bool]:
    form = request.query.get("format", "exact")
    if form not in FORMS:
        raise DataProblem("parameter_value", property="format", found=shown(form), allowed=", ".join(FORMS))
    return form, _truth(request, "attachments")


def _truth(request: Request, name: str) -> bool:
    text = request.query.get(name, "false")
    if text not in {"true", "false"}:
        raise DataProblem("parameter_value", property=name, found=shown(text), allowed="true, false")
    return text == "true"


def _limit(request: Request) -> int:
    text = request.query.get("limit", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise DataProblem("parameter_value", property="limit", found=shown(text), allowed="0, 1, 2, …")
    return int(text)


def _moment(request: Request, name: str) -> datetime | None:
    text = request.query.get(name)
    return None if text is None else moment_of(text.replace(" ", "+") if "T" in text else text, name)

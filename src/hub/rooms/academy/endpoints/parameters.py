"""Parameters of a request as clean values: what is unknown, missing or malformed is refused with its name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.kit.errors import DataProblem
from hub.rooms.academy.endpoints.exchange import Request
from hub.rooms.academy.engine.statement import texts
from hub.rooms.academy.engine.statement.agents import check_agent, check_group, identifiers_of
from hub.rooms.academy.engine.statement.parse import parse_json
from hub.rooms.academy.engine.statement.shapes import check_iri, check_uuid

# With four bytes a character still within what an index of PostgreSQL takes.
LONGEST_NAME = 500


def check_parameters(request: Request, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
    """All that are required are there and say something, and nothing else but the optional ones is."""
    known = (*required, *optional)
    for name, value in request.query.items():
        if name not in known:
            raise DataProblem("parameter_unknown", property=name, allowed=", ".join(known))
        if not value:
            raise DataProblem("parameter_empty", property=name)
        if not _is_clean(value):
            raise DataProblem("parameter_not_text", property=name)
    for name in required:
        if name not in request.query:
            raise DataProblem("parameter_missing", property=name)


def agent_in(request: Request) -> Mapping[str, Any]:
    """The agent that is asked about; no group."""
    agent = _json_in(request, "agent")
    check_agent(agent, "agent")
    return agent


def owner_in(request: Request) -> Mapping[str, Any]:
    """Whose documents are asked for: an agent, in 2.0 also a group that can be identified."""
    agent = _json_in(request, "agent")
    if request.version == "1.0.3" or type(agent) is not dict or agent.get("objectType") != "Group":
        check_agent(agent, "agent")
        return agent
    check_group(agent, "agent")
    if not identifiers_of(agent):
        raise DataProblem("group_not_identified", property="agent")
    return agent


def activity_in(request: Request) -> str:
    iri = request.query["activityId"]
    check_iri(iri, "activityId")
    return iri


def registration_in(request: Request) -> UUID | None:
    text = request.query.get("registration")
    if text is None:
        return None
    check_uuid(text, "registration")
    return UUID(text)


def since_in(request: Request) -> datetime | None:
    text = request.query.get("since")
    return None if text is None else texts.moment_of(text, "since")


def name_in(request: Request, parameter: str) -> str:
    """The name of a document."""
    name = request.query[parameter]
    if len(name) > LONGEST_NAME:
        raise DataProblem("document_name_too_long", property=parameter, found=len(name), allowed=LONGEST_NAME)
    return name


def _json_in(request: Request, parameter: str) -> Any:
    try:
        return parse_json(request.query[parameter].encode())
    except DataProblem as problem:
        raise DataProblem("parameter_not_json", property=parameter, found=request.query[parameter][:80]) from problem


def _is_clean(text: str) -> bool:
    """Whether a text can be written: no NUL and no half of a pair of surrogates."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)

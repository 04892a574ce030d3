"""The agents resource: what is known of one person, as an object whose properties are lists."""

import json
from collections.abc import Mapping
from typing import Any

from hub.rooms.academy.endpoints.exchange import Request, Response
from hub.rooms.academy.endpoints.parameters import agent_in, check_parameters
from hub.rooms.academy.engine.documents import JSON, etag_of
from hub.rooms.academy.rules import check_agent


def get_person(request: Request) -> Response:
    """The person of an agent: what the request itself says of it, as the store keeps no directory of people."""
    check_parameters(request, ("agent",))
    agent = agent_in(request)
    check_agent(request.caller, agent)
    body = json.dumps(_person(agent), ensure_ascii=False).encode()
    return Response(200, body, {"Content-Type": JSON, "ETag": f'"{etag_of(body)}"'})


def _person(agent: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: [value] for name, value in agent.items() if name != "objectType"}
    return {"objectType": "Person"} | said


AGENTS = {"GET": get_person}

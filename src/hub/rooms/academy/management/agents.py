"""How commands are told whom they are about."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.statement.agents import check_agent
from hub.rooms.academy.engine.statement.parse import parse_json

WAYS = ("--agent", "--mbox", "--mbox-sha1", "--openid", "--account")


def add_agent_arguments(parser: CommandParser) -> None:
    parser.add_argument("--agent", metavar="JSON", help="an agent as xAPI writes it")
    parser.add_argument(
        "--mbox", metavar="ADDRESS", help="an e-mail address; its SHA-1 and accounts named by it are found too"
    )
    parser.add_argument("--mbox-sha1", metavar="HEX", help="SHA-1 of mailto: and an e-mail address")
    parser.add_argument("--openid", metavar="URI")
    parser.add_argument("--account", nargs=2, metavar=("HOMEPAGE", "NAME"))


def agent_in(options: Mapping[str, Any]) -> dict[str, Any]:
    """The agent that the options name. DataProblem("erasure_agent_unclear") and those of agents."""
    given = [way for way in WAYS if options[way[2:].replace("-", "_")]]
    if len(given) != 1:
        raise DataProblem("erasure_agent_unclear", found=len(given), allowed=", ".join(WAYS))
    agent = _agent(given[0], options)
    check_agent(agent, "agent")
    return agent


def _agent(way: str, options: Mapping[str, Any]) -> Any:
    if way == "--agent":
        return parse_json(options["agent"].encode())
    if way == "--mbox":
        return {"mbox": f"mailto:{options['mbox'].removeprefix('mailto:')}"}
    if way == "--mbox-sha1":
        return {"mbox_sha1sum": options["mbox_sha1"]}
    if way == "--openid":
        return {"openid": options["openid"]}
    home_page, name = options["account"]
    return {"account": {"homePage": home_page, "name": name}}

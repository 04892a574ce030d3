"""The how-to on sending learning records: every command in it is run, in order, against a server."""

import os
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.management import call_command
from django.db import connections
from tests.conftest import ROOT

from hub.config.wsgi import application

PAGE = ROOT / "docs" / "how-to" / "send-learning-records.md"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on the console."""


@pytest.fixture
def server(transactional_db) -> Iterator[str]:
    """Address of a server that has the application which the web server loads."""

    def serve() -> None:
        running.serve_forever(poll_interval=0.02)
        connections.close_all()

    running = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


def steps() -> list[tuple[str, str]]:
    """The commands of the page in order, each with the output that the page shows."""
    fences = [*FENCE.findall(PAGE.read_text("utf-8")), ("", "")]
    return [
        (text, shown if kind_of_next == "text" else "")
        for (kind, text), (kind_of_next, shown) in pairwise(fences)
        if kind == "sh"
    ]


def looks_like(found: str, shown: str) -> bool:
    """Whether an output is the one shown, where "…" stands for anything."""
    pattern = ".*".join(re.escape(piece) for piece in shown.strip().split("…"))
    return re.fullmatch(pattern, found.strip(), re.S) is not None


def run_hub(command: str) -> str:
    """A command of the Hub, in this process."""
    _hub, room, verb, *words = shlex.split(command)
    out = StringIO()
    call_command(f"{room}_{verb}", *words, stdout=out)
    return out.getvalue()


def test_page_when_its_commands_are_run_in_order_then_each_says_what_the_page_shows(server, tmp_path):
    if shutil.which("curl") is None:
        pytest.skip("no curl on this machine")
    shell = "set -eu\n"
    environment = {"PATH": os.environ["PATH"], "HUB": server}
    for command, shown in steps():
        if command.startswith("hub "):
            found = run_hub(command)
            environment |= dict(zip(("KEY", "SECRET"), re.findall(r"^(?:key|secret): (.*)$", found, re.M), strict=True))
        else:
            done = subprocess.run(
                ["bash", "-c", f"{shell}echo '---'\n{command}"], cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=60
            )  # fmt: skip
            assert (done.returncode, done.stderr.decode()) == (0, ""), command
            found = done.stdout.decode().rpartition("---\n")[2]
            # what a command has set is there for the next ones, as in one shell
            shell += "".join(f"{line}\n" for line in command.splitlines() if re.match(r"[A-Z0-9]+=", line))
        assert looks_like(found, shown), f"{command}\n{found}"


def test_page_when_read_then_it_has_the_steps_and_each_curl_is_among_them():
    commands = [command for command, _shown in steps()]
    page = PAGE.read_text("utf-8")
    assert sum(command.count("curl -") for command in commands) == page.count("curl -") >= 15


@pytest.mark.parametrize(
    ("found", "is_alike"), [("a1b", True), ("ab", True), ("a\nb\n", True), ("xab", False), ("a1", False)]
)
def test_output_when_compared_then_dots_stand_for_anything(found, is_alike):
    assert looks_like(found, "a…b\n") is is_alike

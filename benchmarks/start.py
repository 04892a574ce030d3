"""From the command to the first answer: `make run` where all is prepared, against the floor of a bare Python process.

Prints seconds and the ratio to Django's own start (django.setup() of the same settings). Usage: make bench-start
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
BAR_SECONDS = 5.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seconds_to_first_answer(port: int) -> float:
    """Seconds from `make run` to the first 200 of the home page."""
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run"], cwd=ROOT, env=os.environ | {"PORT": str(port)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        while time.perf_counter() - began < 300:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer,
            ):
                if answer.status == 200:
                    return time.perf_counter() - began
            time.sleep(0.02)
        raise SystemExit("no answer within 300 seconds")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def seconds_of_setup() -> float:
    """Seconds that django.setup() of the same settings takes in a process of its own."""
    began = time.perf_counter()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "hub.config.settings.dev"}
    subprocess.run([sys.executable, "-c", "import django; django.setup()"], check=True, env=environment)
    return time.perf_counter() - began


def main() -> None:
    seconds_to_first_answer(free_port())
    runs = sorted(seconds_to_first_answer(free_port()) for _ in range(ROUNDS))
    floors = sorted(seconds_of_setup() for _ in range(ROUNDS))
    median, floor = runs[ROUNDS // 2], floors[ROUNDS // 2]
    print(
        f"`make run` to the first 200: median {median:.2f} s of {ROUNDS} (least {runs[0]:.2f}, most {runs[-1]:.2f}); bar {BAR_SECONDS:.0f} s"
    )
    print(f"django.setup() alone: {floor:.2f} s; ratio {median / floor:.2f}")
    sys.exit(0 if median < BAR_SECONDS else 1)


if __name__ == "__main__":
    main()

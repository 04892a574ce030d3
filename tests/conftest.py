"""What every test may ask for."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
# Busy machines are slow, not wrong; CI tries the same examples every time, and a person's machine tries new ones.
settings.register_profile("hub", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("hub")


@pytest.fixture
def shared() -> Path:
    """The folder of real data and reference results beside the project; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared reference data are not beside the project")
    return SHARED


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers on loopback: (address, processes of the workers)."""
    pytest.importorskip("distributed")
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3",
    }
    file = tmp_path / "scheduler.json"
    command = (sys.executable, "-m", "distributed.cli.dask_scheduler")
    scheduler = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)],
        env=environment, stderr=subprocess.DEVNULL, cwd=tmp_path,
    )  # fmt: skip
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--host", "127.0.0.1",
             "--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(tmp_path)],
            env=environment, stderr=subprocess.DEVNULL, cwd=tmp_path,
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        yield _address_in(file), workers
    finally:
        # a worker that is asked nicely first waits for its scheduler; nothing of theirs is worth waiting for
        for process in (*workers, scheduler):
            process.kill()
        for process in (*workers, scheduler):
            process.wait(20)


def _address_in(file):
    for _ in range(300):
        if file.exists() and file.stat().st_size:
            return json.loads(file.read_text())["address"]
        time.sleep(0.1)
    raise AssertionError("the scheduler did not start within 30 seconds")

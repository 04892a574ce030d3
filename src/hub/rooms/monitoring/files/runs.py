"""The register of runs: which run was written where, and from which files. It stays on this machine."""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.keys import read_key
from hub.rooms.monitoring.engine.run import Run

REGISTER = "runs.json"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One line of the register. `inputs` are the paths in the order in which they were given.

    software is kept here and not in the run's folder, whose bytes do not depend on it.
    """

    id: str
    out: str
    inputs: tuple[str, ...]
    language: str
    software: dict[str, str] = field(default_factory=dict)


def record_run(home: Path, run: Run, out: Path, inputs: Sequence[Path], *, language: str) -> None:
    """Append a run to the register HUB_HOME/runs.json (one JSON object a line)."""
    home.mkdir(parents=True, exist_ok=True)
    software = {name: version(name) for name in ("numpy", "scipy", "openpyxl")} | {"python": platform.python_version()}
    paths = tuple(str(path.resolve()) for path in inputs)
    record = RunRecord(run.id, str(out.resolve()), paths, language, software)
    with (home / REGISTER).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(record), ensure_ascii=False, sort_keys=True) + "\n")


def read_register(home: Path) -> tuple[RunRecord, ...]:
    """All runs, oldest first; lines that are damaged are passed over: a lost line must not hide the others."""
    path = home / REGISTER
    if not path.is_file():
        return ()
    records = []
    for line in path.read_text("utf-8").splitlines():
        try:
            record = json.loads(line)
            records.append(RunRecord(**(record | {"inputs": tuple(record["inputs"])})))
        except (ValueError, TypeError, KeyError):
            continue
    return tuple(records)


def find_run(home: Path, text: str) -> RunRecord:
    """The newest registered run that a key belongs to, its folder still there; DataProblem("run_unregistered")."""
    key = read_key(text)
    for record in reversed(read_register(home)):
        if record.id.startswith(key.run) and (Path(record.out) / "steps").is_dir():
            return record
    raise DataProblem("run_unregistered", found=key.run, home=str(home))

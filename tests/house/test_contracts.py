"""Import-linter holds floors, rooms and engines; here a fault is planted to see that it bites."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT

PLANTED = {
    "a drawer": ("hub/rooms/network/utils.py", "", "Inside a room"),
    "an upward import": ("hub/rooms/network/rules.py", "import hub.rooms.monitoring.models\n", "Rooms"),
    "a lower floor that looks up": ("hub/kit/seeds.py", "import hub.commons.people.models\n", "Floors"),
    "Django in an engine": ("hub/rooms/network/engine/cycle.py", "import django.db\n", "Engines and kit are pure"),
}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__", "data", "locale", "static", "templates", "*.egg-info")
    shutil.copytree(ROOT / "src" / "hub", tmp_path / "hub", ignore=ignore)
    for needed in ("data", "locale"):
        (tmp_path / "hub" / needed).mkdir()
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def contracts_of(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {program}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_contracts_when_the_house_stands_then_they_are_kept(copied):
    report = contracts_of(copied)
    assert report.returncode == 0, report.stdout


@pytest.mark.parametrize("fault", PLANTED)
def test_contracts_when_a_fault_is_planted_then_they_are_broken(copied, fault):
    path, text, contract = PLANTED[fault]
    file = copied / path
    file.write_text(text + (file.read_text() if file.exists() else ""))
    report = contracts_of(copied)
    assert report.returncode == 1
    assert f"{contract} BROKEN" in report.stdout

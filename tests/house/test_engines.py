"""Engines import in a process that refuses everything but the standard library, numpy, scipy, numba and hub.kit."""

import subprocess
import sys

import pytest
from tests.conftest import ROOT

SRC = ROOT / "src"
ENGINES = sorted(path.parent.name for path in SRC.glob("hub/rooms/*/engine"))
# The libraries an engine may use; what they import in their turn is theirs to choose.
ALLOWED = ("numpy", "scipy", "numba", "llvmlite", "orjson", "cryptography")
PROGRAM = """
import importlib, pkgutil, sys
from importlib.abc import MetaPathFinder

ALLOWED, ROOM = {allowed!r}, {room!r}

class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names or top in ALLOWED:
            return None
        if name in ("hub", "hub.rooms", "hub.rooms." + ROOM) or name.startswith(("hub.kit", "hub.rooms." + ROOM + ".engine")):
            return None
        frame = sys._getframe(1)
        while frame is not None:
            asker = frame.f_globals.get("__name__", "")
            if asker.partition(".")[0] in ALLOWED:
                return None
            frame = frame.f_back
        raise ImportError("an engine may not import " + name)

sys.meta_path.insert(0, Refuse())
engine = importlib.import_module("hub.rooms." + ROOM + ".engine")
for module in pkgutil.walk_packages(engine.__path__, engine.__name__ + "."):
    importlib.import_module(module.name)
"""


def import_engine(room: str, source: object = SRC) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(allowed=ALLOWED, room=room)
    return subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": f"{source}:{ROOT / '.venv/lib' / f'python3.{sys.version_info.minor}' / 'site-packages'}"},
    )


@pytest.mark.parametrize("room", ENGINES)
def test_engine_when_everything_else_is_refused_then_it_imports(room):
    assert import_engine(room).stderr == ""


def test_engine_when_django_is_planted_then_it_is_caught(tmp_path):
    engine = tmp_path / "hub" / "rooms" / "planted" / "engine"
    engine.mkdir(parents=True)
    for folder in (engine, engine.parent, engine.parents[1], engine.parents[2]):
        (folder / "__init__.py").touch()
    (engine / "impure.py").write_text("from django.utils import timezone\n")
    assert "an engine may not import django" in import_engine("planted", tmp_path).stderr

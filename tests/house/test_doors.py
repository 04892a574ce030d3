"""Rooms call one another through `door.py` (or an engine); foreign keys that are written as strings point down."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

HUB = ROOT / "src" / "hub"
# From the top: a room may know the rooms below it. Rooms on one floor do not meet.
FLOORS = (("policy",), ("monitoring", "labs"), ("library",), ("campus",), ("ageing", "academy"), ("network",))
HEIGHT = {room: -number for number, floor in enumerate(FLOORS) for room in floor}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey", "ParentalManyToManyField"}


def imports_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def back_doors_of(source: str, room: str) -> list[str]:
    """The imports from another room that go neither through its door nor to its engine."""
    found = []
    for name in imports_of(source):
        parts = name.split(".")
        if parts[:2] == ["hub", "rooms"] and len(parts) > 3 and parts[2] != room and parts[3] not in {"door", "engine"}:
            found.append(name)
    return found


def upward_keys_of(source: str, app: str) -> list[str]:
    """The relations, written as "app.Model", that point to a higher floor."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in RELATIONS
            and node.args
        ):
            target = node.args[0]
            if isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value:
                other = target.value.split(".")[0]
                if other in HEIGHT and HEIGHT[other] >= HEIGHT.get(app, -99) and other != app:
                    found.append(target.value)
    return found


def files_of(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*.py")) if "migrations" not in file.parts]


def test_rooms_when_they_need_another_room_then_they_use_its_door():
    found = {
        str(file.relative_to(HUB)): doors
        for room in sorted((HUB / "rooms").iterdir())
        if room.is_dir()
        for file in files_of(room)
        if (doors := back_doors_of(file.read_text(), room.name))
    }
    assert found == {}


def test_lobby_when_it_shows_a_room_then_it_uses_its_door():
    found = {
        file.name: doors for file in files_of(HUB / "lobby") if (doors := back_doors_of(file.read_text(), "lobby"))
    }
    assert found == {}


def test_foreign_keys_when_written_as_strings_then_they_point_down():
    apps = [*(HUB / "rooms").iterdir(), *(HUB / "commons").iterdir()]
    found = {
        str(file.relative_to(HUB)): keys
        for app in sorted(apps)
        if app.is_dir()
        for file in files_of(app)
        if (keys := upward_keys_of(file.read_text(), app.name))
    }
    assert found == {}


def test_back_door_when_planted_then_it_is_caught():
    planted = "from hub.rooms.network.models import City\nfrom hub.rooms.network.door import cities\n"
    assert back_doors_of(planted, "monitoring") == ["hub.rooms.network.models.City"]


def test_upward_key_when_planted_then_it_is_caught():
    planted = 'class City(Model):\n    round = models.ForeignKey("monitoring.Round", on_delete=CASCADE)\n'
    assert upward_keys_of(planted, "network") == ["monitoring.Round"]
    assert upward_keys_of(planted, "places") == ["monitoring.Round"]

"""`docs/map.md` leads from every behaviour to a file and a name in it; every line of it must resolve."""

import ast
import re

from tests.conftest import ROOT

LINE = re.compile(r"^\| (?P<behaviour>[^|]+) \| `(?P<file>[^`:]+)(?::(?P<name>[^`]+))?` \|$")


def lines_of_map() -> list[str]:
    text = (ROOT / "docs" / "map.md").read_text()
    return [line for line in text.splitlines() if line.startswith("| ") and "`" in line]


def names_of(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return names


def fault_of(line: str) -> str:
    match = LINE.match(line)
    if not match:
        return f"not of the form | behaviour | `file:name` |: {line}"
    file = ROOT / match["file"]
    if not file.exists():
        return f"no such file: {match['file']}"
    if match["name"] and file.suffix == ".py" and match["name"] not in names_of(file.read_text()):
        return f"no {match['name']} in {match['file']}"
    if match["name"] and file.suffix != ".py" and match["name"] not in file.read_text():
        return f"no {match['name']} in {match['file']}"
    return ""


def test_map_when_a_line_is_followed_then_it_resolves():
    assert [fault for line in lines_of_map() if (fault := fault_of(line))] == []


def test_map_when_it_is_read_then_it_covers_every_room():
    text = (ROOT / "docs" / "map.md").read_text()
    rooms = sorted(
        path.name for path in (ROOT / "src/hub/rooms").iterdir() if path.is_dir() and path.name != "__pycache__"
    )
    assert [room for room in rooms if f"src/hub/rooms/{room}/" not in text] == []


def test_map_when_a_line_is_wrong_then_it_is_found():
    assert fault_of("| Load the register | `src/hub/cli.py:no_such_name` |") == "no no_such_name in src/hub/cli.py"

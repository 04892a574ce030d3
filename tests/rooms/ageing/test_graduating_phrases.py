"""Every code of graduation and of national figures has its sentence and its cure, and no sentence asks for what is not given."""

import ast
import re

from tests.conftest import ROOT

from hub.rooms.ageing.phrases.graduating import PHRASES

AGEING = ROOT / "src/hub/rooms/ageing"
FILES = [
    *sorted((AGEING / "engine/graduate").glob("*.py")),
    AGEING / "engine/national.py",
    *sorted((AGEING / "files/national").glob("*.py")),
]


def raised() -> dict[str, set[str]]:
    """Codes and the names of their parameters."""
    found: dict[str, set[str]] = {}
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "DataProblem":
                names = {keyword.arg for keyword in node.keywords}
                found.setdefault(node.args[0].value, set()).update(names)
    return found


def test_graduating_phrases_when_a_code_is_raised_then_there_is_one_for_it_and_no_other():
    assert set(raised()) == set(PHRASES)


def test_graduating_phrases_when_they_name_a_parameter_then_the_engine_gives_it():
    parameters = raised()
    asked = {
        code: set(re.findall(r"%\((\w+)\)s", f"{phrase.sentence} {phrase.cure}")) for code, phrase in PHRASES.items()
    }
    assert {code: names - parameters[code] for code, names in asked.items() if names - parameters[code]} == {}

"""Every code of the intake and its checks has its sentence and its cure; none is left over, none has its name twice."""

import ast
import re

from tests.conftest import ROOT

from hub.commons.tables.phrases import PHRASES as TABLE_PHRASES
from hub.rooms.ageing.phrases.checking import PHRASES as CHECKING_PHRASES
from hub.rooms.ageing.phrases.intake import PHRASES as INTAKE_PHRASES

AGEING = ROOT / "src/hub/rooms/ageing"
FILES = [
    # The table of places offered has phrases of its own.
    *sorted(file for file in (AGEING / "files/intake").glob("*.py") if file.stem != "provision"),
    *(AGEING / "files" / f"{name}.py" for name in ("projections", "results")),
    *(AGEING / "engine" / f"{name}.py" for name in ("checks", "groups", "spread", "tables")),
]
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
# Which argument of a call is the code.
RAISING = {"DataProblem": 0, "refuse": 0, "add": 0, "_found": 0, "_finding": 0, "add_at": 1}


def raised() -> set[str]:
    found = set()
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                found |= (
                    texts_in(node.args[RAISING[name]]) if name in RAISING and len(node.args) > RAISING[name] else set()
                )
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp):
                found |= texts_in(node.value)
    return found


def texts_in(tree: ast.AST) -> set[str]:
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if CODE.fullmatch(text)}


def test_intake_phrases_when_a_code_is_raised_then_there_is_one_for_it_and_no_other():
    own = {*INTAKE_PHRASES, *CHECKING_PHRASES}
    assert raised() - set(TABLE_PHRASES) == own


def test_intake_phrases_when_put_together_then_no_code_is_said_twice():
    assert set(INTAKE_PHRASES) & set(CHECKING_PHRASES) == set()
    assert {*INTAKE_PHRASES, *CHECKING_PHRASES} & set(TABLE_PHRASES) == set()

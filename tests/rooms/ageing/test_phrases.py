"""Every code that the room raises, finds or assumes has its sentence, and every sentence can be said."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

import hub.rooms.ageing.phrases as phrases
from hub.kit.errors import DataProblem, Finding, Problem
from hub.rooms.ageing.phrases.demand import DEMAND_ASSUMPTIONS, DEMAND_NOTES
from hub.rooms.ageing.phrases.outlook import ASSUMPTIONS, PARTS, say_assumption, say_calibration, say_interval

ROOM = Path(phrases.__file__).resolve().parents[1]
# Which argument of a call is the code.
RAISING = {
    "DataProblem": 0, "Problem": 0, "Finding": 0, "refuse": 0, "add": 0, "_found": 0, "_finding": 0, "add_at": 1,
}  # fmt: skip
ASSUMING = {"Assumption": 1}
LANGUAGES = ["en", "fr", "es", "ar", "zh-hans", "ru"]
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
FILES = [path for folder in ("engine", "files", "actions", "queries") for path in sorted((ROOM / folder).rglob("*.py"))]
ASSUMED = {*ASSUMPTIONS, *DEMAND_ASSUMPTIONS, *DEMAND_NOTES}


def codes_in(tree: ast.AST, calls: dict[str, int]) -> set[str]:
    """Codes in that argument of these calls, written there or kept in a name of the same function."""
    found: set[str] = set()
    for scope in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        named: dict[str, set[str]] = {}
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    _name(target, node.value, named)
        for node in ast.walk(scope):
            if isinstance(node, ast.Call):
                at = calls.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
                if at is not None and len(node.args) > at:
                    code = node.args[at]
                    found |= named.get(code.id, set()) if isinstance(code, ast.Name) else texts_in(code)
    return found


def _name(target: ast.AST, value: ast.AST, named: dict[str, set[str]]) -> None:
    if isinstance(target, ast.Name):
        named[target.id] = named.get(target.id, set()) | texts_in(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=True):
            _name(one, other, named)


def texts_in(node: ast.AST) -> set[str]:
    texts = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {text for text in texts if CODE.fullmatch(text)}


def lacking(calls: dict[str, int], known: set[str]) -> dict[str, list[str]]:
    missing = {}
    for path in FILES:
        codes = codes_in(ast.parse(path.read_text("utf-8")), calls) - known
        if codes:
            missing[str(path.relative_to(ROOM))] = sorted(codes)
    return missing


def raised() -> set[str]:
    return {code for path in FILES for code in codes_in(ast.parse(path.read_text("utf-8")), RAISING)}


def test_phrases_when_a_code_is_raised_or_found_in_the_room_then_there_is_one() -> None:
    assert lacking(RAISING, set(phrases.FINDINGS)) == {}


def test_phrases_when_something_is_assumed_in_the_room_then_there_is_a_sentence() -> None:
    assert lacking(ASSUMING, ASSUMED) == {}


def test_phrases_when_codes_are_gathered_then_those_that_are_kept_in_a_name_are_among_them() -> None:
    assert {"starts_unusable", "figures_not_yours", "provision_mode_unknown", "results_unreadable"} <= raised()
    tree = ast.parse((ROOM / "engine" / "outlook" / "fit.py").read_text("utf-8"))
    assert codes_in(tree, ASSUMING) == {
        "fertility_of_country", "fertility_from_births", "fertility_from_children", "mortality_of_country",
        "mortality_from_deaths", "migration_of_country", "migration_of_country_few", "migration_too_large",
        "migration_from_residual",
    }  # fmt: skip


def test_phrases_when_an_outlook_assumes_then_nothing_is_said_that_no_outlook_assumes() -> None:
    outlook = [path for path in FILES if "outlook" in path.parts]
    assumed = {code for path in outlook for code in codes_in(ast.parse(path.read_text("utf-8")), ASSUMING)}
    assert set(ASSUMPTIONS) - assumed == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_when_said_without_any_parameter_then_sentence_and_cure_are_whole_in_every_language(language) -> None:
    broken = {}
    with translation.override(language):
        for code in phrases.FINDINGS:
            try:
                said = (phrases.say(Problem(code)), phrases.say_finding(Finding(code)), phrases.cure_of(Finding(code)))
            except (TypeError, ValueError) as error:
                broken[code] = str(error)
                continue
            if any("%(" in one or not one.strip() for one in said):
                broken[code] = said[0]
    assert broken == {}


@pytest.mark.parametrize("code", sorted(ASSUMPTIONS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_assumptions_when_said_in_any_language_then_the_sentence_is_whole(code: str, language: str) -> None:
    with translation.override(language):
        said = say_assumption({"part": "base", "code": code, "parameters": {}})
    assert "%(" not in said
    assert code not in said


def test_say_assumption_when_it_has_figures_then_they_stand_in_the_sentence() -> None:
    told = {"part": "fertility", "code": "fertility_from_births", "parameters": {"ratio": 1.2}}
    assert say_assumption(told).startswith("Registered births are 1.2 times those")


def test_say_assumption_when_the_code_is_new_then_still_says_something() -> None:
    assert say_assumption({"code": "moon_full"}) == "moon_full"


def test_say_interval_when_an_outlook_has_one_then_says_first_that_it_is_not_estimated_from_the_city() -> None:
    assumed = [
        {"part": "base", "code": "sexes_as_in_country", "parameters": {}},
        {"part": "interval", "code": "interval_of_country", "parameters": {"times": 4.0}},
        {"part": "interval", "code": "small_place_by_counts", "parameters": {"people": 900}},
    ]
    said = say_interval(assumed)
    assert said.startswith(say_calibration())
    assert "not estimated from the city" in said
    assert "4 times a typical country’s" in said
    assert "The place has 900 people" in said
    assert "men from women" not in said


def test_parts_when_an_outlook_assumes_then_each_part_has_a_name() -> None:
    found = set()
    for path in FILES:
        if "outlook" in path.parts and path.stem != "learning":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Assumption":
                    found |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
    assert found <= set(PARTS)
    assert len(found) == 5


def test_say_when_groups_are_too_wide_then_a_planner_knows_what_to_send() -> None:
    said = phrases.say(DataProblem("starts_unusable", found="0–14, 15–64, 65+", date=date(2023, 5, 1), allowed=60))
    assert said.startswith(
        "The age groups of 2023-05-01 are 0–14, 15–64, 65+: five-year groups cannot be made of them."
    )
    assert "the oldest group beginning at 60 or later" in said

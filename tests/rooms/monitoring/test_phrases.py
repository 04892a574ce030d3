"""Every code that the room raises has a phrase, and every phrase can be said."""

import ast
import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from tests.rooms.monitoring.files.broken import broken_files
from tests.rooms.monitoring.report.runs import small_run

import hub.rooms.monitoring.phrases as phrases
from hub.commons.languages.phrases import where_of
from hub.kit.errors import DataProblem, Finding, Problem
from hub.rooms.monitoring.engine.observations import STATUS_NAMES
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.trace import trace
from hub.rooms.monitoring.phrases.reasons import LINKS, REASONS, STATUS_PHRASES

ROOM = Path(__file__).resolve().parents[3] / "src" / "hub" / "rooms" / "monitoring"
RAISING = {"DataProblem", "Problem", "Finding", "Reason", "Link", "refuse", "add", "note", "_findings"}
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
# Parameters, columns and step names that look like codes but are none.
OTHERS = {
    *("file_number", "name_local", "maximum_age_years", "with_value", "rank_5th_percentile", "rank_95th_percentile"),
    # The end of a verdict's code, such as coverage_not_examined.
    "not_examined",
}


def texts_in(node: ast.AST) -> list[str]:
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def codes_in(tree: ast.AST) -> set[str]:
    """First arguments of calls that raise, collect or explain; verdicts written as a pair of code and details."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            found += texts_in(node.args[0]) if name in RAISING else []
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict | ast.Call):
            found += texts_in(node.elts[0])
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp):
            found += texts_in(node.value)
    return {text for text in found if CODE.fullmatch(text)}


def test_phrases_when_a_code_is_raised_in_the_room_then_there_is_one() -> None:
    known = {*phrases.FINDINGS, *REASONS, *LINKS}
    missing = {}
    for folder in ("engine", "files", "actions", "queries"):
        for path in sorted((ROOM / folder).rglob("*.py")):
            lacking = codes_in(ast.parse(path.read_text("utf-8"))) - known - OTHERS
            if lacking:
                missing[path.name] = sorted(lacking)
    assert missing == {}


def test_phrases_when_files_are_broken_then_every_code_has_one() -> None:
    assert {broken.code for broken in broken_files()} <= set(phrases.FINDINGS)


def test_phrases_when_workbooks_are_odd_then_every_code_has_one() -> None:
    assert {"formula_cell", "cell_error", "boolean_cell", "date_in_value_cell"} <= set(phrases.FINDINGS)


def test_status_phrases_are_those_of_the_engine() -> None:
    assert tuple(STATUS_PHRASES) == STATUS_NAMES


def test_say_finding_gives_what_was_found_what_is_allowed_and_the_cure() -> None:
    parameters = MappingProxyType({"indicator": "EMP_RATE"})
    finding = Finding("value_out_of_range", "error", "104.2", "0 – 100", "a.csv", 7, "value", 0, parameters)
    assert phrases.say_finding(finding) == (
        "104.2 is outside what is possible for the indicator EMP_RATE: 0 – 100. Check the value and its unit."
    )
    assert where_of(finding) == "a.csv, row 7, column value"
    assert phrases.cure_of(finding) == "Check the value and its unit."


def test_say_when_a_parameter_has_seventeen_digits_then_six_are_said() -> None:
    parameters = MappingProxyType(
        {"place": "A", "indicator": "GDP", "period": "2023", "low": 0.1 + 0.2, "high": 1234567.0}
    )
    said = phrases.say_finding(Finding("value_breaks_history", "warning", "9", parameters=parameters))
    assert "from 0.3 to 1234567 would be usual" in said
    assert "is 0.333333" in phrases.say(DataProblem("span_out_of_range", found=1 / 3, low=0, high=10))


def test_say_link_when_a_node_has_a_scale_of_its_own_then_says_that_one_in_words() -> None:
    run, code = small_run(), "A1"
    step = replace(run.step("normalised"), method="zscore", parameters={"mean": 0.0, "deviation": 1.0})
    step = replace(step, columns={code: {"places": 6.0, "method": "rank", "direction": 1}})
    steps = tuple(step if one.name == "normalised" else one for one in run.steps)
    link = trace(replace(run, steps=steps), run.key("N1", code, "score")).root
    assert phrases.say_link(link, run, "en") == "Normalised by rank (direction 1)"


def test_say_when_the_code_is_new_then_still_says_something() -> None:
    assert "moon_missing" in phrases.say(Problem("moon_missing"))


def test_say_when_a_parameter_is_absent_then_reads_as_a_dash() -> None:
    assert phrases.say(DataProblem("node_childless")) == (
        "Nothing stands below –. Put an indicator below it, or remove it."
    )


def test_every_phrase_can_be_formatted() -> None:
    for code in phrases.FINDINGS:
        assert "%" not in phrases.say(Problem(code)).replace("100%", "")
    for code in REASONS:
        assert phrases.say_reason(Reason(code))


def test_say_reason_when_the_source_gave_a_note_then_quotes_it() -> None:
    reason = Reason("gap_stated", {"status": "suppressed", "note": "Too few answers.", "period": "2023"})
    assert phrases.say_reason(reason) == "The source says: suppressed (2023). Too few answers."

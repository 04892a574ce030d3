"""Framework files: the shipped ones load, faulty ones are refused with the key and what is allowed."""

import pytest

from hub.kit.errors import DataProblem
from hub.rooms.ageing.files.frameworks import (
    FRAMEWORKS,
    MOST_BYTES,
    load_active_ageing,
    load_age_friendly,
    parse_active_ageing,
    parse_age_friendly,
    read_framework,
)

SMALL = """
[framework]
code = "small"
version = "1"
source = "nobody"
least_known = 1
[[domains]]
code = "work"
weight = 2
[[indicators]]
code = "paid"
domain = "work"
weight = 1.5
"""
FRIENDLY = """
[framework]
code = "small"
version = "1"
source = "nobody"
[[domains]]
code = "transport"
[[indicators]]
code = "stops"
domain = "transport"
kind = "core"
perception = { better = "more", unit = "percent" }
objective = { better = "less", unit = "rate" }
"""


def problem_of(parse, text):
    with pytest.raises(DataProblem) as caught:
        parse(text)
    return caught.value


def test_frameworks_when_shipped_then_both_load():
    assert sorted(file.stem for file in FRAMEWORKS.glob("*.toml")) == ["active-ageing-index", "age-friendly-cities"]
    assert (len(load_active_ageing().indicators), len(load_age_friendly().indicators)) == (22, 21)


def test_framework_when_a_path_is_given_then_that_file(tmp_path):
    (tmp_path / "own.toml").write_text(SMALL)
    framework = load_active_ageing(str(tmp_path / "own.toml"))
    assert (framework.code, framework.domains[0].weight, framework.indicators[0].weight) == ("small", 2, 1.5)


def test_framework_when_parsed_then_definitions_are_kept():
    framework = parse_age_friendly(FRIENDLY)
    indicator = framework.indicators[0]
    assert (indicator.objective.better, indicator.objective.unit, framework.domains[0].is_counted) == (
        "less", "rate", True
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "code", "named"),
    [
        ('version = "1"', "", "ageing_framework_key_missing", "framework.version"),
        ('version = "1"', "version = 1", "ageing_framework_key_wrong_type", "framework.version"),
        ("weight = 2", "weight = true", "ageing_framework_key_wrong_type", "domains[1].weight"),
        ("weight = 2", 'weight = 2\nwieght = "3"', "ageing_framework_key_unknown", "domains[1].wieght"),
        ("weight = 2", "weight = 0", "ageing_framework_weight_not_positive", "domains[1].weight"),
        ("weight = 1.5", "weight = inf", "ageing_framework_weight_not_positive", "indicators[1].weight"),
        ('code = "paid"', 'code = "Paid work"', "ageing_framework_code_unusable", "indicators[1].code"),
        ("[framework]", "more = 1\n[framework]", "ageing_framework_key_unknown", "more"),
    ],
)
def test_active_ageing_framework_when_a_key_is_faulty_then_it_is_named(before, after, code, named):
    problem = problem_of(parse_active_ageing, SMALL.replace(before, after, 1))
    assert (problem.code, problem.parameters["key"]) == (code, named)


@pytest.mark.parametrize(
    ("before", "after", "code", "found"),
    [
        ('code = "paid"', 'code = "work"', "ageing_framework_code_repeated", "work"),
        ('domain = "work"', 'domain = "play"', "ageing_framework_domain_unknown", "play"),
        ("[[indicators]]", '[[domains]]\ncode = "play"\nweight = 1\n[[indicators]]',
         "ageing_framework_domain_empty", "play"),
        ("least_known = 1", "least_known = 2", "ageing_framework_least_unusable", 2),
    ],
)  # fmt: skip
def test_active_ageing_framework_when_the_tree_is_faulty_then_the_code_is_named(before, after, code, found):
    problem = problem_of(parse_active_ageing, SMALL.replace(before, after, 1))
    assert (problem.code, problem.parameters["found"]) == (code, found)


@pytest.mark.parametrize(
    ("before", "after", "code", "named"),
    [
        ('kind = "core"', 'kind = "main"', "ageing_framework_choice_unknown", "indicators[1].kind"),
        ('better = "more"', 'better = "up"', "ageing_framework_choice_unknown", "indicators[1].perception.better"),
        ('unit = "rate"', 'unit = "metres"', "ageing_framework_choice_unknown", "indicators[1].objective.unit"),
        ('unit = "rate"', 'unit = "rate", is = 1', "ageing_framework_key_unknown", "indicators[1].objective.is"),
        ('code = "transport"', 'code = "transport"\ncounted = 1', "ageing_framework_key_wrong_type",
         "domains[1].counted"),
    ],
)  # fmt: skip
def test_age_friendly_framework_when_a_key_is_faulty_then_it_is_named(before, after, code, named):
    problem = problem_of(parse_age_friendly, FRIENDLY.replace(before, after, 1))
    assert (problem.code, problem.parameters["key"]) == (code, named)


def test_framework_when_domains_are_no_tables_then_it_is_named():
    problem = problem_of(parse_active_ageing, "domains = [1]\nindicators = []\n[framework]\n")
    assert (problem.code, problem.parameters["key"]) == ("ageing_framework_key_wrong_type", "domains[1]")


def test_framework_when_it_is_not_toml_then_the_place_is_named():
    problem = problem_of(parse_active_ageing, "[framework\n")
    assert problem.code == "ageing_framework_unreadable"
    assert "line 1" in problem.parameters["reason"]


def test_framework_when_absent_then_the_shipped_names_are_offered():
    problem = problem_of(read_framework, "no-such")
    assert (problem.code, problem.parameters["allowed"]) == (
        "ageing_framework_absent", "active-ageing-index, age-friendly-cities"
    )  # fmt: skip


def test_framework_when_it_is_not_text_or_too_large_then_refused(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "large.toml").write_bytes(b" " * (MOST_BYTES + 1))
    codes = [problem_of(read_framework, str(tmp_path / name)).code for name in ("bytes.toml", "large.toml")]
    assert codes == ["ageing_framework_unreadable", "ageing_framework_too_large"]

"""Recipes and frameworks: what is wrong is named, with what is allowed."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.rooms.monitoring.files.rounds import RECIPE, STEPS

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.files.frameworks import load_framework, parse_framework
from hub.rooms.monitoring.files.recipes import load_recipe, parse_recipe
from hub.rooms.monitoring.files.shipped import ROOM, shipped_names

LANGUAGES = {"en", "fr", "es", "ar", "zh-hans", "ru"}
FRAMEWORK = """
[framework]
code = "small"
version = "1"
status = "working"
names = { en = "Small" }
[units.percent]
names = { en = "percent" }
[index]
names = { en = "Index" }
[[areas]]
code = "one"
names = { en = "One" }
[[indicators]]
code = "a"
parent = "one"
names = { en = "A" }
unit = "percent"
direction = 1
source_kind = "official"
low = 0
high = 100
"""


def problem_of(read: Callable[[str], object], text: str) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        read(text)
    return raised.value


def step(text: str) -> str:
    return RECIPE.replace(STEPS, f"[[steps]]\n{text}\n{STEPS}")


@pytest.mark.parametrize(
    ("text", "code", "parameters"),
    [
        (step('do = "polish"\nmethod = "wax"'), "step_unknown", {"found": "polish"}),
        (step('do = "impute"\nmethod = "guess"'), "method_unknown", {"step": "impute", "found": "guess"}),
        (step('do = "impute"\nmethod = "mean"\nmood = 1'), "parameter_unknown", {"found": "mood"}),
        (step('do = "impute"\nmethod = "group-mean"'), "parameter_missing", {"parameter": "grouping"}),
        (step('do = "impute"\nmethod = "group-mean"\ngrouping = "moon"'), "grouping_unknown", {"found": "moon"}),
        (step('do = "screen"\nmethod = "availability"\nplaces = 7'), "share_out_of_range", {"found": "7"}),
        (step('do = "rank"\nmethod = "competition"'), "step_out_of_order", {"step": "rank", "needed": "aggregate"}),
        (RECIPE + '[[steps]]\ndo = "rank"\nmethod = "competition"\n', "rank_without_uncertainty", {"step": "rank"}),
        (RECIPE + '[[steps]]\ndo = "treat"\nmethod = "none"\n', "step_too_late", {"step": "treat"}),
        (RECIPE + '[[steps]]\ndo = "weigh"\nmethod = "equal"\n', "step_repeated", {"step": "weigh"}),
        (RECIPE.replace(STEPS, ""), "key_missing", {"key": "steps"}),
        (RECIPE.replace("latest-at-or-before", "newest"), "vintage_rule_unknown", {"found": "newest"}),
        (RECIPE.replace("years = 10", "years = 0"), "maximum_age_out_of_range", {"found": 0.0}),
        (RECIPE.replace('code = "small"', 'colour = "red"'), "key_missing", {"key": "edition.code"}),
        (RECIPE.replace("date = 2026-06-30", 'date = "soon"'), "key_wrong_type", {"key": "edition.date"}),
        (RECIPE + "sauce = 1\n", "parameter_unknown", {"found": "sauce"}),
        ("edition = [", "declaration_unreadable", {}),
    ],
)
def test_parse_recipe_when_something_is_wrong_then_names_it(
    text: str, code: str, parameters: dict[str, object]
) -> None:
    problem = problem_of(parse_recipe, text)
    assert problem.code == code
    assert {name: problem.parameters[name] for name in parameters} == parameters


def test_parse_recipe_when_a_step_is_missing_then_names_it() -> None:
    text = RECIPE.replace('[[steps]]\ndo = "weigh"\nmethod = "equal"\n', "")
    assert problem_of(parse_recipe, text).parameters == {"step": "aggregate", "needed": "weigh"}


def node(code: str, parent: str, kind: str = "areas") -> str:
    return f'[[{kind}]]\ncode = "{code}"\nparent = "{parent}"\nnames = {{ en = "{code}" }}\n'


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        (FRAMEWORK + node("one", "index"), "node_duplicated", "one"),
        (FRAMEWORK + node("two", "moon"), "parent_unknown", "two"),
        (FRAMEWORK + node("two", "three") + node("three", "two"), "tree_cycle", "two"),
        (FRAMEWORK + node("two", "a"), "node_below_indicator", "two"),
        (FRAMEWORK + node("two", "index"), "node_childless", "two"),
        (FRAMEWORK + "weight = 0\n", "weight_not_positive", "a"),
        (FRAMEWORK + "weight = -1\n", "weight_not_positive", "a"),
        (FRAMEWORK.replace("high = 100", "high = -5"), "limits_inverted", "a"),
        (FRAMEWORK.replace("direction = 1", "direction = 0"), "direction_unknown", "a"),
        (FRAMEWORK + 'denominator = "size"\n', "denominator_unknown", "a"),
        (FRAMEWORK.replace('unit = "percent"', 'unit = "miles"'), "unit_unknown", "a"),
        (FRAMEWORK.replace('"official"', '"rumour"'), "source_kind_unknown", "a"),
        (FRAMEWORK.replace('code = "a"', 'code = "a.b"'), "node_code_invalid", "a.b"),
    ],
)
def test_parse_framework_when_a_node_is_wrong_then_names_it(text: str, code: str, found: str) -> None:
    problem = problem_of(parse_framework, text)
    assert (problem.code, problem.parameters["node"]) == (code, found)


def test_parse_framework_when_a_key_is_misspelt_then_it_does_not_pass_for_a_default() -> None:
    problem = problem_of(parse_framework, FRAMEWORK + "wieght = 2\n")
    assert (problem.code, problem.parameters["key"]) == ("key_unknown", "a.wieght")


def test_parse_framework_puts_parents_before_children_and_counts_levels() -> None:
    framework = parse_framework(FRAMEWORK)
    assert [(one.code, one.level) for one in framework.nodes] == [("index", 0), ("one", 1), ("a", 2)]


def test_load_framework_when_key_features_then_has_the_counts_of_the_set() -> None:
    framework = load_framework("key-features")
    assert (len(framework.areas), len(framework.features), len(framework.indicators)) == (12, 42, 60)
    kinds = [one.source_kind for one in framework.indicators]
    assert [kinds.count(kind) for kind in ("official", "survey", "either", "expert")] == [21, 16, 3, 20]
    assert framework.status == "unofficial-reconstruction"


@pytest.mark.parametrize("name", shipped_names("frameworks"))
def test_load_framework_when_shipped_then_every_name_is_in_six_languages(name: str) -> None:
    framework = load_framework(name)
    for one in (*framework.nodes, *framework.denominators, *framework.units.values()):
        assert set(one.names) == LANGUAGES, one.code
        assert all(text.strip() for text in one.names.values())


@pytest.mark.parametrize("reference", ["ons-local", "ons-local.toml", "recipes/ons-local.toml", "demonstration"])
def test_load_recipe_when_shipped_then_is_found_by_its_name(reference: str) -> None:
    recipe = load_recipe(reference)
    assert set(recipe.titles) == LANGUAGES
    for grouping in recipe.groupings:
        assert all(set(one.names) == LANGUAGES for one in (grouping, *grouping.groups))


def test_load_recipe_when_absent_then_lists_the_shipped_ones() -> None:
    problem = problem_of(load_recipe, "moon")
    assert (problem.code, problem.parameters["allowed"]) == ("declaration_absent", "asem, demonstration, ons-local")


def test_frameworks_agree_with_the_table_of_the_real_data(shared: Path) -> None:
    lines = (shared / "data" / "ons-local" / "indicators.csv").read_text().splitlines()[1:]
    assert {line.split(",")[0] for line in lines} == {one.code for one in load_framework("ons-local").indicators}
    assert tomllib.loads((ROOM / "frameworks" / "ons-local.toml").read_text())["framework"]["status"] == "working"

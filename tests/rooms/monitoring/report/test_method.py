"""Every method that a recipe can name has a sentence in the report, with names of methods in words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.rooms.monitoring.report.runs import small_run

from hub.commons.documents.document import Points
from hub.rooms.monitoring.engine.recipe import REQUIRED, STEPS, Plan, complete_parameters
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.report.sections.method import method_sections
from hub.rooms.monitoring.report.sections.reading import Reading

NEEDED: Mapping[str, Any] = {
    "grouping": "side",
    "seed": 7,
    "points": {},
    "judgements": {},
    "nodes": [],
    "power": 0.5,
    "reference": "N1",
    "targets": {},
    "goalposts": {},
}
METHODS = [(do, method) for do, methods in STEPS.items() for method in methods]


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run()


def sentence(run: Run, do: str, method: str, **given: Any) -> str:
    needed = {name: NEEDED[name] for name, default in STEPS[do][method].items() if default is REQUIRED}
    plan = Plan(do, method, complete_parameters(do, method, {**needed, **given}))
    section = method_sections(Reading(replace(run, recipe=replace(run.recipe, plans=(plan,))), "en"))[0]
    points = next(block for block in section.blocks if isinstance(block, Points))
    return str(points.points[-1])


@pytest.mark.parametrize(("do", "method"), METHODS)
def test_method_when_a_recipe_names_it_then_the_report_says_it(run: Run, do: str, method: str) -> None:
    said = sentence(run, do, method, **({"nodes": [run.framework.areas[0].code]} if "doubt" in method else {}))
    assert said.split(":")[0].split(",")[0].lower() == do
    assert "%(" not in said
    assert "-mean" not in said


def test_method_when_gaps_are_filled_in_turn_then_all_ways_are_named(run: Run) -> None:
    otherwise = ({"method": "panel-latest", "editions": 3}, {"method": "mean"})
    assert sentence(run, "impute", "group-median", grouping="side", otherwise=otherwise) == (
        "Impute: a gap is filled with the first of these that can be had: the median of the group (Side), where at "
        "least 50% of that group have a value, the latest earlier value, from at most 3 years before, the mean of all "
        "places; else it stays a gap."
    )


def test_method_when_an_indicator_is_normalised_by_itself_then_it_is_named(run: Run) -> None:
    code = run.framework.indicators[0].code
    said = sentence(run, "normalise", "zscore", nodes={code: {"method": "rank"}})
    assert said.endswith(f"Otherwise for: {Reading(run, 'en').name(run.framework.node(code))} (rank).")


def test_method_when_choices_are_varied_then_each_is_said(run: Run) -> None:
    varied = {
        "replications": 500,
        "seed": 3,
        "weights": {"indicator": 0.2},
        "imputations": ({"method": "none"}, {"method": "median"}),
        "normalisations": ({"method": "minmax", "low": 0, "high": 100}, "zscore"),
        "aggregations": ("declared", "geometric"),
        "leave_out": "indicator",
        "noise": False,
    }
    assert sentence(run, "uncertainty", "monte-carlo", **varied) == (
        "Uncertainty: the calculation was repeated 500 times, with choices drawn at random (seed 3). Weights of "
        "indicators varied by up to 20% either way. Gaps were filled with one of these: nothing, the median of all "
        "places. Indicators were normalised by one of these: least and greatest value (0 to 100), mean and standard "
        "deviation (100 and 15, not below 1). All scores were aggregated by one of these: the means of the recipe, "
        "geometric mean. One indicator, or none, was left out each time. The band of a rank runs from the 5th to the "
        "95th percentile of the ranks that a place came to."
    )

"""A small recipe and inputs for the tests of this folder."""

from functools import lru_cache

from hub.commons.tables.inputs import Input
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.recipe import Recipe
from hub.rooms.monitoring.files.frameworks import load_framework
from hub.rooms.monitoring.files.intake import Intake, read_round
from hub.rooms.monitoring.files.recipes import parse_recipe

STEPS = """
[[steps]]
do = "normalise"
method = "minmax"
[[steps]]
do = "weigh"
method = "equal"
[[steps]]
do = "aggregate"
method = "arithmetic"
"""
RECIPE = (
    """
framework = "ons-local"
[edition]
code = "small"
date = 2026-06-30
title = { en = "A small round" }
[vintage]
rule = "latest-at-or-before"
maximum_age_years = 10
"""
    + STEPS
)


def small_recipe(text: str = RECIPE) -> Recipe:
    return parse_recipe(text)


@lru_cache
def ons_framework() -> Framework:
    return load_framework("ons-local")


def read(content: bytes | str, *others: bytes | str, recipe: Recipe | None = None) -> Intake:
    """Read contents as files named a.csv, b.csv, …"""
    inputs = [
        Input(f"{chr(97 + number)}.csv", one.encode() if isinstance(one, str) else one)
        for number, one in enumerate((content, *others))
    ]
    return read_round(inputs, recipe or small_recipe(), ons_framework())

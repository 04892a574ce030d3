"""A small round for the tests of the engine: built in memory, without files."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from hub.kit.years import read_period
from hub.rooms.monitoring.engine.framework import Framework, Node, grow_framework
from hub.rooms.monitoring.engine.observations import STATUS_NAMES, InputFile, Observations
from hub.rooms.monitoring.engine.pipeline import run
from hub.rooms.monitoring.engine.places import Group, Grouping, Places
from hub.rooms.monitoring.engine.recipe import Plan, Recipe, Vintage, complete_parameters
from hub.rooms.monitoring.engine.run import Run

# place, indicator, period, value, low, high, status
Row = tuple[str, str, str, float | None, float | None, float | None, str]


def observations_of(rows: Sequence[Row]) -> Observations:
    """Rows as one file `a.csv`, the first row being line 2."""
    columns = list(zip(*rows, strict=True))
    coded = {}
    for name, texts in zip(("place", "indicator", "period"), columns[:3], strict=True):
        codes = tuple(dict.fromkeys(texts))
        coded[name] = (codes, np.array([codes.index(text) for text in texts], np.int32))
    spans = [read_period(text) for text in coded["period"][0]]
    numbers = [np.array([np.nan if value is None else value for value in column], float) for column in columns[3:6]]
    zeros = np.zeros(len(rows), np.int32)
    return Observations(
        places=coded["place"][0],
        indicators=coded["indicator"][0],
        periods=coded["period"][0],
        sources=("",),
        notes=("",),
        files=("a.csv",),
        starts=np.array([span.start.toordinal() for span in spans], np.int32),
        ends=np.array([span.end.toordinal() for span in spans], np.int32),
        place=coded["place"][1],
        indicator=coded["indicator"][1],
        period=coded["period"][1],
        value=numbers[0],
        low=numbers[1],
        high=numbers[2],
        status=np.array([STATUS_NAMES.index(status) for status in columns[6]], np.int32),
        source=zeros.copy(),
        note=zeros.copy(),
        file=zeros.copy(),
        row=np.arange(2, len(rows) + 2, dtype=np.int32),
    )


def small_framework(**denominators: str) -> Framework:
    """index > one (a, b), two (c); b counts downwards."""
    nodes = [Node("index", "", "index", {"en": "Index"})]
    nodes += [Node(code, "index", "area", {"en": code}) for code in ("one", "two")]
    for code, parent, direction in (("a", "one", 1), ("b", "one", -1), ("c", "two", 1)):
        denominator = denominators.get(code, "")
        nodes.append(
            Node(
                code, parent, "indicator", {"en": code.upper()}, direction=direction, denominator=denominator, factor=1
            )
        )
    bottom = tuple(Node(code, "", "denominator", {"en": code}) for code in dict.fromkeys(denominators.values()))
    return grow_framework(Framework("small", "1", "working", {"en": "Small"}, tuple(nodes), bottom, text="small"))


def plan(do: str, method: str, **parameters: object) -> Plan:
    return Plan(do, method, complete_parameters(do, method, parameters))


CORE = (
    plan("normalise", "minmax"),
    plan("weigh", "equal"),
    plan("aggregate", "arithmetic"),
    plan("rank", "competition", groupings=("side",)),
    plan("uncertainty", "monte-carlo", seed=1, replications=200),
)
SIDES = Grouping("side", {"en": "Side"}, (Group("L", {"en": "Left"}, ("L",)), Group("R", {"en": "Right"}, ("R",))))


def small_recipe(*plans: Plan, maximum_age_years: float = 10) -> Recipe:
    return Recipe(
        code="small",
        titles={"en": "Small"},
        date=date(2024, 12, 31),
        framework="small",
        vintage=Vintage(date(2024, 12, 31), maximum_age_years),
        plans=(*plans, *CORE),
        groupings=(SIDES,),
        text="small recipe",
    )


def places_of(observations: Observations) -> Places:
    codes = tuple(sorted(observations.places))
    sides = tuple(SIDES.group_of(code) for code in codes)
    return Places(codes, codes, (SIDES,), {"side": sides}, (None,) * len(codes))


def wide_rows(table: dict[str, dict[str, float | None]], period: str = "2024") -> list[Row]:
    """place -> indicator -> value as rows of one period."""
    return [
        (place, node, period, value, None, None, "observed" if value is not None else "not-available")
        for place, cells in table.items()
        for node, value in cells.items()
    ]


TABLE: dict[str, dict[str, float | None]] = {
    "L1": {"a": 10, "b": 5, "c": 1},
    "L2": {"a": 20, "b": 3, "c": None},
    "R1": {"a": 40, "b": 1, "c": 3},
    "R2": {"a": 30, "b": 1, "c": 2},
}


def small_run(rows: Sequence[Row] | None = None, *plans: Plan, framework: Framework | None = None) -> Run:
    observations = observations_of(rows or wide_rows(TABLE))
    inputs = (InputFile("a.csv", "00", len(observations), "observations"),)
    recipe = small_recipe(*plans)
    return run(recipe, framework or small_framework(), observations, places_of(observations), inputs=inputs)

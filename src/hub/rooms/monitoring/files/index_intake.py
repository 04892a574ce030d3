"""The tables of an index to what the steps need: through COINr's two tables, or through our own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hub.commons.tables.inputs import open_input
from hub.commons.tables.reading import read_table
from hub.commons.tables.table import TextTable
from hub.commons.tables.writing import plain_text
from hub.kit.errors import DataProblem, Finding
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.observations import InputFile, Observations
from hub.rooms.monitoring.engine.places import Places
from hub.rooms.monitoring.engine.recipe import Recipe, Vintage
from hub.rooms.monitoring.files.coinr import read_coinr
from hub.rooms.monitoring.files.groups import LabelColumn, add_groupings
from hub.rooms.monitoring.files.intake import read_round
from hub.rooms.monitoring.files.tree_texts import read_framework_table
from hub.rooms.monitoring.files.trees import GAPS

PLACES = "places.csv"
CODES = ("code", "place")
# Columns of the table of places in a data package that say something else than a group.
NO_GROUPS = frozenset({*CODES, "name", "scored", "reason", "retired_since", "successors"})


@dataclass(frozen=True)
class IndexIntake:
    """What the tables came to; the recipe has a date and knows the groupings of the tables."""

    recipe: Recipe
    framework: Framework
    observations: Observations
    places: Places
    files: tuple[InputFile, ...]
    findings: tuple[Finding, ...] = ()


def read_coinr_tables(recipe: Recipe, idata: Path, imeta: Path) -> IndexIntake:
    """COINr's tables. Raises InputRefused with every fault, DataProblem("file_absent", "grouping_unknown")."""
    year = None if recipe.date == date.max else recipe.date.year
    found = read_coinr(idata, imeta, year=year)
    return _completed(IndexIntake(recipe, found.framework, found.observations, found.places, found.files))


def read_native_tables(
    recipe: Recipe, observations: Sequence[Path], indicators: Path, places: Path | None = None
) -> IndexIntake:
    """Our own tables; without `places`, the file `places.csv` beside the first one is taken where there is one.

    Raises InputRefused with every fault, DataProblem("file_absent", "grouping_unknown").
    """
    tree = open_input(indicators)
    tree_table = read_table(tree)
    framework = read_framework_table(tree_table)
    sent = [open_input(path) for path in observations]
    place_file = places or _beside(observations)
    labels: Sequence[LabelColumn] = ()
    if place_file:
        own = open_input(place_file)
        table = read_table(own)
        sent.append(own)
        recipe = replace(recipe, place_table=_headings(recipe, table))
        labels = _labels(table, recipe)
    intake = read_round(sent, recipe, framework)
    files = (*intake.files, InputFile(tree.name, tree.sha256, len(tree_table), "indicators", tree_table.format))
    grouped = add_groupings(intake.places, labels)
    return _completed(IndexIntake(recipe, framework, intake.observations, grouped, files, intake.findings))


def _beside(observations: Sequence[Path]) -> Path | None:
    beside = observations[0].parent / PLACES
    return beside if beside.is_file() and beside not in observations else None


def _headings(recipe: Recipe, table: TextTable) -> dict[str, str]:
    """Which column holds the codes: what the recipe says, or the first heading that is usual."""
    said = dict(recipe.place_table)
    if said.get("code", "code") not in table.header:
        said["code"] = next((heading for heading in CODES if heading in table.header), said.get("code", "code"))
    return said


def _labels(table: TextTable, recipe: Recipe) -> list[LabelColumn]:
    code, name = recipe.place_table["code"], recipe.place_table.get("name", "name")
    if code not in table.header:
        return []
    codes = table.column(code)
    declared = {grouping.column for grouping in recipe.groupings}
    return [
        LabelColumn(heading, heading, dict(zip(codes, map(_label, cells), strict=True)))
        for heading, cells in zip(table.header, table.columns, strict=True)
        if heading not in NO_GROUPS | {code, name} | declared
    ]


def _label(cell: str) -> str:
    found = plain_text(cell.strip())
    return "" if found in GAPS else found


def _completed(intake: IndexIntake) -> IndexIntake:
    """Give the recipe its date, where it has none, and the groupings that the tables brought."""
    recipe = intake.recipe
    if recipe.date == date.max:
        last = date.fromordinal(int(intake.observations.ends.max()))
        vintage = recipe.vintage
        if vintage.date == date.max:
            vintage = Vintage(last, vintage.maximum_age_years)
        recipe = replace(recipe, date=last, vintage=vintage)
    recipe = replace(recipe, groupings=intake.places.groupings)
    known = [grouping.code for grouping in recipe.groupings]
    for plan in recipe.plans:
        named = plan.parameters.get("grouping", "")
        for grouping in (*plan.parameters.get("groupings", ()), *((named,) if named else ())):
            if grouping not in known:
                raise DataProblem("grouping_unknown", step=plan.do, found=grouping, allowed=", ".join(known) or "-")
    return replace(intake, recipe=recipe)

"""Runs and documents for the tests of the report."""

from dataclasses import replace
from datetime import date

from tests.factories.monitoring import RECIPE, csv_of, small_framework

from hub.commons.documents.document import (
    ChartBlock,
    Column,
    Document,
    Fact,
    Facts,
    Gap,
    Note,
    Points,
    Row,
    Section,
    Table,
    Text,
)
from hub.commons.tables.inputs import Input
from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.pipeline import run as run_pipeline
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.files.frameworks import parse_framework
from hub.rooms.monitoring.files.intake import read_round
from hub.rooms.monitoring.files.recipes import parse_recipe
from hub.rooms.monitoring.report.charts import Frame, bands_plate

HOSTILE = '#panic("typst") <script>alert(1)</script> $x$ *bold* @ref "] & \\ {{ x }} {% y %}'
GROUPINGS = """
[[places.groupings]]
code = "side"
names = { en = "Side", ar = "الجانب" }
groups = [
  { code = "NORTH", prefixes = ["N"], names = { en = "North", ar = "الشمال" } },
  { code = "SOUTH", prefixes = ["S"], names = { en = "South", ar = "الجنوب" } },
]
"""
CHANGE = """
[change]
earlier = 2020-12-31
later = 2024-12-31
"""
PLACES = ("N1", "N2", "N3", "S1", "S2", "S3", "S4")
WORDS = {"rank": "rank", "band": "band", "rank-median": "median rank"}


def small_run(*, synthetic: bool = False, name: str = "Place") -> Run:
    """Seven places in two groups, four indicators, one gap and one place without any value of an area.

    In the earlier edition the order of the places was the other way round.
    """
    recipe = parse_recipe(RECIPE.replace("[vintage]", GROUPINGS + CHANGE + "\n[vintage]"))
    recipe = replace(recipe, synthetic=synthetic, titles={"en": "A small round", "ar": "جولة صغيرة"})
    rows = [
        f"{place},{indicator},{year},{5 + 11 * standing + (7 * standing * column) % 23},,,,,"
        for row, place in enumerate(PLACES)
        for column, indicator in enumerate(("A1", "A2", "B1", "B2"))
        for year, standing in ((2020, len(PLACES) - 1 - row), (2024, row))
        if not (place == "N2" and indicator == "A1") and not (place == "S4" and indicator in ("B1", "B2"))
    ]
    names = {place: {"name": f"{name} {place}"} for place in PLACES}
    framework = parse_framework(small_framework())
    intake = read_round([Input("values.csv", csv_of(*rows))], recipe, framework, place_rows=names)
    places = replace(intake.places, names=tuple(f"{name} {place}" for place in intake.places.codes))
    return run_pipeline(recipe, framework, intake.observations, places, inputs=intake.files, findings=intake.findings)


def small_document(
    *, words: str = "Words", language: str = "en", synthetic: bool = False, alt: str = "Bands"
) -> Document:
    """One of every kind of block."""
    rows = ({"code": "P1", "name": words, "bold": False, "low": 1},)
    plate = bands_plate(Frame(language == "ar", WORDS), rows, title=words, places=3)
    table = Table(
        f"Table {words}",
        (Column("Place"), Column("Score", "number"), Column("Rank", "number")),
        (
            Row(
                (words, Figure(51.25, "7f3a9c2d.P1.index:score"), Figure(1, "7f3a9c2d.P1.index:rank", digits=0)),
                "7f3a9c2d.P1.index",
            ),
            Row(("Other", Gap(f"Gap {words}", "7f3a9c2d.P2.index:score", span=2)), "7f3a9c2d.P2.index"),
        ),
        home=True,
    )
    own = ({"code": "P1", "rank": 1, "low": 1, "middle": 1, "high": 2},)
    blocks = (
        Text((words,)),
        Points((f"Point {words}",), ordered=True),
        Note("warning", f"Note {words}"),
        Facts((Fact(f"Fact {words}", Figure(12345.678, "7f3a9c2d.@all.places:count"), unit="km", remark=words),)),
        ChartBlock("chart", f"Caption {words}", alt, plate, own, table),
    )
    sections = (Section("one", f"Section {words}", 1, blocks), Section("two", "Deeper", 2, (Text(("Text",)),)))
    return Document(f"Title {words}", words, language, date(2026, 6, 30), "7f3a9c2d0000", sections, synthetic, (words,))

"""Charts of the room: every kind can be drawn, says in words and table what it shows, and turns with the reader's language."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.rooms.ageing.report import samples

from hub.commons.documents.document import ChartBlock
from hub.commons.ui.charts import TOKENS, draw
from hub.rooms.ageing.report.basis import Quantiles
from hub.rooms.ageing.report.capacities import Capacity, capacity_chart
from hub.rooms.ageing.report.changes import change_chart
from hub.rooms.ageing.report.fans import fan_chart
from hub.rooms.ageing.report.pyramids import Pyramids, pyramid_chart
from hub.rooms.ageing.report.readiness import readiness_chart

CHARTS = {
    "pyramid": lambda basis: pyramid_chart(basis, samples.pyramids(), 2050),
    "fan": lambda basis: fan_chart(basis, samples.fan(), code="chart-fan"),
    "change": lambda basis: change_chart(basis, samples.changes(), code="chart-change"),
    "capacity": lambda basis: capacity_chart(basis, 2035, samples.capacities()),
    "readiness": lambda basis: readiness_chart(basis, 2024, samples.friendliness()),
}
LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "ru")


def told_in(block: ChartBlock) -> str:
    """Everything that the table says."""
    assert block.table is not None
    return "\n".join("\t".join(str(cell) for cell in row.cells) for row in block.table.rows)


def numbers_of(sentence: str) -> list[str]:
    """Numbers with a thousands separator or a decimal mark: figures, not years and ages."""
    return re.findall(r"\d+(?:,\d{3})+|\d+\.\d+", sentence)


def single(pyramids: Pyramids) -> Pyramids:
    """The same with one future only."""
    people, older = (Quantiles(one.values[..., 2:3], (0.5,)) for one in (pyramids.people, pyramids.older))
    return replace(pyramids, people=people, older=older)


@pytest.mark.parametrize("kind", CHARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_chart_when_drawn_then_ground_and_marks_have_only_colours_of_the_tokens(kind, language):
    block = CHARTS[kind](samples.basis(language))
    drawing = draw(block.plate, block.rows)
    colours = set(re.findall(r'(?:fill|stroke)="(#\w+)"', drawing.ground + drawing.marks))
    assert drawing.marks
    assert colours <= set(TOKENS.values())
    assert not re.search(r"\s(style|class)=|NaN|undefined", drawing.ground + drawing.marks)


@pytest.mark.parametrize("kind", ["pyramid", "fan", "change"])
def test_alternative_when_read_then_its_figures_are_those_of_the_table_and_its_caption(kind):
    block = CHARTS[kind](samples.basis())
    figures = numbers_of(block.alt)
    assert figures
    assert [figure for figure in figures if figure not in told_in(block) + block.caption] == []


@pytest.mark.parametrize("kind", CHARTS)
def test_caption_when_read_then_place_source_and_base_are_named(kind):
    caption = CHARTS[kind](samples.basis()).caption
    assert "City register; WPP 2024" in caption
    assert ("1 January 2024" in caption) == (kind != "readiness")


@pytest.mark.parametrize("kind", ["pyramid", "fan", "change", "capacity"])
def test_caption_when_there_is_an_interval_then_it_says_what_it_means_and_where_it_comes_from(kind):
    caption = CHARTS[kind](samples.basis()).caption
    assert caption.endswith(
        "The 80% interval holds 80 of 100 projected futures. The ranges follow those of UN DESA 2024."
    )


def test_same_chart_when_made_twice_then_same_bytes():
    first, second = (CHARTS["fan"](samples.basis()) for _ in range(2))
    assert draw(first.plate, first.rows) == draw(second.plate, second.rows)


def test_plates_when_charts_have_the_same_scales_then_they_share_one():
    pyramids = samples.pyramids()
    blocks = [pyramid_chart(samples.basis(), pyramids, year) for year in (2040, 2060)]
    assert blocks[0].plate is blocks[1].plate
    assert blocks[0].rows != blocks[1].rows


def spans_of(block: ChartBlock, kind: str) -> list[tuple[float, float]]:
    return [(row["from"], row["to"]) for row in block.rows if row["kind"] == kind]


def test_pyramid_when_built_then_bars_are_as_long_as_the_people_they_stand_for():
    pyramids = samples.pyramids()
    block = pyramid_chart(samples.basis(), pyramids, 2050)
    sure, ranges = spans_of(block, "sure"), spans_of(block, "range")
    low, high = (pyramids.people.at(p)[26] for p in (0.1, 0.9))
    lengths = np.array([abs(end - start) for start, end in sure]).reshape(2, 21)
    np.testing.assert_allclose(lengths, low, rtol=1e-12)
    lengths = np.array([abs(end - start) for start, end in ranges]).reshape(2, 21)
    np.testing.assert_allclose(lengths, high - low, rtol=1e-9)
    assert {end < 0 for _start, end in sure[:21]} == {True}
    assert {end > 0 for _start, end in sure[21:]} == {True}


def test_pyramid_when_its_year_is_the_base_then_there_is_no_outline():
    block = pyramid_chart(samples.basis(), samples.pyramids(), 2024)
    assert not [row for row in block.rows if row["kind"].startswith("outline")]
    assert block.table is not None
    assert len(block.table.columns) == 7


def test_pyramid_when_one_future_only_then_bars_without_range_and_a_caption_that_says_so():
    block = pyramid_chart(samples.basis(), single(samples.pyramids()), 2050)
    assert {row["kind"] for row in block.rows} == {"sure", "outline-m", "outline-f"}
    assert block.caption.endswith("One future only was computed, so no interval is shown.")
    assert block.table is not None
    assert [column.label for column in block.table.columns] == [
        "Age",
        "Men: projected",
        "Men: 2024",
        "Women: projected",
        "Women: 2024",
    ]


def test_axes_when_the_language_runs_from_right_to_left_then_labels_are_mirrored():
    left, right = (
        draw(block.plate, block.rows) for block in (CHARTS["fan"](samples.basis(one)) for one in ("en", "ar"))
    )
    years = {}
    for name, drawing in (("en", left), ("ar", right)):
        found = re.findall(r"translate\((-?[\d.]+),[^>]*>(20[2-9]0|2100)<", drawing.ground)
        years[name] = [float(x) for x, _year in sorted(found, key=lambda one: one[1])]
    assert all(first < second for first, second in pairwise(years["en"]))
    assert all(first > second for first, second in pairwise(years["ar"]))
    assert left.width == right.width


@pytest.mark.parametrize(("language", "men_on_the_left"), [("en", True), ("ar", False)])
def test_pyramid_when_drawn_then_men_stand_where_reading_starts(language, men_on_the_left):
    block = CHARTS["pyramid"](samples.basis(language))
    marks = draw(block.plate, [row for row in block.rows if row["kind"] == "outline-m"]).marks
    x = float(re.findall(r'd="M(-?[\d.]+),', marks)[0])
    assert (x < block.plate.spec["width"] / 2) == men_on_the_left


def test_fan_when_official_and_observed_figures_are_given_then_the_table_has_their_years():
    block = CHARTS["fan"](samples.basis())
    assert block.table is not None
    years = [row.cells[0] for row in block.table.rows]
    assert years[:4] == ["2001", "2011", "2021", "2024"]
    official = {row.cells[0]: row.cells[-2] for row in block.table.rows}
    assert (official["2030"], official["2035"], official["2050"]) == ("21,300", "", "24,600")


def test_fan_when_a_figure_is_a_gap_then_it_is_neither_drawn_nor_told():
    fan = samples.fan(official=(), observed=(), scenario=())
    values = fan.figures.values.copy()
    values[6] = np.nan
    block = fan_chart(samples.basis(), replace(fan, figures=Quantiles(values)), code="chart-fan")
    assert 2030 not in {row["year"] for row in block.rows}
    assert block.table is not None
    assert next(row.cells[1:] for row in block.table.rows if row.cells[0] == "2030") == ("",) * 5


def test_fan_when_figures_are_far_from_nothing_then_the_axis_does_not_begin_there():
    fan = samples.fan(official=(), observed=(), scenario=())
    far = replace(fan, figures=Quantiles(fan.figures.values + 500_000))
    lowest = [domains_of(fan_chart(samples.basis(), one, code="chart-fan"))[0][0] for one in (fan, far)]
    assert lowest[0] == 0
    assert lowest[1] == 510_000


def domains_of(block: ChartBlock) -> list[list[float]]:
    return [
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in block.plate.spec["layer"]
        if "scale" in layer.get("encoding", {}).get("y", {})
    ]


def test_changes_when_a_figure_is_not_known_then_the_table_says_no_value():
    block = CHARTS["change"](samples.basis())
    assert block.table is not None
    assert [row.cells[1] for row in block.table.rows] == ["18.2", "22.9", "4.1", "no value", "12.0"]
    assert block.table.rows[4].cells == ("Sula", "12.0", "no value", "12.4", "no value")


@pytest.mark.parametrize(
    ("capacity", "verdict", "lacking"),
    [
        (Capacity("a", 100, 110, 130, 160), "short", (10.0, 60.0)),
        (Capacity("a", 100, 90, 105, 120), "perhaps", (0.0, 20.0)),
        (Capacity("a", 100, 40, 60, 100), "enough", (0.0, 0.0)),
    ],
)
def test_capacity_when_judged_then_by_both_ends_of_the_interval(capacity, verdict, lacking):
    assert (capacity.verdict, capacity.lacking) == (verdict, lacking)


def test_capacities_when_told_then_counts_and_the_worst_district_are_those_of_the_table():
    block = CHARTS["capacity"](samples.basis())
    assert "Districts: 4. Short even at the low end of the 80% interval: 2;" in block.alt
    assert block.alt.endswith("Most are lacking in New Quarter by the Northern Canal: short by 470–780.")
    assert block.table is not None
    assert [row.cells[-1] for row in block.table.rows] == [
        "short by 120–510",
        "short by up to 105",
        "enough",
        "short by 470–780",
    ]


def test_readiness_when_told_then_every_value_has_definition_year_and_confidence_and_gaps_are_named():
    block = CHARTS["readiness"](samples.basis())
    assert block.table is not None
    cells = [row.cells for row in block.table.rows if row.kind == "plain"]
    walking = [row for row in cells if row[0] == "Neighbourhoods fit for walking"]
    assert [(row[3], row[4]) for row in walking] == [("61.5%", "2022"), ("48.0%", "2021")]
    assert {row[3] for row in cells if row[0] == "Affordable housing"} == {"Not measured"}
    assert "Measured: 4 of 14 core indicators, 1 of 7 supplementary ones." in block.alt
    kinds = [row["kind"] for row in block.rows]
    assert [kinds.count(one) for one in ("high", "medium", "low")] == [3, 2, 2]
    assert kinds.count("gap") == 21 - 5

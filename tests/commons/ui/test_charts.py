"""Charts: drawn once for page and print, the same bytes everywhere, nothing that a strict content policy refuses."""

import re
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

from hub.commons.ui.charts import SHARD_SIZE, Plate, draw, draw_many, write_svg
from hub.commons.ui.fonts import font_folders, letters

SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "width": 100,
    "height": 60,
    "autosize": {"type": "none"},
    "padding": {"left": 40, "right": 10, "top": 10, "bottom": 30},
    "layer": [
        {
            "data": {"name": "shared"},
            "mark": "text",
            "encoding": {
                "y": {"field": "code", "type": "nominal", "scale": {"domain": ["a", "b"]}, "axis": None},
                "text": {"field": "name"},
            },
        },
        {
            "data": {"name": "own"},
            "mark": {"type": "point", "filled": True, "color": "#0f4c5c"},
            "encoding": {
                "y": {"field": "code", "type": "nominal"},
                "x": {"field": "score", "type": "quantitative", "scale": {"domain": [0, 100]}},
            },
        },
    ],
}
PLATE = Plate("test", SPEC, ({"code": "a", "name": "First & <b>"}, {"code": "b", "name": "Second"}))


def test_draw_then_labels_on_the_ground_and_points_in_the_marks():
    drawing = draw(PLATE, [{"code": "a", "score": 50}, {"code": "b", "score": 10}])
    assert "Second" in drawing.ground
    assert drawing.marks.count("<path") == 2
    assert "Second" not in drawing.marks
    assert (drawing.width, drawing.height) == (150, 100)


def test_draw_then_nothing_that_a_content_policy_refuses():
    drawing = draw(PLATE, [{"code": "a", "score": 50}])
    assert not re.search(r"\s(style|class|aria-\w+)=|<script", drawing.ground + drawing.marks)


def test_write_svg_when_texts_are_hostile_then_well_formed():
    svg = write_svg(draw(PLATE, [{"code": "a", "score": 50}]), 'alt "&<', font="Noto Sans", label="<SYNTHETIC>")
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == 'alt "&<'
    assert "<SYNTHETIC>" in "".join(root.itertext())


def test_draw_many_when_run_by_an_executor_then_the_same_in_the_same_order():
    charts = [(PLATE, [{"code": "a", "score": score % 100}]) for score in range(SHARD_SIZE + 3)]
    with ThreadPoolExecutor(2) as executor:
        assert draw_many(charts, executor) == draw_many(charts)


def test_specification_then_complete_for_a_live_chart():
    specification = PLATE.specification([{"code": "a", "score": 1}])
    assert specification["datasets"]["own"] == [{"code": "a", "score": 1}]
    assert len(specification["datasets"]["shared"]) == 2


def test_font_folders_then_all_three_have_fonts():
    assert all(any(folder.glob("*.tt[fc]")) for folder in font_folders())


def test_letters_then_those_of_the_six_languages_and_no_thai():
    assert {ord(letter) for letter in "aéЖع学"} <= letters()
    assert ord("ก") not in letters()


def test_draw_when_a_name_has_control_characters_then_a_mark_instead():
    plate = Plate("test", SPEC, ({"code": "a", "name": "Bad\x00\x0b\uffff"}, {"code": "b", "name": "Good"}))
    assert "Bad\ufffd\ufffd\ufffd" in draw(plate, []).ground

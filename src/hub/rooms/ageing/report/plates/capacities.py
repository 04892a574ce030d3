"""The plate of learning places by district."""

from functools import lru_cache
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from hub.commons.documents.figures import is_rtl
from hub.commons.ui.charts import TOKENS, Plate
from hub.commons.ui.frames import Entry, Frame, band_of, legend_height, legend_of, plate_of
from hub.commons.ui.labels import isolated, shorten
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.plates.marks import (
    ACCENT,
    LINE,
    PALE,
    SECOND,
    SOFT,
    SOLID,
    WIDTH,
    across,
    look_of,
    of_kind,
    ticks_of,
)

NAMES, VERDICTS, STEP = 150, 144, 26
LACKING = 0.45
SHORT = SOLID | {"color": SECOND, "opacity": LACKING}
MIDDLE = LINE | {"angle": 90, "size": 190, "strokeWidth": 2.4}


@lru_cache(maxsize=32)
def capacity_plate(language: str, names: tuple[str, ...], axis: tuple[float, ...], *, ranged: bool) -> Plate:
    entries = _legend(ranged)
    top = legend_height(entries, WIDTH) + 10
    frame = Frame(is_rtl(language), WIDTH - NAMES - VERDICTS, STEP * len(names), NAMES, VERDICTS, top=top)
    rows = [
        {"code": str(number), "name": isolated(shorten(name, NAMES - 12)), "bold": False}
        for number, name in enumerate(names)
    ]
    y = band_of(rows)
    unit = words.places_unit()
    x = across(frame, "low", ticks_of(axis, unit, language))
    label: dict[str, Any] = {"align": frame.side, "baseline": "middle", "color": TOKENS["ink"]}
    marks = [
        of_kind("offered").mark_bar(height=15, **SOFT).encode(x=x, x2="high:Q", y=y),
        of_kind("lacking").mark_bar(height=15, color=SECOND, opacity=LACKING).encode(x=x, x2="high:Q", y=y),
        of_kind("range").mark_rule(color=ACCENT, strokeWidth=2).encode(x=x, x2="high:Q", y=y),
        of_kind("middle").mark_point(**look_of(MIDDLE)).encode(x=x, y=y),
        of_kind("verdict").mark_text(**label).encode(x=alt.value(frame.across(frame.width + 10)), y=y, text="words:N"),
    ]
    title = frame.word(unit.words, frame.width / 2, frame.height + 30, align="center")
    return plate_of("ageing-capacity", frame, [*frame.names(rows, y), *marks, title, *legend_of(frame, entries)], rows)


def _legend(ranged: bool) -> list[Entry]:
    asked: list[Entry] = [(MIDDLE, _("asked for, median"))]
    if ranged:
        asked.append((LINE, _("asked for, 80% interval")))
    return [(PALE, _("offered")), *asked, (SHORT, _("short, by the median"))]

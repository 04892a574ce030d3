"""The plate of the readiness matrix."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from hub.commons.documents.figures import is_rtl
from hub.commons.ui.charts import FONT_SIZE, TOKENS, Plate
from hub.commons.ui.frames import Entry, Frame, band_of, legend_height, legend_of, plate_of
from hub.commons.ui.labels import isolated, shorten
from hub.rooms.ageing.engine.readiness.age_friendly import CONFIDENCES
from hub.rooms.ageing.phrases.readiness import CONFIDENCE_NAMES
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.plates.marks import (
    ACCENT,
    CROSS,
    PALE,
    SOFT,
    SOLID,
    WIDTH,
    look_of,
    of_kind,
)

NAMES, STEP, CELL = 306, 17, 15
HOLLOW = SOLID | {
    "filled": False,
    "color": TOKENS["line-strong"],
    "strokeWidth": 1.2,
    "strokeDash": [3, 2],
    "size": 100,
}
SAMPLES: Mapping[str, dict[str, Any]] = {"high": SOLID, "medium": PALE, "low": HOLLOW}
BARS: Mapping[str, dict[str, Any]] = {
    "high": {"color": ACCENT},
    "medium": SOFT,
    "low": {"filled": False, "stroke": TOKENS["line-strong"], "strokeDash": [3, 2]},
}
FIGURES: Mapping[str, str] = {"high": TOKENS["paper"], "medium": TOKENS["ink"], "low": TOKENS["ink"]}


@lru_cache(maxsize=16)
def readiness_plate(language: str, lines: tuple[tuple[str, str, bool], ...], used: tuple[str, ...]) -> Plate:
    entries: list[Entry] = [(SAMPLES[one], str(CONFIDENCE_NAMES[one])) for one in CONFIDENCES]
    entries.append((CROSS, _("no value")))
    top = legend_height(entries, WIDTH) + 32
    frame = Frame(is_rtl(language), WIDTH - NAMES - 2, STEP * len(lines), NAMES, 2, top=top, bottom=6)
    rows = [
        {"code": code, "name": isolated(shorten(name, NAMES - 10)), "bold": is_domain}
        for code, name, is_domain in lines
    ]
    heads = [
        frame.word(words.definition_word(one), frame.across((at + 0.5) * frame.width / len(used)), -10, align="center")
        for at, one in enumerate(used)
    ]
    layers = [*frame.names(rows, band_of(rows)), *_cells(frame, band_of(rows), len(used)), *heads]
    return plate_of("ageing-readiness", frame, [*layers, *legend_of(frame, entries)], rows)


def _cells(frame: Frame, y: alt.Y, columns: int) -> list[alt.Chart]:
    """Cells as dark as the figure can be trusted, and what is said where there is none."""
    x = alt.X("low:Q", scale=frame.scale(0, columns), axis=None)
    middle = alt.X("middle:Q", scale=frame.scale(0, columns), axis=None)
    small: dict[str, Any] = {"baseline": "middle", "fontSize": FONT_SIZE - 1}
    layers = []
    for confidence in CONFIDENCES:
        bar = of_kind(confidence).mark_bar(height=CELL, **BARS[confidence])
        layers.append(bar.encode(x=x, x2="high:Q", y=y))
        figure = of_kind(confidence).mark_text(align="center", color=FIGURES[confidence], **small)
        layers.append(figure.encode(x=middle, y=y, text="words:N"))
    at, turn = frame.across(12), -1 if frame.rtl else 1
    gaps = of_kind("gap")
    layers.append(gaps.mark_point(**look_of(CROSS)).encode(x=alt.value(at), y=y))
    said = gaps.mark_text(align=frame.side, color=TOKENS["warn"], **small)
    layers.append(said.encode(x=alt.value(at + turn * 10), y=y, text="words:N"))
    return layers

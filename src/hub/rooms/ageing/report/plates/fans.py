"""The plate of fan charts: figures over years."""

from functools import lru_cache
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from hub.commons.documents.figures import is_rtl
from hub.commons.ui.charts import TOKENS, Plate
from hub.commons.ui.frames import Entry, Frame, axis_of, legend_height, legend_of, plate_of
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Unit
from hub.rooms.ageing.report.charts import FAN_HEIGHT
from hub.rooms.ageing.report.plates.marks import (
    DASH,
    DIAMOND,
    DOT,
    LINE,
    SOLID,
    look_of,
    of_kind,
    ticks_of,
    year_ticks,
)

# Bands of one colour: the wide one lighter.
WIDE, NARROW = 0.16, 0.3
BAND_WIDE, BAND = SOLID | {"opacity": WIDE}, SOLID | {"opacity": WIDE + NARROW * (1 - WIDE)}
OBSERVED = DOT | {"color": TOKENS["ink"], "size": 22}


@lru_cache(maxsize=64)
def fan_plate(
    language: str,
    unit: Unit,
    axis: tuple[float, ...],
    span: tuple[int, int],
    *,
    kinds: tuple[str, ...],
    scenario: str,
    ranges: tuple[bool, bool],
    width: int,
) -> Plate:
    entries = _legend(kinds, scenario, ranges)
    frame = Frame(
        is_rtl(language), width - 62 - 66, FAN_HEIGHT, 62, 66, top=legend_height(entries, width) + 28, bottom=26
    )
    years = axis_of(year_ticks(*span), grid=False)
    x = alt.X("year:Q", scale=frame.scale(*span), axis=years)
    scale = alt.Scale(domain=[axis[0], axis[-1]], nice=False, zero=False)
    y = alt.Y("low:Q", scale=scale, axis=axis_of(ticks_of(axis, unit, language), side=frame.side))
    head = frame.word(unit.words, frame.across(-frame.before), -14)
    return plate_of("ageing-fan", frame, [*_marks(frame, x, y), head, *legend_of(frame, entries)])


def _legend(kinds: tuple[str, ...], scenario: str, ranges: tuple[bool, bool]) -> list[Entry]:
    entries: list[Entry] = []
    if ranges[0]:
        entries.append((BAND, words.interval(80)))
    if ranges[1]:
        entries.append((BAND_WIDE, words.interval(95)))
    entries.append((LINE, words.middle_word(has_range=ranges[0])))
    named = {"observed": (OBSERVED, _("observed")), "official": (DIAMOND, _("official projection"))}
    named["scenario"] = (DASH, scenario)
    return entries + [named[kind] for kind in kinds]


def _marks(frame: Frame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    band: dict[str, Any] = {"color": SOLID["color"], "line": False}
    label: dict[str, Any] = {
        "align": frame.side,
        "baseline": "middle",
        "dx": -6 if frame.rtl else 6,
        "color": TOKENS["ink"],
    }
    base = of_kind("base").mark_rule(color=TOKENS["line-strong"], strokeDash=[2, 3])
    return [
        of_kind("wide").mark_area(opacity=WIDE, **band).encode(x=x, y=y, y2="high:Q"),
        of_kind("narrow").mark_area(opacity=NARROW, **band).encode(x=x, y=y, y2="high:Q"),
        base.encode(x=x),
        of_kind("median").mark_line(color=SOLID["color"], strokeWidth=1.4).encode(x=x, y=y),
        of_kind("scenario").mark_line(color=DASH["color"], strokeDash=[5, 4], strokeWidth=1.8).encode(x=x, y=y),
        of_kind("observed").mark_line(color=TOKENS["ink"], strokeWidth=1).encode(x=x, y=y),
        of_kind("observed").mark_point(**look_of(OBSERVED)).encode(x=x, y=y),
        of_kind("official").mark_point(**look_of(DIAMOND)).encode(x=x, y=y),
        of_kind("end").mark_text(**label).encode(x=x, y=y, text="words:N"),
    ]

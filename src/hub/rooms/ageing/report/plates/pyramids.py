"""The plate of pyramids: men and women to both sides of the ages."""

from functools import lru_cache
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from hub.commons.documents.figures import is_rtl
from hub.commons.ui.charts import FONT_SIZE, TOKENS, Plate
from hub.commons.ui.frames import Entry, Frame, axis_of, legend_height, legend_of, plate_of
from hub.commons.ui.labels import Ticks
from hub.rooms.ageing.engine.ages import FEMALE, MALE, SEXES
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.charts import from_ages
from hub.rooms.ageing.report.plates.marks import (
    OUTLINE,
    PALE,
    SOFT,
    SOLID,
    TICK,
    WIDTH,
    of_kind,
    ticks_of,
)

BAND = 15


@lru_cache(maxsize=32)
def pyramid_plate(
    language: str, axis: tuple[float, ...], starts: tuple[int, ...], *, ranged: bool, outline: int | None
) -> Plate:
    entries = _legend(ranged, outline)
    frame = Frame(
        is_rtl(language), WIDTH - 52, BAND * len(starts), 26, top=legend_height(entries, WIDTH) + 30, bottom=28
    )
    written = ticks_of(axis, words.group_persons(), language).labels
    places = tuple(from_ages(axis, value, sex) for sex in (MALE, FEMALE) for value in axis)
    reach = from_ages(axis, axis[-1], FEMALE)
    x = alt.X("from:Q", scale=frame.scale(-reach, reach), axis=axis_of(Ticks(places, (*written, *written))))
    layers = [
        *_marks(x, len(starts), ranged=ranged),
        *_ages(frame, words.group_names(language, starts)),
        *_heads(frame),
        *legend_of(frame, entries),
    ]
    return plate_of("ageing-pyramid", frame, layers)


def _legend(ranged: bool, outline: int | None) -> list[Entry]:
    bars: list[Entry] = [(SOLID, words.persons().words)]
    if ranged:
        bars = [
            (SOLID, _("up to the lower end")),
            (PALE, words.interval(80)),
            (TICK, words.middle_word(has_range=True)),
        ]
    return [*bars, (OUTLINE, str(outline))] if outline is not None else bars


def _marks(x: alt.X, groups: int, *, ranged: bool) -> list[alt.Chart]:
    y = alt.Y("foot:Q", scale=alt.Scale(domain=[0, groups], nice=False), axis=None)
    layers = [of_kind("sure").mark_rect(color=SOLID["color"]).encode(x=x, x2="to:Q", y=y, y2="head:Q")]
    if ranged:
        layers.append(of_kind("range").mark_rect(**SOFT).encode(x=x, x2="to:Q", y=y, y2="head:Q"))
        layers.append(of_kind("median").mark_rule(color=TICK["color"], strokeWidth=1.6).encode(x=x, y=y, y2="head:Q"))
    for sex in SEXES:
        line = of_kind(f"outline-{sex}").mark_line(color=OUTLINE["color"], strokeWidth=1.4)
        layers.append(line.encode(x=x, y=y, order="order:Q"))
    return layers


def _ages(frame: Frame, names: tuple[str, ...]) -> list[alt.Chart]:
    """The ages between the sides, the oldest on top."""
    look: dict[str, Any] = {"align": "center", "color": TOKENS["ink"], "fontSize": FONT_SIZE - 1}
    return [
        frame.word(name, frame.width / 2, frame.height - BAND * (number + 0.5), **look)
        for number, name in enumerate(names)
    ]


def _heads(frame: Frame) -> list[alt.Chart]:
    quarter = frame.width / 4
    look: dict[str, Any] = {"align": "center", "color": TOKENS["ink"], "fontWeight": "bold"}
    return [
        frame.word(name, frame.across(distance), -10, **look)
        for name, distance in zip(words.sexes(), (quarter, 3 * quarter), strict=True)
    ] + [frame.word(words.persons().words, frame.width / 2, frame.height + 14, align="center")]

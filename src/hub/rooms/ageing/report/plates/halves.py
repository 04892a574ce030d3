"""The plate of a pyramid that takes half the width of a page: ranges of a later year, and the base year as a line."""

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
from hub.rooms.ageing.report.charts import HALF_WIDTH, from_ages
from hub.rooms.ageing.report.plates.marks import OUTLINE, PALE, SOLID, of_kind, ticks_of

BAND, EDGE = 9, 18


@lru_cache(maxsize=16)
def half_pyramid_plate(
    language: str, axis: tuple[float, ...], starts: tuple[int, ...], years: tuple[int, int]
) -> Plate:
    """years: of the line and of the bars."""
    entries = _legend(years)
    frame = Frame(
        is_rtl(language),
        HALF_WIDTH - 2 * EDGE,
        BAND * len(starts),
        EDGE,
        EDGE,
        top=legend_height(entries, HALF_WIDTH) + 26,
        bottom=26,
    )
    written = ticks_of(axis, words.group_persons(), language).labels
    places = tuple(from_ages(axis, value, sex) for sex in (MALE, FEMALE) for value in axis)
    reach = from_ages(axis, axis[-1], FEMALE)
    x = alt.X("from:Q", scale=frame.scale(-reach, reach), axis=axis_of(Ticks(places, (*written, *written))))
    layers = [
        *_marks(x, len(starts)),
        *_ages(frame, words.group_names(language, starts)),
        *_heads(frame),
        *legend_of(frame, entries),
    ]
    return plate_of("ageing-half-pyramid", frame, layers)


def _legend(years: tuple[int, int]) -> list[Entry]:
    told = {"year": years[1]}
    sure, ranged = _("%(year)s, up to the lower end") % told, _("%(year)s, 80%% interval") % told
    return [(SOLID, sure), (PALE, ranged), (OUTLINE, str(years[0]))]


def _marks(x: alt.X, groups: int) -> list[alt.Chart]:
    y = alt.Y("foot:Q", scale=alt.Scale(domain=[0, groups], nice=False), axis=None)
    bars = [
        of_kind(kind)
        .mark_rect(**{name: look[name] for name in ("color", "opacity")})
        .encode(x=x, x2="to:Q", y=y, y2="head:Q")
        for kind, look in (("sure", SOLID), ("range", PALE))
    ]
    lines = [
        of_kind(f"outline-{sex}").mark_line(color=OUTLINE["color"], strokeWidth=1.3).encode(x=x, y=y, order="order:Q")
        for sex in SEXES
    ]
    return [*bars, *lines]


def _ages(frame: Frame, names: tuple[str, ...]) -> list[alt.Chart]:
    """The ages between the sides, the oldest on top."""
    look: dict[str, Any] = {"align": "center", "color": TOKENS["ink"], "fontSize": FONT_SIZE - 2}
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
    ]

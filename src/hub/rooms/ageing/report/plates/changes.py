"""The plate of two years, row by row."""

from functools import lru_cache

from django.utils.translation import gettext as _

from hub.commons.documents.figures import is_rtl
from hub.commons.ui.charts import TOKENS, Plate
from hub.commons.ui.frames import Entry, Frame, band_of, legend_height, legend_of, plate_of
from hub.commons.ui.labels import isolated, shorten
from hub.rooms.ageing.report.basis import Unit
from hub.rooms.ageing.report.plates.marks import (
    DOT,
    PALE,
    RING,
    SOFT,
    WIDTH,
    across,
    look_of,
    of_kind,
    ticks_of,
)

NAMES, STEP = 190, 19


@lru_cache(maxsize=32)
def change_plate(
    language: str,
    names: tuple[tuple[str, bool], ...],
    unit: Unit,
    axis: tuple[float, ...],
    *,
    years: tuple[int, int],
    ranged: bool,
) -> Plate:
    entries = _legend(years, ranged)
    top = legend_height(entries, WIDTH) + 10
    frame = Frame(is_rtl(language), WIDTH - NAMES - 26, STEP * len(names), NAMES, top=top)
    rows = [
        {"code": str(number), "name": isolated(shorten(name, NAMES - 14)), "bold": bold}
        for number, (name, bold) in enumerate(names)
    ]
    y = band_of(rows)
    x = across(frame, "low", ticks_of(axis, unit, language))
    marks = [
        of_kind("range").mark_rule(strokeWidth=8, **SOFT).encode(x=x, x2="high:Q", y=y),
        of_kind("way").mark_rule(color=TOKENS["muted"], strokeWidth=1).encode(x=x, x2="high:Q", y=y),
        of_kind("then").mark_point(**look_of(RING)).encode(x=x, y=y),
        of_kind("later").mark_point(**look_of(DOT)).encode(x=x, y=y),
    ]
    title = frame.word(unit.words, frame.width / 2, frame.height + 30, align="center")
    return plate_of("ageing-change", frame, [*frame.names(rows, y), *marks, title, *legend_of(frame, entries)], rows)


def _legend(years: tuple[int, int], ranged: bool) -> list[Entry]:
    then, later = map(str, years)
    if not ranged:
        return [(RING, then), (DOT, later)]
    told = _("%(year)s, 80%% interval") % {"year": later}
    return [(RING, then), (PALE, told), (DOT, _("%(year)s, median") % {"year": later})]

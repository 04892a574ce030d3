"""The look of marks, the sizes, and axes of figures."""

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from hub.commons.ui.charts import TOKENS
from hub.commons.ui.frames import Frame, axis_of, own
from hub.commons.ui.labels import Ticks, steps_between
from hub.rooms.ageing.report.basis import Unit
from hub.rooms.ageing.report.charts import FULL_WIDTH

WIDTH = FULL_WIDTH

ACCENT, SECOND = TOKENS["accent"], TOKENS["data-2"]
# Ranges: the accent let through, so that it is soft on light and on dark paper.
SOFT: dict[str, Any] = {"color": ACCENT, "opacity": 0.3}
SOLID: dict[str, Any] = {"type": "square", "filled": True, "size": 110, "color": ACCENT, "opacity": 1}
PALE = SOLID | SOFT
DOT: dict[str, Any] = {"type": "point", "shape": "circle", "filled": True, "size": 44, "color": ACCENT, "opacity": 1}
RING: dict[str, Any] = DOT | {"filled": False, "color": TOKENS["muted"], "strokeWidth": 1.5, "size": 36}
DIAMOND = DOT | {"shape": "diamond", "color": SECOND, "size": 52}
TICK: dict[str, Any] = {
    "type": "point", "shape": "stroke", "angle": 90, "size": 110, "color": TOKENS["ink"], "strokeWidth": 1.6, "opacity": 1,
}  # fmt: skip
OUTLINE = TICK | {"color": SECOND, "strokeWidth": 2}
LINE = TICK | {"angle": 0, "color": ACCENT, "size": 200}
DASH = LINE | {"color": SECOND, "strokeDash": [4, 3], "strokeWidth": 2}
CROSS = DOT | {"shape": "cross", "angle": 45, "size": 40, "color": TOKENS["warn"]}


def look_of(mark: Mapping[str, Any]) -> dict[str, Any]:
    """A mark of the legend as it is drawn in the chart."""
    return {name: value for name, value in mark.items() if name != "type"}


def ticks_of(values: Iterable[float], unit: Unit, language: str) -> Ticks:
    """Ticks at values, written as the tables write them but for decimals that none of them needs."""
    marked = tuple(values)
    plain = Unit(unit.words, 0 if all(value == round(value) for value in marked) else unit.digits)
    return Ticks(marked, tuple(plain.write(value, language) for value in marked))


def year_ticks(first: int, last: int) -> Ticks:
    """Ticks at round years inside a span."""
    inside = [int(year) for year in steps_between(first, last, 8) if first <= year <= last and year == int(year)]
    return Ticks(tuple(float(year) for year in inside), tuple(str(year) for year in inside))


def across(frame: Frame, field: str, ticks: Ticks) -> alt.X:
    """A field along an axis that begins and ends with its ticks."""
    axis = axis_of(ticks)
    return alt.X(f"{field}:Q", scale=frame.scale(ticks.values[0], ticks.values[-1]), axis=axis)


def of_kind(kind: str) -> alt.Chart:
    """The rows of a chart that are of a kind."""
    return own().transform_filter(f"datum.kind === '{kind}'")

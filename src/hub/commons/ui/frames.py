"""The frame of a chart: where reading starts, how much room words have, its axes and its legend.

Read from the side where reading starts: in a right-to-left language names stand on the right and scales run leftward.
Numbers on axes come as words, so that they look as in the tables beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from hub.commons.ui.charts import OWN, SHARED, TOKENS, Plate
from hub.commons.ui.labels import Ticks, isolated, room_for

Row = Mapping[str, Any]
# A mark as Vega-Lite defines it, and the words that say what it means.
Entry = tuple[Mapping[str, Any], str]

# Width of the sample of a legend, room after an entry, height of a line.
SAMPLE, BETWEEN, LINE = 18, 18, 17


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot and the room around it; `before` is the side where reading starts."""

    rtl: bool
    width: int
    height: int
    before: int
    after: int = 26
    top: int = 30
    bottom: int = 40

    @property
    def side(self) -> Literal["left", "right"]:
        """Where reading starts."""
        return "right" if self.rtl else "left"

    @property
    def far_side(self) -> Literal["left", "right"]:
        """Where reading ends."""
        return "left" if self.rtl else "right"

    def across(self, distance: float) -> float:
        """The point that far from the edge of the plot where reading starts; below 0 in the room before it."""
        return self.width - distance if self.rtl else distance

    def scale(self, low: float, high: float) -> alt.Scale:
        """A scale across with fixed ends that runs in the direction of reading."""
        return alt.Scale(domain=[low, high], nice=False, zero=False, reverse=self.rtl)

    def word(self, words: str, x: float, y: float, **look: Any) -> alt.Chart:
        """Words at a point, in the look of labels unless told otherwise."""
        mark: dict[str, Any] = {
            "type": "text",
            "baseline": "middle",
            "align": self.side,
            "color": TOKENS["muted"],
            **look,
        }
        chart = alt.Chart(alt.Data(values=[{"words": isolated(words)}]), mark=alt.MarkDef(**mark))
        return chart.encode(text="words:N", x=alt.value(x), y=alt.value(y))

    def names(self, rows: Sequence[Row], y: alt.Y) -> list[alt.Chart]:
        """The names of the shared rows, at the side where reading starts; those with `bold` in bold.

        rows  only asked whether any are bold
        """
        base = shared().encode(y=y, text="name:N", x=alt.value(self.across(-self.before)))
        look: dict[str, Any] = {"align": self.side, "baseline": "middle", "color": TOKENS["ink"]}
        layers = [base.transform_filter("!datum.bold").mark_text(**look)]
        if any(row.get("bold") for row in rows):
            layers.append(base.transform_filter("datum.bold").mark_text(fontWeight="bold", **look))
        return layers


def axis_of(ticks: Ticks, *, grid: bool = True, side: Literal["left", "right", "bottom"] = "bottom") -> alt.Axis:
    """An axis without a title that is marked at the ticks."""
    return alt.Axis(
        values=list(ticks.values), labelExpr=ticks.expression, grid=grid, orient=side, title=None, labelFlush=False
    )


def shared() -> alt.Chart:
    """A layer that stands on the plate."""
    return alt.Chart(alt.NamedData(SHARED))


def own() -> alt.Chart:
    """A layer of the rows of one chart."""
    return alt.Chart(alt.NamedData(OWN))


def band_of(rows: Sequence[Row]) -> alt.Y:
    """One band a row, in the order of the rows, by `code`."""
    return alt.Y("code:N", scale=alt.Scale(domain=[row["code"] for row in rows], padding=0), axis=None)


def _places(entries: Sequence[Entry], room: float) -> list[tuple[float, int]]:
    """(distance from the start, line) of each entry."""
    places, at, line = [], 0.0, 0
    for _, words in entries:
        width = SAMPLE + room_for(words)
        if at and at + width > room:
            at, line = 0.0, line + 1
        places.append((at, line))
        at += width + BETWEEN
    return places


def legend_height(entries: Sequence[Entry], room: float) -> int:
    """Height of the lines that a legend takes in a room."""
    return LINE * (1 + max(line for _, line in _places(entries, room))) if entries else 0


def legend_of(frame: Frame, entries: Sequence[Entry]) -> list[alt.Chart]:
    """Lines at the top of the drawing: a mark, then what it means; from the side where reading starts."""
    turn = -1 if frame.rtl else 1
    layers = []
    for (mark, words), (at, line) in zip(
        entries, _places(entries, frame.before + frame.width + frame.after), strict=True
    ):
        x, y = frame.across(at - frame.before), 8 + LINE * line - frame.top
        blank = alt.Chart(alt.Data(values=[{}]), mark=alt.MarkDef(**mark))
        layers.append(blank.encode(x=alt.value(x + turn * 7), y=alt.value(y)))
        layers.append(frame.word(words, x + turn * SAMPLE, y))
    return layers


def plate_of(name: str, frame: Frame, layers: Sequence[alt.Chart], rows: Sequence[Row] = ()) -> Plate:
    """The plate of a frame: fixed size and padding, no size from the fonts of a machine. `rows` are the shared ones."""
    left, right = (frame.after, frame.before) if frame.rtl else (frame.before, frame.after)
    chart = alt.layer(*layers).properties(
        width=frame.width,
        height=frame.height,
        padding={"left": left, "right": right, "top": frame.top, "bottom": frame.bottom},
        autosize=alt.AutoSizeParams(type="none", contains="content"),
    )
    spec = chart.to_dict()
    spec.pop("config", None)
    return Plate(name, spec, tuple(rows))

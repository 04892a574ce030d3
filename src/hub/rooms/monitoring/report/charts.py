"""The charts of the report: each kind is built once with Altair as a plate; places and groups only bring their rows.

Read from the side where reading starts: in a right-to-left language names stand on the right and scales run leftward.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from unicodedata import east_asian_width

import altair as alt

from hub.commons.ui.charts import FONT_SIZE, OWN, SHARED, TOKENS, Plate

Row = Mapping[str, Any]
Ends = tuple[float, float]

LABELS, PLOT, END = 262, 330, 26
STEP = 13
TOP, BOTTOM = 30, 40
LONGEST_LABEL = 46
# East Asian widths of letters that take the room of two.
WIDE = "WF"


@dataclass(frozen=True, slots=True)
class Frame:
    """How charts are laid out in a language, and the words that stand in them."""

    rtl: bool
    words: Mapping[str, str]

    @property
    def side(self) -> Literal["left", "right"]:
        """Where reading starts."""
        return "right" if self.rtl else "left"

    def scale(self, low: float, high: float) -> alt.Scale:
        """A scale with fixed ends that runs in the direction of reading."""
        return alt.Scale(domain=[low, high], nice=False, zero=False, reverse=self.rtl)

    def names(self, y: alt.Y, *, offset: int = 0, bold: str = "datum.bold") -> list[alt.Chart]:
        """The names of the rows, at the side where reading starts; those with `bold` in bold."""
        x = PLOT + LABELS - offset if self.rtl else offset - LABELS
        base = _shared().encode(y=y, text="name:N", x=alt.value(x))
        align = self.side
        plain = base.transform_filter(f"!{bold}").mark_text(align=align, baseline="middle", color=TOKENS["ink"])
        strong = base.transform_filter(bold).mark_text(
            align=align, baseline="middle", color=TOKENS["ink"], fontWeight="bold"
        )
        return [plain, strong]

    def padding(self, top: int = TOP) -> dict[str, int]:
        left, right = (END, LABELS) if self.rtl else (LABELS, END)
        return {"left": left, "right": right, "top": top, "bottom": BOTTOM}

    def text(self, words: str) -> str:
        """Words inside a drawing, whose own direction is left to right: isolated where they run the other way."""
        return f"\u2067{words}\u2069" if self.rtl and words else words


def shorten(name: str, longest: float = LONGEST_LABEL) -> str:
    """A name that fits the room for names; the table has it in full."""
    width = 0.0
    for position, letter in enumerate(name):
        width += 2 if east_asian_width(letter) in WIDE else 1
        if width > longest:
            return name[:position].rstrip() + "…"
    return name


def _shared() -> alt.Chart:
    return alt.Chart(alt.NamedData(SHARED))


def _own() -> alt.Chart:
    return alt.Chart(alt.NamedData(OWN))


def _plate(
    name: str,
    layers: Sequence[alt.Chart],
    *,
    shared: Sequence[Row],
    width: int,
    height: Any,
    padding: Mapping[str, int],
) -> Plate:
    chart = alt.layer(*layers).properties(
        width=width, height=height, padding=dict(padding), autosize=alt.AutoSizeParams(type="none", contains="content")
    )
    spec = chart.to_dict()
    spec.pop("config", None)
    return Plate(name, spec, tuple(shared))


def _rows_axis(rows: Sequence[Row]) -> alt.Y:
    return alt.Y("code:N", scale=alt.Scale(domain=[row["code"] for row in rows], padding=0), axis=None)


def _score_axis(frame: Frame, title: str, ends: Ends) -> alt.X:
    axis = alt.Axis(title=frame.text(title), tickCount=5, grid=True)
    return alt.X("low:Q", scale=frame.scale(*ends), axis=axis)


def _point(frame: Frame, field: str, ends: Ends) -> alt.X:
    return alt.X(f"{field}:Q", scale=frame.scale(*ends))


def _legend(frame: Frame, entries: Sequence[tuple[str, str]], y: int = -14, end: int = PLOT) -> list[alt.Chart]:
    """A line above the plot: a mark, then what it means; entries from the side where reading starts."""
    layers, at = [], 0.0
    for kind, words in entries:
        x = end + LABELS - at if frame.rtl else at - LABELS
        turn = -1 if frame.rtl else 1
        blank = alt.Chart(alt.Data(values=[{"words": frame.text(words)}]))
        layers.append(_sample(blank, kind, x + turn * 6, y))
        text = blank.mark_text(align=frame.side, baseline="middle", color=TOKENS["muted"])
        layers.append(text.encode(text="words:N", x=alt.value(x + turn * 16), y=alt.value(y)))
        at += 16 + 18 + FONT_SIZE * 0.56 * sum(2 if east_asian_width(letter) in WIDE else 1 for letter in words)
    return layers


def _sample(blank: alt.Chart, kind: str, x: float, y: int) -> alt.Chart:
    marks = {
        "dot": lambda: blank.mark_point(**DOT),
        "ring": lambda: blank.mark_point(**RING),
        "full": lambda: blank.mark_square(size=70, color=TOKENS["accent"], opacity=1),
        "bar": lambda: blank.mark_square(size=70, color=TOKENS["accent-soft"], opacity=1),
        "pale": lambda: blank.mark_square(size=70, color=TOKENS["line"], opacity=1),
        "tick": lambda: blank.mark_point(shape="stroke", angle=90, size=70, color=TOKENS["muted"], opacity=1),
        "cross": lambda: blank.mark_point(**CROSS),
        "line": lambda: blank.mark_point(shape="stroke", size=130, color=TOKENS["accent"], strokeWidth=2, opacity=1),
    }
    return marks[kind]().encode(x=alt.value(x), y=alt.value(y))


DOT: dict[str, Any] = {"filled": True, "size": 46, "color": TOKENS["accent"], "opacity": 1}
RING: dict[str, Any] = {"filled": False, "size": 40, "color": TOKENS["accent"], "strokeWidth": 1.5, "opacity": 1}
CROSS: dict[str, Any] = {
    "shape": "cross",
    "angle": 45,
    "filled": True,
    "size": 36,
    "color": TOKENS["warn"],
    "opacity": 1,
}


def profile_plate(frame: Frame, rows: Sequence[Row], *, title: str, ends: Ends) -> Plate:
    """Positions of one place on the common scale, over the middle half of all places.

    rows  code, name, bold (an area), low, high (the quartiles), middle (the median)
    Own rows: code, score and kind (`reported`, `estimated`), or gap (a word) and no score.
    """
    y = _rows_axis(rows)
    bars = _shared().transform_filter("isValid(datum.low)").encode(y=y, x=_score_axis(frame, title, ends), x2="high:Q")
    gaps = _own().transform_filter("isValid(datum.gap)")
    start = PLOT - 6 if frame.rtl else 6
    turn = -1 if frame.rtl else 1
    marks = [
        bars.mark_bar(height=8, color=TOKENS["accent-soft"]),
        _shared()
        .transform_filter("isValid(datum.middle)")
        .mark_tick(color=TOKENS["muted"], thickness=1.2, height=8, orient="vertical")
        .encode(y=y, x=_point(frame, "middle", ends)),
        *frame.names(y),
        _own()
        .transform_filter("datum.kind === 'reported'")
        .mark_point(**DOT)
        .encode(y=y, x=_point(frame, "score", ends)),
        _own()
        .transform_filter("datum.kind === 'estimated'")
        .mark_point(**RING)
        .encode(y=y, x=_point(frame, "score", ends)),
        gaps.mark_point(**CROSS).encode(y=y, x=alt.value(start)),
        gaps.mark_text(align=frame.side, baseline="middle", color=TOKENS["warn"], fontSize=FONT_SIZE - 1).encode(
            y=y, text="gap:N", x=alt.value(start + turn * 9)
        ),
    ]
    words = frame.words
    legend = _legend(
        frame,
        [
            ("dot", words["place"]),
            ("ring", words["estimated"]),
            ("bar", words["half"]),
            ("tick", words["median"]),
            ("cross", words["gap"]),
        ],
    )
    return _plate(
        "profile", [*marks, *legend], shared=rows, width=PLOT, height=STEP * len(rows), padding=frame.padding()
    )


def group_plate(frame: Frame, rows: Sequence[Row], *, title: str, ends: Ends) -> Plate:
    """Medians and quartiles of one group over the middle half of all places. Own rows: code, low, middle, high."""
    y = _rows_axis(rows)
    marks = [
        _shared()
        .mark_bar(height=14, color=TOKENS["accent-soft"])
        .encode(y=y, x=_score_axis(frame, title, ends), x2="high:Q"),
        _shared()
        .mark_tick(color=TOKENS["muted"], thickness=1.2, height=14, orient="vertical")
        .encode(y=y, x=_point(frame, "middle", ends)),
        *frame.names(y),
        _own()
        .mark_rule(color=TOKENS["accent"], strokeWidth=2, opacity=1)
        .encode(y=y, x=_point(frame, "low", ends), x2="high:Q"),
        _own().mark_point(**DOT | {"size": 60}).encode(y=y, x=_point(frame, "middle", ends)),
    ]
    words = frame.words
    legend = _legend(
        frame,
        [
            ("dot", words["group-median"]),
            ("line", words["group-half"]),
            ("bar", words["half"]),
            ("tick", words["median"]),
        ],
    )
    return _plate("group", [*marks, *legend], shared=rows, width=PLOT, height=22 * len(rows), padding=frame.padding())


def strips_plate(frame: Frame, rows: Sequence[Row], *, title: str, ends: Ends) -> Plate:
    """One dot a place, one row a group, over the group's middle half. Own rows: code, score, jitter (-1 to 1)."""
    y = _rows_axis(rows)
    step = 40
    shift = alt.YOffset("jitter:Q", scale=alt.Scale(domain=[-1.4, 1.4], range=[0, step]))
    marks = [
        _shared()
        .mark_bar(height=26, color=TOKENS["accent-soft"])
        .encode(y=y, x=_score_axis(frame, title, ends), x2="high:Q"),
        _shared()
        .mark_tick(color=TOKENS["muted"], thickness=1.5, height=26, orient="vertical")
        .encode(y=y, x=_point(frame, "middle", ends)),
        *frame.names(y),
        _own()
        .mark_point(filled=True, size=16, color=TOKENS["accent"], opacity=0.75)
        .encode(y=y, yOffset=shift, x=_point(frame, "score", ends)),
    ]
    words = frame.words
    legend = _legend(
        frame, [("dot", words["one-place"]), ("bar", words["group-half"]), ("tick", words["group-median"])]
    )
    return _plate(
        "strips", [*marks, *legend], shared=rows, width=PLOT, height=step * len(rows), padding=frame.padding()
    )


def _hung_axis(frame: Frame, y: alt.Y, title: str, ends: Ends, *, pattern: str = "") -> list[alt.Chart]:
    """Names, and an axis that hangs on the shared rows: what is drawn of own rows has none."""
    ticks, form = (5, pattern) if pattern else (6, alt.Undefined)
    axis = alt.Axis(title=frame.text(title), tickCount=ticks, format=form, grid=True)
    x = alt.X("low:Q", scale=frame.scale(*ends), axis=axis)
    return [_shared().mark_point(size=0, opacity=0).encode(y=y, x=x), *frame.names(y)]


def bands_plate(frame: Frame, rows: Sequence[Row], *, title: str, places: int) -> Plate:
    """Rank bands of named places. rows: code, name; own rows: code, low, high, middle, rank. Rank 1 comes first."""
    y = _rows_axis(rows)
    ends = (1.0, float(places))
    marks = [
        *_hung_axis(frame, y, title, ends),
        _own()
        .mark_rule(color=TOKENS["accent-soft"], strokeWidth=7, opacity=1)
        .encode(y=y, x=_point(frame, "low", ends), x2="high:Q"),
        _own()
        .mark_tick(color=TOKENS["muted"], thickness=1.5, height=9, orient="vertical")
        .encode(y=y, x=_point(frame, "middle", ends)),
        _own().mark_point(**DOT | {"size": 34}).encode(y=y, x=_point(frame, "rank", ends)),
    ]
    words = frame.words
    legend = _legend(frame, [("dot", words["rank"]), ("bar", words["band"]), ("tick", words["rank-median"])])
    return _plate("bands", [*marks, *legend], shared=rows, width=PLOT, height=17 * len(rows), padding=frame.padding())


def moves_plate(frame: Frame, rows: Sequence[Row], *, title: str, places: int, words: Mapping[str, str]) -> Plate:
    """Ranks and bands of named places in two editions, joined by a line. Rank 1 comes first.

    rows   code, name, bold, low
    words  then, then-band, later, later-band: what the marks mean
    Own rows: code, then, then_low, then_high, later, later_low, later_high; the two bands of a place do not touch.
    """
    y = _rows_axis(rows)
    ends = (1.0, float(places))
    own = _own()
    marks = [
        *_hung_axis(frame, y, title, ends),
        own.mark_rule(color=TOKENS["line"], strokeWidth=7, opacity=1).encode(
            y=y, x=_point(frame, "then_low", ends), x2="then_high:Q"
        ),
        own.mark_rule(color=TOKENS["accent-soft"], strokeWidth=7, opacity=1).encode(
            y=y, x=_point(frame, "later_low", ends), x2="later_high:Q"
        ),
        own.mark_rule(color=TOKENS["muted"], strokeWidth=1, opacity=1).encode(
            y=y, x=_point(frame, "then", ends), x2="later:Q"
        ),
        own.mark_point(**RING | {"size": 30}).encode(y=y, x=_point(frame, "then", ends)),
        own.mark_point(**DOT | {"size": 34}).encode(y=y, x=_point(frame, "later", ends)),
    ]
    entries = zip(("ring", "pale", "dot", "bar"), ("then", "then-band", "later", "later-band"), strict=True)
    legend = _legend(frame, [(kind, words[name]) for kind, name in entries])
    return _plate("moves", [*marks, *legend], shared=rows, width=PLOT, height=17 * len(rows), padding=frame.padding())


def importance_plate(frame: Frame, rows: Sequence[Row], *, title: str, most: float) -> Plate:
    """What nodes should count for and what they do. rows: code, name, low; own rows: code, weight, share (0 to `most`)."""
    y = _rows_axis(rows)
    ends = (0.0, most)
    marks = [
        *_hung_axis(frame, y, title, ends, pattern=".2f"),
        _own()
        .mark_rule(color=TOKENS["accent-soft"], strokeWidth=5, opacity=1)
        .encode(y=y, x=_point(frame, "weight", ends), x2="share:Q"),
        _own()
        .mark_tick(color=TOKENS["muted"], thickness=1.5, height=12, orient="vertical")
        .encode(y=y, x=_point(frame, "weight", ends)),
        _own().mark_point(**DOT).encode(y=y, x=_point(frame, "share", ends)),
    ]
    words = frame.words
    legend = _legend(frame, [("dot", words["importance"]), ("tick", words["weight"])])
    return _plate(
        "importance", [*marks, *legend], shared=rows, width=PLOT, height=20 * len(rows), padding=frame.padding()
    )


def all_bands_plate(frame: Frame, *, x_title: str, y_title: str, places: int) -> Plate:
    """Rank bands of all places, by rank. Own rows: order, low, high, middle; half (upper, middle, lower)."""
    width, height = LABELS + PLOT - 40, 250
    x = alt.X(
        "order:Q",
        scale=alt.Scale(domain=[0, places + 1], nice=False, reverse=frame.rtl),
        axis=alt.Axis(title=frame.text(x_title), grid=False),
    )
    side = frame.side
    y = alt.Y(
        "low:Q",
        scale=alt.Scale(domain=[1, places], nice=False, zero=False, reverse=True),
        axis=alt.Axis(title=None, orient=side, tickCount=6),
    )
    halves = alt.Color(
        "half:N",
        scale=alt.Scale(
            domain=["upper", "middle", "lower"], range=[TOKENS["accent"], TOKENS["line-strong"], TOKENS["data-2"]]
        ),
        legend=None,
    )
    title = alt.Chart(alt.Data(values=[{"words": frame.text(y_title)}])).mark_text(
        align=frame.side, color=TOKENS["muted"]
    )
    empty = _shared().mark_point(size=0, opacity=0).encode(x=x, y=y)
    marks = [
        empty,
        title.encode(text="words:N", x=alt.value(width + 34 if frame.rtl else -34), y=alt.value(-12)),
        _own().mark_rule(strokeWidth=1.4, opacity=0.55).encode(x=x, y=y, y2="high:Q", color=halves),
        _own().mark_point(filled=True, size=7, opacity=1).encode(x=x, y=alt.Y("middle:Q"), color=halves),
    ]
    left, right = (END, 44) if frame.rtl else (44, END)
    return _plate(
        "all-bands",
        marks,
        shared=[{"order": 0, "low": 1}],
        width=width,
        height=height,
        padding={"left": left, "right": right, "top": TOP, "bottom": BOTTOM},
    )


def coverage_plate(frame: Frame, rows: Sequence[Row], groups: Sequence[Row]) -> Plate:
    """How many of a group's places have a value: one row an indicator, one column a group.

    rows code, name, bold; groups code, name
    Own rows: code, group, share (0 to 1).
    """
    y = _rows_axis(rows)
    cell = min(46, PLOT // max(len(groups), 1))
    width = cell * len(groups)
    domain = [group["code"] for group in (reversed(groups) if frame.rtl else groups)]
    x = alt.X("group:N", scale=alt.Scale(domain=domain, padding=0.06), axis=None)
    fields = _own().transform_filter("datum.share > 0")
    heads = alt.Chart(
        alt.Data(values=[{"group": group["code"], "words": frame.text(shorten(group["name"], 40))} for group in groups])
    )
    names = frame.names(y)
    top = 44 + FONT_SIZE * 0.6 * min(max(len(group["name"]) for group in groups), 40)
    marks = [
        *([layer.encode(x=alt.value(width + LABELS)) for layer in names] if frame.rtl else names),
        heads.mark_text(
            angle=270 if not frame.rtl else 90,
            align="left" if not frame.rtl else "right",
            baseline="middle",
            color=TOKENS["muted"],
            fontSize=FONT_SIZE - 1,
        ).encode(x=x, y=alt.value(-8), text="words:N"),
        fields.transform_filter("datum.share < 1")
        .mark_rect(height=STEP - 2, color=TOKENS["accent-soft"])
        .encode(y=y, x=x),
        fields.transform_filter("datum.share >= 1").mark_rect(height=STEP - 2, color=TOKENS["accent"]).encode(y=y, x=x),
        _own().transform_filter("datum.share === 0").mark_point(**CROSS).encode(y=y, x=x),
    ]
    words = frame.words
    entries = [("full", words["all"]), ("bar", words["some"]), ("cross", words["none"])]
    legend = _legend(frame, entries, y=round(14 - top), end=width)
    left, right = (END, LABELS) if frame.rtl else (LABELS, END)
    return _plate(
        "coverage",
        [*marks, *legend],
        shared=rows,
        width=width,
        height=STEP * len(rows),
        padding={"left": left, "right": right, "top": round(top), "bottom": 10},
    )

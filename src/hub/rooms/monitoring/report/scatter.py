"""Two measures of an edition against each other: one chart for the page, drawn live when the reader wants it."""

from dataclasses import dataclass
from typing import Any

from hub.commons.ui.charts import OWN, TOKENS, Plate
from hub.rooms.monitoring.engine.framework import Node, name_of
from hub.rooms.monitoring.engine.run import Run

WIDTH, HEIGHT = 640, 420
PADDING = {"left": 64, "right": 20, "top": 16, "bottom": 52}
ROOM = 0.05


@dataclass(frozen=True, slots=True)
class Point:
    """A place with both values; the keys lead back to each."""

    place: str
    name: str
    x: float
    y: float
    x_key: str
    y_key: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """What the page shows. `without` counts the scored places that have a gap in one of the two."""

    x: Node
    y: Node
    points: tuple[Point, ...]
    without: int


def nodes_to_choose(run: Run) -> list[Node]:
    """The index, the areas and the indicators that were not left out, in reading order."""
    return [
        node
        for node in run.framework.nodes
        if node.kind in ("index", "area", "indicator") and node.code not in run.nodes_out
    ]


def scatter_of(run: Run, x: str, y: str) -> Scatter:
    """Both values of every scored place: an indicator in its own unit, the index and areas as scores.

    Raises DataProblem("node_unknown").
    """
    across, up = run.framework.node(x), run.framework.node(y)
    points, without = [], 0
    for place in run.scores.places:
        x_value, y_value = _value(run, place, across), _value(run, place, up)
        if x_value is None or y_value is None:
            without += 1
            continue
        keys = (run.key(place, node.code, "" if node.kind == "indicator" else "score") for node in (across, up))
        points.append(Point(place, run.places.name(place), x_value, y_value, *keys))
    return Scatter(across, up, tuple(points), without)


def _value(run: Run, place: str, node: Node) -> float | None:
    return run.value(place, node.code) if node.kind == "indicator" else run.score(place, node.code)


def plate_of(scatter: Scatter, run: Run, language: str, *, is_rtl: bool, mark: str = "") -> Plate:
    """The chart, without its points. `mark` is written across it, drawn here or live (a synthetic edition)."""
    # Here and not above: Altair takes half a second to import, and the site starts without it.
    import altair as alt

    axes = []
    for node, side in ((scatter.x, "x"), (scatter.y, "y")):
        values = [getattr(point, side) for point in scatter.points] or [0.0, 1.0]
        room = ROOM * (max(values) - min(values) or 1.0)
        scale = alt.Scale(
            domain=[min(values) - room, max(values) + room], nice=False, zero=False, reverse=is_rtl and side == "x"
        )
        axis = alt.Axis(
            title=_title(run, node, language), tickCount=6, orient="right" if is_rtl and side == "y" else alt.Undefined
        )
        axes.append((alt.X if side == "x" else alt.Y)(f"{side}:Q", scale=scale, axis=axis))
    points = (
        alt.Chart(alt.NamedData(OWN))
        .mark_circle(size=46, color=TOKENS["accent"], opacity=0.65)
        .encode(
            *axes,
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("x:Q", title=name_of(scatter.x, language), format=".1f"),
                alt.Tooltip("y:Q", title=name_of(scatter.y, language), format=".1f"),
            ],
        )
    )
    written = (
        alt.Chart(alt.Data(values=[{"words": mark}]))
        .mark_text(angle=342, fontSize=40, fontWeight="bold", color=TOKENS["data-2"], opacity=0.22)
        .encode(text="words:N", x=alt.value(WIDTH / 2), y=alt.value(HEIGHT / 2))
    )
    layers = alt.layer(written, points) if mark else alt.layer(points)
    spec = layers.properties(
        width=WIDTH,
        height=HEIGHT,
        autosize=alt.AutoSizeParams(type="none", contains="content"),
        padding=_padding(is_rtl),
    ).to_dict()
    spec.pop("config", None)
    return Plate("scatter", spec)


def rows_of(scatter: Scatter) -> list[dict[str, Any]]:
    """The points as rows of the chart."""
    return [{"name": f"{point.name} ({point.place})", "x": point.x, "y": point.y} for point in scatter.points]


def _padding(is_rtl: bool) -> dict[str, int]:
    if not is_rtl:
        return PADDING
    return {**PADDING, "left": PADDING["right"], "right": PADDING["left"]}


def _title(run: Run, node: Node, language: str) -> str:
    unit = name_of(run.framework.units[node.unit], language) if node.kind == "indicator" else "0–100"
    return f"{name_of(node, language)} ({unit})"

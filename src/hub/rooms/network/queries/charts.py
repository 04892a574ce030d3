"""The growth chart: what the register holds at the end of each year, and the sizes that were announced."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hub.commons.ui.charts import TOKENS, Plate, draw, write_svg
from hub.rooms.network.queries.kept import keep
from hub.rooms.network.queries.standing import Comparison, GrowthPoint

WIDTH, HEIGHT, TOP = 640, 260, 62


def growth_chart(points: Sequence[GrowthPoint], announced: Sequence[Comparison], *, alt: str) -> str:
    """The chart as SVG. Drawn once for the same numbers and language."""
    rows = _rows(points, announced)
    most = max([row["to"] for row in rows], default=1)
    years = (points[0].day.year, points[-1].day.year + 1) if points else (2015, 2026)
    key = ("growth-chart", repr(rows), alt)
    return keep(key, lambda: write_svg(draw(_plate(years, most, _legend()), rows), alt))


def _rows(points: Sequence[GrowthPoint], announced: Sequence[Comparison]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for point in points:
        year, base = point.day.year + 0.5, 0
        for kind in ("members", "undated", "possible"):
            count = getattr(point, kind)
            rows.append({"year": year, "from": base, "to": base + count, "kind": kind})
            base += count
    # A year's bar stands in the middle of its year; an announced size stands on its day.
    for comparison in announced:
        day = comparison.row.when.end
        rows.append({"year": _decimal_year(day), "from": 0, "to": comparison.row.announced, "kind": "announced"})
    return rows


def _decimal_year(day: date) -> float:
    return round(day.year + (day.timetuple().tm_yday - 1) / 366, 2)


def _legend() -> tuple[tuple[str, str], ...]:
    return (
        ("members", _("in the register, with a date")),
        ("undated", _("in the register, date of joining unknown")),
        ("announced", _("announced")),
    )


COLOURS = {
    "members": TOKENS["accent"],
    "undated": TOKENS["accent-soft"],
    "possible": TOKENS["line-strong"],
    "announced": TOKENS["data-2"],
}


def _plate(years: tuple[int, int], most: int, legend: tuple[tuple[str, str], ...]) -> Plate:
    x: dict[str, Any] = {"field": "year", "type": "quantitative", "title": None}
    x["scale"] = {"domain": list(years), "nice": False}
    x["axis"] = {"grid": False, "values": [year + 0.5 for year in range(*years)], "labelExpr": "floor(datum.value)"}
    y = {"type": "quantitative", "title": None, "scale": {"domain": [0, -(-most // 50) * 50], "nice": False}}
    colour: dict[str, Any] = {"field": "kind", "type": "nominal", "legend": None}
    colour["scale"] = {"domain": list(COLOURS), "range": list(COLOURS.values())}
    bars = _layer({"type": "rule", "strokeWidth": 30}, "datum.kind !== 'announced'")
    bars["encoding"] = {"x": x, "y": {**y, "field": "from"}, "y2": {"field": "to"}, "color": colour}
    diamond = {"type": "point", "shape": "diamond", "size": 70, "filled": True, "opacity": 1}
    sizes = _layer(diamond, "datum.kind === 'announced'")
    sizes["encoding"] = {"x": x, "y": {**y, "field": "to"}, "color": colour}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": "none",
        "padding": {"left": 44, "right": 16, "top": TOP, "bottom": 28},
        "layer": [bars, sizes, *_key(colour)],
    }
    shared = ({"x": 6, "y": 16 * n - TOP + 14, "kind": kind, "label": label} for n, (kind, label) in enumerate(legend))
    return Plate("network-growth", spec, tuple(shared))


def _layer(mark: dict[str, Any], condition: str) -> dict[str, Any]:
    return {"data": {"name": "own"}, "transform": [{"filter": condition}], "mark": mark}


def _key(colour: dict[str, Any]) -> list[dict[str, Any]]:
    """What the colours mean, above the chart; placed by hand, since a legend would be measured by its text."""
    at = {axis: {"field": axis, "type": "quantitative", "scale": None} for axis in ("x", "y")}
    signs = {"data": {"name": "shared"}, "mark": {"type": "square", "size": 90, "opacity": 1}}
    words = {"data": {"name": "shared"}, "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 12}}
    text = {"text": {"field": "label", "type": "nominal"}}
    return [signs | {"encoding": at | {"color": colour}}, words | {"encoding": at | text}]

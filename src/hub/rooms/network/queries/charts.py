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


def _plate(years: tuple[int, int], most: int, legend: tuple[tuple[str, str], ...]) -> Plate:
    x: dict[str, Any] = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": list(years), "nice": False},
    }
    x["axis"] = {"grid": False, "values": [year + 0.5 for year in range(*years)], "labelExpr": "floor(datum.value)"}
    y = {"type": "quantitative", "title": None, "scale": {"domain": [0, -(-most // 50) * 50], "nice": False}}
    colours = {"members": TOKENS["accent"], "undated": TOKENS["accent-soft"], "possible": TOKENS["line-strong"]}
    colour: dict[str, Any] = {"field": "kind", "type": "nominal", "legend": None}
    colour["scale"] = {"domain": list(colours), "range": list(colours.values())}
    bars = {
        "data": {"name": "own"},
        "transform": [{"filter": "datum.kind !== 'announced'"}],
        "mark": {"type": "rule", "strokeWidth": 30},
        "encoding": {"x": x, "y": {**y, "field": "from"}, "y2": {"field": "to"}, "color": colour},
    }
    marks = {
        "data": {"name": "own"},
        "transform": [{"filter": "datum.kind === 'announced'"}],
        "mark": {
            "type": "point",
            "shape": "diamond",
            "size": 70,
            "filled": True,
            "color": TOKENS["data-2"],
            "opacity": 1,
        },
        "encoding": {"x": x, "y": {**y, "field": "to"}},
    }
    shared = tuple(
        {"x": 6, "y": 16 * row - TOP + 14, "kind": kind, "label": label} for row, (kind, label) in enumerate(legend)
    )
    colours["announced"] = TOKENS["data-2"]
    at = {
        "x": {"field": "x", "type": "quantitative", "scale": None},
        "y": {"field": "y", "type": "quantitative", "scale": None},
    }
    key: dict[str, Any] = {"field": "kind", "type": "nominal", "legend": None}
    key["scale"] = {"domain": list(colours), "range": list(colours.values())}
    signs = {
        "data": {"name": "shared"},
        "mark": {"type": "square", "size": 90, "opacity": 1},
        "encoding": {**at, "color": key},
    }
    words = {
        "data": {"name": "shared"},
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 12},
        "encoding": {**at, "text": {"field": "label", "type": "nominal"}},
    }
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": "none",
        "padding": {"left": 44, "right": 16, "top": TOP, "bottom": 28},
        "layer": [bars, marks, signs, words],
        "resolve": {"scale": {"color": "independent"}},
    }
    return Plate("network-growth", spec, shared)

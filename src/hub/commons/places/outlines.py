"""The outlines of the world in the Equal Earth projection, as short SVG paths.

Šavrič, Patterson & Jenny (2019), The Equal Earth map projection, Int. J. Geographical Information Science 33(3).
Outlines: Natural Earth 1:110 million as TopoJSON (arcs that neighbours share, so that a border is drawn once).
The picture is `WIDTH` units wide; all coordinates are whole numbers, which keeps the paths short.
"""

import json
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

from hub.commons.sources.shipped import shipped_file

Point = tuple[int, int]

WIDTH = 4000
NORTH, SOUTH = 84.0, -56.0
WITHOUT_CODE = "none"
# Lines drawn broken, because this edition takes a side: areas by their M49 code, lines by the two codes and a box
# (west, south, east, north) in degrees.
UNSETTLED_AREAS = frozenset({WITHOUT_CODE, "275", "732"})
UNSETTLED_LINES = (({"643", "804"}, (32.0, 44.0, 37.0, 46.6)), ({"376", "760"}, (35.0, 32.0, 37.0, 34.0)))
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = sqrt(3) / 2
SCALE = WIDTH / (2 * 2.70663)


def _equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    theta = asin(M * sin(radians(latitude)))
    square = theta * theta
    sixth = square * square * square
    x = radians(longitude) * cos(theta) / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)))
    return x, theta * (A1 + A2 * square + sixth * (A3 + A4 * square))


TOP = _equal_earth(0, NORTH)[1]
HEIGHT = round((TOP - _equal_earth(0, SOUTH)[1]) * SCALE)


def project(longitude: float, latitude: float) -> Point:
    """Where a position (degrees, WGS 84) lies in the picture."""
    x, y = _equal_earth(longitude, latitude)
    return round(WIDTH / 2 + x * SCALE), round((TOP - y) * SCALE)


@dataclass(frozen=True, slots=True)
class Outlines:
    """SVG paths: `land` to fill, `borders` to stroke, `unsettled` to stroke with a broken line."""

    land: str
    borders: str
    unsettled: str


@dataclass(frozen=True, slots=True)
class _World:
    arcs: tuple[tuple[Point, ...], ...]
    coasts: tuple[list[Point], ...]
    borders: tuple[int, ...]
    unsettled: tuple[int, ...]


@cache
def world() -> Outlines:
    """The whole world without Antarctica, to draw under any map. Worked out once in a process."""
    told = _world()
    land = "".join(_ring_path(points) for points in told.coasts)
    return Outlines(
        land, *("".join(_line_path(told.arcs[arc]) for arc in lines) for lines in (told.borders, told.unsettled))
    )


@cache
def around(x: int, y: int, reach: int) -> Outlines:
    """What of the world lies within `reach` of a point of the picture, left and right, above and below."""
    told = _world()
    window = (x - reach, y - reach, x + reach, y + reach)
    land = "".join(_ring_path(_clip(points, window)) for points in told.coasts if _touches(points, window))
    lines = ((told.arcs[arc] for arc in arcs) for arcs in (told.borders, told.unsettled))
    return Outlines(land, *("".join(_line_path(line) for line in some if _touches(line, window)) for some in lines))


@cache
def _world() -> _World:
    topology = json.loads(shipped_file("natural-earth", "countries_110m.json").read_text(encoding="utf-8"))
    arcs = tuple(_decode(arc, topology["transform"]) for arc in topology["arcs"])
    owners: dict[int, set[str]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        for arc in (arc for ring in _rings_of(shape) for arc in ring):
            owners.setdefault(max(arc, ~arc), set()).add(shape.get("id") or WITHOUT_CODE)
    shared = sorted(arc for arc, shapes in owners.items() if len(shapes) > 1)
    unsettled = tuple(arc for arc in shared if _is_unsettled(owners[arc], arcs[arc]))
    coasts = [tuple(ring) for shape in topology["objects"]["land"]["geometries"] for ring in _rings_of(shape)]
    pieces = [piece for ring in coasts for piece in _cut_at_the_edge(_ring_points(ring, arcs))]
    return _World(
        arcs, tuple(piece for piece in pieces if _is_drawn(piece)), tuple(sorted({*shared} - {*unsettled})), unsettled
    )


def _is_unsettled(owners: set[str], points: tuple[Point, ...]) -> bool:
    """Whether a line is one of those named at the top, so that the drawing takes no side."""
    if owners & UNSETTLED_AREAS:
        return True
    return any(owners == pair and all(_lies_in(point, box) for point in points) for pair, box in UNSETTLED_LINES)


def _lies_in(point: Point, box: tuple[float, float, float, float]) -> bool:
    (left, bottom), (right, top) = project(box[0], box[1]), project(box[2], box[3])
    return min(left, right) - 40 <= point[0] <= max(left, right) + 40 and top <= point[1] <= bottom


def _rings_of(shape: dict[str, Any]) -> list[list[int]]:
    """The rings of a shape as arcs; a negative number is an arc run backwards (TopoJSON)."""
    if shape["type"] == "GeometryCollection":
        return [ring for part in shape["geometries"] for ring in _rings_of(part)]
    if shape["type"] == "Polygon":
        return list(shape["arcs"])
    return [ring for polygon in shape.get("arcs", ()) for ring in polygon]


def _decode(arc: list[list[int]], transform: dict[str, list[float]]) -> tuple[Point, ...]:
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    points: list[Point] = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        point = project(x * scale_x + move_x, min(y * scale_y + move_y, NORTH))
        if not points or point != points[-1]:
            points.append(point)
    return tuple(points)


def _ring_points(ring: tuple[int, ...], arcs: tuple[tuple[Point, ...], ...]) -> list[Point]:
    points: list[Point] = []
    for arc in ring:
        part = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points.extend(part[1:] if points else part)
    return points


def _cut_at_the_edge(points: list[Point]) -> list[list[Point]]:
    """Cut a ring where it leaps from one edge of the picture to the other, at 180 degrees; each piece is closed."""
    leaps = [place for place in range(1, len(points)) if abs(points[place][0] - points[place - 1][0]) > WIDTH / 2]
    if not leaps:
        return [points]
    turned = [*points[leaps[0] : -1], *points[: leaps[0]]]
    starts = [leap - leaps[0] for leap in leaps]
    return [turned[start:end] for start, end in zip(starts, [*starts[1:], len(turned)], strict=True)]


def _is_drawn(points: list[Point]) -> bool:
    """Antarctica lies below the picture; so does whatever has fewer than three points left at this scale."""
    return len(points) > 3 and min(y for _x, y in points) < HEIGHT


def _touches(points: list[Point] | tuple[Point, ...], window: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = window
    across, down = [x for x, _y in points], [y for _x, y in points]
    return min(across) <= right and max(across) >= left and min(down) <= bottom and max(down) >= top


def _clip(points: list[Point], window: tuple[int, int, int, int]) -> list[Point]:
    """Cut a ring to a window (Sutherland & Hodgman 1974), side by side."""
    for axis, limit, sign in ((0, window[0], 1), (1, window[1], 1), (0, window[2], -1), (1, window[3], -1)):
        points = _clip_side(points, axis, limit, sign)
    return points


def _clip_side(points: list[Point], axis: int, limit: int, sign: int) -> list[Point]:
    kept: list[Point] = []
    for before, point in zip([points[-1], *points[:-1]] if points else [], points, strict=True):
        was_inside, is_inside = (sign * (end[axis] - limit) >= 0 for end in (before, point))
        if was_inside != is_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            other = round(before[1 - axis] + share * (point[1 - axis] - before[1 - axis]))
            kept.append((limit, other) if axis == 0 else (other, limit))
        if is_inside:
            kept.append(point)
    return kept


def _ring_path(points: list[Point]) -> str:
    return _line_path(points[:-1] if points and points[0] == points[-1] else points) + "z" if len(points) > 2 else ""


def _line_path(points: list[Point] | tuple[Point, ...]) -> str:
    """`M` to the first point, then short steps; a minus sign parts two numbers as well as a blank does."""
    (x, y), *rest = points
    steps = []
    for next_x, next_y in rest:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y}".replace(" -", "-"))
        x, y = next_x, next_y
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(steps).replace(" -", "-") if steps else ""

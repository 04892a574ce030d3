"""A map to show: outlines and dots, put together on the server. Many dots are put together by a grid of degrees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor
from statistics import fmean

from hub.commons.places.outlines import HEIGHT, WIDTH, Outlines, around, project, world

MOST_DOTS = 600
CELLS_DEGREES = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 15.0, 20.0)
REACH = 260  # of a small map around one position, in units of the picture
MARGIN = 30


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world in degrees; its western and southern edges belong to it."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, place: Position) -> bool:
        """Whether a position lies in the box."""
        return self.south <= place.latitude < self.north and self.west <= place.longitude < self.east

    def __str__(self) -> str:
        return f"{self.west:g},{self.south:g},{self.east:g},{self.north:g}"


@dataclass(frozen=True, slots=True)
class Place:
    """Something to show at a position: what it is called and where it leads."""

    position: Position
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot in units of the picture; `size` 1 is one place, 2 to 4 are several."""

    x: int
    y: int
    label: str
    url: str
    size: int = 1


@dataclass(frozen=True, slots=True)
class Map:
    """What the template `places/map.html` draws.

    shown, missing  places with a position, and places without one, which only the list can show
    """

    view: str
    outlines: Outlines
    dots: tuple[Dot, ...]
    label: str
    shown: int
    missing: int = 0
    is_grouped: bool = False
    is_small: bool = False


def draw_map(
    places: Sequence[Place],
    *,
    label: str,
    name_group: Callable[[int], str],
    link_group: Callable[[Box], str],
    missing: int = 0,
    most_dots: int = MOST_DOTS,
) -> Map:
    """A map of the world with a dot for each place, or with dots for groups where there are too many.

    name_group  what a group of so many places is called
    link_group  where the places in a box are listed
    """
    view = f"0 {-MARGIN} {WIDTH} {HEIGHT + 2 * MARGIN}"
    if len(places) <= most_dots:
        dots = tuple(Dot(*project(p.position.longitude, p.position.latitude), p.label, p.url) for p in places)
        return Map(view, world(), dots, label, len(places), missing)
    groups = _group(places, most_dots)
    dots = tuple(_group_dot(box, group, name_group, link_group) for box, group in groups)
    return Map(view, world(), dots, label, len(places), missing, is_grouped=True)


def locate(place: Place) -> Map:
    """A small map of where one place lies."""
    x, y = project(place.position.longitude, place.position.latitude)
    # Rounded, so that near places share what is worked out for one of them.
    left, top = round(x / 50) * 50, round(y / 50) * 50
    view = f"{left - REACH} {top - REACH * 3 // 4} {2 * REACH} {REACH * 3 // 2}"
    return Map(view, around(left, top, REACH), (Dot(x, y, place.label, place.url),), place.label, 1, is_small=True)


def _group(places: Sequence[Place], most_dots: int) -> list[tuple[Box, list[Place]]]:
    """Put places together by the finest grid that leaves few enough groups."""
    cells: dict[tuple[int, int], list[Place]] = {}
    size = CELLS_DEGREES[-1]
    for size in CELLS_DEGREES:
        cells = {}
        for place in places:
            cell = (floor(place.position.longitude / size), floor(place.position.latitude / size))
            cells.setdefault(cell, []).append(place)
        if len(cells) <= most_dots:
            break
    return [
        (Box(column * size, row * size, (column + 1) * size, (row + 1) * size), cells[column, row])
        for column, row in sorted(cells)
    ]


def _group_dot(box: Box, group: list[Place], name_group: Callable[[int], str], link_group: Callable[[Box], str]) -> Dot:
    points = [project(place.position.longitude, place.position.latitude) for place in group]
    x, y = (round(fmean(axis)) for axis in zip(*points, strict=True))
    if len(group) == 1:
        return Dot(x, y, group[0].label, group[0].url)
    return Dot(
        x, y, name_group(len(group)), link_group(box), size=2 if len(group) <= 5 else 3 if len(group) <= 20 else 4
    )

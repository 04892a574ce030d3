import re
from gzip import compress
from math import isclose

from hub.commons.places.outlines import HEIGHT, WIDTH, around, project, world


def test_project_when_given_the_equator_then_the_picture_is_as_wide_as_the_world():
    assert [project(longitude, 0)[0] for longitude in (-180, 0, 180)] == [0, WIDTH // 2, WIDTH]


def test_project_when_latitudes_are_opposite_then_so_are_their_distances():
    """Equal Earth (Šavrič et al. 2019): y(90°) = 1.3173627, x(180°) = 2.7066300 on the unit sphere."""
    equator = project(0, 0)[1]
    assert abs((equator - project(0, 45)[1]) - (project(0, -45)[1] - equator)) <= 1
    assert isclose((project(0, -90)[1] - equator) / (WIDTH / 2), 1.3173627 / 2.70663, abs_tol=1e-3)


def test_project_when_areas_are_equal_on_earth_then_they_are_in_the_picture():
    """A thin strip at 60° is half as wide on the sphere as at the equator."""

    def strip(latitude):
        width = project(180, latitude)[0] - project(-180, latitude)[0]
        return width * (project(0, latitude - 5)[1] - project(0, latitude + 5)[1])

    assert isclose(strip(60) / strip(0), 0.5, abs_tol=0.01)


def test_world_when_drawn_then_it_is_short_and_stays_in_the_picture():
    drawn = world()
    assert len(compress("".join((drawn.land, drawn.borders, drawn.unsettled)).encode())) < 40_000
    starts = [(int(x), int(y)) for x, y in re.findall(r"M(-?\d+) (-?\d+)", drawn.land)]
    assert all(0 <= x <= WIDTH and -40 <= y <= HEIGHT + 40 for x, y in starts)


def test_world_when_drawn_then_no_line_runs_across_the_picture():
    """Russia and Fiji cross 180 degrees; an uncut ring would leap from edge to edge."""
    steps = re.findall(r"(-?\d+)(?: |(?=-))(-?\d+)", re.sub(r"M-?\d+ -?\d+", "", world().land))
    assert max(abs(int(x)) for x, _y in steps) < WIDTH / 8


def test_world_when_a_line_is_unsettled_then_it_is_drawn_broken_and_not_as_a_border():
    drawn = world()
    lines = [line for line in drawn.unsettled.split("M") if line]
    assert lines
    assert [line for line in lines if f"M{line}" in drawn.borders] == []


def test_around_when_cut_to_a_window_then_nothing_lies_beyond_it():
    x, y = project(-8.47, 51.9)
    for path in around(x, y, 200).land.split("z"):
        point = re.match(r"M(-?\d+) (-?\d+)", path)
        assert point is None or (x - 200 <= int(point[1]) <= x + 200 and y - 200 <= int(point[2]) <= y + 200)

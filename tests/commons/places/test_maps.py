from hypothesis import given
from hypothesis import strategies as st

from hub.commons.places.maps import Box, Place, Position, draw_map, locate


def draw(places, most_dots=600):
    return draw_map(places, label="", most_dots=most_dots, name_group=str, link_group=str)


def place(latitude, longitude):
    return Place(Position(latitude, longitude), "one", "/one")


PLACES = st.lists(
    st.builds(place, st.floats(-60, 80, allow_subnormal=False), st.floats(-180, 179.9, allow_subnormal=False)),
    max_size=60,
)


@given(PLACES, st.integers(40, 60))
def test_draw_when_grouped_then_every_place_is_counted_once(places, most_dots):
    drawn = draw(places * 3, most_dots)
    numbers = [int(dot.label) if dot.label.isdigit() else 1 for dot in drawn.dots]
    assert (sum(numbers), drawn.shown) == (len(places) * 3, len(places) * 3)


@given(PLACES)
def test_draw_when_grouped_then_the_link_holds_as_many_as_the_dot_says(places):
    for dot in draw(places, 1).dots:
        if dot.size > 1:
            box = Box(*(float(part) for part in dot.url.split(",")))
            assert sum(box.holds(one.position) for one in places) == int(dot.label)


def test_draw_when_few_then_each_has_its_dot_and_link():
    drawn = draw([place(0, 0), place(50, 8)])
    assert ([dot.url for dot in drawn.dots], drawn.is_grouped) == (["/one", "/one"], False)


def test_locate_when_drawn_then_the_dot_lies_in_the_view():
    drawn = locate(place(51.9, -8.47))
    left, top, width, height = (int(part) for part in drawn.view.split())
    assert left < drawn.dots[0].x < left + width
    assert top < drawn.dots[0].y < top + height

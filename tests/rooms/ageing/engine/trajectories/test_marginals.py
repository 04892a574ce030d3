"""Values at ranks: through the published points, straight between and beyond them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.trajectories.marginals import RANKS, Marginals, fertility_at, points_of, values_at

# Kenya's total fertility rate in 2030, as published.
KENYA = np.array([[2.167, 2.412, 2.916302, 3.427, 3.699]])


def valid() -> Marginals:
    return Marginals(
        fertility=np.tile([1.0, 1.2, 1.5, 1.9, 2.2], (3, 1)),
        expectancy=np.tile([70.0, 72, 75, 77, 78], (2, 3, 1)),
        migration=np.tile([-9.0, -5, 0, 6, 11], (3, 1)),
    )


def test_values_when_at_the_five_ranks_then_the_published_points():
    assert values_at(KENYA, np.array([RANKS])) == pytest.approx(KENYA, abs=1e-12)


def test_values_when_the_rank_is_0_then_the_median_to_the_last_bit():
    assert values_at(KENYA, np.zeros((1, 4))).tolist() == [[2.916302] * 4]


def test_values_when_between_and_beyond_the_points_then_on_straight_lines():
    halfway = (RANKS[2] + RANKS[3]) / 2
    beyond = RANKS[4] + (RANKS[4] - RANKS[3])
    expected = [(2.916302 + 3.427) / 2, 3.699 + (3.699 - 3.427)]
    assert values_at(KENYA, np.array([[halfway, beyond]]))[0] == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=20), st.lists(st.floats(0, 9), min_size=5, max_size=5))
def test_values_when_ranks_rise_then_they_never_fall(ranks, steps):
    values = values_at(np.cumsum([steps], axis=1), np.array([sorted(ranks)]))[0]
    assert (np.diff(values) >= -1e-9).all()


def test_fertility_when_the_line_would_fall_below_half_of_the_lowest_point_then_it_stops_there():
    points = np.array([[0.6, 1.0, 1.4, 1.8, 2.2]])
    assert fertility_at(points, np.array([[-4.0, 0.0]])).tolist() == [[0.3, 1.4]]


def test_points_when_ends_and_medians_are_given_then_the_median_stands_between():
    assert points_of(np.array([[1.0, 2, 4, 5]]), np.array([3.0])).tolist() == [[1, 2, 3, 4, 5]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"migration": np.zeros((3, 4))}, "intervals_shape_differs"),
        ({"fertility": np.ones((2, 5))}, "intervals_shape_differs"),
        ({"expectancy": np.full((2, 3, 5), np.nan)}, "intervals_missing"),
        ({"fertility": np.tile([1.0, 1.2, 1.9, 1.5, 2.2], (3, 1))}, "intervals_out_of_order"),
    ],
)
def test_marginals_when_they_cannot_be_used_then_refused(change, code):
    with pytest.raises(DataProblem) as caught:
        replace(valid(), **change)
    assert caught.value.code == code


def test_marginals_when_one_year_is_out_of_order_then_that_year_is_named():
    expectancy = valid().expectancy.copy()
    expectancy[1, 2, 0] = 99
    with pytest.raises(DataProblem) as caught:
        replace(valid(), expectancy=expectancy)
    assert caught.value.parameters == {"item": "expectancy", "position": 3}

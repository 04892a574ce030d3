"""Percentiles of groups against the standard library, and by hand."""

from statistics import quantiles as plain_quantiles

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.academy.engine.analytics.quantiles import quantiles

NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))


def test_quantiles_when_four_numbers_are_given_then_they_are_interpolated():
    # 1 2 3 4: places 1 + 3 p = 1.3, 1.75, 2.5, 3.25, 3.7
    found = quantiles(np.zeros(4, int), np.array([4, 1, 3, 2]), shares=(0.1, 0.25, 0.5, 0.75, 0.9), cells=1)
    assert found.tolist() == [pytest.approx([1.3, 1.75, 2.5, 3.25, 3.7], rel=1e-15)]


def test_quantiles_when_a_cell_has_one_number_or_none_then_it_is_that_or_missing():
    found = quantiles(np.array([2]), np.array([7.5]), shares=(0.0, 0.5, 1.0), cells=3)
    assert np.isnan(found[:2]).all()
    assert found[2].tolist() == [7.5, 7.5, 7.5]


def test_quantiles_when_there_are_no_cells_then_there_are_no_rows():
    assert quantiles(np.array([], int), np.array([]), shares=(0.5,), cells=0).shape == (0, 1)


@given(st.lists(st.tuples(st.integers(0, 3), NUMBERS), max_size=60), st.randoms())
def test_quantiles_when_numbers_are_any_then_they_are_those_of_the_standard_library(given_numbers, chance):
    chance.shuffle(given_numbers)
    cell, numbers = (
        np.array([cell for cell, _ in given_numbers], int),
        np.array([number for _, number in given_numbers]),
    )
    found = quantiles(cell, numbers, shares=(0.25, 0.5, 0.75), cells=4)
    for one in range(4):
        mine = numbers[cell == one].tolist()
        if len(mine) > 1:
            assert found[one].tolist() == pytest.approx(
                plain_quantiles(mine, n=4, method="inclusive"), rel=1e-12, abs=1e-9
            )

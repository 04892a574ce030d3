"""The smoothest values that add up to known sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.graduate.smooth import group_operator, smoothing

OPERATOR = group_operator((0, 5, 10, 15), 20)


@given(arrays(float, 4, elements=st.floats(-1e6, 1e6)), arrays(float, 20, elements=st.floats(0.1, 10)))
def test_smoothing_when_sums_are_taken_again_then_they_are_met(sums, shape):
    np.testing.assert_allclose(OPERATOR @ (smoothing(OPERATOR, shape) @ sums), sums, rtol=1e-7, atol=1e-3)


def test_smoothing_when_sums_lie_on_a_line_then_so_do_the_values():
    line = np.arange(20) * 3.0 + 7
    np.testing.assert_allclose(smoothing(OPERATOR, np.ones(20)) @ (OPERATOR @ line), line, rtol=1e-4)


def test_smoothing_when_compared_with_other_solutions_then_it_bends_least():
    sums = np.array([10.0, 60, 20, 5])
    smooth = smoothing(OPERATOR, np.ones(20)) @ sums
    other = np.repeat(sums / 5, 5)
    assert np.square(np.diff(smooth, 2)).sum() < np.square(np.diff(other, 2)).sum()


def test_group_operator_when_groups_differ_in_width_then_every_cell_counts_once():
    assert group_operator((0, 1, 5), 7).tolist() == [
        [1, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 0, 1, 1],
    ]


def test_smoothing_when_the_form_has_a_gap_then_it_is_refused():
    shape = np.ones(20)
    shape[3] = np.nan
    with pytest.raises(DataProblem) as refused:
        smoothing(OPERATOR, shape)
    assert refused.value.code == "graduation_shape_not_positive"

"""Births of calendar years from children counted every five years."""

import numpy as np
import pytest

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.graduate.births import yearly_births

# Nobody dies: five person-years for each newborn, so the children are the births.
ALIVE = np.full((4, 2), 5.0)
NONE = np.array([])


def children_of(births, boys_per_girl):
    """Children aged 0-4 on 1 July of 2020, 2025, 2030, 2035 from births of 2015 to 2035."""
    sums = [births[start : start + 6] @ [0.5, 1, 1, 1, 1, 0.5] for start in (0, 5, 10, 15)]
    girls = np.array(sums) / (1 + boys_per_girl)
    return np.stack([sums - girls, girls], axis=-1)


def test_yearly_births_when_nobody_dies_or_moves_then_a_straight_line_comes_back():
    births = np.linspace(1000, 1400, 21)
    yearly = yearly_births(children_of(births, 1.05), 2020, ALIVE, known=NONE, at=NONE)
    assert yearly.years.tolist() == list(range(2015, 2036))
    np.testing.assert_allclose(yearly.births, births, rtol=1e-4)
    np.testing.assert_allclose(yearly.sex_ratio, 1.05)


def test_yearly_births_when_a_tenth_of_the_children_left_then_known_births_put_it_right():
    births = np.linspace(1000, 1400, 21)
    at = np.array([2020, 2030])
    yearly = yearly_births(children_of(births, 1.05) * 0.9, 2020, ALIVE, known=births[[5, 15]], at=at)
    np.testing.assert_allclose(yearly.births, births, rtol=1e-4)


def test_yearly_births_when_children_die_then_the_survivors_stand_for_more_births():
    births = np.full(21, 1000.0)
    yearly = yearly_births(children_of(births, 1.05) * 0.96, 2020, ALIVE * 0.96, known=NONE, at=NONE)
    np.testing.assert_allclose(yearly.births, births, rtol=1e-6)


def test_yearly_births_when_boys_moved_away_then_the_ratio_stays_in_its_range():
    yearly = yearly_births(children_of(np.full(21, 1000.0), 0.8), 2020, ALIVE, known=NONE, at=NONE)
    assert yearly.sex_ratio.tolist() == [1.0] * 21


def test_yearly_births_when_known_years_are_not_covered_then_they_are_refused():
    with pytest.raises(DataProblem) as refused:
        yearly_births(np.ones((4, 2)), 2020, ALIVE, known=np.ones(1), at=np.array([2050]))
    assert refused.value.code == "known_births_outside"

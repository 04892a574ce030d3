"""Counts: whole persons, with the means and variances of the binomial and Poisson distributions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.ageing.engine.trajectories.published import place_made_up

from hub.rooms.ageing.engine.trajectories.counts import SMALL_PLACE, poisson, survivors_among, whole
from hub.rooms.ageing.engine.trajectories.futures import is_small
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals
from hub.rooms.ageing.engine.trajectories.simulate import simulate, trajectories_of

MANY = 40_000


def numbers(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


# Few and many events, short and long lives: both ways of drawing, and the border between them.
@pytest.mark.parametrize(
    ("people", "survival"), [(1, 0.3), (3, 0.999), (40, 0.95), (150, 0.9), (70, 0.88), (500, 0.5), (2, 0.01)]
)
def test_survivors_when_drawn_often_then_mean_variance_and_none_are_binomial(people, survival):
    drawn = survivors_among(numbers(), np.full(MANY, float(people)), np.full(MANY, survival))
    variance = people * survival * (1 - survival)
    fourth = variance + (3 * people - 6) / people * variance**2
    assert drawn.mean() == pytest.approx(people * survival, abs=4 * np.sqrt(variance / MANY))
    assert drawn.var() == pytest.approx(variance, abs=4 * np.sqrt((fourth - variance**2) / MANY))
    everyone = survival**people
    assert (drawn == people).mean() == pytest.approx(everyone, abs=4 * np.sqrt(everyone / MANY) + 1e-9)


def test_survivors_when_life_or_death_is_certain_then_all_or_none():
    people = np.array([0.0, 5, 5, 0])
    assert survivors_among(numbers(), people, np.array([0.0, 0, 1, 1])).tolist() == [0, 0, 5, 0]


@given(st.integers(0, 2**31), st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1)), min_size=1, max_size=60))
def test_survivors_when_anyone_is_there_then_whole_and_not_more_than_that(seed, cells):
    people, survival = np.array(cells, float).T
    left = survivors_among(numbers(seed), people, survival)
    assert np.array_equal(left, np.rint(left))
    assert ((left >= 0) & (left <= people)).all()


@pytest.mark.parametrize("mean", [0.01, 1.3, 7.9, 8.1, 60.0])
def test_poisson_when_drawn_often_then_mean_and_variance_are_the_same(mean):
    drawn = poisson(numbers(), np.full(MANY, mean))
    assert drawn.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / MANY))
    assert drawn.var() == pytest.approx(mean, abs=4 * np.sqrt((mean + 2 * mean**2) / MANY))


@settings(max_examples=30)
@given(st.lists(st.floats(0, 50), min_size=202, max_size=202))
def test_whole_when_rounded_then_the_total_is_that_of_the_sum_and_cells_move_by_less_than_one(cells):
    people = np.array(cells).reshape(2, 101)
    rounded = whole(people)
    assert rounded.sum() == np.rint(people.sum())
    assert np.abs(rounded - people).max() <= 1 + 1e-9


def test_small_place_when_carried_then_everyone_is_a_whole_person():
    place = place_made_up(people=0.05)
    assert is_small(place)
    for year in trajectories_of(place, generic_marginals(place), seed=3, trajectories=30):
        for found in (year.after, year.births, year.deaths, year.migration):
            assert np.array_equal(found, np.rint(found))


def test_place_when_it_has_20_000_people_then_it_is_not_small():
    many = place_made_up().base.sum()
    found = [is_small(place_made_up(people=people / many)) for people in (SMALL_PLACE - 1, SMALL_PLACE + 1)]
    assert found == [True, False]


def test_small_place_when_compared_with_a_large_one_alike_then_the_same_medians_and_more_doubt():
    small, large = (place_made_up(years=8, people=people) for people in (0.05, 50.0))
    few, many = (simulate(place, generic_marginals(place), seed=3, trajectories=2_000) for place in (small, large))
    factor = small.base.sum() / large.base.sum()
    for item in ("pop", "pop65", "births", "deaths"):
        assert few.of(item)[:, 2] == pytest.approx(many.of(item)[:, 2] * factor, rel=0.03)
    births = few.of("births")[0, 3] - few.of("births")[0, 1], many.of("births")[0, 3] - many.of("births")[0, 1]
    assert births[0] > 1.5 * births[1] * factor

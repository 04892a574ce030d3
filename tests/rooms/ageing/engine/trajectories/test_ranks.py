"""Rank processes: standard normal in every year, as persistent as asked."""

import numpy as np
import pytest

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.trajectories.ranks import autoregressive, normal_numbers, ranks_of

MANY = 20_000


def test_autoregressive_when_worked_by_hand_then_the_same():
    process = autoregressive(np.array([[1.0], [2.0], [0.0]]), 0.5)
    assert process.tolist() == [[1.0], [2.5], [1.25]]


def test_ranks_when_worked_by_hand_then_divided_by_their_own_deviation():
    ranks = ranks_of(np.array([[1.0], [2.0]]), 0.5)
    assert ranks.ravel() == pytest.approx([1.0, 2.5 / np.sqrt(1.25)])


@pytest.mark.parametrize("phi", [0.0, 0.9, 0.98, 1.0])
def test_ranks_when_many_then_every_year_is_standard_normal(phi):
    ranks = ranks_of(normal_numbers(1, "test", 40, MANY), phi)
    assert np.abs(ranks.mean(axis=1)).max() < 4 / np.sqrt(MANY)
    assert np.abs(ranks.std(axis=1) - 1).max() < 4 / np.sqrt(2 * MANY)


def test_ranks_when_a_random_walk_then_neighbours_correlate_as_the_root_of_their_years():
    ranks = ranks_of(normal_numbers(1, "test", 40, MANY), 1.0)
    assert np.corrcoef(ranks[9], ranks[39])[0, 1] == pytest.approx(np.sqrt(10 / 40), abs=0.02)


def test_ranks_when_a_year_is_added_then_the_earlier_ones_stay():
    numbers = normal_numbers(1, "test", 5, 7)
    assert np.array_equal(ranks_of(numbers, 0.9)[:4], ranks_of(numbers[:4], 0.9))


def test_numbers_when_named_differently_then_they_do_not_correlate():
    first, second = (normal_numbers(1, name, 1, MANY)[0] for name in ("fertility", "migration"))
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(MANY)


@pytest.mark.parametrize("phi", [-0.1, 1.01, float("nan")])
def test_ranks_when_phi_is_out_of_range_then_refused(phi):
    with pytest.raises(DataProblem) as caught:
        ranks_of(np.zeros((2, 2)), phi)
    assert caught.value.code == "persistence_out_of_range"

"""Single steps on the case of tests/golden/monitoring/steps/SOURCE.md."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import mean
from hub.rooms.monitoring.engine.rank import rank, rank_in_groups, rank_rows
from hub.rooms.monitoring.engine.screen import screen
from hub.rooms.monitoring.engine.steps import Table


def table_of(*values: float) -> Table:
    return Table(tuple(f"P{at}" for at in range(len(values))), ("a",), np.array(values, float)[:, None])


@pytest.mark.parametrize(
    ("method", "expected"), [("arithmetic", 6.5), ("geometric", 2**2.5), ("harmonic", 1 / 0.21875)]
)
def test_mean_gives_the_values_worked_by_hand(method: str, expected: float) -> None:
    found = mean([np.array([2.0, np.nan, np.nan]), np.array([8.0, 8.0, np.nan])], [0.25, 0.75], method)
    assert found[:2] == pytest.approx([expected, 8])
    assert np.isnan(found[2])


def test_rank_gives_ties_the_better_place_and_gaps_none() -> None:
    assert rank(np.array([5, 9, 9, 1, np.nan])).tolist() == [3, 1, 1, 4, 0]


def test_rank_in_groups_when_a_place_has_no_group_then_gives_it_no_rank() -> None:
    scores = np.array([[5.0], [9.0], [7.0], [1.0]])
    assert rank_in_groups(scores, ["x", "x", "y", ""])[:, 0].tolist() == [2, 1, 1, 0]


@given(st.lists(st.lists(st.integers(0, 5), min_size=6, max_size=6), min_size=1, max_size=8))
def test_rank_rows_agrees_with_rank(rows: list[list[int]]) -> None:
    scores = np.array(rows, float)
    assert rank_rows(scores).tolist() == [rank(row).tolist() for row in scores]


def test_screen_when_everything_would_go_then_refuses() -> None:
    with pytest.raises(DataProblem) as raised:
        screen(table_of(np.nan, np.nan), 0.0, 0.5)
    assert raised.value.code == "nothing_left"

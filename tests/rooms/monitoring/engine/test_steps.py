"""Single steps on the case of tests/golden/monitoring/steps/SOURCE.md."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.rooms.monitoring.engine.rounds import Row, observations_of, small_framework

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import mean
from hub.rooms.monitoring.engine.checks import check_observations
from hub.rooms.monitoring.engine.normalise import normalise
from hub.rooms.monitoring.engine.rank import rank, rank_in_groups, rank_rows
from hub.rooms.monitoring.engine.screen import screen
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.treat import kurtosis, skewness, treat

DEVIATION = math.sqrt(28.75 / 3)


def table_of(*values: float) -> Table:
    return Table(tuple(f"P{at}" for at in range(len(values))), ("a",), np.array(values, float)[:, None])


@pytest.mark.parametrize(
    ("method", "parameters", "expected"),
    [
        ("minmax", {"low": 0, "high": 100}, [0, 100 / 7, 300 / 7, 100]),
        ("zscore", {"mean": 0, "deviation": 1}, [(value - 3.75) / DEVIATION for value in (1, 2, 4, 8)]),
        ("rank", {}, [1, 2, 3, 4]),
        ("borda", {}, [0, 1, 2, 3]),
        ("percentile-rank", {}, [0, 1 / 3, 2 / 3, 1]),
        ("fraction-of-maximum", {}, [1 / 8, 1 / 4, 1 / 2, 1]),
        ("distance-to-maximum", {}, [0, 1 / 7, 3 / 7, 1]),
        ("goalposts", {"goalposts": {"a": [2, 6]}, "low": 0, "high": 100}, [0, 0, 50, 100]),
    ],
)
def test_normalise_gives_the_columns_worked_by_hand(
    method: str, parameters: dict[str, object], expected: list[float]
) -> None:
    found = normalise(table_of(1, 2, 4, 8), [1], method, parameters).table.values[:, 0]
    assert found == pytest.approx(expected, rel=1e-12)


def test_normalise_when_less_is_better_then_goalposts_turn_with_it() -> None:
    parameters = {"goalposts": {"a": [2, 6]}, "low": 0, "high": 100}
    assert normalise(table_of(1, 2, 4, 8), [-1], "goalposts", parameters).table.values[:, 0].tolist() == [
        100,
        100,
        50,
        0,
    ]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"goalposts": {"a": [6, 2]}, "low": 0, "high": 1}, "goalposts_inverted"),
        ({"goalposts": {}}, "goalposts_missing"),
    ],
)
def test_normalise_when_goalposts_are_wrong_then_names_the_node(parameters: dict[str, object], code: str) -> None:
    with pytest.raises(DataProblem) as raised:
        normalise(table_of(1, 2), [1], "goalposts", parameters)
    assert (raised.value.code, raised.value.parameters["node"]) == (code, "a")


@pytest.mark.parametrize(
    ("method", "expected"), [("arithmetic", 6.5), ("geometric", 2**2.5), ("harmonic", 1 / 0.21875)]
)
def test_mean_gives_the_values_worked_by_hand(method: str, expected: float) -> None:
    found = mean([np.array([2.0, np.nan, np.nan]), np.array([8.0, 8.0, np.nan])], [0.25, 0.75], method)
    assert found[:2] == pytest.approx([expected, 8])
    assert np.isnan(found[2])


def test_treat_on_one_outlier_winsorises_one_point() -> None:
    step, treatments = treat(table_of(*range(1, 10), 100))
    (cell,) = step.cells
    assert (cell.before, cell.after, cell.method) == (100, 9, "winsorise")
    assert (treatments["a"].low, treatments["a"].high, treatments["a"].points) == (1, 9, 1)


def test_treat_when_the_points_do_not_help_then_takes_logs_of_the_original() -> None:
    values = [float(value) for value in np.exp(np.arange(40.0))]
    step, treatments = treat(table_of(*values), points=2)
    assert treatments["a"].kind == "log"
    offset = 0.01 * (values[-1] - values[0])
    assert step.table.values[:, 0] == pytest.approx([math.log(value - values[0] + offset) for value in values])
    assert treatments["a"].apply(np.array(values)) == pytest.approx(step.table.values[:, 0])


def test_treat_when_a_column_has_two_values_then_never_flattens_it() -> None:
    step, _ = treat(table_of(*[0.0] * 30, 1.0))
    assert len(np.unique(step.table.values)) == 2


@given(st.lists(st.integers(-1000, 1000), min_size=5, max_size=40).filter(lambda values: len(set(values)) > 2))
def test_skewness_and_kurtosis_are_those_of_scipy(values: list[int]) -> None:
    column = np.array(values, float)
    assert skewness(column) == pytest.approx(stats.skew(column, bias=False), rel=1e-6, abs=1e-9)
    assert kurtosis(column) == pytest.approx(stats.kurtosis(column, bias=False), rel=1e-6, abs=1e-9)


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


def test_checks_when_one_place_jumps_then_asks_about_that_row() -> None:
    rows: list[Row] = []
    for place in range(40):
        rows.append((f"L{place}", "a", "2022", 50.0 + place % 5, None, None, "observed"))
        later = 5.0 if place == 7 else 50.5 + place % 4
        rows.append((f"L{place}", "a", "2023", later, None, None, "observed"))
    findings = check_observations(observations_of(rows), small_framework().indicators)
    assert {(one.code, one.row) for one in findings} == {("value_jumps", 17), ("value_far_from_peers", 17)}
    assert all(one.severity == "warning" for one in findings)

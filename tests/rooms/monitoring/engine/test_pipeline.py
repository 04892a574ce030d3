"""The pipeline on the case of tests/golden/monitoring/small/SOURCE.md, and what must hold whatever the data."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.monitoring.engine.rounds import TABLE, Row, plan, small_framework, small_run, wide_rows

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute import impute
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.steps import Table


def scores_of(node: str) -> dict[str, float | None]:
    run = small_run()
    return {place: run.score(place, node) for place in TABLE}


def test_run_on_the_small_case_gives_the_scores_worked_by_hand() -> None:
    assert scores_of("one") == pytest.approx({"L1": 0, "L2": 125 / 3, "R1": 100, "R2": 250 / 3})
    assert scores_of("two") == {"L1": 0, "L2": None, "R1": 100, "R2": 50}
    assert scores_of("index") == pytest.approx({"L1": 0, "L2": 125 / 3, "R1": 100, "R2": 200 / 3})


def test_run_on_the_small_case_gives_the_ranks_worked_by_hand() -> None:
    run = small_run()
    assert [run.rank(place, "index") for place in TABLE] == [4, 3, 1, 2]
    assert [run.rank(place, "two") for place in TABLE] == [3, None, 1, 2]
    assert [run.rank(place, "index", "side") for place in TABLE] == [2, 1, 1, 2]


def test_run_gives_every_rank_a_band() -> None:
    run = small_run()
    for place in TABLE:
        for node in run.ranked:
            assert (run.rank(place, node) is None) == (run.band(place, node) is None)


def test_run_when_repeated_then_is_the_same_to_the_bit() -> None:
    one, other = small_run(), small_run()
    assert one.id == other.id
    assert one.scores.values.tobytes() == other.scores.values.tobytes()
    assert one.bands is not None
    assert other.bands is not None
    assert one.bands.median.tobytes() == other.bands.median.tobytes()


def test_run_when_an_older_value_is_left_then_a_newer_gap_does_not_hide_it() -> None:
    rows: list[Row] = [*wide_rows(TABLE), ("L2", "c", "2022", 2.0, None, None, "observed")]
    run = small_run(rows)
    assert run.value("L2", "c") == 2.0
    assert run.gap("L2", "c") is None


def test_run_when_there_is_no_value_then_the_gap_has_its_reason() -> None:
    rows: list[Row] = [
        *wide_rows({"L1": {"a": 1, "b": 1, "c": None}, "R1": {"a": 2, "b": 2, "c": 2}, "R2": {"a": 3, "b": 3, "c": 1}}),
        ("L2", "a", "2024", 5.0, None, None, "observed"),
        ("L2", "b", "2009", 5.0, None, None, "observed"),
    ]
    run = small_run(rows)
    assert run.gap("L1", "c") == Reason("gap_stated", {"status": "not-available", "note": "", "period": "2024"})
    assert run.gap("L2", "c") == Reason("gap_not_reported")
    assert run.gap("L2", "b") == Reason("gap_too_old", {"period": "2009", "oldest": "2015-01-01"})


def test_run_when_counts_are_denominated_then_small_and_large_places_compare() -> None:
    table = {place: {**cells, "size": 10.0 if place == "R1" else 5.0} for place, cells in TABLE.items()}
    run = small_run(wide_rows(table), plan("denominate", "column"), framework=small_framework(a="size"))
    assert run.step("denominated").table.column("a").tolist() == [2, 4, 4, 6]
    assert run.step("denominated").table.nodes == ("a", "b", "c")


def test_run_when_a_denominator_is_zero_then_names_the_cell() -> None:
    table = {place: {**cells, "size": 0.0 if place == "R1" else 5.0} for place, cells in TABLE.items()}
    with pytest.raises(DataProblem) as raised:
        small_run(wide_rows(table), plan("denominate", "column"), framework=small_framework(a="size"))
    assert (raised.value.code, raised.value.parameters["place"]) == ("denominator_not_positive", "R1")


def test_run_when_a_place_has_too_little_then_it_is_kept_out_with_the_reason() -> None:
    run = small_run(None, plan("screen", "availability", places=0.9))
    assert run.places.in_scope == ("L1", "R1", "R2")
    (reason,) = [reason for reason in run.places.kept_out if reason]
    assert (reason.code, reason.parameters["known"], reason.parameters["of"]) == ("place_too_few_values", 2, 3)
    assert run.rank("L2", "index") is None


def test_run_when_a_group_hardly_reports_then_its_gaps_stay() -> None:
    imputed = small_run(None, plan("impute", "group-median", grouping="side", coverage=0.5))
    kept = small_run(None, plan("impute", "group-median", grouping="side", coverage=0.6))
    assert imputed.step("imputed").table.cell("L2", "c") == 1.0
    assert kept.step("imputed").table.cell("L2", "c") is None


def test_run_when_nothing_falls_into_the_period_then_says_so() -> None:
    with pytest.raises(DataProblem) as raised:
        small_run(wide_rows(TABLE, period="1990"))
    assert raised.value.code == "nothing_selected"


def test_run_when_an_indicator_is_the_same_everywhere_then_names_it() -> None:
    with pytest.raises(DataProblem) as raised:
        small_run(wide_rows({place: {**cells, "a": 7.0} for place, cells in TABLE.items()}))
    assert (raised.value.code, raised.value.parameters["node"]) == ("indicator_constant", "a")


def test_run_leaves_its_inputs_read_only() -> None:
    run = small_run()
    for array in (run.observations.value, run.panel.values, run.scores.values, run.ranks):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


VALUES = st.lists(
    st.tuples(*[st.integers(0, 1000)] * 3),
    min_size=4,
    max_size=9,
    unique_by=(lambda row: row[0], lambda row: row[1], lambda row: row[2]),
)


def table_of(values: list[tuple[int, ...]]) -> dict[str, dict[str, float | None]]:
    return {f"{'LR'[at % 2]}{at}": dict(zip("abc", map(float, row), strict=True)) for at, row in enumerate(values)}


@settings(max_examples=20, deadline=None)
@given(VALUES, st.randoms(use_true_random=False))
def test_run_when_rows_are_shuffled_then_scores_and_bands_stay(values: list[tuple[int, ...]], chance) -> None:  # type: ignore[no-untyped-def]
    rows = wide_rows(table_of(values))
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = small_run(rows), small_run(shuffled)
    assert one.scores.values.tobytes() == other.scores.values.tobytes()
    assert one.bands is not None
    assert other.bands is not None
    assert one.bands.high.tobytes() == other.bands.high.tobytes()


@settings(max_examples=20, deadline=None)
@given(VALUES, st.sampled_from([2.0, 8.0, 0.5]))
def test_run_when_an_indicator_is_scaled_then_minmax_scores_stay(values: list[tuple[int, ...]], factor: float) -> None:
    table = table_of(values)
    scaled = {place: {**cells, "a": (cells["a"] or 0.0) * factor} for place, cells in table.items()}
    one, other = small_run(wide_rows(table)), small_run(wide_rows(scaled))
    np.testing.assert_allclose(one.scores.values, other.scores.values, rtol=1e-12, atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(VALUES)
def test_run_ranks_agree_with_scores(values: list[tuple[int, ...]]) -> None:
    run = small_run(wide_rows(table_of(values)))
    for node in run.ranked:
        column = run.scores.column(node)
        order = np.argsort(run.ranks[:, run.ranked.index(node)], kind="stable")
        assert all(earlier >= later for earlier, later in pairwise(column[order]))


@settings(max_examples=20, deadline=None)
@given(VALUES)
def test_run_weights_sum_to_one_below_every_node(values: list[tuple[int, ...]]) -> None:
    run = small_run(wide_rows(table_of(values)))
    for parent in ("index", "one", "two"):
        assert sum(run.weights[child.code] for child in run.framework.children(parent)) == pytest.approx(1)
    assert sum(run.effective[node.code] for node in run.framework.indicators) == pytest.approx(1)


GAPPY = st.lists(st.tuples(*[st.none() | st.integers(0, 50)] * 3), min_size=6, max_size=12)


@settings(max_examples=40, deadline=None)
@given(GAPPY, st.sampled_from(["mean", "median"]))
def test_impute_never_touches_an_observed_cell(values: list[tuple[int | None, ...]], method: str) -> None:
    table = Table(
        tuple(f"P{at}" for at in range(len(values))),
        ("a", "b", "c"),
        np.array([[np.nan if cell is None else float(cell) for cell in row] for row in values]),
    )
    step = impute(table, method, groups=["x", "y"] * (len(values) // 2) + ["x"] * (len(values) % 2))
    known = ~np.isnan(table.values)
    assert np.array_equal(step.table.values[known], table.values[known])
    assert all(cell.before is None and cell.after is not None for cell in step.cells)

"""Imputation from other editions of the same place and indicator."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from tests.rooms.monitoring.engine.test_impute import table_of

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute import (
    Attempt,
    Background,
    History,
    fill_from_history,
    hold_out,
    impute_panel,
)

GAP = math.nan


def series(*values: float, years: tuple[float, ...] = (2020, 2021, 2022)) -> History:
    return History(years, ("A",), ("i",), np.array(values)[:, None, None])


# The first three are the expected values in COINr's tests of impute_panel; its linear stops at a series with one value.
@pytest.mark.parametrize(
    ("method", "values", "expected"),
    [
        ("panel-linear", (3, GAP, 5), (3, 4, 5)),
        ("panel-linear", (GAP, 5, 6), (5, 5, 6)),
        ("panel-linear", (7, 8, GAP), (7, 8, 8)),
        ("panel-constant", (3, GAP, 5), (3, 3, 5)),
        ("panel-constant", (GAP, 5, 6), (5, 5, 6)),
        ("panel-constant", (7, 8, GAP), (7, 8, 8)),
        ("panel-latest", (3, GAP, 5), (3, 3, 5)),
        ("panel-latest", (GAP, 5, 6), (GAP, 5, 6)),
        ("panel-latest", (7, GAP, GAP), (7, 7, 7)),
        ("panel-linear", (GAP, 5, GAP), (5, 5, 5)),
        ("panel-constant", (GAP, 5, GAP), (5, 5, 5)),
        ("panel-linear", (GAP, GAP, GAP), (GAP, GAP, GAP)),
    ],
)
def test_impute_panel_gives_the_published_series(
    method: str, values: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    found = impute_panel(series(*values), method).history.values[:, 0, 0]
    assert np.array_equal(found, expected, equal_nan=True)


@pytest.mark.parametrize("method", ["panel-linear", "panel-constant"])
def test_impute_panel_when_the_ends_stay_gaps_then_a_single_value_stays_alone(method: str) -> None:
    found = impute_panel(series(GAP, 5, GAP), method, ends="gap")
    assert np.array_equal(found.history.values[:, 0, 0], (GAP, 5, GAP), equal_nan=True)
    assert not found.filled.any()


def test_impute_panel_when_editions_are_uneven_then_the_line_runs_in_years() -> None:
    found = impute_panel(series(10, GAP, 30, years=(2018, 2019, 2022)), "panel-linear")
    assert found.history.values[1, 0, 0] == 15
    assert (found.earlier[1, 0, 0], found.later[1, 0, 0]) == (2018, 2022)


def test_impute_panel_by_the_latest_when_editions_are_limited_then_looks_no_further() -> None:
    found = impute_panel(series(7, GAP, GAP), "panel-latest", editions=1)
    assert np.array_equal(found.history.values[:, 0, 0], (7, 7, GAP), equal_nan=True)
    assert found.filled[:, 0, 0].tolist() == [False, True, False]


def test_fill_from_history_matches_codes_and_lets_the_table_speak_for_its_own_edition() -> None:
    history = History((2019, 2020), ("Q", "P1", "P0"), ("b", "a"), np.arange(12.0).reshape(2, 3, 2))
    table = table_of([GAP, 50], [GAP, GAP], [GAP, 1])
    found = fill_from_history(table, "panel-latest", history=history, edition=2020)
    assert np.array_equal(found, np.array([[5, 4, GAP], [50, 2, 1]]), equal_nan=True)


@pytest.mark.parametrize(
    ("years", "shape", "code"),
    [((2021, 2020), (2, 1, 1), "editions_out_of_order"), ((2020, 2021), (1, 1, 1), "history_shape_differs")],
)
def test_history_when_it_does_not_fit_together_then_is_refused(
    years: tuple[float, ...], shape: tuple[int, ...], code: str
) -> None:
    with pytest.raises(DataProblem) as raised:
        History(years, ("A",), ("i",), np.zeros(shape))
    assert raised.value.code == code


@pytest.fixture(scope="module")
def panel() -> History:
    folder = Path(__file__).resolve().parents[5] / "shared" / "composite" / "asem"
    if not folder.is_dir():
        pytest.skip("the ASEM reference is not beside the project")
    with (folder / "iData_panel.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    years, places = sorted({int(row["Time"]) for row in rows}), sorted({row["uCode"] for row in rows})
    nodes = tuple(rows[0])[11:]
    values = np.full((len(years), len(places), len(nodes)), GAP)
    for row in rows:
        own = [float(row[node]) if row[node] not in ("", "NA") else GAP for node in nodes]
        values[years.index(int(row["Time"])), places.index(row["uCode"])] = own
    return History(tuple(years), tuple(places), nodes, values)


def test_impute_panel_on_asem_carries_what_was_taken_out_of_the_last_edition(panel: History) -> None:
    place, node = panel.places.index("NZL"), panel.nodes.index("LPI")
    values = panel.values.copy()
    values[-1, place, node] = GAP
    done = impute_panel(History(panel.years, panel.places, panel.nodes, values), "panel-latest")
    assert done.history.values[-1, place, node] == panel.values[-2, place, node]
    # What ASEM lacks, it lacks in all editions: nothing else can be filled.
    assert np.argwhere(done.filled).tolist() == [[len(panel.years) - 1, place, node]]


def test_hold_out_on_asem_when_the_panel_is_known_then_its_line_is_nearer_than_the_mean(panel: History) -> None:
    methods = {"mean": [Attempt("mean")], "line": [Attempt("panel-linear")]}
    background = Background(history=panel, edition=2020)
    found = hold_out(panel.at(2020), methods, 3, background=background, repeats=3)
    assert found.overall_rmse[0] == pytest.approx(1, abs=0.15)
    assert found.overall_rmse[1] < 0.2
    assert found.left.sum() == 0

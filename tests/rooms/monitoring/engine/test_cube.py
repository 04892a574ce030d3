"""The panel in full: places x nodes x editions with a status for every cell."""

import numpy as np
import pytest
from tests.rooms.monitoring.engine.rounds import Row, observations_of, small_framework

from hub.rooms.monitoring.engine.cube import (
    Cube,
    cube_of,
    fill_over_time,
    fill_within_editions,
    score_editions,
    treat_editions,
)

ROWS: list[Row] = [
    ("L1", "a", "2021", 10.0, None, None, "observed"),
    ("L1", "a", "2022", None, None, None, "not-available"),
    ("L1", "a", "2023", 30.0, None, None, "estimated"),
    ("L2", "a", "2021", 20.0, None, None, "observed"),
    ("L2", "a", "2021-06", 25.0, None, None, "provisional"),
    ("L2", "a", "2023", 50.0, None, None, "observed"),
    *(
        ("L1", node, year, 1.0 + at, None, None, "observed")
        for at, year in enumerate(("2021", "2023"))
        for node in "bc"
    ),
    *(
        ("L2", node, year, 5.0 - at, None, None, "observed")
        for at, year in enumerate(("2021", "2023"))
        for node in "bc"
    ),
    ("L3", "a", "2021", 20.0, None, None, "observed"),
    ("L3", "b", "2021", 2.0, None, None, "observed"),
]


def cube() -> Cube:
    return cube_of(observations_of(ROWS), ("L1", "L2", "L3"), ("a", "b", "c"))


def test_cube_holds_every_year_and_says_what_each_cell_is() -> None:
    found = cube()
    assert found.years == (2021, 2022, 2023)
    assert found.values[:, 0, 0].tolist()[::2] == [10.0, 30.0]
    assert np.isnan(found.values[1, 0, 0])
    said = [found.status_of(year, "L1", "a") for year in found.years]
    assert said == ["observed", "not-available", "estimated"]
    assert found.status_of(2022, "L3", "c") == ""


def test_cube_when_a_year_has_several_periods_then_the_last_to_end_stands() -> None:
    assert cube().table(2021).cell("L2", "a") == 20.0


def test_cube_filled_over_time_then_within_editions_flags_by_which_method() -> None:
    over_time = fill_over_time(cube(), "panel-linear", ends="gap")
    assert over_time.table(2022).cell("L1", "a") == 20.0
    assert over_time.status_of(2022, "L1", "a") == "imputed: panel-linear"
    full = fill_within_editions(over_time, "mean")
    assert full.status_of(2023, "L3", "a") == "imputed: mean"
    assert full.table(2023).cell("L3", "a") == 40.0
    observed = ~np.isnan(cube().values)
    np.testing.assert_array_equal(full.values[observed], cube().values[observed])
    np.testing.assert_array_equal(full.status[observed], cube().status[observed])


def test_scores_of_editions_are_on_one_scale_over_all_of_them() -> None:
    full = fill_within_editions(fill_over_time(cube(), "panel-linear"), "mean")
    scores = score_editions(treat_editions(full, "none"), small_framework())
    assert scores.nodes == ("index", "one", "a", "b", "two", "c")
    # a runs from 10 (L1 in 2021) to 50 (L2 in 2023) over all editions.
    assert scores.table(2021).cell("L1", "a") == pytest.approx(0)
    assert scores.table(2023).cell("L2", "a") == pytest.approx(100)
    assert scores.table(2023).cell("L1", "a") == pytest.approx(50)
    assert scores.status_of(2023, "L3", "a").startswith("imputed")
    assert scores.status_of(2023, "L1", "index") == ""

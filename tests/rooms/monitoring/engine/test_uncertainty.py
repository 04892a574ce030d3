"""Rank bands: they do not depend on how the work is shared, and say what they should in plain cases."""

import numpy as np
import pytest
from tests.rooms.monitoring.engine.rounds import (
    CORE,
    Row,
    observations_of,
    places_of,
    plan,
    small_framework,
    small_recipe,
)

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.pipeline import run
from hub.rooms.monitoring.engine.run import Run

PLACES = 12


def far_apart(half_width: float | None = None) -> list[Row]:
    """Places whose values rise together: nothing that is varied can change their order, unless the noise is large."""
    rows: list[Row] = []
    for at in range(PLACES):
        for node, value in (("a", 10.0 * at), ("b", -10.0 * at), ("c", 5.0 * at)):
            low, high = (None, None) if half_width is None else (value - half_width, value + half_width)
            rows.append((f"{'LR'[at % 2]}{at:02}", node, "2024", value, low, high, "observed"))
    return rows


def run_with(rows: list[Row], **changed: object) -> Run:
    uncertain = plan("uncertainty", "monte-carlo", **{"seed": 1, "replications": 300, "top": 3, **changed})
    recipe = small_recipe()
    recipe = type(recipe)(**{**vars(recipe), "plans": (*CORE[:-1], uncertain)})
    observations = observations_of(rows)
    return run(recipe, small_framework(), observations, places_of(observations))


def test_bands_when_nothing_can_change_the_order_then_are_points() -> None:
    found = run_with(far_apart()).bands
    assert found is not None
    assert found.low[:, 0].tolist() == found.high[:, 0].tolist()
    assert sorted(found.median[:, 0].tolist()) == list(range(1, PLACES + 1))
    assert sorted(found.top[:, 0].tolist()) == [0.0] * (PLACES - 3) + [1.0] * 3


def test_bands_when_intervals_are_wide_then_ranks_move() -> None:
    found = run_with(far_apart(half_width=60.0)).bands
    assert found is not None
    assert (found.high[:, 0] - found.low[:, 0]).mean() > 2


def test_bands_when_noise_is_switched_off_then_intervals_do_not_matter() -> None:
    one, other = run_with(far_apart(60.0), noise=False).bands, run_with(far_apart()).bands
    assert one is not None
    assert other is not None
    np.testing.assert_array_equal(one.median, other.median)


def test_bands_shares_of_the_first_places_sum_to_their_number() -> None:
    found = run_with(far_apart(half_width=60.0)).bands
    assert found is not None
    assert found.top[:, 0].sum() == pytest.approx(3)


def test_bands_when_the_seed_changes_then_draws_change() -> None:
    one, other = run_with(far_apart(60.0)).bands, run_with(far_apart(60.0), seed=2).bands
    assert one is not None
    assert other is not None
    assert one.top.tobytes() != other.top.tobytes()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"replications": 0}, "replications_out_of_range"),
        ({"weights": 1.0}, "weight_change_out_of_range"),
        ({"normalisations": ("softmax",)}, "method_unknown"),
        ({"aggregations": ("median",)}, "method_unknown"),
    ],
)
def test_bands_when_the_plan_makes_no_sense_then_refuses(changed: dict[str, object], code: str) -> None:
    with pytest.raises(DataProblem) as raised:
        run_with(far_apart(), **changed)
    assert raised.value.code == code

"""What-if weights on a finished run, and alternatives of every step carried to the rank."""

import numpy as np
import pytest
from tests.rooms.monitoring.engine.rounds import CORE, observations_of, places_of, plan, small_framework, small_recipe
from tests.rooms.monitoring.engine.test_uncertainty import far_apart, run_with

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.pipeline import run
from hub.rooms.monitoring.engine.recipe import Plan
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.what_if import what_if


def varied(*steps: Plan, **choices: object) -> Run:
    """Twelve places with gaps in one indicator."""
    rows = [row for at, row in enumerate(far_apart()) if at % 11 or row[1] != "a"]
    rows = [(*row[:3], None, None, None, "not-available") if row[:2] == ("L04", "c") else row for row in rows]
    uncertain = plan("uncertainty", "monte-carlo", **{"seed": 1, "replications": 200, "top": 3, **choices})
    recipe = small_recipe(*steps)
    recipe = type(recipe)(**{**vars(recipe), "plans": (*steps, *CORE[:-1], uncertain)})
    observations = observations_of(rows)
    return run(recipe, small_framework(), observations, places_of(observations))


def test_what_if_with_the_weights_of_the_run_gives_nearly_its_bands() -> None:
    made = run_with(far_apart(60.0), replications=2000)
    assert made.bands is not None
    again = what_if(made, {}, replications=2000, seed=99)
    np.testing.assert_allclose(again.mean[:, 0], made.bands.mean[:, 0], atol=0.3)


def test_what_if_with_the_same_seed_gives_the_very_bands() -> None:
    made = run_with(far_apart(60.0))
    assert made.bands is not None
    again = what_if(made, {}, replications=300, seed=1)
    np.testing.assert_array_equal(again.median, made.bands.median)


def test_what_if_when_only_one_indicator_counts_then_it_alone_makes_the_order() -> None:
    made = run_with(far_apart())
    told: list[float] = []
    found = what_if(made, {"one": 0.0, "c": 1.0}, replications=100, seed=1, progress=told.append)
    assert found.nodes == ("index", "two")
    np.testing.assert_array_equal(found.median[:, 0], found.median[:, 1])
    assert told[-1] == 1.0


def test_what_if_when_nothing_counts_then_refuses() -> None:
    made = run_with(far_apart())
    with pytest.raises(DataProblem) as raised:
        what_if(made, {"one": 0.0, "two": 0.0}, replications=10, seed=1)
    assert raised.value.code == "weights_without_sum"


def test_what_if_when_a_choice_is_held_then_it_is_the_only_one() -> None:
    made = run_with(far_apart(), weights=0.0)
    found = what_if(made, {}, replications=50, seed=1, normalisation="minmax", aggregation="arithmetic")
    np.testing.assert_array_equal(found.low, found.high)


@pytest.mark.parametrize(
    ("steps", "choices"),
    [
        ((plan("impute", "mean"),), {"imputations": ("mean", "median", "row-mean")}),
        ((plan("impute", "multiple", seed=3, draws=4),), {}),
        ((plan("impute", "mean"), plan("treat", "winsorise-log")), {"treatments": (0, 1, 2)}),
        ((plan("impute", "mean"),), {"leave_out": "indicator"}),
        ((plan("impute", "panel-latest", otherwise=[{"method": "mean"}]),), {"noise": False}),
    ],
)
def test_bands_of_every_kind_of_choice_hold_the_ranks_of_all_places(
    steps: tuple[Plan, ...], choices: dict[str, object]
) -> None:
    made = varied(*steps, **choices)
    assert made.bands is not None
    assert not np.isnan(made.bands.median[:, 0]).any()
    assert (made.bands.low <= made.bands.median).all()
    assert (made.bands.median <= made.bands.high).all()
    assert sorted(set(made.ranks[:, 0].tolist()))[0] == 1


def test_bands_when_imputations_differ_then_the_imputed_place_moves_most() -> None:
    made = varied(
        plan("impute", "multiple", seed=3, draws=20),
        weights=0.0,
        normalisations=("minmax",),
        aggregations=("declared",),
    )
    assert made.bands is not None
    width = made.bands.high[:, 0] - made.bands.low[:, 0]
    imputed = {cell.place for cell in made.step("imputed").cells}
    assert imputed
    assert width[[made.bands.places.index(place) for place in imputed]].max() == width.max()


def test_weights_by_every_method_sum_to_one_among_siblings() -> None:
    for method, given in (
        ("equal", {}),
        ("given", {}),
        ("components", {"squared": True}),
        ("budget", {"points": {"a": [40, 60], "b": [60, 40], "c": [100, 100]}}),
        ("pairwise", {"judgements": {"one": {"a": {"b": 3}}, "index": {"one": {"two": 2}}}}),
    ):
        made = with_weights(plan("weigh", method, **given))
        for parent in ("index", "one", "two"):
            shares = [made.weights[child.code] for child in made.framework.children(parent)]
            assert sum(shares) == pytest.approx(1), method


def with_weights(weigh: Plan) -> Run:
    recipe = small_recipe()
    plans = tuple(weigh if one.do == "weigh" else one for one in CORE)
    recipe = type(recipe)(**{**vars(recipe), "plans": plans})
    observations = observations_of(far_apart())
    return run(recipe, small_framework(), observations, places_of(observations))

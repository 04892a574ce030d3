"""Sensitivity of ranks to the declared choices: by hand, all combinations against a sample, and replays."""

import numpy as np
import pytest

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine import explain
from hub.rooms.monitoring.engine.explain import Ranked, drawn_sets, outputs_of, responses, sensitivity_of
from hub.rooms.monitoring.engine.framework import Framework, Node, grow_framework
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.replay import replay
from hub.rooms.monitoring.engine.uncertainty import Alternative, Choices, Model, branches_of, matrix_of

PLACES = ("p", "q", "r")


def model_of(*tables: list[list[float]]) -> Model:
    """An index over two indicators; one normalisation for each table (places, indicators)."""
    nodes = (
        Node("top", "", "index", {"en": "Top"}),
        Node("a", "top", "indicator", {"en": "A"}, direction=1),
        Node("b", "top", "indicator", {"en": "B"}, direction=1),
    )
    framework: Framework = grow_framework(Framework("f", "1", "working", {"en": "F"}, nodes))
    weights = {"top": 1.0, "a": 0.5, "b": 0.5}
    branches = branches_of(framework, weights, ("a", "b"), {})
    return Model(
        places=PLACES,
        branches=branches,
        sizes=(1, 1, len(tables)),
        matrices=tuple(matrix_of(np.array(table, float)) for table in tables),
        powers=np.ones((1, 3)),
        weights=np.array([weights[code] for code in branches.nodes]),
        directions=np.ones(2),
        normalisations=tuple(Alternative("minmax") for _ in tables),
    )


ONE: list[list[float]]
OTHER: list[list[float]]
ONE, OTHER = [[9, 1], [5, 4], [1, 9]], [[9, 1], [5, 9], [1, 2]]
NOMINAL = Ranked(PLACES, ("top",), rank(np.array([[5.0], [4.5], [5.0]])))
# Weights of the index, of a and of b.
SETS = np.array([[1, 1, 0], [1, 0, 1]], float)


def test_responses_by_hand() -> None:
    # Scores are the values of a (9 5 1; ranks 1 2 3) or of b (1 4 9: 3 2 1; in the other table 1 9 2: 3 1 2); nominal 1 3 1.
    picks = np.array([[0, 0, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 1, 0, 0], [0, 0, 1, 1, 0]])
    found = responses(model_of(ONE, OTHER), NOMINAL, picks, SETS)
    assert NOMINAL.ranks.ravel().tolist() == [1, 3, 1]
    assert found == pytest.approx(np.array([[1.0, 1, 2, 3], [1, 3, 2, 1], [1, 1, 2, 3], [5 / 3, 3.0, 1, 2]]))


def test_sensitivity_by_hand_over_all_combinations() -> None:
    # Rank of p: 1 3 1 3 (all by the weights). Of r: 3 1 3 2, variance 11/16; means by table 2 and 2.5, by weights 3 and 1.5.
    found = sensitivity_of(model_of(ONE, OTHER), NOMINAL, SETS)
    assert found.factors == ("normalisation", "weights")
    assert found.outputs == ("rank-change:top", "rank:p", "rank:q", "rank:r")
    np.testing.assert_allclose(found.first[:, 1], [0, 1], atol=1e-12)
    np.testing.assert_allclose(found.first[:, 3], [1 / 16 / (11 / 16), 9 / 16 / (11 / 16)])
    np.testing.assert_allclose(found.variance[[1, 3]], [1, 11 / 16])


def test_sensitivity_in_parts_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sensitivity_of(model_of(ONE, OTHER), NOMINAL, SETS)
    monkeypatch.setattr(explain, "AT_ONCE", 3)
    parts = sensitivity_of(model_of(ONE, OTHER), NOMINAL, SETS)
    assert parts.outputs == whole.outputs
    for name in ("first", "total", "shapley", "variance", "mean"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))


def test_sensitivity_above_the_limit_is_sampled_and_comes_near() -> None:
    exact = sensitivity_of(model_of(ONE, OTHER), NOMINAL, SETS)
    found = sensitivity_of(model_of(ONE, OTHER), NOMINAL, SETS, most=3, rows=4096, seed=5)
    assert (found.method, found.runs) == ("sampled", 4096 * 4)
    np.testing.assert_allclose(found.first, exact.first, atol=0.03)
    np.testing.assert_allclose(found.total, exact.total, atol=0.03)


def test_sensitivity_without_anything_varied_is_refused() -> None:
    with pytest.raises(DataProblem) as raised:
        sensitivity_of(model_of(ONE), NOMINAL, SETS[:1])
    assert raised.value.code == "sensitivity_names_absent"


def test_drawn_sets_are_the_nominal_ones_where_weights_are_not_varied() -> None:
    model = model_of(ONE)
    assert drawn_sets(model, Choices(10, 1)).tolist() == [[1, 0.5, 0.5]]
    sets = drawn_sets(model, Choices(10, 1, weights={"indicator": 0.2}), 40)
    assert sets.shape == (40, 3)
    assert (np.abs(sets[:, 1:] - 0.5) <= 0.1).all()
    assert len(set(sets[:, 1].tolist())) == 40
    np.testing.assert_array_equal(sets, drawn_sets(model, Choices(10, 1, weights={"indicator": 0.2}), 40))


def test_replay_keeps_every_replication() -> None:
    picks = np.array([[0, 0, 0, 0, 0], [0, 0, 1, 1, 0]])
    found = replay(model_of(ONE, OTHER), picks, SETS, ("top",), top=1)
    np.testing.assert_allclose(found.scores, [[9, 5, 1], [1, 9, 2]])
    assert found.ranks.tolist() == [[1, 2, 3], [3, 1, 2]]
    np.testing.assert_allclose(found.bands.mean[:, 0], [2, 1.5, 2.5])
    np.testing.assert_allclose(found.bands.top[:, 0], [0.5, 0.5, 0])
    assert outputs_of(NOMINAL)[0] == "rank-change:top"

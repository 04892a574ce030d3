"""Replications against the plain steps: the fast way must say what the slow way says."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import aggregate
from hub.rooms.monitoring.engine.framework import Framework, Node, grow_framework
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.treat import Treatment
from hub.rooms.monitoring.engine.uncertainty import (
    Alternative,
    Choices,
    Model,
    Noisy,
    bands,
    bands_of_blocks,
    branches_of,
    matrix_of,
)
from hub.rooms.monitoring.engine.uncertainty.bands import Spread, ahead_of, spread_of_counts, spread_of_ranks, tiers_of
from hub.rooms.monitoring.engine.uncertainty.design import all_combinations, draw_weights, given_block
from hub.rooms.monitoring.engine.uncertainty.kernels import IN_NUMPY, compiled_kernels
from hub.rooms.monitoring.engine.uncertainty.noise import NORMAL, draw_normal
from hub.rooms.monitoring.engine.uncertainty.ranking import bits_of, count_ranks, ranks_of, sorted_keys
from hub.rooms.monitoring.engine.uncertainty.scoring import Scorer
from hub.rooms.monitoring.engine.weigh import weigh

SCALES = (Alternative("minmax", {"low": 1.0, "high": 100.0}), Alternative("zscore", {"mean": 100.0, "deviation": 15.0}))
INDICATORS = ("a", "b", "c", "d", "e")


def tree() -> Framework:
    """index > one (a, b, c), two (d, e)."""
    nodes = [Node("Index", "", "index", {"en": "Index"})]
    nodes += [Node(code, "Index", "area", {"en": code}, weight=weight) for code, weight in (("one", 2.0), ("two", 1.0))]
    nodes += [
        Node(code, "one" if code in "abc" else "two", "indicator", {"en": code}, direction=1) for code in INDICATORS
    ]
    return grow_framework(Framework("small", "1", "working", {"en": "Small"}, tuple(nodes)))


def model_with(
    tables: list[np.ndarray], powers: list[list[float]], *, thresholds: Mapping[str, float] | None = None
) -> Model:
    framework = tree()
    weights = weigh(framework, INDICATORS, "given")
    branches = branches_of(framework, weights, INDICATORS, thresholds or {})
    return Model(
        places=tuple(f"P{at:02}" for at in range(len(tables[0]))),
        branches=branches,
        sizes=(1, 1, len(tables)),
        matrices=tuple(matrix_of(table) for table in tables),
        powers=np.array(powers),
        weights=np.array([weights[code] for code in branches.nodes]),
        directions=np.ones(len(INDICATORS)),
        normalisations=SCALES[: len(tables)],
    )


def scores_of(model: Model, weights: np.ndarray, node: str, *, aggregation: int = 0, table: int = 0) -> np.ndarray:
    picks = np.array([[0, 0, table, at, aggregation] for at in range(len(weights))])
    block = given_block(model, picks, weights)
    found = np.full((len(weights), len(model.places)), np.nan)
    position = model.branches.position(node)
    for part in Scorer(model).parts(block, (position,)):
        found[part.rows] = part.scores[position]
    return found


def with_gaps(seed: int, share: float = 0.2) -> np.ndarray:
    draw = np.random.default_rng(seed)
    values = draw.uniform(1, 100, (30, 5))
    values[draw.random(values.shape) < share] = np.nan
    values[3] = np.nan
    return values


@pytest.mark.parametrize("share", [0.0, 0.25])
@pytest.mark.parametrize(
    "means", [("arithmetic", "arithmetic"), ("geometric", "geometric"), ("geometric", "arithmetic")]
)
@pytest.mark.parametrize("threshold", [0.0, 0.67])
def test_scores_of_replications_are_those_of_aggregate(share: float, means: tuple[str, str], threshold: float) -> None:
    values = with_gaps(5, share)
    power = {"arithmetic": 1.0, "geometric": 0.0}
    thresholds = dict.fromkeys(("Index", "one", "two"), threshold)
    model = model_with([values], [[1.0] * 8], thresholds=thresholds)
    rows = [power[means[1]] if kind == "index" else power[means[0]] for kind in model.branches.kinds]
    model = replace(model, powers=np.array([rows]))
    weights = np.random.default_rng(1).uniform(0.5, 2, (4, len(model.branches.nodes)))
    for row in weights:
        named = dict(zip(model.branches.nodes, row.tolist(), strict=True))
        step = aggregate(
            Table(model.places, INDICATORS, values.copy()),
            tree(),
            named,
            method=means[0],
            thresholds=dict.fromkeys(("index", "area"), threshold),
            levels={"index": means[1]},
        )
        for node in ("Index", "one", "two"):
            found = scores_of(model, row[None], node)[0]
            np.testing.assert_allclose(found, step.table.column(node), rtol=1e-12)


def test_scores_of_own_weights_are_those_of_aggregate() -> None:
    values = with_gaps(2, 0.0)
    values[3] = 50.0
    own = np.random.default_rng(3).dirichlet([1, 1, 1], len(values))
    model = model_with([values], [[1.0] * 8])
    model = replace(model, own={model.branches.position("one"): np.ascontiguousarray(own.T)})
    step = aggregate(
        Table(model.places, INDICATORS, values.copy()),
        tree(),
        weigh(tree(), INDICATORS, "given"),
        method="arithmetic",
        thresholds={},
        levels={},
        own={"one": own},
    )
    # Weights of each place's own stand for the common ones, which are equal here.
    np.testing.assert_allclose(scores_of(model, model.weights[None], "one")[0], step.table.column("one"), rtol=1e-12)
    np.testing.assert_allclose(
        scores_of(model, model.weights[None], "Index")[0], step.table.column("Index"), rtol=1e-12
    )


def test_scores_when_a_whole_branch_weighs_nothing_then_the_others_make_the_index() -> None:
    values = with_gaps(7, 0.0)
    values[3] = 50.0
    model = model_with([values], [[1.0] * 8])
    weights = model.weights[None].copy()
    weights[:, [model.branches.position(code) for code in ("one", "a", "b", "c")]] = 0.0
    found = scores_of(model, weights, "Index")[0]
    np.testing.assert_allclose(found, values[:, 3:].mean(axis=1), rtol=1e-12)


def test_scores_when_all_that_a_place_has_weighs_nothing_then_its_other_branch_counts() -> None:
    values = with_gaps(7, 0.0)
    values[3] = 50.0
    values[5, :2] = np.nan
    model = model_with([values], [[1.0] * 8])
    weights = model.weights[None].copy()
    weights[:, model.branches.position("c")] = 0.0
    found = scores_of(model, weights, "Index")[0]
    assert found[5] == pytest.approx(values[5, 3:].mean())
    assert found[6] == pytest.approx(values[6, :2].mean() * 2 / 3 + values[6, 3:].mean() / 3)


@given(arrays(np.float64, (6, 9), elements=st.sampled_from([0.0, 1.0, 2.5, 40.0, np.nan])), st.integers(0, 5))
@settings(deadline=None)
def test_ranks_of_rows_are_the_plain_ranks(scores: np.ndarray, row: int) -> None:
    scores[row, 0] = 3.0
    np.testing.assert_array_equal(ranks_of(scores), rank(scores.T).T)


@given(arrays(np.float64, (5, 8), elements=st.sampled_from([0.0, 1.0, 1.5, 7.0, np.nan])))
@settings(deadline=None)
def test_kernels_with_and_without_numba_give_the_same(scores: np.ndarray) -> None:
    compiled = compiled_kernels()
    if compiled is None:
        pytest.skip("numba is not installed")
    scores[0, 0] = 1.0
    keys, bits, last = sorted_keys(scores), bits_of(8), 1 << 38
    np.testing.assert_array_equal(compiled.ranks(keys, bits, last), IN_NUMPY.ranks(keys, bits, last))
    one, other = np.zeros((8, 8), np.int64), np.zeros((8, 8), np.int64)
    compiled.count(keys, bits, last, one)
    IN_NUMPY.count(keys, bits, last, other)
    np.testing.assert_array_equal(one, other)


def test_bands_counted_and_kept_are_the_same_and_the_plain_quantiles() -> None:
    scores = np.random.default_rng(8).normal(size=(501, 12))
    scores[::7, 3] = np.nan
    counts = np.zeros((12, 12), np.int64)
    count_ranks(scores, counts)
    ranks = ranks_of(scores)
    one, other = spread_of_counts(counts, 3), spread_of_ranks(ranks.astype(np.uint16), 3)
    known = np.where(ranks > 0, ranks.astype(float), np.nan)
    for name, expected in (
        ("mean", np.nanmean(known, axis=0)),
        ("median", np.nanquantile(known, 0.5, axis=0)),
        ("low", np.nanquantile(known, 0.05, axis=0)),
        ("high", np.nanquantile(known, 0.95, axis=0)),
        ("top", np.nanmean(np.where(np.isnan(known), np.nan, known <= 3), axis=0)),
    ):
        np.testing.assert_allclose(getattr(one, name), expected, rtol=1e-12)
        np.testing.assert_allclose(getattr(other, name), expected, rtol=1e-12)


def test_ahead_counts_only_replications_with_both_and_ties_for_nobody() -> None:
    ranks = np.array([[1, 2, 3], [1, 1, 3], [2, 1, 0]], np.int16)
    expected = [[0.0, 1 / 3, 1.0], [1 / 3, 0.0, 1.0], [0.0, 0.0, np.nan]]
    expected[2][2] = 0.0
    np.testing.assert_allclose(ahead_of(ranks), expected)


def test_tiers_open_where_the_opener_is_clearly_ahead() -> None:
    median = np.array([1.0, 2.0, 3.0, 4.0, np.nan])
    spread = Spread(median, median, median, median, median)
    ahead = np.zeros((5, 5))
    # The first is clearly ahead of the third, the third of nobody.
    ahead[0, 2] = ahead[0, 3] = 0.97
    ahead[0, 1] = 0.8
    assert tiers_of(spread, ahead).tolist() == [1, 1, 2, 2, 0]


def test_normal_draws_have_the_moments_of_a_normal_distribution() -> None:
    assert NORMAL.mean() == pytest.approx(0, abs=1e-12)
    assert (NORMAL**2).mean() == pytest.approx(1, rel=1e-12)
    assert (NORMAL**4).mean() == pytest.approx(3, rel=2e-3)
    drawn = draw_normal(np.random.Generator(np.random.PCG64(1)), np.array([1.0, 10.0]), 40_000)
    assert drawn.std(axis=0) == pytest.approx([1, 10], rel=0.02)
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.02


def test_noisy_bands_when_the_noise_is_nearly_nothing_are_those_without() -> None:
    values = with_gaps(4, 0.15)[4:]
    scaled = [(values - np.nanmin(values, 0)) / (np.nanmax(values, 0) - np.nanmin(values, 0)) * 99 + 1]
    deviation = np.nanstd(values, axis=0, ddof=1)
    scaled.append((values - np.nanmean(values, axis=0)) / deviation * 15 + 100)
    model = model_with(scaled, [[1.0] * 8])
    known = ~np.isnan(values.T)
    raw = np.where(known, values.T, 0.0)
    none = tuple(Treatment("none", np.nan, np.nan, 0, np.nan, np.nan) for _ in INDICATORS)
    source = Noisy(raw, raw, known, np.full(raw.shape, 1e-12), none)
    choices = Choices(400, 3, top=5, weights={"area": 0.3, "indicator": 0.3})
    plain = bands(model, choices, ("Index", "one"))
    noisy = bands(replace(model, noisy=(source,)), replace(choices, noise=True), ("Index", "one"))
    for name in ("median", "low", "high", "top"):
        np.testing.assert_allclose(getattr(plain, name), getattr(noisy, name))


def test_all_combinations_of_a_design_are_scored_as_one_by_one() -> None:
    model = model_with([with_gaps(1, 0.0)[4:], with_gaps(2, 0.0)[4:]], [[1.0] * 8, [0.0] * 8])
    sets = np.random.default_rng(1).uniform(0.5, 1.5, (3, len(model.branches.nodes)))
    picks = all_combinations((1, 1, 2, 3, 2))
    block = given_block(model, picks, sets)
    position = model.branches.root
    found = np.empty((len(picks), len(model.places)))
    for part in Scorer(model).parts(block, (position,)):
        found[part.rows] = part.scores[position]
    for row, (_, _, table, chosen, aggregation) in enumerate(picks.tolist()):
        expected = scores_of(model, sets[[chosen]], "Index", aggregation=aggregation, table=table)[0]
        np.testing.assert_allclose(found[row], expected, rtol=1e-12)


def test_design_when_it_names_a_choice_that_is_not_there_then_refuses() -> None:
    model = model_with([with_gaps(1)], [[1.0] * 8])
    with pytest.raises(DataProblem) as raised:
        given_block(model, np.array([[0, 0, 1, 0, 0]]), model.weights[None])
    assert (raised.value.code, raised.value.parameters["factor"]) == ("design_pick_unknown", "normalisation")


def test_bands_when_a_geometric_mean_meets_a_value_of_zero_then_names_it() -> None:
    values = with_gaps(1, 0.0)
    values[5, 1] = 0.0
    model = model_with([values], [[0.0] * 8])
    with pytest.raises(DataProblem) as raised:
        bands(model, Choices(10, 1), ("Index",))
    assert raised.value.code == "draw_not_positive"
    assert (raised.value.parameters["node"], raised.value.parameters["place"]) == ("b", "P05")


def test_weights_when_one_node_is_left_out_then_exactly_one_is_nothing() -> None:
    model = model_with([with_gaps(1)], [[1.0] * 8])
    generator = np.random.Generator(np.random.PCG64(4))
    weights = draw_weights(model.branches, model.weights, Choices(1, 1, leave_out="area"), generator, count=300)
    areas = [model.branches.position(code) for code in ("one", "two")]
    left_out = (weights[:, areas] == 0).sum(axis=1)
    assert sorted(set(left_out.tolist())) == [0, 1]


def test_bands_of_many_places_are_kept_and_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(9).uniform(1, 100, (40, 5))
    model = model_with([values], [[1.0] * 8])
    choices = Choices(300, 3, top=5, weights={"area": 0.3, "indicator": 0.3})
    counted = bands(model, choices, ("Index",))
    monkeypatch.setattr("hub.rooms.monitoring.engine.uncertainty.simulate.MOST_COUNTED", 10)
    kept = bands(model, choices, ("Index",))
    for name in ("mean", "median", "low", "high", "top"):
        np.testing.assert_allclose(getattr(counted, name), getattr(kept, name))
    assert kept.ahead.size == 0


def test_progress_rises_to_one() -> None:
    model = model_with([with_gaps(1, 0.0)[4:]], [[1.0] * 8])
    told: list[float] = []
    bands(model, Choices(20_000, 1, weights={"area": 0.2}), ("Index",), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 1


def test_bands_of_given_blocks_are_quantiles_of_their_ranks() -> None:
    model = model_with([with_gaps(1, 0.0)[4:]], [[1.0] * 8])
    sets = np.random.default_rng(1).uniform(0.2, 2, (50, len(model.branches.nodes)))
    picks = np.array([[0, 0, 0, at, 0] for at in range(50)])
    found = bands_of_blocks(model, [given_block(model, picks, sets)], ("Index",), replications=50, top=3)
    ranks = ranks_of(scores_of(model, sets, "Index"))
    np.testing.assert_allclose(found.low[:, 0], np.quantile(ranks, 0.05, axis=0))
    np.testing.assert_allclose(found.mean[:, 0], ranks.mean(axis=0))

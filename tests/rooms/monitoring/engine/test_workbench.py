"""Re-weighing and re-ranking with bands from kept draws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.workbench import (
    AGGREGATIONS,
    DRAWS,
    NORMALISATIONS,
    Bench,
    Branch,
    Choices,
    _named,
    answer,
    extreme_multipliers,
    weights_of,
)

AREAS = ("a", "b", "c")


def make_bench(seed: int = 1, places: int = 12, share_of_gaps: float = 0.0, method: str = "arithmetic") -> Bench:
    """An index of three areas with two indicators each, min-max from 0 to 100."""
    draw = np.random.default_rng(seed)
    values = draw.normal(50, 10, (places, 6))
    values[draw.random(values.shape) < share_of_gaps] = np.nan
    values[0], values[1] = 20, 90
    branches = [Branch("index", -1, "index", 1.0, method, 0.6)]
    for area in AREAS:
        branches.append(Branch(area, 0, "area", 1 / 3, method, 0.5))
        above = len(branches) - 1
        branches += [Branch(f"{area}{one}", above, "indicator", 0.5) for one in (1, 2)]
    pairs = [(scale, mean) for scale in ("minmax", "zscore") for mean in ("arithmetic", "geometric")]
    return Bench(
        places=tuple(f"P{row}" for row in range(places)),
        branches=tuple(branches),
        values=values,
        published=(values - np.nanmin(values, axis=0)) / (np.nanmax(values, axis=0) - np.nanmin(values, axis=0)) * 100,
        spreads=np.full(len(branches), 0.25),
        scales=tuple(pairs[one % 4][0] for one in range(DRAWS)),
        means=tuple(pairs[one % 4][1] for one in range(DRAWS)),
        strata=np.stack([draw.permutation(DRAWS) for _ in branches]).astype(np.uint8),
    )


def test_answer_when_weights_are_changed_then_it_is_the_hand_computation():
    bench = make_bench()
    reached = answer(bench, Choices({"a": 2.0, "b1": 0.0}))
    # shares of the areas: 2/4, 1/4, 1/4; area b is its second indicator alone
    scaled = bench.published
    by_hand = 0.5 * scaled[:, :2].mean(axis=1) + 0.25 * scaled[:, 3] + 0.25 * scaled[:, 4:].mean(axis=1)
    np.testing.assert_allclose(reached.scores[:, 0], by_hand, rtol=1e-12)
    np.testing.assert_allclose(reached.shares[[1, 4, 7]], [0.5, 0.25, 0.25])
    assert reached.rank.tolist() == [1 + int((by_hand > own).sum()) for own in by_hand]


def test_answer_when_the_weights_are_certain_then_a_band_is_only_as_wide_as_the_methods_differ():
    bench = make_bench()
    certain = replace(bench, spreads=np.zeros(len(bench.branches)))
    reached = answer(certain, Choices(normalisation="minmax", aggregation="arithmetic"))
    np.testing.assert_array_equal(reached.low, reached.rank)
    np.testing.assert_array_equal(reached.high, reached.rank)


def test_answer_when_a_place_lacks_too_much_then_it_has_neither_rank_nor_band():
    bench = make_bench()
    values = bench.values.copy()
    values[3, :4] = np.nan
    poor = replace(bench, values=values, published=np.where(np.isnan(values), np.nan, bench.published))
    reached = answer(poor, Choices())
    assert (reached.rank[3], np.isnan(reached.low[3]), np.isnan(reached.scores[3, 0])) == (0, True, True)
    assert sorted(reached.rank[reached.rank > 0].tolist())[-1] == len(bench.places) - 1


@given(st.floats(0.1, 9.0), st.integers(0, 50))
def test_answer_when_all_siblings_are_multiplied_alike_then_nothing_moves(factor, seed):
    bench = make_bench(seed, share_of_gaps=0.1)
    alike, plain = answer(bench, Choices(dict.fromkeys(AREAS, factor))), answer(bench, Choices())
    np.testing.assert_allclose(alike.scores, plain.scores, rtol=1e-12)
    np.testing.assert_allclose(alike.shares, plain.shares, rtol=1e-12)


@given(st.integers(0, 50), st.permutations(range(12)))
def test_answer_when_the_places_come_in_another_order_then_each_has_the_same_rank_and_band(seed, order):
    bench = make_bench(seed, share_of_gaps=0.05)
    turned = replace(
        bench,
        places=tuple(bench.places[row] for row in order),
        values=bench.values[list(order)],
        published=bench.published[list(order)],
    )
    plain, other = answer(bench, Choices({"a": 1.7})), answer(turned, Choices({"a": 1.7}))
    np.testing.assert_array_equal(plain.rank[list(order)], other.rank)
    np.testing.assert_allclose(plain.high[list(order)], other.high)


@given(st.integers(0, 30), st.sampled_from(["arithmetic", "geometric"]), st.booleans())
def test_extremes_when_weights_within_the_bounds_are_tried_then_none_leads_further(seed, method, highest):
    bench = make_bench(seed, share_of_gaps=0.1)
    choices = Choices(normalisation="minmax", aggregation=method)
    plain = answer(bench, choices)
    place = bench.places[int(np.flatnonzero(plain.rank)[-1])]
    found = extreme_multipliers(bench, plain, place, highest=highest)
    row, columns = bench.places.index(place), [bench.position[area] for area in AREAS]
    scores = plain.scores[:, columns] if method == "arithmetic" else np.log(plain.scores[:, columns])
    leads = scores[row] - np.nanmean(scores, axis=0)

    def lead(shares):
        known = ~np.isnan(leads)
        return float((shares[known] * leads[known]).sum() / shares[known].sum())

    reached = lead(np.array([found[area] / 3 for area in AREAS]))
    draw = np.random.default_rng(seed)
    for _ in range(300):
        tried = draw.uniform(1 / 6, 2 / 3, 3)
        tried /= tried.sum()
        if ((tried >= 1 / 6) & (tried <= 2 / 3)).all():
            assert lead(tried) <= reached + 1e-9 if highest else lead(tried) >= reached - 1e-9
    assert sum(found[area] / 3 for area in AREAS) == pytest.approx(1)
    assert all(0.5 - 1e-12 <= factor <= 2 + 1e-12 for factor in found.values())


@pytest.mark.parametrize(
    ("given", "known", "declared", "expected"),
    [
        (("minmax", {"method": "zscore"}, "rank"), NORMALISATIONS, "minmax", ["minmax", "zscore"]),
        ((), NORMALISATIONS, "zscore", ["zscore"]),
        (("rank",), NORMALISATIONS, "goalposts", ["minmax"]),
        (("declared", "geometric"), AGGREGATIONS, "arithmetic", ["arithmetic", "geometric"]),
    ],
)
def test_methods_when_the_workbench_knows_only_some_then_it_varies_those(given, known, declared, expected):
    assert _named(given, known, declared) == expected


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (Choices({"nobody": 1.0}), "node_unknown"),
        (Choices({"a": -1.0}), "multiplier_out_of_range"),
        (Choices({"a": float("nan")}), "multiplier_out_of_range"),
        (Choices(dict.fromkeys(AREAS, 0.0)), "nothing_left"),
        (Choices(normalisation="guess"), "method_unknown"),
        (Choices(aggregation="harmonic"), "method_unknown"),
    ],
)
def test_answer_when_the_choices_are_wrong_then_the_problem_is_named(choices, code):
    with pytest.raises(DataProblem, match=code):
        answer(make_bench(), choices)


def test_weights_when_a_node_is_left_out_then_it_is_zero_and_the_others_keep_their_proportion():
    bench = make_bench()
    weights = weights_of(bench, {"a": 0.0, "b": 3.0})
    assert [weights[area] for area in AREAS] == pytest.approx([0.0, 1.0, 1 / 3])

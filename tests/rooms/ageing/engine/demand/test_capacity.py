"""Places that lack: districts sum to the city, the interval is carried through."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.demand.capacity import (
    MODES,
    Bands,
    bands_of,
    by_district,
    by_mode,
    chance_of_lack,
    first_lack,
    gap_bands,
    gap_of,
)
from hub.rooms.ageing.phrases.demand import MODE_NAMES

COUNTS = np.array([[600.0, 300, 100, 10], [400, 200, 100, 30], [0, 500, 0, 0]])
SPLIT = np.array([0.5, 0.3, 0.2])


def random(seed: int, *shape: int) -> np.ndarray:
    return np.random.Generator(np.random.Philox(seed)).uniform(0, 1000, shape)


def test_by_district_when_worked_by_hand_then_each_age_by_its_own_share():
    found = by_district(COUNTS, np.array([100.0, 100, 100, 100]))
    assert found[:, 0].tolist() == [60, 40, 0]
    assert found[:, 1].tolist() == [30, 20, 50]
    assert found[:, 3].tolist() == [25, 75, 0]


@given(st.integers(0, 2**32), st.integers(1, 6))
def test_by_district_when_any_counts_then_districts_sum_to_the_city(seed, districts):
    city = random(seed, 5, 9, 4)
    shared_out = by_district(random(seed + 1, districts, 4), city)
    assert shared_out.shape == (5, 9, districts, 4)
    np.testing.assert_allclose(shared_out.sum(axis=-2), city, rtol=1e-12)


def test_by_district_when_an_age_was_empty_then_it_is_shared_out_like_all_ages():
    counts = np.array([[30.0, 0], [10, 0]])
    assert by_district(counts, np.array([8.0, 4.0])).tolist() == [[6, 3], [2, 1]]


def test_by_district_when_a_plan_moves_people_then_each_year_has_its_shares():
    counts = np.array([[[1.0], [1]], [[3], [1]]])
    assert by_district(counts, np.array([[10.0], [20.0]]))[..., 0].tolist() == [[5, 5], [15, 5]]


def test_gap_when_worked_by_hand_then_by_district_mode_and_in_all():
    demand = by_mode(np.array([100.0, 200.0]), SPLIT)
    gap = gap_of(np.array([[60.0, 20, 20], [80, 70, 20]]), demand)
    np.testing.assert_allclose(gap.gap, [[10, -10, 0], [-20, 10, -20]], atol=1e-12)
    np.testing.assert_allclose(gap.by_district, [0, -30], atol=1e-12)
    np.testing.assert_allclose(gap.by_mode, [-10, 0, -20], atol=1e-12)
    # the balance is 30 short, but 50 lack where they are needed
    assert (gap.total.item(), gap.lacking.item()) == (pytest.approx(-30), pytest.approx(50))


@given(st.integers(0, 2**32))
def test_gap_when_nobody_asks_then_all_places_are_left(seed):
    offered = random(seed, 3, 3)
    gap = gap_of(offered, by_mode(by_district(COUNTS, np.zeros(4)).sum(axis=-1), SPLIT))
    assert (gap.gap.tolist(), gap.lacking.item()) == (offered.tolist(), 0)


def test_gap_when_by_district_by_mode_and_in_all_then_the_same_total():
    gap = gap_of(random(1, 3, 3), random(2, 50, 7, 3, 3))
    np.testing.assert_allclose(gap.by_district.sum(axis=-1), gap.total)
    np.testing.assert_allclose(gap.by_mode.sum(axis=-1), gap.total)
    assert (gap.lacking >= -gap.total).all()


def test_bands_when_trajectories_are_carried_through_then_quantiles_of_the_gap():
    city = random(3, 401, 9, 4)
    demand = by_mode(by_district(COUNTS, city).sum(axis=-1), SPLIT)
    gap = gap_of(np.full((3, 3), 200.0), demand)
    bands = bands_of(gap.total, (0.1, 0.5, 0.9))
    by_hand = 1800 - np.quantile(city.sum(axis=-1), (0.9, 0.5, 0.1), axis=0)
    np.testing.assert_allclose(bands.values, by_hand, rtol=1e-9)
    assert (np.diff(bands.values, axis=0) > 0).all()


def test_gap_bands_when_only_quantiles_are_known_then_as_from_trajectories():
    demand = random(4, 1001, 9)
    levels = (0.1, 0.25, 0.5, 0.9)
    turned = gap_bands(np.full(9, 500.0), bands_of(demand, levels))
    assert turned.levels == (0.1, 0.5, 0.75, 0.9)
    np.testing.assert_allclose(turned.values, bands_of(500 - demand, turned.levels).values, rtol=1e-9)


def test_bands_when_ages_vary_apart_then_summed_quantiles_are_wider_than_the_truth():
    city = random(5, 2001, 4)
    apart = bands_of(city, (0.1, 0.9)).values.sum(axis=-1)
    together = bands_of(city.sum(axis=-1), (0.1, 0.9)).values
    assert apart[1] - apart[0] > together[1] - together[0]


def test_chance_of_lack_when_a_quarter_lack_then_a_quarter():
    assert chance_of_lack(np.array([[-1.0, 0], [1, 1], [2, 2], [3, 3]])).tolist() == [0.25, 0]


def test_first_lack_when_it_never_does_then_a_gap():
    gaps = np.array([[5.0, 5], [-1, 4], [-2, 3]])
    found = first_lack(gaps, (2025, 2030, 2035))
    assert found[0] == 2030
    assert np.isnan(found[1])


def test_modes_when_named_then_each_has_words():
    assert tuple(MODE_NAMES) == MODES


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("district_groups_differ", lambda: by_district(COUNTS, np.ones(3))),
        ("district_counts_unusable", lambda: by_district(-COUNTS, np.ones(4))),
        ("district_counts_unusable", lambda: by_district(COUNTS * np.nan, np.ones(4))),
        ("district_counts_empty", lambda: by_district(COUNTS * 0, np.ones(4))),
        ("mode_shares_not_whole", lambda: by_mode(np.ones(2), np.array([0.5, 0.2, 0.2]))),
        ("offer_unusable", lambda: gap_of(-np.ones((3, 3)), np.ones((3, 3)))),
        ("levels_unusable", lambda: bands_of(np.ones((3, 3)), (0.9, 0.1))),
        ("levels_unusable", lambda: gap_bands(np.ones(3), Bands((), np.ones((0, 3))))),
    ],
)
def test_capacity_when_an_input_is_unusable_then_a_code(code, wrong):
    with pytest.raises(DataProblem) as caught:
        wrong()
    assert caught.value.code == code

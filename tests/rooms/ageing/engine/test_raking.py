"""Raking to official figures: by hand, and what always holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import GROUP_STARTS, grouped
from hub.rooms.ageing.engine.project.raking import Margin, rake, rake_to_total

SEEDS = st.integers(0, 2**32 - 1)


def people(seed: int, *places: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(1, 1_000, (*places, 2, 101))


def test_rake_to_total_when_given_one_figure_per_place_then_structure_stays():
    raw = people(1, 3)
    raked = rake_to_total(raw, np.array([1_000.0, 0.0, 5e6]))
    np.testing.assert_allclose(raked.raked.sum(axis=(1, 2)), [1_000, 0, 5e6], rtol=1e-12)
    np.testing.assert_allclose(raked.raked[2] / raked.raked[2].sum(), raw[2] / raw[2].sum(), rtol=1e-12)
    np.testing.assert_array_equal(raked.raw, raw)


def test_rake_when_two_by_two_then_the_table_of_deming_and_stephan():
    # Equal margins 10 / 10 of the table 1 2 / 3 4. Cross-product ratio 1 x 4 / (2 x 3) = 2/3 stays, so x^2 / (10 - x)^2 = 2/3:
    # x = 10 sqrt(2/3) / (1 + sqrt(2/3)).
    raked = rake(
        np.array([[1.0, 2.0], [3.0, 4.0]]), (Margin(np.array([[10.0], [10.0]])), Margin(np.array([[10.0, 10.0]])))
    )
    corner = 10 * np.sqrt(2 / 3) / (1 + np.sqrt(2 / 3))
    np.testing.assert_allclose(raked.raked, [[corner, 10 - corner], [10 - corner, corner]], rtol=1e-9)
    assert raked.rounds > 1


@given(SEEDS)
def test_rake_when_margins_agree_then_all_are_met_and_cross_products_stay(seed):
    raw, official = people(seed, 2), people(seed + 1, 2)
    margins = (
        Margin(official.sum(axis=-1, keepdims=True)),
        Margin(grouped(official.sum(axis=1, keepdims=True)), GROUP_STARTS),
    )
    raked = rake(raw, margins)
    np.testing.assert_allclose(raked.raked.sum(axis=-1), official.sum(axis=-1), rtol=1e-8)
    np.testing.assert_allclose(grouped(raked.raked.sum(axis=1)), grouped(official.sum(axis=1)), rtol=1e-8)
    # Within a group all ages of a sex are scaled alike, and the two sexes by factors of the same ratio everywhere.
    ratio = raked.factors[:, 0] / raked.factors[:, 1]
    np.testing.assert_allclose(ratio, np.broadcast_to(ratio[:, :1], ratio.shape), rtol=1e-8)


@given(SEEDS)
def test_rake_when_people_already_add_up_then_nothing_changes(seed):
    raw = people(seed)
    raked = rake(raw, (Margin(raw.sum(axis=-1, keepdims=True)), Margin(raw.sum(axis=0, keepdims=True))))
    np.testing.assert_allclose(raked.raked, raw, rtol=1e-12)
    assert raked.rounds == 1


@given(SEEDS)
def test_rake_when_places_change_their_order_then_results_do(seed):
    raw, official = people(seed, 4), people(seed + 1, 4)
    margins = (official.sum(axis=-1, keepdims=True), official.sum(axis=1, keepdims=True))
    straight = rake(raw, tuple(Margin(totals) for totals in margins)).raked
    turned = rake(raw[::-1], tuple(Margin(totals[::-1]) for totals in margins)).raked
    np.testing.assert_array_equal(turned, straight[::-1])


def test_rake_when_districts_are_fitted_to_their_city_then_both_margins_are_met():
    raw, official = people(3, 5), people(4, 5)
    raked = rake(
        raw, (Margin(official.sum(axis=(1, 2), keepdims=True)), Margin(official.sum(axis=0, keepdims=True)))
    ).raked
    np.testing.assert_allclose(raked.sum(axis=0), official.sum(axis=0), rtol=1e-12)
    np.testing.assert_allclose(raked.sum(axis=(1, 2)), official.sum(axis=(1, 2)), rtol=1e-8)


def test_rake_when_margins_differ_by_rounding_then_the_last_holds():
    raw, official = people(5), people(6)
    by_sex = np.round(official.sum(axis=-1, keepdims=True), -1)
    raked = rake(raw, (Margin(by_sex), Margin(official.sum(axis=0, keepdims=True)))).raked
    np.testing.assert_allclose(raked.sum(axis=0), official.sum(axis=0), rtol=1e-12)
    np.testing.assert_allclose(raked.sum(axis=-1) / raked.sum(), by_sex[:, 0] / by_sex.sum(), rtol=1e-8)


def test_rake_when_a_cell_is_empty_then_it_stays_empty_and_its_factor_is_1():
    raw = people(7)
    raw[0, 100] = 0
    raked = rake_to_total(raw, np.array(1_000.0))
    assert raked.raked[0, 100] == 0
    assert raked.factors[0, 100] == 1


def test_rake_when_done_then_the_people_given_are_unchanged():
    raw = people(8)
    before = raw.copy()
    rake_to_total(raw, np.array(10.0))
    np.testing.assert_array_equal(raw, before)


TABLE = np.array([[1.0, 2.0], [0.0, 0.0]])


@pytest.mark.parametrize(
    ("table", "margins", "code", "parameters"),
    [
        (TABLE, [Margin(np.array([[5.0], [1.0]]))], "raking_impossible", {"number": 1}),
        (
            TABLE,
            [Margin(np.array([[5.0], [0.0]])), Margin(np.array([[2.0, 2.0]]))],
            "raking_totals_differ",
            {"number": 1, "found": 5.0, "allowed": 4.0},
        ),
        (
            TABLE,
            [Margin(np.array([5.0, 1.0]))],
            "raking_shape_differs",
            {"number": 1, "found": (2,), "allowed": (2, 2)},
        ),
        (TABLE, [Margin(np.array([[np.nan]]))], "raking_not_finite", {"number": 1, "others": 0}),
        (TABLE, [Margin(np.array([[-1.0]]))], "raking_negative", {"number": 1, "found": -1.0}),
        (-TABLE, [], "raking_negative", {"number": 0, "found": -2.0}),
        (
            TABLE,
            [Margin(np.array([[1.0]]), (1,))],
            "raking_groups_unusable",
            {"number": 1, "found": (1,), "allowed": 1},
        ),
        (
            np.array([[1.0, 0.0], [1.0, 1.0]]),
            [Margin(np.array([[8.0], [2.0]])), Margin(np.array([[5.0, 5.0]]))],
            "raking_not_reached",
            {"found": 1_000, "allowed": 1e-9},
        ),
    ],
)
def test_rake_when_it_cannot_be_done_then_it_says_why(table, margins, code, parameters):
    with pytest.raises(DataProblem) as problem:
        rake(table, margins)
    assert problem.value.code == code
    assert problem.value.parameters == parameters

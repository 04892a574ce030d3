"""Birth rates by single age of mother from five-year groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.rooms.ageing.engine.graduate.wpp import SINGLE, rows

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.graduate.fertility import mean_age, single_age_fertility, spread_of_ages


@given(arrays(float, 9, elements=st.floats(0, 100)).filter(lambda shares: shares.sum() > 1), st.floats(0.5, 8))
def test_single_age_fertility_when_summed_then_groups_and_total_are_the_given_ones(shares, total):
    rates = single_age_fertility(shares, np.array(total))
    assert (rates >= 0).all()
    np.testing.assert_allclose(rates.reshape(9, 5).sum(axis=1), total * shares / shares.sum(), rtol=1e-9, atol=1e-12)


def test_single_age_fertility_when_seven_groups_are_given_then_nobody_gives_birth_outside_them():
    rates = single_age_fertility(np.array([1.0, 4, 6, 5, 3, 1, 0.2]), np.array(2.0))
    assert rates[[0, 4, 40, 44]].tolist() == [0, 0, 0, 0]
    assert rates.sum() == pytest.approx(2.0)


def test_single_age_fertility_when_true_ages_are_published_then_errors_are_those_of_the_reference(shared):
    # Reference, section 3: sum of errors by age over the total 1-4 %.
    schedules = rows(shared, "asfr_1x1", 2)
    for iso3 in SINGLE:
        for year in ("2030", "2050", "2090"):
            true = schedules[(iso3, year)]
            graduated = single_age_fertility(true.reshape(9, 5).sum(axis=1), true.sum())
            assert np.abs(graduated - true).sum() / true.sum() < 0.04


def test_mean_age_when_a_schedule_is_known_then_mean_and_spread_are_exact():
    schedule = np.zeros(45)
    schedule[[10, 20]] = 0.5
    assert mean_age(schedule) == 25.5
    assert spread_of_ages(schedule) == 5.0


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        (np.ones(8), "fertility_groups_differ"),
        (np.zeros(7), "fertility_shares_unusable"),
        (np.array([1.0, 1, 1, 1, 1, 1, -0.1]), "fertility_shares_unusable"),
    ],
)
def test_single_age_fertility_when_shares_cannot_be_used_then_they_are_refused(shares, code):
    with pytest.raises(DataProblem) as refused:
        single_age_fertility(shares, np.array(2.0))
    assert refused.value.code == code

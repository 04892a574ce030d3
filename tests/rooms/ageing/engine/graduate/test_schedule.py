"""The declared age schedule of fertility."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.ageing.engine.graduate.wpp import rows

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.graduate.fertility import mean_age, spread_of_ages
from hub.rooms.ageing.engine.graduate.schedule import TYPICAL, model_fertility, typical_ages

COUNTRIES = ("CHN", "DEU", "KEN", "BRA", "JPN", "IND", "IRL", "MAR")


@given(st.floats(0.5, 8), st.floats(26, 34), st.floats(4, 7))
def test_model_fertility_when_a_level_is_given_then_total_mean_and_spread_are_met(total, mean, spread):
    rates = model_fertility(np.array(total), np.array(mean), np.array(spread))
    assert (rates >= 0).all()
    assert rates.sum() == pytest.approx(total)
    assert mean_age(rates) == pytest.approx(mean, abs=0.01)
    assert spread_of_ages(rates) == pytest.approx(spread, abs=0.02)


def test_model_fertility_when_mean_and_spread_are_true_then_ages_are_met_as_its_docstring_says(shared):
    misses = []
    for iso3 in COUNTRIES:
        for year in ("2025", "2050", "2080"):
            true = rows(shared, "asfr_1x1", 2)[(iso3, year)]
            model = model_fertility(true.sum(), mean_age(true), spread_of_ages(true))
            misses.append(np.abs(model - true).sum() / true.sum())
    assert max(misses) < 0.195
    assert np.mean(misses) == pytest.approx(0.08, abs=0.005)


def test_typical_ages_when_years_go_by_then_the_mean_rises_and_stays():
    mean, spread = typical_ages("low", np.array([2020, 2025, 2100, 2120]))
    np.testing.assert_allclose(mean, [29.0, 29.0, 30.5, 30.5])
    np.testing.assert_allclose(spread, [6.7, 6.7, 5.4, 5.4])
    late, _ = typical_ages("high", np.array([2100]))
    assert late[0] == pytest.approx(TYPICAL["high"][0] + 0.8)


def test_typical_ages_when_the_income_group_is_unknown_then_it_is_refused():
    with pytest.raises(DataProblem) as refused:
        typical_ages("rich", np.array([2025]))
    assert refused.value.code == "income_group_unknown"


@pytest.mark.parametrize(
    ("mean", "spread", "name"), [(12.0, 5.0, "mean"), (29.0, 12.0, "spread"), (np.nan, 5.0, "mean")]
)
def test_model_fertility_when_ages_are_out_of_range_then_they_are_refused(mean, spread, name):
    with pytest.raises(DataProblem) as refused:
        model_fertility(np.array(2.0), np.array(mean), np.array(spread))
    assert (refused.value.code, refused.value.parameters["parameter"]) == ("schedule_out_of_range", name)

"""Rates of calendar years between periods, and their tie to published life expectancies."""

import numpy as np
import pytest
from tests.rooms.ageing.engine.graduate.wpp import SEXES, by_sex, rows, totals

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.graduate.mortality import single_age_mortality
from hub.rooms.ageing.engine.graduate.years import improvement, tied_to_expectancy, yearly_rates
from hub.rooms.ageing.engine.life_table import life_table

YEARS = np.arange(2024, 2101)
CENTRES = np.arange(2028.0, 2100, 5)


def of_periods(shared, iso3):
    inputs = rows(shared, "un_5x5_inputs", 4)
    return np.stack(
        [
            np.stack([inputs[(iso3, "mx", sex, f"{year}-{year + 5}")][:22] for sex in SEXES])
            for year in range(2025, 2100, 5)
        ]
    )


def published_expectancy(shared, iso3):
    return np.array([[totals(shared, iso3, year)[name] for name in ("e0M", "e0F")] for year in YEARS])


def test_yearly_rates_when_they_fall_evenly_then_every_year_lies_on_the_line():
    moments = np.array([2028.0, 2033.0, 2038.0])
    rates = np.exp(-0.02 * (moments - 2028))[:, None]
    found = yearly_rates(rates, moments, np.array([2024, 2027, 2030, 2040]))
    # Calendar years stand for their middles; outside, the line goes on.
    np.testing.assert_allclose(found[:, 0], np.exp(-0.02 * (np.array([2024.5, 2027.5, 2030.5, 2040.5]) - 2028)))


def test_yearly_rates_when_rates_go_down_and_up_then_no_year_overshoots():
    found = yearly_rates(np.array([[4.0], [1.0], [3.0]]), np.array([0.5, 10.5, 20.5]), np.arange(21))
    assert (found.min(), found.max()) == (pytest.approx(1.0), pytest.approx(4.0))


@pytest.mark.parametrize("iso3", ["DEU", "KEN", "BRA", "JPN", "IND", "IRL", "MAR"])
def test_yearly_rates_when_periods_are_published_then_life_expectancy_is_near_before_any_tie(shared, iso3):
    yearly = yearly_rates(single_age_mortality(of_periods(shared, iso3)), CENTRES, YEARS)
    error = life_table(yearly).expectancy[..., 0] - published_expectancy(shared, iso3)
    assert np.abs(error[1:]).max() < 0.04


@pytest.mark.parametrize("iso3", ["CHN", "DEU", "KEN", "JPN"])
def test_tied_to_expectancy_when_years_are_moved_then_the_published_figure_is_met(shared, iso3):
    yearly = yearly_rates(single_age_mortality(of_periods(shared, iso3)), CENTRES, YEARS)
    wanted = published_expectancy(shared, iso3)
    tied = tied_to_expectancy(yearly, wanted, improvement(yearly[6:67]))
    np.testing.assert_allclose(life_table(tied).expectancy[..., 0], wanted, atol=1e-8)
    # Against the shared 1x1 rates (for Japan raked to published single ages): reference 0.1-1.1 % at 60-89.
    true = np.stack([by_sex(shared, "mx_1x1", iso3, str(year)) for year in YEARS])
    assert np.abs(tied / true - 1)[..., 60:90].mean() < 0.004


def test_improvement_when_rates_rise_then_the_floor_holds():
    rates = np.stack([np.full((2, 3), 0.01), np.full((2, 3), 0.02)])
    np.testing.assert_array_equal(improvement(rates), np.full((2, 3), 0.002))


def test_tied_to_expectancy_when_out_of_reach_then_it_is_refused():
    rates = single_age_mortality(np.full((2, 22), 0.02))
    with pytest.raises(DataProblem) as refused:
        tied_to_expectancy(rates, np.array([2000.0, 70.0]), np.full((2, 101), 0.002))
    assert refused.value.code == "expectancy_out_of_reach"


@pytest.mark.parametrize(
    ("rates", "moments", "code"),
    [
        (np.zeros((2, 1)), np.array([1.0, 2.0]), "death_rates_not_positive"),
        (np.ones((2, 1)), np.array([2.0, 1.0]), "moments_not_ascending"),
        (np.ones((1, 1)), np.array([2.0]), "moments_not_ascending"),
    ],
)
def test_yearly_rates_when_they_cannot_be_used_then_they_are_refused(rates, moments, code):
    with pytest.raises(DataProblem) as refused:
        yearly_rates(rates, moments, YEARS)
    assert refused.value.code == code

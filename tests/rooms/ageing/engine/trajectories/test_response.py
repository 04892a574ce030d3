"""Survival at a gain in life expectancy: exact for none, and the life table of the moved rates elsewhere."""

import numpy as np
import pytest
from tests.rooms.ageing.engine.trajectories.published import marginals, mediums, place_made_up

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.trajectories.mortality import improvement_of, response_of, survival_at


def expectancy_of(survival: np.ndarray) -> np.ndarray:
    """Life expectancy (...) from survival (..., age) alone: L(x) = L(x - 1) S(x), and T(100) = S(100) T(99)."""
    years = np.cumprod(survival[..., :-1], axis=-1)
    open_ratio = survival[..., -1]
    return years.sum(axis=-1) + years[..., -1] * open_ratio / (1 - open_ratio)


def straight(mortality: np.ndarray, gain: float) -> np.ndarray:
    """Survival (sex, age) of one year's rates moved until both sexes have gained so many years; by bisection."""
    fall = improvement_of(mortality)
    rates, wanted = mortality[26], life_table(mortality[26]).expectancy[:, 0] + gain
    low, high = np.full(2, -400.0), np.full(2, 400.0)
    for _ in range(80):
        middle = (low + high) / 2
        reached = life_table(np.minimum(rates * np.exp(-fall * middle[:, None]), 1.9)).expectancy[:, 0]
        low, high = np.where(reached < wanted, middle, low), np.where(reached < wanted, high, middle)
    return life_table(rates * np.exp(-fall * low[:, None])).survival


def range_of(years: int, gain: float) -> tuple[np.ndarray, np.ndarray]:
    return np.full((years, 2), -gain), np.full((years, 2), gain)


def test_improvement_when_rates_fall_evenly_then_that_fall_and_never_less_than_the_floor():
    years = np.arange(77)[:, None, None]
    mortality = np.full((77, 2, 101), 0.1) * np.exp(-0.01 * years)
    mortality[:, 1, 50] = 0.1
    mortality[:, 1, 60] = 0.0
    fall = improvement_of(mortality)
    assert fall[0, 50] == pytest.approx(0.01)
    assert fall[1, [50, 60]].tolist() == [0.002, 0.002]


def test_survival_when_nothing_is_gained_then_the_medium_to_the_last_bit():
    place = place_made_up()
    response = response_of(place.mortality, *range_of(12, 5.0))
    medium = life_table(place.mortality).survival
    for year in range(12):
        assert np.array_equal(survival_at(response, year, np.zeros((2, 3))), np.repeat(medium[year][..., None], 3, -1))


@pytest.mark.parametrize("place", ["DEU", "KEN", "IND", "JPN"])
def test_survival_when_years_are_gained_or_lost_then_that_of_the_life_table_with_them(shared, place):
    mortality = mediums(shared)[place].mortality
    response = response_of(mortality, *range_of(77, 10.0))
    for gain in (-9.0, -2.5, 1.0, 6.0):
        survival = survival_at(response, 26, np.full((2, 1), gain))[..., 0]
        assert np.abs(survival - straight(mortality, gain)).max() < 3e-4
        assert np.abs(expectancy_of(survival) - response.expectancy[26] - gain).max() < 0.005


@pytest.mark.parametrize("place", ["IRL", "KEN", "CHN"])
def test_survival_when_at_the_ends_of_the_published_intervals_then_life_expectancy_is_theirs(shared, place):
    points, mortality = marginals(shared, place).expectancy, mediums(shared)[place].mortality
    gains = np.moveaxis(points - points[..., 2:3], 0, 1)
    # 1,000 trajectories reach to about 3.3 standard deviations.
    response = response_of(mortality, 1.7 * gains.min(axis=-1), 1.7 * gains.max(axis=-1))
    for year in (0, 6, 26, 76):
        survival = np.moveaxis(survival_at(response, year, gains[year]), -1, 1)
        assert np.abs(expectancy_of(survival) - response.expectancy[year][:, None] - gains[year]).max() < 0.02


def test_survival_when_a_gain_is_greater_then_nobody_lives_shorter(shared):
    mortality = mediums(shared)["BRA"].mortality
    response = response_of(mortality, *range_of(77, 10.0))
    survival = survival_at(response, 40, np.tile(np.linspace(-10, 10, 41), (2, 1)))
    assert np.diff(survival, axis=-1).min() > -1e-4


def test_response_when_no_rates_yield_the_life_expectancy_then_refused_with_the_year():
    place = place_made_up(years=3)
    least, most = range_of(3, 1.0)
    least[2, 1] = -150.0
    with pytest.raises(DataProblem) as caught:
        response_of(place.mortality, least, most)
    assert caught.value.code == "expectancy_out_of_reach"
    assert caught.value.parameters["position"] == 3

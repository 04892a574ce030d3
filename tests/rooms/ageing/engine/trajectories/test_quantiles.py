"""What is kept: quantiles as numpy has them, indicators as the room's own functions have them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.ageing.engine.trajectories.published import place_made_up

from hub.rooms.ageing.engine.ages import grouped as grouped_ages
from hub.rooms.ageing.engine.ages import people_between
from hub.rooms.ageing.engine.trajectories.futures import FutureYear
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals
from hub.rooms.ageing.engine.trajectories.quantiles import ITEMS, grouped, items_of, quantiles_of
from hub.rooms.ageing.engine.trajectories.simulate import simulate, trajectories_of

SOME = (0.025, 0.1, 0.5, 0.9, 0.975)


def year_of(before: np.ndarray, after: np.ndarray) -> FutureYear:
    nothing = np.zeros(before.shape[-1])
    return FutureYear(2024, before, after, nothing, nothing, nothing, nothing, np.zeros((2, len(nothing))))


def item(name: str, year: FutureYear) -> np.ndarray:
    return items_of(year, (grouped(year.before) + grouped(year.after)) / 2)[ITEMS.index(name)]


def median_by_hand(people: np.ndarray) -> float:
    """Median age of people (age,) in a plain loop."""
    half, counted = people.sum() / 2, 0.0
    for age, number in enumerate(people):
        if counted + number >= half:
            return age + (half - counted) / number
        counted += number
    raise AssertionError


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_quantiles_when_taken_then_those_of_numpy(values):
    assert quantiles_of(np.array(values), SOME) == pytest.approx(np.quantile(values, SOME), rel=1e-9, abs=1e-6)


def test_quantiles_when_one_value_is_a_gap_then_gaps():
    found = quantiles_of(np.array([[1.0, 2, 3], [1, np.nan, 3]]), (0.5,))
    assert found[0].tolist() == [2.0]
    assert np.isnan(found[1]).all()


def test_groups_when_summed_then_those_of_single_ages():
    people = np.random.default_rng(1).uniform(size=(2, 101, 5))
    expected = np.moveaxis(grouped_ages(np.moveaxis(people, 1, -1)), -1, 1)
    assert grouped(people) == pytest.approx(expected)


@settings(max_examples=40)
@given(st.integers(0, 2**31), st.floats(0.5, 8))
def test_items_when_people_are_random_then_as_by_hand(seed, skew):
    draw = np.random.default_rng(seed)
    shape = np.linspace(1, 0, 101)[None, :, None] ** skew
    year = year_of(*(draw.uniform(0, 100, (2, 2, 101, 4)) * shape))
    middle = ((year.before + year.after) / 2).sum(axis=0)
    old, working, of_15 = (people_between(middle.T, *span) for span in ((65,), (20, 64), (15, 64)))
    everyone, young = middle.sum(axis=0), people_between(middle.T, 0, 14)
    expected = {
        "pop": everyone,
        "pop_dec31": year.after.sum(axis=(0, 1)),
        "pop65": old,
        "pop80": people_between(middle.T, 80),
        "pct65": 100 * old / everyone,
        "pct80": 100 * people_between(middle.T, 80) / everyone,
        "oadr65_20_64": 100 * old / working,
        "oadr65_15_64": 100 * old / of_15,
        "tdr": 100 * (young + old) / of_15,
        "psr20_64_65": working / old,
        "median_age": [median_by_hand(middle[:, at]) for at in range(4)],
    }
    for name, values in expected.items():
        assert item(name, year) == pytest.approx(values, rel=1e-9), name


def test_median_age_when_everyone_is_a_hundred_or_nobody_is_there_then_a_gap():
    people = np.zeros((2, 101, 3))
    people[:, 100, 0] = 5
    people[:, 30, 1] = 5
    found = item("median_age", year_of(people, people))
    assert np.isnan(found).tolist() == [True, False, True]
    assert found[1] == 30.5


def test_items_when_nobody_is_there_then_ratios_are_gaps_without_a_warning():
    people = np.zeros((2, 101, 2))
    assert np.isnan(item("oadr65_20_64", year_of(people, people))).all()


def test_summary_when_taken_then_quantiles_of_the_very_trajectories():
    place = place_made_up(people=50.0)
    intervals = generic_marginals(place)
    summary = simulate(place, intervals, seed=5, trajectories=60)
    years = list(trajectories_of(place, intervals, seed=5, trajectories=60))
    assert summary.years == tuple(range(2024, 2036))
    assert summary.trajectories == 60
    assert summary.values.shape == (len(ITEMS), 12, 5)
    assert summary.pyramids.shape == (12, 2, 21, 5)
    for at, year in enumerate(years):
        assert summary.of("births")[at] == pytest.approx(np.quantile(year.births, SOME))
        middle = grouped((year.before + year.after) / 2)
        assert summary.pyramids[at] == pytest.approx(np.moveaxis(np.quantile(middle, SOME, axis=-1), 0, -1))

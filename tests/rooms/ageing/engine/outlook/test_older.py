"""Older people of every future, and what they ask for: the same futures as the summary's, linear, and adding up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.ageing_outlooks import make_future

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, grouped
from hub.rooms.ageing.engine.demand.learners import Course
from hub.rooms.ageing.engine.outlook.assumptions import Assumption
from hub.rooms.ageing.engine.outlook.learning import LEVELS, Learning, Offer, demand_look, rates_of
from hub.rooms.ageing.engine.outlook.look import summary_of
from hub.rooms.ageing.engine.outlook.older import OlderDraws, learner_counts, older_people, years_between
from hub.rooms.ageing.engine.project.cohort import project

RATES, UNHEALTHY = (0.10, 0.06, 0.03, 0.01), (0.05, 0.10, 0.20, 0.40)
CONSTANT = Learning("constant", RATES, UNHEALTHY)
YEARS = (2024, 2029, 2033)
DRAWS = older_people(make_future(), YEARS)


def offer(**fields) -> Offer:
    """Two districts, the second without a word on what it offers."""
    usual = {
        "districts": ("A", "B"),
        "counts": np.array([[100.0, 50, 30, 20], [300.0, 50, 10, 0]]),
        "places": np.array([[400.0, 100, 100], [np.nan, np.nan, np.nan]]),
    }
    return Offer(**(usual | fields))


def even_draws(trajectories: int = 3, years: tuple[int, ...] = (2024, 2034)) -> OlderDraws:
    """Ten people of each sex and age in every future; one hundred times as many futures change nothing."""
    people = np.zeros((trajectories, len(years), 2, AGES), np.float32)
    people[..., 55:] = 10
    return OlderDraws(years, people)


def test_older_people_when_grouped_then_their_quantiles_are_those_of_the_summary():
    future, summary = make_future(), summary_of(make_future())
    groups = (grouped(DRAWS.people.astype(float))[..., 11:]).transpose(1, 2, 3, 0)
    at = [summary.years.index(year) for year in YEARS]
    found = np.quantile(groups, summary.probabilities, axis=-1)
    np.testing.assert_allclose(np.moveaxis(found, 0, -1), summary.pyramids[at, :, 11:], rtol=1e-5)
    assert DRAWS.people.shape == (future.trajectories, 3, 2, AGES)
    assert not DRAWS.people[..., :55].any()


def test_older_people_when_the_futures_hardly_differ_yet_then_they_are_around_the_medium():
    medium = project(make_future().inputs).mid_year()[0, :, 55:]
    np.testing.assert_allclose(np.median(DRAWS.people[:, 0, :, 55:], axis=0), medium, rtol=0.01)


def test_older_people_when_drawn_twice_then_the_bytes_are_the_same_and_another_seed_gives_others():
    assert older_people(make_future(), YEARS).people.tobytes() == DRAWS.people.tobytes()
    assert older_people(make_future(seed=8), YEARS).people.tobytes() != DRAWS.people.tobytes()


def test_older_people_when_fewer_years_are_asked_for_then_they_are_the_same():
    np.testing.assert_array_equal(older_people(make_future(), (2029,)).people[:, 0], DRAWS.people[:, 1])


def test_older_people_when_a_year_is_not_projected_then_it_is_named():
    with pytest.raises(DataProblem) as problem:
        older_people(make_future(), (2024, 2040))
    assert (problem.value.code, problem.value.parameters) == (
        "demand_years_not_projected",
        {"found": "2040", "low": 2024, "high": 2033},
    )


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (2024, 2033, (2024, 2029, 2033)),
        (2024, 2024, (2024,)),
        (2024, 2099, (2024, 2029, 2034, 2039, 2044, 2049, 2054)),
    ],
)
def test_years_when_between_two_then_every_fifth_and_the_last_but_no_more_than_30_ahead(first, last, years):
    assert years_between(first, last) == years


def test_learner_counts_when_the_table_is_open_at_75_then_its_people_are_divided_as_the_citys():
    people = np.zeros((2, AGES))
    people[:, 55:65], people[:, 65:75], people[:, 75:85], people[:, 85] = 5, 4, 3, 20
    # 75 and over: 60 of 75 to 84 and 40 of 85, so 6 and 4 of ten
    counts = learner_counts(np.array([[7.0, 8, 9, 10], [0, 1, 2, 0]]), (0, 55, 65, 75), people)
    assert counts.tolist() == [[8, 9, pytest.approx(6), pytest.approx(4)], [1, 2, 0, 0]]


def test_learner_counts_when_a_group_straddles_the_bounds_then_the_citys_form_divides_it():
    people = np.ones((2, AGES))
    counts = learner_counts(np.array([[50.0, 20, 30]]), (0, 50, 60), people)
    # of 50 to 59 half are 55 and over; 60 to 64 are 5 of 41 ages
    assert counts[0, 0] == pytest.approx(10 + 30 * 5 / 41)
    assert counts.sum() == pytest.approx(10 + 30)


def test_demand_when_ten_people_of_each_age_then_worked_by_hand():
    look = demand_look(even_draws(), Learning("constant", RATES, UNHEALTHY, course=Course(2, 10, 30)), offer())
    # 20 people an age: 200 * 0.1 + 200 * 0.06 + 200 * 0.03 + 320 * 0.01 learners
    assert look.learners[0, :, 1].tolist() == pytest.approx([20, 12, 6, 3.2])
    assert [look.totals[name][1, 1] for name in ("learners", "places", "groups", "hours")] == pytest.approx(
        [41.2, 82.4, 8.24, 247.2]
    )
    # A has a quarter of the first group, half of the second, three quarters of the third and all of the oldest
    asked = 2 * (20 / 4 + 12 / 2 + 6 * 3 / 4 + 3.2)
    assert look.by_district.demand[0, 0].tolist() == pytest.approx([asked] * 3)
    assert look.by_district.gap[0, 0].tolist() == pytest.approx([600 - asked] * 3)
    assert look.modes == pytest.approx((4 / 6, 1 / 6, 1 / 6))
    assert look.cells.gap[0, 0, 2, 0] == pytest.approx(100 - asked / 6)


def test_demand_when_a_district_is_not_told_of_then_it_is_a_gap_and_left_out_of_sums():
    look = demand_look(DRAWS, CONSTANT, offer())
    assert look.covered == (True, False)
    for array in (look.by_district.offered, look.by_district.chance[0], look.by_district.gap[0, :, 1]):
        assert np.isnan(array).tolist() == [False, True]
    assert np.isfinite(look.by_district.demand).all()
    np.testing.assert_allclose(look.city.demand, look.by_district.demand[:, 0])
    assert look.city.offered == 600


def test_demand_when_nothing_is_offered_then_only_the_demand_is_known():
    look = demand_look(DRAWS, CONSTANT, offer(places=np.full((2, 3), np.nan)))
    assert not look.has_offer
    assert np.isnan(look.lacking).all()
    assert np.isnan(look.city.gap).all()
    assert np.isfinite(look.totals["hours"]).all()
    assert look.modes == (1 / 3, 1 / 3, 1 / 3)
    assert look.notes[-1] == Assumption("modes", "modes_even")


def test_demand_when_told_of_the_whole_city_only_then_the_city_is_held_against_it():
    untold = np.full((2, 3), np.nan)
    look = demand_look(DRAWS, CONSTANT, offer(places=untold, whole=np.array([9000.0, 0, 0])))
    np.testing.assert_allclose(look.city.demand, look.totals["places"])
    np.testing.assert_allclose(look.city.gap, 9000 - look.totals["places"][:, ::-1])
    assert np.isnan(look.by_district.gap).all()


def test_lacking_when_one_district_has_too_many_then_they_do_not_fill_the_other():
    look = demand_look(even_draws(), CONSTANT, offer(places=np.array([[1000.0, 0, 0], [0, 0, 0]])))
    assert look.lacking[0].tolist() == pytest.approx(look.by_district.demand[0, 1].tolist())
    assert look.city.gap[0, 0] > 0


def test_first_lack_when_demand_grows_past_the_offer_then_the_earliest_is_not_after_the_middle():
    middle = demand_look(DRAWS, CONSTANT, offer()).by_district.demand[:, 0, 1]
    between = (middle[0] + middle[-1]) / 2
    found = demand_look(DRAWS, CONSTANT, offer(places=np.array([[between, 0, 0], [0, 0, 0]]))).by_district
    assert found.first[1].tolist() == [2024, 2024, 2024]
    assert found.first[0, 0] <= found.first[0, 1]
    assert middle[list(YEARS).index(int(found.first[0, 1]))] > between


@given(st.floats(0.05, 4.0))
def test_demand_when_rates_are_multiplied_then_so_is_all_that_is_asked_for(factor):
    scaled = Learning("constant", tuple(rate * factor for rate in RATES), UNHEALTHY)
    once, times = (demand_look(DRAWS, one, offer()) for one in (CONSTANT, scaled))
    np.testing.assert_allclose(times.totals["hours"], factor * once.totals["hours"], rtol=1e-9)
    np.testing.assert_allclose(times.cells.demand, factor * once.cells.demand, rtol=1e-9)


@given(st.integers(1, 6), st.integers(0, 2**32))
def test_districts_when_there_is_one_future_then_they_sum_to_the_city(districts, seed):
    numbers = np.random.Generator(np.random.Philox(seed))
    of_one = OlderDraws(YEARS, DRAWS.people[:1])
    shared = offer(
        districts=tuple(map(str, range(districts))),
        counts=numbers.uniform(0, 100, (districts, 4)),
        places=numbers.uniform(0, 50, (districts, 3)),
    )
    look = demand_look(of_one, CONSTANT, shared)
    np.testing.assert_allclose(look.by_district.demand.sum(axis=1), look.totals["places"])
    np.testing.assert_allclose(look.cells.demand.sum(axis=(1, 2)), look.totals["places"])
    np.testing.assert_allclose(look.by_mode.gap.sum(axis=1), look.city.gap)


def test_quantiles_when_taken_then_they_ascend_and_the_gap_turns_the_demand_round():
    look = demand_look(DRAWS, CONSTANT, offer())
    assert look.levels == LEVELS
    for array in (look.totals["places"], look.city.gap, look.cells.demand):
        assert (np.diff(array, axis=-1) >= 0).all()
    np.testing.assert_allclose(look.city.gap[:, 0], look.city.offered - look.city.demand[:, 2])


def test_rates_when_the_scenario_is_a_target_then_half_way_lies_between():
    learning = Learning("target", RATES, UNHEALTHY, target=(0.2, 0.1, 0.05, 0.03), target_year=2034)
    rates = rates_of(learning, (2024, 2029, 2039))
    assert rates[:, 0, 60, 0].tolist() == pytest.approx([0.10, 0.15, 0.20])
    assert rates[:, 1, 90, 0].tolist() == pytest.approx([0.01, 0.02, 0.03])


def test_rates_when_cohorts_keep_learning_then_health_alone_takes_them_away():
    rates = rates_of(Learning("cohort", RATES, UNHEALTHY), (2024, 2034))
    # who is 70 in 2034 was 60 in 2024: 10 % learnt, 95 % were healthy then and 90 % are now
    assert rates[1, 0, 70, 0] == pytest.approx(0.10 * 0.90 / 0.95)


@pytest.mark.parametrize(
    ("learning", "code"),
    [
        (Learning("more", RATES, UNHEALTHY), "scenario_unknown"),
        (Learning("target", RATES, UNHEALTHY), "target_missing"),
        (Learning("constant", (1.2, 0, 0, 0), UNHEALTHY), "participation_out_of_range"),
        (Learning("constant", RATES, UNHEALTHY, modes=(0.5, 0.5, 0.5)), "mode_shares_not_whole"),
        (Learning("constant", RATES, UNHEALTHY, course=Course(group_size=0)), "course_not_positive"),
    ],
)
def test_demand_when_assumptions_are_no_good_then_the_code_says_so(learning, code):
    with pytest.raises(DataProblem) as problem:
        demand_look(DRAWS, learning, offer())
    assert problem.value.code == code

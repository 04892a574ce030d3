"""Older learners: worked by hand, linear in people, zero without them; three ways into the future."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine import demand as package
from hub.rooms.ageing.engine.demand.learners import LEARNER_STARTS, STARTING_RATES, Course, demand_of, learners_of
from hub.rooms.ageing.engine.demand.rates import (
    cohort_education,
    cohort_rates,
    constant_education,
    constant_rates,
    rates_by_age,
    target_rates,
)
from hub.rooms.ageing.phrases import demand as phrases
from hub.rooms.ageing.phrases import indicators as indicator_phrases

YEARS = 31


def rates_from(starts, *by_group) -> np.ndarray:
    """(sex, age, 1) the same for both sexes."""
    return rates_by_age(np.array([by_group, by_group])[..., None], starts)


RATES = rates_from(LEARNER_STARTS, 0.2, 0.1, 0.05, 0.01)
HEALTHY = np.zeros((2, 101))


def people(seed: int = 3, *leading: int) -> np.ndarray:
    return np.random.Generator(np.random.Philox(seed)).uniform(0, 500, (*leading, YEARS, 2, 101))


def test_learners_when_ten_people_at_every_age_then_worked_by_hand():
    found = learners_of(np.full((1, 2, 101), 10.0), constant_rates(RATES, 1))
    # ten ages of ten people each, 16 ages from 85 to 100 and over
    assert found.shape == (1, 2, 4, 1)
    assert found[0, 0, :, 0].tolist() == pytest.approx([20, 10, 5, 1.6])


def test_learners_when_education_is_known_then_each_level_has_its_rate():
    rates = rates_by_age(np.tile([[[0.05, 0.3]]], (2, 4, 1)), LEARNER_STARTS)
    shares = rates_by_age(np.tile([[[0.75, 0.25]]], (2, 4, 1)), LEARNER_STARTS)
    found = learners_of(np.full((1, 2, 101), 10.0), constant_rates(rates, 1), constant_education(shares, 1))
    assert found[0, 1, 0].tolist() == pytest.approx([100 * 0.75 * 0.05, 100 * 0.25 * 0.3])


@given(st.integers(0, 2**32), st.floats(0, 100))
def test_learners_when_people_are_multiplied_then_so_are_learners_places_and_hours(seed, factor):
    rates = constant_rates(RATES, YEARS)
    once, times = (demand_of(learners_of(people(seed) * by, rates)) for by in (1, factor))
    for before, after in ((once.learners, times.learners), (once.places, times.places), (once.hours, times.hours)):
        np.testing.assert_allclose(after, before * factor, rtol=1e-12, atol=1e-200)


def test_learners_when_two_populations_are_added_then_their_learners_are():
    rates = constant_rates(RATES, YEARS)
    together = learners_of(people(1) + people(2), rates)
    np.testing.assert_allclose(together, learners_of(people(1), rates) + learners_of(people(2), rates), rtol=1e-12)


def test_learners_when_nobody_lives_there_then_zero():
    found = demand_of(learners_of(np.zeros((YEARS, 2, 101)), constant_rates(RATES, YEARS)))
    assert [float(array.sum()) for array in (found.learners, found.places, found.groups, found.hours)] == [0] * 4


def test_learners_when_only_younger_people_live_there_then_zero():
    younger = people()
    younger[..., 55:] = 0
    assert learners_of(younger, constant_rates(RATES, YEARS)).sum() == 0


def test_learners_when_trajectories_stand_in_front_then_each_as_alone():
    many, rates = people(5, 3), constant_rates(RATES, YEARS)
    together = learners_of(many, rates)
    assert together.shape == (3, YEARS, 2, 4, 1)
    for trajectory in range(3):
        np.testing.assert_allclose(together[trajectory], learners_of(many[trajectory], rates), rtol=1e-12)


def test_demand_when_a_course_is_given_then_places_groups_and_hours():
    found = demand_of(np.array([120.0]), Course(courses_per_learner=1.5, group_size=12, hours_per_course=20))
    assert (found.places.item(), found.groups.item(), found.hours.item()) == (180, 15, 300)


def test_cohort_rates_when_everybody_is_healthy_then_a_cohort_keeps_its_rate():
    followed = cohort_rates(RATES, HEALTHY, YEARS)
    assert followed.shape == (YEARS, 2, 101, 1)
    assert followed[0, :, 55:].tolist() == RATES[:, 55:].tolist()
    # 75 in ten years' time is 65 today; 60 in 20 years' time is younger than 55 today and brings the rate of 55
    assert (followed[10, 0, 75, 0], followed[20, 0, 60, 0], followed[30, 1, 100, 0]) == (0.1, 0.2, 0.1)


def test_cohort_rates_when_health_fails_then_the_rate_decays_with_it():
    unhealthy = np.tile(np.linspace(0, 0.5, 101), (2, 1))
    followed = cohort_rates(RATES, unhealthy, YEARS)
    assert followed[10, 0, 75, 0] == pytest.approx(0.1 * (1 - 0.375) / (1 - 0.325))


def test_cohort_rates_when_younger_ages_are_known_then_they_bring_their_own():
    rates = rates_from((25, 45, *LEARNER_STARTS), 0.5, 0.4, 0.2, 0.1, 0.05, 0.01)
    followed = cohort_rates(rates, HEALTHY, YEARS)
    assert (followed[20, 0, 55, 0], followed[10, 0, 60, 0]) == (0.5, 0.4)
    assert np.isnan(followed[:, :, :25]).all()


@given(st.integers(1, 40), st.integers(0, 2**32))
def test_cohort_rates_when_any_health_then_rates_stay_shares(years, seed):
    unhealthy = np.random.Generator(np.random.Philox(seed)).uniform(0, 1, (2, 101))
    followed = cohort_rates(RATES, unhealthy, years)[:, :, 55:]
    assert followed.min() >= 0
    assert followed.max() <= 1


def test_target_rates_when_half_way_then_half_of_the_difference_then_they_stay():
    target = rates_from(LEARNER_STARTS, 0.4, 0.2, 0.1, 0.05)
    rates = target_rates(RATES, target, YEARS, reached=10)[:, 0, 60, 0]
    assert rates[[0, 5, 10, 30]].tolist() == pytest.approx([0.2, 0.3, 0.4, 0.4])


def test_cohort_education_when_years_pass_then_levels_move_up_the_ages():
    shares = rates_by_age(np.tile([[[0.2, 0.8], [0.6, 0.4]]], (2, 1, 1)), (30, 60))
    followed = cohort_education(shares, YEARS)
    assert followed[20, 0, 79].tolist() == [0.2, 0.8]
    assert followed[20, 0, 80].tolist() == [0.6, 0.4]
    assert followed[:, :, 30:].sum(axis=-1).min() == followed[:, :, 30:].sum(axis=-1).max() == 1


def test_starting_rates_when_shown_then_each_is_called_an_illustration():
    assert tuple(STARTING_RATES) == LEARNER_STARTS == tuple(phrases.LEARNER_GROUP_NAMES)
    assert {rate.status for rate in STARTING_RATES.values()} == {"illustration"} == set(phrases.ASSUMPTION_NAMES)


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("participation_out_of_range", lambda: constant_rates(RATES * 10, 2)),
        ("participation_age_missing", lambda: constant_rates(rates_from((65, 75), 0.1, 0.1), 2)),
        ("participation_age_missing", lambda: constant_rates(RATES * np.nan, 2)),
        ("ages_expected", lambda: constant_rates(RATES[:, :50], 2)),
        ("health_share_out_of_range", lambda: cohort_rates(RATES, HEALTHY - 1, 2)),
        ("target_year_too_early", lambda: target_rates(RATES, RATES, 2, reached=0)),
        ("education_shares_not_whole", lambda: constant_education(RATES, 2)),
        ("education_unknown", lambda: learners_of(np.ones((2, 2, 101)), constant_rates(np.tile(RATES, 2), 2))),
        ("demand_years_differ", lambda: learners_of(np.ones((3, 2, 101)), constant_rates(RATES, 2))),
        ("ages_expected", lambda: learners_of(np.ones((2, 2, 21)), constant_rates(RATES, 2))),
        ("course_not_positive", lambda: demand_of(np.ones(2), Course(group_size=0))),
    ],
)
def test_learners_when_an_input_is_unusable_then_a_code(code, wrong):
    with pytest.raises(DataProblem) as caught:
        wrong()
    assert caught.value.code == code


def test_phrases_when_a_code_is_raised_then_it_has_a_sentence():
    folder = Path(package.__file__).parent
    files = (*folder.glob("*.py"), *(folder.parent / "outlook" / name for name in ("older.py", "learning.py")))
    text = "".join(file.read_text() for file in files)
    raised = set(re.findall(r'raise DataProblem\(\s*"(\w+)"', text))
    assert raised <= {*phrases.PHRASES, *indicator_phrases.PHRASES}
    assert set(phrases.PHRASES) <= raised

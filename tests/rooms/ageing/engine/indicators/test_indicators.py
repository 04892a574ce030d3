"""Indicators on pyramids small enough to compute by hand, and what holds for every pyramid."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine import indicators as package
from hub.rooms.ageing.engine.indicators import dependency
from hub.rooms.ageing.engine.indicators.median import median_age
from hub.rooms.ageing.engine.indicators.mortality import both_sexes_life_table, both_sexes_mortality
from hub.rooms.ageing.engine.indicators.profile import profile_of
from hub.rooms.ageing.engine.indicators.prospective import prospective_median_age
from hub.rooms.ageing.engine.indicators.registry import INDICATORS
from hub.rooms.ageing.engine.indicators.steps import by_single_age
from hub.rooms.ageing.engine.indicators.sullivan import healthy_years
from hub.rooms.ageing.engine.indicators.table import BLOCK, counted_indicators, indicators_of
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.phrases.indicators import INDICATOR_NAMES, INDICATOR_VARIANTS, PHRASES, UNIT_NAMES

GOMPERTZ = np.stack([0.0002 * np.exp(0.085 * np.arange(101)), 0.00012 * np.exp(0.088 * np.arange(101))])


def even_people(per_age: float = 10.0) -> np.ndarray:
    return np.full((2, 101), per_age)


def pyramids(seed: int, *leading: int) -> np.ndarray:
    return np.random.Generator(np.random.Philox(seed)).uniform(1, 1000, (*leading, 2, 101))


def test_dependency_when_as_many_at_every_age_then_ages_are_counted():
    # 101 ages with 20 people each: 36 of them are 65 and over, 45 from 20 to 64, 50 from 15 to 64, 15 under 15
    profile = profile_of(even_people())
    assert [
        float(count(profile))
        for count in (
            dependency.old_age_dependency_20_64,
            dependency.old_age_dependency_15_64,
            dependency.total_dependency,
            dependency.potential_support,
            dependency.ageing_index_60,
            dependency.ageing_index_65,
            dependency.parent_support,
            dependency.oldest_old_share,
        )
    ] == pytest.approx([80, 72, 102, 1.25, 100 * 41 / 15, 240, 100 * 16 / 15, 100 * 21 / 36])


def test_dependency_when_nobody_works_then_a_gap_and_no_zero():
    people = even_people()
    people[:, 15:65] = 0
    found = counted_indicators(profile_of(people))
    assert [np.isnan(found[code]).item() for code in ("oadr65_20_64", "tdr", "psr20_64_65", "pct65")] == [
        True, True, False, False
    ]  # fmt: skip


def test_below_when_between_two_birthdays_then_people_are_spread_evenly():
    profile = profile_of(even_people())
    assert profile.below(70.25).item() == 20 * 70.25
    assert profile.below(np.array([70.25, 3.0])).tolist() == [20 * 70.25, 60]


def test_share_80_when_the_last_group_opens_at_75_then_a_gap():
    starts = tuple(range(0, 76, 5))
    found = counted_indicators(profile_of(np.ones((2, len(starts))), starts))
    assert [code for code, value in found.items() if np.isnan(value)] == [
        "pop80", "pct80", "oldest80_65", "parent85_50_64"
    ]  # fmt: skip


def test_median_age_when_half_is_reached_inside_an_age_then_linear_in_it():
    people = np.zeros((2, 101))
    people[0, 10], people[1, 20], people[0, 40] = 30, 40, 30
    # half of 100 is 50: 30 at age 10, then 20 of the 40 at age 20
    assert median_age(profile_of(people)).item() == 20.5


def test_median_age_when_nobody_lives_there_then_a_gap():
    assert np.isnan(median_age(profile_of(np.zeros((3, 2, 101))))).tolist() == [True] * 3


def test_median_age_when_half_is_in_the_open_group_then_a_gap():
    people = np.zeros((2, 4))
    people[:, 0], people[:, 3] = 1, 9
    assert np.isnan(median_age(profile_of(people, (0, 20, 40, 60)))).item()


def test_both_sexes_mortality_when_people_differ_then_deaths_over_people():
    mortality, people = np.array([[0.02], [0.01]]), np.array([[300.0], [100.0]])
    assert both_sexes_mortality(mortality, people).tolist() == pytest.approx([(6 + 1) / 400])
    assert both_sexes_mortality(mortality, np.zeros((2, 1))).tolist() == [0.015]


def test_threshold_age_when_life_tables_agree_then_15_years_remain_there():
    people = even_people()
    found = indicators_of(people, GOMPERTZ)
    expectancy = both_sexes_life_table(GOMPERTZ, people).expectancy
    assert np.interp(found["poadr_threshold_age"], np.arange(101), expectancy) == pytest.approx(15, abs=1e-9)
    age = float(found["poadr_threshold_age"])
    assert float(found["poadr"]) == pytest.approx(100 * (101 - age) / (age - 20))
    assert float(found["prospective_pct"]) == pytest.approx(100 * (101 - age) / 101)


def test_prospective_median_age_when_the_standard_is_the_same_year_then_the_median_age():
    people = pyramids(4)
    standard = both_sexes_life_table(GOMPERTZ, people).expectancy
    found = indicators_of(people, GOMPERTZ, standard=standard)
    assert float(found["prospective_median_age"]) == pytest.approx(float(found["median_age"]), abs=1e-9)


def test_prospective_median_age_when_people_live_longer_then_worked_by_hand():
    # 40 years remain at 40 in the standard year, one less for every year of age; now five more remain at every age:
    # the median age of 50.5 now has 34.5 years ahead, as had 45.5 then
    standard = 80.0 - np.arange(101)
    assert prospective_median_age(np.array(50.5), standard + 5, standard).item() == 45.5


def test_prospective_median_age_when_no_standard_is_given_then_left_out():
    assert "prospective_median_age" not in indicators_of(even_people(), GOMPERTZ)


def test_indicators_when_everything_is_given_then_each_of_the_registry_in_its_order():
    standard = both_sexes_life_table(GOMPERTZ, even_people()).expectancy
    found = indicators_of(even_people(), GOMPERTZ, standard=standard, unhealthy=np.full((2, 101), 0.25))
    assert tuple(found) == tuple(INDICATORS)
    assert float(found["hle0_m"]) == pytest.approx(0.75 * float(found["e0_m"]))
    assert float(found["hle65_f"]) == pytest.approx(0.75 * float(found["e65_f"]))


def test_indicators_when_trajectories_share_mortality_then_each_as_alone():
    people = pyramids(7, 3, 2)
    mortality = np.stack([GOMPERTZ, GOMPERTZ * 0.9])
    together = indicators_of(people, mortality)
    for trajectory in range(3):
        for year in range(2):
            alone = indicators_of(people[trajectory, year], mortality[year])
            assert {code: float(value) for code, value in alone.items()} == pytest.approx(
                {code: float(value[trajectory, year]) for code, value in together.items()}
            )


def test_indicators_when_trajectories_fill_several_blocks_then_as_one_by_one():
    people, standard = pyramids(8, 2 * BLOCK // 77 + 3, 77), both_sexes_life_table(GOMPERTZ, even_people()).expectancy
    mortality = np.broadcast_to(GOMPERTZ, (77, 2, 101)) * np.linspace(1, 0.5, 77)[:, None, None]
    together = indicators_of(people, mortality, standard=standard)
    for trajectory in (0, BLOCK // 77 - 1, BLOCK // 77, len(people) - 1):
        alone = indicators_of(people[trajectory], mortality, standard=standard)
        for code, values in together.items():
            np.testing.assert_array_equal(values[trajectory], alone[code])


@given(st.integers(0, 2**32), st.floats(0.01, 1e6))
def test_indicators_when_all_people_are_multiplied_then_only_numbers_of_people_change(seed, factor):
    people = pyramids(seed)
    before, after = indicators_of(people, GOMPERTZ), indicators_of(people * factor, GOMPERTZ)
    for code, value in before.items():
        times = factor if INDICATORS[code].unit == "persons" else 1
        assert float(after[code]) == pytest.approx(float(value) * times, rel=1e-9)


@given(st.integers(0, 2**32))
def test_indicators_when_any_pyramid_then_they_agree_with_one_another(seed):
    found = {code: float(value) for code, value in indicators_of(pyramids(seed), GOMPERTZ).items()}
    assert found["psr20_64_65"] == pytest.approx(100 / found["oadr65_20_64"])
    assert found["oadr65_15_64"] < found["oadr65_20_64"]
    assert found["pct80"] == pytest.approx(found["pct65"] * found["oldest80_65"] / 100)
    assert found["ageing60_0_14"] > found["ageing65_0_14"]
    assert found["e0_m"] < found["e0"] < found["e0_f"]


@given(st.integers(0, 2**32), st.floats(0, 100))
def test_profile_when_cut_at_any_age_then_nobody_is_lost(seed, age):
    profile = profile_of(pyramids(seed))
    assert profile.below(age) + profile.above(age) == pytest.approx(profile.total)


def test_indicators_when_computed_then_the_inputs_are_untouched():
    people, mortality = even_people(), GOMPERTZ.copy()
    indicators_of(people, mortality)
    assert (people.tolist(), mortality.tolist()) == (even_people().tolist(), GOMPERTZ.tolist())


def test_healthy_years_when_one_age_varies_then_the_variance_by_hand():
    table = life_table(GOMPERTZ)
    unhealthy, asked = np.zeros((2, 101)), np.full((2, 101), 400.0)
    unhealthy[:, 70] = 0.2
    healthy = healthy_years(table, unhealthy, asked)
    # var = L(70)^2 p (1 - p) / N / l(x)^2 for x up to 70, 0 above
    expected = table.years[:, 70] ** 2 * 0.2 * 0.8 / 400 / table.living[:, 65] ** 2
    assert healthy.variance is not None
    assert healthy.variance[:, 65].tolist() == pytest.approx(expected.tolist())
    assert healthy.variance[:, 71].tolist() == [0, 0]
    lost = table.expectancy[:, 0] - healthy.expectancy[:, 0]
    assert lost.tolist() == pytest.approx((0.2 * table.years[:, 70]).tolist())


def test_healthy_years_when_the_survey_is_unknown_then_no_variance():
    assert healthy_years(life_table(GOMPERTZ), np.zeros((2, 101))).variance is None


def test_by_single_age_when_groups_begin_late_then_gaps_before():
    spread = by_single_age(np.array([1.0, 2.0]), (98, 99))
    assert (np.isnan(spread).sum(), spread[98:].tolist()) == (98, [1, 2, 2])


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("ages_expected", lambda: indicators_of(np.ones((2, 21)), GOMPERTZ)),
        ("age_groups_unusable", lambda: profile_of(np.ones((2, 3)), (0, 10, 5))),
        ("age_groups_unusable", lambda: by_single_age(np.ones(2), (10,))),
        ("health_share_out_of_range", lambda: healthy_years(life_table(GOMPERTZ), np.full((2, 101), 1.2))),
        ("health_share_out_of_range", lambda: healthy_years(life_table(GOMPERTZ), np.full((2, 101), np.nan))),
        (
            "survey_size_not_positive",
            lambda: healthy_years(life_table(GOMPERTZ), np.zeros((2, 101)), np.zeros((2, 101))),
        ),
    ],
)
def test_indicators_when_an_input_is_unusable_then_a_code(code, wrong):
    with pytest.raises(DataProblem) as caught:
        wrong()
    assert caught.value.code == code


def test_phrases_when_the_registry_is_read_then_everything_has_words():
    assert tuple(INDICATOR_NAMES) == tuple(INDICATOR_VARIANTS) == tuple(INDICATORS)
    assert {indicator.unit for indicator in INDICATORS.values()} == set(UNIT_NAMES)


def test_phrases_when_a_code_is_raised_then_it_has_a_sentence():
    text = "".join(file.read_text() for file in Path(package.__file__).parent.glob("*.py"))
    assert set(re.findall(r'raise DataProblem\(\s*"(\w+)"', text)) == set(PHRASES)

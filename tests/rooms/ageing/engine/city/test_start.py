"""A census brought to 1 January, and official totals."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.ageing.engine.city.places import closed_rates, migration_of, pyramid_of, stationary

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.city.consistency import made_consistent
from hub.rooms.ageing.engine.city.rates import PlaceRates, inputs_of
from hub.rooms.ageing.engine.city.start import aged_by_part, between, brought_forward
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.project.cohort import project


def rates_that_renew(births: float) -> PlaceRates:
    """Rates under which a stationary population has exactly its own births, one boy for each girl."""
    rates = closed_rates()
    women = stationary(births)[1, 10:55]
    fertility = rates.fertility * 2 * births / (rates.fertility * women).sum(axis=1, keepdims=True)
    return replace(rates, fertility=fertility, sex_ratio=np.ones(3))


@given(part=st.floats(0, 1))
def test_stationary_population_stays_for_any_part_of_a_year(part: float) -> None:
    people = stationary()
    assert np.allclose(aged_by_part(people, rates_that_renew(1000.0), at=0, part=part), people, rtol=1e-10)


def test_whole_part_is_a_year_of_the_projection() -> None:
    rates = replace(closed_rates(), migration=migration_of(3) / 1e6)
    projected = project(inputs_of(pyramid_of(), rates)).population
    assert np.allclose(aged_by_part(pyramid_of(), rates, at=0, part=1.0), projected[1], rtol=1e-12)
    start = brought_forward(pyramid_of(), day=date(2020, 1, 1), year=2023, rates=rates)
    assert np.allclose(start.base, projected[3], rtol=1e-12)
    assert (start.part_of_year, start.whole_years, start.borrowed_years) == (1.0, 2, ())


def test_half_of_each_age_has_its_birthday_in_half_a_year_where_nobody_dies() -> None:
    still = replace(closed_rates(), mortality=np.full((3, 2, 101), 1e-12), fertility=np.zeros((3, 45)))
    people = np.where(np.arange(101) % 10 == 0, 80.0, 20.0) * np.ones((2, 1))
    after = brought_forward(people, day=date(2020, 7, 1), year=2021, rates=still).base
    assert np.allclose(after[:, 0], 40)
    assert np.allclose(after[:, 1:100], (people[:, :99] + people[:, 1:100]) / 2)
    assert np.allclose(after[:, 100], people[:, 100] + people[:, 99] / 2)


def test_births_and_migrants_are_those_of_the_part_of_the_year_left() -> None:
    # 12 May is the 132nd day of 2021: 131 of 365 days have passed.
    part = 1 - 131 / 365
    rates = replace(closed_rates(), mortality=np.full((3, 2, 101), 1e-12), migration=np.full((3, 2, 101), 0.1))
    start = brought_forward(np.full((2, 101), 100.0), day=date(2021, 5, 12), year=2022, rates=rates)
    assert start.part_of_year == pytest.approx(part)
    assert np.allclose(start.base[:, 1:100], 100 * (1 + 0.1 * part))
    births = part * 1.9 * 100
    assert start.base[:, 0].sum() == pytest.approx((births + 200 * (1 - part)) * (1 + 0.1 * part))


def test_newborns_of_a_quarter_die_early_in_it_as_the_table_says() -> None:
    rates = closed_rates()
    mothers = np.zeros((2, 101))
    mothers[1, 30] = 8000.0
    after = aged_by_part(mothers, rates, at=0, part=0.25)
    # Deaths before the age v of v^(a / (1 - a)) of all who die in the first year, a of it from that year's years lived.
    table = life_table(rates.mortality[0])
    dying = table.dying[0, 0]
    infant = 1 - (1 - table.years[0, 0]) / dying
    ages = np.linspace(0, 0.25, 200_001)
    lived = np.trapezoid(1 - dying * ages ** (infant / (1 - infant)), ages)
    births = (rates.fertility[0, 20:22] * (mothers + after)[1, 30:32] / 2).sum()
    assert after[0, 0] == pytest.approx(births * 1.05 / 2.05 * lived, rel=1e-7)


def test_census_of_the_last_day_of_a_year_is_the_base_of_the_next() -> None:
    start = brought_forward(pyramid_of(), day=date(2020, 12, 31), year=2021, rates=closed_rates())
    assert np.allclose(start.base, pyramid_of(), rtol=1e-14)
    unmoved = brought_forward(pyramid_of(), day=date(2021, 1, 1), year=2021, rates=closed_rates())
    assert np.array_equal(unmoved.base, pyramid_of())
    assert (unmoved.part_of_year, unmoved.whole_years) == (0.0, 0)


def test_years_before_the_first_rates_take_those_and_say_so() -> None:
    start = brought_forward(pyramid_of(), day=date(2018, 7, 1), year=2021, rates=closed_rates())
    assert start.borrowed_years == (2018, 2019)
    assert (start.part_of_year, start.whole_years) == (0.5, 2)


def test_first_of_january_between_two_mid_years_is_their_mean() -> None:
    earlier, later = pyramid_of(1e5), pyramid_of(1.2e5)
    found = between(earlier, later, days=(date(2023, 7, 1), date(2024, 7, 1)), day=date(2024, 1, 1))
    assert np.allclose(found, (earlier + later) / 2)


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (
            lambda: brought_forward(pyramid_of(), day=date(2021, 5, 1), year=2021, rates=closed_rates()),
            "start_before_census",
        ),
        (
            lambda: brought_forward(pyramid_of(), day=date(1999, 5, 1), year=2021, rates=closed_rates()),
            "start_too_late",
        ),
        (
            lambda: brought_forward(pyramid_of(), day=date(2021, 5, 1), year=2024, rates=closed_rates()),
            "rates_end_early",
        ),
        (
            lambda: brought_forward(np.ones((2, 21)), day=date(2020, 5, 1), year=2021, rates=closed_rates()),
            "city_shape_differs",
        ),
        (
            lambda: between(
                pyramid_of(), pyramid_of(), days=(date(2010, 7, 1), date(2020, 7, 1)), day=date(2012, 1, 1)
            ),
            "pyramids_too_far_apart",
        ),
        (
            lambda: between(
                pyramid_of(), pyramid_of(), days=(date(2019, 7, 1), date(2020, 7, 1)), day=date(2021, 1, 1)
            ),
            "day_not_between",
        ),
    ],
)
def test_starts_that_cannot_be_are_refused(attempt, code: str) -> None:
    with pytest.raises(DataProblem) as refused:
        attempt()
    assert refused.value.code == code


@given(official=st.lists(st.floats(1e3, 1e7), min_size=3, max_size=3))
def test_raking_meets_the_totals_and_keeps_the_shape(official: list[float]) -> None:
    raw = np.stack([pyramid_of(1e5), pyramid_of(1.1e5)[::-1], pyramid_of(1.3e5)])
    found = made_consistent(raw, np.array(official))
    assert np.allclose(found.raked.sum(axis=(1, 2)), official)
    assert np.allclose(found.raked / np.array(official)[:, None, None], raw / raw.sum(axis=(1, 2), keepdims=True))
    assert np.array_equal(found.raw, raw)
    assert found.is_official.all()


def test_between_official_totals_the_ratio_is_interpolated_and_after_the_last_kept() -> None:
    raw = np.stack([pyramid_of(1e5)] * 4)
    found = made_consistent(raw, np.array([1e5, np.nan, 1.2e5, np.nan]))
    assert np.allclose(found.official, [1e5, 1.1e5, 1.2e5, 1.2e5])
    assert np.allclose(found.percent, [0, 100 * (1 / 1.1 - 1), 100 * (1 / 1.2 - 1), 100 * (1 / 1.2 - 1)])
    assert list(found.is_official) == [True, False, True, False]


@pytest.mark.parametrize(
    ("official", "code"),
    [([np.nan], "official_totals_missing"), ([0.0], "official_total_out_of_range"), ([1.0, 1.0], "city_shape_differs")],
)
def test_totals_that_cannot_be_raked_to_are_refused(official: list[float], code: str) -> None:
    with pytest.raises(DataProblem) as refused:
        made_consistent(pyramid_of()[None], np.array(official))
    assert refused.value.code == code

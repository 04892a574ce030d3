"""Residual migration between two pyramids."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.ageing.engine.city.places import fertility_of, mortality_of, pyramid_of

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.migration_model import MigrationSchedule, profile_of, rates_with_total, schedule_rates
from hub.rooms.ageing.engine.city.residual import ResidualMigration, residual_migration, shrunk_rates, smoothed_rates
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs


def residual_of(second: Array, years: int) -> ResidualMigration:
    return residual_migration(
        pyramid_of(), second,
        mortality=mortality_of(years), fertility=fertility_of(years), sex_ratio=np.full(years, 1.05),
    )  # fmt: skip


def projected(migration: Array) -> Array:
    years = len(migration)
    return project(
        Inputs(pyramid_of(), mortality_of(years), fertility_of(years), np.full(years, 1.05), migration, 2010)
    ).population[-1]


def even_by_cohort(of_cohort: Array, years: int) -> Array:
    """The same number of migrants of each cohort in each year: (year, sex, age); `of_cohort` by age in the last year."""
    migration = np.zeros((years, 2, 101))
    for year in range(years):
        back = years - 1 - year
        migration[year, :, : 100 - back] = of_cohort[:, back:100]
    return migration


@settings(max_examples=20)
@given(people=st.lists(st.floats(-300, 300), min_size=202, max_size=202))
def test_one_year_apart_any_migration_is_recovered(people: list[float]) -> None:
    # Nobody so old that fewer than 300 are there.
    put_in = np.reshape(people, (1, 2, 101)) * (np.arange(101) < 85)
    found = residual_of(projected(put_in), 1)
    assert np.allclose(found.migrants, put_in, atol=1e-8)
    assert np.allclose(found.residual, put_in[0], atol=1e-8)


@settings(max_examples=20)
@given(years=st.sampled_from([2, 5, 7, 10, 20]), people=st.lists(st.floats(-60, 60), min_size=202, max_size=202))
def test_years_apart_what_was_put_in_evenly_by_cohort_is_recovered(years: int, people: list[float]) -> None:
    put_in = even_by_cohort(np.reshape(people, (2, 101)) * (np.arange(101) < 80), years)
    found = residual_of(projected(put_in), years)
    assert np.allclose(found.migrants, put_in, atol=1e-7)


@settings(max_examples=20)
@given(
    years=st.sampled_from([1, 5, 10, 15]),
    factors=st.lists(st.floats(0.3, 3), min_size=202, max_size=202),
)
def test_migrants_found_lead_from_the_first_pyramid_to_the_second(years: int, factors: list[float]) -> None:
    second = projected(np.zeros((years, 2, 101))) * np.reshape(factors, (2, 101))
    found = residual_of(second, years)
    assert np.allclose(projected(found.migrants), second, rtol=1e-9, atol=1e-6)
    assert np.allclose(found.residual, second - found.expected)


def test_nobody_moved_where_the_second_pyramid_is_as_expected() -> None:
    found = residual_of(projected(np.zeros((10, 2, 101))), 10)
    assert np.allclose(found.rates, 0, atol=1e-12)


def test_those_who_reach_the_open_age_move_as_one_cohort_in_proportion_to_its_ages() -> None:
    second = projected(np.zeros((10, 2, 101)))
    second[:, 100] *= 0.7
    found = residual_of(second, 10)
    unmoved = residual_of(projected(np.zeros((10, 2, 101))), 10).survivors
    for year, youngest in ((0, 91), (5, 96), (9, 100)):
        assert np.allclose(found.migrants[year, :, :youngest], 0, atol=1e-9)
        shares = found.migrants[year, :, youngest:] / unmoved[year, :, youngest:]
        assert (shares < 0).all()
        assert np.allclose(shares, shares[:, :1])


def test_rate_is_migrants_over_survivors_by_the_age_reached_when_counted_by_hand() -> None:
    # Two years; the men of 30 at the second date were joined by 10 a year, of whom the first 10 had a year to die in.
    put_in = even_by_cohort(np.where(np.arange(101) == 30, 10.0, 0.0) * np.array([[1.0], [0.0]]), 2)
    found = residual_of(projected(put_in), 2)
    unmoved = residual_of(projected(np.zeros((2, 2, 101))), 2)
    # L(30) / L(29) with a = 1/2 is (1 - m29 / 2) / (1 + m29 / 2) * (1 + m29 / 2) / (1 + m30 / 2).
    younger, older = mortality_of(2)[1, 0, 29:31]
    survival = (1 - younger / 2) / (1 + older / 2)
    assert found.residual[0, 30] == pytest.approx(10 + 10 * survival, rel=1e-9)
    assert found.rates[0, 29] == pytest.approx(10 / unmoved.survivors[:, 0, 29].sum(), rel=1e-9)
    assert found.rates[0, 28] == pytest.approx(0, abs=1e-12)


def test_smoothing_keeps_the_number_of_migrants_and_calms_the_rates() -> None:
    uneven = np.where(np.arange(101) % 2 == 0, 60.0, -40.0) * (np.arange(101) < 80)
    found = residual_of(projected(np.tile(uneven, (1, 2, 1))), 1)
    smooth, exposed = smoothed_rates(found), found.survivors.sum(axis=0)
    assert np.allclose((smooth * exposed).sum(axis=1), found.migrants.sum(axis=(0, 2)))
    assert np.abs(np.diff(smooth[:, :70])).max() < np.abs(np.diff(found.rates[:, :70])).max() / 20
    assert np.array_equal(smoothed_rates(found, strength=0), found.rates)


def test_city_of_five_thousand_lies_halfway_to_the_schedule() -> None:
    own, schedule = np.full((2, 101), 0.02), np.full((2, 101), -0.01)
    assert np.allclose(shrunk_rates(own, 5000.0, schedule=schedule), 0.005)
    assert np.allclose(shrunk_rates(own, 45000.0, schedule=schedule), 0.9 * 0.02 - 0.1 * 0.01)


def test_rogers_castro_has_the_height_computed_by_hand() -> None:
    rates = schedule_rates(MigrationSchedule())
    # At 0.5: 0.02 e^-0.05 + 0.003. At 20.5: 0.02 e^-2.05 + 0.06 exp(-0.05 - e^-0.2) + 0.003.
    assert rates[0] == pytest.approx(0.0220246, abs=1e-7)
    assert rates[20] == pytest.approx(0.0307433, abs=1e-6)
    assert 21 <= np.argmax(rates[10:]) + 10 <= 24


def test_profile_sums_to_one_and_rates_make_the_number_of_migrants_wanted() -> None:
    profile = profile_of(MigrationSchedule(), male_share=0.6)
    assert profile.sum() == pytest.approx(1)
    assert profile[0].sum() == pytest.approx(0.6)
    exposed = pyramid_of(8e4)
    assert (rates_with_total(MigrationSchedule(), exposed, -700.0) * exposed).sum() == pytest.approx(-700)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"second": np.zeros((2, 101))}, "city_population_empty"),
        ({"second": np.ones((2, 21))}, "city_shape_differs"),
        ({"mortality": mortality_of(21)}, "census_interval_out_of_range"),
        ({"fertility": fertility_of(4)}, "city_shape_differs"),
    ],
)
def test_pyramids_that_cannot_be_compared_are_refused(change: dict[str, Array], code: str) -> None:
    fit = {
        "first": pyramid_of(), "second": pyramid_of(), "mortality": mortality_of(5), "fertility": fertility_of(5),
        "sex_ratio": np.full(5, 1.05),
    }  # fmt: skip
    given_all = fit | change
    with pytest.raises(DataProblem) as refused:
        residual_migration(given_all.pop("first"), given_all.pop("second"), **given_all)
    assert refused.value.code == code


def test_pyramids_given_stay_as_they_were() -> None:
    first, second = pyramid_of(), pyramid_of(1.1e6)
    residual_migration(first, second, mortality=mortality_of(5), fertility=fertility_of(5), sex_ratio=np.full(5, 1.05))
    assert np.array_equal(first, pyramid_of())
    assert np.array_equal(second, pyramid_of(1.1e6))

"""Projection by cohort ratios from two pyramids."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.ageing.engine.city.places import COUNTRIES, pyramids_published, stationary

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array, grouped
from hub.rooms.ageing.engine.city.bands import bands_of, error_percent
from hub.rooms.ageing.engine.city.hamilton_perry import (
    CohortRatios,
    cohort_ratios,
    national_change,
    project_by_ratios,
)

GROUPS = 18  # 0-4 … 80-84, 85+


def flat(people: float = 100.0) -> Array:
    return np.full((2, GROUPS), people)


def by_ratios_alone(ratios: CohortRatios) -> CohortRatios:
    return replace(ratios, by_difference=np.zeros_like(ratios.by_difference))


@pytest.mark.parametrize("interval", [5, 10, 15, 20])
@pytest.mark.parametrize("open_age", [65, 85, 100])
def test_stationary_population_stays_as_it_is(interval: int, open_age: int) -> None:
    people = grouped(stationary(), range(0, open_age + 1, 5))
    ratios = cohort_ratios(people, people, interval=interval)
    assert not ratios.limited[:, : 70 // 5].any()
    assert np.allclose(project_by_ratios(people, ratios, years=20 // interval * interval).raw, people, rtol=1e-12)


def test_cohorts_shrink_by_ratios_and_grow_by_differences_when_counted_by_hand() -> None:
    first, second = flat(), flat()
    second[0, 4], second[1, 5], second[1, 6], second[:, 0] = 80.0, 130.0, 150.0, 70.0
    second[:, 17] = 60.0
    ratios = cohort_ratios(first, second, interval=5)
    assert ratios.ratios[0, 4] == 0.8
    assert ratios.ratios[1, 6] == 1.5
    # The open group is reached by those of 80-84 and by itself: 60 of 200.
    assert ratios.ratios[0, 17] == pytest.approx(0.3)
    # Women of 15-49 at the second date: five groups of 100, one of 130 and one of 150.
    assert ratios.children[0, 0] == pytest.approx(70 / 780)
    ahead = project_by_ratios(second, ratios, years=10).raw
    assert ahead[1, 0, 4] == pytest.approx(0.8 * 100)
    assert ahead[1, 0, 5] == pytest.approx(80)
    # 50 more of them each time, as of the 100 at first, not half as many again.
    assert ahead[1, 1, 6] == pytest.approx(130 + 50)
    assert ahead[2, 1, 6] == pytest.approx(130 + 50)
    assert ahead[1, 1, 7] == pytest.approx(150)
    assert ahead[1, 0, 17] == pytest.approx(0.3 * 160)
    assert ahead[1, 0, 0] == pytest.approx(70 / 780 * ahead[1, 1, 3:10].sum())


def test_ratios_beyond_the_limits_are_set_to_them_below_seventy() -> None:
    first, second = flat(), flat()
    second[0, 5], second[0, 6], second[0, 15] = 350.0, 10.0, 10.0
    ratios = cohort_ratios(first, second, interval=5)
    assert list(ratios.ratios[0, [5, 6, 15]]) == [2.0, 0.5, 0.1]
    assert [tuple(place) for place in np.argwhere(ratios.limited)] == [(0, 5), (0, 6)]


def test_country_stands_in_where_a_cell_has_too_few_people() -> None:
    first, second = flat(), flat()
    first[1, 8], second[1, 9] = 24.0, 72.0
    national = cohort_ratios(flat(1e6), flat(0.9e6), interval=5)
    ratios = cohort_ratios(first, second, interval=5, country=national)
    assert ratios.ratios[1, 9] == 0.9
    assert [tuple(place) for place in np.argwhere(ratios.borrowed)] == [(1, 9)]
    assert cohort_ratios(first, second, interval=5).ratios[1, 9] == 2.0


def test_borrowed_ratio_multiplies_even_where_it_is_above_one() -> None:
    first = flat()
    first[1, 8] = 20.0
    national = cohort_ratios(flat(1e6), flat(1.2e6), interval=5)
    ratios = cohort_ratios(first, flat(200.0), interval=5, country=national)
    assert project_by_ratios(flat(200.0), ratios, years=5).raw[1, 1, 9] == pytest.approx(1.2 * 200)


def test_children_of_five_to_nine_have_mothers_five_years_older() -> None:
    second = flat()
    second[1] = np.arange(1.0, GROUPS + 1)
    ratios = cohort_ratios(flat(), second, interval=10)
    # Women of 15-49 are 4 + … + 10 = 49, those of 20-54 are 5 + … + 11 = 56.
    assert np.allclose(ratios.children, [[100 / 49, 100 / 56], [1 / 49, 2 / 56]])


def test_scaling_by_the_change_of_the_country_repeats_the_country_when_the_city_is_the_country() -> None:
    rng = np.random.default_rng(5)
    dates = rng.uniform(0.9, 1.1, (5, 2, GROUPS)) * 1e5 * 0.95 ** np.arange(GROUPS)
    change = national_change(dates, interval=5)
    city = by_ratios_alone(change[0])
    ahead = project_by_ratios(dates[1], city, years=15, change=change)
    assert not any(ratios.limited.any() for ratios in change)
    assert np.allclose(ahead.raw, dates[1:])


def test_a_country_that_does_not_change_leaves_the_ratios_as_they_are() -> None:
    people, before = flat(), flat(120.0)
    ratios = cohort_ratios(before, people, interval=5)
    change = national_change(np.array([before, people, people**2 / 120.0]), interval=5)
    assert np.allclose(
        project_by_ratios(people, ratios, years=5, change=change).raw, project_by_ratios(people, ratios, years=5).raw
    )


@given(totals=st.lists(st.floats(100, 1e6), min_size=4, max_size=4))
def test_raked_steps_have_the_official_totals_and_raw_ones_stay(totals: list[float]) -> None:
    ratios = cohort_ratios(flat(), flat(90.0), interval=5)
    free = project_by_ratios(flat(90.0), ratios, years=20)
    tied = project_by_ratios(flat(90.0), ratios, years=20, totals=np.array(totals))
    assert np.allclose(tied.raked.sum(axis=(1, 2))[1:], totals)
    assert np.array_equal(tied.raw, free.raw)
    # The first step keeps its structure.
    assert np.allclose(tied.raked[1] / tied.raked[1].sum(), free.raw[1] / free.raw[1].sum())


def test_a_step_without_official_total_goes_on_from_the_raked_one() -> None:
    ratios = by_ratios_alone(cohort_ratios(flat(), flat(90.0), interval=5))
    tied = project_by_ratios(flat(90.0), ratios, years=10, totals=np.array([6480.0, np.nan]))
    assert np.allclose(tied.raked[2], tied.raw[2] * 6480.0 / tied.raw[1].sum())


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (lambda ratios: project_by_ratios(flat(), ratios, years=25), "horizon_too_long"),
        (lambda ratios: project_by_ratios(flat(), ratios, years=12), "horizon_not_multiple"),
        (lambda ratios: project_by_ratios(flat(), ratios, years=10, change=[ratios]), "change_too_short"),
        (lambda ratios: project_by_ratios(flat(), ratios, years=10, totals=np.ones(3)), "city_shape_differs"),
        (lambda ratios: project_by_ratios(flat(), ratios, years=5, totals=np.zeros(1)), "official_total_out_of_range"),
        (lambda _: cohort_ratios(flat(), flat(), interval=7), "interval_not_allowed"),
        (lambda _: cohort_ratios(flat(), flat()[:, :-1], interval=5), "pyramids_differ"),
        (lambda _: cohort_ratios(flat()[:, :12], flat()[:, :12], interval=5), "open_age_too_low"),
        (lambda _: cohort_ratios(flat(0.0), flat(), interval=5), "ratio_undefined"),
        (lambda _: cohort_ratios(-flat(), flat(), interval=5), "city_people_negative"),
        (lambda _: cohort_ratios(flat(np.nan), flat(), interval=5), "city_value_missing"),
        (lambda _: error_percent("total", 25), "horizon_not_measured"),
        (lambda _: error_percent("80+", 10), "group_not_measured"),
    ],
)
def test_what_cannot_be_projected_is_refused(attempt, code: str) -> None:
    with pytest.raises(DataProblem) as refused:
        attempt(cohort_ratios(flat(), flat(), interval=5))
    assert refused.value.code == code


def test_bands_are_the_measured_errors_of_the_reference() -> None:
    # Reference, section 4.3, CCR+CCD: 2.0-2.6, 4.6-5.7, 7.0-8.7, 9.1-11.3; 65+ at +10 5.2-7.8; 0-4 at +10 13-19.
    bands = bands_of(np.full(5, 1000.0), (0, 5, 10, 15, 20), group="total")
    assert np.allclose(bands.percent, [0, 2.6, 5.7, 8.7, 11.3])
    assert np.allclose(bands.low, [1000, 974, 943, 913, 887])
    assert np.allclose(bands.high, [1000, 1026, 1057, 1087, 1113])
    older = bands_of(np.full(2, 1000.0), (10, 20), group="65+")
    assert np.allclose(older.percent, [7.8, 7.8 * 11.3 / 5.7])
    assert older.is_measured == (True, False)


def misses(shared, interval: int, base: int, ahead: int) -> dict[str, float]:
    """Mean absolute percentage miss of the total against the UN's medium variant, eight countries, with and without CCD."""
    published = pyramids_published(shared)
    missed: dict[str, list[float]] = {"ratios": [], "differences": []}
    for iso3 in COUNTRIES:
        start, wanted = published[iso3, base], published[iso3, base + ahead].sum()
        mixed = cohort_ratios(published[iso3, base - interval], start, interval=interval)
        for method, ratios in (("ratios", by_ratios_alone(mixed)), ("differences", mixed)):
            found = project_by_ratios(start, ratios, years=ahead).raw[-1].sum()
            missed[method].append(100 * abs(found / wanted - 1))
    return {method: float(np.mean(values)) for method, values in missed.items()}


@pytest.mark.parametrize(("interval", "base"), [(5, 2030), (10, 2040), (10, 2050)])
def test_misses_against_the_un_projection_come_in_the_order_of_the_reference(shared, interval: int, base: int) -> None:
    # A projection to compare with is smoother than what happens: the order is that of the reference, section 4.3, the
    # misses are smaller than its own.
    near, far = misses(shared, interval, base, 10), misses(shared, interval, base, 20)
    assert near["differences"] <= near["ratios"]
    assert far["differences"] <= far["ratios"]
    assert near["differences"] < far["differences"]
    assert near["differences"] < 5.7
    assert far["differences"] < 11.3

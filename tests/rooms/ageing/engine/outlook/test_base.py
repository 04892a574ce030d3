"""Pyramids by single years out of tables of any groups: people are conserved, and what is known stays as it was counted."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays
from tests.rooms.ageing.engine.outlook.cities import FIVES, SINGLE, part_of_country, table_of

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FEMALE, MALE
from hub.rooms.ageing.engine.outlook.base import pyramid_of

CITY = part_of_country(0.01)
COUNTRY = part_of_country(1.0)
ABRIDGED = (0, 1, *range(5, 86, 5))


def codes(pyramid) -> list[str]:
    return [one.code for one in pyramid.assumed]


def test_pyramid_of_when_single_ages_are_counted_to_100_then_stays_as_counted_and_nothing_is_assumed():
    found = pyramid_of(table_of(CITY), country=COUNTRY)
    np.testing.assert_array_equal(found.people, CITY)
    assert found.assumed == ()


@pytest.mark.parametrize("open_age", [60, 75, 83, 85, 88, 90, 95, 97, 100])
def test_pyramid_of_when_single_ages_end_earlier_then_those_below_stay_and_those_above_are_as_in_the_country(open_age):
    found = pyramid_of(table_of(CITY, tuple(range(open_age + 1))), country=COUNTRY)
    np.testing.assert_allclose(found.people, CITY, rtol=1e-9)
    np.testing.assert_array_equal(found.people[:, :open_age], CITY[:, :open_age])
    assert codes(found) == (["open_age_as_in_country"] if open_age < 100 else [])


@pytest.mark.parametrize("open_age", [60, 75, 80, 85, 95, 100])
def test_pyramid_of_when_in_five_year_groups_then_groups_are_conserved_and_those_above_as_in_the_country(open_age):
    starts = tuple(range(0, open_age + 1, 5))
    found = pyramid_of(table_of(CITY, starts), country=COUNTRY)
    np.testing.assert_allclose(np.add.reduceat(found.people, starts, axis=-1), table_of(CITY, starts).persons[0, 0])
    # The city is the country made smaller, so that its single ages are the country's.
    np.testing.assert_allclose(found.people, CITY, rtol=2e-3)
    opened = [] if open_age == 100 else ["open_age_as_in_country"]
    assert codes(found) == [*opened, "single_ages_as_in_country"]


@pytest.mark.parametrize("starts", [ABRIDGED, (*ABRIDGED, 87), (*range(16), *range(20, 101, 5))])
def test_pyramid_of_when_groups_are_finer_somewhere_then_are_put_into_fives(starts):
    found = pyramid_of(table_of(CITY, starts), country=COUNTRY)
    np.testing.assert_allclose(found.people.sum(axis=-1), CITY.sum(axis=-1))
    np.testing.assert_allclose(found.people, CITY, rtol=2e-3)


@pytest.mark.parametrize("starts", [(*range(0, 111, 5),), tuple(range(111))])
def test_pyramid_of_when_groups_go_on_above_100_then_these_are_put_together(starts):
    table = table_of(CITY, starts)
    table.persons[0, 0, :, -1] = 7
    found = pyramid_of(table, country=COUNTRY)
    np.testing.assert_allclose(found.people[:, 100], CITY[:, 100] + 7)
    np.testing.assert_allclose(found.people.sum(), table.persons.sum())


def test_pyramid_of_when_sexes_are_not_told_then_divides_each_age_as_in_the_country():
    found = pyramid_of(table_of(CITY, FIVES, told=False), country=COUNTRY)
    assert codes(found)[0] == "sexes_as_in_country"
    np.testing.assert_allclose(found.people, CITY, rtol=2e-3)
    np.testing.assert_allclose(found.people.sum(), CITY.sum())


def test_pyramid_of_when_single_ages_and_sexes_are_not_told_then_both_sexes_together_stay_as_counted():
    found = pyramid_of(table_of(CITY, tuple(range(91)), told=False), country=COUNTRY)
    np.testing.assert_allclose(found.people.sum(axis=0)[:90], CITY.sum(axis=0)[:90])
    assert codes(found) == ["sexes_as_in_country", "open_age_as_in_country"]


def test_pyramid_of_when_an_age_and_sex_has_nobody_then_it_has_nobody():
    city = CITY.copy()
    city[MALE, 20:25] = 0
    found = pyramid_of(table_of(city, FIVES), country=COUNTRY)
    assert found.people[MALE, 20:25].tolist() == [0] * 5
    np.testing.assert_allclose(found.people[FEMALE].sum(), city[FEMALE].sum())


def test_pyramid_of_when_the_country_has_nobody_of_an_age_then_still_has_a_number_for_every_age():
    country = COUNTRY.copy()
    country[:, 96:] = 0
    found = pyramid_of(table_of(CITY, FIVES), country=country)
    assert np.isfinite(found.people).all()
    np.testing.assert_allclose(found.people[:, 85:].sum(), CITY[:, 85:].sum())


@given(arrays.arrays(float, (2, len(FIVES)), elements=some.floats(0, 1e6)))
def test_pyramid_of_when_any_people_are_counted_then_they_are_conserved_and_none_below_zero(persons):
    table = table_of(CITY, FIVES)
    table.persons[0, 0] = persons
    found = pyramid_of(table, country=COUNTRY)
    assert (found.people >= 0).all()
    np.testing.assert_allclose(np.add.reduceat(found.people, FIVES, axis=-1), persons, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize(
    ("starts", "told"),
    [
        ((0, 15, 65), "0–14, 15–64, 65+"),
        ((0, 5), "0–4, 5+"),
        ((0,), "0+"),
        ((0, 1), "0, 1+"),
        (tuple(range(0, 56, 5)), "0–4, 5–9, 10–14, 15–19, 20–24, 25–29, 30–34, 35–39, 40–44, 45–49, 50–54, 55+"),
        (
            (*range(0, 61, 5), 70, 75),
            "0–4, 5–9, 10–14, 15–19, 20–24, 25–29, 30–34, 35–39, 40–44, 45–49, 50–54, 55–59, 60–69, 70–74, 75+",
        ),
    ],
)
def test_pyramid_of_when_groups_are_too_wide_then_names_them_and_what_is_needed(starts, told):
    with pytest.raises(DataProblem) as refused:
        pyramid_of(table_of(CITY, starts, day=date(2023, 5, 1)), country=COUNTRY)
    assert refused.value.code == "starts_unusable"
    assert refused.value.parameters == {"found": told, "date": date(2023, 5, 1), "allowed": 60}


def test_pyramid_of_when_a_figure_is_missing_then_says_of_which_date():
    table = table_of(CITY, SINGLE, day=date(2023, 5, 1))
    table.persons[0, 0, 1, 3] = np.nan
    with pytest.raises(DataProblem) as refused:
        pyramid_of(table, country=COUNTRY)
    assert refused.value.code == "persons_missing"
    assert refused.value.parameters == {"found": 1, "date": date(2023, 5, 1)}

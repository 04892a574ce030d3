"""What sets a city apart from its country, found again where it is known; and cities too small to tell."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.rooms.ageing.engine.outlook.cities import COUNTRY, DAY, FIRST, FIVES, counts, part_of_country

from hub.rooms.ageing.engine.ages import AGES, FEMALE, FERTILE
from hub.rooms.ageing.engine.city.country import Country
from hub.rooms.ageing.engine.city.rates import city_rates, inputs_of
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.outlook.fit import Fit, fit_city, next_january, rates_of, years_between
from hub.rooms.ageing.engine.outlook.known import country_between
from hub.rooms.ageing.engine.project.cohort import project

CITY = part_of_country(0.2)
BIRTHS = float((COUNTRY.fertility[0] * CITY[FEMALE, FERTILE]).sum())
DEATHS = float((COUNTRY.mortality[0] * CITY).sum())


def fitted(people=CITY, **known) -> Fit:
    return fit_city(people, COUNTRY, day=DAY, **known)


def codes(fit: Fit) -> list[str]:
    return [one.code for one in fit.assumed]


def told(fit: Fit, code: str) -> dict[str, object]:
    return next(dict(one.parameters) for one in fit.assumed if one.code == code)


def test_fit_city_when_it_is_the_country_made_smaller_then_nothing_sets_it_apart():
    found = fitted()
    assert found.fertility_ratio == pytest.approx(1)
    assert found.expectancy_gap.tolist() == [0, 0]
    assert found.migration is None
    assert codes(found) == ["fertility_from_children", "mortality_of_country", "migration_of_country"]


def test_fit_city_when_births_are_a_fifth_more_than_expected_then_fertility_is_1_2_times_the_countrys():
    found = fitted(vital=counts(births=1.2 * BIRTHS))
    assert found.fertility_ratio == pytest.approx(1.2)
    rates = rates_of(found, COUNTRY)
    np.testing.assert_allclose(rates.fertility[0], 1.2 * COUNTRY.fertility[0])
    # The difference fades: alpha - 1 is 0.98445 of that of the year before.
    np.testing.assert_allclose(rates.fertility[10].sum() / COUNTRY.fertility[10].sum(), 1 + 0.2 * 0.98445**10)
    assert told(found, "fertility_from_births") == {"ratio": 1.2}


@pytest.mark.parametrize(("times", "ratio"), [(0.01, 0.2), (40, 5.0)])
def test_fit_city_when_births_are_of_another_place_then_the_ratio_stays_within_what_is_possible(times, ratio):
    assert fitted(vital=counts(births=times * BIRTHS)).fertility_ratio == ratio


def test_fit_city_when_children_are_fewer_then_births_are_taken_to_differ_as_much():
    city = CITY.copy()
    city[:, :5] *= 0.7
    assert fitted(city).fertility_ratio == pytest.approx(0.7)


@pytest.mark.parametrize("births", [0.0, np.nan, -5.0])
def test_fit_city_when_no_births_are_registered_then_children_tell(births):
    assert codes(fitted(vital=counts(births=births)))[0] == "fertility_from_children"


@pytest.mark.parametrize("vital", [None, counts(births=3.0, deaths=2.0)])
def test_fit_city_when_there_are_no_women_then_takes_the_countrys_births(vital):
    city = np.zeros((2, AGES))
    city[:, 70:80] = 1.0
    found = fitted(city, vital=vital)
    assert found.fertility_ratio == 1.0
    assert codes(found)[0] == "fertility_of_country"


def test_fit_city_when_deaths_are_half_more_then_life_expectancy_is_that_of_such_rates():
    found = fitted(vital=counts(deaths=1.5 * DEATHS))
    weight = 1.5 * DEATHS / (1.5 * DEATHS + 100)
    assert weight > 0.98
    expectancy = life_table(COUNTRY.mortality[0] * 1.5**weight).expectancy[:, 0]
    np.testing.assert_allclose(found.expectancy_gap, expectancy - life_table(COUNTRY.mortality[0]).expectancy[:, 0])
    assert (found.expectancy_gap < -3).all()
    assert told(found, "mortality_from_deaths")["factor"] == 1.5
    shifted = rates_of(found, COUNTRY).mortality[0]
    np.testing.assert_allclose(life_table(shifted).expectancy[:, 0], expectancy, atol=1e-6)
    assert float((shifted * CITY).sum()) == pytest.approx(1.5 * DEATHS, rel=0.05)


def test_fit_city_when_a_hundred_deaths_are_registered_then_they_and_the_country_weigh_the_same():
    village = CITY * 100 / (2 * DEATHS)
    found = fitted(village, vital=counts(deaths=100.0))
    assert told(found, "mortality_from_deaths") | {"men": 0, "women": 0} == {
        "factor": 2.0,
        "weight": 0.5,
        "men": 0,
        "women": 0,
    }
    expectancy = life_table(COUNTRY.mortality[0] * np.sqrt(2)).expectancy[:, 0]
    np.testing.assert_allclose(found.expectancy_gap, expectancy - life_table(COUNTRY.mortality[0]).expectancy[:, 0])


@pytest.mark.parametrize("deaths", [0.0, np.nan, -100.0])
def test_fit_city_when_no_deaths_are_registered_then_death_rates_are_the_countrys(deaths):
    found = fitted(vital=counts(deaths=deaths))
    assert codes(found)[1] == "mortality_of_country"
    assert found.expectancy_gap.tolist() == [0, 0]


@given(some.floats(0.001, 1e6), some.floats(0.001, 1e6))
def test_fit_city_when_counts_are_absurd_then_the_rates_can_still_be_used(births, deaths):
    rates = rates_of(fitted(vital=counts(births=births, deaths=deaths)), country_between(COUNTRY, FIRST, FIRST + 2))
    assert (rates.mortality > 0).all()
    assert (rates.mortality < 2).all()
    assert (rates.fertility >= 0).all()


def moving() -> np.ndarray:
    """Net rates of a city that young adults come to and families leave: (sex, age)."""
    age = np.arange(AGES)
    young, families = np.exp(-(((age - 24) / 6) ** 2)), np.exp(-(((age - 36) / 7) ** 2))
    return np.stack([0.03 * young - 0.008 * families, 0.035 * young - 0.008 * families])


def still_country(years: int) -> Country:
    """The country with the births and deaths of its first year throughout, as the fit supposes them between two dates."""
    part = country_between(COUNTRY, FIRST, FIRST + years)
    first = [0] * years
    return replace(part, mortality=part.mortality[first], fertility=part.fertility[first])


def way_of(country: Country, rates: np.ndarray) -> np.ndarray:
    """The city's people on each 1 January under net rates that stay: (year + 1, sex, age)."""
    return project(inputs_of(CITY, city_rates(country, migration=np.tile(rates, (country.years, 1, 1))))).population


def fitted_to(later: np.ndarray, country: Country, day: date) -> Fit:
    """The fit of two dates, with as many births as the country's rates give."""
    births = float((country.fertility[0] * later[FEMALE, FERTILE]).sum())
    return fit_city(later, country, day=day, vital=counts(births=births), earlier=(CITY, DAY))


# A cohort's moves are spread evenly over the years between, so that a peak is flattened by as many years of age.
@pytest.mark.parametrize(("years", "flattened", "by_group"), [(5, 0.006, 0.02), (10, 0.012, 0.06), (15, 0.018, 0.09)])
def test_fit_city_when_two_censuses_hold_known_moves_then_gives_them_back(years, flattened, by_group):
    country = still_country(years)
    later = way_of(country, moving())[-1]
    found = fitted_to(later, country, date(FIRST + years, 1, 1))
    assert [one.code for one in found.assumed][2] == "migration_from_residual"
    assert found.migration is not None
    np.testing.assert_allclose(found.migration, moving(), atol=flattened)
    again = way_of(country, found.migration)[-1]
    assert again.sum() == pytest.approx(later.sum(), rel=4e-3)
    np.testing.assert_allclose(*(np.add.reduceat(one, FIVES, axis=-1) for one in (again, later)), rtol=by_group)


def test_fit_city_when_the_dates_are_not_whole_years_apart_then_moves_are_those_of_the_time_between():
    country = still_country(6)
    way = way_of(country, moving())
    whole = fitted_to(way[5], country, date(FIRST + 5, 1, 1))
    half = fitted_to((way[4] + way[5]) / 2, country, date(FIRST + 4, 7, 1))
    # Moves of 4.5 years are seen in 5: without regard to that, a tenth would be lost.
    assert half.migration[:, 18:30].sum() == pytest.approx(whole.migration[:, 18:30].sum(), rel=0.03)


def test_fit_city_when_moves_are_the_countrys_then_finds_those():
    country = still_country(10)
    schedule = country.migration_rates[0]
    found = fitted_to(way_of(country, schedule)[-1], country, date(FIRST + 10, 1, 1))
    np.testing.assert_allclose(found.migration, schedule, atol=4e-4)
    assert np.abs(schedule).max() > 0.0019


def test_fit_city_when_it_is_small_then_moves_are_drawn_towards_the_countrys():
    country = still_country(5)
    large = fitted_to(way_of(country, moving())[-1], country, date(FIRST + 5, 1, 1))
    part = 5000 / CITY.sum()
    later = way_of(country, moving())[-1] * part
    births = counts(births=float((country.fertility[0] * later[FEMALE, FERTILE]).sum()))
    small = fit_city(later, country, day=date(FIRST + 5, 1, 1), vital=births, earlier=(CITY * part, DAY))
    own = (5000 + later.sum()) / 2
    own /= own + 5000
    schedule = country.migration_rates[0]
    unshrunk = schedule + (large.migration - schedule) * (1 + 5000 / (CITY.sum() + later.sum() / part) * 2)
    np.testing.assert_allclose(small.migration, own * unshrunk + (1 - own) * schedule, atol=1e-6)


def test_fit_city_when_the_boundary_moved_then_takes_the_countrys_moves_and_says_so():
    found = fitted(CITY * 4, earlier=(CITY, date(FIRST - 5, 1, 1)))
    assert found.migration is None
    assert codes(found)[2] == "migration_too_large"
    assert told(found, "migration_too_large")["yearly"] > 0.1 * CITY.sum()


def test_fit_city_when_hardly_anybody_was_counted_then_takes_the_countrys_moves():
    hamlet = CITY * 12 / CITY.sum()
    found = fitted(hamlet, earlier=(hamlet * 3, date(FIRST - 10, 1, 1)), vital=counts(births=1.0, deaths=1.0))
    assert found.migration is None
    assert [code for code in codes(found) if code.endswith(("_few", "of_country"))] == [
        "fertility_of_country",
        "migration_of_country_few",
    ]


@pytest.mark.parametrize("seed", range(6))
def test_fit_city_when_a_village_is_counted_by_single_ages_then_all_rates_are_numbers(seed):
    random = np.random.Generator(np.random.PCG64(seed))
    village = random.poisson(part_of_country(0.00018)).astype(float)
    before = random.poisson(part_of_country(0.00018)).astype(float)
    found = fitted(village, earlier=(before, date(FIRST - 10, 4, 3)), vital=counts(births=9.0, deaths=8.0))
    people = project(inputs_of(village, rates_of(found, COUNTRY))).population
    assert np.isfinite(people).all()
    assert people.sum(axis=(1, 2)).max() < 10 * village.sum()


@pytest.mark.parametrize(
    ("day", "year"), [(date(2024, 1, 1), 2024), (date(2024, 1, 2), 2025), (date(2024, 12, 31), 2025)]
)
def test_next_january_when_a_day_is_given_then_is_the_first_one_not_before_it(day, year):
    assert next_january(day) == year


def test_years_between_when_days_have_names_then_halves_and_wholes_are_exact():
    assert years_between(date(2014, 7, 1), date(2024, 7, 1)) == 10
    assert years_between(date(2014, 1, 1), date(2024, 7, 1)) == 10.5
    assert years_between(date(2023, 12, 31), date(2024, 1, 1)) == 0

"""Indicators against figures computed from WPP 2024's published tables, and life tables tied to its e0.

Worked numbers: reference, section 6; `indicators_from_published.csv` of the shared data (five-year groups, abridged
tables, both sexes weighted by people).
"""

import csv

import numpy as np
import pytest
from tests.rooms.ageing.engine.indicators.published import by_sex, rows_of

from hub.rooms.ageing.engine.ages import ABRIDGED_STARTS, GROUP_STARTS
from hub.rooms.ageing.engine.indicators.abridged import abridged_by_sex, abridged_of_both
from hub.rooms.ageing.engine.indicators.profile import profile_of
from hub.rooms.ageing.engine.indicators.sullivan import healthy_years
from hub.rooms.ageing.engine.indicators.table import counted_indicators, indicators_of, prospective_indicators
from hub.rooms.ageing.engine.life_table import life_table

CODES = ("pct65", "pct80", "oadr65_20_64", "oadr65_15_64", "psr20_64_65", "tdr", "median_age", "poadr_threshold_age")
CODES = (*CODES, "poadr")
DIGITS = (2, 2, 2, 2, 3, 2, 2, 2, 2)
WORKED = {
    ("JPN", 2030): (31.14, 13.07, 57.69, 53.25, 1.733, 71.03, 52.37, 75.04, 28.86),
    ("JPN", 2050): (37.48, 15.61, 79.01, 73.10, 1.266, 95.04, 53.77, 77.01, 31.73),
    ("DEU", 2050): (30.28, 13.02, 58.07, 53.51, 1.722, 76.71, 48.89, 74.34, 30.25),
    ("BRA", 2050): (22.50, 6.05, 39.08, 35.81, 2.559, 59.12, 44.90, 71.59, 21.48),
    ("KEN", 2050): (5.71, 0.85, 10.05, 8.63, 9.954, 51.24, 27.32, 64.43, 10.76),
    ("KEN", 2100): (16.30, 3.77, 27.95, 25.14, 3.578, 54.27, 38.47, 67.88, 21.72),
}


@pytest.fixture
def people(shared):
    return rows_of(shared / "data/wpp2024/un_pop_5y_midyear.csv.gz", 3)


@pytest.fixture
def abridged(shared):
    return rows_of(shared / "data/wpp2024/un_mx_abridged.csv.gz", 3)


@pytest.fixture
def rates(shared):
    return rows_of(shared / "data/wpp2024/mx_1x1.csv.gz", 3)


def grouped_indicators(people, mortality):
    profile = profile_of(people, GROUP_STARTS)
    table = abridged_of_both(mortality, people)
    return {**counted_indicators(profile), **prospective_indicators(profile, table.expectancy, ABRIDGED_STARTS)}


@pytest.mark.parametrize(("place", "year"), WORKED)
def test_indicators_of_groups_when_published_then_the_worked_digits(people, abridged, place, year):
    found = grouped_indicators(by_sex(people, place, year), by_sex(abridged, place, year))
    # A digit off by a hair is allowed: the printed ones were rounded twice (Japan 2030: 13.064999, 13.0650, 13.07).
    missed = [
        (code, float(found[code]), printed)
        for code, digits, printed in zip(CODES, DIGITS, WORKED[place, year], strict=True)
        if abs(float(found[code]) - printed) > 0.5 * 10**-digits + 1e-5
    ]
    assert missed == []


def test_indicators_of_groups_when_all_64_rows_then_each_to_its_last_digit(shared, people, abridged):
    with (shared / "data/wpp2024/indicators_from_published.csv").open() as opened:
        rows = list(csv.DictReader(opened))
    # Four decimals, three for ages; the published people are whole persons, the rows come from unrounded ones.
    allowed = dict.fromkeys(CODES, 0.00015) | {"median_age": 0.0006, "poadr_threshold_age": 0.0006, "pop": 10}
    missed = []
    for row in rows:
        key = row["iso3"], int(row["year_midyear"])
        found = grouped_indicators(by_sex(people, *key), by_sex(abridged, *key))
        missed += [
            (*key, code, float(found[code]), row[code])
            for code, most in allowed.items()
            if abs(float(found[code]) - float(row[code])) > most
        ]
    assert (len(rows), missed) == (64, [])


def test_indicators_of_groups_when_all_places_at_once_then_as_one_by_one(people, abridged):
    keys = [("JPN", 2030), ("DEU", 2050), ("KEN", 2100)]
    population = np.stack([by_sex(people, *key) for key in keys])
    mortality = np.stack([by_sex(abridged, *key) for key in keys])
    together = grouped_indicators(population, mortality)
    singly = [grouped_indicators(by_sex(people, *key), by_sex(abridged, *key)) for key in keys]
    assert {code: values.tolist() for code, values in together.items()} == {
        code: [float(one[code]) for one in singly] for code in together
    }


@pytest.mark.parametrize(
    ("place", "male", "female"), [("DEU", 79.214, 83.878), ("JPN", 81.835, 87.878), ("KEN", 61.637, 66.122)]
)
def test_life_expectancy_when_2024_then_that_of_the_reference(rates, place, male, female):
    expectancy = life_table(by_sex(rates, place, 2024)).expectancy
    assert np.round(expectancy[:, 0], 3).tolist() == [male, female]


def test_life_expectancy_at_65_when_germany_2024_then_that_of_the_reference(rates):
    expectancy = life_table(by_sex(rates, "DEU", 2024)).expectancy
    assert np.round(expectancy[:, 65], 3).tolist() == [18.361, 21.490]


@pytest.mark.parametrize(
    ("place", "sex", "at_birth", "at_65"),
    [("DEU", 0, 72.158, 11.339), ("DEU", 1, 74.635, 12.596), ("KEN", 1, 62.078, 9.711)],
)
def test_healthy_years_when_logistic_shares_then_the_check_of_the_reference(rates, place, sex, at_birth, at_65):
    unhealthy = 1 / (1 + np.exp(-(np.arange(101) - 80) / 8))
    healthy = healthy_years(life_table(by_sex(rates, place, 2024)), np.stack([unhealthy, unhealthy]))
    assert np.round(healthy.expectancy[sex, [0, 65]], 3).tolist() == [at_birth, at_65]


@pytest.mark.parametrize(("place", "year"), [("CHN", 2030), ("DEU", 2050), ("KEN", 2050), ("JPN", 2100)])
def test_abridged_life_expectancy_when_published_rates_then_near_the_published_one(shared, abridged, place, year):
    totals = rows_of(shared / "data/wpp2024/un_totals.csv.gz", 2)[place, str(year)]
    expectancy = abridged_by_sex(by_sex(abridged, place, year)).expectancy[:, 0]
    # columns after the keys: two populations, births, deaths, migration, TFR, then e0 of men and of women
    assert np.max(np.abs(expectancy - totals[6:8])) < 0.1


def test_indicators_when_from_single_ages_then_near_those_of_groups(shared, rates):
    reference = rows_of(shared / "data/wpp2024/ref_ccm_1x1.csv.gz", 3)
    with (shared / "data/wpp2024/indicators_from_published.csv").open() as opened:
        published = {(row["iso3"], int(row["year_midyear"])): row for row in csv.DictReader(opened)}
    for place in ("DEU", "JPN", "KEN", "BRA"):
        # 31 December 2050 stands for the middle of the year: ages shift by less than half a year
        found = indicators_of(by_sex(reference, place, 2050), by_sex(rates, place, 2050))
        row = published[place, 2050]
        assert abs(float(found["median_age"]) - float(row["median_age"])) < 0.5
        assert abs(float(found["poadr"]) - float(row["poadr"])) < 0.7
        assert abs(float(found["poadr_threshold_age"]) - float(row["poadr_threshold_age"])) < 0.1

"""Registered births and deaths by year, whatever else the table tells of them."""

from datetime import date

import numpy as np

from hub.commons.tables.inputs import Input
from hub.rooms.ageing.engine.outlook.known import VitalCounts
from hub.rooms.ageing.files.intake.vital import read_vital
from hub.rooms.ageing.files.vital import counts_of

TODAY = date(2026, 1, 1)


def counts(text: str) -> VitalCounts:
    return counts_of(read_vital(Input("events.csv", text.encode()), today=TODAY))


def test_counts_of_when_one_row_is_a_year_then_both_are_there():
    found = counts("year,births,deaths\n2022,1700,1300\n2023,1650,1320\n")
    assert found.years == (2022, 2023)
    assert found.births.tolist() == [1700, 1650]
    assert found.deaths.tolist() == [1300, 1320]


def test_counts_of_when_a_year_lacks_one_of_them_then_has_a_gap_there():
    found = counts("year,births,deaths\n2022,1700,\n2023,1650,1320\n")
    assert found.births.tolist() == [1700, 1650]
    np.testing.assert_array_equal(found.deaths, [np.nan, 1320])


def test_counts_of_when_only_births_are_told_then_all_deaths_are_gaps():
    found = counts("year,births\n2022,1700\n2023,1650\n")
    assert np.isnan(found.deaths).all()
    assert found.births.sum() == 3350


def test_counts_of_when_sexes_and_ages_are_told_then_are_put_together():
    rows = [f"2022,{sex},{age},{number}" for sex, number in (("male", 10), ("female", 20)) for age in ("0-64", "65+")]
    assert counts("\n".join(["year,sex,age,deaths", *rows])).deaths.tolist() == [60]


def test_counts_of_when_both_sexes_stand_beside_each_sex_then_are_not_counted_twice():
    rows = ["2022,male,10", "2022,female,20", "2022,total,31"]
    assert counts("\n".join(["year,sex,deaths", *rows])).deaths.tolist() == [31]


def test_counts_of_when_only_one_sex_is_told_then_is_not_taken_for_everybody():
    found = counts("year,sex,deaths\n2022,male,600\n2023,male,610\n")
    assert found.years == ()


def test_counts_of_when_the_table_holds_rates_only_then_there_are_no_counts():
    found = counts("year,age,death rate per 1000\n2022,0-64,2\n2022,65+,40\n")
    assert found.years == ()

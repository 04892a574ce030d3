"""Two counts alone: which are paired, how far they are carried, and their bands."""

from datetime import date

import numpy as np
import pytest

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.city.hamilton_perry import cohort_ratios, project_by_ratios
from hub.rooms.ageing.engine.outlook.cohorts import cohort_look
from hub.rooms.ageing.engine.tables import CityTable

STARTS = tuple(range(0, 86, 5))


def counts(*days: date, growth: float = 1.1) -> CityTable:
    """A city that grows alike at all ages from one count to the next."""
    shape = np.linspace(1000, 200, len(STARTS))
    persons = np.stack([np.stack([shape, 1.05 * shape]) * growth**at for at in range(len(days))])[:, None]
    blank = np.full(persons.shape[:-1], np.nan)
    return CityTable(days, ("",), ("m", "f"), STARTS, persons, blank, blank)


def test_cohort_look_when_counts_are_ten_years_apart_then_it_is_hamilton_perry_for_twenty_years() -> None:
    table = counts(date(2012, 4, 3), date(2022, 4, 3))
    look = cohort_look(table, district=0, official={})
    first, second = table.persons[:, 0]
    expected = project_by_ratios(second, cohort_ratios(first, second, interval=10), years=20)
    assert look.years == (2022, 2032, 2042)
    assert np.array_equal(look.projection.raw, expected.raw)
    assert look.people("pop65")[0] == pytest.approx(second[:, 13:].sum())


def test_cohort_look_when_bands_are_asked_then_they_are_the_measured_misses() -> None:
    look = cohort_look(counts(date(2012, 4, 3), date(2022, 4, 3)), district=0, official={})
    band = look.bands["pop"]
    assert band.percent.tolist() == [0.0, 5.7, 11.3]
    assert band.high[1] == pytest.approx(look.people("pop")[1] * 1.057)


def test_cohort_look_when_an_official_total_is_known_then_raw_and_raked_are_both_there() -> None:
    look = cohort_look(counts(date(2012, 1, 1), date(2022, 1, 1)), district=0, official={2032: 30_000.0})
    assert look.people("pop", raked=True)[1] == pytest.approx(30_000)
    assert look.people("pop")[1] != pytest.approx(30_000)


def test_cohort_look_when_there_are_several_counts_then_the_one_nearest_to_ten_years_before_is_taken() -> None:
    table = counts(date(2002, 1, 1), date(2012, 1, 1), date(2017, 1, 1), date(2022, 1, 1))
    assert cohort_look(table, district=0, official={}).first == date(2012, 1, 1)


@pytest.mark.parametrize("first", [date(2016, 4, 3), date(2021, 4, 3), date(1999, 4, 3)])
def test_cohort_look_when_no_two_counts_fit_then_refused(first: date) -> None:
    with pytest.raises(DataProblem) as refused:
        cohort_look(counts(first, date(2022, 4, 3)), district=0, official={})
    assert refused.value.code == "counts_not_paired"
    assert refused.value.parameters["allowed"] == "5, 10, 15, 20"


def test_cohort_look_when_groups_are_too_wide_then_refused() -> None:
    table = counts(date(2012, 4, 3), date(2022, 4, 3))
    wide = CityTable(table.dates, ("",), ("m", "f"), (0, 15, 65), table.persons[..., :3], table.totals, table.unknown)
    with pytest.raises(DataProblem) as refused:
        cohort_look(wide, district=0, official={})
    assert refused.value.code == "counts_not_paired"

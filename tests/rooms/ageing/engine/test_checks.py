"""Checks of a city's population, its age groups, and what is done about unknown ages and gaps."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem, Finding
from hub.rooms.ageing.engine.checks import (
    check_cohorts,
    check_dates,
    check_districts,
    check_gaps,
    check_heaping,
    check_persons,
    check_sex_ratios,
    check_tables,
    check_totals,
    cohort_ratios,
    sex_ratios,
    whipple_index,
)
from hub.rooms.ageing.engine.groups import Span, group_spans, has_shared_bounds, without_shared_bounds
from hub.rooms.ageing.engine.spread import fill_gaps, spread_unknown
from hub.rooms.ageing.engine.tables import Address, CityTable, join_tables, regroup, whole_city

TODAY = date(2026, 1, 1)
STARTS = tuple(range(0, 90, 5))
# Invented; smooth, with a sex ratio of 105 at birth that falls with age.
MALES = np.array(
    [1050, 1040, 1030, 1020, 1010, 1000, 990, 980, 970, 950, 920, 880, 820, 730, 600, 430, 250, 120], float
)
FEMALES = np.array([1000, 995, 990, 985, 980, 975, 970, 965, 960, 950, 935, 910, 870, 800, 700, 560, 380, 280], float)
PEOPLE = np.stack([MALES, FEMALES])


def city(people: np.ndarray, days: tuple[date, ...] = (date(2020, 1, 1),), **changed: object) -> CityTable:
    """people (date, sex, group) or (sex, group), one district; each cell stands in row group + 2, column B or C."""
    persons = people[None, :, :] if people.ndim == 2 else people
    persons = persons[:, None]
    starts = changed.pop("starts", STARTS)
    empty = np.full(persons.shape[:-1], np.nan)
    where = {tuple(cell): Address("a.csv", cell[3] + 2, "BC"[cell[2]]) for cell in np.ndindex(persons.shape)}
    rest = {"totals": empty, "unknown": empty.copy(), "where": where, **changed}
    return CityTable(days, ("",), ("m", "f"), starts, persons, **rest)  # type: ignore[arg-type]


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, int | None, str]]:
    return [(one.code, one.found, one.row, one.column) for one in findings]


def test_check_tables_when_figures_are_sound_then_says_nothing() -> None:
    later = PEOPLE * 1.01
    table = city(np.round(np.stack([PEOPLE, later])), (date(2015, 1, 1), date(2020, 1, 1)))
    assert check_tables((table,), today=TODAY) == ()


def test_sex_ratios_are_men_for_100_women() -> None:
    assert sex_ratios(np.array([[90.0, 0.0], [100.0, 10.0]])).tolist() == [90.0, 0.0]


def test_check_sex_ratios_when_one_group_is_off_then_its_cell_is_named() -> None:
    people = PEOPLE.copy()
    people[0, 4] = 1400
    assert told(check_sex_ratios(city(people))) == [("sex_ratio_unusual", "142.9", 6, "B")]


def test_check_sex_ratios_when_few_people_or_old_then_says_nothing() -> None:
    people = PEOPLE.copy()
    people[:, 4] = (150, 40)
    people[0, 13] = 300
    assert check_sex_ratios(city(people)) == ()


def test_check_sex_ratios_when_sexes_are_exchanged_then_one_finding() -> None:
    assert [finding.code for finding in check_sex_ratios(city(PEOPLE[::-1]))] == ["sexes_look_exchanged"]


def test_whipple_index_when_ages_are_even_then_100_and_when_all_end_in_0_or_5_then_500() -> None:
    even = np.ones(80)
    heaped = np.where(np.arange(80) % 5 == 0, 10.0, 0.0)
    assert whipple_index(even) == pytest.approx(100)
    assert whipple_index(heaped) == pytest.approx(500)
    assert whipple_index(even, digits=(0,)) == pytest.approx(100)


def test_whipple_index_when_counted_by_hand_then_the_same() -> None:
    # Ages 23 to 62: 32 ages of 100, the eight that end in 0 or 5 of 150: 1200 / 4400 x 5 x 100.
    people = np.where(np.arange(80) % 5 == 0, 150.0, 100.0)
    assert whipple_index(people) == pytest.approx(500 * 1200 / 4400)


def test_whipple_index_when_ages_are_too_few_then_refused() -> None:
    with pytest.raises(DataProblem, match="single_ages_absent"):
        whipple_index(np.ones(62))


@pytest.mark.parametrize(("surplus", "severity"), [(1.05, None), (1.15, "note"), (1.5, "warning")])
def test_check_heaping_when_single_ages_are_told_then_severity_goes_with_the_index(
    surplus: float, severity: str | None
) -> None:
    ages = np.where(np.arange(86) % 5 == 0, 100 * surplus, 100.0)
    table = city(np.stack([ages, ages]), starts=tuple(range(86)))
    assert [finding.severity for finding in check_heaping(table)] == ([severity] * 2 if severity else [])


def test_check_heaping_when_groups_are_wider_then_says_nothing() -> None:
    assert check_heaping(city(PEOPLE)) == ()


def test_cohort_ratios_when_groups_are_followed_then_ratios_of_the_same_people() -> None:
    assert cohort_ratios(np.array([10.0, 20, 30, 40]), np.array([9.0, 5, 30, 12]), 1).tolist() == [0.5, 1.5]


def test_check_cohorts_when_a_cohort_doubles_then_its_later_cell_is_named() -> None:
    later = PEOPLE.copy()
    later[1, 5] = 2 * PEOPLE[1, 4] + 30
    table = city(np.stack([PEOPLE, later]), (date(2015, 1, 1), date(2020, 1, 1)))
    assert told(check_cohorts(table)) == [("cohort_ratio_unusual", "2.03", 7, "C")]


def test_check_cohorts_when_everyone_grows_then_the_boundary_is_suspected() -> None:
    table = city(np.stack([PEOPLE, PEOPLE * 1.6]), (date(2010, 1, 1), date(2020, 1, 1)))
    (finding,) = check_cohorts(table)
    assert finding.code == "boundary_may_have_moved"
    assert (finding.found, finding.allowed) == (f"{PEOPLE.sum() * 1.6:.10g}", f"{PEOPLE.sum():.10g}")


def test_check_cohorts_when_dates_do_not_fit_the_groups_then_a_note() -> None:
    table = city(np.stack([PEOPLE, PEOPLE]), (date(2012, 1, 1), date(2020, 1, 1)))
    assert [(one.code, one.severity) for one in check_cohorts(table)] == [("cohorts_not_comparable", "note")]


def test_check_dates_when_they_cannot_be_then_told() -> None:
    assert [one.code for one in check_dates((date(2031, 1, 1),), today=TODAY)] == ["date_in_future"]
    assert [one.code for one in check_dates((date(1880, 1, 1),), today=TODAY)] == ["date_too_early"]
    assert [one.code for one in check_dates((date(2001, 1, 1),), today=TODAY)] == ["date_long_ago"]
    assert check_dates((date(2001, 1, 1), date(2021, 1, 1)), today=TODAY) == ()


def test_check_totals_when_total_does_not_add_up_then_difference_is_said() -> None:
    totals = PEOPLE.sum(axis=-1)[None, None] + np.array([0, 50.0])
    (finding,) = check_totals(city(PEOPLE, totals=totals, where_totals={(0, 0, 1): Address("a.csv", 20, "C")}))
    assert (finding.row, finding.column, finding.parameters["difference"]) == (20, "C", "+50")


def test_check_totals_when_unknown_ages_explain_the_difference_then_says_nothing() -> None:
    total = PEOPLE.sum(axis=-1)[None, None]
    assert check_totals(city(PEOPLE, totals=total + 50, unknown=np.full((1, 1, 2), 50.0))) == ()


def test_check_totals_when_all_figures_are_rounded_to_ten_then_rounding_is_let_pass() -> None:
    totals = PEOPLE.sum(axis=-1)[None, None] + 60
    rounded = np.round(PEOPLE, -1)
    assert check_totals(city(rounded, totals=totals)) == ()
    assert len(check_totals(city(PEOPLE, totals=totals))) == 1


def test_check_persons_when_negative_or_fractional_then_first_cell_is_named() -> None:
    people = PEOPLE.copy()
    people[0, 2], people[1, 3] = -4, 985.5
    findings = check_persons(city(people))
    assert told(findings) == [("persons_negative", "-4", 4, "B"), ("persons_fractional", "985.5", 5, "C")]


def test_check_gaps_when_a_row_is_empty_then_only_gaps_among_figures_are_told() -> None:
    people = PEOPLE.copy()
    people[0, 7] = np.nan
    people[1] = np.nan
    assert told(check_gaps(city(people))) == [("group_without_figure", "", 9, "B")]


def test_check_districts_when_they_do_not_add_up_then_told() -> None:
    table = city(PEOPLE)
    persons = np.stack([PEOPLE * 2, PEOPLE, PEOPLE - 10])[None]
    empty = np.full((1, 3, 2), np.nan)
    table = CityTable((date(2020, 1, 1),), ("", "North", "South"), ("m", "f"), STARTS, persons, empty, empty)
    assert [one.code for one in check_districts(table)] == ["districts_differ", "districts_differ"]


def test_check_districts_when_one_is_new_then_dates_without_it_are_said() -> None:
    persons = np.stack([np.stack([PEOPLE, PEOPLE * np.nan]), np.stack([PEOPLE, PEOPLE])])
    empty = np.full((2, 2, 2), np.nan)
    table = CityTable((date(2010, 1, 1), date(2020, 1, 1)), ("North", "New"), ("m", "f"), STARTS, persons, empty, empty)
    (finding,) = check_districts(table)
    assert (finding.code, finding.found, finding.parameters["dates"]) == (
        "district_not_in_all_dates",
        "New",
        "2010-01-01",
    )


def test_whole_city_when_only_districts_are_told_then_their_sum() -> None:
    persons = np.stack([PEOPLE, PEOPLE])[None]
    empty = np.full((1, 2, 2), np.nan)
    table = CityTable((date(2020, 1, 1),), ("North", "South"), ("m", "f"), STARTS, persons, empty, empty)
    assert np.array_equal(whole_city(table).persons[0, 0], 2 * PEOPLE)
    assert whole_city(table).districts == ("",)


def test_join_tables_when_open_groups_differ_then_the_common_one() -> None:
    before = regroup(city(PEOPLE, (date(2010, 1, 1),)), STARTS[:16])
    joined = join_tables([city(PEOPLE), before])
    assert (joined.dates, joined.starts) == ((date(2010, 1, 1), date(2020, 1, 1)), STARTS[:16])
    assert joined.persons.sum() == pytest.approx(2 * PEOPLE.sum())
    assert joined.where[0, 0, 0, 0].row == 2


def test_regroup_when_starts_are_not_nested_then_refused() -> None:
    with pytest.raises(DataProblem, match="groups_not_nested"):
        regroup(city(PEOPLE), (0, 7))


def test_city_table_when_arrays_do_not_fit_then_refused() -> None:
    with pytest.raises(DataProblem, match="city_table_shape_differs"):
        city(PEOPLE, totals=np.zeros((1, 2)))


def test_group_spans_when_subtotals_stand_among_groups_then_the_finest_way_counts() -> None:
    grouping = group_spans([Span(0, 4), Span(0, 0), Span(1, 4), Span(5, 9), Span(0, 9), Span(10, None), Span(5, None)])
    assert grouping.groups == (Span(0, 0), Span(1, 4), Span(5, 9), Span(10, None))
    assert grouping.subtotals == (Span(0, 4), Span(0, 9), Span(5, None))
    assert (grouping.holes, grouping.overlaps, grouping.opened) == ((), (), False)


def test_group_spans_when_a_group_is_missing_then_a_hole() -> None:
    assert group_spans([Span(0, 4), Span(10, 14), Span(15, None)]).holes == (Span(5, 9),)
    assert group_spans([Span(15, 64), Span(65, None)]).holes == (Span(0, 14),)


def test_group_spans_when_groups_overlap_then_the_pair_is_named() -> None:
    grouping = group_spans([Span(0, 4), Span(3, 9), Span(10, None)])
    assert grouping.overlaps == ((Span(3, 9), Span(0, 4)),)


def test_group_spans_when_nothing_is_open_then_the_last_is_taken_so() -> None:
    grouping = group_spans([Span(0, 4), Span(5, 9), Span(10, 14)])
    assert (grouping.groups[-1], grouping.opened, grouping.group_of(Span(10, 14))) == (Span(10, None), True, 2)


def test_group_spans_when_empty_then_refused() -> None:
    with pytest.raises(DataProblem, match="ages_absent"):
        group_spans([])


@given(st.sets(st.integers(1, 100), max_size=30), st.randoms())
def test_group_spans_when_a_whole_set_comes_in_any_order_then_it_is_found_again(
    inner: set[int], random: object
) -> None:
    starts = [0, *sorted(inner)]
    spans = [Span(first, after - 1) for first, after in pairwise(starts)] + [Span(starts[-1], None)]
    shuffled = [*spans, *spans[:3]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert group_spans(shuffled).groups == tuple(spans)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 20)), min_size=1, max_size=12))
def test_group_spans_when_spans_are_anything_then_groups_cover_all_ages_once(pairs: list[tuple[int, int]]) -> None:
    groups = group_spans([Span(first, first + width) for first, width in pairs]).groups
    assert groups[0].first == 0
    assert groups[-1].last is None
    assert all(one.end == following.first for one, following in pairwise(groups))


def test_shared_bounds_when_ends_are_the_next_starts_then_seen_and_taken_off() -> None:
    spans = [Span(0, 5), Span(5, 10), Span(10, 15), Span(15, None)]
    assert has_shared_bounds(spans)
    assert [without_shared_bounds(span) for span in spans] == [Span(0, 4), Span(5, 9), Span(10, 14), Span(15, None)]
    assert not has_shared_bounds([Span(0, 4), Span(5, 9), Span(10, 14)])


@given(st.lists(st.floats(0, 1e6), min_size=18, max_size=18), st.floats(0, 1e5))
def test_spread_unknown_when_ages_are_known_then_people_are_conserved(males: list[float], unknown: float) -> None:
    people = np.stack([np.array(males), FEMALES])
    table = city(people, unknown=np.array([[[unknown, np.nan]]]))
    spread = spread_unknown(table).table
    left = np.nansum(spread.unknown)
    assert spread.persons.sum() + left == pytest.approx(people.sum() + unknown)


def test_spread_unknown_when_many_are_unknown_then_a_warning() -> None:
    table = city(PEOPLE, unknown=np.array([[[2000.0, 100.0]]]))
    assert [one.severity for one in spread_unknown(table).findings] == ["warning", "note"]


def test_spread_unknown_when_a_gap_hides_the_shape_then_left_and_told() -> None:
    people = PEOPLE.copy()
    people[0, 0] = np.nan
    spread = spread_unknown(city(people, unknown=np.array([[[9.0, np.nan]]])))
    assert [one.code for one in spread.findings] == ["unknown_not_spread"]
    assert spread.table.unknown[0, 0, 0] == 9


def test_fill_gaps_when_total_is_stated_then_gaps_get_what_it_leaves() -> None:
    people = PEOPLE.copy()
    people[0, 3:5] = np.nan
    filled = fill_gaps(city(people, totals=PEOPLE.sum(axis=-1)[None, None]))
    assert filled.table.persons.sum() == pytest.approx(PEOPLE.sum())
    assert [one.parameters["group"] for one in filled.findings] == ["15–19", "20–24"]
    assert np.isnan(people[0, 3])


def test_fill_gaps_when_nothing_is_known_then_the_row_stays_a_gap() -> None:
    people = PEOPLE.copy()
    people[0] = np.nan
    filled = fill_gaps(city(people))
    assert np.isnan(filled.table.persons[0, 0, 0]).all()
    assert filled.findings == ()

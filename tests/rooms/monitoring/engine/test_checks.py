"""The checks: each rule on figures that a person can judge, and what must hold for any figures."""

from dataclasses import replace
from datetime import date
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.monitoring.engine.rounds import Row, observations_of

from hub.kit.errors import DataProblem, Finding
from hub.rooms.monitoring.engine.checks import (
    RULES,
    CellTexts,
    Expectations,
    Question,
    Sum,
    check_cells,
    check_observations,
    question_of,
    robust_z,
)
from hub.rooms.monitoring.engine.checks.expectations import NOTHING_MORE
from hub.rooms.monitoring.engine.checks.reading import NUMBER, read_numbers
from hub.rooms.monitoring.engine.checks.robust import medians_of_others, row_medians
from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.phrases import inputs
from hub.rooms.monitoring.phrases.checking import PHRASES

# place -> values of following years
Series = dict[str, list[float | None]]


def node(code: str = "a", *, low: float | None = None, high: float | None = None, unit: str = "percent") -> Node:
    return Node(code, "index", "indicator", {"en": code}, low=low, high=high, unit=unit, direction=1)


def rows_of(series: Series, indicator: str = "a", first: int = 2020) -> list[Row]:
    """Following years of each place, from the first one on."""
    return [
        (place, indicator, str(first + at), value, None, None, "observed" if value is not None else "not-available")
        for place, values in series.items()
        for at, value in enumerate(values)
    ]


def steady(places: int, years: int) -> Series:
    """Places around 50, each moving by a little."""
    return {
        f"P{place}": [50 + place % 5 + 0.1 * ((place + year) % 4) for year in range(years)] for place in range(places)
    }


def texts_of(*rows: tuple[str, str, str, str]) -> CellTexts:
    place, indicator, period, value = zip(*rows, strict=True)
    return CellTexts(place, indicator, period, value, file="figures.csv")


def codes_of(findings: tuple[Finding, ...]) -> list[tuple[str, int | None]]:
    return [(one.code, one.row) for one in findings]


def asked(series: Series, expectations: Expectations = NOTHING_MORE) -> tuple[Finding, ...]:
    return check_observations(observations_of(rows_of(series)), (node(),), expectations)


def test_checks_when_one_place_jumps_then_ask_about_that_row() -> None:
    series: Series = {f"L{place}": [50.0 + place % 5, 50.5 + place % 4] for place in range(40)}
    series["L7"][1] = 20.0
    findings = asked(series)
    assert codes_of(findings) == [("value_jumps", 17), ("value_far_from_peers", 17)]
    assert all(one.severity == "warning" for one in findings)


def test_jump_when_told_then_gives_cell_rule_and_expected_range() -> None:
    # Ten places do not change, ten rise by 1, ten by 2, and P0 by 40: the median change is 1, the MAD is 1.
    series: Series = {f"P{place}": [50.0, 50.0 + place % 3] for place in range(31)}
    series["P0"] = [50.0, 90.0]
    jump = asked(series)[0]
    reach = 8 * 1.4826
    assert (jump.code, jump.column, jump.row, jump.found) == ("value_jumps", "a", 3, "90.0")
    assert {name: jump.parameters[name] for name in ("place", "indicator", "period", "rule", "before")} == {
        "place": "P0", "indicator": "a", "period": "2021", "rule": "jump", "before": 50.0,
    }  # fmt: skip
    assert [jump.parameters[name] for name in ("low", "high", "z")] == pytest.approx(
        [51 - reach, 51 + reach, 39 / 1.4826]
    )


def test_history_when_a_place_that_never_moves_much_moves_then_asks() -> None:
    series: Series = {f"P{place}": [50 + 4 * ((place + year) % 3) for year in range(9)] for place in range(12)}
    series["still"] = [50, 50.1, 50.2, 50.1, 50.0, 50.2, 50.1, 50.0, 80]
    findings = asked(series)
    assert [(one.code, one.parameters["place"]) for one in findings] == [("value_breaks_history", "still")]
    assert findings[0].parameters["low"] < 50 < findings[0].parameters["high"] < 80


@pytest.mark.parametrize(
    ("wrong", "code", "factor"),
    [(0.52, "share_as_fraction", 100), (5.2, "value_scaled_down", 10), (520.0, "value_scaled_up", 10)],
)
def test_unit_when_a_value_fits_by_a_factor_then_says_which(wrong: float, code: str, factor: int) -> None:
    series = steady(30, 4)
    series["P2"][1] = wrong
    found = [one for one in asked(series) if one.parameters["rule"] == "unit"]
    assert [(one.code, one.parameters["place"], one.parameters["period"]) for one in found] == [(code, "P2", "2021")]
    assert found[0].parameters["factor"] == factor
    assert found[0].parameters["low"] < 52 < found[0].parameters["high"]


def test_unit_when_a_new_place_writes_fractions_then_the_peers_tell() -> None:
    series = steady(30, 1) | {"new": [0.51]}
    assert [(one.code, one.parameters["place"]) for one in asked(series) if one.parameters["rule"] == "unit"] == [
        ("share_as_fraction", "new")
    ]


def test_unit_when_only_two_values_differ_then_asks_about_the_later_one() -> None:
    findings = asked({"P1": [52.0, 0.53], "P2": [48.0, 47.0]})
    assert [(one.code, one.row) for one in findings] == [("share_as_fraction", 3)]


def test_unit_when_values_are_spread_over_tens_then_asks_nothing() -> None:
    series: Series = {f"P{place}": [10.0 ** (place % 4), 10.0 ** (place % 4 + place % 2)] for place in range(60)}
    assert [one for one in asked(series) if one.parameters["rule"] == "unit"] == []


def test_peers_when_groups_are_declared_then_asks_inside_them_too() -> None:
    low: Series = {f"L{place}": [10 + 0.1 * (place % 7)] for place in range(25)}
    middle: Series = {f"M{place}": [20 + 0.1 * (place % 7)] for place in range(25)}
    high: Series = {f"H{place}": [30 + 0.1 * (place % 7)] for place in range(25)}
    series: Series = {**low, **middle, **high, "L0": [30.0]}
    groups = {place: place[0] for place in series}
    found = asked(series, Expectations(groups=groups))
    assert [(one.code, one.parameters["place"], one.parameters["group"]) for one in found] == [
        ("value_far_from_group", "L0", "L")
    ]


def test_sum_when_parts_do_not_add_up_then_asks_about_the_total() -> None:
    rows = [*rows_of({"P1": [100, 100], "P2": [50, None]}, "t"), *rows_of({"P1": [60, 60], "P2": [10, 1]}, "u")]
    rows += rows_of({"P1": [40.2, 30], "P2": [None, 1]}, "v")
    nodes = (node("t"), node("u"), node("v"))
    found = check_observations(observations_of(rows), nodes, Expectations(sums=(Sum("t", ("u", "v"), 0.01),)))
    # P1 in 2020: 100.2 is within one per cent; in 2021: 90 is not; P2 lacks a part or the total.
    assert [(one.code, one.row, one.found, one.parameters["sum"]) for one in found] == [
        ("sum_differs", 3, "100.0", 90.0)
    ]
    assert [found[0].parameters[name] for name in ("low", "high")] == pytest.approx([89.1, 90.9])


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        (Sum("a", ("none",)), "sum_node_unknown"),
        (Sum("a", ()), "sum_node_unknown"),
        (Sum("a", ("b", "b")), "sum_node_repeated"),
        (Sum("a", ("b",), 1.0), "sum_tolerance_out_of_range"),
        (Sum("a", ("b",), float("nan")), "sum_tolerance_out_of_range"),
    ],
)
def test_sum_when_it_cannot_be_meant_then_is_refused_with_its_node(declared: Sum, code: str) -> None:
    with pytest.raises(DataProblem) as raised:
        check_cells(texts_of(("P", "a", "2020", "1")), (node("a"), node("b")), Expectations(sums=(declared,)))
    assert (raised.value.code, raised.value.parameters["node"]) == (code, "a")


def test_cells_when_texts_are_no_numbers_then_each_is_named() -> None:
    columns = texts_of(
        ("P1", "a", "2020", "n/a"), ("P2", "a", "2020", "1,5"), ("P3", "a", "2020", ""), ("P4", "a", "2020", "1.5"),
        ("P5", "a", "2020", "1_000"), ("P6", "a", "2020", "1e999"), ("P7", "a", "20I9", "3"),
    )  # fmt: skip
    found = check_cells(columns, (node(),))
    assert [(one.code, one.row, one.found, one.severity) for one in found] == [
        ("decimal_comma", 3, "1,5", "error"),
        ("value_not_number", 2, "n/a", "error"),
        ("value_not_number", 6, "1_000", "error"),
        ("value_not_number", 7, "1e999", "error"),
        ("period_unreadable", 8, "20I9", "error"),
    ]
    assert {(one.file, one.column) for one in found} == {("figures.csv", "a")}


def test_cells_when_outside_limits_then_the_furthest_comes_first_with_both_limits() -> None:
    columns = texts_of(("P1", "a", "2020", "101"), ("P2", "a", "2020", "-40"), ("P3", "a", "2020", "100"))
    found = check_cells(columns, (node(low=0, high=100),))
    assert [(one.code, one.row, one.allowed) for one in found] == [
        ("value_out_of_range", 3, "0 – 100"),
        ("value_out_of_range", 2, "0 – 100"),
    ]
    assert [found[0].parameters[name] for name in ("low", "high")] == [0.0, 100.0]


def test_cells_when_the_indicator_has_one_limit_then_only_that_one_is_told() -> None:
    found = check_cells(texts_of(("P1", "a", "2020", "-1")), (node(low=0),))
    assert (found[0].allowed, found[0].parameters["low"], "high" in found[0].parameters) == ("0 – ∞", 0.0, False)


def test_cells_when_the_unit_counts_then_decimals_are_asked_about() -> None:
    columns = texts_of(("P1", "a", "2020", "12.5"), ("P2", "a", "2020", "12.0"))
    found = check_cells(columns, (node(unit="count"),))
    assert [(one.code, one.row, one.severity) for one in found] == [("value_not_whole", 2, "warning")]
    assert [found[0].parameters[name] for name in ("low", "high")] == [12.0, 13.0]
    assert check_cells(columns, (node(unit="percent"),)) == ()


def test_cells_when_periods_leave_the_round_then_each_end_has_its_code() -> None:
    periods = ("2010", "2019", "2024-06/P1Y", "2027")
    columns = texts_of(*((f"P{at}", "a", period, "1") for at, period in enumerate(periods)))
    span = Expectations(first=date(2015, 1, 1), last=date(2024, 12, 31), not_after=date(2026, 6, 30))
    assert [(one.code, one.row, one.found, one.allowed) for one in check_cells(columns, (node(),), span)] == [
        ("period_in_future", 5, "2027", "2026-06-30"),
        ("period_too_early", 2, "2010", "2015-01-01"),
        ("period_too_late", 4, "2024-06/P1Y", "2024-12-31"),
    ]


def test_cells_when_said_twice_then_repetition_and_contradiction_differ() -> None:
    columns = texts_of(
        ("P1", "a", "2023", "5"), ("P1", "a", "2023-01-01/P1Y", "5"), ("P2", "a", "2023", "5"), ("P2", "a", "2023", "6"),
        ("P2", "a", "2023", "5.0"),
    )  # fmt: skip
    found = check_cells(columns, (node(),))
    assert [(one.code, one.row, one.parameters["first"], one.parameters["before"]) for one in found] == [
        ("cell_repeated", 3, 2, 5.0),
        ("cell_repeated", 6, 4, 5.0),
        ("cell_contradicted", 5, 4, 5.0),
    ]


def test_cells_when_an_indicator_is_unknown_then_says_so_once() -> None:
    columns = texts_of(("P1", "zzz", "2020", "1"), ("P2", "zzz", "2020", "1"))
    assert [(one.code, one.row, one.found) for one in check_cells(columns, (node(),))] == [
        ("indicator_unknown", 2, "zzz")
    ]


def test_cells_when_there_are_none_then_nothing_is_asked() -> None:
    assert check_cells(CellTexts((), (), (), ()), (node(),)) == ()


def test_findings_when_many_then_the_rest_is_counted_for_each_rule_and_indicator() -> None:
    columns = texts_of(*((f"P{at}", "a", "2020", "200") for at in range(12)))
    found = check_cells(columns, (node(low=0, high=100),), Expectations(listed=3))
    assert [one.others for one in found] == [0, 0, 9]
    assert len(check_cells(columns, (node(low=0, high=100),), Expectations(listed=50))) == 12


def test_findings_when_the_values_are_those_of_observations_then_cells_ask_the_same() -> None:
    series = steady(30, 4)
    series["P3"][2], series["P4"][3] = 0.5, 99.0
    rows = rows_of(series)
    columns = texts_of(*((row[0], row[1], row[2], repr(row[3])) for row in rows))
    from_texts = check_cells(columns, (node(),))
    from_observations = check_observations(observations_of(rows), (node(),))
    assert [replace(one, file="") for one in from_texts] == [replace(one, file="") for one in from_observations]
    assert len(from_texts) > 3


def test_question_when_the_value_is_revised_then_is_another_one() -> None:
    series = steady(30, 4)
    series["P3"][2] = 0.5
    [first] = [question_of(one) for one in asked(series) if one.code == "share_as_fraction"]
    assert first == Question("share_as_fraction", "P3", "a", "2022", "0.5")
    assert (len(first.key), first.key) == (16, replace(first).key)
    assert replace(first, found="0.51").key != first.key


def test_codes_when_a_rule_has_one_then_a_phrase_says_it() -> None:
    assert set(RULES) <= {*PHRASES, *inputs.PHRASES}


@pytest.mark.parametrize("text", ["1e5", "-1.", ".5", "+3.25", "007"])
def test_numbers_when_plain_then_are_read(text: str) -> None:
    assert read_numbers([text])[0] == float(text)


@given(st.lists(st.text("0123456789.,-+eE _n/a٣", max_size=6), max_size=30))
def test_numbers_when_read_together_then_are_those_read_one_by_one(texts: list[str]) -> None:
    alone = [float(text) if NUMBER.fullmatch(text) else np.nan for text in texts]
    expected = [value if np.isfinite(value) else np.nan for value in alone]
    np.testing.assert_array_equal(read_numbers(texts), np.array(expected, float))


_ROWS = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.just(float("nan")), st.integers(-50, 50).map(float)), min_size=width, max_size=width),
        min_size=1,
        max_size=8,
    )
)


@given(_ROWS)
def test_medians_when_gaps_are_left_out_then_are_those_of_the_rest(rows: list[list[float]]) -> None:
    matrix = np.array(rows)
    for row, middle, others in zip(rows, row_medians(matrix), medians_of_others(matrix), strict=True):
        known = [value for value in row if value == value]
        np.testing.assert_equal(middle, np.median(known) if known else np.nan)
        for at, value in enumerate(row):
            rest = [other for place, other in enumerate(row) if place != at and other == other]
            np.testing.assert_equal(others[at], np.median(rest) if rest and value == value else np.nan)


def test_robust_z_when_all_are_equal_but_one_then_is_zero() -> None:
    assert robust_z(np.array([1.0, 1.0, 1.0, 9.0])).tolist() == [0, 0, 0, 0]


_SERIES = st.lists(
    st.lists(st.one_of(st.none(), st.floats(0.5, 500, width=16)), min_size=3, max_size=3), min_size=1, max_size=60
)


@given(_SERIES, st.randoms())
def test_checks_when_rows_are_shuffled_then_ask_the_same(series: list[list[float | None]], dice: object) -> None:
    rows = rows_of({f"P{place}": values for place, values in enumerate(series)})
    shuffled = list(rows)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    both = [check_observations(observations_of(some), (node(),), Expectations(listed=999)) for some in (rows, shuffled)]
    asked_by_row, asked_shuffled = (sorted(question_of(one) for one in found) for found in both)
    assert asked_by_row == asked_shuffled


@given(_SERIES)
def test_checks_when_they_ask_then_the_value_is_not_what_was_expected(series: list[list[float | None]]) -> None:
    found = asked({f"P{place}": values for place, values in enumerate(series)})
    for one in found:
        low, high = one.parameters.get("low", -np.inf), one.parameters.get("high", np.inf)
        assert low <= high
        assert not low <= float(one.found) <= high
        assert one.parameters["rule"] == RULES[one.code]


@pytest.mark.parametrize("huge", [1e308, -1e308, 5e-324])
def test_checks_when_values_are_at_the_ends_of_what_a_float_holds_then_still_answer(huge: float) -> None:
    series = steady(40, 9)
    series["P1"][3], series["P2"][8], series["P2"][7] = huge, huge, -huge
    limits = chain.from_iterable((one.parameters.get("low", 0), one.parameters.get("high", 0)) for one in asked(series))
    assert all(np.isfinite(limit) for limit in limits)

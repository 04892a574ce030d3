"""Figures as people write them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.ageing.files.intake.numbers import read_numbers


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1234", "56"], [1234, 56]),
        (["1,234", "12,345,678"], [1234, 12345678]),
        (["1.234", "12.345.678"], [1234, 12345678]),
        (["1 234", "12\u00a0345", "1\u202f234\u202f567"], [1234, 12345, 1234567]),
        (["1'234", "12’345.5"], [1234, 12345.5]),
        (["1234,5", "1.234"], [1234.5, 1234]),
        (["1234.5", "1,234"], [1234.5, 1234]),
        (["1.234,5", "2.000"], [1234.5, 2000]),
        (["1 234,50", "17,25"], [1234.5, 17.25]),
        (["٤٥٦", "١٬٢٣٤", "١٢٫٥"], [456, 1234, 12.5]),
        (["１２３４", "５６"], [1234, 56]),
        (["12,34,567", "1,234"], [1234567, 1234]),
        (["1.2E+05", "7"], [120000, 7]),
        (["1234*", "56 p", "78 (1)", "90²", "(1 234)", "12 [a]", "13b)"], [1234, 56, 78, 90, 1234, 12, 13]),
        (["−5", "-3"], [-5, -3]),
        (["0,5", "1,234"], [0.5, 1.234]),
        (["12345", "1.234"], [12345, 1.234]),
    ],
)
def test_read_numbers_when_marks_differ_then_all_figures_decide(texts: list[str], values: list[float]) -> None:
    numbers = read_numbers(texts)
    assert numbers.values.tolist() == values
    assert numbers.unreadable == ()
    assert numbers.assumed is None


def test_read_numbers_when_nothing_decides_then_takes_thousands_and_says_so() -> None:
    numbers = read_numbers([":", "1.234", "2.048"])
    assert numbers.values[1:].tolist() == [1234, 2048]
    assert numbers.assumed == 1


def test_read_numbers_when_small_figures_have_no_mark_then_thousands_are_certain() -> None:
    numbers = read_numbers(["817", "1.234", "2.048"])
    assert numbers.values.tolist() == [817, 1234, 2048]
    assert numbers.assumed is None


def test_read_numbers_when_cells_are_exact_then_a_point_is_a_point() -> None:
    assert read_numbers(["1.234", "1.234"], [True, False]).values.tolist() == [1.234, 1234]


@pytest.mark.parametrize(
    "mark", ["", "-", "–", ":", "..", "c", "x", "n/a", "(c)", "*", "<5", ": c", "нет данных", "暂无", "#REF!"]
)
def test_read_numbers_when_a_figure_is_withheld_then_gap_and_never_zero(mark: str) -> None:
    numbers = read_numbers(["12", mark])
    assert np.isnan(numbers.values[1])
    assert numbers.is_gap.tolist() == [False, True]


@pytest.mark.parametrize(
    "text", ["about 74", "12k", "1.2.3", "12,34,5", "74%", "=1+2", "1-2", "1__2", "NaN5", "1e999", "9" * 80]
)
def test_read_numbers_when_a_cell_is_none_then_tells_its_position(text: str) -> None:
    numbers = read_numbers(["12", text])
    assert numbers.unreadable == (1,)
    assert np.isnan(numbers.values[1])


@given(st.lists(st.text(max_size=20), max_size=8))
def test_read_numbers_when_texts_are_anything_then_each_is_figure_gap_or_told(texts: list[str]) -> None:
    numbers = read_numbers(texts)
    for position in range(len(texts)):
        known = np.isfinite(numbers.values[position])
        assert known + numbers.is_gap[position] + (position in numbers.unreadable) == 1


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.sampled_from([" ", "\u00a0", "'", ",", "."]))
def test_read_numbers_when_thousands_are_separated_then_reads_them_back(figures: list[int], mark: str) -> None:
    texts = [f"{figure:,}".replace(",", mark) for figure in figures]
    assert read_numbers(texts).values.tolist() == figures


@given(st.lists(st.floats(0, 1e7).map(lambda value: round(value, 2)), min_size=1, max_size=12), st.sampled_from(".,"))
def test_read_numbers_when_decimals_are_written_then_reads_them_back(figures: list[float], mark: str) -> None:
    texts = [f"{figure:.2f}".replace(".", mark) for figure in figures]
    assert read_numbers(texts).values.tolist() == figures

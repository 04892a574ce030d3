"""Figures as readers of each language expect them."""

import pytest

from hub.commons.documents.figures import write_figure
from hub.kit.figures import Figure


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "-1,234.5"), ("es", "-1.234,5"), ("ar", "\u200e-1,234.5"), ("zh-hans", "-1,234.5")],
)
def test_write_figure_below_zero_has_its_minus_before_the_digits(language: str, expected: str) -> None:
    assert write_figure(Figure(-1234.5), language) == expected


def test_write_figure_of_a_gap_is_blank() -> None:
    assert write_figure(Figure(None), "ar") == ""

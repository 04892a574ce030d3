"""Periods of ISO 8601."""

from datetime import date

import pytest

from hub.kit.errors import DataProblem
from hub.kit.years import add_months, read_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-Q2", date(2023, 4, 1), date(2023, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-05-15", date(2023, 5, 15), date(2023, 5, 15)),
        ("2022-09-01/P1Y", date(2022, 9, 1), date(2023, 8, 31)),
        ("2020-01-01/P3Y", date(2020, 1, 1), date(2022, 12, 31)),
        ("2023-01-31/P1M", date(2023, 1, 31), date(2023, 2, 27)),
        ("2023-01-01/P90D", date(2023, 1, 1), date(2023, 3, 31)),
    ],
)
def test_read_period_gives_first_and_last_day(text: str, start: date, end: date) -> None:
    period = read_period(text)
    assert (period.start, period.end, period.text) == (start, end, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023-13",
        "2023-02-30",
        "2023-Q5",
        "2023-01-01/P0D",
        "1899",
        "2200",
        "last year",
        "2023 ",
        "2023-01-01/",
    ],
)
def test_read_period_when_unreadable_then_names_the_text(text: str) -> None:
    with pytest.raises(DataProblem) as raised:
        read_period(text)
    assert (raised.value.code, raised.value.parameters) == ("period_unreadable", {"found": text})


def test_add_months_when_the_month_is_shorter_then_falls_back_to_its_last_day() -> None:
    assert add_months(date(2023, 1, 31), 1) == date(2023, 2, 28)
    assert add_months(date(2024, 3, 15), -12) == date(2023, 3, 15)

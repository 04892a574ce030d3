"""How many seconds a duration of ISO 8601 lasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.academy.engine.durations import seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT0S", 0),
        ("PT4H35M59.14S", 4 * 3600 + 35 * 60 + 59.14),
        ("PT16559.14S", 16559.14),
        ("P3DT4H35M59,14S", 3 * 86400 + 4 * 3600 + 35 * 60 + 59.14),
        ("P1D", 86400),
        ("PT0.5H", 1800),
        ("PT1,5M", 90),
        ("P3W", 3 * 7 * 86400),
        ("P0.5W", 3.5 * 86400),
        ("P0Y0M0DT0H0M5.000S", 5),
    ],
)
def test_duration_when_its_parts_have_a_fixed_length_then_it_is_known_in_seconds(text, seconds):
    assert seconds_of(text) == pytest.approx(seconds, abs=1e-9)


@pytest.mark.parametrize("text", ["P1Y", "P1M", "P3Y1M29DT4H35M59.14S", "P0.5Y", "P1YT1S"])
def test_duration_when_it_holds_years_or_months_then_it_is_unknown(text):
    assert seconds_of(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P1DT", "1H", "pt1h", "PT1h", "P1W2D", "PT1S2M", "P1S", "PT-1S", "-PT1S", "PT1 S", "PT1S ", "PT1.S",
     "PT.5S", "P0003-06-04T12:30:05", "PT١S", "PT1e3S", f"PT{'9' * 400}S", "PTS", "P1H"],
)  # fmt: skip
def test_duration_when_it_is_none_then_it_is_unknown(text):
    assert seconds_of(text) is None


@given(
    days=st.integers(0, 10_000), hours=st.integers(0, 100), minutes=st.integers(0, 100), seconds=st.integers(0, 100_000)
)
def test_duration_when_written_from_whole_parts_then_it_is_their_sum(days, hours, minutes, seconds):
    assert seconds_of(f"P{days}DT{hours}H{minutes}M{seconds}S") == days * 86400 + hours * 3600 + minutes * 60 + seconds


@given(st.text(alphabet="PTYMWDHS0123456789.,- ", max_size=40))
def test_duration_when_any_text_is_given_then_the_answer_is_a_number_or_unknown(text):
    found = seconds_of(text)
    assert found is None or found >= 0

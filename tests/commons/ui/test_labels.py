"""Words and numbers inside drawings: round ticks that take everything in, words that fit, letters that run the other way."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from hub.commons.ui.labels import Ticks, isolated, room_for, shorten, steps_between


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0, 7440, 4, (0, 2000, 4000, 6000, 8000)),
        (4.1, 33.4, 6, (0, 10, 20, 30, 40)),
        (0, 1710, 5, (0, 500, 1000, 1500, 2000)),
        (0.1, 0.3, 4, (0.1, 0.15, 0.2, 0.25, 0.3)),
        (-30, 60, 5, (-40, -20, 0, 20, 40, 60)),
        (0, 0, 4, (0, 0.1)),
    ],
)
def test_steps_when_between_two_figures_then_round_and_no_more_than_allowed(low, high, most, expected):
    assert steps_between(low, high, most) == pytest.approx(expected)


@given(some.floats(-1e9, 1e9), some.floats(-1e9, 1e9), some.integers(2, 10))
def test_steps_when_any_figures_then_they_take_both_in(one, other, most):
    low, high = sorted((one, other))
    assume(high - low > 1e-6)
    steps = steps_between(low, high, most)
    room = 1e-6 * max(abs(low), abs(high), 1)
    assert steps[0] <= low + room
    assert steps[-1] >= high - room
    assert len(steps) <= most + 1


def test_ticks_when_written_for_vega_then_labels_are_found_by_value():
    assert Ticks((0.0, 5.0), ("0", "five")).expression == '["0", "five"][indexof([0.0, 5.0], datum.value)]'


def test_shorten_when_words_fit_then_as_they_are_and_else_cut_to_the_room():
    assert shorten("Cork", 40) == "Cork"
    cut = shorten("Thessaloniki by the sea", 80)
    assert cut.endswith("…")
    assert room_for(cut) <= 80


def test_room_when_letters_are_chinese_then_twice_as_wide():
    assert room_for("学习") == 2 * room_for("ab")


@pytest.mark.parametrize(
    ("words", "expected"), [("Cork", "Cork"), ("95–99", "95–99"), ("", ""), ("رجال", "\u2067رجال\u2069")]
)
def test_isolated_when_letters_run_from_right_to_left_then_marked_and_else_not(words, expected):
    assert isolated(words) == expected

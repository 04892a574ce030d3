"""What the page of the moving pyramid gets: the chosen year in full, and all years in little room."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.template.loader import render_to_string
from django.utils.html import json_script
from hypothesis import given
from hypothesis import strategies as some
from tests.rooms.ageing.report import samples

from hub.rooms.ageing.report.basis import Quantiles, round_to
from hub.rooms.ageing.report.pyramid_page import ALPHABET, MANTISSAS, pack, pyramid_context, told_people

MOST_BYTES = 25_000


def unpack(packed: str) -> list[float]:
    """As the script reads it."""
    pairs = zip(packed[::2], packed[1::2], strict=True)
    numbers = [ALPHABET.index(first) * len(ALPHABET) + ALPHABET.index(second) for first, second in pairs]
    return [float(number % MANTISSAS * 10 ** (number // MANTISSAS)) for number in numbers]


@given(some.lists(some.floats(0, 9.9e9), min_size=1))
def test_pack_when_unpacked_then_every_figure_is_there_to_three_digits(people):
    told = np.array([round_to(value, 3) for value in people])
    assert unpack(pack(told)) == told.tolist()


def test_told_people_when_rounded_then_as_the_tables_round():
    pyramids = samples.pyramids(2024, 2030)
    told = told_people(pyramids)
    expected = [round_to(float(pyramids.people.at(p)[3, 1, 7]), 3) for p in (0.1, 0.5, 0.9)]
    assert told[3, 1, 7].tolist() == expected


@pytest.mark.parametrize("scale", [0.001, 1.0, 400.0, 40_000.0])
def test_packed_when_seventy_eight_years_then_small_whatever_the_size_of_the_place(scale):
    packed = pyramid_context(samples.basis(), samples.pyramids(2024, 2101, scale), 2050).packed
    assert len(packed["years"]) == 78
    assert len(json_script(packed, "pyramid-people").encode()) < MOST_BYTES


def test_packed_when_written_into_the_page_then_nothing_ends_the_script_and_all_can_be_read():
    written = json_script(pyramid_context(samples.basis(), samples.pyramids(), 2050).packed, "pyramid-people")
    inside = written.removeprefix('<script id="pyramid-people" type="application/json">').removesuffix("</script>")
    assert not set("<>&") & set(inside)
    read = json.loads(inside)
    told = told_people(samples.pyramids())
    assert unpack(read["people"]) == told.ravel().tolist()
    assert len(set(read["alphabet"])) == 90


def test_page_when_a_year_is_chosen_then_bars_words_and_table_are_of_that_year():
    pyramids = samples.pyramids()
    page = pyramid_context(samples.basis(), pyramids, 2050)
    oldest = page.sides[1].groups[0]
    low, median, high = told_people(pyramids)[26, 1, 20]
    assert page.year == 2050
    assert page.older == "2050: 33.2% to 35.5% of the people are 65 or over (80% interval; median 34.3%)."
    assert oldest.written == tuple(f"{value:,.0f}" for value in (low, median, high))
    assert (oldest.sure, oldest.range) == pytest.approx((low / 8, (high - low) / 8), abs=0.1)
    assert page.ticks == ("0", "4,000", "8,000")
    assert page.table_caption == "Exampleton: people by age and sex, 2050 (rounded to 3 digits)"


@pytest.mark.parametrize(("asked", "shown"), [(1900, 2024), (2024, 2024), (9999, 2100), (None, 2049)])
def test_page_when_another_year_is_asked_for_then_the_nearest_one_and_without_a_year_one_generation_ahead(asked, shown):
    assert pyramid_context(samples.basis(), samples.pyramids(), asked).year == shown


def test_page_when_written_then_it_works_without_script_and_brings_nothing_inline():
    context = pyramid_context(samples.basis(), samples.pyramids(2024, 2030), 2027, kept=[("outlook", 'a"b')])
    written = render_to_string("ageing/pyramid.html", {"pyramid": context})
    assert '<option value="2027" selected>2027</option>' in written
    assert '<input type="hidden" name="outlook" value="a&quot;b">' in written
    assert " style=" not in written
    assert written.count("<script") == 1
    assert 'type="application/json"' in written
    assert written.count('class="sure" x="0"') == 42


def test_page_when_nobody_is_left_then_a_dash_and_not_nothing():
    pyramids = samples.pyramids(2024, 2030)
    empty = replace(pyramids, older=Quantiles(np.full_like(pyramids.older.values, np.nan)))
    page = pyramid_context(samples.basis(), empty, 2027)
    assert page.older == "2027: –% to –% of the people are 65 or over (80% interval; median –%)."
    assert page.packed["older"][3] == [None, None, None]


@pytest.mark.parametrize(("language", "expected"), [("en", "45–49"), ("ar", "\u200e45–49\u200e")])
def test_ages_when_the_language_runs_from_right_to_left_then_they_still_run_from_left_to_right(language, expected):
    assert expected in pyramid_context(samples.basis(language), samples.pyramids(2024, 2030), 2027).ages

"""The Active Ageing Index: the self-test of the reference (section 6), gaps, and what it may be called."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine import readiness as package
from hub.rooms.ageing.engine.readiness.active_ageing import (
    active_ageing,
    healthy_life_score,
    remaining_life_score,
)
from hub.rooms.ageing.files import frameworks
from hub.rooms.ageing.files.frameworks import load_active_ageing
from hub.rooms.ageing.phrases.readiness import ACTIVE_AGEING_NAMES, ACTIVE_AGEING_RESULTS, PHRASES

FRAMEWORK = load_active_ageing()
CODES = tuple(indicator.code for indicator in FRAMEWORK.indicators)
DOMAINS = {"employment": 30.0, "participation": 20.0, "independent_living": 70.0, "capacity": 60.0}
SELF_TEST = {indicator.code: DOMAINS[indicator.domain] for indicator in FRAMEWORK.indicators}


def without(*codes: str) -> dict[str, float]:
    return {code: value for code, value in SELF_TEST.items() if code not in codes}


def test_active_ageing_when_domains_are_30_20_70_60_then_36_5():
    result = active_ageing(FRAMEWORK, SELF_TEST)
    assert {domain.code: domain.score for domain in result.domains} == pytest.approx(DOMAINS)
    assert (result.score, result.code, result.known, result.of, result.missing) == (
        pytest.approx(36.5), "aai", 22, 22, ()
    )  # fmt: skip
    assert result.coverage == pytest.approx(1)


def test_active_ageing_when_weights_are_read_then_those_of_the_reference():
    weights = {
        domain.code: (domain.weight, [one.weight for one in FRAMEWORK.inside(domain.code)])
        for domain in FRAMEWORK.domains
    }
    assert weights == {
        "employment": (35, [25, 25, 25, 25]),
        "participation": (35, [25, 25, 30, 20]),
        "independent_living": (10, [10, 20, 20, 10, 10, 10, 10, 10]),
        "capacity": (20, [33, 23, 17, 7, 13, 7]),
    }


def test_active_ageing_when_indicators_differ_then_means_are_weighted():
    values = {**SELF_TEST, "remaining_life_expectancy": 100.0}
    # capacity: 60 + 0.33 * 40 = 73.2; the index: 36.5 + 0.2 * 13.2
    assert active_ageing(FRAMEWORK, values).score == pytest.approx(39.14)


def test_active_ageing_when_one_is_missing_then_the_others_weigh_more():
    values = {**without("care_to_older_adults"), "voluntary_activities": 48.0}
    participation = active_ageing(FRAMEWORK, values).domains[1]
    # (25 * 48 + 25 * 20 + 20 * 20) / 70
    assert (participation.score, participation.coverage, participation.known, participation.of) == (
        pytest.approx(30), pytest.approx(0.7), 3, 4
    )  # fmt: skip


@pytest.mark.parametrize("gap", [None, math.nan])
def test_active_ageing_when_a_value_is_a_gap_then_as_if_it_were_not_there(gap):
    left_out = active_ageing(FRAMEWORK, without("use_of_ict"))
    assert active_ageing(FRAMEWORK, {**SELF_TEST, "use_of_ict": gap}) == left_out
    assert left_out.missing == ("use_of_ict",)


@pytest.mark.parametrize(("known", "code"), [(22, "aai"), (18, "aai"), (17, "partial"), (1, "partial"), (0, "empty")])
def test_active_ageing_when_some_are_missing_then_called_an_index_from_18_on(known, code):
    # spread over the domains: leave out every second one first
    order = (*CODES[::2], *CODES[1::2])
    result = active_ageing(FRAMEWORK, dict.fromkeys(order[:known], 50.0))
    assert (result.code, result.known, len(result.missing)) == (code, known, 22 - known)


def test_active_ageing_when_a_whole_domain_is_missing_then_not_an_index():
    result = active_ageing(FRAMEWORK, without(*(one.code for one in FRAMEWORK.inside("employment"))))
    assert (result.known, result.code, result.domains[0].score) == (18, "partial", None)
    # (35 * 20 + 10 * 70 + 20 * 60) / 65
    assert (result.score, result.coverage) == (pytest.approx(40), pytest.approx(0.65))


def test_active_ageing_when_nothing_is_known_then_no_score():
    result = active_ageing(FRAMEWORK, {})
    assert (result.score, result.coverage, result.missing) == (None, 0, CODES)


@given(st.dictionaries(st.sampled_from(CODES), st.floats(0, 100), min_size=1))
def test_active_ageing_when_any_values_then_the_score_lies_among_them(values):
    result = active_ageing(FRAMEWORK, values)
    assert result.score is not None
    assert min(values.values()) - 1e-9 <= result.score <= max(values.values()) + 1e-9
    assert 0 < result.coverage <= 1 + 1e-12


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"happiness": 1.0}, "active_ageing_indicator_unknown"),
        ({"use_of_ict": 101.0}, "active_ageing_value_out_of_range"),
        ({"use_of_ict": -1.0}, "active_ageing_value_out_of_range"),
    ],
)
def test_active_ageing_when_a_value_is_unusable_then_a_code(values, code):
    with pytest.raises(DataProblem) as caught:
        active_ageing(FRAMEWORK, values)
    assert caught.value.code == code


def test_life_scores_when_25_of_50_years_remain_then_50():
    assert remaining_life_score(np.array([25.0, 60.0])).tolist() == [50, 100]
    assert healthy_life_score(np.array([15.0]), np.array([25.0])).tolist() == [60]


def test_phrases_when_the_framework_is_read_then_everything_has_a_name():
    assert tuple(ACTIVE_AGEING_NAMES) == (*(domain.code for domain in FRAMEWORK.domains), *CODES)
    assert tuple(ACTIVE_AGEING_RESULTS) == ("aai", "partial", "empty")


def test_phrases_when_a_code_is_raised_then_it_has_a_sentence():
    files = [*Path(package.__file__).parent.glob("*.py"), Path(frameworks.__file__)]
    text = "".join(file.read_text() for file in files)
    assert set(re.findall(r'DataProblem\(\s*"(\w+)"', text)) == set(PHRASES)

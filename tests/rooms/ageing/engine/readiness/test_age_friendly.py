"""The age-friendly indicators: coverage, definitions kept with values, equity worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.readiness.age_friendly import (
    CONFIDENCES,
    DEFINITIONS,
    KINDS,
    UNITS,
    Measurement,
    age_friendliness,
)
from hub.rooms.ageing.engine.readiness.equity import Gap, GroupValue, equity_of
from hub.rooms.ageing.files.frameworks import load_age_friendly
from hub.rooms.ageing.phrases import readiness as phrases

FRAMEWORK = load_age_friendly()
CODES = tuple(indicator.code for indicator in FRAMEWORK.indicators)
WALK = Measurement("walkability", "perception", 64.0, source="City survey", year=2023, confidence="high")


def entry_of(result, code):
    return next(entry for entry in result.entries if entry.indicator.code == code)


def test_framework_when_read_then_eight_domains_fourteen_core_and_seven_supplementary():
    assert sum(domain.is_counted for domain in FRAMEWORK.domains) == 8
    kinds = [indicator.kind for indicator in FRAMEWORK.indicators]
    assert {kind: kinds.count(kind) for kind in KINDS} == {"core": 14, "supplementary": 7}


def test_age_friendliness_when_nothing_is_measured_then_nothing_is_zero():
    result = age_friendliness(FRAMEWORK, ())
    assert {entry.status for entry in result.entries} == {"not_reported"}
    assert (result.coverage.core_measured, result.coverage.core_of, result.coverage.core_share) == (0, 14, 0)


def test_age_friendliness_when_measured_then_the_value_keeps_where_it_comes_from():
    reading = entry_of(age_friendliness(FRAMEWORK, (WALK,)), "walkability").readings[0]
    kept = reading.measurement
    assert (kept.value, kept.definition, kept.source, kept.year, kept.confidence) == (
        64, "perception", "City survey", 2023, "high"
    )  # fmt: skip
    assert (reading.better, reading.unit, reading.is_comparable) == ("more", "percent", True)


def test_age_friendliness_when_two_definitions_are_measured_then_both_stay_and_count_once():
    counted = Measurement("walkability", "objective", 40.0)
    result = age_friendliness(FRAMEWORK, (WALK, counted))
    assert [reading.measurement for reading in entry_of(result, "walkability").readings] == [WALK, counted]
    outdoor = result.domains[0]
    assert (outdoor.domain, outdoor.core_measured, outdoor.core_of) == ("outdoor", 1, 2)
    assert (outdoor.supplementary_measured, outdoor.supplementary_of, outdoor.core_share) == (0, 1, 0.5)


def test_age_friendliness_when_a_city_says_not_measured_then_kept_apart_from_not_reported():
    result = age_friendliness(FRAMEWORK, (Measurement("stops", "objective", None),))
    assert (entry_of(result, "stops").status, entry_of(result, "vehicles").status) == ("not_measured", "not_reported")
    assert result.coverage.core_measured == 0


def test_age_friendliness_when_less_is_better_then_the_definition_says_so():
    result = age_friendliness(FRAMEWORK, (Measurement("positive_attitude", "objective", 2.5),))
    reading = entry_of(result, "positive_attitude").readings[0]
    assert (reading.better, reading.unit) == ("less", "rate")


def test_age_friendliness_when_the_definition_is_the_citys_own_then_not_comparable():
    own = Measurement("stops", "own", 350.0, wording="Metres to the nearest stop", better="less")
    reading = entry_of(age_friendliness(FRAMEWORK, (own,)), "stops").readings[0]
    assert (reading.is_comparable, reading.better) == (False, "less")


def test_age_friendliness_when_the_order_of_measurements_changes_then_the_matrix_does_not():
    others = (Measurement("stops", "objective", 80.0), Measurement("lifelong_learning", "perception", 12.0))
    assert age_friendliness(FRAMEWORK, (WALK, *others)) == age_friendliness(FRAMEWORK, (*others, WALK))


def test_coverage_when_domains_are_summed_then_the_whole():
    result = age_friendliness(FRAMEWORK, (WALK, Measurement("internet_access", "objective", 70.0)))
    assert sum(domain.core_measured for domain in result.domains) == result.coverage.core_measured == 1
    assert sum(domain.supplementary_of for domain in result.domains) == result.coverage.supplementary_of == 7
    assert [entry.indicator.code for entry in result.inside("communication")] == ["information", "internet_access"]


def test_equity_when_worked_by_hand_then_gap_ratio_and_attributable():
    groups = (GroupValue("with_car", 80.0, 0.75), GroupValue("without_car", 60.0, 0.25))
    equity = equity_of(groups, "more")
    # overall .75 * 80 + .25 * 60 = 75; if all were as those with a car: 5 more, 6.67 per cent of 75
    assert (equity.reference, equity.overall, equity.attributable) == ("with_car", 75, 5)
    assert equity.gaps == (Gap("without_car", -20, 0.75, behind=True),)
    assert equity.attributable_percent == pytest.approx(100 / 15)


def test_equity_when_less_is_better_then_the_lowest_is_the_reference():
    groups = (GroupValue("men", 10.0, 400), GroupValue("women", 20.0, 600))
    equity = equity_of(groups, "less")
    # overall 16; 6 of 16 would not be
    assert (equity.reference, equity.overall, equity.attributable, equity.attributable_percent) == ("men", 16, 6, 37.5)
    assert equity.gaps == (Gap("women", 10, 2, behind=True),)


def test_equity_when_the_reference_is_zero_then_no_ratio():
    equity = equity_of((GroupValue("a", 0.0, 1), GroupValue("b", 5.0, 1)), "more", "a")
    assert (equity.gaps[0].ratio, equity.attributable) == (None, -2.5)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.01, 10)), min_size=2, max_size=6))
def test_equity_when_the_best_is_the_reference_then_nothing_is_lost_by_closing_gaps(pairs):
    groups = [GroupValue(str(at), value, share) for at, (value, share) in enumerate(pairs)]
    assert equity_of(groups, "more").attributable >= -1e-9
    assert equity_of(groups, "less").attributable >= -1e-9


def test_age_friendliness_when_groups_are_given_then_the_reading_has_its_equity():
    groups = (GroupValue("men", 70.0, 0.5), GroupValue("women", 60.0, 0.5))
    given_groups = Measurement("walkability", "perception", 65.0, groups=groups, reference="men")
    equity = entry_of(age_friendliness(FRAMEWORK, (given_groups,)), "walkability").readings[0].equity
    assert equity is not None
    assert (equity.overall, equity.attributable) == (65, 5)


@pytest.mark.parametrize(
    ("code", "measurements"),
    [
        ("age_friendly_indicator_unknown", (Measurement("fun", "objective", 1.0),)),
        ("age_friendly_definition_unknown", (Measurement("stops", "guess", 1.0),)),
        ("age_friendly_confidence_unknown", (Measurement("stops", "objective", 1.0, confidence="sure"),)),
        ("age_friendly_repeated", (WALK, WALK)),
        ("age_friendly_own_definition_unsaid", (Measurement("stops", "own", 1.0),)),
        ("age_friendly_value_not_percent", (Measurement("stops", "objective", 101.0),)),
        ("age_friendly_value_negative", (Measurement("stops", "objective", -1.0),)),
        ("age_friendly_value_negative", (Measurement("stops", "objective", float("nan")),)),
        ("equity_groups_too_few", (Measurement("stops", "objective", 1.0, groups=(GroupValue("a", 1, 1),)),)),
    ],
)
def test_age_friendliness_when_a_measurement_is_unusable_then_a_code(code, measurements):
    with pytest.raises(DataProblem) as caught:
        age_friendliness(FRAMEWORK, measurements)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("code", "groups", "reference"),
    [
        ("equity_group_unusable", (GroupValue("a", 1.0, 0), GroupValue("b", 1.0, 1)), ""),
        ("equity_reference_unknown", (GroupValue("a", 1.0, 1), GroupValue("b", 1.0, 1)), "c"),
    ],
)
def test_equity_when_groups_are_unusable_then_a_code(code, groups, reference):
    with pytest.raises(DataProblem) as caught:
        equity_of(groups, "more", reference)
    assert caught.value.code == code


def test_phrases_when_the_framework_is_read_then_everything_has_words():
    assert tuple(phrases.AGE_FRIENDLY_NAMES) == tuple(phrases.AGE_FRIENDLY_DEFINITIONS) == CODES
    assert tuple(phrases.AGE_FRIENDLY_DOMAINS) == tuple(domain.code for domain in FRAMEWORK.domains)
    assert {tuple(words) for words in phrases.AGE_FRIENDLY_DEFINITIONS.values()} == {DEFINITIONS[:2]}
    assert (tuple(phrases.DEFINITION_NAMES), tuple(phrases.CONFIDENCE_NAMES)) == (DEFINITIONS, CONFIDENCES)
    assert (tuple(phrases.KIND_NAMES), tuple(phrases.MEASURE_UNITS)) == (KINDS, UNITS)

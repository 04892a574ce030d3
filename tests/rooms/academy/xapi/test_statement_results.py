"""Results: score, success, completion, response, duration."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import kept, nested_statement, placed, refused, sub_statement

PLACES = ("result", "object.result")
DURATIONS = (
    "PT4H35M59.14S", "PT16559.14S", "P3Y1M29DT4H35M59.14S", "P3Y", "P4W", "PT1H0M0.1S", "PT0S", "P1Y2M", "P1M", "PT1M", "P0.5Y",
    "PT36H", "PT0,5S",
)  # fmt: skip
BAD_DURATIONS = (
    "PA1H0M0S", "should fail", "P4W1D", "P1D4W", "P", "PT", "P1DT", "1D", "P1", "PT1", "P1H", "PT1D", "PT1S1M", "P1M1Y", "P-1D", "-P1D",
    "+P1D", "p1d", "P1D ", " P1D", "P 1D", "P0003-06-04T12:30:05", "P00030604T123005", "PT1.S", "PT.5S", "PT1.5H30M", "PT1H1H",
    "01:02:03", "2026-01-01T00:00:00Z/P1D", "P١D", "", 12345, {"key": "invalid"}, ["PT1S"],
)  # fmt: skip


def scored(place, score):
    """A statement with a score, itself or in a sub-statement."""
    result = {"score": score}
    return statement(result=result) if place == "result" else statement(object=sub_statement(result=result))


at_both_places = pytest.mark.parametrize("place", PLACES)


@pytest.mark.requirement("1.0.3 Data 2.4.5.1", "2.0 4.2.2.4", must="a score is an object of numbers")
@at_both_places
@pytest.mark.parametrize("score", [12345, "should fail", [0.5], True], ids=repr)
def test_score_when_no_object_then_refused(lrs, place, score):
    assert refused(lrs, scored(place, score), f"{place}.score") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.5.1", "2.0 4.2.2.4", must="a score is an object of numbers")
@at_both_places
@pytest.mark.parametrize("name", ["scaled", "raw", "min", "max"])
@pytest.mark.parametrize("value", ["1", "one", True, None, [1], {"key": 1}], ids=repr)
def test_score_when_a_part_is_no_number_then_refused(lrs, place, name, value):
    assert refused(lrs, scored(place, {name: value}), f"{place}.score.{name}") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.5.1", "2.0 4.2.2.4", must="a scaled score is from -1 to 1, raw is from min to max, min is below max"
)
@at_both_places
@pytest.mark.parametrize(
    "score",
    [
        {"scaled": -1}, {"scaled": 1}, {"scaled": 1.0}, {"scaled": -1.0000}, {"scaled": 0.6767676}, {"scaled": 0}, {"raw": 0.6767676},
        {"raw": -1000000}, {"min": 0.6767676}, {"max": 100.6767676}, {"raw": 0, "min": 0}, {"raw": 10, "max": 10},
        {"raw": 0, "min": 0, "max": 10}, {"raw": 10, "min": 0, "max": 10}, {"raw": 5, "min": -10, "max": 10, "scaled": -0.5},
        {"min": -2, "max": -1}, {"raw": 1e20, "max": 1e21},
    ],
    ids=repr,
)  # fmt: skip
def test_score_when_within_its_bounds_then_kept(lrs, place, score):
    whole = scored(place, score)
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement(
    "1.0.3 Data 2.4.5.1", "2.0 4.2.2.4", must="a scaled score is from -1 to 1, raw is from min to max, min is below max"
)
@at_both_places
@pytest.mark.parametrize(
    "score",
    [
        {"scaled": 1.01}, {"scaled": -1.00001}, {"scaled": 50}, {"scaled": 1.0000001}, {"raw": 0.6767676, "max": 0.6567676},
        {"raw": 0.6767676, "min": 1.4067676}, {"raw": 11, "min": 0, "max": 10}, {"raw": -1, "min": 0, "max": 10},
        {"min": 0.6767676, "max": 0.6767355}, {"min": 0.6767676, "max": 0.6767355, "raw": 0.6767643}, {"min": 10, "max": 0},
        {"max": 100.6767676, "min": 104.6767676, "raw": 101.6767676}, {"raw": 1e21, "max": 1e20},
    ],
    ids=repr,
)  # fmt: skip
def test_score_when_out_of_its_bounds_then_refused(lrs, place, score):
    assert refused(lrs, scored(place, score), f"{place}.score") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.5", "2.0 4.2.2.4", must="success and completion are true or false")
@pytest.mark.parametrize("name", ["success", "completion"])
@pytest.mark.parametrize("value", [True, False])
def test_success_when_true_or_false_then_kept(lrs, name, value):
    assert kept(lrs, statement(result={name: value}))["result"] == {name: value}


@pytest.mark.requirement("1.0.3 Data 2.4.5", "2.0 4.2.2.4", must="success and completion are true or false")
@pytest.mark.parametrize("path", ["object.result.success", "object.result.completion"])
@pytest.mark.parametrize("value", ["true", "false", 1, {}], ids=repr)
def test_success_when_something_else_in_a_sub_statement_then_refused(lrs, path, value):
    assert refused(lrs, placed(nested_statement(), path, value), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.5", "2.0 4.2.2.4", must="a response is a text")
@at_both_places
@pytest.mark.parametrize("value", [12345, {"key": "invalid"}, ["a"], True], ids=repr)
def test_response_when_no_text_then_refused(lrs, place, value):
    assert refused(lrs, placed(nested_statement(), f"{place}.response", value), f"{place}.response") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.5", "2.0 4.2.2.4", must="a response is any text")
@pytest.mark.parametrize(
    "text", ["", "a[,]b", '\n\t"\\', "x" * 10000, "ع", "𝛑 ≈ 3", "\u0000", "\u2028"], ids=lambda text: ascii(text)[:12]
)
def test_response_when_any_text_then_comes_back(lrs, text):
    assert kept(lrs, statement(result={"response": text}))["result"]["response"] == text


@pytest.mark.requirement(
    "1.0.3 Data 4.6", "2.0 4.2.7", must="a duration has the designators of ISO 8601 in their order, or weeks alone"
)
@pytest.mark.parametrize("text", DURATIONS)
def test_duration_when_well_formed_then_comes_back_as_written(lrs, text):
    assert kept(lrs, statement(result={"duration": text}))["result"]["duration"] == text


@pytest.mark.requirement(
    "1.0.3 Data 4.6", "2.0 4.2.7", should="a duration finer than a hundredth of a second is not refused"
)
def test_duration_when_finer_than_a_hundredth_then_kept(lrs):
    returned = kept(lrs, statement(result={"duration": "PT1.123456S"}))["result"]["duration"]
    assert returned[:6] == "PT1.12"


@pytest.mark.requirement("1.0.3 Data 4.6", "2.0 4.2.7", must="the format of points in time is not one for durations")
@at_both_places
@pytest.mark.parametrize("value", BAD_DURATIONS, ids=repr)
def test_duration_when_malformed_then_refused(lrs, place, value):
    assert refused(lrs, placed(nested_statement(), f"{place}.duration", value), f"{place}.duration") == (400, True)

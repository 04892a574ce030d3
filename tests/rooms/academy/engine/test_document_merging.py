"""Tags, conditions and merging of documents, without a store."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.documents import (
    ACTIVITY_PROFILE,
    AGENT_PROFILE,
    STATE,
    Conditions,
    Scope,
    check_conditions,
    check_content_type,
    check_replacing,
    etag_of,
    is_json,
    merge_documents,
    names_tag,
)
from hub.rooms.academy.engine.refusals import Refused

HELD = etag_of(b"held")
VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**60), 2**60)
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = some.dictionaries(some.text(), VALUES, max_size=5)


def encoded(value):
    return json.dumps(value, ensure_ascii=False).encode()


def status_of(check, *arguments, **words):
    """The status that a check answers with: 204 where it lets through."""
    try:
        check(*arguments, **words)
    except DataProblem:
        return 400
    except Refused as refusal:
        return refusal.status
    return 204


@given(OBJECTS, OBJECTS)
def test_merging_two_objects_then_all_properties_are_there_and_the_posted_ones_win(held, posted):
    merged = json.loads(merge_documents(encoded(held), encoded(posted)))
    assert merged.keys() == held.keys() | posted.keys()
    assert {name: merged[name] for name in posted} == posted
    assert {name: merged[name] for name in held.keys() - posted.keys()} == {
        name: held[name] for name in held.keys() - posted.keys()
    }


@given(OBJECTS)
def test_merging_an_object_with_itself_or_with_nothing_then_it_stays(document):
    content = encoded(document)
    alike = merge_documents(content, content), merge_documents(content, b"{}"), merge_documents(b"{}", content)
    assert [json.loads(merged) for merged in alike] == [document] * 3


def test_etag_then_sha1_of_the_bytes():
    # The digest of "abc" in FIPS 180-1, appendix A.
    assert etag_of(b"abc") == "a9993e364706816aba3e25717850c26c9cd0d89d"


@pytest.mark.parametrize(
    ("header", "is_named"),
    [
        (f'"{HELD}"', True), (f'W/"{HELD}"', True), (HELD, True), ("*", True), (" * ", True), (f'"a","{HELD}"', True),
        (f'"a", W/"{HELD}" , "b"', True), ('"a,b"', False), (f'"{HELD}x"', False), (f'"x{HELD}"', False), ('""', False),
        ("", False), ('"*"', False), (f'"a,{HELD}"', False), (HELD.upper(), False),
    ],
)  # fmt: skip
def test_header_with_tags_then_it_names_what_is_held_or_not(header, is_named):
    assert (names_tag(header, HELD), names_tag(header, None)) == (is_named, False)


@pytest.mark.parametrize(
    ("conditions", "where_held", "where_nothing"),
    [
        (Conditions(), 204, 204),
        (Conditions(if_match=f'"{HELD}"'), 204, 412),
        (Conditions(if_match="*"), 204, 412),
        (Conditions(if_match='"other"'), 412, 412),
        (Conditions(if_none_match="*"), 412, 204),
        (Conditions(if_none_match=f'"{HELD}"'), 412, 204),
        (Conditions(if_none_match='"other"'), 204, 204),
        (Conditions(if_match=f'"{HELD}"', if_none_match="*"), 412, 412),
    ],
)
def test_conditions_then_they_hold_or_412(conditions, where_held, where_nothing):
    assert status_of(check_conditions, conditions, HELD) == where_held
    assert status_of(check_conditions, conditions, None) == where_nothing


@pytest.mark.parametrize(
    ("version", "kind", "where_held", "where_nothing"),
    [
        ("1.0.3", STATE, 204, 204),
        ("1.0.3", ACTIVITY_PROFILE, 409, 400),
        ("1.0.3", AGENT_PROFILE, 409, 400),
        ("2.0.0", STATE, 409, 204),
        ("2.0.0", ACTIVITY_PROFILE, 409, 204),
        ("2.0.0", AGENT_PROFILE, 409, 204),
    ],
)
def test_replacing_without_conditions_then_as_the_version_says(version, kind, where_held, where_nothing):
    for held, expected in ((HELD, where_held), (None, where_nothing)):
        assert status_of(check_replacing, Conditions(), held, kind=kind, version=version) == expected


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
@pytest.mark.parametrize("kind", [STATE, ACTIVITY_PROFILE, AGENT_PROFILE])
def test_replacing_with_conditions_then_they_alone_decide(version, kind):
    statuses = [
        status_of(check_replacing, Conditions(if_match='"other"'), HELD, kind=kind, version=version),
        status_of(check_replacing, Conditions(if_match=HELD), HELD, kind=kind, version=version),
        status_of(check_replacing, Conditions(if_none_match="*"), HELD, kind=kind, version=version),
        status_of(check_replacing, Conditions(if_none_match="*"), None, kind=kind, version=version),
    ]
    assert statuses == [412, 204, 412, 204]


@pytest.mark.parametrize(
    ("content_type", "is_it"),
    [
        ("application/json", True), ("Application/JSON; charset=utf-8", True), ("application/json;", True), ("text/json", False),
        ("application/ld+json", False), ("application/jsonx", False), ("", False),
    ],
)  # fmt: skip
def test_content_type_then_it_is_json_or_not(content_type, is_it):
    assert is_json(content_type) == is_it


def test_content_type_missing_then_any_bytes():
    assert check_content_type("") == "application/octet-stream"


def test_scopes_that_differ_in_one_part_then_their_keys_differ():
    scopes = [
        Scope(STATE, 0, 1, 2), Scope(AGENT_PROFILE, 0, 1, 2), Scope(STATE, 1, 1, 2), Scope(STATE, 0, 2, 2), Scope(STATE, 0, 1, 3),
        Scope(STATE, 0, 2, 1), Scope(STATE, 0, 12), Scope(STATE, 0, 1, 0),
    ]  # fmt: skip
    assert len({scope.key for scope in scopes}) == len(scopes)

"""Multipart bodies taken apart, and what is written read again."""

import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.rooms.academy.xapi.attachment_steps import said

from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.engine.attachments import Part
from hub.rooms.academy.engine.multipart import write_parts
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.files import multipart
from hub.rooms.academy.files.multipart import parts_of
from hub.rooms.academy.phrases.attachments import PHRASES

TYPE = "multipart/mixed; boundary=abc"
STATEMENTS = b"Content-Type: application/json\r\n\r\n{}"
ESSAY = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: 00ff\r\n\r\nmy essay"


def body(*parts: bytes, end: bytes = b"--abc--\r\n") -> bytes:
    return b"".join(b"--abc\r\n" + one + b"\r\n" for one in parts) + end


def code_of(content_type: str, content: bytes) -> str:
    with pytest.raises(Problem) as caught:
        parts_of(content_type, content)
    return said(caught.value)


def outcome_of(content_type: str, content: bytes) -> str:
    """The code of what is wrong, or "parts" where statements come first."""
    try:
        return "parts" if parts_of(content_type, content)[0].sha2 == "" else "no statements"
    except (DataProblem, Refused) as problem:
        return said(problem)


def test_parts_when_well_formed_then_each_with_type_hash_and_content():
    assert parts_of(TYPE, body(STATEMENTS, ESSAY)) == (
        Part("application/json", b"{}"),
        Part("text/plain", b"my essay", "00ff"),
    )


@pytest.mark.parametrize(
    "content",
    [
        b"\r\n" + body(STATEMENTS),
        b"For readers of mail.\r\n" + body(STATEMENTS),
        body(STATEMENTS, end=b"--abc--"),
        body(STATEMENTS, end=b"--abc-- \t"),
        body(STATEMENTS, end=b"--abc--\r\nAfterwards --abc"),
        body(STATEMENTS).replace(b"--abc\r\n", b"--abc \t\r\n"),
        body(STATEMENTS).replace(b"\r\n", b"\n"),
        body(STATEMENTS.replace(b": ", b":")),
        body(STATEMENTS.replace(b"Content-Type", b"CONTENT-type")),
        body(STATEMENTS.replace(b"application", b"\r\n Application")),
        body(b"Content-Disposition: inline; name=\xe9\r\n" + STATEMENTS),
    ],
    ids=[
        "empty line first", "preamble", "no line end last", "blanks last", "epilogue", "blanks after boundary", "LF alone",
        "no blank after colon", "case of names", "folded header", "other headers",
    ],
)  # fmt: skip
def test_parts_when_written_otherwise_but_allowed_then_read_the_same(content):
    (part,) = parts_of(TYPE, content)
    assert (part.content_type.lower(), part.content) == ("application/json", b"{}")


@pytest.mark.parametrize(
    ("header", "boundary"),
    [
        ("multipart/mixed; boundary=-------3.14", b"-------3.14"),
        ('multipart/mixed; boundary="a b:=?"', b"a b:=?"),
        (r'multipart/mixed; boundary="a\b"', b"ab"),
        ("multipart/mixed;boundary=a=b", b"a=b"),
        ("Multipart/Mixed; charset=utf-8; BOUNDARY=x ;", b"x"),
        ("multipart/mixed; boundary=" + "a" * 70, b"a" * 70),
    ],
)
def test_boundary_when_spelt_as_headers_allow_then_found(header, boundary):
    content = body(STATEMENTS).replace(b"abc", boundary)
    assert [part.content for part in parts_of(header, content)] == [b"{}"]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("multipart/mixed", "multipart_boundary_missing"),
        ("multipart/mixed;", "multipart_boundary_missing"),
        ("multipart/mixed; limit=abc", "multipart_boundary_missing"),
        ("multipart/mixed; boundary=abc; boundary=abc", "multipart_boundary_missing"),
        ("multipart/mixed; boundary=abc def", "multipart_boundary_missing"),
        ('multipart/mixed; boundary="abc', "multipart_boundary_missing"),
        ("multipart/mixed; boundary=", "multipart_boundary_malformed"),
        ('multipart/mixed; boundary=""', "multipart_boundary_malformed"),
        ('multipart/mixed; boundary="abc "', "multipart_boundary_malformed"),
        ("multipart/mixed; boundary=a*b", "multipart_boundary_malformed"),
        ("multipart/mixed; boundary=" + "a" * 71, "multipart_boundary_malformed"),
    ],
)
def test_boundary_when_missing_or_malformed_then_refused(header, code):
    assert code_of(header, body(STATEMENTS)) == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "multipart_cut"),
        (b"{}", "multipart_cut"),
        (b"--abc--", "multipart_cut"),
        (b"--abc", "multipart_cut"),
        (body(STATEMENTS, end=b""), "multipart_cut"),
        (body(STATEMENTS, end=b"--abc"), "multipart_cut"),
        (body(STATEMENTS, end=b"--abc\r\n"), "multipart_cut"),
        (body(STATEMENTS, end=b"--abc-"), "multipart_boundary_in_content"),
        (body(STATEMENTS, end=b"--abcd--"), "multipart_boundary_in_content"),
        (body(STATEMENTS, end=b"--abc--\n"), "multipart_boundary_in_content"),
        (b"--abc\r\n--abc--", "part_without_blank_line"),
        (body(b"Content-Type: application/json"), "part_without_blank_line"),
        (body(b"Content-Type\r\n\r\n{}"), "part_header_malformed"),
        (body(b"Content-Type: application/\x00json\r\n\r\n{}"), "part_header_malformed"),
        (body(b"Content-Type: a\nb\r\n\r\n{}"), "part_header_malformed"),
        (body(b"Content-Type: a/b\r\n" + STATEMENTS), "part_header_twice"),
        (body(b"X: " + b"a" * 9_000 + b"\r\n\r\n{}"), "part_header_too_large"),
        (body(b"\r\n{}"), "first_part_not_json"),
        (body(ESSAY, STATEMENTS), "first_part_not_json"),
        (body(STATEMENTS, STATEMENTS), "part_not_binary"),
        (body(STATEMENTS, ESSAY.replace(b"binary", b"base64")), "part_not_binary"),
        (body(STATEMENTS, ESSAY.replace(b"API-Hash", b"API-Sum")), "part_without_hash"),
        (body(STATEMENTS, b"Content-Length: 9\r\n" + ESSAY), "part_length_differs"),
        (body(STATEMENTS, b"Content-Length: eight\r\n" + ESSAY), "part_length_differs"),
    ],
)
def test_parts_when_malformed_then_refused_with_what_is_wrong(content, code):
    assert code_of(TYPE, content) == code


def test_part_when_it_states_its_length_then_known():
    assert parts_of(TYPE, body(STATEMENTS, b"Content-Length: 8\r\n" + ESSAY))[1].length == 8


@pytest.mark.parametrize(
    "content", [b"", b"\r\n", b"a\r\n", b"\n--ab", b"\r\r\n", b" --abc", b"=41", bytes(range(256))]
)
def test_part_when_its_content_looks_like_line_ends_or_boundaries_then_kept_byte_by_byte(content):
    whole = body(STATEMENTS, ESSAY.replace(b"my essay", content))
    assert parts_of(TYPE, whole)[1].content == content


def test_part_when_lines_end_with_lf_then_a_carriage_return_before_is_content():
    whole = body(STATEMENTS, ESSAY.replace(b"my essay", b"a,b;")).replace(b"\r\n", b"\n").replace(b";", b"\r")
    assert parts_of(TYPE, whole)[1].content == b"a,b\r"


def test_parts_when_one_is_beyond_the_largest_attachment_then_413():
    with pytest.raises(Refused) as caught:
        parts_of(TYPE, body(STATEMENTS, ESSAY + bytes(multipart.LARGEST_ATTACHMENT)))
    assert (caught.value.status, said(caught.value)) == (413, "attachment_too_large")


def test_parts_when_beyond_the_largest_request_then_413_without_reading():
    with pytest.raises(Refused) as caught:
        parts_of("no boundary at all", bytes(multipart.LARGEST_REQUEST + 1))
    assert (caught.value.status, said(caught.value)) == (413, "request_too_large")


def test_parts_when_too_many_then_413():
    assert len(parts_of(TYPE, body(STATEMENTS, *[ESSAY] * (multipart.MOST_PARTS - 1)))) == multipart.MOST_PARTS
    with pytest.raises(Refused) as caught:
        parts_of(TYPE, body(STATEMENTS, *[ESSAY] * multipart.MOST_PARTS))
    assert (caught.value.status, said(caught.value)) == (413, "too_many_parts")


def test_written_when_read_by_hand_then_exactly_these_bytes():
    sha2 = hashlib.sha256(b"x").hexdigest()
    content_type, written = write_parts(b"[]", [Part("text/plain", b"x", sha2)])
    name, _, boundary = content_type.partition("; boundary=")
    assert name == "multipart/mixed"
    assert (
        written
        == (
            f"--{boundary}\r\nContent-Type: application/json\r\n\r\n[]\r\n--{boundary}\r\nContent-Type: text/plain\r\n"
            f"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {sha2}\r\n\r\nx\r\n--{boundary}--\r\n"
        ).encode()
    )


def test_written_when_the_same_twice_then_the_same_and_otherwise_another_boundary():
    part = Part("text/plain", b"x", hashlib.sha256(b"x").hexdigest())
    assert write_parts(b"[]", [part]) == write_parts(b"[]", [part])
    assert len({write_parts(*one)[0] for one in ((b"[]", ()), (b"{}", ()), (b"[]", (part,)))}) == 3


contents = st.one_of(st.binary(max_size=60), st.lists(st.sampled_from([b"\r", b"\n", b"--", b"a", b" "])).map(b"".join))


@given(statements=contents, attached=st.lists(contents, max_size=4))
def test_read_when_written_before_then_the_same(statements, attached):
    parts = tuple(Part("text/plain", one, hashlib.sha256(one).hexdigest()) for one in attached)
    content_type, written = write_parts(statements, parts)
    assert parts_of(content_type, written) == (Part("application/json", statements), *parts)


pieces = st.lists(
    st.sampled_from(
        [b"--abc", b"--", b"\r\n", b"\n", b"\r", b" ", b":", b"Content-Type: application/json", b"Content-Length: 3",
         b"Content-Transfer-Encoding: binary", b"X-Experience-API-Hash: 00", b"abc", b"{}", b"\x00", b"\xff"]
    ),
    max_size=30,
).map(b"".join)  # fmt: skip


@given(content=st.one_of(st.binary(max_size=200), pieces))
@example(content=b"--abc\n\n--abc--")
def test_parts_when_any_bytes_then_parts_or_a_problem_that_is_named(content):
    assert outcome_of(TYPE, content) in {"parts", *PHRASES}


@given(header=st.text(st.characters(max_codepoint=255), max_size=60).map("multipart/mixed;".__add__))
def test_boundary_when_any_header_then_parts_or_a_problem_that_is_named(header):
    assert outcome_of(header, body(STATEMENTS)) in {"parts", *PHRASES}


@pytest.mark.parametrize("unit", [b"\r\n--abx", b"\r\n", b"--abc", b"\r\n--ab\r\n", b" "])
def test_parts_when_long_and_made_to_be_slow_then_read_at_once(unit):
    content = ESSAY + unit * (2_000_000 // len(unit))
    assert parts_of(TYPE, body(STATEMENTS, content))[1].content.startswith(b"my essay")

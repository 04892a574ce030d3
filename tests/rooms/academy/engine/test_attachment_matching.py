"""Which bytes belong to which statement."""

import hashlib

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.attachment_steps import (
    attachment,
    said,
    sha256,
    signature_of,
    signed_statement,
    with_attachments,
)

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.attachments import Part, hashes_of, match_attachments, media_type


def part(content: bytes, **fields) -> Part:
    return Part(**({"content_type": "text/plain", "content": content, "sha2": sha256(content)} | fields))


def problem_of(statements, parts) -> tuple[str, str]:
    with pytest.raises(DataProblem) as caught:
        match_attachments(statements, parts, version="1.0.3")
    return said(caught.value), caught.value.parameters["property"]


def match(statements, *parts):
    return match_attachments(statements, parts, version="1.0.3")


def test_match_when_nothing_is_declared_or_sent_then_nothing_is_kept():
    assert match([statement(), statement(attachments=[])]) == ()


def test_match_when_all_came_along_then_kept_in_the_order_of_hashes():
    contents = [b"one", b"two", b"three"]
    kept = match([with_attachments(*contents)], *map(part, contents))
    assert [one.content for one in kept] == sorted(contents, key=sha256)


def test_match_when_the_same_content_is_declared_and_sent_twice_then_kept_once():
    assert match([with_attachments(b"one"), with_attachments(b"one")], part(b"one"), part(b"one")) == (part(b"one"),)


def test_match_when_an_address_is_given_then_bytes_may_come_along_or_not():
    linked = statement(attachments=[attachment(b"one", fileUrl="https://hub.example/one.txt")])
    assert match([linked]) == ()
    assert match([linked], part(b"one")) == (part(b"one"),)


@pytest.mark.parametrize(
    ("statements", "where"),
    [
        ([with_attachments(b"one")], "attachments[0].sha2"),
        ([with_attachments(b"two", b"one")], "attachments[1].sha2"),
        ([statement(), with_attachments(b"one")], "[1].attachments[0].sha2"),
    ],
)
def test_match_when_bytes_are_missing_then_refused_with_the_place(statements, where):
    sent = (part(b"two"),) if len(statements[0].get("attachments", ())) == 2 else ()
    assert problem_of(statements, sent) == ("attachment_without_bytes", where)


def within(attached: dict) -> dict:
    inner = {name: value for name, value in statement().items() if name != "id"}
    return statement(object=inner | {"objectType": "SubStatement", "attachments": [attached]})


def test_match_when_a_sub_statement_declares_then_its_bytes_are_asked_for_too():
    assert problem_of([within(attachment(b"one"))], ()) == ("attachment_without_bytes", "object.attachments[0].sha2")
    assert match([within(attachment(b"one"))], part(b"one")) == (part(b"one"),)
    assert hashes_of(within(attachment(b"one"))) == (sha256(b"one"),)


@pytest.mark.parametrize("name", ["sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize("spelt", [str.lower, str.upper])
def test_match_when_any_hash_of_the_family_is_used_then_kept_under_it_in_lower_case(name, spelt):
    digest = hashlib.new(name, b"one").hexdigest()
    (kept,) = match(
        [statement(attachments=[attachment(b"one", sha2=spelt(digest))])], part(b"one", sha2=digest.upper())
    )
    assert kept.sha2 == digest


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (part(b"one", sha2=sha256(b"two")), "part_hash_differs"),
        (part(b"one", sha2="00ff"), "part_hash_malformed"),
        (part(b"one", sha2="g" * 64), "part_hash_malformed"),
        (part(b"one", sha2="é" * 64), "part_hash_malformed"),
        (part(b"one", sha2=hashlib.sha512(b"one").hexdigest()), "part_not_declared"),
        (part(b"two"), "part_not_declared"),
    ],
)
def test_match_when_a_part_is_not_what_it_says_or_nobody_declares_it_then_refused(sent, code):
    declared = statement(attachments=[attachment(b"one", fileUrl="https://hub.example/one.txt")])
    assert problem_of([declared], (sent,)) == (code, "X-Experience-API-Hash")


@pytest.mark.parametrize("content_type", ["text/plain", "Text/PLAIN; charset=ascii", ""])
def test_match_when_types_agree_up_to_parameters_then_kept(content_type):
    declared = statement(attachments=[attachment(b"one", contentType="text/plain; charset=utf-8")])
    (kept,) = match([declared], part(b"one", content_type=content_type))
    assert kept.content_type == (content_type or "text/plain")


def test_match_when_types_differ_then_refused():
    assert problem_of([with_attachments(b"one")], (part(b"one", content_type="text/html"),)) == (
        "attachment_type_differs",
        "attachments[0].contentType",
    )


def test_match_when_a_type_is_too_long_for_its_column_then_refused():
    long = "text/plain; a=" + "b" * 200
    assert problem_of([with_attachments(b"one")], (part(b"one", content_type=long),)) == (
        "attachment_type_too_long",
        "attachments[0].contentType",
    )


def test_match_when_the_part_states_a_length_then_it_is_that_of_the_statement():
    declared = statement(attachments=[attachment(b"one", length=2)])
    assert problem_of([declared], (part(b"one", length=3),)) == ("attachment_length_differs", "attachments[0].length")
    assert len(match([declared], part(b"one"))) == 1


def test_match_when_a_signature_is_of_another_type_or_did_not_come_then_refused():
    original = statement()
    content = signature_of(original)
    sent = part(content, content_type="")
    assert problem_of([signed_statement(original, content, contentType="text/plain")], [sent]) == (
        "signature_type_not_allowed",
        "attachments[0].contentType",
    )
    assert problem_of([statement(), signed_statement(original, content, fileUrl="https://hub.example/s")], ()) == (
        "signature_without_bytes",
        "[1].attachments[0].sha2",
    )


def test_match_when_a_sub_statement_holds_a_signature_then_it_is_a_plain_attachment():
    content = signature_of(statement())
    signed = signed_statement(statement(), content)["attachments"][0]
    assert len(match([within(signed)], part(content, content_type="application/octet-stream"))) == 1


def test_hashes_when_declared_often_then_each_once_as_spelt():
    upper = sha256(b"two").upper()
    several = statement(attachments=[attachment(b"one"), attachment(b"two", sha2=upper), attachment(b"one")])
    assert hashes_of(several) == (sha256(b"one"), upper)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/json", "application/json"),
        (" Multipart/Mixed ; boundary=x", "multipart/mixed"),
        ("application/vnd.x+json;v=1", "application/vnd.x+json"),
        ("", ""),
        (None, ""),
        ("json", ""),
        ("application/json, text/html", ""),
    ],
)
def test_media_type_when_read_from_a_header_then_without_parameters(header, expected):
    assert media_type(header) == expected

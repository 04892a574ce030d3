"""What bodies of statements may be: JSON, or JSON with attachments as further parts."""

import json
from hashlib import sha256

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.lrs import Answer, Lrs
from tests.rooms.academy.xapi.http_steps import BOUNDARY, attachment, first_part, is_kept, joined, mixed, part

CONTENT = b"here is a simple attachment"
OTHER = b"\x89PNG\r\n\r\n--not-the-boundary\r\n\x00\xff"
ELSEWHERE = "https://files.example/attachment.txt"


def send(lrs: Lrs, body: bytes, headers: dict[str, str | None] | None = None) -> Answer:
    return lrs.post("statements", body=body, headers=headers or mixed())


def told(*statements: dict) -> bytes:
    """The statements as they stand in the first part."""
    return first_part(json.dumps(statements[0] if len(statements) == 1 else statements).encode())


def with_content(*contents: bytes, **parts: object) -> dict:
    return statement(attachments=[attachment(content, **parts) for content in contents])


def part_with_name(name: bytes) -> bytes:
    """The part of `CONTENT` with the names of its headers written another way."""
    head = name + b"-Type: text/plain\r\nContent-Transfer-Encoding:binary\r\nX-Experience-API-Hash:"
    return head + sha256(CONTENT).hexdigest().encode() + b"\r\n\r\n" + CONTENT


def attachments_of(lrs: Lrs, one: dict) -> bytes:
    """What a statement comes back as when its attachments are asked for."""
    answer = lrs.get("statements", query={"statementId": one["id"], "attachments": "true"})
    assert answer.status == 200
    return answer.body


# --- JSON -------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.1", "2.0 4.1.3", must="JSON carries statements, in any spelling of its name"
)
@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"],
)
def test_type_when_it_is_json_then_statements_are_stored(lrs, kind):
    batch = [statement(), statement()]

    answer = send(lrs, json.dumps(batch).encode(), {"Content-Type": kind})

    assert (answer.status, answer.json()) == (200, [one["id"] for one in batch])


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.1", "2.0 4.1.3", must="JSON carries attachments that are fetched elsewhere"
)
def test_type_when_it_is_json_and_attachments_have_an_address_then_it_is_stored(lrs):
    one = with_content(CONTENT, fileUrl=ELSEWHERE, contentType="text/plain; charset=ascii")

    assert lrs.post("statements", json=one).status == 200
    assert is_kept(lrs, one)


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="JSON carries no attachments without an address"
)
@pytest.mark.parametrize("nested", [False, True], ids=["statement", "substatement"])
def test_type_when_it_is_json_and_an_attachment_is_missing_then_it_is_refused(lrs, nested):
    one = with_content(CONTENT)
    if nested:
        inner = {name: value for name, value in one.items() if name != "id"}
        one = statement(object=inner | {"objectType": "SubStatement"})

    assert (lrs.post("statements", json=one).status, is_kept(lrs, one)) == (400, False)


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.3", must="what is neither JSON nor multipart/mixed is refused"
)
@pytest.mark.parametrize(
    "kind",
    [
        None, "", "text/plain", "application/xml", "application/octet-stream", "application/json+ld", "json", "multipart/mixed",
        f"multipart/form-data; boundary={BOUNDARY}", f"multipart/related; boundary={BOUNDARY}",
    ],
)  # fmt: skip
def test_type_when_it_is_another_then_json_is_refused(lrs, kind):
    one = statement()

    refused = send(lrs, json.dumps(one).encode(), {"Content-Type": kind})

    assert (refused.status, is_kept(lrs, one)) == (400, False)


@pytest.mark.requirement("1.0.3 Communication 1.5", "2.0 4.1.3", must="only multipart/mixed carries parts")
def test_type_when_parts_come_as_form_data_then_they_are_refused(lrs):
    one = with_content(CONTENT)

    refused = send(lrs, joined(told(one), part(CONTENT)), {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    assert (refused.status, is_kept(lrs, one)) == (400, False)


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="malformed JSON is refused with a message")
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[", b"null", b"true", b"7", b'"text"', b"[]]", b"{} {}", b"[1]", b"[[]]", b"NaN", b"{'a': 1}"]
)
def test_type_when_the_body_is_no_statement_then_it_is_refused_with_a_message(lrs, body):
    refused = send(lrs, body, {"Content-Type": "application/json"})

    assert refused.status == 400
    assert len(refused.body) > 20


# --- parts ------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="attachments come as parts after the statements"
)
@pytest.mark.parametrize("content", [CONTENT, OTHER, b"", b"\r\n\r\n", b"--", OTHER * 4000], ids=range(6))
def test_parts_when_they_hold_attachments_then_these_come_back_byte_for_byte(lrs, content):
    one = with_content(content)

    assert send(lrs, joined(told(one), part(content))).status == 200
    assert b"\r\n\r\n" + content + b"\r\n--" in attachments_of(lrs, one)


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="a statement may be put with its attachments, too"
)
def test_parts_when_a_statement_is_put_then_they_are_stored(lrs):
    one = with_content(CONTENT)

    answer = lrs.put(
        "statements", query={"statementId": one["id"]}, body=joined(told(one), part(CONTENT)), headers=mixed()
    )

    assert answer.status == 204
    assert CONTENT in attachments_of(lrs, one)


@pytest.mark.requirement("1.0.3 Communication 1.5.2", "2.0 4.1.3", should="one copy serves all statements of a batch")
def test_parts_when_two_statements_share_an_attachment_then_one_copy_is_enough(lrs):
    one, two = with_content(CONTENT), with_content(CONTENT, OTHER)

    assert send(lrs, joined(told(one, two), part(OTHER), part(CONTENT))).status == 200
    assert [CONTENT in attachments_of(lrs, each) for each in (one, two)] == [True, True]


@pytest.mark.requirement("1.0.3 Communication 1.5.2", "2.0 4.1.3", must="multipart/mixed as RFC 2046 has it is read")
@pytest.mark.parametrize(
    ("boundary", "named"),
    [
        ("abcABC0123'()+_,-./:=?", '"abcABC0123\'()+_,-./:=?"'),
        ("x", "x"),
        ("x", "x; charset=utf-8"),
        ("with blanks inside", '"with blanks inside"'),
        ("b" * 70, "b" * 70),
    ],
    ids=["quoted", "short", "more", "blanks", "longest"],
)
def test_parts_when_the_boundary_is_unusual_then_they_are_read(lrs, boundary, named):
    one = with_content(CONTENT)

    answer = send(lrs, joined(told(one), part(CONTENT), boundary=boundary), mixed(named))

    assert answer.status == 200


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2",
    "2.0 4.1.3",
    must="text before the first and after the last boundary is passed over",
)
@pytest.mark.parametrize(
    ("before", "after"), [(b"\r\n", b""), (b"For old mail programs.\r\n", b""), (b"", b"\r\nThe end.\r\n")]
)
def test_parts_when_there_is_text_around_them_then_it_is_passed_over(lrs, before, after):
    one = with_content(CONTENT)

    assert send(lrs, before + joined(told(one), part(CONTENT)).rstrip() + after).status == 200


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="headers of parts are read without regard to case and blanks"
)
def test_parts_when_their_headers_are_written_otherwise_then_they_are_read(lrs):
    one = with_content(CONTENT)
    first = b"content-type:application/json; charset=utf-8\r\n\r\n" + json.dumps(one).encode()

    answer = send(lrs, joined(first, part_with_name(b"CONTENT")))

    assert answer.status == 200
    assert CONTENT in attachments_of(lrs, one)


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="only the hash joins an attachment and its part"
)
def test_parts_when_the_stated_length_is_wrong_then_the_hash_decides(lrs):
    one = with_content(CONTENT, length=7)

    assert send(lrs, joined(told(one), part(CONTENT))).status == 200


@pytest.mark.requirement("1.0.3 Communication 1.5.2", "2.0 4.1.3", must="multipart/mixed may come without attachments")
@pytest.mark.parametrize("one", [statement(), with_content(CONTENT, fileUrl=ELSEWHERE)], ids=["none", "elsewhere"])
def test_parts_when_there_are_statements_only_then_they_are_stored(lrs, one):
    assert send(lrs, joined(told(one))).status == 200
    assert is_kept(lrs, one)


ONE = with_content(CONTENT)
JSON = told(ONE)
REFUSED = {
    "a part too many": joined(JSON, part(CONTENT), part(OTHER)),
    "a part too few": joined(JSON),
    "no boundary before the statements": joined(JSON, part(CONTENT)).removeprefix(f"--{BOUNDARY}\r\n".encode()),
    "no boundary after the statements": joined(JSON + b"\r\n" + part(CONTENT)),
    "statements as plain text": joined(JSON.replace(b"application/json", b"text/plain"), part(CONTENT)),
    "statements in two parts": joined(JSON, JSON, part(CONTENT)),
    "statements last": joined(part(CONTENT), JSON),
    "no hash": joined(JSON, part(CONTENT, X_Experience_API_Hash=None)),
    "hash of nothing": joined(JSON, part(CONTENT, X_Experience_API_Hash="b0" * 32)),
    "hash of other content": joined(JSON, part(OTHER, X_Experience_API_Hash=attachment(CONTENT)["sha2"])),
    "base64": joined(JSON, part(CONTENT, Content_Transfer_Encoding="base64")),
    "no end": joined(JSON, part(CONTENT)).removesuffix(b"--\r\n") + b"\r\n",
    "cut off": joined(JSON, part(CONTENT))[:-60],
    "nothing": b"",
    "only an end": f"--{BOUNDARY}--\r\n".encode(),
    "another boundary": joined(JSON, part(CONTENT), boundary="another"),
    "no blank line": joined(JSON, part(CONTENT).replace(b"\r\n\r\n", b"\r\n")),
}  # fmt: skip


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="a body of parts that breaks a rule is refused whole"
)
@pytest.mark.parametrize("name", REFUSED)
def test_parts_when_they_break_a_rule_then_all_is_refused(lrs, name):
    refused = send(lrs, REFUSED[name])

    assert (refused.status, is_kept(lrs, ONE)) == (400, False)


@pytest.mark.requirement("1.0.3 Communication 1.5.2", "2.0 4.1.3", must="the header of the request names the boundary")
@pytest.mark.parametrize(
    "kind", ["multipart/mixed", "multipart/mixed;", "multipart/mixed; boundary=", 'multipart/mixed; boundary=""']
)
def test_parts_when_the_request_names_no_boundary_then_they_are_refused(lrs, kind):
    refused = send(lrs, joined(JSON, part(CONTENT)), {"Content-Type": kind})

    assert (refused.status, is_kept(lrs, ONE)) == (400, False)

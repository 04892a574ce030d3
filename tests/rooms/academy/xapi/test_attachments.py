"""Attachments as they are sent: what a request has to carry, what is kept and what is refused."""

import hashlib
import json

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.attachment_steps import (
    ADDRESS,
    CERTIFICATE,
    ESSAY,
    attachment,
    body_of,
    found,
    json_part,
    linked,
    mixed,
    part,
    read_bytes,
    read_parts,
    read_statements,
    sha256,
    with_attachments,
    with_bytes,
)

from hub.rooms.academy.files.multipart import LARGEST_ATTACHMENT
from hub.rooms.academy.models import Attachment
from hub.rooms.academy.queries.attachments import attachments_of


def refusal(lrs, sent: dict, **words) -> int:
    """The status of a refused request, of which nothing may be kept."""
    answer = lrs.post("statements", **words)
    assert found(lrs, sent).status == 404
    assert Attachment.objects.count() == 0
    return answer.status


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="statements come with their attachments in a multipart request"
)
def test_post_when_attachments_come_along_then_kept_and_given_out_byte_by_byte(lrs):
    one = with_attachments(ESSAY, CERTIFICATE)
    assert lrs.post("statements", **with_bytes(one, ESSAY, CERTIFICATE)).status == 200
    assert read_bytes(found(lrs, one)) == {sha256(ESSAY): ESSAY, sha256(CERTIFICATE): CERTIFICATE}


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="attachments may be sent with PUT and with POST"
)
def test_put_when_an_attachment_comes_along_then_kept(lrs):
    one = with_attachments(ESSAY)
    assert lrs.put("statements", query={"statementId": one["id"]}, **with_bytes(one, ESSAY)).status == 204
    assert read_bytes(found(lrs, one)) == {sha256(ESSAY): ESSAY}


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="a batch comes with the attachments of all its statements"
)
def test_post_when_a_batch_then_each_attachment_is_found_by_its_statement(lrs):
    first, second, third = with_attachments(ESSAY), statement(), with_attachments(CERTIFICATE)
    assert lrs.post("statements", **with_bytes([first, second, third], ESSAY, CERTIFICATE)).status == 200
    assert [read_bytes(found(lrs, one)) for one in (first, second, third)] == [
        {sha256(ESSAY): ESSAY},
        {},
        {sha256(CERTIFICATE): CERTIFICATE},
    ]


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", should="data that several statements share are sent once"
)
def test_post_when_two_statements_share_an_attachment_then_it_comes_and_goes_once(lrs):
    first, second = with_attachments(ESSAY), with_attachments(ESSAY)
    assert lrs.post("statements", **with_bytes([first, second], ESSAY)).status == 200
    assert read_bytes(found(lrs, first)) == read_bytes(found(lrs, second)) == {sha256(ESSAY): ESSAY}
    assert len(read_parts(lrs.get("statements", query={"attachments": "true"}))) == 2


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.1", "2.0 4.1.3", must="plain JSON may declare attachments that have an address"
)
def test_post_when_plain_json_and_an_address_then_stored(lrs):
    one = linked()
    assert lrs.post("statements", json=[one, statement()]).status == 200
    assert read_statements(found(lrs, one))["attachments"] == one["attachments"]


@pytest.mark.requirement("1.0.3 Communication 1.5.2", should="a multipart request may hold no attachments")
@pytest.mark.requirement("2.0 4.1.3", must="a multipart request may hold no attachments")
@pytest.mark.parametrize("sent", [statement(), [statement(), statement()]], ids=["one", "batch"])
def test_post_when_multipart_without_attachments_then_stored(lrs, sent):
    assert lrs.post("statements", **with_bytes(sent)).status == 200


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", should="a multipart request may hold attachments with an address only"
)
@pytest.mark.requirement("2.0 4.1.3", must="a multipart request may hold attachments with an address only")
def test_post_when_multipart_and_addresses_only_then_stored(lrs):
    one = linked()
    assert lrs.post("statements", **with_bytes(one)).status == 200
    assert read_bytes(found(lrs, one)) == {}


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="plain JSON has an address for every attachment"
)
@pytest.mark.parametrize(
    "others", [[], [attachment(CERTIFICATE, fileUrl=ADDRESS)]], ids=["alone", "beside one with an address"]
)
def test_post_when_plain_json_and_no_address_then_refused(lrs, others):
    one = statement(attachments=[*others, attachment(ESSAY)])
    assert refusal(lrs, one, json=one) == 400


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="attachments without address and without received data are refused"
)
def test_post_when_multipart_and_a_part_is_missing_then_all_is_refused(lrs):
    first, second = with_attachments(ESSAY), with_attachments(ESSAY, CERTIFICATE)
    assert refusal(lrs, first, **with_bytes([first, second], ESSAY)) == 400
    assert found(lrs, second).status == 404


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="attachments without address and without received data are refused"
)
def test_post_when_the_bytes_are_held_from_an_earlier_request_then_they_have_to_come_again(lrs):
    first, second = with_attachments(ESSAY), with_attachments(ESSAY)
    assert lrs.post("statements", **with_bytes(first, ESSAY)).status == 200
    assert lrs.post("statements", json=second).status == 400
    assert lrs.post("statements", **with_bytes(second)).status == 400
    assert lrs.post("statements", **with_bytes(second, ESSAY)).status == 200


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2",
    "2.0 4.1.3",
    must="every part after the first is an attachment that a statement declares",
)
@pytest.mark.parametrize("declared", [with_attachments(ESSAY), statement()], ids=["one too many", "none declared"])
def test_post_when_a_part_belongs_to_no_statement_then_refused(lrs, declared):
    contents = (*(ESSAY for _ in declared.get("attachments", ())), CERTIFICATE)
    assert refusal(lrs, declared, **with_bytes(declared, *contents)) == 400


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2",
    "2.0 4.1.3",
    must="every part after the first states its hash, by which alone it is matched",
)
@pytest.mark.parametrize(
    "headers",
    [
        {"hash": None},
        {"hash": ""},
        {"hash": "00ff"},
        {"hash": sha256(CERTIFICATE)},
        {"hash": hashlib.sha1(ESSAY).hexdigest()},
    ],
    ids=["none", "blank", "too short", "of other bytes", "SHA-1"],
)
def test_post_when_a_part_has_no_true_hash_then_refused(lrs, headers):
    one = with_attachments(ESSAY)
    assert refusal(lrs, one, **mixed(body_of(json_part(one), part(ESSAY, **headers)))) == 400


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="raw data are matched by comparing their SHA-2 with the one declared"
)
def test_post_when_bytes_are_not_those_of_the_hash_declared_then_refused(lrs):
    one = with_attachments(ESSAY)
    assert refusal(lrs, one, **mixed(body_of(json_part(one), part(ESSAY + b"!", hash=sha256(ESSAY))))) == 400


@pytest.mark.requirement("1.0.3 Communication 1.5.2", should="SHA-256, SHA-384 or SHA-512 make the hash")
@pytest.mark.parametrize("name", ["sha224", "sha256", "sha384", "sha512"])
def test_post_when_another_sha2_is_used_then_kept_and_given_out_by_it(lrs, name):
    sha2 = hashlib.new(name, ESSAY).hexdigest()
    one = statement(attachments=[attachment(ESSAY, sha2=sha2)])
    assert lrs.post("statements", **mixed(body_of(json_part(one), part(ESSAY, hash=sha2)))).status == 200
    assert read_bytes(found(lrs, one)) == {sha2: ESSAY}


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="every part after the first says that it is binary"
)
@pytest.mark.parametrize("encoding", [None, "", "base64", "7bit", "quoted-printable"])
def test_post_when_a_part_is_not_said_to_be_binary_then_refused(lrs, encoding):
    one = with_attachments(ESSAY)
    assert refusal(lrs, one, **mixed(body_of(json_part(one), part(ESSAY, encoding=encoding)))) == 400


@pytest.mark.requirement("1.0.3 Communication 1.5.2", "2.0 4.1.3", should="the data of attachments are taken as binary")
def test_post_when_bytes_look_encoded_then_kept_as_they_came(lrs):
    contents = (b"TXkgZXNzYXk=", b"caf=C3=A9", b"a\r\nb\nc\rd\r\n\r\n", b"")
    one = with_attachments(*contents)
    assert lrs.post("statements", **with_bytes(one, *contents)).status == 200
    assert [one.content for one in attachments_of(map(sha256, contents))] == list(contents)


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="the first part holds all statements, as application/json"
)
@pytest.mark.parametrize("content_type", [None, "text/plain", "text/json", "application/octet-stream"])
def test_post_when_the_first_part_is_not_json_then_refused(lrs, content_type):
    one = with_attachments(ESSAY)
    assert refusal(lrs, one, **mixed(body_of(json_part(one, content_type), part(ESSAY)))) == 400


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="the first part holds all statements, as application/json"
)
def test_post_when_statements_are_spread_over_parts_then_refused(lrs):
    one, other = with_attachments(ESSAY), statement()
    assert refusal(lrs, one, **mixed(body_of(json_part(one), json_part(other), part(ESSAY)))) == 400
    assert refusal(lrs, one, **mixed(body_of(part(ESSAY), json_part(one)))) == 400


GOOD = body_of(json_part(linked()), part(ESSAY))


@pytest.mark.requirement("1.0.3 Communication 1.5.2", "2.0 4.1.3", must="a body of several parts keeps RFC 2046")
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/mixed", GOOD),
        ("multipart/mixed;", GOOD),
        ("multipart/mixed; boundary=", GOOD),
        ("multipart/mixed; boundary=other", GOOD),
        ("multipart/mixed; boundary=-------31415926535", GOOD.partition(b"\r\n")[2]),
        ("multipart/mixed; boundary=-------31415926535", GOOD.replace(b"\r\n---------31415926535\r\n", b"\r\n")),
        ("multipart/mixed; boundary=-------31415926535", GOOD[: len(GOOD) // 2]),
        ("multipart/mixed; boundary=-------31415926535", GOOD[:-4]),
        ("multipart/mixed; boundary=-------31415926535", json.dumps(statement()).encode()),
        ("multipart/mixed; boundary=-------31415926535", b""),
    ],
    ids=[
        "no boundary", "no parameter", "blank boundary", "other boundary", "none before the first part",
        "none between parts", "cut", "not closed", "JSON alone", "empty",
    ],
)  # fmt: skip
def test_post_when_a_multipart_body_is_malformed_then_refused(lrs, content_type, body):
    answer = lrs.post("statements", body=body, headers={"Content-Type": content_type})
    assert (answer.status, Attachment.objects.count()) == (400, 0)


@pytest.mark.requirement("1.0.3 Communication 1.5.2", "2.0 4.1.3", must="a body of several parts keeps RFC 2046")
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ('multipart/mixed; boundary="-------31415926535"', GOOD),
        ("Multipart/Mixed;Boundary=-------31415926535", GOOD),
        ("multipart/mixed; boundary=-------31415926535", b"\r\n" + GOOD),
        ("multipart/mixed; boundary=-------31415926535", GOOD.removesuffix(b"\r\n") + b"\r\nfarewell"),
        (
            'multipart/mixed; boundary="abcABC0123\'()+_,-./:=?"',
            GOOD.replace(b"-------31415926535", b"abcABC0123'()+_,-./:=?"),
        ),
    ],
    ids=["in quotation marks", "capitals", "empty line first", "text afterwards", "all characters"],
)
def test_post_when_a_multipart_body_is_written_in_another_allowed_way_then_stored(lrs, content_type, body):
    answer = lrs.post("statements", body=body, headers={"Content-Type": content_type})
    assert (answer.status, Attachment.objects.count()) == (200, 1)


@pytest.mark.requirement(
    "1.0.3 Communication 1.5", "2.0 4.1.3", must="statements come as application/json or multipart/mixed"
)
@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=-------31415926535",
        "multipart/related; boundary=-------31415926535",
        "text/plain",
    ],
)
@pytest.mark.parametrize("body", [json.dumps(linked()).encode(), GOOD], ids=["JSON", "parts"])
def test_post_when_of_another_type_then_refused(lrs, content_type, body):
    assert lrs.post("statements", body=body, headers={"Content-Type": content_type}).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="what a part and its statement both say is the same"
)
@pytest.mark.parametrize("headers", [{"type": "text/html"}, {"length": str(len(ESSAY) + 1)}, {"length": "long"}])
def test_post_when_a_header_contradicts_then_refused(lrs, headers):
    one = with_attachments(ESSAY)
    assert refusal(lrs, one, **mixed(body_of(json_part(one), part(ESSAY, **headers)))) == 400


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.2", "2.0 4.1.3", must="what a part and its statement both say is the same"
)
def test_post_when_a_part_and_its_statement_state_different_lengths_then_refused(lrs):
    one = statement(attachments=[attachment(ESSAY, length=3)])
    assert refusal(lrs, one, **mixed(body_of(json_part(one), part(ESSAY, length=str(len(ESSAY)))))) == 400


@pytest.mark.requirement("1.0.3 Communication 1.5.2", "2.0 4.1.3", should="parts state their type")
@pytest.mark.parametrize(
    "headers",
    [{"type": None}, {"type": "Text/Plain; charset=utf-8"}, {"length": str(len(ESSAY))}],
    ids=["none", "parameters", "length"],
)
def test_post_when_headers_agree_or_are_left_out_then_stored_and_given_out_with_a_type(lrs, headers):
    one = with_attachments(ESSAY)
    assert lrs.post("statements", **mixed(body_of(json_part(one), part(ESSAY, **headers)))).status == 200
    (_, given) = read_parts(found(lrs, one))
    assert (given.get_content_type(), given["Content-Length"]) == ("text/plain", None)


def test_post_when_the_length_declared_is_not_that_of_the_bytes_and_no_part_contradicts_then_stored(lrs):
    """The conformance suites send a picture as text of twice its length and want it accepted; the hash tells what is true."""
    one = statement(attachments=[attachment(ESSAY, length=3)])
    assert lrs.post("statements", **with_bytes(one, ESSAY)).status == 200


@pytest.mark.requirement("1.0.3 Data 2.4.11", "2.0 4.2.2", must="a statement within a statement may have attachments")
def test_post_when_a_sub_statement_has_attachments_then_matched_kept_and_given_out(lrs):
    inner = {name: value for name, value in with_attachments(ESSAY).items() if name != "id"} | {
        "objectType": "SubStatement"
    }
    one = statement(object=inner)
    assert refusal(lrs, one, json=one) == 400
    assert lrs.post("statements", **with_bytes(one, ESSAY)).status == 200
    assert read_bytes(found(lrs, one)) == {sha256(ESSAY): ESSAY}


def test_post_when_sent_again_then_nothing_is_added(lrs):
    one = with_attachments(ESSAY)
    answers = [lrs.post("statements", **with_bytes(one, ESSAY)) for _ in range(2)]
    assert [answer.json() for answer in answers] == [[one["id"]]] * 2
    assert Attachment.objects.count() == 1


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="413 says that a statement or an attachment is too large"
)
def test_post_when_an_attachment_is_too_large_then_413(lrs):
    content = bytes(LARGEST_ATTACHMENT + 1)
    assert refusal(lrs, statement(), **with_bytes(with_attachments(content), content)) == 413


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", should="a refusal says what is wrong")
def test_post_when_refused_then_the_answer_names_the_property(lrs):
    answer = lrs.post("statements", json=[statement(), with_attachments(ESSAY)])
    error = answer.json()["error"]
    assert (answer.status, error["code"]) == (400, "attachment_without_bytes")
    assert "[1].attachments[0].sha2" in error["message"]

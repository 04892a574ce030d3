"""Signed statements as they are sent: what is accepted, what is refused, and that the signature is given out as it came."""

import json

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.attachment_steps import (
    attachment,
    body_of,
    certificate,
    for_address,
    json_part,
    mixed,
    own_certificate,
    part,
    read_bytes,
    rsa_key,
    sha256,
    signature_of,
    signed_request,
    signed_statement,
)

from hub.rooms.academy.models import Attachment, Statement

MUST_BE_WELL_FORMED = pytest.mark.requirement(
    "1.0.3 Data 2.6", "2.0 4.2.6", must="a statement with a malformed signature is refused with 400"
)


def refused(answer) -> bool:
    """A refusal with 400 of which nothing is kept."""
    return (answer.status, Statement.objects.count(), Attachment.objects.count()) == (400, 0, 0)


@pytest.mark.requirement("1.0.3 Data 2.6", "2.0 4.2.6", must="signatures are made with RS256, RS384 or RS512")
@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_post_when_signed_with_an_allowed_algorithm_then_stored_with_its_signature(lrs, algorithm):
    one = statement()
    signature = signature_of(one, algorithm=algorithm)
    assert lrs.post("statements", **signed_request(one, signature)).status == 200
    answer = lrs.get("statements", query={"statementId": one["id"], "attachments": "true"})
    assert read_bytes(answer) == {sha256(signature): signature}


@pytest.mark.requirement("1.0.3 Data 2.6", "2.0 4.2.6", must="signatures are made with RS256, RS384 or RS512")
@pytest.mark.parametrize("algorithm", ["HS256", "ES256", "PS256", "none"])
def test_post_when_signed_with_another_algorithm_then_refused(lrs, algorithm):
    one = statement()
    assert refused(lrs.post("statements", **signed_request(one, signature_of(one, algorithm=algorithm))))


@pytest.mark.requirement(
    "1.0.3 Data 2.6", "2.0 4.2.6", must="a signature is an attachment of the type application/octet-stream"
)
@pytest.mark.parametrize("content_type", ["text/plain; charset=ascii", "application/jose", "application/json"])
def test_post_when_a_signature_has_another_type_then_refused(lrs, content_type):
    one = statement()
    assert refused(lrs.post("statements", **signed_request(one, signature_of(one), contentType=content_type)))


@pytest.mark.requirement("1.0.3 Data 2.6", "2.0 4.2.6", must="a signed statement brings its signature along")
@pytest.mark.parametrize(
    "parts", [{}, {"fileUrl": "https://hub.example/signature"}], ids=["no bytes", "an address only"]
)
def test_post_when_a_signature_is_declared_and_does_not_come_then_refused(lrs, parts):
    one = statement()
    sent = signed_statement(one, signature_of(one), **parts)
    assert refused(lrs.post("statements", json=sent))
    assert refused(lrs.post("statements", **mixed(body_of(json_part(sent)))))


@pytest.mark.requirement("1.0.3 Data 2.6", "2.0 4.2.6", must="what is signed is the whole statement as valid JSON")
@pytest.mark.parametrize(
    "change",
    [
        lambda one: json.dumps(one).replace('"', "'", 1).encode(),
        lambda one: json.dumps(one)[:-2].encode(),
        lambda one: json.dumps([one]).encode(),
        lambda one: json.dumps({"id": one["id"]}).encode(),
        lambda one: b'"a text"',
        lambda one: b"\xff\xfe",
    ],
    ids=["wrong quotation mark", "cut", "list", "id alone", "text", "no text"],
)
def test_post_when_what_was_signed_is_no_statement_in_json_then_refused(lrs, change):
    one = statement()
    assert refused(lrs.post("statements", **signed_request(one, signature_of(change(one)))))


@pytest.mark.requirement("1.0.3 Data 2.6", "2.0 4.2.6", must="what was signed says the same as what came in")
@pytest.mark.parametrize(
    "change",
    [
        {"id": "7cd1b5b4-2cbe-4a9e-90a5-3a60e3a5e9a1"},
        {"actor": {"mbox": "mailto:ben@city.example"}},
        {"verb": {"id": "http://adlnet.gov/expapi/verbs/failed"}},
        {"object": {"id": "https://hub.example/activities/unit-2"}},
        {"result": {"score": {"scaled": 1}}},
        {"context": {"registration": "7cd1b5b4-2cbe-4a9e-90a5-3a60e3a5e9a1"}},
        {"timestamp": "2026-11-24T10:00:00Z"},
        {"attachments": [attachment(b"An essay.", fileUrl="https://hub.example/essay.txt")]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_post_when_another_statement_was_signed_then_refused(lrs, change):
    one = statement()
    assert refused(lrs.post("statements", **signed_request(one, signature_of(one | change))))


@pytest.mark.requirement("1.0.3 Data 2.6", "2.0 4.2.6", must="what was signed says the same as what came in")
def test_post_when_the_same_was_signed_in_another_spelling_then_stored(lrs):
    one = statement(timestamp="2026-11-24T10:00:00.000Z")
    spelt = json.dumps(one | {"timestamp": "2026-11-24T10:00:00Z"}, indent=2, sort_keys=True).encode()
    assert lrs.post("statements", **signed_request(one, signature_of(spelt))).status == 200


@pytest.mark.requirement("1.0.3 Data 2.6", should="signatures come in the compact form")
@pytest.mark.requirement("2.0 4.2.6", must="signatures come in the compact form")
@pytest.mark.parametrize(
    "change",
    [
        lambda whole: json.dumps(
            dict(zip(("protected", "payload", "signature"), whole.decode().split("."), strict=True))
        ).encode(),
        lambda whole: whole.rpartition(b".")[0],
        lambda whole: whole + b".more",
        lambda whole: b"Signed, Ana",
    ],
    ids=["form of JSON", "two parts", "four parts", "a name"],
)
def test_post_when_a_signature_has_another_form_then_refused(lrs, change):
    one = statement()
    assert refused(lrs.post("statements", **signed_request(one, change(signature_of(one)))))


@pytest.mark.requirement(
    "1.0.3 Data 2.6", "2.0 4.2.6", must="a certificate that comes along has to verify the signature"
)
@pytest.mark.parametrize("number", [1, 2], ids=["its own issuer", "issued by the next"])
def test_post_when_a_certificate_comes_along_and_verifies_then_stored(lrs, number):
    school = certificate("school", rsa_key(1), "school", rsa_key(1))
    chain = [own_certificate()] if number == 1 else [certificate("signer", rsa_key(0), "school", rsa_key(1)), school]
    one = statement()
    assert lrs.post("statements", **signed_request(one, signature_of(one, x5c=chain))).status == 200


@pytest.mark.requirement(
    "1.0.3 Data 2.6", "2.0 4.2.6", must="a certificate that comes along has to verify the signature"
)
@pytest.mark.parametrize(
    "chain",
    [[own_certificate(1)], [own_certificate(0), own_certificate(1)], ["no certificate"], [], "text"],
    ids=["of another key", "not issued by the next", "no certificate", "empty", "no list"],
)
def test_post_when_a_certificate_does_not_verify_then_refused(lrs, chain):
    one = statement()
    assert refused(lrs.post("statements", **signed_request(one, signature_of(one, x5c=chain))))


@MUST_BE_WELL_FORMED
def test_post_when_a_signature_was_altered_then_refused(lrs):
    one = statement()
    header, payload, mark = signature_of(one, x5c=[own_certificate()]).split(b".")
    altered = b".".join((header, payload, for_address(bytes(256))))
    assert mark != for_address(bytes(256))
    assert refused(lrs.post("statements", **signed_request(one, altered)))


@MUST_BE_WELL_FORMED
def test_post_when_one_of_a_batch_has_a_malformed_signature_then_all_is_refused(lrs):
    one, other = statement(), statement()
    good, bad = signature_of(one), signature_of(one, number=1)
    batch = [signed_statement(one, good), signed_statement(other, bad)]
    parts = [part(signature, type="application/octet-stream") for signature in (good, bad)]
    assert refused(lrs.post("statements", **mixed(body_of(json_part(batch), *parts))))


@MUST_BE_WELL_FORMED
def test_put_when_a_signature_is_malformed_then_refused_and_when_good_stored(lrs):
    one = statement()
    query = {"statementId": one["id"]}
    assert refused(lrs.put("statements", query=query, **signed_request(one, signature_of(one, algorithm="HS256"))))
    assert lrs.put("statements", query=query, **signed_request(one, signature_of(one))).status == 204


@MUST_BE_WELL_FORMED
def test_put_when_what_was_signed_has_another_id_than_the_address_then_refused(lrs):
    one = statement()
    without = {name: value for name, value in one.items() if name != "id"}
    request = signed_request(without, signature_of(one))
    assert refused(lrs.put("statements", query={"statementId": "7cd1b5b4-2cbe-4a9e-90a5-3a60e3a5e9a1"}, **request))
    assert lrs.put("statements", query={"statementId": one["id"]}, **request).status == 204


@pytest.mark.requirement("1.0.3 Data 2.6", "2.0 4.2.6", should="the refusal of a signature says what is wrong")
def test_post_when_a_signature_is_refused_then_the_answer_names_the_attachment(lrs):
    one = statement(attachments=[attachment(b"An essay.", fileUrl="https://hub.example/essay.txt")])
    answer = lrs.post("statements", **signed_request(one, signature_of(statement())))
    error = answer.json()["error"]
    assert (answer.status, error["code"]) == (400, "signature_of_other_statement")
    assert "attachments[1]" in error["message"]


def test_post_when_attachments_are_signed_too_then_all_are_kept(lrs):
    essay = b"An essay."
    one = statement(attachments=[attachment(essay)])
    signature = signature_of(one)
    sent = body_of(
        json_part(signed_statement(one, signature)), part(essay), part(signature, type="application/octet-stream")
    )
    assert lrs.post("statements", **mixed(sent)).status == 200
    answer = lrs.get("statements", query={"statementId": one["id"], "attachments": "true"})
    assert read_bytes(answer) == {sha256(essay): essay, sha256(signature): signature}

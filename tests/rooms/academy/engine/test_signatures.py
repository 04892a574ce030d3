"""Signatures of statements: their form, what was signed, and the certificates they bring along."""

import base64
import json
from copy import deepcopy

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.academy import statement
from tests.rooms.academy.xapi.attachment_steps import (
    SIGNATURE,
    attachment,
    certificate,
    for_address,
    own_certificate,
    rsa_key,
    said,
    signature_of,
    signed_statement,
)

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.signature import check_signature
from hub.rooms.academy.phrases.attachments import PHRASES

ORIGINAL = statement()


def outcome_of(content: bytes, received: dict | None = None, version: str = "1.0.3") -> str:
    """The code of what is wrong with a signature, or "good"."""
    try:
        check_signature(
            content, received or signed_statement(ORIGINAL, content), version=version, where="attachments[0]"
        )
    except DataProblem as problem:
        assert problem.parameters["property"] == "attachments[0]"  # noqa: PT017 - every refusal names it
        return said(problem)
    return "good"


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_signature_when_made_with_an_allowed_algorithm_then_good(algorithm, version):
    assert outcome_of(signature_of(ORIGINAL, algorithm=algorithm), version=version) == "good"


@pytest.mark.parametrize("algorithm", ["HS256", "ES256", "PS256", "none", "rs256", "", None, 256, ["RS256"]])
def test_signature_when_made_with_another_algorithm_then_refused(algorithm):
    content = signature_of(ORIGINAL, alg=algorithm)
    assert outcome_of(content) == "signature_algorithm_not_allowed"


def test_signature_when_its_header_names_no_algorithm_then_refused():
    _, payload, mark = signature_of(ORIGINAL).split(b".")
    assert outcome_of(b".".join((for_address(b"{}"), payload, mark))) == "signature_algorithm_not_allowed"


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: b"",
        lambda whole: whole.rpartition(b".")[0],
        lambda whole: whole + b".",
        lambda whole: whole + b"\r\n",
        lambda whole: whole.rpartition(b".")[0] + b".",
        lambda whole: whole + b"==",
        lambda whole: whole.replace(b".", b"..", 1),
        lambda whole: b"+/" + whole[2:],
        lambda whole: b"A." + whole.partition(b".")[2],
        lambda whole: json.dumps({"payload": "e30", "signatures": []}).encode(),
        lambda whole: b"\xff\xfe",
    ],
    ids=[
        "empty", "two parts", "four parts", "line end", "no signature", "padding", "empty payload", "other alphabet",
        "length of no bytes", "form of JSON", "bytes",
    ],
)  # fmt: skip
def test_signature_when_not_in_compact_form_then_refused(change):
    assert outcome_of(change(signature_of(ORIGINAL))) == "signature_not_compact"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (b"RS256", "signature_not_json"),
        (b'{"alg": "HS256", "alg": "RS256"}', "signature_not_json"),
        (b"\xff", "signature_not_json"),
        (b'["RS256"]', "signature_header_malformed"),
        (b'{"alg": "RS256", "b64": false, "crit": ["b64"]}', "signature_header_malformed"),
    ],
)
def test_signature_when_its_header_cannot_be_used_then_refused(header, code):
    _, payload, mark = signature_of(ORIGINAL).split(b".")
    assert outcome_of(b".".join((for_address(header), payload, mark))) == code


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (json.dumps(ORIGINAL).replace('"', "'", 1).encode(), "signature_not_json"),
        (json.dumps(ORIGINAL)[:-1].encode(), "signature_not_json"),
        (json.dumps(ORIGINAL).encode("utf-16"), "signature_not_json"),
        (b"[]", "signature_payload_not_a_statement"),
        (b"null", "signature_payload_not_a_statement"),
        (json.dumps([ORIGINAL]).encode(), "signature_payload_not_a_statement"),
        (json.dumps(ORIGINAL | {"verb": "completed"}).encode(), "signature_payload_not_a_statement"),
        (json.dumps({"id": ORIGINAL["id"]}).encode(), "signature_payload_not_a_statement"),
    ],
    ids=["other quotes", "cut", "other encoding", "list", "null", "list of one", "verb as text", "id alone"],
)
def test_payload_when_no_statement_in_json_then_refused(payload, code):
    assert outcome_of(signature_of(payload)) == code


@pytest.mark.parametrize(
    "change",
    [
        {"id": "7cd1b5b4-2cbe-4a9e-90a5-3a60e3a5e9a1"},
        {"verb": {"id": "http://adlnet.gov/expapi/verbs/failed"}},
        {"actor": {"mbox": "mailto:ben@city.example"}},
        {"object": {"id": "https://hub.example/activities/unit-2"}},
        {"result": {"success": True}},
        {"timestamp": "2026-11-24T10:00:00Z"},
        {"attachments": [attachment(b"an essay")]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_payload_when_it_says_something_else_then_refused(change):
    content = signature_of(ORIGINAL | change)
    assert outcome_of(content, signed_statement(ORIGINAL, content)) == "signature_of_other_statement"
    other = signature_of(ORIGINAL)
    if "timestamp" not in change:
        assert outcome_of(other, signed_statement(ORIGINAL | change, other)) == "signature_of_other_statement"


@pytest.mark.parametrize(
    "payload",
    [
        json.dumps(ORIGINAL, indent=3, sort_keys=True).encode(),
        json.dumps(ORIGINAL | {"id": ORIGINAL["id"].upper()}).encode(),
        json.dumps({name: part for name, part in ORIGINAL.items() if name != "id"}).encode(),
        json.dumps(ORIGINAL | {"attachments": []}).encode(),
    ],
    ids=["written otherwise", "case of the id", "without id", "no attachments"],
)
def test_payload_when_the_same_said_otherwise_then_good(payload):
    assert outcome_of(signature_of(payload)) == "good"


def test_payload_when_it_has_an_id_and_the_statement_none_then_refused():
    content = signature_of(ORIGINAL)
    without = {name: part for name, part in ORIGINAL.items() if name != "id"}
    assert outcome_of(content, signed_statement(without, content)) == "signature_of_other_statement"


def test_payload_when_the_statement_was_completed_since_then_good():
    content = signature_of(ORIGINAL)
    completed = signed_statement(ORIGINAL, content) | {
        "stored": "2026-11-24T10:00:00Z", "timestamp": "2026-11-24T10:00:00Z", "version": "1.0.0",
        "authority": {"mbox": "mailto:store@city.example"},
    }  # fmt: skip
    assert outcome_of(content, completed) == "good"


def test_payload_when_the_statement_has_other_attachments_then_they_are_signed_too():
    original = ORIGINAL | {"attachments": [attachment(b"an essay")]}
    content = signature_of(original)
    assert outcome_of(content, signed_statement(original, content)) == "good"
    assert outcome_of(content, signed_statement(ORIGINAL, content)) == "signature_of_other_statement"


def test_payload_when_two_persons_sign_then_either_signature_is_good():
    first, second = (
        signature_of(ORIGINAL, number=0),
        signature_of(signed_statement(ORIGINAL, signature_of(ORIGINAL)), number=1),
    )
    twice = signed_statement(signed_statement(ORIGINAL, first), second)
    assert [one["usageType"] for one in twice["attachments"]] == [SIGNATURE, SIGNATURE]
    assert [outcome_of(first, twice), outcome_of(second, twice)] == ["good", "good"]


def test_certificate_when_of_the_key_that_signed_then_good_however_old():
    assert outcome_of(signature_of(ORIGINAL, x5c=[own_certificate()])) == "good"


@pytest.mark.parametrize("algorithm", ["RS384", "RS512"])
def test_certificate_when_another_hash_is_used_then_it_is_verified_with_that(algorithm):
    assert outcome_of(signature_of(ORIGINAL, algorithm=algorithm, x5c=[own_certificate()])) == "good"
    header, rest = signature_of(ORIGINAL, x5c=[own_certificate()]).split(b".", 1)
    stated = json.loads(base64.urlsafe_b64decode(header + b"==")) | {"alg": algorithm}
    assert outcome_of(for_address(json.dumps(stated).encode()) + b"." + rest) == "signature_does_not_verify"


def test_certificate_when_of_another_key_then_refused():
    assert outcome_of(signature_of(ORIGINAL, x5c=[own_certificate(1)])) == "signature_does_not_verify"


def test_certificate_when_the_payload_was_changed_afterwards_then_refused():
    changed = deepcopy(ORIGINAL) | {"result": {"success": True}}
    header, _, mark = signature_of(ORIGINAL, x5c=[own_certificate()]).split(b".")
    content = b".".join((header, for_address(json.dumps(changed).encode()), mark))
    assert outcome_of(content, signed_statement(changed, content)) == "signature_does_not_verify"


def test_chain_when_each_was_issued_by_the_next_then_good():
    chain = [
        certificate("signer", rsa_key(0), "school", rsa_key(1)),
        certificate("school", rsa_key(1), "school", rsa_key(1)),
    ]
    assert outcome_of(signature_of(ORIGINAL, x5c=chain)) == "good"


@pytest.mark.parametrize(
    ("issuer", "number", "code"),
    [("school", 0, "signature_chain_does_not_verify"), ("ministry", 1, "signature_chain_malformed")],
    ids=["another key", "another name"],
)
def test_chain_when_the_next_is_not_the_issuer_then_refused(issuer, number, code):
    chain = [
        certificate("signer", rsa_key(0), issuer, rsa_key(number)),
        certificate("school", rsa_key(1), "school", rsa_key(1)),
    ]
    assert outcome_of(signature_of(ORIGINAL, x5c=chain)) == code


@pytest.mark.parametrize(
    "chain",
    [[], "", {}, None, [1], ["-"], ["é"], ["AAAA"], [own_certificate(), ""], [own_certificate()] * 11],
    ids=[
        "none",
        "text",
        "object",
        "null",
        "number",
        "no base64",
        "no ASCII",
        "no certificate",
        "blank second",
        "eleven",
    ],
)
def test_chain_when_no_chain_of_certificates_then_refused(chain):
    assert outcome_of(signature_of(ORIGINAL, x5c=chain)) == "signature_chain_malformed"


def test_certificate_when_its_key_is_not_rsa_then_refused():
    key = ec.generate_private_key(ec.SECP256R1())
    chain = [certificate("signer", key, "signer", key)]
    assert outcome_of(signature_of(ORIGINAL, x5c=chain)) == "signature_key_not_rsa"


@given(
    header=st.one_of(
        st.binary(max_size=30),
        st.fixed_dictionaries(
            {}, optional={"alg": st.sampled_from(["RS256", "HS256", 1]), "x5c": st.lists(st.sampled_from(["AA", "", own_certificate()]))}
        ).map(lambda value: json.dumps(value).encode()),
    ),
    payload=st.one_of(st.binary(max_size=30), st.just(json.dumps(ORIGINAL).encode())),
    mark=st.binary(max_size=300),
)  # fmt: skip
def test_signature_when_any_bytes_then_good_or_a_problem_that_is_named(header, payload, mark):
    assert outcome_of(b".".join(map(for_address, (header, payload, mark)))) in {"good", *PHRASES}

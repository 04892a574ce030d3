"""Signed statements: that a signature is well-formed and fits its statement. Source: xAPI 1.0.3 Data 2.6, 2.0 4.2.6.

A signature that passes proves that nobody made a mistake, not who signed: a certificate is only compared with itself and with
the chain that it brings along, and its dates are not looked at, since a signature may be older than its receipt by years.
`cryptography` alone: a library for JSON web signatures wants a key before it takes one apart, and most come without a key.
"""

import base64
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NoReturn

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.statement.compare import same_statement
from hub.rooms.academy.engine.statement.parse import parse_json
from hub.rooms.academy.engine.statement.statements import check_statement

USAGE = "http://adlnet.gov/expapi/attachments/signature"
CONTENT_TYPE = "application/octet-stream"
LONGEST_CHAIN = 10

_COMPACT = re.compile(rb"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_ALGORITHMS = {"RS256": SHA256(), "RS384": SHA384(), "RS512": SHA512()}


def is_signature(attachment: Mapping[str, Any]) -> bool:
    return bool(attachment["usageType"] == USAGE)


def check_signature(content: bytes, statement: Mapping[str, Any], *, version: str, where: str) -> None:
    """Raise `DataProblem` where a signature is malformed or is not of this statement.

    content  JSON web signature in compact form (RFC 7515)
    where    path of the attachment, for messages
    """
    match = _COMPACT.fullmatch(content)
    if match is None:
        _refuse("signature_not_compact", where, content[:40].decode("latin-1"))
    header = _read(_decoded(match[1], where), where)
    if type(header) is not dict or "crit" in header:
        _refuse("signature_header_malformed", where, str(header)[:80])
    algorithm = _ALGORITHMS.get(header["alg"]) if type(header.get("alg")) is str else None
    if algorithm is None:
        _refuse("signature_algorithm_not_allowed", where, str(header.get("alg"))[:40], allowed=", ".join(_ALGORITHMS))
    _check_payload(_decoded(match[2], where), statement, version=version, where=where)
    signature = _decoded(match[3], where)
    if "x5c" in header:
        key = _certified_key(header["x5c"], where)
        try:
            key.verify(signature, content[: match.end(2)], padding.PKCS1v15(), algorithm)
        except InvalidSignature:
            _refuse("signature_does_not_verify", where, "")


def _check_payload(payload: bytes, statement: Mapping[str, Any], *, version: str, where: str) -> None:
    """The payload is the statement as it was before signatures were attached."""
    signed = _read(payload, where)
    try:
        check_statement(signed, version)
    except DataProblem as problem:
        _refuse("signature_payload_not_a_statement", where, str(problem.parameters.get("property", "")))
    is_other = "id" in signed and signed["id"].lower() != statement.get("id", "").lower()
    if is_other or not same_statement(_unsigned(signed), _unsigned(statement)):
        _refuse("signature_of_other_statement", where, str(signed.get("id", "")))


def _unsigned(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A statement without its signatures, and without a list of attachments that holds nothing else."""
    rest = [attachment for attachment in statement.get("attachments", ()) if not is_signature(attachment)]
    bare = {name: part for name, part in statement.items() if name != "attachments"}
    return {**bare, "attachments": rest} if rest else bare


def _certified_key(chain: Any, where: str) -> rsa.RSAPublicKey:
    """The key of the first certificate, where each certificate was issued by the next (RFC 7515, 4.1.6)."""
    if type(chain) is not list or not 0 < len(chain) <= LONGEST_CHAIN or not all(type(one) is str for one in chain):
        _refuse("signature_chain_malformed", where, str(chain)[:40], allowed=LONGEST_CHAIN)
    try:
        certificates = [x509.load_der_x509_certificate(base64.b64decode(one, validate=True)) for one in chain]
        key = certificates[0].public_key()
        for issued, issuer in pairwise(certificates):
            issued.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        _refuse("signature_chain_malformed", where, chain[0][:40], allowed=LONGEST_CHAIN)
    except InvalidSignature:
        _refuse("signature_chain_does_not_verify", where, "")
    if not isinstance(key, rsa.RSAPublicKey):
        _refuse("signature_key_not_rsa", where, type(key).__name__)
    return key


def _decoded(text: bytes, where: str) -> bytes:
    """The bytes of base64 for addresses without padding; a length that no bytes have is refused."""
    if len(text) % 4 == 1:
        _refuse("signature_not_compact", where, text[:40].decode("latin-1"))
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def _read(text: bytes, where: str) -> Any:
    try:
        return parse_json(text)
    except DataProblem:
        _refuse("signature_not_json", where, text[:40].decode("latin-1"))


def _refuse(code: str, where: str, found: str, **parameters: Any) -> NoReturn:
    raise DataProblem(code, property=where, found=found, **parameters) from None

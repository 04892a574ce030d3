"""Multipart bodies and signatures for tests, made by hand: nothing here uses what it tests."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.serialization import Encoding
from tests.factories.academy import statement
from tests.rooms.academy.lrs import Answer, Lrs

from hub.kit.errors import Problem
from hub.rooms.academy.phrases.attachments import PHRASES

BOUNDARY = "-------31415926535"
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
ADDRESS = "https://hub.example/essay.txt"
ESSAY, CERTIFICATE = b"My city learns.\r\n", bytes(range(256))
HASHES = {"RS256": SHA256, "RS384": SHA384, "RS512": SHA512}


def said(problem: Problem) -> str:
    """The code of a problem, once its sentence and its cure were said with its parameters."""
    assert all(str(text) % problem.parameters for text in PHRASES[problem.code])
    return problem.code


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def attachment(content: bytes, **parts: Any) -> dict[str, Any]:
    """An attachment that declares `content`; a property given as None is left out."""
    whole = {
        "usageType": "https://hub.example/attachments/essay", "display": {"en": "An essay"}, "contentType": "text/plain",
        "length": len(content), "sha2": sha256(content),
    }  # fmt: skip
    return {name: value for name, value in (whole | parts).items() if value is not None}


def with_attachments(*contents: bytes, **parts: Any) -> dict[str, Any]:
    """A statement that declares contents."""
    return statement(attachments=[attachment(content) for content in contents], **parts)


def linked() -> dict[str, Any]:
    """A statement whose attachment can be fetched elsewhere."""
    return statement(attachments=[attachment(ESSAY, fileUrl=ADDRESS)])


def part(content: bytes, **headers: str | None) -> bytes:
    """An attachment as a part. Headers: hash, encoding, type, length; one given as None is left out."""
    names = {
        "type": "Content-Type", "encoding": "Content-Transfer-Encoding", "hash": "X-Experience-API-Hash", "length": "Content-Length",
    }  # fmt: skip
    sent = {"type": "text/plain", "encoding": "binary", "hash": sha256(content)} | headers
    lines = [f"{names[name]}: {value}\r\n".encode() for name, value in sent.items() if value is not None]
    return b"".join(lines) + b"\r\n" + content


def json_part(value: Any, content_type: str | None = "application/json") -> bytes:
    head = f"Content-Type: {content_type}\r\n" if content_type else ""
    return f"{head}\r\n{json.dumps(value)}".encode()


def body_of(*parts: bytes, boundary: str = BOUNDARY) -> bytes:
    line = f"--{boundary}".encode()
    return b"".join(line + b"\r\n" + one + b"\r\n" for one in parts) + line + b"--\r\n"


def mixed(body: bytes, boundary: str = BOUNDARY) -> dict[str, Any]:
    """Words for a request of the client in `lrs.py`."""
    return {"body": body, "headers": {"Content-Type": f"multipart/mixed; boundary={boundary}"}}


def with_bytes(statements: Any, *contents: bytes) -> dict[str, Any]:
    """A request of statements and the contents that they declare."""
    return mixed(body_of(json_part(statements), *(part(content) for content in contents)))


def found(lrs: Lrs, sent: dict[str, Any]) -> Answer:
    """A statement asked for by its id, with its attachments."""
    return lrs.get("statements", query={"statementId": sent["id"], "attachments": "true"})


def read_parts(answer: Answer) -> list[Message]:
    """The parts of an answer, read by the standard library."""
    head = f"Content-Type: {answer.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + answer.body)
    assert message.is_multipart()
    assert message.defects == []
    return list(message.iter_parts())


def read_bytes(answer: Answer) -> dict[str, bytes]:
    """The attachments of an answer by their hash."""
    return {one["X-Experience-API-Hash"]: one.get_payload(decode=True) for one in read_parts(answer)[1:]}


def read_statements(answer: Answer) -> Any:
    """The JSON of the first part of an answer."""
    return json.loads(read_parts(answer)[0].get_payload(decode=True))


@cache
def rsa_key(number: int = 0) -> rsa.RSAPrivateKey:
    """A key for this run; the number tells several apart."""
    return rsa.generate_private_key(65537, 2048)


def certificate(subject: str, key: Any, issuer: str, issuer_key: Any) -> str:
    """A certificate as `x5c` holds it, long past its dates."""
    names = {
        role: x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        for role, name in (("of", subject), ("by", issuer))
    }
    start = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder().subject_name(names["of"]).issuer_name(names["by"]).public_key(key.public_key())
        .serial_number(1).not_valid_before(start).not_valid_after(start + timedelta(days=1)).sign(issuer_key, SHA256())
    )  # fmt: skip
    return base64.b64encode(made.public_bytes(Encoding.DER)).decode()


def own_certificate(number: int = 0) -> str:
    return certificate("signer", rsa_key(number), "signer", rsa_key(number))


def for_address(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def signature_of(payload: Any, *, algorithm: str = "RS256", number: int = 0, **header: Any) -> bytes:
    """A JSON web signature in compact form. `payload` is a statement, or bytes that are signed as they are."""
    content = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signed = for_address(json.dumps({"alg": algorithm} | header).encode()) + b"." + for_address(content)
    if algorithm in HASHES:
        mark = rsa_key(number).sign(signed, padding.PKCS1v15(), HASHES[algorithm]())
    else:
        code = HMAC(b"secret", SHA256())
        code.update(signed)
        mark = code.finalize()
    return signed + b"." + for_address(mark)


def signed_statement(original: dict[str, Any], signature: bytes, **parts: Any) -> dict[str, Any]:
    """A statement with a signature attached; `parts` replace properties of the attachment."""
    marked = {"usageType": SIGNATURE, "contentType": "application/octet-stream"}
    attached = attachment(signature, **(marked | parts))
    return original | {"attachments": [*original.get("attachments", []), attached]}


def signed_request(original: dict[str, Any], signature: bytes, **parts: Any) -> dict[str, Any]:
    """A request of one signed statement."""
    sent = signed_statement(original, signature, **parts)
    content_type = sent["attachments"][-1]["contentType"]
    return mixed(body_of(json_part(sent), part(signature, type=content_type)))

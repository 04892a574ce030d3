"""Statements and the bytes of their attachments, written as one multipart body (RFC 2046)."""

import hashlib
from collections.abc import Sequence

from hub.rooms.academy.engine.attachments import Part


def write_parts(statements_json: bytes, attachments: Sequence[Part]) -> tuple[str, bytes]:
    """The header Content-Type and the body that carry statements and their attachments.

    The boundary is made from everything that is sent, so nothing that is sent can hold it. It stands without quotation marks
    and no part states its length: readers take the header apart by hand, and a length would have to be that of the statement.
    """
    known = hashlib.blake2b(statements_json, digest_size=16)
    for part in attachments:
        known.update(part.sha2.encode())
    boundary = known.hexdigest()
    pieces = [b"--%b\r\nContent-Type: application/json\r\n\r\n%b\r\n" % (boundary.encode(), statements_json)]
    for part in attachments:
        head = (
            f"--{boundary}\r\nContent-Type: {part.content_type}\r\nContent-Transfer-Encoding: binary\r\n"
            f"X-Experience-API-Hash: {part.sha2}\r\n\r\n"
        )
        pieces += (head.encode("latin-1"), part.content, b"\r\n")
    pieces.append(f"--{boundary}--\r\n".encode())
    return f"multipart/mixed; boundary={boundary}", b"".join(pieces)

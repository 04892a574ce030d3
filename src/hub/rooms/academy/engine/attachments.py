"""Attachments: which bytes belong to which statement, and whether they are the bytes that it speaks of."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine import signature

LONGEST_CONTENT_TYPE = 200

_MEDIA_TYPE = re.compile(r"\s*([A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+)\s*(?:;|$)")
_HASHES = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}
_HEXADECIMAL = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body.

    content_type  as it was sent; blank where the part says none
    sha2          hash of the content that the part states, in hexadecimal; blank in the first part, the statements
    length        number of bytes that the part states; None where it states none
    """

    content_type: str
    content: bytes
    sha2: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """An attachment as a statement describes it.

    where  path of the attachment, for messages
    signs  the statement that it is of, which it may sign; None in a SubStatement, which is no record by itself
    """

    where: str
    attachment: Mapping[str, Any]
    signs: Mapping[str, Any] | None

    @property
    def sha2(self) -> str:
        return str(self.attachment["sha2"]).lower()


def media_type(content_type: str | None) -> str:
    """The type without its parameters, in lower case; blank where there is none."""
    match = _MEDIA_TYPE.match(content_type or "")
    return match[1].lower() if match else ""


def match_attachments(
    statements: Sequence[Mapping[str, Any]], parts: Sequence[Part], *, version: str
) -> tuple[Part, ...]:
    """What has to be kept of the parts that came with statements: each content once, in the order of the hashes.

    statements  as they came in, their form checked already
    parts       all but the first; none for a request of plain JSON
    Errors: a part that is not what it says or that no statement declares; an attachment without an address whose bytes did not
    come along, even where they are held from an earlier request: a hash alone gives nobody a right to the bytes; a signature
    that is malformed. Source: xAPI 1.0.3 Communication 1.5.2, xAPI 2.0 4.1.3.
    """
    declared = [found for number, one in enumerate(statements) for found in _declared(one, _place(number, statements))]
    if not declared and not parts:
        return ()
    received = _received(parts)
    for one in declared:
        part = received.get(one.sha2)
        if part is not None:
            _check_agreement(one, part)
        elif "fileUrl" not in one.attachment:
            raise DataProblem("attachment_without_bytes", property=f"{one.where}.sha2", found=one.sha2)
        if one.signs is not None and signature.is_signature(one.attachment):
            _check_signature(one, one.signs, part, version=version)
    by_hash = {one.sha2: one for one in reversed(declared)}
    for sha2 in received:
        if sha2 not in by_hash:
            raise DataProblem("part_not_declared", property="X-Experience-API-Hash", found=sha2)
    return tuple(_with_type(received[sha2], by_hash[sha2]) for sha2 in sorted(received))


def hashes_of(statement: Mapping[str, Any]) -> tuple[str, ...]:
    """The hashes that a statement and its SubStatement declare, each once, spelt as there."""
    return tuple(dict.fromkeys(str(found.attachment["sha2"]) for found in _declared(statement, "")))


def _place(number: int, statements: Sequence[Any]) -> str:
    """How messages name a statement of a batch; blank where it is the only one."""
    return f"[{number}]." if len(statements) > 1 else ""


def _declared(statement: Mapping[str, Any], place: str) -> Iterator[Declaration]:
    for number, attachment in enumerate(statement.get("attachments", ())):
        yield Declaration(f"{place}attachments[{number}]", attachment, statement)
    target = statement["object"]
    if target.get("objectType") == "SubStatement":
        for number, attachment in enumerate(target.get("attachments", ())):
            yield Declaration(f"{place}object.attachments[{number}]", attachment, None)


def _received(parts: Sequence[Part]) -> dict[str, Part]:
    """The parts by their hash, which is computed anew."""
    received: dict[str, Part] = {}
    for part in parts:
        stated = part.sha2.lower()
        algorithm = _HASHES.get(len(stated))
        if algorithm is None or not _HEXADECIMAL.fullmatch(stated):
            raise DataProblem("part_hash_malformed", property="X-Experience-API-Hash", found=part.sha2[:140])
        computed = algorithm(part.content).hexdigest()
        if computed != stated:
            raise DataProblem("part_hash_differs", property="X-Experience-API-Hash", found=stated, allowed=computed)
        received.setdefault(stated, replace(part, sha2=stated))
    return received


def _check_agreement(declared: Declaration, part: Part) -> None:
    """What a part's header says twice must be the same in the statement.

    Of the type only the part before the parameters counts, as in the example of the specification ("text/plain" for
    "text/plain; charset=ascii"). `length` counts only where the part states its length too: the conformance suites themselves
    send a `length` that is not that of the bytes and want it stored.
    """
    stated = declared.attachment["contentType"]
    if part.content_type and media_type(part.content_type) != media_type(stated):
        raise DataProblem(
            "attachment_type_differs", property=f"{declared.where}.contentType", found=stated, allowed=part.content_type
        )
    length = declared.attachment["length"]
    if part.length is not None and part.length != length:
        raise DataProblem(
            "attachment_length_differs", property=f"{declared.where}.length", found=length, allowed=part.length
        )


def _check_signature(declared: Declaration, statement: Mapping[str, Any], part: Part | None, *, version: str) -> None:
    """A signature is of the one type that is allowed and its bytes came along: from an address nobody can check them."""
    stated = declared.attachment["contentType"]
    if media_type(stated) != signature.CONTENT_TYPE:
        raise DataProblem(
            "signature_type_not_allowed",
            property=f"{declared.where}.contentType",
            found=stated,
            allowed=signature.CONTENT_TYPE,
        )
    if part is None:
        raise DataProblem("signature_without_bytes", property=f"{declared.where}.sha2", found=declared.sha2)
    signature.check_signature(part.content, statement, version=version, where=declared.where)


def _with_type(part: Part, declared: Declaration) -> Part:
    """The part with a type that fits its column; parameters of a declared type are left out, they may hold line breaks."""
    content_type = part.content_type or media_type(declared.attachment["contentType"])
    if len(content_type) > LONGEST_CONTENT_TYPE:
        raise DataProblem(
            "attachment_type_too_long",
            property=f"{declared.where}.contentType",
            found=len(content_type),
            allowed=LONGEST_CONTENT_TYPE,
        )
    return replace(part, content_type=content_type)

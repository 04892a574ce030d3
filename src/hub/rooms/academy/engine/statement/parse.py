"""Bytes as JSON, strictly: what two readers could understand differently is refused.

The fast reader keeps the last of two equal keys silently. Every key brings a colon: where what was read, written again, has as
many colons as the text that came in, no key was lost. Where it has not, or where colons are written as escapes, the text is
read again, slowly, by a reader that sees every key.
"""

import json
from typing import Any, NoReturn

import orjson

from hub.kit.errors import DataProblem

ESCAPED_COLON = b"\\u003"


def parse_json(body: bytes) -> Any:
    """The value that JSON in UTF-8 says.

    Refused: other encodings, a key twice in one object, numbers that are none (NaN, Infinity) or too large for a double,
    half surrogate pairs, hundreds of levels. Source: RFC 8259 with the interoperability rules of RFC 7493.
    """
    if body[:3] == b"\xef\xbb\xbf":
        body = body[3:]
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return _read_slowly(body)
    try:
        again = orjson.dumps(value)
    except TypeError:
        raise DataProblem("json_too_deep") from None
    if body.count(b":") != again.count(b":") or ESCAPED_COLON in body:
        return _read_slowly(body)
    return value


def write_json(value: Any) -> str:
    """The value as JSON without blanks."""
    return orjson.dumps(value).decode()


def _read_slowly(body: bytes) -> Any:
    """Read with a reader that sees each pair, and tell exactly what is wrong."""
    try:
        text = body.decode()
    except UnicodeDecodeError as fault:
        raise DataProblem("json_not_utf8", found=f"0x{body[fault.start]:02x}", where=fault.start) from None
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as fault:
        found = text[fault.pos : fault.pos + 20]
        raise DataProblem("json_malformed", found=found, row=fault.lineno, column=fault.colno) from None
    except RecursionError:
        raise DataProblem("json_too_deep") from None
    _refuse_surrogates(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, refused where a key comes twice."""
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _value in pairs:
            if key in seen:
                raise DataProblem("json_key_twice", property=key)
            seen.add(key)
    return made


def _constant(name: str) -> NoReturn:
    raise DataProblem("json_not_a_number", found=name)


def _decimal(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise DataProblem("json_number_too_large", found=text[:40])
    return number


def _integer(text: str) -> int | float:
    """A whole number; beyond 64 bits as the nearest double, as other readers of JSON take it."""
    number = _decimal(text)
    return int(text) if abs(number) < 2**63 else number


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_float=_decimal, parse_int=_integer
)


def _refuse_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as fault:
        found = f"\\u{ord(str(fault.object)[fault.start]):04x}"
        raise DataProblem("json_half_surrogate", found=found) from None
    except RecursionError:
        raise DataProblem("json_too_deep") from None

"""Bytes to text: UTF-8 only, and a plain word about what it looks like where it is not."""

import re

from hub.commons.tables.faults import refuse

BOM = b"\xef\xbb\xbf"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Tab, line feed and carriage return are layout; every other control character is damage.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def decode(content: bytes, file: str) -> str:
    """Text of a UTF-8 file, with or without a byte order mark, line ends as they are.

    Refuses: encoding_utf16, encoding_cp1252, encoding_not_utf8 (naming byte and row), null_bytes, control_character.
    """
    if content.startswith(UTF16) or _looks_like_utf16(content):
        raise refuse("encoding_utf16", file, found="UTF-16", allowed="UTF-8", row=1)
    body = content.removeprefix(BOM)
    skipped = len(content) - len(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        row = body.count(b"\n", 0, error.start) + 1
        code = "encoding_cp1252" if _looks_like_cp1252(body) else "encoding_not_utf8"
        found = f"0x{body[error.start]:02x}"
        raise refuse(code, file, found=found, allowed="UTF-8", row=row, byte=error.start + skipped) from None
    damaged = _CONTROL.search(text)
    if damaged:
        row = text.count("\n", 0, damaged.start()) + 1
        code = "null_bytes" if damaged.group() == "\x00" else "control_character"
        raise refuse(code, file, found=f"U+{ord(damaged.group()):04X}", row=row)
    return text


def _looks_like_utf16(content: bytes) -> bool:
    """Half of the first bytes are zero, all at even or all at odd places."""
    start = content[:400]
    even, odd = start[::2].count(0), start[1::2].count(0)
    return len(start) > 20 and (max(even, odd) > 0.8 * len(start) / 2) and min(even, odd) == 0


def _looks_like_cp1252(content: bytes) -> bool:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = [mark for mark in text[:1_000_000] if ord(mark) > 127]
    return bool(high) and sum(mark.isalpha() or mark in "£€°–—‘’“”…" for mark in high) > 0.9 * len(high)

"""A guard in front of the workbook reader: what is inflated is counted before anything is parsed."""

import io
import zipfile
import zlib

from hub.commons.tables.faults import refuse
from hub.commons.tables.inputs import Input
from hub.commons.tables.limits import (
    LONGEST_CELL,
    LONGEST_XML_TEXT,
    MOST_ARCHIVE_PARTS,
    MOST_INFLATED_BYTES,
)

ZIP = b"PK\x03\x04"
# The container of old .xls files and of encrypted .xlsx files.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NESTED = (".zip", ".xlsx", ".xlsm", ".xlsb", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz")
_CHUNK = 1 << 16


def check_container(sent: Input) -> None:
    """Refuse what only looks like a workbook of today: workbook_encrypted, workbook_legacy."""
    if sent.content.startswith(OLE):
        code = "workbook_encrypted" if _ENCRYPTED in sent.content else "workbook_legacy"
        raise refuse(code, sent.name, allowed=".xlsx, .csv")


def check_archive(sent: Input) -> frozenset[str]:
    """Inflate every part once, in small pieces, and refuse the archive before it can do harm.

    Returns the sheet parts that hold merged cells, as they were seen passing. Refuses: workbook_damaged, zip_bomb,
    archive_parts, archive_nested, workbook_encrypted, workbook_macros, workbook_binary, xml_entities, not_a_workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(sent.content)) as archive:
            parts = archive.infolist()
            _check_parts(parts, sent.name)
            return _inflate(archive, parts, sent.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        # ValueError: zipfile seeks to places before the start where a directory is damaged.
        raise refuse("workbook_damaged", sent.name, found=str(error)) from None


def _check_parts(parts: list[zipfile.ZipInfo], file: str) -> None:
    if len(parts) > MOST_ARCHIVE_PARTS:
        raise refuse("archive_parts", file, found=len(parts), allowed=str(MOST_ARCHIVE_PARTS))
    names = [part.filename.lower() for part in parts]
    for part, name in zip(parts, names, strict=True):
        if part.flag_bits & 1:
            raise refuse("workbook_encrypted", file, found=part.filename)
        if name.endswith("vbaproject.bin"):
            raise refuse("workbook_macros", file, found=part.filename)
        if name.endswith(_NESTED):
            raise refuse("archive_nested", file, found=part.filename)
    if "xl/workbook.bin" in names:
        raise refuse("workbook_binary", file, found="xl/workbook.bin")
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise refuse("not_a_workbook", file, found=", ".join(names[:3]), allowed=".xlsx, .csv")


def _inflate(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], file: str) -> frozenset[str]:
    inflated = 0
    merged: set[str] = set()
    for part in parts:
        tail, run = b"", 0
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                inflated += len(chunk)
                if inflated > MOST_INFLATED_BYTES:
                    raise refuse("zip_bomb", file, found=part.filename, allowed=str(MOST_INFLATED_BYTES))
                if not tail and chunk.startswith(ZIP):
                    raise refuse("archive_nested", file, found=part.filename)
                if part.filename.endswith(".xml"):
                    run = _check_text_run(chunk, run, part.filename, file)
                window = _check_declarations(tail + chunk, part.filename, file)
                if b"<mergeCell " in window:
                    merged.add(part.filename)
                tail = chunk[-32:]
    return frozenset(merged)


def _check_text_run(chunk: bytes, run: int, part: str, file: str) -> int:
    """Bytes since the last tag, carried from chunk to chunk; refused where no cell could be so long.

    A chunk is shorter than the longest text, so that only texts that began in an earlier chunk can be too long.
    """
    first = chunk.find(b"<")
    if run + (len(chunk) if first < 0 else first) > LONGEST_XML_TEXT:
        raise refuse("cell_too_long", file, found=part, allowed=str(LONGEST_CELL))
    return run + len(chunk) if first < 0 else len(chunk) - chunk.rfind(b"<") - 1


def _check_declarations(piece: bytes, part: str, file: str) -> bytes:
    """The piece without zero bytes: in two-byte encodings they hide a declaration from a plain search."""
    window = piece.replace(b"\x00", b"")
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
        raise refuse("xml_entities", file, found=part)
    if b"macroEnabled" in window:
        raise refuse("workbook_macros", file, found=part)
    return window

"""Which reader an input needs, judged by its bytes and not by its name."""

from hub.commons.tables.archives import ZIP, check_container
from hub.commons.tables.delimited import read_delimited
from hub.commons.tables.faults import refuse
from hub.commons.tables.inputs import Input, check_size
from hub.commons.tables.table import TextTable
from hub.commons.tables.workbooks import read_workbook

# What people send by mistake, by its first bytes.
_OTHER_FORMATS = {
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PAR1": "Parquet",
    b"7z\xbc\xaf": "7-Zip",
    b"BZh": "bzip2",
    b"SQLite format 3": "SQLite",
    b"PK\x05\x06": "ZIP",
}
_OTHER_TEXTS = {"<!doctype html": "HTML", "<html": "HTML", "<?xml": "XML", "{": "JSON", "[": "JSON"}


def read_table(sent: Input, sheet: str = "") -> TextTable:
    """Read CSV or XLSX into a table; InputRefused says what it is instead, or what is wrong with it."""
    check_size(sent)
    check_container(sent)
    for mark, name in _OTHER_FORMATS.items():
        if sent.content.startswith(mark):
            raise refuse("format_unknown", sent.name, found=name, allowed="CSV, XLSX, SDMX-CSV")
    if sent.content.startswith(ZIP):
        return read_workbook(sent, sheet)
    start = sent.content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for text, name in _OTHER_TEXTS.items():
        if start.startswith(text.encode()):
            raise refuse("format_unknown", sent.name, found=name, allowed="CSV, XLSX, SDMX-CSV")
    return read_delimited(sent)

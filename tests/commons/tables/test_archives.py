"""The guard in front of workbooks: whatever bytes come, an answer that can be said."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook

from hub.commons.tables.archives import check_archive
from hub.commons.tables.inputs import Input
from hub.kit.errors import InputRefused


def workbook() -> bytes:
    book = Workbook()
    book.active.append(["a", 1])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


BOOK = workbook()
# The record at the end of a ZIP archive: where its directory begins stands in bytes 16 to 19, how long it is in 12 to 15.
END = BOOK.rindex(b"PK\x05\x06")


def refused(content: bytes) -> str:
    with pytest.raises(InputRefused) as refusal:
        check_archive(Input("book.xlsx", content))
    return refusal.value.findings[0].code


def changed(at: int, new: bytes) -> bytes:
    return BOOK[:at] + new + BOOK[at + len(new) :]


def test_check_archive_when_sound_then_names_the_sheets_with_merged_cells():
    assert check_archive(Input("book.xlsx", BOOK)) == frozenset()


def test_check_archive_when_the_directory_would_lie_before_the_start_then_is_damaged():
    wrong = changed(END + 16, (len(BOOK) * 2).to_bytes(4, "little"))
    with pytest.raises(ValueError, match="negative seek"), zipfile.ZipFile(io.BytesIO(wrong)) as archive:
        archive.read("xl/workbook.xml")
    assert refused(wrong) == "workbook_damaged"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\x00" * 18, BOOK[:END], BOOK[: len(BOOK) // 2]]
)
def test_check_archive_when_cut_short_then_is_damaged_or_no_workbook(content):
    assert refused(content) in ("workbook_damaged", "not_a_workbook")


@settings(max_examples=150)
@given(some.integers(END - 500, len(BOOK) - 1), some.binary(min_size=1, max_size=4))
def test_check_archive_when_the_directory_is_damaged_anywhere_then_refuses_or_reads(position, new):
    sent = Input("book.xlsx", changed(position, new)[: len(BOOK)])
    # Anything but a refusal that can be said would come through here.
    with suppress(InputRefused):
        assert check_archive(sent) == frozenset()

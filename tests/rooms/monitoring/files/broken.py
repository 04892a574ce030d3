"""Broken files as bytes, each with the code by which it must be refused; built here, none lies in the repository.

Used by the tests of the intake and by those of the ways in (command, page, API).
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from openpyxl import Workbook

HEADINGS = {role: role for role in ("place", "indicator", "period", "value", "low", "high", "status", "source", "note")}
CORE = ("place", "indicator", "period", "value", "low", "high", "status", "note")
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Broken:
    """A file that must be refused. `code` is a code that its refusal must hold."""

    name: str
    content: bytes
    code: str


@dataclass(frozen=True)
class Sample:
    """What a good row holds: an indicator in percent (0 to 100), a known place, the recipe's headings."""

    place: str = "E06000047"
    indicator: str = "EMP_RATE"
    headings: Mapping[str, str] = field(default_factory=lambda: HEADINGS)

    def header(self) -> list[str]:
        return [self.headings[role] for role in CORE]

    def row(self, **changed: str) -> list[str]:
        good = {"place": self.place, "indicator": self.indicator, "period": "2023", "value": "74.5"}
        return [{**good, **changed}.get(role, "") for role in CORE]

    def text(self, *rows: list[str], header: list[str] | None = None) -> str:
        return "\n".join(",".join(row) for row in [header or self.header(), *rows]) + "\n"

    def csv(self, *rows: list[str], header: list[str] | None = None) -> bytes:
        return self.text(*rows, header=header).encode()


def good_file(sample: Sample | None = None) -> bytes:
    """A file without faults: the pattern that the broken ones depart from."""
    sample = sample or Sample()
    return sample.csv(sample.row(), sample.row(period="2022", value="73", low="70", high="76"))


@lru_cache(maxsize=1)
def _usual_broken_files() -> tuple[Broken, ...]:
    """Building the bombs takes seconds: once is enough."""
    return tuple(broken_files(Sample()))


def broken_files(sample: Sample | None = None) -> list[Broken]:
    """All broken files, departing from a sample of the round that they are sent to."""
    if sample is None:
        return list(_usual_broken_files())
    return [*_broken_texts(sample), *_broken_cells(sample), *_broken_workbooks(sample), *_broken_archives(sample)]


def _broken_texts(s: Sample) -> list[Broken]:
    good, header = s.text(s.row()), s.header()
    accented = s.text(s.row(note="Orléans, été".replace(",", "")))
    shuffled = [s.headings["value"], *header]
    return [
        Broken("empty.csv", b"", "file_empty"),
        Broken("blank.csv", b"\n\n  \n", "file_empty"),
        Broken("only-zeros.csv", b"\x00" * 500, "file_empty"),
        Broken("header-only.csv", s.csv(), "header_only"),
        Broken(
            "no-header.csv", ",".join(s.row()[:4]).encode() + b"\n" + ",".join(s.row()[:4]).encode(), "column_missing"
        ),
        Broken("wrong-header.csv", good.replace(s.headings["value"], "figure", 1).encode(), "column_missing"),
        Broken("column-twice.csv", s.csv(["1", *s.row()], header=shuffled), "column_duplicated"),
        Broken("column-padded.csv", s.csv(s.row(), header=[f" {header[0]}", *header[1:]]), "column_padded"),
        Broken("column-unnamed.csv", s.csv(["1", *s.row()], header=["", *header]), "column_unnamed"),
        Broken("extra-cells.csv", s.csv([*s.row(), "more", "and more"]), "cells_extra"),
        Broken("missing-cells.csv", s.csv(s.row()[:3]), "cells_missing"),
        Broken("latin-1.csv", accented.encode("cp1252"), "encoding_cp1252"),
        Broken("not-text.csv", good.encode() + b"\x81\x8d\x8f\xfe\n", "encoding_not_utf8"),
        Broken("utf-16.csv", good.encode("utf-16"), "encoding_utf16"),
        Broken("utf-16-without-mark.csv", good.encode("utf-16-le"), "encoding_utf16"),
        Broken("zero-bytes.csv", good.replace("74.5", "74\x00.5").encode(), "null_bytes"),
        Broken("control-character.csv", s.csv(s.row(note="bell \x07")), "control_character"),
        Broken("semicolons.csv", good.replace(",", ";").encode(), "delimiter_semicolon"),
        Broken("tabs.csv", good.replace(",", "\t").encode(), "delimiter_tab"),
        Broken("bars.csv", good.replace(",", "|").encode(), "delimiter_pipe"),
        Broken("quote-open.csv", s.csv(s.row(note='"never closed'), s.row(period="2022")), "quotes_unbalanced"),
        Broken("quote-astray.csv", s.csv(s.row(note='"closed"early')), "quotes_unbalanced"),
        Broken("giant-cell.csv", s.csv(s.row(note="x" * 40_000)), "cell_too_long"),
        Broken("huge-cell.csv", s.csv(s.row(note="x" * (3 * MEBIBYTE))), "cell_too_long"),
        Broken("too-large.csv", s.csv(s.row(note="x" * (49 * MEBIBYTE))), "file_too_large"),
        Broken("too-many-columns.csv", s.csv(header=[f"column{number}" for number in range(300)]), "too_many_columns"),
        Broken("page.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", "format_unknown"),
        Broken("answer.csv", b'{"value": [1, 2, 3]}', "format_unknown"),
        Broken("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "format_unknown"),
        Broken("packed.csv.gz", b"\x1f\x8b\x08\x00" + b"\x00" * 40, "format_unknown"),
    ]


def _broken_cells(s: Sample) -> list[Broken]:
    def one(name: str, code: str, **changed: str) -> Broken:
        return Broken(f"{name}.csv", s.csv(s.row(period="2021"), s.row(**changed)), code)

    sdmx = f"STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,SERIES,TIME_PERIOD,OBS_VALUE\ndataflow,X:Y(1.0),D,{s.place},"
    return [
        one("decimal-comma", "decimal_comma", value='"74,5"'),
        one("thousands", "thousands_separator", value='"1,074.5"'),
        one("thousands-blank", "thousands_separator", value="1\u00a0074"),
        one("text-value", "value_not_number", value="about 74"),
        one("dash-value", "value_not_number", value="-"),
        one("not-a-number", "value_not_finite", value="NaN"),
        one("infinite", "value_not_finite", value="inf"),
        one("overflow", "value_not_finite", value="1e999"),
        one("percent-sign", "percent_sign", value="74.5%"),
        one("padded-value", "value_padded", value=" 74.5"),
        one("arabic-digits", "digits_not_ascii", value="٧٤"),
        one("underscore-value", "value_not_number", value="7_4"),
        one("above-range", "value_out_of_range", value="104.2"),
        one("below-range", "value_out_of_range", value="-3"),
        one("interval-inverted", "interval_inverted", low="80", high="70"),
        one("interval-beside", "value_outside_interval", low="80", high="90"),
        one("interval-half", "interval_half", low="70"),
        one("interval-alone", "interval_without_value", value="", low="70", high="80"),
        one("formula-value", "formula_cell", value="=1+73.5"),
        one("formula-note", "formula_cell", note="=HYPERLINK(1)"),
        one("command-note", "formula_cell", note="@SUM(1)"),
        one("formula-code", "formula_cell", place="=A1"),
        one("unknown-indicator", "indicator_unknown", indicator="EMP_RAT"),
        one("padded-code", "code_padded", place=f"{s.place} "),
        one("dotted-code", "code_invalid", place="E06.47"),
        one("empty-code", "code_empty", place=""),
        one("long-code", "code_too_long", place="E" * 40),
        one("unreadable-period", "period_unreadable", period="last year"),
        one("impossible-period", "period_unreadable", period="2023-02-30"),
        one("swapped-period", "period_unreadable", period="31/12/2023"),
        one("future-period", "period_in_future", period="2199"),
        one("unknown-status", "status_unknown", status="guessed"),
        one("value-and-missing", "value_with_missing_status", status="not-available"),
        one("no-value-observed", "value_missing_for_status", value="", status="observed"),
        Broken("duplicate.csv", s.csv(s.row(), s.row(value="75")), "key_duplicated"),
        Broken("duplicate-span.csv", s.csv(s.row(), s.row(period="2023-01-01/P1Y")), "key_duplicated"),
        Broken("sdmx-delete.csv", f"{sdmx}{s.indicator},2023,74.5\n".encode(), "action_unsupported"),
    ]


def workbook_bytes(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def workbook_of(s: Sample, *rows: list[object]) -> Workbook:
    """A workbook with one sheet; numbers as numbers."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(s.header())
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    return workbook


def _cells(s: Sample, value: object) -> list[object]:
    return [s.place, s.indicator, "2023", value]


def _broken_workbooks(s: Sample) -> list[Broken]:
    merged = workbook_of(s, _cells(s, 74.5), _cells(s, 75.5))
    merged.active.merge_cells("A2:A3")  # type: ignore[union-attr]
    sheets = workbook_of(s, _cells(s, 74.5))
    sheets.create_sheet("Notes").append(["hello"])
    error = workbook_of(s, _cells(s, "#DIV/0!"))
    return [
        Broken("formula.xlsx", workbook_bytes(workbook_of(s, _cells(s, "=70+4.5"))), "formula_cell"),
        Broken("error.xlsx", workbook_bytes(error), "cell_error"),
        Broken("date.xlsx", workbook_bytes(workbook_of(s, _cells(s, date(2023, 5, 7)))), "date_in_value_cell"),
        Broken("truth.xlsx", workbook_bytes(workbook_of(s, _cells(s, True))), "boolean_cell"),
        Broken("text.xlsx", workbook_bytes(workbook_of(s, _cells(s, "74,5"))), "decimal_comma"),
        Broken("merged.xlsx", workbook_bytes(merged), "cells_merged"),
        Broken("two-sheets.xlsx", workbook_bytes(sheets), "sheet_not_named"),
        Broken("long-cell.xlsx", _long_cell(s), "cell_too_long"),
        Broken("header-only.xlsx", workbook_bytes(workbook_of(s)), "header_only"),
        Broken("empty.xlsx", workbook_bytes(Workbook()), "file_empty"),
        Broken("wide.xlsx", workbook_bytes(_far_cell(s)), "too_many_columns"),
        Broken("out-of-range.xlsx", workbook_bytes(workbook_of(s, _cells(s, 7450))), "value_out_of_range"),
    ]


def _long_cell(s: Sample) -> bytes:
    """A cell longer than any spreadsheet can hold, short enough to pass the guard in front of the reader."""
    workbook = workbook_of(s, _cells(s, 74.5))
    workbook.active["H2"] = "MARK"  # type: ignore[index]
    content = workbook_bytes(workbook)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    return repacked(content, {"xl/worksheets/sheet1.xml": sheet.replace(b"MARK", b"x" * 40_000)})


def _far_cell(s: Sample) -> Workbook:
    workbook = workbook_of(s, _cells(s, 74.5))
    workbook.active["XFD9"] = 1  # type: ignore[index]
    return workbook


def repacked(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A workbook with parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in changed:
                new.writestr(part.filename, old.read(part))
        for name, text in changed.items():
            new.writestr(name, text)
    return stream.getvalue()


def _broken_archives(s: Sample) -> list[Broken]:
    good = workbook_bytes(workbook_of(s, _cells(s, 74.5)))
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    sheet = zipfile.ZipFile(io.BytesIO(good)).read("xl/worksheets/sheet1.xml")
    hidden = (entities + sheet).decode().encode("utf-16")
    parts = {f"xl/media/{number}.txt": b"x" for number in range(600)}
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("observations.csv", good_file(s))
    return [
        Broken("bomb.xlsx", repacked(good, {"xl/sharedStrings.xml": b"<t> </t>" * (38 * MEBIBYTE)}), "zip_bomb"),
        Broken("giant-cell.xlsx", repacked(good, {"xl/sharedStrings.xml": _zeros(200)}), "cell_too_long"),
        Broken("bomb-aside.xlsx", repacked(good, {"xl/media/picture.bin": _zeros(300)}), "zip_bomb"),
        Broken("parts.xlsx", repacked(good, parts), "archive_parts"),
        Broken("nested.xlsx", repacked(good, {"xl/media/inner.zip": good}), "archive_nested"),
        Broken("nested-hidden.xlsx", repacked(good, {"xl/media/picture.png": good}), "archive_nested"),
        Broken("entities.xlsx", repacked(good, {"xl/worksheets/sheet1.xml": entities + sheet}), "xml_entities"),
        Broken("entities-hidden.xlsx", repacked(good, {"xl/worksheets/sheet1.xml": hidden}), "xml_entities"),
        Broken("macros.xlsm", repacked(good, {"xl/vbaProject.bin": b"\x00" * 100}), "workbook_macros"),
        Broken("binary.xlsb", repacked(good, {"xl/workbook.bin": b"\x00" * 100}), "workbook_binary"),
        Broken("encrypted.xlsx", ole + "EncryptedPackage".encode("utf-16-le"), "workbook_encrypted"),
        Broken("old.xls", ole, "workbook_legacy"),
        Broken("cut-short.xlsx", good[: len(good) // 2], "workbook_damaged"),
        Broken("bad-xml.xlsx", repacked(good, {"xl/worksheets/sheet1.xml": b"<worksheet><row"}), "workbook_damaged"),
        Broken("archive.zip", plain.getvalue(), "not_a_workbook"),
    ]


def _zeros(mebibytes: int) -> bytes:
    return b" " * (mebibytes * MEBIBYTE)

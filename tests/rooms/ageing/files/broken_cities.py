"""City files that are broken in one place each; built here from the plain table of `pyramids`."""

import io
import zipfile

from tests.rooms.ageing.files.pyramids import FEMALES, MALES, NAMES, sex_table, table_bytes, workbook_of

MEBIBYTE = 1 << 20


def refused_files() -> dict[str, tuple[bytes, str]]:
    """Name -> (bytes, code that the refusal must hold): nothing can be computed from these."""
    plain = sex_table()
    overlapping = [*plain[:2], ["3-9", *plain[2][1:]], *plain[3:]]
    alone = [["Age", "M", "X"], *plain[1:]]
    no_ages = [["Ward", "People", "Homes"], ["North", 1, 2], ["South", 3, 4], ["East", 5, 6]]
    return {
        "overlapping_groups.csv": (table_bytes(overlapping), "groups_overlap"),
        "one_letter.csv": (table_bytes(alone), "sex_unreadable"),
        "no_ages.csv": (table_bytes(no_ages), "ages_absent"),
        "empty.csv": (b"", "file_empty"),
        "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "workbook_legacy"),
        "report.pdf": (b"%PDF-1.7\n%\xe2\xe3", "format_unknown"),
        "page.csv": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "format_unknown"),
        "bomb.xlsx": (_archive(bomb=True), "zip_bomb"),
        "entities.xlsx": (_archive(bomb=False), "xml_entities"),
        "macros.xlsx": (_archive(bomb=False, extra="xl/vbaProject.bin"), "workbook_macros"),
        "not_a_workbook.xlsx": (_zipped({"a.csv": b"Age,Males\n"}), "not_a_workbook"),
        "zero_bytes.csv": (table_bytes(plain).replace(b"0-4", b"0\x00-4"), "null_bytes"),
        "open_quote.csv": (table_bytes(plain).replace(b"10-14", b'"10-14'), "quotes_unbalanced"),
        "cut.json": (b'{"version":"2.0","class":"dataset","value":[1,2', "json_damaged"),
        "answer.json": (b'{"people": [1, 2]}', "json_not_statistical"),
        "deep.json": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "json_damaged"),
        "sizes.json": (
            b'{"version":"2.0","id":["age"],"size":[3],"value":[1,2],"dimension":{"age":{"category":{"index":["0","1","2"]}}}}',
            "json_values_differ",
        ),
        "huge.json": (
            b'{"version":"2.0","id":["a","b"],"size":[99999999,99999999],"value":[],"dimension":{"a":{},"b":{}}}',
            "json_values_differ",
        ),
        "cut.px": (b'CHARSET="ANSI";\nSTUB="Age";\nVALUES("Age")="0-4","5-9', "px_damaged"),
        "short.px": (b'CHARSET="ANSI";STUB="Age";VALUES("Age")="0-4","5-9","10+";DATA=1 2;', "px_values_differ"),
        "sparse.px": (
            b'CHARSET="ANSI";STUB="Age";VALUES("Age")="0-4","5-9","10+";KEYS("Age")=VALUES;DATA="0-4",1;',
            "px_sparse",
        ),
        "no_values.px": (b'CHARSET="ANSI";STUB="Age";DATA=1 2;', "px_damaged"),
        "damaged.xlsx": (workbook_of({"a": plain})[:900], "workbook_damaged"),
    }


def doubtful_files() -> dict[str, tuple[bytes, str, str, int | None, str]]:
    """Name -> (bytes, code, found, row, column): these are read, and the finding names the cell."""
    plain = sex_table()
    total = sum(MALES)
    wide = table_bytes
    exchanged = [["Age", "Females", "Males"], *plain[1:]]
    missing = [row for row in plain if row[0] != "25-29"]
    shared = [["Age", "Males", "Females"]]
    shared += [[f"{start}-{start + 5}", *row[1:]] for start, row in zip(range(0, 85, 5), plain[1:-1], strict=True)] + [
        plain[-1]
    ]
    negative = [*plain[:4], ["15-19", -7, FEMALES[3]], *plain[5:]]
    withheld = [*plain[:-1], ["85+", "c", FEMALES[-1]]]
    text = [*plain[:3], ["10-14", "about 2800", FEMALES[2]], *plain[4:]]
    twice = [*plain, [NAMES[0], 1, FEMALES[0]]]
    year_as_text = [["Year", *plain[0]], *(["two thousand and ten", *row] for row in plain[1:])]
    two_years = [["Year", *plain[0]], *(["2020", *row] for row in plain[1:]), ["about 2010", *plain[1]]]
    closed = [*plain[:-1], ["85-89", *plain[-1][1:]]]
    return {
        "exchanged_2020.csv": (wide(exchanged), "sexes_look_exchanged", "", 2, "C"),
        "missing_group_2020.csv": (wide(missing), "group_missing", "25–29", 6, "B"),
        "total_2020.csv": (
            wide([*plain, ["Total", total + 100, sum(FEMALES)]]),
            "total_differs",
            f"{total + 100}",
            20,
            "B",
        ),
        "shared_ends_2020.csv": (wide(shared), "groups_share_ends", "0-5", 2, "B"),
        "negative_2020.csv": (wide(negative), "persons_negative", "-7", 5, "B"),
        "withheld_2020.csv": (wide(withheld), "group_without_figure", "", 19, "B"),
        "text_2020.csv": (wide(text), "figure_unreadable", "about 2800", 4, "B"),
        "twice_2020.csv": (wide(twice), "row_contradicted", "1", 20, "B"),
        "no_date.csv": (wide(plain), "date_absent", "", 2, "B"),
        "future_2031.csv": (wide(plain), "date_in_future", "2031-01-01", None, ""),
        "closed_2020.csv": (wide(closed), "open_group_assumed", "85–89", 19, "B"),
        "year_as_text.csv": (wide(year_as_text), "date_unreadable", "two thousand and ten", 2, "C"),
        "two_years.csv": (wide(two_years), "date_is_year", "2020", 2, "C"),
        "strange_age_2020.csv": (wide([*plain, ["Median age", 39, 42]]), "age_unreadable", "Median age", 20, "B"),
        "boys_2020.csv": (
            wide([*plain[:4], ["15-19", 4999, FEMALES[3]], *plain[5:]]),
            "sex_ratio_unusual",
            "196.1",
            5,
            "B",
        ),
        "both_2020.csv": (
            wide([[row[0], row[1]] for row in [["Age", "Population"], *plain[1:]]]),
            "sexes_not_told_apart",
            "",
            2,
            "B",
        ),
    }


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _archive(*, bomb: bool, extra: str = "") -> bytes:
    """A workbook of which one part inflates to 300 MB, or declares entities."""
    with zipfile.ZipFile(io.BytesIO(workbook_of({"a": sex_table()}))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if bomb:
        parts["xl/worksheets/sheet1.xml"] = b"<worksheet>" + b"<row></row>" * (27 * MEBIBYTE) + b"</worksheet>"
    elif extra:
        parts[extra] = b"x"
    else:
        parts["xl/sharedStrings.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]><sst/>'
    return _zipped(parts)

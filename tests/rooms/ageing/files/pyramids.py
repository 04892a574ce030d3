"""The people of the invented cities in the folder `cities`; every file holds these figures, or says in its test how it differs."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

# Five-year groups 0-4, 5-9 … 80-84, 85+.
STARTS = tuple(range(0, 90, 5))
MALES = (2561, 2702, 2790, 2655, 2480, 2391, 2533, 2687, 2604, 2477, 2310, 2155, 1893, 1560, 1204, 861, 512, 318)
FEMALES = (2438, 2577, 2661, 2549, 2466, 2455, 2601, 2733, 2652, 2540, 2411, 2298, 2077, 1796, 1475, 1133, 760, 611)
# Ten years before.
MALES_BEFORE = (2710, 2644, 2466, 2410, 2555, 2701, 2641, 2502, 2388, 2263, 2040, 1741, 1422, 1105, 802, 533, 297, 151)
FEMALES_BEFORE = (
    2580,
    2539,
    2440,
    2433,
    2602,
    2742,
    2688,
    2573,
    2472,
    2371,
    2169,
    1905,
    1622,
    1346,
    1062,
    771,
    480,
    318,
)
NAMES = tuple(f"{start}-{start + 4}" for start in STARTS[:-1])


def table_bytes(rows: Sequence[Sequence[object]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def sex_table(open_name: str = "85+", head: Sequence[str] = ("Age", "Males", "Females")) -> list[list[object]]:
    """A plain table of ages by sexes, to break in one place."""
    ages = (*NAMES, open_name)
    return [list(head), *([age, male, female] for age, male, female in zip(ages, MALES, FEMALES, strict=True))]


def two_row_head_workbook() -> bytes:
    """Years over sexes, merged; the year over three columns, ages merged over two rows; notes on a first sheet."""
    workbook = Workbook()
    notes = workbook.active
    notes.title = "Notes"
    notes.append(["Invented city of Highmoor"])
    notes.append(["Contact", "statistics office"])
    sheet = workbook.create_sheet("Population")
    sheet.append(["Highmoor: population by age and sex"])
    sheet.append([])
    sheet.append(["Age group", "2010", None, None, "2020", None, None])
    sheet.append([None, "Total", "Male", "Female", "Total", "Male", "Female"])
    for merged in ("A3:A4", "B3:D3", "E3:G3", "A1:G1"):
        sheet.merge_cells(merged)
    columns = zip((*NAMES, "85 and over"), MALES_BEFORE, FEMALES_BEFORE, MALES, FEMALES, strict=True)
    for name, *counts in columns:
        before, now = counts[:2], counts[2:]
        sheet.append([name, sum(before), *before, sum(now), *now])
    totals = [sum(one) for one in (MALES_BEFORE, FEMALES_BEFORE, MALES, FEMALES)]
    sheet.append(["Total", totals[0] + totals[1], *totals[:2], totals[2] + totals[3], *totals[2:]])
    sheet.append(["Source: census"])
    return _saved(workbook)


def workbook_of(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return _saved(workbook)


def _saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()

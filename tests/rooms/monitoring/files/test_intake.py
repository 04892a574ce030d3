"""Intake: what is accepted, what is refused and how it is said."""

import tracemalloc
from datetime import date

import numpy as np
import pytest
from tests.rooms.monitoring.files.broken import (
    MEBIBYTE,
    Broken,
    Sample,
    broken_files,
    good_file,
    workbook_bytes,
    workbook_of,
)
from tests.rooms.monitoring.files.rounds import RECIPE, STEPS, read, small_recipe

from hub.kit.errors import InputRefused

HEADER = "place,indicator,period,value,low,high,status,source,note\n"


def refusal(content: bytes | str, *others: bytes | str, recipe: str = RECIPE) -> InputRefused:
    with pytest.raises(InputRefused) as refused:
        read(content, *others, recipe=small_recipe(recipe))
    return refused.value


@pytest.mark.parametrize("broken", broken_files(), ids=lambda broken: broken.name)
def test_read_round_when_file_is_broken_then_refuses_with_the_code(broken: Broken) -> None:
    refused = refusal(broken.content)
    assert broken.code in {finding.code for finding in refused.findings}
    assert all(finding.severity == "error" for finding in refused.findings)


def test_broken_files_are_many_and_have_names_of_their_own() -> None:
    names = [broken.name for broken in broken_files()]
    assert len(names) >= 45
    assert len(set(names)) == len(names)


def test_read_round_when_file_is_good_then_keeps_every_row() -> None:
    found = read(good_file()).observations
    assert [found.at(position).value for position in range(2)] == [74.5, 73.0]
    assert [found.at(position).row for position in range(2)] == [2, 3]
    assert (found.at(1).low, found.at(1).high, found.at(1).status) == (70.0, 76.0, "observed")


def test_read_round_when_byte_order_mark_leads_then_reads_on() -> None:
    assert len(read(b"\xef\xbb\xbf" + good_file()).observations) == 2


def test_read_round_when_value_is_empty_then_it_is_an_answer() -> None:
    rows = "E1,EMP_RATE,2023,,,,,,\nE2,EMP_RATE,2023,,,,suppressed,,too few\nE3,EMP_RATE,2023,,,,unreliable,,\n"
    found = read(HEADER + rows).observations
    assert np.isnan(found.value).all()
    assert [found.at(at).status for at in range(3)] == ["not-available", "suppressed", "unreliable"]


def test_read_round_when_cells_span_lines_then_rows_are_lines_of_the_file() -> None:
    rows = 'E1,EMP_RATE,2023,1,,,,,"two\nlines"\n\nE2,EMP_RATE,2023,2,,,,,\n'
    found = read(HEADER + rows).observations
    assert found.row.tolist() == [2, 5]


def test_read_round_when_a_fault_repeats_then_lists_twenty_and_counts_the_rest() -> None:
    rows = "".join(f"E{number},EMP_RATE,2023,x,,,,,\n" for number in range(50))
    findings = refusal(HEADER + rows).findings
    assert len(findings) == 20
    assert [finding.row for finding in findings] == list(range(2, 22))
    assert [finding.others for finding in findings] == [0] * 19 + [30]


def test_read_round_when_a_cell_is_wrong_then_names_row_column_found_and_allowed() -> None:
    (finding,) = refusal(HEADER + "E1,EMP_RATE,2023,104.2,,,,,\n").findings
    assert (finding.code, finding.file, finding.row, finding.column) == ("value_out_of_range", "a.csv", 2, "value")
    assert (finding.found, finding.allowed) == ("104.2", "0 – 100")


def test_read_round_when_two_files_are_wrong_then_says_both() -> None:
    findings = refusal(HEADER + "E1,EMP_RATE,2023,x,,,,,\n", HEADER + "E1,NOPE,2023,1,,,,,\n").findings
    assert [(one.file, one.code) for one in findings] == [("a.csv", "value_not_number"), ("b.csv", "indicator_unknown")]


def test_read_round_when_two_files_hold_the_same_key_then_names_the_first() -> None:
    (finding,) = refusal(HEADER + "E1,EMP_RATE,2023,1,,,,,\n", HEADER + "E1,EMP_RATE,2023,1,,,,,\n").findings
    assert (finding.file, finding.row) == ("b.csv", 2)
    assert dict(finding.parameters) == {"first": 2, "first_file": "a.csv"}


def test_read_round_when_a_table_of_places_is_given_then_unknown_places_are_refused() -> None:
    (finding,) = refusal(HEADER + "E7,EMP_RATE,2023,1,,,,,\n", "code,name\nE1,One\nE2,Two\n").findings
    assert (finding.code, finding.found, finding.allowed) == ("place_unknown", "E7", "E1, E2, …")


def test_read_round_when_files_come_in_another_order_then_the_same_is_read() -> None:
    observations, places = HEADER + "E1,EMP_RATE,2023,1,,,,,\n", "code,name\nE1,One\nE2,Two\n"
    one, other = read(observations, places), read(places, observations)
    assert (
        (one.places.codes, one.places.names)
        == (other.places.codes, other.places.names)
        == (
            ("E1", "E2"),
            ("One", "Two"),
        )
    )


def test_read_round_when_indicators_differ_from_the_framework_then_warns() -> None:
    table = "code,name,direction\nUNEMP,Unemployment,1\nMOON,Moon,1\n"
    findings = read(HEADER + "E1,EMP_RATE,2023,1,,,,,\n", table).findings
    assert {(one.code, one.severity) for one in findings} == {
        ("direction_differs", "warning"),
        ("indicator_not_in_framework", "warning"),
        ("indicator_not_in_table", "warning"),
    }


def test_read_round_when_period_starts_after_the_edition_then_refuses_without_a_clock() -> None:
    early = RECIPE.replace("date = 2026-06-30", "date = 2020-01-01")
    (finding,) = refusal(HEADER + "E1,EMP_RATE,2023,1,,,,,\n", recipe=early).findings
    assert (finding.code, finding.allowed) == ("period_in_future", "2020-01-01")
    assert small_recipe(early).not_after == date(2020, 1, 1)


def test_read_round_when_it_is_sdmx_csv_then_reads_both_versions() -> None:
    first = "DATAFLOW,REF_AREA,SERIES,TIME_PERIOD,OBS_VALUE,OBS_STATUS\nX:Y(1.0),E1,EMP_RATE,2023,70,E\n"
    second = (
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA: Area,SERIES: Series,TIME_PERIOD,OBS_VALUE,OBS_STATUS: Status\n"
        "dataflow,X:Y(1.0),A,E2: Two,EMP_RATE: Employment,2023-Q1,,O: Missing\n"
    )
    found = read(first, second)
    one, two = found.observations.at(0), found.observations.at(1)
    assert (one.place, one.value, one.status) == ("E1", 70.0, "estimated")
    assert (two.place, two.indicator, two.value, two.status) == ("E2", "EMP_RATE", None, "not-available")
    assert [file.format for file in found.files] == ["sdmx-csv-1", "sdmx-csv-2"]


def test_read_round_when_it_is_a_workbook_then_reads_it_by_its_bytes() -> None:
    sample = Sample()
    rows: list[list[object]] = [
        [sample.place, sample.indicator, 2023, 74.5],
        [sample.place, sample.indicator, 2022, 73],
    ]
    found = read(workbook_bytes(workbook_of(sample, *rows)))
    assert [found.observations.at(at).period for at in range(2)] == ["2023", "2022"]
    assert found.observations.row.tolist() == [2, 3]
    assert found.files[0].format == "xlsx"


def test_read_round_when_a_sheet_is_named_then_reads_that_one() -> None:
    workbook = workbook_of(Sample(), ["E1", "EMP_RATE", "2023", 70])
    workbook.active.title = "Figures"  # type: ignore[union-attr]
    workbook.create_sheet("Notes")
    mapping = (
        '[mapping]\nsheet = "Figures"\nplace = "place"\nindicator = "indicator"\nperiod = "period"\nvalue = "value"\n'
    )
    recipe = small_recipe(RECIPE.replace("[vintage]", mapping + "[vintage]"))
    assert len(read(workbook_bytes(workbook), recipe=recipe).observations) == 1


RETIRED = """
[places.retired]
rule = "keep-out"
note = 'Obsolete code since (?P<since>\\d{4}) \\(replaced by (?P<successors>[^()]{1,300})\\)'
code = 'E\\d'
"""


def test_read_round_when_notes_retire_a_place_then_it_is_kept_out_with_its_successors() -> None:
    note = "Obsolete code since 2021 (replaced by E2 North and Hills and E3 South and Coast)"
    rows = f"E1,EMP_RATE,2020,1,,,,,{note}\nE2,EMP_RATE,2023,1,,,,,\n"
    found = read(HEADER + rows, recipe=small_recipe(RECIPE.replace(STEPS, RETIRED + STEPS)))
    (retired,) = found.places.retired
    assert (retired.code, retired.since) == ("E1", 2021)
    assert retired.successors == (("E2", "North and Hills"), ("E3", "South and Coast"))
    assert found.places.in_scope == ("E2",)
    assert len(found.observations) == 2


@pytest.mark.parametrize("name", ["bomb.xlsx", "giant-cell.xlsx"])
def test_read_round_when_a_bomb_is_sent_then_memory_stays_bounded(name: str) -> None:
    bomb = next(broken for broken in broken_files() if broken.name == name)
    tracemalloc.start()
    try:
        refusal(bomb.content)
        assert tracemalloc.get_traced_memory()[1] < 20 * MEBIBYTE
    finally:
        tracemalloc.stop()

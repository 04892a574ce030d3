"""Files of invented cities, as messy as real ones: each loads to the expected numbers or is refused with a cell and a cure."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.ageing.files.broken_cities import doubtful_files, refused_files
from tests.rooms.ageing.files.pyramids import (
    FEMALES,
    FEMALES_BEFORE,
    MALES,
    MALES_BEFORE,
    NAMES,
    STARTS,
    sex_table,
    table_bytes,
    two_row_head_workbook,
    workbook_of,
)

from hub.commons.languages.phrases import Phrasebook
from hub.commons.tables.inputs import Input
from hub.commons.tables.phrases import PHRASES as TABLE_PHRASES
from hub.kit.errors import Finding, InputRefused
from hub.rooms.ageing.engine.spread import fill_gaps, spread_unknown
from hub.rooms.ageing.engine.tables import CityTable, regroup
from hub.rooms.ageing.files.intake.population import Population, read_population
from hub.rooms.ageing.files.intake.vital import read_vital
from hub.rooms.ageing.phrases.checking import PHRASES as CHECKING_PHRASES
from hub.rooms.ageing.phrases.intake import PHRASES as INTAKE_PHRASES

CITIES = Path(__file__).parent / "cities"
TODAY = date(2026, 1, 1)
NOW = np.array([MALES, FEMALES], float)
BEFORE = np.array([MALES_BEFORE, FEMALES_BEFORE], float)
BOOK = Phrasebook({**TABLE_PHRASES, **INTAKE_PHRASES, **CHECKING_PHRASES})
REFUSED, DOUBTFUL = refused_files(), doubtful_files()


def read(name: str, content: bytes | None = None, **options: object) -> Population:
    sent = Input(name, (CITIES / name).read_bytes() if content is None else content)
    return read_population(sent, today=TODAY, **options)  # type: ignore[arg-type]


def only(population: Population) -> CityTable:
    (table,) = population.tables
    return table


def codes(population: Population) -> set[str]:
    return {finding.code for finding in population.findings}


def refusal(name: str, content: bytes) -> tuple[Finding, ...]:
    with pytest.raises(InputRefused) as refused:
        read(name, content)
    return refused.value.findings


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("jinhe.csv", date(2020, 11, 1), set()),
        ("wadi.csv", date(2022, 1, 1), set()),
        ("puerto_claro.csv", date(2019, 12, 31), set()),
        ("zarechye.csv", date(2021, 1, 1), {"encoding_guessed", "figures_in_units"}),
        ("eurostat_region.csv", date(2023, 1, 1), {"date_is_year"}),
        ("harbour.json", date(2022, 1, 1), set()),
        ("harbour_version_1.json", date(2022, 1, 1), {"date_is_year"}),
    ],
)
def test_read_population_when_groups_are_five_years_then_every_figure_is_there(
    name: str, day: date, said: set[str]
) -> None:
    population = read(name)
    table = only(population)
    assert (table.dates, table.districts, table.sexes, table.starts) == ((day,), ("",), ("m", "f"), STARTS)
    assert np.array_equal(table.persons[0, 0], NOW)
    assert codes(population) == said


def test_read_population_when_semicolons_and_decimal_commas_then_estimates_totals_and_unknown_are_read() -> None:
    population = read("rivermouth.csv")
    table = only(population)
    assert np.array_equal(table.persons[0, 0], NOW + np.array([[0.5], [0.25]]))
    assert table.dates == (date(2023, 7, 1),)
    assert table.unknown.tolist() == [[[180, 164]]]
    assert table.totals.tolist() == [[[sum(MALES) + 189, sum(FEMALES) + 168.5]]]
    assert codes(population) == {"persons_fractional"}


def test_read_population_when_cell_is_asked_for_then_its_place_in_the_file_is_known() -> None:
    table = only(read("rivermouth.csv"))
    address = table.where[0, 0, 1, 17]
    assert (address.file, address.row, address.column) == ("rivermouth.csv", 22, "C")
    assert table.where_unknown[0, 0, 0].row == 23


def test_read_population_when_first_years_are_split_and_a_mark_leads_then_two_dates_are_one_table() -> None:
    table = only(read("northfield.csv"))
    assert table.dates == (date(2010, 1, 1), date(2020, 1, 1))
    assert table.starts == (0, 1, *STARTS[1:])
    assert np.array_equal(regroup(table, STARTS).persons[:, 0], np.stack([BEFORE, NOW]))


def test_read_population_when_french_and_windows_1252_then_open_at_65_and_told() -> None:
    population = read("valmont.txt")
    table = only(population)
    assert table.starts == (0, 1, *STARTS[1:14])
    assert np.array_equal(table.persons[0, 0, :, -1], NOW[:, 13:].sum(axis=1))
    assert table.totals.tolist() == [[[sum(MALES), sum(FEMALES)]]]
    assert codes(population) == {"encoding_guessed", "open_group_low"}


def test_read_population_when_chinese_in_its_old_encoding_then_it_is_recognised() -> None:
    content = (CITIES / "jinhe.csv").read_bytes().decode().encode("gb18030")
    population = read("jinhe.csv", content)
    assert np.array_equal(only(population).persons[0, 0], NOW)
    (finding,) = population.findings
    assert (finding.code, finding.found) == ("encoding_guessed", "GB18030")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_read_population_when_arabic_in_other_encodings_then_the_same(encoding: str) -> None:
    content = (CITIES / "wadi.csv").read_bytes().decode().encode(encoding)
    assert np.array_equal(only(read("wadi.csv", content)).persons[0, 0], NOW)


def test_read_population_when_heads_have_two_merged_rows_then_years_and_sexes_are_told_apart() -> None:
    population = read("highmoor.xlsx", two_row_head_workbook())
    table = only(population)
    assert (table.dates, table.sexes) == ((date(2010, 1, 1), date(2020, 1, 1)), ("m", "f"))
    assert np.array_equal(table.persons[:, 0], np.stack([BEFORE, NOW]))
    assert table.totals[:, 0].tolist() == [[sum(MALES_BEFORE), sum(FEMALES_BEFORE)], [sum(MALES), sum(FEMALES)]]
    assert (table.where[1, 0, 0, 0].row, table.where[1, 0, 0, 0].column) == (5, "Population!F")
    assert population.sheets == ("Population",)
    assert codes(population) == {"sheet_with_ages", "date_is_year"}


def test_read_population_when_sheets_are_years_then_they_are_read_as_one() -> None:
    earlier = [["Age", "Males", "Females"], *zip([*NAMES, "85+"], MALES_BEFORE, FEMALES_BEFORE, strict=True)]
    population = read("years.xlsx", workbook_of({"2010": earlier, "2020": sex_table()}))
    assert [table.dates for table in population.tables] == [(date(2010, 1, 1), date(2020, 1, 1))]
    assert np.array_equal(only(population).persons[:, 0], np.stack([BEFORE, NOW]))


def test_read_population_when_sheets_rival_then_the_first_counts_and_others_can_be_named() -> None:
    half = [
        ["Age", "Males", "Females"],
        *([name, male // 2, 1] for name, male in zip(NAMES[:9], MALES, strict=False)),
        ["45+", 9, 9],
    ]
    content = workbook_of({"All": sex_table(), "Some": half})
    population = read("rivals_2020.xlsx", content)
    assert population.sheets == ("All",)
    assert [finding.allowed for finding in population.findings if finding.code == "sheet_chosen"] == ["Some"]
    assert read("rivals_2020.xlsx", content, sheet="Some").latest.starts[-1] == 45


def test_read_population_when_sheet_is_unknown_then_refused_with_those_that_are() -> None:
    with pytest.raises(InputRefused) as refused:
        read("a.xlsx", workbook_of({"One": sex_table(), "Two": sex_table()}), sheet="Three")
    (finding,) = refused.value.findings
    assert (finding.code, finding.found, finding.allowed) == ("sheet_absent", "Three", "One, Two")


def test_read_population_when_a_spreadsheet_made_days_of_ages_then_they_are_ages_again() -> None:
    rows = sex_table()
    rows[2][0], rows[3][0] = date(2024, 5, 9), date(2024, 10, 14)
    population = read("days_2020.xlsx", workbook_of({"a": rows}))
    assert np.array_equal(only(population).persons[0, 0], NOW)
    assert "age_as_date" in codes(population)


def test_read_population_when_formulas_have_no_results_then_the_cell_is_told() -> None:
    rows = sex_table()
    rows[4][1] = "=2655+0"
    population = read("formulas_2020.xlsx", workbook_of({"a": rows}))
    (finding,) = (one for one in population.findings if one.code == "formula_without_result")
    assert (finding.row, finding.column, finding.found) == (5, "a!B", "=2655+0")
    assert np.argwhere(only(population).gaps).tolist() == [[0, 0, 0, 3]]


def test_read_population_when_pc_axis_then_two_dates_and_a_gap_with_its_line() -> None:
    population = read("lakeside.px")
    table = only(population)
    assert table.dates == (date(2010, 12, 31), date(2020, 12, 31))
    expected = np.stack([BEFORE, NOW])
    expected[0, 0, 17] = np.nan
    assert np.array_equal(table.persons[:, 0], expected, equal_nan=True)
    (finding,) = population.findings
    assert (finding.code, finding.row, finding.column) == ("group_without_figure", 37, "DATA")
    filled = fill_gaps(table)
    # The stated total leaves exactly the figure that is missing.
    assert filled.table.persons[0, 0, 0, 17] == pytest.approx(MALES_BEFORE[-1])


def test_read_population_when_eurostat_names_variables_then_ages_and_sexes_are_taken_from_them() -> None:
    population = read("eurostat_city.csv")
    table = only(population)
    assert table.starts == (0, 5, 10, 15, 20, 25, 35, 45, 55, 65, 75)
    assert np.array_equal(table.persons[0, 0], np.add.reduceat(NOW, [0, 1, 2, 3, 4, 5, 7, 9, 11, 13, 15], axis=1))
    assert table.totals.tolist() == [[[sum(MALES), sum(FEMALES)]]]


def test_read_population_when_ages_stand_across_then_districts_are_filled_down() -> None:
    population = read("brookvale_2021.csv")
    table = only(population)
    assert (table.districts, table.dates) == (("Old Town", "Riverside"), (date(2021, 1, 1),))
    assert np.array_equal(table.persons[0], np.stack([NOW // 3, NOW // 5]))
    assert table.where[0, 1, 1, 0].row == 5


def test_read_population_when_single_ages_are_heaped_then_whipple_warns() -> None:
    population = read("dustplain_2015.csv")
    assert only(population).starts == tuple(range(86))
    heaped = [finding for finding in population.findings if finding.code == "ages_heaped"]
    assert [(finding.severity, finding.column) for finding in heaped] == [("warning", "B"), ("warning", "C")]


def test_read_population_when_rows_change_order_then_the_same_numbers() -> None:
    head, *rows = sex_table()
    forth, back = (only(read("a_2020.csv", table_bytes([head, *some]))) for some in (rows, rows[::-1]))
    assert np.array_equal(forth.persons, back.persons)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_read_population_when_separators_differ_then_the_same_numbers(separator: str) -> None:
    assert np.array_equal(only(read("a_2020.csv", table_bytes(sex_table(), separator))).persons[0, 0], NOW)


def test_read_population_when_sexes_follow_one_another_as_sections_then_both_are_read() -> None:
    ages = [*NAMES, "85+"]
    rows = [["Age", "Number"], ["Males"], *zip(ages, MALES, strict=True), ["Females"], *zip(ages, FEMALES, strict=True)]
    assert np.array_equal(only(read("sections_2020.csv", table_bytes(rows))).persons[0, 0], NOW)


def test_read_population_when_tables_follow_one_another_then_both_are_read() -> None:
    ages = [*NAMES, "85+"]
    one = [["Males"], ["Age", "2010", "2020"], *zip(ages, MALES_BEFORE, MALES, strict=True)]
    two = [[""], ["Females"], ["Age", "2010", "2020"], *zip(ages, FEMALES_BEFORE, FEMALES, strict=True)]
    assert np.array_equal(only(read("a.csv", table_bytes([*one, *two]))).persons[:, 0], np.stack([BEFORE, NOW]))


def test_read_population_when_heads_say_sex_and_age_at_once_then_they_are_taken_apart() -> None:
    heads = [f"{sex}_{start}" for sex in "mf" for start in STARTS]
    rows = [["city", "year", *heads], ["A", 2020, *MALES, *FEMALES]]
    population = read("across.csv", table_bytes(rows))
    assert np.array_equal(only(population).persons[0, 0], NOW)
    assert "ages_are_starts" in codes(population)


def test_read_population_when_districts_stand_across_then_they_keep_their_names() -> None:
    rows = [
        [name, sex, count, count]
        for sex, counts in (("M", MALES), ("F", FEMALES))
        for name, count in zip([*NAMES, "85+"], counts, strict=True)
    ]
    table = only(read("across_2020.csv", table_bytes([["Age", "Sex", "Centre", "Nord"], *rows])))
    assert table.districts == ("Centre", "Nord")
    assert np.array_equal(table.persons[0], np.stack([NOW, NOW]))


def test_read_population_when_urban_stands_beside_total_then_total_is_the_city() -> None:
    rows = [
        [area, name, male // part, female // part]
        for area, part in (("Total", 1), ("Urban", 2))
        for name, male, female in zip([*NAMES, "85+"], MALES, FEMALES, strict=True)
    ]
    table = only(read("areas_2020.csv", table_bytes([["Area", "Age", "Male", "Female"], *rows])))
    assert table.districts == ("", "Urban")
    assert np.array_equal(table.persons[0], np.stack([NOW, NOW // 2]))


def test_read_population_when_one_sex_and_the_total_are_given_then_the_other_is_the_rest() -> None:
    rows = [
        ["Age", "Females", "Total"],
        *zip([*NAMES, "85+"], FEMALES, NOW.sum(axis=0).astype(int).tolist(), strict=True),
    ]
    population = read("derived_2020.csv", table_bytes(rows))
    assert np.array_equal(only(population).persons[0, 0], NOW)
    assert "sex_derived" in codes(population)


def test_read_population_when_groups_share_their_ends_then_the_upper_end_is_left_out() -> None:
    content, *_ = DOUBTFUL["shared_ends_2020.csv"]
    table = only(read("shared_ends_2020.csv", content))
    assert table.starts == STARTS
    assert np.array_equal(table.persons[0, 0], NOW)


def test_read_population_when_a_group_is_missing_then_a_first_result_can_still_be_had() -> None:
    content, *_ = DOUBTFUL["missing_group_2020.csv"]
    table = only(read("missing_group_2020.csv", content))
    assert np.argwhere(table.gaps[0, 0]).tolist() == [[0, 5], [1, 5]]
    filled = fill_gaps(table)
    # Half-way between its neighbours, per year of age.
    assert filled.table.persons[0, 0, 0, 5] == pytest.approx((MALES[4] + MALES[6]) / 2)
    assert {finding.code for finding in filled.findings} == {"gap_filled"}


def test_spread_unknown_when_ages_are_unknown_then_people_are_conserved() -> None:
    spread = spread_unknown(only(read("wadi.csv")))
    assert spread.table.persons.sum(axis=-1) == pytest.approx(spread.table.totals)
    assert [finding.found for finding in spread.findings] == ["12", "8"]
    assert np.isnan(spread.table.unknown).all()


@pytest.mark.parametrize("name", DOUBTFUL)
def test_read_population_when_something_is_doubtful_then_reads_on_and_names_the_cell(name: str) -> None:
    content, code, found, row, column = DOUBTFUL[name]
    population = read(name, content)
    matching = [(one.found, one.row, one.column) for one in population.findings if one.code == code]
    assert matching[:1] == [(found, row, column)]
    assert all(one.severity != "error" for one in population.findings)


@pytest.mark.parametrize("name", REFUSED)
def test_read_population_when_nothing_can_be_computed_then_refuses_and_says_why(name: str) -> None:
    content, code = REFUSED[name]
    findings = refusal(name, content)
    assert code in {finding.code for finding in findings}
    assert all(finding.code in BOOK.phrases for finding in findings)


def test_read_population_when_groups_overlap_then_the_cell_and_the_rival_are_named() -> None:
    (finding,) = (one for one in refusal("a.csv", REFUSED["overlapping_groups.csv"][0]) if one.code == "groups_overlap")
    assert {finding.found, finding.allowed} == {"3–9", "0–4"}
    assert finding.row in (2, 3)


def test_findings_when_said_then_they_name_what_was_found_and_the_cure() -> None:
    content = DOUBTFUL["total_2020.csv"][0]
    (finding,) = (one for one in read("total_2020.csv", content).findings if one.code == "total_differs")
    assert BOOK.say_finding(finding) == (
        f"The stated total is {sum(MALES) + 100}, but the ages add up to {sum(MALES)} (difference +100). "
        "Correct the total or one of the ages. The ages are used, not the total."
    )


@pytest.mark.parametrize("name", sorted(path.name for path in CITIES.iterdir()))
def test_phrases_when_a_city_file_is_read_then_every_finding_can_be_said(name: str) -> None:
    for finding in read(name).findings:
        assert finding.code in BOOK.phrases
        assert BOOK.say_finding(finding)


def test_read_population_when_read_twice_then_the_same() -> None:
    one, two = read("lakeside.px"), read("lakeside.px")
    assert one.findings == two.findings
    assert np.array_equal(one.latest.persons, two.latest.persons, equal_nan=True)


MARKS = st.sampled_from(
    [
        "0-4",
        "5-9",
        "85+",
        "Total",
        "Males",
        "F",
        "2020",
        "Age",
        "1.234",
        "7",
        "",
        ",",
        ";",
        "\t",
        '"',
        "\n",
        ":",
        "é",
        "岁",
        "(",
        "-",
    ]
)


@settings(max_examples=150)
@given(st.lists(MARKS, max_size=60).map("".join))
def test_read_population_when_text_is_made_of_labels_then_reads_or_refuses(text: str) -> None:
    _reads_or_refuses(Input("fuzz.csv", text.encode()))


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_read_population_when_bytes_are_anything_then_reads_or_refuses(content: bytes) -> None:
    _reads_or_refuses(Input("fuzz.bin", content))


@settings(max_examples=60)
@given(st.sampled_from(sorted(path.name for path in CITIES.iterdir())), st.integers(0, 5000), st.binary(max_size=3))
def test_read_population_when_a_file_is_damaged_then_reads_or_refuses(name: str, at: int, damage: bytes) -> None:
    content = (CITIES / name).read_bytes()
    at %= len(content)
    _reads_or_refuses(Input(name, content[:at] + damage + content[at + 1 :]))


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.sampled_from(["0-4", "5-9", "M", "F", 3, 2020, None, "x", "Total"]), max_size=6),
        min_size=1,
        max_size=10,
    )
)
def test_read_population_when_a_workbook_holds_anything_then_reads_or_refuses(rows: list[list[object]]) -> None:
    _reads_or_refuses(Input("fuzz.xlsx", workbook_of({"a": rows})))


def _reads_or_refuses(sent: Input) -> None:
    try:
        population = read_population(sent, today=TODAY)
    except InputRefused:
        return
    for table in population.tables:
        assert table.persons.shape[-1] == len(table.starts)
        assert not (table.persons < 0).any()


def test_read_population_when_a_check_finds_much_then_the_first_are_listed_and_others_counted() -> None:
    ages = [str(age) for age in range(100)]
    rows = [["Age", "Males", "Females"], *([age, 300, 100] for age in ages), ["100+", 1, 1]]
    unusual = [one for one in read("a_2020.csv", table_bytes(rows)).findings if one.code == "sex_ratio_unusual"]
    assert (len(unusual), sum(one.others for one in unusual)) == (20, 40)


def test_read_vital_when_years_stand_beside_births_and_deaths_then_both_are_read() -> None:
    rows = [["Year", "Births", "Deaths"], ["2019", "1 204", "871"], ["2020", "1 187", "902"]]
    vital = read_vital(Input("events.csv", table_bytes(rows, ";")), today=TODAY)
    assert {name: table.values.ravel().tolist() for name, table in vital.tables.items()} == {
        "births": [1204, 1187],
        "deaths": [871, 902],
    }
    assert vital.tables["births"].years == (2019, 2020)
    assert vital.tables["deaths"].where[1, 0, 0].row == 3


def test_read_vital_when_mothers_have_ages_then_spans_are_as_stated() -> None:
    rows = [
        ["Live births by age of mother"],
        ["Age", "2020", "2021"],
        ["15-19", 12, 11],
        ["20-24", 90, 95],
        ["45+", 2, 1],
    ]
    table = read_vital(Input("a.csv", table_bytes(rows)), today=TODAY).tables["births"]
    assert [span.text for span in table.spans] == ["15–19", "20–24", "45+"]
    assert table.values[:, 0].tolist() == [[12, 90, 2], [11, 95, 1]]


def test_read_vital_when_rates_are_per_thousand_then_they_are_per_person() -> None:
    rows = [
        ["Taux de mortalité pour 1 000 habitants, 2020"],
        ["Âge", "Hommes", "Femmes"],
        ["0-4", "4,5", "4"],
        ["5-9", "0,5", "0,25"],
        ["85+", "150", "125"],
    ]
    table = read_vital(Input("a.csv", table_bytes(rows, ";")), today=TODAY).tables["mortality"]
    assert (table.sexes, table.years) == (("m", "f"), (2020,))
    assert table.values[0].tolist() == [[0.0045, 0.0005, 0.15], [0.004, 0.00025, 0.125]]


def test_read_vital_when_nothing_says_what_is_counted_then_refused() -> None:
    with pytest.raises(InputRefused) as refused:
        read_vital(Input("a.csv", b"Year,Number\n2019,4\n2020,5\n"), today=TODAY)
    assert [finding.code for finding in refused.value.findings] == ["events_absent"]

"""The tables that a projection starts from and ends in."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from hub.kit.errors import DataProblem, Finding, InputRefused
from hub.rooms.ageing.engine.ages import AGES
from hub.rooms.ageing.files.projections import (
    AGE_COLUMNS,
    FERTILE_COLUMNS,
    read_base,
    read_fertility,
    read_intervals,
    read_migration,
    read_mortality,
    read_sex_ratios,
    require_same_places,
)
from hub.rooms.ageing.files.results import ResultFiles
from hub.rooms.ageing.phrases.intake import PHRASES

ONES = ",".join(["1"] * AGES)


def written(folder: Path, name: str, *lines: str, packed: bool = False) -> Path:
    path = folder / name
    content = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(content) if packed else content)
    return path


def base_lines(*rows: str) -> list[str]:
    return [f"iso3,sex,{','.join(AGE_COLUMNS)}", *rows]


def mortality_lines(*keys: str, value: str = "0.01") -> list[str]:
    rates = ",".join([value] * AGES)
    return [f"iso3,year,sex,{','.join(AGE_COLUMNS)}", *(f"{key},{rates}" for key in keys)]


def findings_of(read: object, path: Path) -> tuple[Finding, ...]:
    with pytest.raises(InputRefused) as refused:
        read(path)  # type: ignore[operator]
    assert all(
        finding.code in PHRASES or finding.code in ("header_only", "cells_extra") for finding in refused.value.findings
    )
    return refused.value.findings


@pytest.mark.parametrize("packed", [False, True])
def test_read_base_when_plain_or_packed_then_places_by_sex_and_age(tmp_path: Path, packed: bool) -> None:
    males, females = (",".join(str(age * step) for age in range(AGES)) for step in (1, 2.5))
    path = written(
        tmp_path, "base.csv", *base_lines(f"B,f,{females}", f"A,m,{ONES}", f"B,m,{males}", f"A,f,{ONES}"), packed=packed
    )
    base = read_base(path)
    assert list(base) == ["B", "A"]
    assert base["B"][:, 100].tolist() == [100, 250]
    assert base["A"].shape == (2, AGES)


def test_read_base_when_a_number_is_none_then_the_cell_is_named(tmp_path: Path) -> None:
    row = ONES.split(",")
    row[7], row[9] = "1,5".replace(",", ";"), ""
    (first, second) = findings_of(
        read_base, written(tmp_path, "base.csv", *base_lines(f"A,m,{','.join(row)}", f"A,f,{ONES}"))
    )
    assert (first.code, first.file, first.row, first.column, first.found) == (
        "rate_unreadable",
        "base.csv",
        2,
        "7",
        "1;5",
    )
    assert (second.row, second.column) == (2, "9")


@pytest.mark.parametrize(
    ("rows", "code", "row", "column"),
    [
        ([f"A,m,{ONES}"], "sex_missing", None, "sex"),
        ([f"A,m,{ONES}", f"A,f,{ONES}", f"A,f,{ONES}"], "key_repeated", 4, "iso3"),
        ([f"A,x,{ONES}"], "sex_code_unknown", 2, "sex"),
        ([f"=A,m,{ONES}"], "place_code_unusable", 2, "iso3"),
        ([f"A,m,{ONES[:-1]}-1", f"A,f,{ONES}"], "rate_out_of_range", 2, "100"),
        ([f"A,m,{ONES},1"], "cells_extra", 2, ""),
        ([f"A,m,{ONES[:-1]}nan"], "rate_unreadable", 2, "100"),
        ([f"A,m,{ONES[:-1]}1_0"], "rate_unreadable", 2, "100"),
        ([], "header_only", 1, ""),
    ],
)
def test_read_base_when_a_row_is_wrong_then_refused_with_its_place(
    tmp_path: Path, rows: list[str], code: str, row: int | None, column: str
) -> None:
    finding = findings_of(read_base, written(tmp_path, "base.csv", *base_lines(*rows)))[0]
    assert (finding.code, finding.row, finding.column) == (code, row, column)


def test_read_base_when_a_column_is_missing_then_it_is_named(tmp_path: Path) -> None:
    (finding,) = findings_of(read_base, written(tmp_path, "base.csv", "iso3,sex,0,1", "A,m,1,2"))
    assert (finding.code, finding.row) == ("table_column_missing", 1)
    assert finding.allowed.startswith("2, 3, 4")


def test_read_mortality_when_years_are_whole_then_series(tmp_path: Path) -> None:
    keys = [f"A,{year},{sex}" for year in (2025, 2024) for sex in "mf"]
    series = read_mortality(written(tmp_path, "mx.csv", *mortality_lines(*keys)))["A"]
    assert (series.first_year, series.years, series.values.shape) == (2024, range(2024, 2026), (2, 2, AGES))


def test_read_mortality_when_a_year_is_left_out_then_it_is_named(tmp_path: Path) -> None:
    keys = [f"A,{year},{sex}" for year in (2024, 2026) for sex in "mf"]
    (finding,) = findings_of(read_mortality, written(tmp_path, "mx.csv", *mortality_lines(*keys)))
    assert (finding.code, finding.found, finding.column, finding.parameters["place"]) == (
        "year_missing",
        "2025",
        "year",
        "A",
    )


def test_read_mortality_when_year_is_text_then_refused(tmp_path: Path) -> None:
    findings = findings_of(read_mortality, written(tmp_path, "mx.csv", *mortality_lines("A,soon,m")))
    assert [(one.code, one.found) for one in findings] == [("year_unreadable", "soon")]


def test_read_migration_when_negative_then_accepted(tmp_path: Path) -> None:
    lines = mortality_lines("A,2024,m", "A,2024,f", value="-3")
    assert read_migration(written(tmp_path, "mig.csv", *lines))["A"].values.sum() == -3 * 2 * AGES


def test_read_fertility_and_ratios_when_columns_are_more_then_others_are_passed_over(tmp_path: Path) -> None:
    rates = ",".join(["0.05"] * len(FERTILE_COLUMNS))
    asfr = written(tmp_path, "asfr.csv", f"iso3,year,{','.join(FERTILE_COLUMNS)}", f"A,2024,{rates}")
    srb = written(tmp_path, "srb.csv", "iso3,year,srb,ref_births", "A,2024,1.05,900")
    assert read_fertility(asfr)["A"].values.shape == (1, 45)
    assert read_sex_ratios(srb)["A"].values.tolist() == [1.05]


def test_read_sex_ratios_when_girls_per_boy_then_out_of_range(tmp_path: Path) -> None:
    (finding,) = findings_of(read_sex_ratios, written(tmp_path, "srb.csv", "iso3,year,srb", "A,2024,105"))
    assert (finding.code, finding.found, finding.row, finding.column) == ("rate_out_of_range", "105", 2, "srb")


def test_read_intervals_when_limits_fall_then_refused(tmp_path: Path) -> None:
    head = "iso3,year,series,l95,l80,u80,u95"
    good = read_intervals(written(tmp_path, "a.csv", head, "A,2024,tfr,1,1.2,1.6,1.8", "A,2025,tfr,1,1.2,1.6,1.8"))
    assert good["A"]["tfr"].values.shape == (2, 4)
    (finding,) = findings_of(read_intervals, written(tmp_path, "b.csv", head, "A,2024,tfr,1,1.7,1.6,1.8"))
    assert (finding.code, finding.row) == ("limits_out_of_order", 2)


def test_read_base_when_gzip_is_a_bomb_then_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "base.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for _ in range(300):
            stream.write(b"0" * (1 << 20))
    (finding,) = findings_of(read_base, path)
    assert finding.code == "gzip_too_large"


def test_read_base_when_gzip_is_cut_then_refused(tmp_path: Path) -> None:
    path = tmp_path / "base.csv.gz"
    path.write_bytes(gzip.compress(b"iso3,sex\n" * 1000)[:40])
    (finding,) = findings_of(read_base, path)
    assert finding.code == "gzip_damaged"


def test_read_base_when_there_is_no_file_then_said(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="file_absent"):
        read_base(tmp_path / "base.csv")


def test_require_same_places_when_one_is_missing_then_named() -> None:
    assert require_same_places({"base": {"A": 1, "B": 2}, "mx": {"B": 1, "A": 1, "C": 1}}) == ("A", "B")
    with pytest.raises(DataProblem, match="places_differ"):
        require_same_places({"base": {"A": 1, "B": 2}, "mx": {"A": 1}})


def test_readers_when_files_are_those_of_the_un_then_eight_countries(shared: Path) -> None:
    folder = shared / "data" / "wpp2024"
    base = read_base(folder / "base_pop_2024_01_01.csv.gz")
    mortality = read_mortality(folder / "mx_1x1.csv.gz")
    fertility = read_fertility(folder / "asfr_1x1.csv.gz")
    ratios = read_sex_ratios(folder / "srb.csv.gz")
    migration = read_migration(folder / "mig_1x1.csv.gz")
    intervals = read_intervals(folder / "un_intervals.csv.gz")
    tables = {"base": base, "mx": mortality, "asfr": fertility, "srb": ratios, "mig": migration, "intervals": intervals}
    assert set(require_same_places(tables)) == {"CHN", "DEU", "KEN", "BRA", "JPN", "IND", "IRL", "MAR"}
    assert mortality["DEU"].values.shape == (77, 2, AGES)
    assert (fertility["KEN"].first_year, ratios["CHN"].values[0], migration["CHN"].values[0, 0, 0]) == (
        2024,
        1.103,
        -3409,
    )
    assert base["CHN"][0, 1] == 4929577.7
    assert intervals["DEU"]["tfr"].values[2050 - 2024].tolist() == [1.045, 1.241, 1.821, 1.964]


def test_result_files_when_written_then_each_date_is_there_and_reads_back(tmp_path: Path) -> None:
    january = np.arange(3 * 2 * AGES, dtype=float).reshape(3, 2, AGES) / 3
    with ResultFiles(tmp_path) as files:
        files.add_population("A", 2024, january)
        files.add_indicators("A", [2024, 2025], ["total", "old_age"], np.array([[1.5, 20], [2, np.nan]]))
        files.add_quantiles("A", [2024], ["total"], np.array([[[1.0, 2.5]]]), quantiles=[0.1, 0.9])
    with (tmp_path / "population.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["iso3", "date", "sex", "age", "persons"]
    assert list(dict.fromkeys(row["date"] for row in rows)) == ["2024-07-01", "2024-12-31", "2025-07-01", "2025-12-31"]
    back = np.array([float(row["persons"]) for row in rows]).reshape(4, 2, AGES)
    assert np.array_equal(back[1], january[1])
    assert np.array_equal(back[2], (january[1] + january[2]) / 2)
    assert (rows[AGES]["sex"], rows[AGES]["age"]) == ("f", "0")
    assert (tmp_path / "indicators.csv").read_bytes() == (
        b"iso3,year,indicator,value\nA,2024,total,1.5\nA,2024,old_age,20\nA,2025,total,2\nA,2025,old_age,\n"
    )
    assert (
        tmp_path / "quantiles.csv"
    ).read_bytes() == b"iso3,year,item,quantile,value\nA,2024,total,0.1,1\nA,2024,total,0.9,2.5\n"


def test_result_files_when_no_quantiles_are_added_then_there_is_no_such_table(tmp_path: Path) -> None:
    with ResultFiles(tmp_path) as files:
        files.add_population("A", 2024, np.ones((2, 2, AGES)))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["indicators.csv", "population.csv"]


def test_result_files_when_a_run_fails_then_no_table_looks_whole(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="results_shape_differs"), ResultFiles(tmp_path) as files:
        files.add_population("A", 2024, np.ones((2, 2, 5)))
    assert list(tmp_path.iterdir()) == []


def test_result_files_when_written_twice_then_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with ResultFiles(tmp_path / name) as files:
            files.add_population("A", 2024, np.linspace(0, 1, 2 * 2 * AGES).reshape(2, 2, AGES))
    assert (tmp_path / "one/population.csv").read_bytes() == (tmp_path / "two/population.csv").read_bytes()

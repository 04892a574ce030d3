"""`hub ageing project` on the United Nations' own inputs, compared with their results."""

import csv
import gzip
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

NAMES = {
    "base": "base_pop_2024_01_01.csv.gz",
    "mortality": "mx_1x1.csv.gz",
    "fertility": "asfr_1x1.csv.gz",
    "srb": "srb.csv.gz",
    "migration": "mig_1x1.csv.gz",
}


@pytest.fixture
def wpp(shared: Path) -> Path:
    return shared / "data" / "wpp2024"


def run(folder: Path, out: Path, **changed: object) -> None:
    call_command("ageing_project", **{name: folder / file for name, file in NAMES.items()}, to=2030, out=out, **changed)


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(text_of(path).splitlines()))


def text_of(path: Path) -> str:
    """Text of a table, plain or gzipped."""
    return gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()


def test_project_when_given_the_un_inputs_then_matches_the_reference_within_a_hundredth_of_a_person(
    wpp, tmp_path
) -> None:
    run(wpp, tmp_path)
    found = {
        (row["iso3"], row["date"][:4], row["sex"], row["age"]): float(row["persons"])
        for row in rows_of(tmp_path / "population.csv")
        if row["date"] in ("2024-12-31", "2030-12-31")
    }
    expected = [row for row in rows_of(wpp / "ref_ccm_1x1.csv.gz") if row["year_dec31"] in ("2024", "2030")]
    assert len(expected) == 32
    for row in expected:
        for age in map(str, range(101)):
            key = (row["iso3"], row["year_dec31"], row["sex"], age)
            assert found[key] == pytest.approx(float(row[age]), abs=0.01)


def test_project_when_run_then_writes_every_half_year_and_all_columns(wpp, tmp_path) -> None:
    run(wpp, tmp_path)
    population = rows_of(tmp_path / "population.csv")
    assert tuple(population[0]) == ("iso3", "date", "sex", "age", "persons")
    assert len(population) == 8 * 7 * 2 * 2 * 101
    indicators = rows_of(tmp_path / "indicators.csv")
    assert tuple(indicators[0]) == ("iso3", "year", "indicator", "value")
    japan = {(row["year"], row["indicator"]): float(row["value"]) for row in indicators if row["iso3"] == "JPN"}
    assert japan["2030", "oadr65_20_64"] == pytest.approx(57.69, abs=0.1)
    assert japan["2030", "poadr"] == pytest.approx(28.86, abs=0.5)
    assert not (tmp_path / "quantiles.csv").exists()


def test_project_when_asked_for_trajectories_then_writes_quantiles_the_same_each_time(wpp, tmp_path) -> None:
    for name in ("one", "two"):
        run(wpp, tmp_path / name, trajectories=60, seed=3, intervals=wpp / "un_intervals.csv.gz")
    one, two = ((tmp_path / name / "quantiles.csv").read_bytes() for name in ("one", "two"))
    assert one == two
    rows = rows_of(tmp_path / "one" / "quantiles.csv")
    assert tuple(rows[0]) == ("iso3", "year", "item", "quantile", "value")
    shares = [
        float(row["value"]) for row in rows if (row["iso3"], row["year"], row["item"]) == ("DEU", "2030", "pct65")
    ]
    assert shares == sorted(shares)
    assert len(shares) == 5


def test_project_when_trajectories_lack_intervals_then_refuses_and_writes_nothing(wpp, tmp_path) -> None:
    with pytest.raises(CommandError, match="without intervals") as refused:
        run(wpp, tmp_path / "out", trajectories=10)
    assert refused.value.returncode == 2
    assert not (tmp_path / "out").exists()


def test_project_when_a_year_is_not_there_then_names_place_and_table(wpp, tmp_path) -> None:
    with pytest.raises(CommandError, match="gives 2024–2100 for CHN; 2024–2150 are needed"):
        call_command(
            "ageing_project", **{name: wpp / file for name, file in NAMES.items()}, to=2150, out=tmp_path / "out"
        )
    assert not list(tmp_path.rglob("*.csv"))


def test_project_when_a_cell_is_text_then_names_it(wpp, tmp_path) -> None:
    lines = text_of(wpp / NAMES["srb"]).replace("CHN,2030,", "CHN,2030,many", 1)
    (tmp_path / "srb.csv").write_text(lines)
    arguments = {name: wpp / file for name, file in NAMES.items()} | {"srb": tmp_path / "srb.csv"}
    with pytest.raises(CommandError, match=r"srb\.csv, row 8, column srb"):
        call_command("ageing_project", **arguments, to=2040, out=tmp_path / "out")

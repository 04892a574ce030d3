"""Many places in one call: years cut to what is asked, quantiles that do not depend on the other places, all or nothing."""

import csv
from pathlib import Path

import numpy as np
import pytest
from tests.factories.ageing_country import FIRST_YEAR, YEARS, made_up_figures

from hub.kit.errors import DataProblem, InputRefused
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals
from hub.rooms.ageing.files.batches import Chances, Tables, project_tables

AGES = range(101)
LAST = FIRST_YEAR + 4
FIGURES = made_up_figures()


def inputs(share: float = 1.0) -> Inputs:
    return Inputs(
        FIGURES.base * share,
        FIGURES.mortality,
        FIGURES.fertility,
        FIGURES.sex_ratio,
        FIGURES.migration * share,
        FIRST_YEAR,
    )


PLACES = {"AAA": inputs(), "BBB": inputs(0.01)}


def write(path: Path, head: list[str], rows: list[list[object]]) -> Path:
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    return path


def tables_in(folder: Path, *places: str, first_year: int = FIRST_YEAR) -> Tables:
    """The six tables of some of the places, all for forty years; intervals from `first_year` on."""
    picked = {place: PLACES[place] for place in places or PLACES}

    def by_sex(name: str) -> Path:
        rows = [
            [place, FIRST_YEAR + at, sex, *getattr(one, name)[at, number].tolist()]
            for place, one in picked.items()
            for at in range(YEARS)
            for number, sex in enumerate("mf")
        ]
        return write(folder / f"{name}.csv", ["iso3", "year", "sex", *map(str, AGES)], rows)

    base = [
        [place, sex, *one.base[number].tolist()] for place, one in picked.items() for number, sex in enumerate("mf")
    ]
    years = [(place, one, at) for place, one in picked.items() for at in range(YEARS)]
    asfr = [[place, FIRST_YEAR + at, *one.fertility[at].tolist()] for place, one, at in years]
    srb = [[place, FIRST_YEAR + at, one.sex_ratio[at]] for place, one, at in years]
    return Tables(
        base=write(folder / "base.csv", ["iso3", "sex", *map(str, AGES)], base),
        mortality=by_sex("mortality"),
        fertility=write(folder / "asfr.csv", ["iso3", "year", *map(str, range(10, 55))], asfr),
        sex_ratio=write(folder / "srb.csv", ["iso3", "year", "srb"], srb),
        migration=by_sex("migration"),
        intervals=write(
            folder / "intervals.csv", ["iso3", "year", "series", "l95", "l80", "u80", "u95"], _ends(picked, first_year)
        ),
    )


def _ends(picked: dict[str, Inputs], first_year: int) -> list[list[object]]:
    rows: list[list[object]] = []
    for place, one in picked.items():
        found = generic_marginals(one)
        series = {"tfr": found.fertility, "e0M": found.expectancy[0], "e0F": found.expectancy[1]}
        series["mig_thousand"] = found.migration / 1000
        for name, points in series.items():
            ends = points[:, [0, 1, 3, 4]].tolist()
            rows += [[place, first_year + at, name, *of_year] for at, of_year in enumerate(ends)]
    return rows


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_project_tables_when_run_then_writes_the_projection_of_every_place(tmp_path):
    told: list[str] = []
    places = project_tables(
        tables_in(tmp_path), tmp_path / "out", last_year=LAST, chances=Chances(), progress=told.append
    )
    assert places == ("AAA", "BBB")
    assert told == ["1/2 AAA", "2/2 BBB"]
    rows = rows_of(tmp_path / "out" / "population.csv")
    assert {row["date"] for row in rows} == {
        f"{year}-{day}" for year in range(FIRST_YEAR, LAST + 1) for day in ("07-01", "12-31")
    }
    for place, one in PLACES.items():
        end = [float(row["persons"]) for row in rows if (row["iso3"], row["date"]) == (place, f"{LAST}-12-31")]
        np.testing.assert_allclose(end, project(one).population[5].ravel(), rtol=1e-12)
    assert not (tmp_path / "out" / "quantiles.csv").exists()


def quantiles(folder: Path, place: str) -> list[dict[str, str]]:
    return [row for row in rows_of(folder / "quantiles.csv") if row["iso3"] == place]


def test_project_tables_when_a_place_is_alone_or_among_others_then_its_quantiles_are_the_same(tmp_path):
    both, one = tmp_path / "both", tmp_path / "one"
    for folder, places in ((both, ()), (one, ("BBB",))):
        folder.mkdir()
        project_tables(tables_in(folder, *places), folder / "out", last_year=LAST, chances=Chances(20, 3))
    assert quantiles(both / "out", "BBB") == quantiles(one / "out", "BBB")
    assert quantiles(both / "out", "AAA") != []


def test_project_tables_when_the_seed_differs_then_so_do_the_quantiles(tmp_path):
    tables = tables_in(tmp_path, "BBB")
    for seed in (3, 4):
        project_tables(tables, tmp_path / str(seed), last_year=LAST, chances=Chances(20, seed))
    assert quantiles(tmp_path / "3", "BBB") != quantiles(tmp_path / "4", "BBB")


def test_project_tables_when_intervals_begin_earlier_then_those_of_the_years_projected_count(tmp_path):
    late, early = tmp_path / "late", tmp_path / "early"
    for folder, first in ((late, FIRST_YEAR), (early, FIRST_YEAR - 3)):
        folder.mkdir()
        project_tables(tables_in(folder, "BBB", first_year=first), folder / "out", last_year=LAST, chances=Chances(20))
    widths = [
        float(rows["0.9"]) - float(rows["0.1"])
        for folder in (late, early)
        for rows in [
            {row["quantile"]: row["value"] for row in quantiles(folder / "out", "BBB")
             if (row["year"], row["item"]) == (str(FIRST_YEAR), "tfr")}
        ]
    ]  # fmt: skip
    # Intervals widen with the years from their own start: three years in, they are wider.
    assert widths[1] > 1.1 * widths[0]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"chances": Chances(1)}, "trajectories_out_of_range"),
        ({"chances": Chances(-5)}, "trajectories_out_of_range"),
        ({"last_year": FIRST_YEAR - 1}, "years_not_given"),
        ({"last_year": FIRST_YEAR + YEARS}, "years_not_given"),
    ],
)
def test_project_tables_when_asked_for_what_cannot_be_then_refuses_and_leaves_nothing(tmp_path, changed, code):
    with pytest.raises(DataProblem) as refused:
        project_tables(tables_in(tmp_path), tmp_path / "out", **{"last_year": LAST, "chances": Chances()} | changed)
    assert refused.value.code == code
    assert not list((tmp_path / "out").glob("*"))


def test_project_tables_when_a_series_is_missing_then_names_it(tmp_path):
    tables = tables_in(tmp_path, "BBB")
    kept = [line for line in tables.intervals.read_text().splitlines() if ",e0F," not in line]
    tables.intervals.write_text("\n".join(kept))
    with pytest.raises(DataProblem) as refused:
        project_tables(tables, tmp_path / "out", last_year=LAST, chances=Chances(20))
    assert (refused.value.code, refused.value.parameters["allowed"]) == ("series_not_given", "e0F")


def test_project_tables_when_a_place_lacks_a_table_then_says_which(tmp_path):
    tables = tables_in(tmp_path)
    tables.sex_ratio.write_text(
        "\n".join(line for line in tables.sex_ratio.read_text().splitlines() if "BBB" not in line)
    )
    with pytest.raises(DataProblem) as refused:
        project_tables(tables, tmp_path / "out", last_year=LAST, chances=Chances())
    assert (refused.value.code, refused.value.parameters["found"]) == ("places_differ", "BBB")


def test_project_tables_when_a_cell_is_no_number_then_names_it(tmp_path):
    tables = tables_in(tmp_path, "BBB")
    text = tables.sex_ratio.read_text().replace(f"BBB,{FIRST_YEAR},1.05", f"BBB,{FIRST_YEAR},many")
    tables.sex_ratio.write_text(text)
    with pytest.raises(InputRefused) as refused:
        project_tables(tables, tmp_path / "out", last_year=LAST, chances=Chances())
    assert (refused.value.findings[0].column, refused.value.findings[0].row) == ("srb", 2)

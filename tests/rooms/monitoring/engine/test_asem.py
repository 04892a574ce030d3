"""Every deterministic step against COINr 1.1.14 on ASEM; see ../shared/composite/asem/expected/README.md."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from hub.rooms.monitoring.engine.aggregate import aggregate
from hub.rooms.monitoring.engine.denominate import denominate
from hub.rooms.monitoring.engine.framework import Framework, Node, grow_framework
from hub.rooms.monitoring.engine.impute import impute
from hub.rooms.monitoring.engine.normalise import normalise
from hub.rooms.monitoring.engine.rank import rank, rank_in_groups
from hub.rooms.monitoring.engine.screen import screen
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.engine.treat import treat
from hub.rooms.monitoring.engine.weigh import effective_weights, weigh

KINDS = {"1": "indicator", "2": "feature", "3": "area", "4": "index"}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def number(text: str) -> float:
    return float(text) if text not in ("", "NA") else math.nan


@pytest.fixture(scope="module")
def folder() -> Path:
    found = Path(__file__).resolve().parents[5] / "shared" / "composite" / "asem"
    if not found.is_dir():
        pytest.skip("the ASEM reference is not beside the project")
    return found


@pytest.fixture(scope="module")
def framework(folder: Path) -> Framework:
    nodes, denominators = [], []
    for row in rows_of(folder / "iMeta.csv"):
        if row["Type"] == "Denominator":
            denominators.append(Node(row["iCode"], "", "denominator", {"en": row["iName"]}))
        if row["Type"] not in ("Indicator", "Aggregate"):
            continue
        code = "index" if row["Level"] == "4" else row["iCode"]
        nodes.append(
            Node(
                code=code,
                parent="index" if row["Parent"] == "Index" else row["Parent"],
                kind=KINDS[row["Level"]],
                names={"en": row["iName"]},
                direction=int(row["Direction"] or 1) if row["Level"] == "1" else 0,
                weight=float(row["Weight"]),
                denominator=row["Denominator"] if row["Denominator"] != "NA" else "",
            )
        )
    return grow_framework(Framework("asem", "1", "working", {"en": "ASEM"}, tuple(nodes), tuple(denominators)))


@pytest.fixture(scope="module")
def steps(folder: Path, framework: Framework) -> dict[str, Step]:
    rows = sorted(rows_of(folder / "iData.csv"), key=lambda row: row["uCode"])
    nodes = tuple(node.code for node in framework.measured)
    values = np.array([[number(row[node]) for node in nodes] for row in rows])
    raw = Table(tuple(row["uCode"] for row in rows), nodes, values)
    denominated = denominate(raw, framework.indicators)
    groups = [row["EurAsia_group"] for row in rows]
    imputed = impute(denominated.table, "group-mean", groups=groups)
    screened = screen(imputed.table, 0.9, 0.0)
    treated, _ = treat(screened.step.table)
    directions = [framework.node(code).direction for code in treated.table.nodes]
    normalised = normalise(treated.table, directions, "minmax", {"low": 0.0, "high": 100.0})
    weights = weigh(framework, normalised.table.nodes, "given")
    aggregated = aggregate(normalised.table, framework, weights, method="arithmetic", thresholds={}, levels={})
    found = (denominated, imputed, screened.step, treated, normalised, aggregated)
    return {step.name: step for step in found}


def check_columns(table: Table, path: Path) -> None:
    for row in rows_of(path):
        column = table.column(row["iCode"])
        known = column[~np.isnan(column)]
        assert len(known) == int(row["n"]), row["iCode"]
        found = (known.sum(), (known**2).sum(), known.min(), known.max())
        expected = [float(row[name]) for name in ("sum", "sumsq", "min", "max")]
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-15), row["iCode"]


def test_denominate_on_asem_gives_the_published_columns(folder: Path, steps: dict[str, Step]) -> None:
    check_columns(steps["denominated"].table, folder / "expected" / "1_denominated_checksums.csv")


def test_impute_on_asem_fills_the_published_cells_and_no_others(folder: Path, steps: dict[str, Step]) -> None:
    check_columns(steps["imputed"].table, folder / "expected" / "2_imputed_checksums.csv")
    expected = {
        (row["uCode"], row["iCode"]): float(row["value"])
        for row in rows_of(folder / "expected" / "2_imputed_cells.csv")
    }
    found = {(cell.place, cell.node): cell.after for cell in steps["imputed"].cells}
    assert found == pytest.approx(expected, rel=1e-9)


def test_screen_on_asem_keeps_the_published_places(folder: Path, steps: dict[str, Step]) -> None:
    summary = rows_of(folder / "expected" / "3_screening_summary.csv")
    expected = sorted(row["uCode"] for row in summary if row["Included"] == "TRUE")
    assert list(steps["screened"].table.places) == expected


def test_treat_on_asem_changes_the_published_cells_and_no_others(folder: Path, steps: dict[str, Step]) -> None:
    check_columns(steps["treated"].table, folder / "expected" / "4_treated_checksums.csv")
    expected = {
        (row["uCode"], row["iCode"]): float(row["value"])
        for row in rows_of(folder / "expected" / "4_treated_cells.csv")
    }
    found = {(cell.place, cell.node): cell.after for cell in steps["treated"].cells}
    assert found == pytest.approx(expected, rel=1e-9)


def test_treat_on_asem_gives_the_published_skewness_kurtosis_and_counts(folder: Path, steps: dict[str, Step]) -> None:
    columns = steps["treated"].columns
    for row in rows_of(folder / "expected" / "4_treatment_summary.csv"):
        own = columns[row["iCode"]]
        assert own["skewness"] == pytest.approx(float(row["check_SkewKurt0.Skew"]), rel=1e-9)
        assert own["kurtosis"] == pytest.approx(float(row["check_SkewKurt0.Kurt"]), rel=1e-9)
        assert own["points"] == int(row["winsorise.nwin"] or 0)


def test_normalise_on_asem_gives_the_published_table(folder: Path, steps: dict[str, Step]) -> None:
    check_cells(steps["normalised"].table, folder / "expected" / "5_normalised.csv")


def test_aggregate_on_asem_gives_the_published_scores(folder: Path, steps: dict[str, Step]) -> None:
    check_cells(steps["aggregated"].table, folder / "expected" / "6_aggregated.csv")


def check_cells(table: Table, path: Path) -> None:
    rows = rows_of(path)
    assert len(rows) == len(table.places)
    for row in rows:
        for name, text in row.items():
            if name != "uCode":
                found = table.cell(row["uCode"], name.replace("Index", "index"))
                assert found == pytest.approx(float(text), rel=1e-9, abs=1e-9), (row["uCode"], name)


def test_rank_on_asem_gives_the_published_ranks(folder: Path, steps: dict[str, Step]) -> None:
    table = steps["aggregated"].table
    ranks = rank(table.values)
    for row in rows_of(folder / "expected" / "ranks_aggregates.csv"):
        for name, text in row.items():
            if name != "uCode":
                column = table.nodes.index(name.replace("Index", "index"))
                assert ranks[table.places.index(row["uCode"]), column] == int(text)


def test_rank_in_groups_on_asem_gives_the_published_ranks(folder: Path, steps: dict[str, Step]) -> None:
    table = steps["aggregated"].table
    group_of = {row["uCode"]: row["GDPpc_group"] for row in rows_of(folder / "iData.csv")}
    ranks = rank_in_groups(table.values, [group_of[place] for place in table.places])
    for row in rows_of(folder / "expected" / "ranks_in_group.csv"):
        assert ranks[table.places.index(row["uCode"]), table.nodes.index("index")] == int(row["Index"])


def test_effective_weights_on_asem_are_the_published_ones(folder: Path, framework: Framework) -> None:
    weights = weigh(framework, tuple(node.code for node in framework.indicators), "given")
    effective = effective_weights(framework, weights)
    for row in rows_of(folder / "expected" / "effective_weights.csv"):
        code, value = row["iCode"], float(row["EffWeight"])
        assert effective[code.replace("Index", "index")] == pytest.approx(value, rel=1e-9)

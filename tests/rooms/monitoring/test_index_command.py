"""`hub index run asem` against every file of COINr's results, through COINr's tables and through our own made from them."""

import io
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from tests.rooms.monitoring.published import (
    EXPECTED,
    FOLDER,
    check_alpha,
    check_availability,
    check_cells,
    check_checksums,
    check_components,
    check_flags,
    check_formula,
    check_given_weights,
    check_levels,
    check_lineage,
    check_loadings,
    check_pairs,
    check_rank_statistics,
    check_ranks,
    check_replications,
    check_searched,
    check_sets,
    check_statistics,
    check_strengths,
    check_summary,
    check_treatment,
    check_wide,
    check_without,
    json_of,
    rows_of,
)

NAMES = sorted(
    path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*") if path.suffix in (".csv", ".json")
)
DESIGNS = {"ua_N100": "ua_N100_design.csv", "ua_N500": "ua_N500_design.csv", "sa_N100": "sa_N100_design_and_y.csv"}
ROUTES = ("coinr", "native")
Outputs = Mapping[str, Path]


def run_index(out: Path, *, design: str, **tables: Any) -> str:
    said = io.StringIO()
    uasa = EXPECTED / "uasa"
    options = {"design": str(uasa / design), "weight_sets": str(uasa / "weights_alternatives.csv")}
    call_command("index_run", "asem", out=str(out), stdout=said, stderr=io.StringIO(), **options, **tables)
    return said.getvalue()


def native_tables(out: Path) -> dict[str, Any]:
    own = out / "native"
    return {"data": [str(own / "observations.csv")], "indicators": str(own / "indicators.csv")}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outputs]:
    """Route -> name of the design -> output folder."""
    if not FOLDER.is_dir():
        pytest.skip("the ASEM reference is not beside the project")
    base = tmp_path_factory.mktemp("asem")
    tables: dict[str, Any] = {"idata": str(FOLDER / "iData.csv"), "imeta": str(FOLDER / "iMeta.csv")}
    found: dict[str, Outputs] = {}
    for route in ROUTES:
        found[route] = {name: base / route / name for name in DESIGNS}
        for name, design in DESIGNS.items():
            run_index(found[route][name], design=design, **tables)
        tables = native_tables(found["coinr"]["ua_N100"])
    return found


CHECKS: Mapping[str, Callable[[Path, str], None]] = {
    "1_denominated_checksums.csv": lambda out, name: check_checksums(out / "steps/denominated.csv", name),
    "1_denominated_columns.csv": lambda out, name: check_wide(out / "steps/denominated.csv", name),
    "2_imputed_cells.csv": lambda out, name: check_cells(
        out / "steps/imputed.csv", out / "steps/denominated.csv", name
    ),
    "2_imputed_checksums.csv": lambda out, name: check_checksums(out / "steps/imputed.csv", name),
    "3_screening_summary.csv": check_availability,
    "4_treated_cells.csv": lambda out, name: check_cells(out / "steps/treated.csv", out / "steps/screened.csv", name),
    "4_treated_checksums.csv": lambda out, name: check_checksums(out / "steps/treated.csv", name),
    "4_treatment_summary.csv": check_treatment,
    "5_normalised.csv": lambda out, name: check_wide(out / "steps/normalised.csv", name),
    "6_aggregated.csv": lambda out, name: check_wide(out / "steps/aggregated.csv", name),
    "availability_units.csv": check_availability,
    "availability_units_by_group.csv": check_availability,
    "corr_denominators_abs_0.5.csv": check_flags,
    "corr_flags_high_0.45.csv": check_flags,
    "corr_flags_low_0.3.csv": check_flags,
    **{f"corr_level1_level{level}_pearson.csv": check_levels for level in "234"},
    **{f"corr_normalised_{method}.csv": check_pairs for method in ("kendall", "pearson", "spearman")},
    "corr_normalised_pearson_p05_grouplev2.csv": check_pairs,
    "cronbach_alpha.json": check_alpha,
    "effective_weights.csv": check_given_weights,
    "lineage.csv": check_lineage,
    **{f"optimised_weights_{objective}.json": check_searched for objective in ("balance", "infomax")},
    **{f"pca_level{level}.json": check_components for level in "123"},
    **{f"pca_weights_level{level}.csv": check_loadings for level in "123"},
    "ranks_aggregates.csv": lambda out, name: check_ranks(out / "ranks.csv", name),
    "ranks_in_group.csv": lambda out, name: check_ranks(out / "ranks_in_groups.csv", name),
    "ranks_index.csv": lambda out, name: check_ranks(out / "ranks.csv", name),
    **{f"remove_level{level}_mean_abs_rank_change.json": check_without for level in "123"},
    **{f"remove_level{level}_{what}.csv": check_without for level in "123" for what in ("ranks", "scores")},
    "stats_Raw.csv": check_statistics,
    "stats_Screened.csv": check_statistics,
    "strengths_weaknesses.json": check_strengths,
    "unit_summary_IND.csv": check_summary,
    "weights_original.csv": check_given_weights,
}


REPLAYED: Mapping[str, Callable[[Path, str], None]] = {
    **{f"uasa/{design}": check_replications for design in DESIGNS.values()},
    **{f"uasa/{name}_scores.csv": check_replications for name in ("ua_N100", "sa_N100")},
    **{f"uasa/{name}_ranks.csv": check_replications for name in ("ua_N100", "ua_N500")},
    **{f"uasa/{name}_rankstats.csv": check_rank_statistics for name in DESIGNS},
    "uasa/sa_N100_indices.csv": check_formula,
    "uasa/weights_alternatives.csv": check_sets,
}


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the ASEM reference is not beside the project")
def test_index_run_on_asem_leaves_no_published_file_out() -> None:
    assert sorted({*CHECKS, *REPLAYED}) == NAMES


@pytest.mark.parametrize("name", sorted(CHECKS))
@pytest.mark.parametrize("route", ROUTES)
def test_index_run_on_asem_gives_the_published_results(outputs: Mapping[str, Outputs], route: str, name: str) -> None:
    CHECKS[name](outputs[route]["ua_N100"], name)


@pytest.mark.parametrize("name", sorted(REPLAYED))
@pytest.mark.parametrize("route", ROUTES)
def test_index_run_on_asem_replays_the_published_designs(outputs: Mapping[str, Outputs], route: str, name: str) -> None:
    design = next((one for one in DESIGNS if one in name), "ua_N100")
    REPLAYED[name](outputs[route][design], name)


@pytest.mark.parametrize("route", ROUTES)
def test_index_run_on_asem_gives_the_exact_sensitivity_indices(outputs: Mapping[str, Outputs], route: str) -> None:
    # README, item 6: full enumeration of 2,000 combinations.
    found = json_of(outputs[route]["ua_N100"] / "sensitivity.json")["rank_changes"]["Index"]
    factors = [found["factors"][name] for name in ("treatment", "normalisation", "weights", "aggregation")]
    assert [round(one["first"], 4) for one in factors] == [0.0321, 0.0688, 0.1520, 0.5301]
    assert [round(one["total"], 4) for one in factors] == [0.0536, 0.2500, 0.2420, 0.7026]
    assert (round(found["mean"], 5), round(math.sqrt(found["variance"]), 5)) == (1.96480, 0.80745)


def test_the_how_to_rebuilds_the_published_ranks(monkeypatch: pytest.MonkeyPatch) -> None:
    if not FOLDER.is_dir():
        pytest.skip("the ASEM reference is not beside the project")
    monkeypatch.chdir(FOLDER)
    page = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "rebuild-asem.md"
    code = page.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    assert len([line for line in code.splitlines() if line and not line.startswith(("from", "import"))]) <= 20
    known: dict[str, Any] = {}
    exec(compile(code, str(page), "exec"), known)
    expected = {row["uCode"]: int(row["Rank"]) for row in rows_of(EXPECTED / "ranks_index.csv")}
    assert known["ranks"] == expected

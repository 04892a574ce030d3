"""`hub index run`: the same bytes every time, refusals that can be mended, and nothing left behind."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from hub import cli

META = """Level,iCode,iName,Direction,Weight,Denominator,Parent,Type
1,A,Books,1,1,,Read,Indicator
1,B,Dropouts,-1,2,,Read,Indicator
1,C,Clubs,1,1,,Meet,Indicator
2,Read,Reading,1,3,,Top,Aggregate
2,Meet,Meeting,1,1,,Top,Aggregate
3,Top,Learning,1,1,,,Aggregate
,Region,Part of the world,,,,,Group
"""
ROWS = """uName,uCode,Time,Region,A,B,C
Berne,BE,2024,North,4,1.5,7
Aarhus,AA,2024,North,2,,8
Quito,QU,2024,South,1,3,2
Lagos,LA,2024,South,6,2,5
Hanoi,HA,2024,South,3,4,6
"""
RECIPE = """
[[steps]]
do = "impute"
method = "group-mean"
grouping = "Region"
coverage = 0.0
[[steps]]
do = "normalise"
method = "minmax"
low = 0
high = 100
[[steps]]
do = "weigh"
method = "given"
[[steps]]
do = "aggregate"
method = "arithmetic"
[[steps]]
do = "rank"
method = "competition"
groupings = ["Region"]
[[steps]]
do = "uncertainty"
method = "monte-carlo"
replications = 50
seed = 7
noise = false
[[steps]]
do = "sensitivity"
method = "variance-based"
weight_sets = 10
"""


@pytest.fixture
def inputs(tmp_path: Path) -> dict[str, str]:
    for name, text in (("small.toml", RECIPE), ("iData.csv", ROWS), ("iMeta.csv", META)):
        (tmp_path / name).write_text(text)
    return {"idata": str(tmp_path / "iData.csv"), "imeta": str(tmp_path / "iMeta.csv"), "out": str(tmp_path / "out")}


def run_index(inputs: dict[str, Any], **more: Any) -> str:
    said = io.StringIO()
    recipe = str(Path(inputs["out"]).parent / "small.toml")
    call_command("index_run", recipe, stdout=said, stderr=io.StringIO(), **inputs, **more)
    return said.getvalue()


def refused(inputs: dict[str, Any], **more: Any) -> str:
    with pytest.raises(CommandError) as raised:
        run_index(inputs, **more)
    assert raised.value.returncode == 2
    return str(raised.value)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_index_run_twice_gives_the_same_bytes_in_the_same_folder(inputs: dict[str, str]) -> None:
    said = run_index(inputs)
    assert "15 observations, 5 of 5 places scored, 3 indicators, 50 replications." in said
    first = contents(Path(inputs["out"]))
    assert run_index(inputs) == said
    assert contents(Path(inputs["out"])) == first
    assert sorted(name for name in first if "/" not in name) == [
        *("audit.json", "availability.csv", "components.json", "correlations.csv", "imputation.json"),
        *(
            "ranks.csv",
            "ranks_in_groups.csv",
            "recipe.lock.json",
            "sensitivity.json",
            "statistics.csv",
            "strengths.csv",
        ),
        *("uncertainty.csv", "weights.csv", "without_one.csv"),
    ]


def test_index_run_through_its_own_native_tables_gives_the_same_results(inputs: dict[str, str]) -> None:
    run_index(inputs)
    out = Path(inputs["out"])
    native = {"data": [str(out / "native/observations.csv")], "indicators": str(out / "native/indicators.csv")}
    again = out.with_name("again")
    run_index({**native, "out": str(again)})
    apart = {"recipe.lock.json", "coinr/iMeta.csv"}
    own = contents(out)
    assert {name: text for name, text in contents(again).items() if name not in apart} == {
        name: text for name, text in own.items() if name not in apart
    }


def test_index_run_with_other_replications_or_seed_has_another_lock(inputs: dict[str, str]) -> None:
    said = {run_index(inputs), run_index(inputs, replications=60), run_index(inputs, seed=8)}
    assert len({text.split("index ")[1][:12] for text in said}) == 3
    assert any("60 replications" in text for text in said)


def test_index_run_when_the_folder_holds_something_else_then_leaves_it(inputs: dict[str, str]) -> None:
    out = Path(inputs["out"])
    out.mkdir()
    (out / "letter.txt").write_text("mine")
    assert "holds other files" in refused(inputs)
    assert contents(out) == {"letter.txt": b"mine"}


def test_index_run_when_a_cell_is_no_number_then_says_where_and_leaves_nothing(inputs: dict[str, str]) -> None:
    Path(inputs["idata"]).write_text(ROWS.replace("HA,2024,South,3", "HA,2024,South,three"))
    assert "iData.csv" in refused(inputs)
    assert not Path(inputs["out"]).exists()
    assert sorted(path.name for path in Path(inputs["out"]).parent.iterdir()) == [
        "iData.csv",
        "iMeta.csv",
        "small.toml",
    ]


@pytest.mark.parametrize("given", [("idata",), ("imeta",), ("idata", "indicators"), ()])
def test_index_run_with_half_of_the_tables_is_refused(inputs: dict[str, str], given: tuple[str, ...]) -> None:
    tables = {name: inputs.get(name, inputs["imeta"]) for name in given}
    assert "--data and --indicators" in refused({**tables, "out": inputs["out"]})


@pytest.mark.parametrize(
    ("design", "told"),
    [
        ("norm,weights,agg\nn_minmax,1,a_hmean\n", "a_hmean"),
        ("norm,weights,agg\nn_minmax,4,a_amean\n", "row 2"),
        ("norm,weights\nn_minmax,1\n", "aggregation"),
    ],
)
def test_index_run_when_the_design_names_what_is_not_varied_then_says_where(
    inputs: dict[str, str], design: str, told: str
) -> None:
    folder = Path(inputs["out"]).parent
    (folder / "design.csv").write_text(design)
    (folder / "sets.csv").write_text("iCode,w1,w2\nA,1,2\nB,1,1\nC,1,1\nRead,1,1\nMeet,1,1\n")
    given = {"design": str(folder / "design.csv"), "weight_sets": str(folder / "sets.csv")}
    assert told in refused(inputs, **given)


@pytest.mark.parametrize(
    ("sets", "told"),
    [
        ("iCode,w1\nA,1\nB,1\nC,1\nRead,1\n", "Meet"),
        ("iCode,w1\nA,1\nB,1\nC,1\nRead,1\nMeet,1\nMoon,1\n", "Moon"),
        ("iCode,w1\nA,1\nB,-1\nC,1\nRead,1\nMeet,1\n", "row 3"),
        ("iCode,Level\nA,1\nB,1\nC,1\nRead,2\nMeet,2\n", "w1"),
    ],
)
def test_index_run_when_the_weight_sets_do_not_fit_then_says_where(
    inputs: dict[str, str], sets: str, told: str
) -> None:
    folder = Path(inputs["out"]).parent
    (folder / "sets.csv").write_text(sets)
    assert told in refused(inputs, weight_sets=str(folder / "sets.csv"))


def test_index_run_replays_a_design_by_hand(inputs: dict[str, str]) -> None:
    # Only C counts in set 1 (Aarhus 8, Berne 7, Hanoi 6, Lagos 5, Quito 2), only A in set 2 (6, 4, 3, 2, 1).
    folder = Path(inputs["out"]).parent
    (folder / "design.csv").write_text("normalisation,weights,aggregation\nminmax,1,arithmetic\nminmax,2,arithmetic\n")
    (folder / "sets.csv").write_text("node,w1,w2\nA,1,1\nB,1,0\nC,1,1\nRead,0,1\nMeet,1,0\n")
    run_index(inputs, design=str(folder / "design.csv"), weight_sets=str(folder / "sets.csv"))
    ranks = [line.split(",") for line in (folder / "out/replications/ranks.csv").read_text().splitlines()]
    assert {row[0]: row[2:] for row in ranks} == {
        "place": ["r_1", "r_2"],
        "AA": ["1", "4"],
        "BE": ["2", "2"],
        "HA": ["3", "3"],
        "LA": ["4", "1"],
        "QU": ["5", "5"],
    }


def test_cli_index_is_a_second_word_of_the_monitoring_room() -> None:
    verbs = cli.verbs_of_rooms()
    assert verbs["index"] == ["run"]
    assert "run" in verbs["monitoring"]


def test_cli_index_with_an_unknown_verb_lists_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["index", "walk"]) == 2
    assert "Allowed: run." in capsys.readouterr().err

"""Bad recipes, trees and tables given to `hub index run`: one error that names where, what was found and the cure."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

TREE = """code,name,kind,parent,direction,weight
All,All,index,,,1
Read,Read,area,All,,1
Meet,Meet,area,All,,1
A,A,indicator,Read,1,1
B,B,indicator,Read,-1,1
C,C,indicator,Meet,1,1
"""
VALUES = {"P1": (1, 9, 4), "P2": (2, 7, 5), "P3": (4, 5, 6), "P4": (7, 3, 9), "P5": (11, 1, 2)}
RECIPE = """[edition]
date = 2024-12-31
{before}
[[steps]]
do = "normalise"
{normalise}
[[steps]]
do = "weigh"
{weigh}
[[steps]]
do = "aggregate"
method = "arithmetic"
"""
MINMAX, GIVEN = 'method = "minmax"', 'method = "given"'


def observations(**changed: object) -> str:
    """All cells; `P2_A=...` puts another value there, None leaves it out."""
    rows = ["place,indicator,period,value"]
    for place, values in VALUES.items():
        for code, value in zip("ABC", values, strict=True):
            found = changed.get(f"{place}_{code}", value)
            if found is not None:
                rows.append(f"{place},{code},2024,{found}")
    return "\n".join(rows) + "\n"


def fault_of(
    folder: Path, *, tree: str = TREE, data: str = "", before: str = "", normalise: str = MINMAX, weigh: str = GIVEN
) -> str:
    files = {
        "recipe.toml": RECIPE.format(before=before, normalise=normalise, weigh=weigh),
        "indicators.csv": tree,
        "observations.csv": data or observations(),
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    paths = {name: str(folder / name) for name in files}
    with pytest.raises(CommandError) as raised:
        call_command(
            "index_run",
            paths["recipe.toml"],
            data=[paths["observations.csv"]],
            indicators=paths["indicators.csv"],
            out=str(folder / "out"),
        )
    assert raised.value.returncode == 2
    assert not (folder / "out").exists()
    return str(raised.value)


def step(do: str, **said: str) -> str:
    return "\n".join(["[[steps]]", f'do = "{do}"', *(f"{name} = {value}" for name, value in said.items())])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"normalise": 'method = "softmax"'}, ("softmax", "minmax")),
        (
            {
                "tree": TREE.replace("Read,Read,area,All", "Read,Read,area,Meet").replace(
                    "Meet,Meet,area,All", "Meet,Meet,area,Read"
                )
            },
            ("Read", "Meet"),
        ),
        ({"tree": TREE.replace("1,1\n", "1,0\n").replace("-1,1", "-1,0")}, ("weight", "A")),
        ({"normalise": 'method = "goalposts"\ngoalposts = { A = [9, 1], B = [0, 10], C = [0, 10] }'}, ("A", "9", "1")),
        (
            {
                "before": step("treat", method='"log"', log='"log-natural"', columns='"all"'),
                "data": observations(P3_A=-2),
            },
            ("A", "P3", "-2"),
        ),
        ({"data": observations(**{f"{place}_C": 5 for place in VALUES})}, ("C", "5")),
        ({"normalise": 'method = "minmax"\nnodes = { Q = { method = "zscore" } }'}, ("Q",)),
        ({"weigh": 'method = "pairwise"\njudgements = { Read = { A = { B = 40 } } }'}, ("A", "B", "40")),
        ({"weigh": 'method = "budget"\npoints = { A = [60], B = [30], C = [100] }'}, ("Read", "90")),
    ],
)
def test_index_run_when_something_is_wrong_then_says_where_what_and_the_cure(
    given: dict[str, str], said: tuple[str, ...], tmp_path: Path
) -> None:
    fault = fault_of(tmp_path, **given)
    assert all(word in fault for word in said), fault
    assert "description yet" not in fault


def test_index_run_when_a_place_has_nothing_then_it_has_no_score_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "recipe.toml").write_text(RECIPE.format(before="", normalise=MINMAX, weigh=GIVEN))
    (tmp_path / "indicators.csv").write_text(TREE)
    (tmp_path / "observations.csv").write_text(observations(P2_A=None, P2_B=None, P2_C=None))
    (tmp_path / "places.csv").write_text("place,name\n" + "".join(f"{place},{place}\n" for place in VALUES))
    call_command(
        "index_run",
        str(tmp_path / "recipe.toml"),
        data=[str(tmp_path / "observations.csv")],
        indicators=str(tmp_path / "indicators.csv"),
        out=str(tmp_path / "out"),
    )
    told = capsys.readouterr()
    assert "P2" in told.out + told.err
    rows = (tmp_path / "out" / "steps" / "aggregated.csv").read_text().splitlines()
    assert [row for row in rows if row.startswith("P2")] == ["P2,,,,,,"]


def test_index_run_that_imputes_says_how_well_and_where_the_gaps_are(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text(
        RECIPE.format(before=step("impute", method='"mean"'), normalise=MINMAX, weigh=GIVEN)
    )
    (tmp_path / "indicators.csv").write_text(TREE)
    (tmp_path / "observations.csv").write_text(observations(P2_A=None, P2_B=None))
    call_command(
        "index_run",
        str(tmp_path / "recipe.toml"),
        data=[str(tmp_path / "observations.csv")],
        indicators=str(tmp_path / "indicators.csv"),
        out=str(tmp_path / "out"),
    )
    told = json.loads((tmp_path / "out" / "imputation.json").read_text())
    assert told["missing"]["share_of_place"] == {"P2": pytest.approx(2 / 3)}
    assert set(told["hold_out"]["methods"]) == {"mean", "median", "row-mean", "recipe: mean"}
    # The recipe's method is the mean: on the same hidden cells it must be off by the same.
    assert told["hold_out"]["methods"]["recipe: mean"] == told["hold_out"]["methods"]["mean"]

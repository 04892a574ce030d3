"""A run on disk: written, read back, traced, repeated; on the small case and on the real data."""

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.rooms.monitoring.files.rounds import RECIPE, STEPS

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.trace import trace
from hub.rooms.monitoring.files.builds import build_run, new_folder, replay, write_run
from hub.rooms.monitoring.files.kept import read_run
from hub.rooms.monitoring.files.runs import find_run, read_register, record_run
from hub.rooms.monitoring.files.sources import SourceFile

PLACES = "code,name,region\nE1,One,N\nE2,Two,N\nE3,Three,S\nE4,Four,S\n"
GROUPING = """
[[places.groupings]]
code = "region"
column = "region"
names = { en = "Region" }
groups = [{ code = "N", names = { en = "North" } }, { code = "S", names = { en = "South" } }]
"""
CHANGE = "[change]\nearlier = 2021-12-31\nlater = 2023-12-31\n"
SCREEN = '[[steps]]\ndo = "screen"\nmethod = "availability"\nplaces = 0.1\nindicators = 0.0\n'
IMPUTE = '[[steps]]\ndo = "impute"\nmethod = "median"\n'
TREAT = '[[steps]]\ndo = "treat"\nmethod = "winsorise-log"\n'
RANK = (
    '[[steps]]\ndo = "rank"\nmethod = "competition"\ngroupings = ["region"]\n'
    '[[steps]]\ndo = "uncertainty"\nmethod = "monte-carlo"\nseed = 7\nreplications = 60\n'
)
CELLS = {
    "EMP_RATE": (70, 75, 80, None),
    "QUAL_NONE": (9, 7, 5, None),
    "GIGABIT": (50, 60, 90, 80),
    "WB_SATIS": (7, 7.5, 8, 7.2),
}


def observations_text() -> str:
    rows = ["place,indicator,period,value,low,high,status,source,note"]
    for code, values in CELLS.items():
        for number, value in enumerate(values, start=1):
            interval = f"{value - 1},{value + 1}" if code == "EMP_RATE" and value else ","
            rows.append(f"E{number},{code},2023,{'' if value is None else value},{interval},,survey,-see note")
            # The third place reported nothing in the earlier round.
            if number != 3 and (value or code == "EMP_RATE"):
                rows.append(f"E{number},{code},2021,{value or 60},,,estimated,,")
    return "\n".join(rows) + "\n"


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, ...]:
    text = RECIPE.replace(STEPS, CHANGE + GROUPING + SCREEN + IMPUTE + TREAT + STEPS + RANK)
    (tmp_path / "small.toml").write_text(text)
    (tmp_path / "a.csv").write_text(observations_text())
    (tmp_path / "places.csv").write_text(PLACES)
    return tmp_path / "small.toml", tmp_path / "a.csv", tmp_path / "places.csv"


@pytest.fixture
def built(paths: tuple[Path, ...]) -> Run:
    return build_run(str(paths[0]), paths[1:]).run


def written(run: Run, out: Path, language: str = "en") -> Path:
    with new_folder(out) as folder:
        write_run(run, folder, language)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_read_run_gives_back_what_was_written(built: Run, tmp_path: Path) -> None:
    again = read_run(written(built, tmp_path / "out"))
    assert (again.id, again.places, again.weights, again.nodes_out) == (
        built.id,
        built.places,
        built.weights,
        built.nodes_out,
    )
    for one, other in zip(built.steps, again.steps, strict=True):
        assert (one.name, one.method, one.cells) == (other.name, other.method, other.cells)
        np.testing.assert_array_equal(one.table.values, other.table.values)
    np.testing.assert_array_equal(built.ranks, again.ranks)
    assert built.bands is not None
    assert again.bands is not None
    np.testing.assert_array_equal(built.bands.top, again.bands.top)


def test_read_run_gives_back_both_editions(built: Run, tmp_path: Path) -> None:
    again = read_run(written(built, tmp_path / "out"))
    one, other = built.editions, again.editions
    assert one is not None
    assert other is not None
    assert (one.earlier, one.later, one.summary) == (other.earlier, other.later, other.summary)
    assert [passage.place for passage in one.change.entered] == ["E3"]
    assert (one.change.entered, one.change.left, one.change.gaps) == (
        other.change.entered,
        other.change.left,
        other.change.gaps,
    )
    for stage, table in one.stages.known.items():
        read = other.stages.known[stage]
        assert (table.places, table.nodes) == (read.places, read.nodes)
        np.testing.assert_array_equal(table.values, read.values)
    for bands, read_bands in zip((built.bands, *one.bands), (again.bands, *other.bands), strict=True):
        assert bands is not None
        assert read_bands is not None
        for name in ("places", "nodes", "replications", "first"):
            assert getattr(bands, name) == getattr(read_bands, name)
        for name in ("mean", "median", "low", "high", "top", "ahead", "tiers"):
            np.testing.assert_array_equal(getattr(bands, name), getattr(read_bands, name))
    for panel, read_panel in zip(one.panels, other.panels, strict=True):
        assert (panel.places, panel.nodes) == (read_panel.places, read_panel.nodes)
        np.testing.assert_array_equal(panel.cells, read_panel.cells)
        np.testing.assert_array_equal(panel.values, read_panel.values)


def test_read_run_when_no_editions_are_compared_then_none(paths: tuple[Path, ...], tmp_path: Path) -> None:
    paths[0].write_text(paths[0].read_text().replace(CHANGE, ""))
    out = written(build_run(str(paths[0]), paths[1:]).run, tmp_path / "out")
    assert read_run(out).editions is None
    assert not (out / "steps" / "change").exists()
    assert not (out / "package" / "changes.csv").exists()


def test_read_run_when_the_folder_is_of_the_first_format_then_reads_what_it_has(built: Run, tmp_path: Path) -> None:
    out = written(built, tmp_path / "out")
    lock = json.loads((out / "steps" / "run.json").read_text())
    del lock["change"]
    (out / "steps" / "run.json").write_text(json.dumps({**lock, "format": 1}))
    (out / "steps" / "ahead.csv").unlink()
    with (out / "steps" / "uncertainty.csv").open(newline="") as stream:
        rows = [
            {name: row[name] for name in row if name not in ("rank_mean", "tier")} for row in csv.DictReader(stream)
        ]
    with (out / "steps" / "uncertainty.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = read_run(out)
    assert found.bands is not None
    assert built.bands is not None
    np.testing.assert_array_equal(found.bands.median, built.bands.median)
    assert (found.bands.ahead.size, found.editions) == (0, None)


def test_package_has_what_each_place_came_to(built: Run, tmp_path: Path) -> None:
    with (written(built, tmp_path / "out") / "package" / "changes.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["node"] == "index"]
    assert [row["place"] for row in rows] == ["E1", "E2", "E4"]
    for row in rows:
        known = [float(row[effect]) for effect in ("data", "peers", "method")]
        assert row["revision"] == ""
        assert sum(known) == pytest.approx(float(row["total"]), abs=1e-12)
        assert float(row["total"]) == pytest.approx(float(row["score_later"]) - float(row["score_earlier"]), abs=1e-12)
        assert row["verdict"] in ("clearly_up", "clearly_down", "within_noise")


def test_write_run_when_read_back_and_written_again_then_bytes_are_the_same(built: Run, tmp_path: Path) -> None:
    first = written(built, tmp_path / "one")
    second = written(read_run(first), tmp_path / "two")
    assert contents(first) == contents(second)


def test_write_run_when_files_lie_elsewhere_then_bytes_are_the_same(
    built: Run, paths: tuple[Path, ...], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copies = [Path(shutil.copy(path, elsewhere)) for path in paths]
    again = build_run(str(copies[0]), copies[1:]).run
    assert contents(written(built, tmp_path / "one")) == contents(written(again, tmp_path / "two"))


def test_write_run_leaves_no_path_of_this_machine(built: Run, tmp_path: Path) -> None:
    out = written(built, tmp_path / "out")
    assert not [name for name, content in contents(out).items() if str(tmp_path).encode() in content]


def test_trace_of_a_value_ends_at_its_row(built: Run) -> None:
    found = trace(built, built.key("E2", "EMP_RATE"))
    (row,) = found.observations
    assert (found.value, row.file, row.row, row.value) == (75.0, "a.csv", 4, 75.0)
    (passed,) = found.root.children
    assert (passed.code, passed.value, passed.parameters["reason"].code) == ("link_passed_over", 75.0, "passed_older")


def test_trace_of_a_rank_ends_at_every_row_below_it(built: Run) -> None:
    found = trace(built, built.key("E1", "index", "rank"))
    assert found.value == built.rank("E1", "index")
    assert {(row.place, row.indicator) for row in found.observations} == {("E1", code) for code in CELLS}


def test_trace_of_a_fallback_says_why_the_newer_one_was_passed_over(built: Run) -> None:
    found = trace(built, built.key("E4", "EMP_RATE"))
    assert (found.value, found.observations[0].period) == (60.0, "2021")
    assert found.root.children[0].parameters["reason"].code == "passed_without_value"


def test_trace_of_a_group_is_the_printed_statistic(built: Run) -> None:
    found = trace(built, built.key("@N", "EMP_RATE", "median"))
    assert (found.value, len(found.observations)) == (72.5, 2)


def test_trace_from_disk_is_the_trace_in_memory(built: Run, tmp_path: Path) -> None:
    again = read_run(written(built, tmp_path / "out"))
    for who, what, aspect in (
        ("E1", "index", "rank"),
        ("E1", "index", "rank-high"),
        ("E4", "EMP_RATE", "score"),
        ("@S", "index", "mean"),
        ("@all", "observations", "count"),
        ("E4", "EMP_RATE", ""),
        ("E1", "index", "tier"),
        ("E1", "index", "change"),
        ("E3", "index", "change"),
        ("E1", "index", "change-data"),
        ("E1", "index", "then-high"),
        ("@all", "within_noise", "count"),
    ):
        key = built.key(who, what, aspect)
        assert trace(built, key) == trace(again, key)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("nonsense", "key_unreadable"),
        ("00000000.E1.index", "key_of_other_run"),
        ("{run}.E9.index", "place_unknown_in_run"),
        ("{run}.E1.MOON", "node_unknown"),
        ("{run}.@X.EMP_RATE", "group_unknown"),
        ("{run}.E1.EMP_RATE:rank", "figure_unknown"),
        ("{run}.E1.EMP_RATE:beauty", "aspect_unknown"),
    ],
)
def test_trace_when_the_key_leads_nowhere_then_says_why(built: Run, key: str, code: str) -> None:
    with pytest.raises(DataProblem) as raised:
        trace(built, key.format(run=built.id[:8]))
    assert raised.value.code == code


def test_replay_when_nothing_changed_then_finds_no_difference(
    built: Run, paths: tuple[Path, ...], tmp_path: Path
) -> None:
    assert replay(written(built, tmp_path / "out"), paths[1:], "en") == ()


def test_replay_when_a_kept_step_was_touched_then_names_it(built: Run, paths: tuple[Path, ...], tmp_path: Path) -> None:
    out = written(built, tmp_path / "out")
    (out / "steps" / "ranks.csv").write_text("place,index\nE1,1\n")
    assert replay(out, paths[1:], "en") == ("steps/ranks.csv",)


def test_replay_when_an_input_changed_then_names_it(built: Run, paths: tuple[Path, ...], tmp_path: Path) -> None:
    out = written(built, tmp_path / "out")
    paths[1].write_text(observations_text().replace("75", "76"))
    with pytest.raises(DataProblem) as raised:
        replay(out, paths[1:], "en")
    assert (raised.value.code, raised.value.parameters["found"]) == ("inputs_changed", "a.csv")


def test_new_folder_when_something_fails_then_the_earlier_run_stays(built: Run, tmp_path: Path) -> None:
    out = written(built, tmp_path / "out")
    before = contents(out)
    with pytest.raises(IsADirectoryError), new_folder(out) as folder:
        folder.write_text("a folder is no file: this fails half-way")
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_new_folder_when_other_files_are_there_then_refuses(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_text("mine")
    with pytest.raises(DataProblem) as raised, new_folder(tmp_path / "out"):
        pass
    assert raised.value.code == "out_not_empty"


def test_find_run_finds_the_newest_folder_that_is_still_there(
    built: Run, paths: tuple[Path, ...], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for name in ("one", "two"):
        record_run(home, built, written(built, tmp_path / name), paths[1:], language="en")
    shutil.rmtree(tmp_path / "two")
    assert find_run(home, built.key("E1", "index")).out == str(tmp_path / "one")
    assert len(read_register(home)) == 2


def test_compare_source_when_the_row_changed_then_says_so(built: Run, paths: tuple[Path, ...]) -> None:
    (row,) = trace(built, built.key("E2", "EMP_RATE")).observations
    assert SourceFile(paths[1], built.recipe).compare(row) == "source_matches"
    paths[1].write_text(observations_text().replace("E2,EMP_RATE,2023,75", "E2,EMP_RATE,2023,75.5"))
    assert SourceFile(paths[1], built.recipe).compare(row) == "source_changed"
    paths[1].unlink()
    assert SourceFile(paths[1], built.recipe).compare(row) == "source_absent"


def test_package_describes_its_tables_and_neutralises_formulas(built: Run, tmp_path: Path) -> None:
    out = written(built, tmp_path / "out") / "package"
    described = json.loads((out / "datapackage.json").read_text())
    for resource in described["resources"]:
        with (out / resource["path"]).open(newline="") as stream:
            header = next(csv.reader(stream))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert (out / resource["path"]).stat().st_size == resource["bytes"]
    assert "'-see note" in (out / "observations.csv").read_text()


def test_run_on_the_real_data_gives_identical_bytes_and_traces_to_the_row(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "ons-local"
    inputs = [folder / "observations.csv"]
    one, two = (build_run("ons-local", inputs) for _ in range(2))
    run = one.run
    assert [path.name for path in one.paths] == ["observations.csv", "areas.csv"]
    assert (run.counts["observations"], run.counts["observations_without_value"]) == (66_020, 443)
    assert (run.counts["places"], run.counts["places_retired"], run.counts["places_scored"]) == (411, 50, 361)
    assert contents(written(run, tmp_path / "one")) == contents(written(two.run, tmp_path / "two"))
    lines = (folder / "observations.csv").read_text().splitlines()
    for place, node in (("E06000047", "EMP_RATE"), ("S12000036", "PAY_MEDIAN"), ("N09000003", "HLE_F")):
        found = trace(run, run.key(place, node))
        (row,) = found.observations
        cells = lines[row.row - 1].split(",")
        assert (cells[0], cells[1], cells[2], float(cells[3])) == (place, node, row.period, found.value)

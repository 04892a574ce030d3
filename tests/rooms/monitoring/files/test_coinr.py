"""COINr's two tables and our own three: what they come to, there and back, and what is wrong with bad ones."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.commons.tables.inputs import Input
from hub.commons.tables.reading import read_table
from hub.kit.errors import DataProblem, InputRefused
from hub.rooms.monitoring.engine.places import Places
from hub.rooms.monitoring.files.coinr import CoinrTables, read_coinr, read_coinr_inputs
from hub.rooms.monitoring.files.groups import LabelColumn, add_groupings
from hub.rooms.monitoring.files.index_intake import IndexIntake, read_coinr_tables, read_native_tables
from hub.rooms.monitoring.files.recipes import parse_index_recipe
from hub.rooms.monitoring.files.tree_texts import framework_text, read_framework_table
from hub.rooms.monitoring.files.trees import GAPS

META = """Level,iCode,iName,Direction,Weight,Unit,Denominator,Parent,Type
1,A,Books,1,1,Number,People,Read,Indicator
1,B,Dropouts,-1,2,Percent,,Read,Indicator
2,Read,Reading,1,3,Score,,Top,Aggregate
3,Top,Learning,1,1,Score,,,Aggregate
,People,Residents,,,Thousands,,,Denominator
,Region,Part of the world,,,,,,Group
,Note,Remark,,,,,,Other
"""
ROWS = """uName,uCode,Region,Note,People,A,B
Berne,BE,The North,x,10,4,NA
Aarhus,AA,The North,,20,2,1.5
Quito,QU,,y,5,1,3
"""
STEPS = """
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
"""
FOLDER = Path(__file__).resolve().parents[5] / "shared" / "composite" / "asem"


def tables(rows: str = ROWS, meta: str = META, year: int | None = 2024) -> CoinrTables:
    return read_coinr_inputs(Input("iData.csv", rows.encode()), Input("iMeta.csv", meta.encode()), year=year)


def faults(rows: str = ROWS, meta: str = META, year: int | None = 2024) -> set[tuple[str, str, int | None, str, str]]:
    with pytest.raises(InputRefused) as raised:
        tables(rows, meta, year)
    return {(one.code, one.file, one.row, one.column, one.found) for one in raised.value.findings}


def test_read_coinr_gives_the_tree_units_by_code_and_gaps() -> None:
    found = tables()
    assert [(node.code, node.kind, node.parent) for node in found.framework.nodes] == [
        ("Top", "index", ""),
        ("Read", "area", "Top"),
        ("A", "indicator", "Read"),
        ("B", "indicator", "Read"),
    ]
    assert [(node.direction, node.weight, node.denominator) for node in found.framework.indicators] == [
        (1, 1.0, "People"),
        (-1, 2.0, ""),
    ]
    assert (found.table.places, found.table.nodes) == (("AA", "BE", "QU"), ("A", "B", "People"))
    np.testing.assert_array_equal(found.table.values, [[2, 1.5, 20], [4, np.nan, 10], [1, 3, 5]])
    assert found.groups == {"Region": ("The North", "The North", "")}
    assert found.places.groups == {"Region": ("Region-The-North", "Region-The-North", "")}
    gap = found.observations.at(1)
    assert (gap.place, gap.indicator, gap.value, gap.status, gap.row) == ("BE", "B", None, "not-available", 2)


def test_read_coinr_with_several_years_keeps_them_and_shows_the_last() -> None:
    rows = "uCode,Region,Note,People,A,B,Time\nX,N,,1,2,3,2020\nY,S,,1,4,5,2020\nX,M,,1,6,7,2021\nY,S,,1,8,9,2021\n"
    found = tables(rows, year=None)
    np.testing.assert_array_equal(found.table.values, [[6, 7, 1], [8, 9, 1]])
    assert (found.observations.periods, len(found.observations)) == (("2020", "2021"), 12)
    assert found.groups == {"Region": ("M", "S")}
    assert found.places.names == ("X", "Y")


@pytest.mark.parametrize(
    ("wrong", "right", "fault"),
    [
        (
            "1,B,Dropouts,-1,2,Percent,,Read,",
            "1,B,Dropouts,-1,2,Percent,,Moon,",
            ("node_parent_unknown", 3, "Parent", "Moon"),
        ),
        (
            "1,B,Dropouts,-1,2,Percent,,Read,",
            "1,B,Dropouts,-1,2,Percent,,A,",
            ("node_parent_unknown", 3, "Parent", "A"),
        ),
        ("1,B,Dropouts,-1,2", "1,B,Dropouts,0,2", ("node_direction_unknown", 3, "Direction", "0")),
        ("1,B,Dropouts,-1,2", "1,B,Dropouts,-1,-2", ("node_weight_unusable", 3, "Weight", "-2")),
        (
            "1,A,Books,1,1,Number,People",
            "1,A,Books,1,1,Number,Moon",
            ("node_denominator_unknown", 2, "Denominator", "Moon"),
        ),
        ("Group\n", "Grouping\n", ("type_unknown", 7, "Type", "Grouping")),
        ("2,Read", "1,Read", ("node_level_unusable", 4, "Level", "1")),
        ("2,Read", "two,Read", ("node_level_unusable", 4, "Level", "two")),
        ("2,Read,Reading", "2,A,Reading", ("node_repeated", 4, "iCode", "A")),
        ("1,A,Books", "1,A.1,Books", ("code_invalid", 2, "iCode", "A.1")),
        ("3,Top,Learning,1,1,Score,,,", "2,Top,Learning,1,1,Score,,,", ("index_count_wrong", None, "", "2")),
    ],
)
def test_read_coinr_when_the_tree_is_wrong_then_names_row_and_column(
    wrong: str, right: str, fault: tuple[str, int | None, str, str]
) -> None:
    assert wrong in META
    code, row, column, found = fault
    assert (code, "iMeta.csv", row, column, found) in faults(meta=META.replace(wrong, right))


def test_read_coinr_when_the_tree_has_a_circle_then_shows_it() -> None:
    meta = META.replace(
        "2,Read,Reading,1,3,Score,,Top", "2,Read,Reading,1,3,Score,,Two,Aggregate\n2,Two,Two,1,1,,,Read"
    )
    assert ("node_in_circle", "iMeta.csv", 4, "Parent", "Read > Two > Read") in faults(meta=meta)


@pytest.mark.parametrize(
    ("wrong", "right", "fault"),
    [
        ("Quito,QU,,y,5,1,3", "Quito,QU,,y,5,1,3%", ("percent_sign", 4, "B", "3%")),
        ("Quito,QU,,y,5,1,3", "Quito,QU,,y,5,1,many", ("value_not_number", 4, "B", "many")),
        ("Quito,QU", "Quito,BE", ("place_period_repeated", 4, "uCode", "BE, 2024")),
        ("People,A,B", "People,A,C", ("node_column_missing", 1, "B", "uName, uCode, Region, Note, People, A, C")),
        ("People,A,B", "People,A,C", ("column_not_declared", 1, "C", "C")),
        ("uName,uCode", "uName,code", ("column_missing", 1, "uCode", "uName, code, Region, Note, People, A, B")),
    ],
)
def test_read_coinr_when_the_values_are_wrong_then_names_row_and_column(
    wrong: str, right: str, fault: tuple[str, int, str, str]
) -> None:
    code, row, column, found = fault
    assert (code, "iData.csv", row, column, found) in faults(ROWS.replace(wrong, right))


def test_read_coinr_without_a_year_anywhere_is_refused() -> None:
    assert {fault[0] for fault in faults(year=None)} == {"period_absent"}
    rows = (
        ROWS.replace("uCode,Region", "uCode,Time,Region")
        .replace("BE,The", "BE,MMXX,The")
        .replace("AA,The", "AA,2020,The")
    )
    assert ("period_unreadable", "iData.csv", 2, "Time", "MMXX") in faults(rows.replace("QU,,y", "QU,2020,,y"))


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(3)), st.permutations(range(6)))
def test_read_coinr_whatever_the_order_of_rows_is_the_same(rows: list[int], nodes: list[int]) -> None:
    head, *lines = ROWS.splitlines()
    meta_head, *meta_lines = META.splitlines()
    found = tables("\n".join([head, *(lines[at] for at in rows)]))
    assert (found.table.places, found.places, found.groups) == (tables().table.places, tables().places, tables().groups)
    np.testing.assert_array_equal(found.table.values, tables().table.values)
    moved = tables(meta="\n".join([meta_head, *(meta_lines[at] for at in nodes), meta_lines[6]]))
    assert {node.code: node for node in moved.framework.nodes} == {node.code: node for node in tables().framework.nodes}


def test_framework_text_read_again_is_the_same_tree() -> None:
    framework = tables().framework
    again = read_framework_table(read_table(Input("iMeta.csv", framework_text(framework).encode())))
    assert again == framework


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("Top,index,\nRead,region,Top\nA,indicator,Top\n", ("node_kind_unknown", 3, "kind", "region")),
        ("Top,index,\nTop2,index,\nA,indicator,Top\nB,indicator,Top2\n", ("index_count_wrong", None, "", "2")),
        ("Top,index,\nRead,area,Top\nA,indicator,Top\n", ("node_without_children", 3, "code", "Read")),
        ("Top,index,\nTop,area,Top\nA,indicator,Top\n", ("node_repeated", 3, "code", "Top")),
    ],
)
def test_read_framework_table_when_wrong_then_names_row_and_column(
    rows: str, fault: tuple[str, int | None, str, str]
) -> None:
    with pytest.raises(InputRefused) as raised:
        read_framework_table(read_table(Input("indicators.csv", f"code,kind,parent\n{rows}".encode())))
    assert fault in {(one.code, one.row, one.column, one.found) for one in raised.value.findings}


def native(tmp_path: Path, recipe: str = STEPS, places: str = "") -> IndexIntake:
    (tmp_path / "indicators.csv").write_text(
        "code,kind,parent,note\nTop,index,,\nA,indicator,Top,x\nB,indicator,Top,\n"
    )
    (tmp_path / "observations.csv").write_text(
        "place,indicator,period,value\nx,A,2020,1\ny,A,2020,2\nx,A,2021,3\ny,B,2021,4\nx,B,2020,\n"
    )
    if places:
        (tmp_path / "places.csv").write_text(places)
    read = parse_index_recipe(recipe, "my recipe.toml")
    return read_native_tables(read, [tmp_path / "observations.csv"], tmp_path / "indicators.csv")


def test_read_native_tables_without_a_date_takes_the_last_day_of_the_data(tmp_path: Path) -> None:
    found = native(tmp_path)
    assert (found.recipe.code, found.recipe.titles) == ("my-recipe", {"en": "my-recipe"})
    assert (str(found.recipe.date), str(found.recipe.vintage.date)) == ("2021-12-31", "2021-12-31")
    assert [one.kind for one in found.files] == ["observations", "indicators"]


@pytest.mark.parametrize("heading", ["place", "code"])
def test_read_native_tables_with_places_beside_them_takes_names_and_groups(tmp_path: Path, heading: str) -> None:
    found = native(tmp_path, places=f"{heading},name,size\nx,Here,small\ny,There,\nz,Nowhere,big\n")
    assert (found.places.codes, found.places.names) == (("x", "y", "z"), ("Here", "There", "Nowhere"))
    assert found.places.groups == {"size": ("size-small", "", "size-big")}
    assert [one.code for one in found.recipe.groupings] == ["size"]


def test_read_native_tables_when_a_step_names_no_grouping_of_theirs_then_is_refused(tmp_path: Path) -> None:
    impute = '[[steps]]\ndo = "impute"\nmethod = "group-mean"\ngrouping = "colour"\n'
    with pytest.raises(DataProblem) as raised:
        native(tmp_path, impute + STEPS, "place,name,size\nx,Here,small\ny,There,big\n")
    assert raised.value.code == "grouping_unknown"
    assert (raised.value.parameters["found"], raised.value.parameters["allowed"]) == ("colour", "size")


def test_read_coinr_tables_takes_the_year_from_the_recipe_where_there_is_no_time(tmp_path: Path) -> None:
    (tmp_path / "iData.csv").write_text(ROWS)
    (tmp_path / "iMeta.csv").write_text(META)
    recipe = parse_index_recipe("[edition]\ndate = 2023-06-30\n" + STEPS)
    found = read_coinr_tables(recipe, tmp_path / "iData.csv", tmp_path / "iMeta.csv")
    assert found.observations.periods == ("2023",)


def test_add_groupings_when_labels_become_the_same_code_then_numbers_them() -> None:
    places = Places(("x", "y", "z"), ("X", "Y", "Z"), kept_out=(None,) * 3)
    found = add_groupings(places, [LabelColumn("size", "Size", {"x": "a b", "y": "a/b", "z": ""})])
    assert found.groups == {"size": ("size-a-b", "size-a-b-2", "")}
    assert [one.names["en"] for one in found.groupings[0].groups] == ["a b", "a/b"]


def test_coinr_is_read_without_django() -> None:
    told = "import sys; import hub.rooms.monitoring.files.coinr; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_read_coinr_on_asem_has_its_counts() -> None:
    if not FOLDER.is_dir():
        pytest.skip("the ASEM reference is not beside the project")
    found = read_coinr(FOLDER / "iData.csv", FOLDER / "iMeta.csv")
    assert found.table.values.shape == (51, 53)
    assert int(np.isnan(found.table.values).sum()) == sum(
        cell in GAPS for line in (FOLDER / "iData.csv").read_text().splitlines()[1:] for cell in line.split(",")[7:]
    )
    assert [len(found.framework.areas), len(found.framework.features), found.framework.root] == [2, 8, "Index"]

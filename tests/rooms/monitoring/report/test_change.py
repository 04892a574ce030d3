"""The section on change between two editions, and tiers."""

from dataclasses import replace

import pytest
from tests.rooms.monitoring.report.runs import small_run

from hub.commons.documents.document import ChartBlock, Document, Facts, Note, Table, Text, tables_of
from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.change import Stages, decompose
from hub.rooms.monitoring.engine.compared import Editions
from hub.rooms.monitoring.engine.moves import Moves
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.steps import Table as StepTable
from hub.rooms.monitoring.report.sections import change
from hub.rooms.monitoring.report.sections.build import build_document


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run()


@pytest.fixture(scope="module")
def document(run: Run) -> Document:
    return build_document(run, "en")


def places_in(table: Table) -> list[str]:
    return [row.key.split(".")[1] for row in table.rows]


def test_change_when_editions_are_compared_then_it_stands_between_regions_and_indicators(document: Document) -> None:
    codes = [section.code for section in document.sections]
    at = codes.index("change")
    assert codes[at : at + 3] == ["change", "change-clearly_up", "change-clearly_down"]
    assert codes.index("regions") < at < codes.index("indicators")
    assert document.section("change").title == "Change from 2020 to 2024"


def test_change_when_no_editions_are_compared_then_nothing_is_said_of_it(run: Run) -> None:
    document = build_document(replace(run, editions=None), "en")
    assert not [section.code for section in document.sections if section.code.startswith("change")]
    facts = next(block for block in document.section("place-N1").blocks if isinstance(block, Facts)).facts
    assert not [fact for fact in facts if "Change" in fact.label]


def test_counts_then_verdicts_sum_to_the_places_in_both_editions(run: Run, document: Document) -> None:
    (table,) = tables_of(document.section("change"))
    shown = {row.key.split(".")[-1]: cell.value for row in table.rows if isinstance(cell := row.cells[1], Figure)}
    assert shown["places_compared"] == sum(
        shown.get(verdict) or 0 for verdict in ("clearly_up", "clearly_down", "within_noise", "band_unknown")
    )


def test_places_that_moved_clearly_then_their_bands_do_not_touch(run: Run, document: Document) -> None:
    assert run.editions is not None
    moves = Moves(run.editions)
    for verdict, first, second in (("clearly_up", "later", "then"), ("clearly_down", "then", "later")):
        section = document.section(f"change-{verdict}")
        chart = next(block for block in section.blocks if isinstance(block, ChartBlock))
        assert chart.rows
        assert all(row[f"{first}_high"] < row[f"{second}_low"] for row in chart.rows)
        for table in tables_of(section):
            assert tuple(places_in(table)) == moves.places(verdict)


def test_scores_then_the_effects_shown_sum_to_the_change(document: Document) -> None:
    table = list(tables_of(document.section("change-clearly_up")))[1]
    assert [column.label for column in table.columns][-4:] == ["Change", "Data", "Peers", "Method"]
    for row in table.rows:
        change, *effects = [cell.value for cell in row.cells[3:] if isinstance(cell, Figure)]
        assert sum(value for value in effects if value is not None) == pytest.approx(change, abs=1e-12)


def test_chart_when_more_places_moved_than_a_page_holds_then_those_that_moved_most(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change, "MOST", 1)
    section = build_document(run, "en").section("change-clearly_up")
    chart = next(block for block in section.blocks if isinstance(block, ChartBlock))
    assert len(chart.rows) == 1
    assert chart.table is not None
    leaps = {row["code"]: abs(row["later"] - row["then"]) for row in chart.rows}
    assert max(leaps.values()) == max(
        abs(row.cells[4].value - row.cells[1].value)  # type: ignore[union-attr, operator]
        for row in chart.table.rows
    )


def test_nobody_moved_then_the_section_says_so(run: Run) -> None:
    assert run.editions is not None
    summary = replace(run.editions.summary, verdicts=("within_noise",) * len(run.editions.summary.verdicts))
    section = build_document(replace(run, editions=replace(run.editions, summary=summary)), "en").section(
        "change-clearly_up"
    )
    assert section.blocks == (Text(("No place moved so far.",)),)


def without_area(editions: Editions, code: str) -> Editions:
    """The editions, had neither known this area."""
    stages = editions.stages
    at = [position for position, node in enumerate(stages.after.nodes) if node != code]
    tables = [
        StepTable(table.places, tuple(table.nodes[one] for one in at), table.values[:, at])
        for table in (stages.before, stages.same_scale, stages.new_peers, stages.after)
    ]
    kept = Stages(tables[0], None, *tables[1:])
    return replace(editions, stages=kept, change=decompose(kept))


def test_areas_in_one_edition_only_then_named(run: Run) -> None:
    assert run.editions is not None
    lacking = replace(run.editions.change, nodes_entered=("living",), nodes_left=("learning",))
    section = build_document(replace(run, editions=replace(run.editions, change=lacking)), "en").section("change")
    assert [block.text for block in section.blocks if isinstance(block, Note) and block.kind == "note"] == [
        "Not yet part of the index of 2020: Living.",
        "No longer part of the index of 2024: Learning.",
    ]
    more = replace(run, editions=without_area(run.editions, "learning"))
    notes = [block for block in build_document(more, "en").section("change").blocks if isinstance(block, Note)]
    assert notes[-1].text == "In the index of this report, but in neither 2020 nor 2024: Learning."


def test_profile_then_one_line_on_its_change_and_its_tier(run: Run, document: Document) -> None:
    assert run.editions is not None
    assert run.bands is not None
    facts = next(block for block in document.section("place-N1").blocks if isinstance(block, Facts)).facts
    said = {fact.label: fact for fact in facts}
    line = said["Change of the score, 2020 to 2024"]
    assert isinstance(line.said, Figure)
    assert line.said.key == run.key("N1", "index", "change")
    assert line.remark == "rank clearly down"
    tier = said["Tier: places that cannot be told apart"].said
    assert isinstance(tier, Figure)
    assert tier.value == run.bands.tiers[run.bands.places.index("N1")]


def test_ranking_when_places_were_not_compared_each_with_each_then_no_tiers(run: Run) -> None:
    assert run.bands is not None
    labels = [
        column.label for table in tables_of(build_document(run, "en").section("ranking")) for column in table.columns
    ]
    assert "Tier" in labels
    without = replace(run, bands=replace(run.bands, tiers=run.bands.tiers * 0))
    labels = [
        column.label
        for table in tables_of(build_document(without, "en").section("ranking"))
        for column in table.columns
    ]
    assert "Tier" not in labels

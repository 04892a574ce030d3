"""The statistical audit in the report: every verdict, every finding, each number with its key."""

from dataclasses import replace

import pytest
from django.utils.translation import override
from tests.rooms.monitoring.report.runs import small_run

from hub.commons.documents.document import ChartBlock, Gap, Section, Table, keys_of, tables_of
from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.auditing import audit_of, figures_of
from hub.rooms.monitoring.engine.findings import AuditFinding
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.trace import value_of
from hub.rooms.monitoring.phrases import FINDINGS
from hub.rooms.monitoring.report.sections.audit import audit_sections
from hub.rooms.monitoring.report.sections.audit_findings import findings_section
from hub.rooms.monitoring.report.sections.build import build_document
from hub.rooms.monitoring.report.sections.reading import Reading


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run()


@pytest.fixture(scope="module")
def sections(run: Run) -> dict[str, Section]:
    with override("en"):
        return {section.code: section for section in audit_sections(Reading(run, "en"))}


def table_of(section: Section) -> Table:
    return next(tables_of(section))


def many(run: Run, count: int) -> Section:
    """The findings where so many places have wide bands."""
    found = tuple(
        AuditFinding("rank_band_wide", "robustness", "note", 3.0 + at, 1.4, place=place)
        for at, place in enumerate((run.scores.places * 3)[:count])
    )
    figures = figures_of(run)
    with override("en"):
        return findings_section(Reading(run, "en"), replace(figures, audit=replace(figures.audit, findings=found)))


def test_report_then_the_audit_stands_after_the_method(run: Run) -> None:
    codes = [section.code for section in build_document(run, "en").sections]
    at = codes.index("audit")
    assert codes[at - 1 : at + 4] == ["weights", "audit", "audit-balance", "audit-coherence", "audit-findings"]


def test_verdicts_then_one_a_dimension_with_its_findings(run: Run, sections: dict[str, Section]) -> None:
    audited = audit_of(run)
    rows = table_of(sections["audit"]).rows
    assert [row.cells[0] for row in rows] == [
        *("Coverage", "Coherence", "Redundancy", "Balance", "Added value", "Robustness"),
    ]
    counts = [cell.value for row in rows if isinstance(cell := row.cells[-1], Figure)]
    expected = [sum(one.dimension == verdict.dimension for one in audited.findings) for verdict in audited.verdicts]
    assert counts == expected


def test_audit_then_it_says_that_the_jrc_took_no_part(sections: dict[str, Section]) -> None:
    (_first, own, _last) = sections["audit"].blocks[0].paragraphs  # type: ignore[union-attr]
    assert own == (
        "This audit was done by the calculation itself, with fixed limits. The Joint Research Centre took no part in "
        "it and has neither seen nor approved this index."
    )


def test_balance_then_the_chart_has_what_its_table_says(run: Run, sections: dict[str, Section]) -> None:
    chart = sections["audit-balance"].blocks[1]
    assert isinstance(chart, ChartBlock)
    assert chart.table
    drawn = [(row["weight"], row["share"]) for row in chart.rows]
    told = [(row.cells[1].value, row.cells[2].value) for row in chart.table.rows]  # type: ignore[union-attr]
    assert drawn == told


def test_every_number_of_the_audit_then_the_trace_gives_it(run: Run, sections: dict[str, Section]) -> None:
    for section in sections.values():
        for table in tables_of(section):
            for row in table.rows:
                for cell in row.cells:
                    if isinstance(cell, Figure | Gap):
                        expected = cell.value if isinstance(cell, Figure) else None
                        assert value_of(run, cell.key) == expected, cell.key


def test_findings_then_warnings_come_first_and_names_are_said(run: Run, sections: dict[str, Section]) -> None:
    rows = table_of(sections["audit-findings"]).rows
    words = [row.cells[0] for row in rows]
    assert words == sorted(words, key=lambda word: word != "warning")
    assert len(rows) == len(audit_of(run).findings)
    said = [str(row.cells[1]) for row in rows]
    assert not [one for one in said if "%(" in one]
    assert any("Learning" in one or "Indicator A1" in one for one in said)


def test_findings_about_few_places_then_each_has_its_row(run: Run) -> None:
    section = many(run, 12)
    assert len(table_of(section).rows) == 12


def test_findings_about_many_places_then_counted_and_the_furthest_named(run: Run) -> None:
    (row,) = table_of(many(run, 13)).rows
    # Bands are 3, 4, 5 ... 15 ranks wide; the last five places of the list come first.
    places = [run.places.name(place) for place in reversed((run.scores.places * 3)[8:13])]
    assert row.cells[0] == "Places whose rank is uncertain by more than 1.4 ranks"
    assert row.cells[1] == ", ".join(places)
    assert isinstance(row.cells[2], Figure)
    assert row.cells[2].value == 13
    assert list(keys_of(many(run, 13))) == [run.key("@all", "audit-rank_band_wide", "findings")]


def test_findings_when_there_are_none_then_said(run: Run) -> None:
    section = many(run, 0)
    assert section.blocks[0].paragraphs == ("The audit found nothing that asks for a second look.",)  # type: ignore[union-attr]
    assert list(tables_of(section)) == []


def test_number_close_to_its_limit_then_so_many_digits_that_they_differ(run: Run) -> None:
    found = (AuditFinding("alpha_low", "coherence", "note", 0.6996, 0.7, ("learning",)),)
    figures = figures_of(run)
    near = replace(figures, audit=replace(figures.audit, findings=found))
    with override("en"):
        (row,) = table_of(findings_section(Reading(run, "en"), near)).rows
    assert row.cells[1] == (
        "What stands under “Learning” hardly measures one thing: Cronbach's alpha is 0.6996, under 0.7000."
    )


def test_audit_in_arabic_then_numbers_and_names_in_arabic(run: Run) -> None:
    with override("ar"):
        shown = audit_sections(Reading(run, "ar"))
    assert [section.code for section in shown] == ["audit", "audit-balance", "audit-coherence", "audit-findings"]


def test_findings_of_the_audit_then_each_has_a_sentence(run: Run) -> None:
    assert {one.code for one in audit_of(run).findings} <= set(FINDINGS)


def test_correlations_then_marks_name_what_is_odd(run: Run, sections: dict[str, Section]) -> None:
    table = list(tables_of(sections["audit-coherence"]))[1]
    marks = {str(row.cells[0]): str(row.cells[1]) for row in table.rows}
    links = {link.node: link for link in audit_of(run).links}
    for node in run.framework.indicators:
        is_unrelated = links[node.code].p_value > 0.05
        assert ("unrelated to its group" in marks[f"Indicator {node.code}"]) == is_unrelated

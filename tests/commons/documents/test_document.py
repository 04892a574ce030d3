"""The blocks refuse what a reader could not use."""

import pytest
from tests.rooms.monitoring.report.runs import small_document

from hub.commons.documents.document import (
    Column,
    Fact,
    Gap,
    Reference,
    Row,
    Section,
    Table,
    Text,
    keys_of,
)
from hub.kit.errors import DataProblem
from hub.kit.figures import Figure

KEY = "7f3a9c2d.P1.index"


def table_of(*rows: Row) -> Table:
    return Table("Caption", (Column("Place"), Column("Score", "number")), rows)


def test_chart_when_alternative_is_missing_then_refused():
    with pytest.raises(DataProblem, match="chart_without_alternative"):
        small_document(alt=" ")


def test_figure_when_key_is_missing_then_refused():
    with pytest.raises(DataProblem, match="figure_without_key"):
        table_of(Row(("Place", Figure(1.0))))
    with pytest.raises(DataProblem, match="figure_without_key"):
        Fact("Label", Figure(1.0))


def test_gap_when_reason_is_missing_then_refused():
    with pytest.raises(DataProblem, match="gap_without_reason"):
        Gap("", KEY)
    with pytest.raises(DataProblem, match="gap_without_reason"):
        Fact("Label", Figure(None, KEY))


def test_table_when_key_is_of_another_row_then_refused():
    with pytest.raises(DataProblem, match="key_not_of_row"):
        table_of(Row(("Place", Figure(1.0, "7f3a9c2d.P2.index")), KEY))


def test_table_when_aspects_of_a_column_differ_then_refused():
    rows = (Row(("A", Figure(1.0, f"{KEY}:score")), KEY), Row(("B", Figure(1.0, f"{KEY}:rank")), KEY))
    with pytest.raises(DataProblem, match="aspects_mixed"):
        table_of(*rows)


def test_table_when_row_is_short_then_refused():
    with pytest.raises(DataProblem, match="row_length"):
        table_of(Row(("Place",)))


def test_document_when_heading_is_skipped_then_refused():
    document = small_document()
    with pytest.raises(DataProblem, match="heading_skipped"):
        type(document)(**_parts(document) | {"sections": (Section("a", "A", 1, ()), Section("b", "B", 3, ()))})


def test_document_when_reference_leads_nowhere_then_refused():
    document = small_document()
    table = table_of(Row((Reference("Place", "nowhere"), "")))
    with pytest.raises(DataProblem, match="section_unknown"):
        type(document)(**_parts(document) | {"sections": (Section("a", "A", 1, (Text(("x",)), table)),)})


def test_keys_of_section_then_all_in_reading_order():
    keys = list(keys_of(small_document().sections[0]))
    assert keys == ["7f3a9c2d.@all.places:count", f"{KEY}:score", f"{KEY}:rank", "7f3a9c2d.P2.index:score"]


def _parts(document):
    return {name: getattr(document, name) for name in document.__dataclass_fields__}

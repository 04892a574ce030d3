"""A framework as a table of nodes, and back."""

from collections.abc import Sequence
from pathlib import Path

from hub.commons.tables.faults import Faults
from hub.commons.tables.table import TextTable
from hub.commons.tables.writing import csv_text
from hub.rooms.monitoring.engine.framework import KINDS, Framework
from hub.rooms.monitoring.files.trees import Headings, TreeReader

HEADINGS = Headings(
    "code", "name", "parent", "direction", "weight", "unit", "denominator", "factor", low="low", high="high"
)
COLUMNS: Sequence[str] = (
    *("code", "name", "kind", "parent", "direction", "weight", "unit"),
    *("denominator", "factor", "low", "high"),
)


def framework_text(framework: Framework) -> str:
    """`indicators.csv`: one row a node in reading order, then the denominators."""
    rows = (
        (
            *(node.code, node.names["en"], node.kind, node.parent, node.direction or None, node.weight, node.unit),
            *(node.denominator, node.factor, node.low, node.high),
        )
        for node in (*framework.nodes, *framework.denominators)
    )
    return csv_text(COLUMNS, rows)


def read_framework_table(table: TextTable) -> Framework:
    """A table of nodes with the headings of `COLUMNS`; code, kind and parent are needed, other columns are passed over.

    An area without a parent stands below the index. Raises InputRefused with every fault.
    """
    faults = Faults(table.file)
    reader = TreeReader(table, HEADINGS, faults)
    if not reader.has_columns("code", "kind", "parent"):
        faults.refuse()
    reader.check_codes()
    for at, row in enumerate(table.rows):
        kind = reader.text(at, "kind")
        if kind not in KINDS:
            node = reader.text(at, "code")
            faults.add("node_kind_unknown", found=kind, allowed=", ".join(KINDS), row=row, column="kind", node=node)
            continue
        reader.add(at, kind)
    return reader.grow(Path(table.file).stem, framework_text)

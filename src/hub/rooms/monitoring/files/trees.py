"""Rows of a table of nodes to a checked tree, every fault with its row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from hub.commons.tables.faults import Faults
from hub.commons.tables.table import TextTable
from hub.commons.tables.writing import plain_text
from hub.rooms.monitoring.engine.framework import INDEX, Framework, Node, Unit, grow_framework
from hub.rooms.monitoring.files.cells import NUMBER, judge_code, note_faults

# What R writes for a gap, besides an empty cell.
GAPS = frozenset({"", "NA"})


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column of a table of nodes is what; a table may lack all but `code` and `parent`."""

    code: str
    name: str
    parent: str
    direction: str
    weight: str
    unit: str
    denominator: str
    factor: str
    low: str = ""
    high: str = ""


class TreeReader:
    """Reads the nodes of one table; faults are noted, and `grow` refuses the table when there are any."""

    def __init__(self, table: TextTable, headings: Headings, faults: Faults):
        self.table = table
        self.headings = headings
        self.faults = faults
        self.rows: dict[str, int] = {}
        self.nodes: list[Node] = []

    def has_columns(self, *required: str) -> bool:
        """Whether the columns are there; a fault for each that is not."""
        header = ", ".join(self.table.header)
        missing = [heading for heading in required if heading not in self.table.header]
        for heading in missing:
            self.faults.add("column_missing", found=header, allowed=heading, row=1, column=heading, role=heading)
        return not missing

    def check_codes(self) -> None:
        """The shape of every code."""
        heading = self.headings.code
        note_faults(self.table, heading, self.table.column(heading), judge_code, faults=self.faults)

    def text(self, at: int, heading: str) -> str:
        """Text of a cell; blank where it is a gap or the table lacks the column."""
        if heading not in self.table.header:
            return ""
        found = plain_text(self.table.column(heading)[at].strip())
        return "" if found in GAPS else found

    def add(self, at: int, kind: str) -> None:
        """Read the row as a node of this kind."""
        code = self.text(at, self.headings.code)
        row = self.table.rows[at]
        if code in self.rows:
            self.faults.add(
                "node_repeated", found=code, row=row, column=self.headings.code, node=code, first=self.rows[code]
            )
            return
        self.rows[code] = row
        unit = self.text(at, self.headings.unit)
        self.nodes.append(
            Node(
                code=code,
                parent="" if kind in (INDEX, "denominator") else self.text(at, self.headings.parent),
                kind=kind,
                names={"en": self.text(at, self.headings.name) or code},
                unit=unit,
                direction=self._direction(at, code) if kind == "indicator" else 0,
                low=self._number(at, self.headings.low),
                high=self._number(at, self.headings.high),
                weight=self._positive(at, self.headings.weight, code),
                denominator=self.text(at, self.headings.denominator) if kind == "indicator" else "",
                factor=self._positive(at, self.headings.factor, code),
            )
        )

    def grow(self, name: str, text_of: Callable[[Framework], str]) -> Framework:
        """The checked tree; InputRefused with every fault of the table.

        text_of  writes the tree down, the same for the same tree: it counts for the identity of a run
        """
        self._check()
        self.faults.refuse()
        units = {node.unit: Unit(node.unit, {"en": node.unit}) for node in self.nodes if node.unit}
        framework = grow_framework(
            Framework(
                code=name,
                version="1",
                status="working",
                names={"en": name},
                nodes=tuple(node for node in self.nodes if node.kind != "denominator"),
                denominators=tuple(node for node in self.nodes if node.kind == "denominator"),
                units=units,
            )
        )
        return replace(framework, text=text_of(framework))

    def _check(self) -> None:
        tree = {node.code: node for node in self.nodes if node.kind != "denominator"}
        tops = [node for node in tree.values() if node.kind == INDEX]
        if len(tops) != 1:
            self.faults.add("index_count_wrong", found=len(tops))
        for node in tree.values():
            self._check_parent(node, tree)
        divisors = [node.code for node in self.nodes if node.kind == "denominator"]
        parents = {node.parent for node in tree.values()}
        for node in self.nodes:
            if node.denominator and node.denominator not in divisors:
                self._note(
                    "node_denominator_unknown",
                    self.headings.denominator,
                    node,
                    node.denominator,
                    allowed=", ".join(divisors) or "-",
                )
            if node.code in tree and node.kind != "indicator" and node.code not in parents:
                self._note("node_without_children", self.headings.code, node, node.code)
            if node.low is not None and node.high is not None and node.low >= node.high:
                self._note("node_limits_inverted", self.headings.low, node, f"{node.low:g} – {node.high:g}")

    def _check_parent(self, node: Node, tree: Mapping[str, Node]) -> None:
        if node.kind == INDEX:
            return
        parent = tree.get(node.parent)
        if parent is None or parent.kind == "indicator":
            above = [other.code for other in tree.values() if other.kind != "indicator" and other.code != node.code]
            self._note(
                "node_parent_unknown", self.headings.parent, node, node.parent, allowed=", ".join(above[:12]) or "-"
            )
            return
        path = [node.code]
        while parent is not None and parent.kind != INDEX:
            path.append(parent.code)
            if parent.code == node.code:
                self._note("node_in_circle", self.headings.parent, node, " > ".join(path))
                return
            if path.count(parent.code) > 1:
                return
            parent = tree.get(parent.parent)

    def _note(self, code: str, column: str, node: Node, found: str, *, allowed: str = "") -> None:
        row = self.rows[node.code]
        self.faults.add(code, found=found, allowed=allowed, row=row, column=column, node=node.code)

    def _direction(self, at: int, code: str) -> int:
        found = self.text(at, self.headings.direction) or "1"
        if found not in ("1", "+1", "-1", "1.0", "-1.0"):
            self.faults.add(
                "node_direction_unknown",
                found=found,
                allowed="1, -1",
                row=self.table.rows[at],
                column=self.headings.direction,
                node=code,
            )
            return 1
        return -1 if found.startswith("-") else 1

    def _positive(self, at: int, heading: str, code: str) -> float:
        found = self.text(at, heading) or "1"
        if not NUMBER.fullmatch(found) or not 0 < float(found) < float("inf"):
            self.faults.add(
                "node_weight_unusable",
                found=found,
                allowed="> 0",
                row=self.table.rows[at],
                column=heading,
                node=code,
            )
            return 1.0
        return float(found)

    def _number(self, at: int, heading: str) -> float | None:
        found = self.text(at, heading)
        if found and not NUMBER.fullmatch(found):
            self.faults.add("value_not_number", found=found, row=self.table.rows[at], column=heading)
            return None
        return float(found) if found else None

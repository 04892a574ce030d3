"""Does the source file still say what the trace says? Looked up in the file itself."""

from pathlib import Path

from hub.commons.tables.faults import Faults
from hub.commons.tables.inputs import open_input
from hub.commons.tables.reading import read_table
from hub.commons.tables.table import TextTable
from hub.kit.errors import Problem
from hub.rooms.monitoring.engine.observations import Observation
from hub.rooms.monitoring.engine.recipe import Recipe
from hub.rooms.monitoring.files.mappings import is_sdmx, plain_sdmx, read_mapping, sdmx_mapping

MATCHES, CHANGED, ABSENT = "source_matches", "source_changed", "source_absent"


class SourceFile:
    """One input file, read once, to compare many observations with."""

    def __init__(self, path: Path, recipe: Recipe):
        self.mapping = read_mapping(recipe.mapping)
        self.table = _table(path, self.mapping.sheet)
        if self.table is not None and is_sdmx(self.table):
            self.table = plain_sdmx(self.table, Faults(path.name))
            self.mapping = sdmx_mapping(self.mapping, recipe.mapping)
        self.position = {row: at for at, row in enumerate(self.table.rows)} if self.table else {}

    def compare(self, observation: Observation) -> str:
        """`source_matches`, `source_changed`, or `source_absent` where the file cannot be read any more."""
        if self.table is None:
            return ABSENT
        if observation.row not in self.position:
            return CHANGED
        at = self.position[observation.row]
        said = {role: self._cell(self.table, role, at) for role in ("place", "indicator", "period", "value")}
        same = (said["place"], said["indicator"], said["period"]) == (
            observation.place,
            observation.indicator,
            observation.period,
        )
        return MATCHES if same and _same_number(said["value"], observation.value) else CHANGED

    def _cell(self, table: TextTable, role: str, at: int) -> str:
        if role in self.mapping.constants:
            return self.mapping.constants[role]
        heading = self.mapping.columns[role]
        return table.column(heading)[at] if heading in table.header else ""


def _table(path: Path, sheet: str) -> TextTable | None:
    try:
        return read_table(open_input(path), sheet)
    except (Problem, OSError):
        return None


def _same_number(text: str, value: float | None) -> bool:
    try:
        return float(text) == value
    except ValueError:
        return value is None

"""A document as typed blocks: written once, shown by two renderers (`web.py`, `print.py`).

All texts are whole sentences in the document's language. Nothing here knows HTML, Typst, Django or numbers as text.
Every figure carries a key that leads back to who said it; a table prints that key in its last column.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from hub.kit.errors import DataProblem
from hub.kit.figures import Figure

ASPECT = ":"
FIRST_LEVEL, LAST_LEVEL = 1, 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that is not there: `reason` says why, in words; `key` leads to what was said about it."""

    reason: str
    key: str
    span: int = 1

    def __post_init__(self) -> None:
        _require(self.reason, "gap_without_reason", key=self.key)
        _require(self.key, "figure_without_key", found=self.reason)


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that lead to another section of the document."""

    text: str
    section: str


Cell = str | Figure | Gap | Reference


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs; each a whole translated sentence or several."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list; `ordered` where the order means something."""

    points: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader must not miss. kind: note, warning, synthetic."""

    kind: Literal["note", "warning", "synthetic"]
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with a figure, a gap or a word; `unit` and `remark` are words that stand behind it.

    key  of words that hold figures, a range for example; a figure and a gap bring their own
    """

    label: str
    said: Cell
    unit: str = ""
    remark: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.said, Figure):
            _require_key(self.said)

    @property
    def traced_by(self) -> str:
        """The key that it is printed with; blank where it has none."""
        return self.said.key if isinstance(self.said, Figure | Gap) else self.key


@dataclass(frozen=True, slots=True)
class Facts:
    """The few figures that come first. `home`: links to these keys lead here."""

    facts: tuple[Fact, ...]
    home: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Heading of a column; `share` is its part of the width in print."""

    label: str
    kind: Literal["text", "number"] = "text"
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its first cell is its heading. `key` is the stem that the keys of its figures begin with."""

    cells: tuple[Cell, ...]
    key: str = ""
    kind: Literal["plain", "group"] = "plain"


@dataclass(frozen=True)
class Table:
    """A table with a caption and, where rows have keys, a last column that prints them.

    The key of a figure is the key of its row, or that and `:aspect`; one aspect a column, printed under its heading,
    so that the reader of the print can put every key together. `home`: links to these keys lead to this table.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    home: bool = False
    aspects: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        _require(self.caption, "table_without_caption")
        found: list[set[str]] = [set() for _ in self.columns]
        for row in self.rows:
            _check_row(self, row, found)
        for column, aspects in zip(self.columns, found, strict=True):
            if len(aspects) > 1:
                raise DataProblem("aspects_mixed", table=self.caption, column=column.label, found=sorted(aspects))
        object.__setattr__(self, "aspects", tuple(next(iter(aspects), "") for aspects in found))

    @property
    def has_keys(self) -> bool:
        return any(row.key for row in self.rows)


def _check_row(table: Table, row: Row, aspects: list[set[str]]) -> None:
    position = 0
    for cell in row.cells:
        if isinstance(cell, Figure):
            _require_key(cell)
        if isinstance(cell, Figure | Gap):
            stem, _, aspect = cell.key.partition(ASPECT)
            if stem != row.key:
                raise DataProblem("key_not_of_row", table=table.caption, found=cell.key, row=row.key)
            aspects[position].add(aspect)
        position += cell.span if isinstance(cell, Gap) else 1
    if position != len(table.columns):
        raise DataProblem("row_length", table=table.caption, found=position, allowed=len(table.columns))


@dataclass(frozen=True)
class ChartBlock:
    """A chart that says nothing that its table does not say.

    plate    what is drawn once for all charts of its kind, a `hub.commons.ui.charts.Plate`
    rows     what is drawn on it
    alt      what a person who cannot see it is told
    table    the same figures; None where `told_in` names the section that has them in tables
    folded   the table is there for those who ask for it (a page folds it away, print leaves it in place)
    """

    code: str
    caption: str
    alt: str
    plate: Any
    rows: tuple[Mapping[str, Any], ...]
    table: Table | None = None
    told_in: str = ""
    folded: bool = True

    def __post_init__(self) -> None:
        _require(self.alt, "chart_without_alternative", chart=self.code)
        _require(self.caption, "chart_without_caption", chart=self.code)
        _require(self.table or self.told_in, "chart_without_table", chart=self.code)


Block = Text | Points | Note | Facts | Table | ChartBlock


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it.

    code        its anchor, letters, digits and `-_.@` only
    level       1 to 3
    listing     where the contents name it: among the sections, in the list of places, or not at all
    opens_page  print begins a new page
    beside      so many of its first blocks stand in a column of their own, the others beside them, in print; 0 for one column
    """

    code: str
    title: str
    level: int
    blocks: tuple[Block, ...]
    listing: Literal["section", "place", "none"] = "section"
    opens_page: bool = False
    beside: int = 0


@dataclass(frozen=True)
class Document:
    """The whole report.

    run        name of the run that it prints, as keys begin with it
    synthetic  figures are invented: said on every page and in every chart
    imprint    who made it, under what licence
    layout     a report has a title page and contents; a brief begins with its text
    trace      address that printed keys lead to, the key put behind it; blank where they lead nowhere
    """

    title: str
    subtitle: str
    language: str
    date: date
    run: str
    sections: tuple[Section, ...]
    synthetic: bool = False
    imprint: tuple[str, ...] = ()
    layout: Literal["report", "brief"] = "report"
    trace: str = ""

    def __post_init__(self) -> None:
        _require(self.title, "document_without_title")
        _check_headings(self.sections)
        _check_references(self.sections)

    def section(self, code: str) -> Section:
        """The section with this code; DataProblem("section_unknown") where there is none."""
        for section in self.sections:
            if section.code == code:
                return section
        raise DataProblem("section_unknown", found=code)


def _check_headings(sections: tuple[Section, ...]) -> None:
    level, seen = FIRST_LEVEL - 1, set()
    for section in sections:
        _require(section.title, "section_without_title", section=section.code)
        if section.code in seen:
            raise DataProblem("section_repeated", section=section.code)
        if not FIRST_LEVEL <= section.level <= min(level + 1, LAST_LEVEL):
            raise DataProblem(
                "heading_skipped", section=section.code, found=section.level, allowed=min(level + 1, LAST_LEVEL)
            )
        seen.add(section.code)
        level = section.level


def _check_references(sections: tuple[Section, ...]) -> None:
    codes = {section.code for section in sections}
    for section in sections:
        for table in tables_of(section):
            for row in table.rows:
                for cell in row.cells:
                    if isinstance(cell, Reference) and cell.section not in codes:
                        raise DataProblem("section_unknown", found=cell.section, section=section.code)
        for block in section.blocks:
            if isinstance(block, ChartBlock) and block.told_in and block.told_in not in codes:
                raise DataProblem("section_unknown", found=block.told_in, section=section.code)


def tables_of(section: Section) -> Iterator[Table]:
    """All tables of a section, those of its charts included, in reading order."""
    for block in section.blocks:
        if isinstance(block, Table):
            yield block
        if isinstance(block, ChartBlock) and block.table:
            yield block.table


def charts_of(document: Document) -> Iterator[ChartBlock]:
    """All charts, in reading order."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, ChartBlock):
                yield block


def keys_of(section: Section) -> Iterator[str]:
    """The key of every figure and gap of a section, in reading order."""
    for block in section.blocks:
        if isinstance(block, Facts):
            yield from (fact.traced_by for fact in block.facts if fact.traced_by)
    for table in tables_of(section):
        for row in table.rows:
            yield from (cell.key for cell in row.cells if isinstance(cell, Figure | Gap))


def _require_key(figure: Figure) -> None:
    if figure.value is None:
        raise DataProblem("gap_without_reason", key=figure.key)
    _require(figure.key, "figure_without_key", found=figure.value)


def _require(said: object, code: str, **parameters: Any) -> None:
    if not said or (isinstance(said, str) and not said.strip()):
        raise DataProblem(code, **parameters)

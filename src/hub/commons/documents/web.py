"""The document as accessible HTML: one file that stands alone, or section by section inside a page of the site.

The markup carries no style attribute and no script, so that the site's content policy holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from hub.commons.documents import document as blocks
from hub.commons.documents.figures import is_rtl, write_day, write_figure
from hub.commons.ui.charts import Drawing, draw_many
from hub.kit.figures import Figure

ANCHOR = "#key-"
LANGUAGE_TAGS = {"zh-hans": "zh-Hans"}
# Headings of sections stand under the title of the document.
FIRST_HEADING = 2
STYLES = (("hub.commons.ui", "static/ui/hub.css"), ("hub.commons.documents", "static/documents/document.css"))


@dataclass
class _Page:
    """What is the same for all that is shown on one page.

    homes     stem of a key -> the row or fact that links to it lead to; each anchor is given once
    drawings  by chart code
    """

    document: blocks.Document
    drawings: Mapping[str, Drawing]
    trace_base: str
    homes: Mapping[str, int]
    anchored: set[str] = field(default_factory=set)

    @property
    def language(self) -> str:
        return self.document.language

    def link(self, key: str) -> str:
        """Address that a figure leads to."""
        if self.trace_base != ANCHOR:
            return escape(self.trace_base + key)
        return escape(ANCHOR + key.partition(blocks.ASPECT)[0])

    def anchor(self, stem: str, owner: object) -> str:
        """Anchor of a row or fact; blank where another one is the home of the key."""
        if not stem or self.homes.get(stem) != id(owner) or stem in self.anchored:
            return ""
        self.anchored.add(stem)
        return stem


def render_report(document: blocks.Document, drawings: Mapping[str, Drawing] | None = None) -> str:
    """One HTML file with everything in it: styles, charts, tables; links between figures stay inside it."""
    drawings = draw_document([*blocks.charts_of(document)]) if drawings is None else drawings
    page = _Page(document, drawings, ANCHOR, _homes(document.sections))
    with override(document.language):
        sections = [_section(page, section, FIRST_HEADING) for section in document.sections]
        context = {
            "document": document,
            "language": LANGUAGE_TAGS.get(document.language, document.language),
            "direction": "rtl" if is_rtl(document.language) else "ltr",
            "day": write_day(document.date, document.language),
            "style": mark_safe(_style()),  # noqa: S308 - our own files
            "grounds": _grounds(drawings.values()),
            "chapters": _chapters(document),
            "sections": sections,
        }
        return render_to_string("documents/document.html", context)


def render_section(
    document: blocks.Document,
    section: blocks.Section,
    *,
    trace_base: str,
    heading: int = FIRST_HEADING,
    drawings: Mapping[str, Drawing] | None = None,
) -> SafeString:
    """One section for a page of the site.

    trace_base  address that the key of a figure is put behind, e.g. `/en/monitoring/trace/`
    heading     level of its heading on the page; 0 leaves the heading to the page
    drawings    its charts by code; drawn here when None
    """
    charts = [block for block in section.blocks if isinstance(block, blocks.ChartBlock)]
    drawings = draw_document(charts) if drawings is None else drawings
    shown = {chart.code: drawings[chart.code] for chart in charts}
    page = _Page(document, shown, trace_base, _homes((section,)))
    with override(document.language):
        context = {"section": _section(page, section, heading), "grounds": _grounds(shown.values()), "alone": True}
        return render_to_string("documents/section.html", context)


def draw_document(charts: list[blocks.ChartBlock], executor: Any = None) -> dict[str, Drawing]:
    """Draw charts; by chart code."""
    drawn = draw_many([(chart.plate, chart.rows) for chart in charts], executor)
    return {chart.code: drawing for chart, drawing in zip(charts, drawn, strict=True)}


def _homes(sections: Iterable[blocks.Section]) -> dict[str, int]:
    """The row or fact that each key leads to: where a block is called its home, else where it stands first."""
    first: dict[str, int] = {}
    home: dict[str, int] = {}
    for section in sections:
        for stem, owner, is_home in _keyed(section):
            first.setdefault(stem, id(owner))
            if is_home:
                home.setdefault(stem, id(owner))
    return first | home


def _keyed(section: blocks.Section) -> Iterable[tuple[str, object, bool]]:
    for block in section.blocks:
        if isinstance(block, blocks.Facts):
            for fact in block.facts:
                if fact.traced_by:
                    yield fact.traced_by.partition(blocks.ASPECT)[0], fact, block.home
    for table in blocks.tables_of(section):
        for row in table.rows:
            if row.key:
                yield row.key, row, table.home


@cache
def _style() -> str:
    sheets = (files(package).joinpath(path).read_text(encoding="utf-8") for package, path in STYLES)
    return "\n".join(sheets).replace("</", "<\\/")


def _grounds(drawings: Iterable[Drawing]) -> SafeString:
    grounds = {drawing.ground_id: drawing.ground for drawing in drawings}
    return mark_safe("".join(f'<g id="{name}">{ground}</g>' for name, ground in grounds.items()))  # noqa: S308 - drawn by us


def _chapters(document: blocks.Document) -> list[dict[str, Any]]:
    """Contents: first-level sections, each with its listed parts; `folded` where these are the places."""
    chapters: list[dict[str, Any]] = []
    for section in document.sections:
        if section.level == 1:
            chapters.append({"section": section, "parts": [], "folded": False})
        elif section.listing != "none" and section.level == 2:
            chapters[-1]["parts"].append(section)
            chapters[-1]["folded"] |= section.listing == "place"
    return chapters


def _section(page: _Page, section: blocks.Section, heading: int) -> dict[str, Any]:
    level = heading and min(heading + section.level - 1, 6) if page.trace_base == ANCHOR else heading
    shown = [_block(page, block) for block in section.blocks]
    synthetic = page.document.synthetic
    return {"code": section.code, "title": section.title, "level": level, "blocks": shown, "synthetic": synthetic}


def _block(page: _Page, block: blocks.Block) -> dict[str, Any]:
    if isinstance(block, blocks.Facts):
        return {"is": "facts", "facts": [_fact(page, fact) for fact in block.facts]}
    if isinstance(block, blocks.Table):
        return {"is": "table", "table": _table(page, block)}
    if isinstance(block, blocks.ChartBlock):
        table = _table(page, block.table) if block.table else None
        return {"is": "chart", "chart": block, "drawing": _drawing(page, block), "table": table}
    return {"is": type(block).__name__.lower(), "block": block}


def _drawing(page: _Page, chart: blocks.ChartBlock) -> dict[str, Any]:
    drawing = page.drawings[chart.code]
    return {
        "width": drawing.width,
        "height": drawing.height,
        "ground": drawing.ground_id,
        "mark_size": min(44, drawing.height // 5),
        "marks": mark_safe(drawing.marks),  # noqa: S308 - drawn by us
    }


def _fact(page: _Page, fact: blocks.Fact) -> dict[str, Any]:
    said = _said(page, fact.said)
    return {
        "label": fact.label,
        "said": _link("figure", page, fact.key, str(fact.said)) if fact.key else said,
        "unit": fact.unit,
        "remark": fact.remark,
        "key": fact.traced_by,
        "anchor": page.anchor(fact.traced_by.partition(blocks.ASPECT)[0], fact),
    }


def _table(page: _Page, table: blocks.Table) -> dict[str, Any]:
    columns = [
        {"label": column.label, "number": column.kind == "number", "aspect": aspect}
        for column, aspect in zip(table.columns, table.aspects, strict=True)
    ]
    return {
        "caption": table.caption,
        "columns": columns,
        "keyed": table.has_keys,
        "rows": [
            {
                "cells": _cells(page, row, columns),
                "key": row.key,
                "group": row.kind == "group",
                "anchor": page.anchor(row.key, row),
            }
            for row in table.rows
        ],
    }


def _cells(page: _Page, row: blocks.Row, columns: list[dict[str, Any]]) -> SafeString:
    """All cells of a row in one string: a report has eighty thousand of them."""
    shown, at = [], 0
    for cell in row.cells:
        tag = 'th scope="row"' if at == 0 else "td"
        number = (
            ' class="number"' if columns[at]["number"] and not (isinstance(cell, blocks.Gap) and cell.span > 1) else ""
        )
        span = f' colspan="{cell.span}"' if isinstance(cell, blocks.Gap) and cell.span > 1 else ""
        shown.append(f"<{tag}{number}{span}>{_said(page, cell)}</{tag[:2]}>")
        at += cell.span if isinstance(cell, blocks.Gap) else 1
    return mark_safe("".join(shown))  # noqa: S308 - every part was escaped


def _said(page: _Page, cell: blocks.Cell) -> SafeString:
    if isinstance(cell, Figure):
        return _link("figure", page, cell.key, write_figure(cell, page.language))
    if isinstance(cell, blocks.Gap):
        return _link("gap", page, cell.key, cell.reason)
    if isinstance(cell, blocks.Reference):
        return format_html('<a href="#{}"><bdi>{}</bdi></a>', cell.section, cell.text)
    return mark_safe(f"<bdi>{escape(cell)}</bdi>") if cell else mark_safe("")  # noqa: S308


def _link(kind: str, page: _Page, key: str, text: str) -> SafeString:
    return mark_safe(f'<a class="{kind}" data-key="{escape(key)}" href="{page.link(key)}">{escape(text)}</a>')  # noqa: S308

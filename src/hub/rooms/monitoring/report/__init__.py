"""The Monitoring Report: one model of typed blocks (`document.py`), two renderers (`web.py`, `print.py`).

Light to import: Django, Altair and Typst are only needed when a report is written.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hub.rooms.monitoring.engine.run import Run


def write_report(
    run: Run,
    out: Path,
    *,
    language: str,
    progress: Callable[[str], None] | None = None,
    executor: Executor | None = None,
) -> tuple[Path, Path]:
    """Write OUT/report.html and OUT/report.pdf; the same run gives the same bytes. Django must be set up.

    progress  told what is done next: sections, charts, print, page
    executor  draws the charts; None draws them here
    """
    from hub.rooms.monitoring.report.document import charts_of
    from hub.rooms.monitoring.report.print import print_report
    from hub.rooms.monitoring.report.sections.build import build_document
    from hub.rooms.monitoring.report.web import draw_document, render_report

    tell = progress or (lambda step: None)
    tell("sections")
    document = build_document(run, language)
    tell("charts")
    drawings = draw_document(list(charts_of(document)), executor)
    out.mkdir(parents=True, exist_ok=True)
    page, printed = out / "report.html", out / "report.pdf"
    # The print first: while its process needs a gigabyte, this one should hold little.
    tell("print")
    printed.write_bytes(print_report(document, drawings))
    tell("page")
    page.write_bytes(render_report(document, drawings).encode())
    return page, printed

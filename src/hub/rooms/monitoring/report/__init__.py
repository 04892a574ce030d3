"""The Monitoring Report: one model of typed blocks (`document.py`), two renderers (`web.py`, `print.py`).

Light to import: Django, Altair and Typst are only needed when a report is written.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from hub.commons.documents.memory import give_back

if TYPE_CHECKING:
    from hub.rooms.monitoring.engine.run import Run


def write_report(
    run: Run,
    out: Path,
    *,
    language: str,
    progress: Callable[[str], None] | None = None,
    open_pool: Callable[[], AbstractContextManager[Executor | None]] = nullcontext,
) -> tuple[Path, Path]:
    """Write OUT/report.html and OUT/report.pdf; the same run gives the same bytes. Django must be set up.

    progress   told what is done next: sections, charts, print, page
    open_pool  opens the executor that draws the charts, closed before typesetting; by default they are drawn here
    """
    from hub.commons.documents.document import charts_of
    from hub.commons.documents.print import compile_described, write_input
    from hub.commons.documents.web import draw_document, render_report
    from hub.rooms.monitoring.report.sections.build import build_document

    tell = progress or (lambda step: None)
    tell("sections")
    document = build_document(run, language)
    tell("charts")
    with open_pool() as executor:
        drawings = draw_document(list(charts_of(document)), executor)
    out.mkdir(parents=True, exist_ok=True)
    page, printed = out / "report.html", out / "report.pdf"
    tell("page")
    page.write_bytes(render_report(document, drawings).encode())
    tell("print")
    with TemporaryFile() as described:
        described.write(write_input(document, drawings).encode())
        day = document.date.isoformat()
        # While the typesetting process needs a gigabyte, this one should hold little.
        del document, drawings
        give_back()
        printed.write_bytes(compile_described(described, day))
    return page, printed
